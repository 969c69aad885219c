import Casework
import Cryptography
import Foundation
import LocalAPI
import LocalAPITestSupport
import LogStorage
import SQLiteStorage
import TestSupport
import Testing

@testable import NodeService

@Suite struct NumberTests {
    private static let caller = TestNode.operatorCaller
    private static let office = OfficeID(unchecked: "scjg")

    /// Two nodes, of which the first one numbers the clue notices of its office.
    private func numbered() async throws -> (jiangxi: TestNode, fujian: TestNode) {
        let nodes = try await TwoNodes.make()
        try await nodes.jiangxi.close()
        let file = nodes.jiangxi.home.configuration
        let text =
            try String(contentsOf: file, encoding: .utf8)
            + "document-numbers:\n  scjg:\n    clue: 赣市监线通\n"
        try Data(text.utf8).write(to: file)
        return (try await TestNode(opening: nodes.jiangxi.home), nodes.fujian)
    }

    /// An approved clue whose sending names no number.
    private func ready(_ node: TestNode) async throws -> EntrySubmission {
        var (_, send) = try await node.approved(to: "350000")
        send.fields["document_no"] = nil
        return send
    }

    private func year(_ node: TestNode) throws -> String {
        try String(node.node.time.timestamp().text.prefix(4))
    }

    @Test(
        "a step without a number gets the next of its series, in body, answer and form; sent again, the same one"
    )
    func next() async throws {
        let (node, fujian) = try await numbered()
        let year = try year(node)
        let send = try await ready(node)
        for _ in 0..<2 {
            let preview = try await node.local.preview(send, caller: Self.caller)
            #expect(preview.body.contains("赣市监线通〔\(year)〕1号"))
        }
        let sent = try await node.submit(send)
        #expect(sent.documentNumber == "赣市监线通〔\(year)〕1号")
        let form = try await node.local.printed(
            sent.entry,
            document: nil,
            entry: nil,
            caller: Self.caller
        )
        #expect(form.documentNumber == sent.documentNumber)
        #expect(try await node.submit(send).documentNumber == sent.documentNumber)
        let second = try await node.submit(try await ready(node))
        #expect(second.documentNumber == "赣市监线通〔\(year)〕2号")
        // Also after a restart: the request has its number, and the series goes on.
        try await node.close()
        let again = try await TestNode(opening: node.home)
        #expect(try await again.submit(send).documentNumber == sent.documentNumber)
        let third = try await again.submit(try await ready(again))
        #expect(third.documentNumber == "赣市监线通〔\(year)〕3号")
        try await again.remove()
        try await fujian.remove()
    }

    @Test("steps at the same time get different numbers without a gap, and the same request one")
    func concurrent() async throws {
        let (node, fujian) = try await numbered()
        var sends: [EntrySubmission] = []
        for _ in 0..<6 { sends.append(try await ready(node)) }
        let local = node.local
        let numbers = try await withThrowingTaskGroup(of: String?.self) { group in
            for send in sends + sends {
                group.addTask { try await local.submit(send, caller: Self.caller).documentNumber }
            }
            var numbers: [String?] = []
            for try await number in group { numbers.append(number) }
            return numbers
        }
        let taken = numbers.compactMap { $0.flatMap { DocumentNumber($0)?.sequence } }
        #expect(taken.count == 12 && Set(taken) == Set(1...6))
        try await node.remove()
        try await fujian.remove()
    }

    @Test("a step that is refused takes no number")
    func refused() async throws {
        let (node, fujian) = try await numbered()
        var send = try await ready(node)
        send.fields["liaison"] = nil
        try await Fault.requireRefused("node.fields_missing") { _ = try await node.submit(send) }
        let sent = try await node.submit(try await ready(node))
        #expect(sent.documentNumber.flatMap { DocumentNumber($0)?.sequence } == 1)
        try await node.remove()
        try await fujian.remove()
    }

