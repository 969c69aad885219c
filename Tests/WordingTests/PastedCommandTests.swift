import TestSupport
import Testing

@testable import Wording

/// Commands in texts, as somebody pastes them into a shell, and digests and ids beside them.
@Suite struct PastedCommandTests {
    private static let digest = String(repeating: "0a1b", count: 16)

    private static func texts(_ language: Language) -> [(code: String, text: String)] {
        var texts: [(code: String, text: String)] = []
        for (code, text) in Catalogue.all.sorted(by: { $0.key < $1.key }) {
            for template in [text.sentences[language], text.remedies[language]] {
                if let template { texts.append((code: code, text: template)) }
            }
        }
        return texts
    }

    @Test(
        "what is to be put in stands in no signs that a shell takes for redirection",
        arguments: Language.allCases
    )
    func placeholders(_ language: Language) {
        for (code, text) in Self.texts(language) {
            #expect(!text.contains(/<[^<>=]{1,40}>/), "\(code): \(text)")
            #expect(!text.contains { "‹›".contains($0) }, "\(code): \(text)")
        }
    }

    @Test("every command in a Chinese text is one that a shell can read")
    func readable() async throws {
        var lines: [String] = []
        for (_, text) in Self.texts(.zh) {
            let filled = text.replacing(/\{[a-z_]+\}/, with: "x1")
            lines += filled.matches(of: /lianlu [a-z][^。；，、：（）“”\n]*/).map { String($0.output) }
        }
        #expect(lines.count > 100)
        for line in lines {
            #expect(!line.contains { "|&`‹›".contains($0) }, "\(line)")
        }
        let outcome = try await OutsideProgram("bash", ["-n"])
            .run(input: lines.joined(separator: "\n") + "\n")
        #expect(outcome.status == 0, "\(outcome.complaint)")
    }

    @Test(
        "a digest is cut to its beginning in the sentences that nobody types from, and whole in commands and remedies",
        arguments: Language.allCases
    )
    func digests(_ language: Language) throws {
        for code in Catalogue.shortDigestCodes.sorted() {
            let text = try #require(Catalogue.text(code), "\(code)")
            let names = text.argumentNames(in: language)
            let arguments = Dictionary(
                uniqueKeysWithValues: names.map { ($0, "calendars@\(Self.digest), \(Self.digest)") }
            )
            let message = try #require(Catalogue.message(code, arguments, in: language))
            #expect(!message.sentence.contains(Self.digest), "\(message.sentence)")
        }
        let gone = try #require(
            Catalogue.message(
                "node.pack_gone",
                ["mechanism": "exercise", "name": "clue@\(Self.digest)", "revision": "2"],
                in: language
            )
        )
        #expect(gone.sentence.contains("clue@\(Self.digest.prefix(12))"), "\(gone.sentence)")
        let lost = try #require(
            Catalogue.message("node.home_link_lost", ["opening": Self.digest], in: language)
        )
        #expect(lost.remedy.contains("lianlu record show \(Self.digest)"), "\(lost.remedy)")
        // What is no digest stays.
        #expect(Catalogue.withShortDigests(Self.digest + "0") == Self.digest + "0")
    }

    @Test("an id stands in brackets behind its name, or in what is to be typed")
    func ids() {
        for (code, text) in Self.texts(.zh)
        where ["node.", "casework."].contains(where: code.hasPrefix)
            && !code.hasPrefix("casework.pack_") && !code.hasPrefix("casework.calendar_")
        {
            let said =
                text.replacing(/\{[a-z_]+\}/, with: "")
                .replacing(/（[^（）]*）/, with: "")
                .replacing(/--[a-z-]+ [a-z_]+/, with: "")
                .replacing(/lianlu [^。；，：]*/, with: "")
            #expect(!said.contains(/[a-z]+_[a-z_]+/), "\(code): \(text)")
        }
    }
}
