import LocalAPI
import Testing
import Wording

/// Every code has its texts, with exactly its arguments.
@Suite struct TextTests {
    @Test(
        "each code has a sentence and a remedy in both languages, with exactly its arguments",
        arguments: LocalAPIError.Code.allCases
    )
    func texts(_ code: LocalAPIError.Code) throws {
        let text = try #require(Catalogue.text("local_api.\(code.rawValue)"))
        let arguments = Dictionary(uniqueKeysWithValues: code.argumentNames.map { ($0, "x") })
        for language in Language.allCases {
            #expect(text.argumentNames(in: language) == Set(code.argumentNames))
            let message = try #require(
                Catalogue.message("local_api.\(code.rawValue)", arguments, in: language)
            )
            #expect(!message.sentence.isEmpty && !message.remedy.isEmpty)
        }
    }
}
