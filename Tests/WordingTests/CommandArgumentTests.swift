import Testing

@testable import Wording

/// Arguments where a command or a number would stand.
@Suite struct CommandArgumentTests {
    private static let mechanism = [
        "mechanism": "pan-pearl", "mechanism_en": "Pan-Pearl (pan-pearl)",
        "mechanism_zh": "泛珠三角区域（pan-pearl）",
    ]

    @Test(
        "a sentence has a mechanism's title, and a command what somebody can type",
        arguments: Language.allCases
    )
    func commands(_ language: Language) throws {
        for code in ["node.role_unfilled", "node.pack_left_out"] {
            let message = try #require(Catalogue.message(code, Self.mechanism, in: language))
            let title = Self.mechanism["mechanism_\(language)"] ?? "-"
            #expect(message.sentence.contains(title), "\(message.sentence)")
            #expect(message.remedy.contains("lianlu mechanism create pan-pearl …"))
            #expect(!message.remedy.contains(title), "\(message.remedy)")
        }
    }

    @Test("a step that has no number yet is called so")
    func step() throws {
        let arguments = [
            "at": "2026-01-06T09:00:00+08:00", "clock": "B3", "due": "2026-01-07", "entry": "-",
            "entry_en": "(this step)", "entry_zh": "（本步骤）",
        ]
        let code = "casework.clock_start_over"
        let told = try #require(Catalogue.message(code, arguments, in: .zh))
        #expect(told.sentence.contains("自本步骤所载的"), "\(told.sentence)")
        var known = arguments
        (known["entry"], known["entry_zh"]) = ("20b88f60328d", nil)
        let other = try #require(Catalogue.message(code, known, in: .zh))
        #expect(other.sentence.contains("自条目 20b88f60328d 所载的"), "\(other.sentence)")
    }
}
