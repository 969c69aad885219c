import Casework
import Testing

@testable import NodeService

/// What is printed of a number that stands in a field of another kind.
@Suite struct ShownIdentifierTests {
    @Test(
        "a person's number is never printed whole, whatever stands beside it and whatever is missing of it",
        arguments: [
            "11010519491231002X", "张三11010519491231002X", "11010519491231002X（张三）",
            "（11010519491231002X）",
            "1101051949123100", "1101051949123100212", "证号：11010519491231002X。",
            "１１０１０５１９４９１２３１００２Ｘ张三",
        ]
    )
    func person(_ text: String) {
        let number = SubjectIdentifier(text, as: .socialCreditCode)
        #expect(number.status != .valid)
        let shown = number.shown
        #expect(!shown.isEmpty)
        #expect(!shown.contains(/[0-9\uFF10-\uFF19]{7,}/), "\(shown)")
        #expect(!shown.contains("19491231"), "\(shown)")
    }

    @Test("a firm's code that is right, or wrong in its check digit alone, is printed as it is")
    func firm() {
        for text in ["914403001922038216", "914403001922038217"] {
            #expect(SubjectIdentifier(text, as: .socialCreditCode).shown == text)
        }
    }
}