    @Test(
        "a number of the office's registry is taken in any spelling; one used before, or of another form, is pointed out and never refused"
    )
    func given() async throws {
        let (node, fujian) = try await numbered()
        let year = try year(node)
        func send(_ number: String?) async throws -> LocalAPI.Acknowledgement {
            var send = try await ready(node)
            send.fields["document_no"] = number.map { .text($0) }
            return try await node.submit(send)
        }
        let own = try await send("赣市监线通[\(year)]第002号")
        #expect(own.documentNumber == "赣市监线通〔\(year)〕2号")
        #expect(own.warnings?.map(\.code).contains("node.document_number_used") != true)
        let twice = try await send("赣市监线通〔\(year)〕2号")
        let warning = try #require(
            twice.warnings?.first { $0.code == "node.document_number_used" }
        )
        #expect(warning.arguments["entry"] == own.entry)
        try Fault.requireTold(warning.code, warning.arguments)
        let odd = try await send("线索 12")
        #expect(odd.documentNumber == nil)
        #expect(odd.warnings?.map(\.code).contains("node.document_number_form") == true)
        // The series passes over the number that an officer took from it.
        #expect(try await send(nil).documentNumber == "赣市监线通〔\(year)〕1号")
        #expect(try await send(nil).documentNumber == "赣市监线通〔\(year)〕3号")
        try await node.remove()
        try await fujian.remove()
    }

    @Test("a number that a later step of the same record says again was not used before")
    func again() async throws {
        let (node, fujian) = try await numbered()
        let sent = try await node.submit(try await ready(node))
        let number = try #require(sent.documentNumber)
        var more = node.submission("supplement", record: sent.entry)
        more.fields["attachments"] = .list([.text("清单")])
        more.fields["document_no"] = .text(number)
        let added = try await node.submit(more)
        #expect(added.warnings?.contains { $0.code == "node.document_number_used" } != true)
        try await node.remove()
        try await fujian.remove()
    }

    @Test(
        "what a number was taken for is stored with it or not at all, and a claim holds only while it is free"
    )
    func book() async throws {
        struct Stop: Error {}
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let series = try #require(DocumentNumber(head: "赣市监协查", year: 2026, sequence: 1))
        let claim = NumberClaim(office: Self.office, number: series.text, series: series)
        let entry = SHA256.digest(of: [1])
        await #expect(throws: Stop.self) {
            try await node.node.store.write { transaction in
                try NumberBook(transaction: transaction).take(claim, by: entry)
                throw Stop()
            }
        }
        let (before, after, other) = try await node.node.store.write { transaction in
            let book = NumberBook(transaction: transaction)
            let before = try book.holds(claim) && book.number(of: entry) == nil
            try book.take(claim, by: entry)
            let other = try book.next(
                head: "赣市监协查",
                year: 2026,
                office: OfficeID(unchecked: "gaj")
            )
            return (before, try book.holds(claim), other.sequence)
        }
        #expect(before && !after && other == 1)
        try await node.remove()
    }

    @Test(
        "the configuration names heads by office; a bad head or an office that is not there is refused by name"
    )
    func configuration() async throws {
        let base = """
            version: 1
            node: jiangxi.ipr.example
            region: "360000"
            listen: 0.0.0.0:7443
            url: https://node.jiangxi.ipr.example:7443
            offices:
              scjg: 市场监管

            """
        let heads = "document-numbers:\n  scjg:\n    clue: 赣市监线通\n    f17: 赣市监协查\n"
        let read = try ConfigurationFile.parse(base + heads)
        #expect(
            read.documentNumbers.heads == ["scjg": ["clue": "赣市监线通", "f17": "赣市监协查"]]
        )
        #expect(try ConfigurationFile.parse(ConfigurationFile.text(of: read)) == read)
        let bad = #expect(throws: NodeError.self) {
            try ConfigurationFile.parse(base + heads.replacing("赣市监线通", with: "notice"))
        }
        #expect(bad?.code == .configurationNumberPrefix && bad?.arguments["line"] == "10")
        // One series may be of two documents of one office, and not of two offices.
        let shared = heads.replacing("赣市监协查", with: "赣市监线通")
        #expect(
            try ConfigurationFile.parse(base + shared).documentNumbers.heads
                == ["scjg": ["clue": "赣市监线通", "f17": "赣市监线通"]]
        )
        let twice = #expect(throws: NodeError.self) {
            try ConfigurationFile.parse(base + shared + "  gaj:\n    f17: 赣市监线通\n")
        }
        #expect(twice?.code == .configurationNumberTwice)
        #expect(
            twice?.arguments == [
                "key": "gaj › f17", "line": "13", "other": "scjg › clue", "other_line": "10",
                "prefix": "赣市监线通",
            ]
        )
        let many = (0...ConfigurationFile.numberHeadCountMax)
            .map { number in
                let sign = Unicode.Scalar(0x4E00 + UInt32(number)).map(String.init) ?? ""
                return "    k\(number): 赣市监\(sign)\n"
            }
        let limit = #expect(throws: NodeError.self) {
            try ConfigurationFile.parse(base + "document-numbers:\n  scjg:\n" + many.joined())
        }
        #expect(limit?.code == .configurationTooMany)
        let most = many.dropLast().joined()
        #expect(
            try ConfigurationFile.parse(base + "document-numbers:\n  scjg:\n" + most)
                .documentNumbers.heads["scjg"]?.count == ConfigurationFile.numberHeadCountMax
        )
        let (node, fujian) = try await numbered()
        try await node.close()
        let file = node.home.configuration
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data(
            text.replacing("document-numbers:\n  scjg:", with: "document-numbers:\n  scjq:").utf8
        )
        .write(to: file)
        let unknown = await #expect(throws: NodeError.self) {
            _ = try await TestNode(opening: node.home)
        }
        #expect(unknown?.code == .configurationNumberOffice)
        try FileManager.default.removeItem(at: node.home.root)
        try await fujian.remove()
    }

    @Test(
        "a head for what no rule pack here has keeps no node from starting: it is told at the start, in status and in doctor, until the pack comes"
    )
    func headOfUnknownDocument() async throws {
        let (first, fujian) = try await numbered()
        try await first.close()
        let file = first.home.configuration
        let text = try String(contentsOf: file, encoding: .utf8)
        let line = text.split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0 == "document-numbers:" }
        // The kind of a pack that an operator adds later.
        let extra = "    clue: 赣市监线通\n    mediation: 赣市监调\n"
        try Data(text.replacing("    clue: 赣市监线通\n", with: extra).utf8).write(to: file)
        let told = LogRecorder()
        let node = try await TestNode(opening: first.home, logger: told.logger)
        let message = "document-numbers names what no rule pack here has"
        #expect(told.values(of: "key", with: message) == ["mediation"])
        let code = "node.configuration_number_key"
        func warnings() async throws -> [CodedText] {
            try await node.local.status(caller: Self.caller).warnings.filter { $0.code == code }
        }
        func checks() -> [CheckResult] {
            NodeExamination(home: node.home).results().filter { $0.text.code == code }
        }
        let warning = try #require(try await warnings().first)
        #expect(warning.arguments["key"] == "mediation")
        #expect(warning.arguments["line"] == line.map { "\($0 + 4)" })
        #expect(warning.arguments["known"]?.contains("clue, ") == true)
        #expect(checks() == [CheckResult(.warned, warning)])
        // The other heads serve all the same.
        let sent = try await node.submit(try await ready(node))
        #expect(try sent.documentNumber == "赣市监线通〔\(year(node))〕1号")
        let pack = try String(
            contentsOf: Vectors.directory.appending(path: "tenth-kind.json"),
            encoding: .utf8
        )
        _ = try await node.local.add(rulePack: pack, caller: Self.caller)
        #expect(try await warnings().isEmpty)
        #expect(checks().isEmpty)
        try await node.remove()
        try await fujian.remove()
    }
}
