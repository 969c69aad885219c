import Casework
import LocalAPI
import Testing
import Wording

@testable import NodeService

/// What is said of a social credit code whose inner organisation code is wrong: the place of the fault, and no character that would not mend it.
@Suite struct CoreCheckTests {
    @Test(
        "a wrong 17th character is named by its place, a wrong last one by the one that would fit",
        arguments: [
            ("91360100MA35GQ6H3E", "node.identifier_core_check_bad", "17"),
            ("91440300192203821X", "node.identifier_check_differs", "6"),
        ]
    )
    func place(_ number: String, _ code: String, _ word: String) throws {
        let notices = SubjectIdentifier(number, as: .socialCreditCode).notices
        #expect(notices.map(\.code) == [code])
        let told = try #require(notices.first)
        for language in Language.allCases {
            let text = Catalogue.message(told.code, told.arguments, in: language)
            #expect(text?.sentence.contains(word) == true)
            #expect(text?.sentence.contains("应为 E") == false)
        }
    }
}
