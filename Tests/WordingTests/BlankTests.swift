import Testing

@testable import Wording

/// No text holds a run of blanks, as a line of source that was broken in the wrong place leaves one.
@Suite struct BlankTests {
    @Test("no text has two blanks in a row", arguments: Language.allCases)
    func blanks(_ language: Language) {
        for (code, text) in Catalogue.all {
            for words in [text.sentences[language] ?? "", text.remedies[language] ?? ""] {
                #expect(!words.contains("  "), "\(code): \(words)")
            }
        }
    }
}
