import Testing

@testable import Casework

@Suite struct DocumentNumberTests {
    @Test(
        "a number is read in every spelling that officers use, and printed in one",
        arguments: [
            ("赣市监协查〔2026〕12号", "赣市监协查〔2026〕12号"),
            ("赣市监协查[2026]12号", "赣市监协查〔2026〕12号"),
            ("赣市监协查［２０２６］１２号", "赣市监协查〔2026〕12号"),
            ("赣市监协查（2026）第012号", "赣市监协查〔2026〕12号"),
            (" 赣市监协查 【2026】 12 号", "赣市监协查〔2026〕12号"),
            ("京技管商务消移送〔2026〕J5号", "京技管商务消移送〔2026〕J5号"),
            ("赣（区域）交协调〔2026〕3-2号", "赣（区域）交协调〔2026〕3-2号"),
        ]
    )
    func spellings(_ written: String, _ canonical: String) throws {
        let number = try #require(DocumentNumber(written))
        #expect(number.text == canonical)
        #expect(DocumentNumber(canonical) == number)
    }

    @Test(
        "what is no number is none",
        arguments: [
            "", "赣市监协查2026-12号", "赣市监协查〔2026〕号", "〔2026〕1号", "赣〔2026〕1号", "协查〔26〕1号",
            "abc〔2026〕1号", "协查〔2026〕1234567号",
        ]
    )
    func none(_ text: String) {
        #expect(DocumentNumber(text) == nil)
    }

    @Test("an own series has heads and numbers within the form alone")
    func series() throws {
        let number = try #require(DocumentNumber(head: "赣市监协查", year: 2026, sequence: 999_999))
        #expect(number.text == "赣市监协查〔2026〕999999号")
        #expect(number.letter.isEmpty && number.part == nil)
        #expect(DocumentNumber(head: "赣市监协查", year: 2026, sequence: 1_000_000) == nil)
        #expect(DocumentNumber(head: "赣", year: 2026, sequence: 1) == nil)
        let long = String(repeating: "协", count: 30)
        #expect(DocumentNumber(head: long, year: 2026, sequence: 1) != nil)
        #expect(DocumentNumber(head: long + "协", year: 2026, sequence: 1) == nil)
        for head in ["赣市监 协查", "赣市监(协)查", "协查第", "<b>协查"] {
            let number = DocumentNumber(head: head, year: 2026, sequence: 1)
            #expect(number == nil || number?.head == head, "\(head)")
        }
    }
}
