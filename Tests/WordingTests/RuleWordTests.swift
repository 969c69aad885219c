import Casework
import Testing

@testable import Wording

/// Everything that a rule pack can say has its words in both languages.
@Suite struct RuleWordTests {
    @Test("each subject, aspect, word and change of a rule pack has a text in both languages")
    func words() {
        let codes =
            PackItem.Subject.allCases.map { "subject_\($0.rawValue)" }
            + PackItem.Aspect.allCases.map { "aspect_\($0.rawValue)" }
            + PackWord.all.map { "word_\($0.code)" }
            + PackDifference.Change.Sort.allCases.map { "change_\($0.rawValue)" }
        #expect(codes.count > 100)
        for code in codes {
            for language in Language.allCases {
                let message = Catalogue.message("rules.\(code)", in: language)
                #expect(message?.sentence.isEmpty == false, "rules.\(code) in \(language)")
            }
        }
    }

    @Test(
        "each phrase uses exactly its values in both languages",
        arguments: PackPhrase.allCases
    )
    func phrases(_ phrase: PackPhrase) throws {
        let text = try #require(Catalogue.text("rules.phrase_\(phrase.rawValue)"))
        for language in Language.allCases {
            #expect(text.argumentNames(in: language) == Set(phrase.argumentNames))
        }
    }

    @Test(
        "each notice of a sound pack has a text with a remedy",
        arguments: PackNotice.Code.allCases
    )
    func notices(_ code: PackNotice.Code) throws {
        let text = try #require(Catalogue.text("casework.\(code.rawValue)"))
        for language in Language.allCases {
            #expect(text.argumentNames(in: language) == Set(code.argumentNames))
            #expect(text.remedies[language]?.isEmpty == false)
        }
    }
}
