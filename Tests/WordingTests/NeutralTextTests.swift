import Casework
import Testing

@testable import Wording

/// Texts of codes serve every kind of record; what is so for one kind alone its rule pack says.
@Suite struct NeutralTextTests {
    @Test("what is refused or pointed out names no machine and no step of a rule pack")
    func neutral() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        // One-word ids such as "alert" are words as well.
        let machines = pack.kinds.flatMap(\.machines).map(\.id.text).filter { $0.contains("-") }
        let steps = pack.kinds.flatMap(\.machines).flatMap(\.transitions).map { "“\($0.title.zh)”" }
        #expect(machines.contains("handover-criminal") && steps.contains("“同意参加”"))
        for (code, text) in Catalogue.all where !code.hasPrefix("command.") {
            for told in Array(text.sentences.values) + Array(text.remedies.values) {
                for name in machines + steps {
                    #expect(!told.contains(name), "\(code): \(told)")
                }
            }
        }
    }

    @Test("who is told of another procedure reads the pack's own words for it")
    func procedure() throws {
        let arguments = [
            "address": "350000/gaj", "found": "公安", "procedure": "Use the other one.",
            "procedure_en": "Use the other one.", "procedure_zh": "改用另一程序。", "role": "receiver",
            "role_en": "receiver", "role_zh": "受移送方", "words": "公安",
        ]
        for (language, said) in [
            (Language.zh, "改用另一程序。"), (.en, "Use the other one."),
        ] {
            let text = try #require(
                Catalogue.message("node.addressee_has_procedure", arguments, in: language)
            )
            #expect(text.sentence.hasSuffix(said), "\(text.sentence)")
        }
    }
}
