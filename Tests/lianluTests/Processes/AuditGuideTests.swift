import Foundation
import LocalAPI
import LocalAPITestSupport
import TestSupport
import Testing

@testable import SQLiteStorage
@testable import Wording
@testable import lianlu

/// The auditor's guide shows what the program prints, and explains every word of it.
@Suite(.serialized) struct AuditGuideTests {
    /// The page, the heading of its sample and that of its terms.
    private static func page(
        _ language: Language
    ) -> (path: String, sample: String, terms: String) {
        language == .zh
            ? ("AUDITORS.zh-CN.md", "## 一份报告，逐行说明\n", "## 术语\n")
            : ("AUDITORS.md", "## A report, line by line\n", "## Terms\n")
    }

    private static func text(_ path: String) throws -> String {
        let root = Vectors.directory.deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// A section of a page, up to the next one.
    private static func section(_ heading: String, of text: String) throws -> Substring {
        let start = try #require(text.range(of: heading)).upperBound
        let end = text.range(of: "\n## ", range: start..<text.endIndex)?.lowerBound
        return text[start..<(end ?? text.endIndex)]
    }

    /// A line without what differs from one home to the next: folders, times, digests, numbers, and the widths of columns.
    private static func plain(_ line: some StringProtocol) -> String {
        String(line)
            .replacing(/[0-9a-f]{64}|[0-9a-f]{12}|\b[0-9a-f]{8}\b/, with: "H")
            .replacing(/\/[\w.\-\/]*\/?(?:jiangxi|lianlu-node-\d+)$/, with: "P")
            .replacing(/\d+/, with: "N")
            .split(whereSeparator: \.isWhitespace)
            // Whether an early receipt is here, too, that proves a time, hangs on when it was asked for.
            .map { $0 == "-" || $0 == "N-N-NTN:N:N+N:N" ? "T" : $0 }
            .joined(separator: " ")
    }

    private static func lines(_ text: some StringProtocol) -> [String] {
        String(text).split(separator: "\n").map { plain($0) }
    }

    private static func audit(
        _ home: String,
        _ cards: [String],
        _ language: Language
    ) async throws -> ProgramTests.Outcome {
        try await ProgramTests.run(
            ProgramTests.program(),
            ["audit", home, "--lang", language.rawValue] + cards.flatMap { ["--trust", $0] }
        )
    }

    /// The homes of two nodes that know each other's entries, with a clue from one to the other and all its receipts, both stopped.
    private static func stopped() async throws -> (
        sender: NodeProcess, receiver: NodeProcess, cards: [String]
    ) {
        let sender = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        let receiver = try await NodeProcess.make("fujian.ipr.example", region: "350000")
        for node in [sender, receiver] { try await node.start() }
        let cards = try await NodeProcess.introduce(sender, receiver)
        let created = try await sender.client.send(.submit(.exercise("create")))
        let approve = EntrySubmission.exercise("approve", record: created.entry)
        _ = try await sender.client.send(.submit(approve))
        let sent = try await sender.client.send(
            .submit(.exercise("send", record: created.entry, to: "350000"))
        )
        var isWhole = false
        while !isWhole {
            let timeline = try await sender.client.send(.record(sent.entry)).timeline
            let mirrored = timeline.filter { $0.origin.hasSuffix("/exercise") }
            isWhole =
                mirrored.count == 2
                && mirrored.allSatisfy { $0.receipts?.count == 1 }
            if !isWhole { try await Task.sleep(for: .milliseconds(20)) }
        }
        for node in [sender, receiver] { await node.stop() }
        return (sender, receiver, cards)
    }

    @Test(
        "the guide's sample is what the program prints of such a home, and what it says of a sound one the program says, too",
        .timeLimit(.minutes(5))
    )
    func sample() async throws {
        let (sender, receiver, cards) = try await Self.stopped()
        for language in Language.allCases {
            let sound = try await Self.audit(sender.home, cards, language)
            #expect(sound.code == 0, "\(sound.data)\(sound.talk)")
            let page = Self.page(language)
            let section = try Self.section(page.sample, of: try Self.text(page.path))
            // The two last lines of a sound report stand in the page's last row, between quotation marks.
            for line in sound.data.split(separator: "\n").suffix(2) {
                #expect(Self.plain(section).contains(Self.plain(line)), "\(line)")
            }
        }
        let store = try SQLiteStore.open(.init(directory: sender.home + "/data"))
        try await store.write { transaction in
            try transaction.statement(
                "UPDATE projected_record SET state = 'closed' WHERE state = 'received'"
            )
            .run()
        }
        try store.close()
        for language in Language.allCases {
            let bad = try await Self.audit(sender.home, cards, language)
            #expect(bad.code == 3, "\(bad.data)\(bad.talk)")
            let page = Self.page(language)
            let section = try Self.section(page.sample, of: try Self.text(page.path))
            let blocks = section.components(separatedBy: "```")
            let block = try #require(blocks.count == 3 ? blocks[1] : nil)
            #expect(Self.lines(block.dropFirst("text\n".count)) == Self.lines(bad.data))
            try Self.requireExplained(bad.data, page)
        }
        for node in [sender, receiver] { try await node.remove() }
    }

    /// Each heading of the report stands in the table below it or among the terms.
    private static func requireExplained(
        _ report: String,
        _ page: (path: String, sample: String, terms: String)
    ) throws {
        let text = try Self.text(page.path)
        let sample = try section(page.sample, of: text).components(separatedBy: "```")
        let explained = try #require(sample.last) + section(page.terms, of: text)
        let rows = report.split(separator: "\n", omittingEmptySubsequences: false)
        // Headings stand alone in a line after an empty one, or begin the report.
        let headings = zip(rows, rows.dropFirst()).filter { $0.0.isEmpty }.map { String($0.1) }
        let columns = try #require(rows.first).components(separatedBy: "  ")
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        #expect(headings.count >= 5 && columns.count >= 8)
        for word in headings + columns {
            #expect(explained.contains(word), "\(page.path): \(word)")
        }
    }

    @Test("each term of the guide is a word of the program", arguments: Language.allCases)
    func terms(_ language: Language) throws {
        let page = Self.page(language)
        let section = try Self.section(page.terms, of: try Self.text(page.path))
        let terms = section.split(separator: "\n").dropFirst(2)
            .compactMap { $0.split(separator: "|").first }
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        #expect(terms.count >= 18)
        for term in terms {
            let isSaid = Catalogue.all.values.contains { text in
                [text.sentences[language], text.remedies[language]]
                    .contains { $0?.contains(term) == true }
            }
            #expect(isSaid, "\(term)")
        }
    }
}
