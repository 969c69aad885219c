import Foundation
import TestSupport
import Testing

@testable import Casework

/// What an own pack must not take from the packs beside it and from the program.
@Suite struct PackClashTests {
    private static func text(_ old: String, _ new: String) throws -> String {
        let file = Vectors.directory.appending(path: "tenth-kind.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = text.replacing(old, with: new)
        #expect(changed != text || old == new)
        return changed
    }

    private static func faults(_ text: String) -> [CaseworkError] {
        PackExamination(Array(text.utf8)).faults
    }

    @Test(
        "the pack of a tenth kind takes nothing, and neither does a pack that takes a kind's place"
    )
    func sound() throws {
        #expect(Self.faults(try Self.text("", "")).isEmpty)
        let own = String(decoding: RulePack.clueBytes, as: UTF8.self)
            .replacing("\"id\": \"clue\",\n  \"version\"", with: "\"id\": \"our\",\n  \"version\"")
        let examined = PackExamination(Array(own.utf8))
        #expect(examined.faults.isEmpty)
        #expect(examined.notices.contains { $0.code == .kindTaken })
    }

    @Test(
        "a machine, a name or a command that means something else already is a fault of the check",
        arguments: [
            (
                "\"id\": \"mediation\",\n          \"title\"",
                "\"id\": \"assistance\",\n          \"title\"",
                CaseworkError.Code.packMachineTaken, "assistance", "assistance"
            ),
            (
                "\"title\": {\"zh\": \"纠纷调解\", \"en\": \"Mediation\"},\n      \"aliases\"",
                "\"title\": {\"zh\": \"线索通报\", \"en\": \"Mediation\"},\n      \"aliases\"",
                .packNameTaken, "线索通报", "clue"
            ),
            (
                "\"aliases\": [\"调解\"]", "\"aliases\": [\"案件协查\"]",
                .packNameTaken, "案件协查", "assistance"
            ),
            (
                "\"id\": \"mediation\",\n      \"code\"", "\"id\": \"status\",\n      \"code\"",
                .packNameIsCommand, "status", ""
            ),
        ]
    )
    func taken(
        _ old: String,
        _ new: String,
        _ code: CaseworkError.Code,
        _ name: String,
        _ other: String
    ) throws {
        let text = try Self.text(old, new)
        let faults = Self.faults(text)
        #expect(faults.map(\.code) == [code])
        #expect(faults.first?.arguments["name"] == name)
        #expect(faults.first?.arguments["other"] ?? "" == other)
        // The two editions of the other pack are one; another edition of its own takes nothing.
        let pack = try RulePack.load(Array(text.utf8))
        let again = try RulePack.load(
            Array(text.replacing("\"version\": 1,", with: "\"version\": 2,").utf8)
        )
        #expect(
            PackClash.faults(of: pack, beside: [again]).allSatisfy { $0.code == .packNameIsCommand }
        )
    }
}
