import Testing

@testable import Casework

@Suite struct PersonNumberTests {
    @Test(
        "an identity number is found and masked wherever it stands in a text",
        arguments: [
            ("360102198001011235", "360***********1235"),
            ("张三360102198001011235，住南昌", "张三360***********1235，住南昌"),
            ("号码：３６０１０２１９８００１０１１２３５。", "号码：360***********1235。"),
            ("360102 19800101 1235", "360***********1235"),
            ("360102-1980\u{200b}0101-1235", "360***********1235"),
            ("11010519491231002x和11010519491231002X", "110***********002X和110***********002X"),
            // Two in a row with a blank between.
            ("360102198001011235 11010519491231002X", "360***********1235 110***********002X"),
            // A wrong check digit, in one run.
            ("360102198001011236", "360***********1236"),
        ]
    )
    func found(_ text: String, _ masked: String) {
        #expect(PersonNumbers.masked(text) == masked)
        #expect(!PersonNumbers.found(in: text).isEmpty)
        #expect(PersonNumbers.found(in: text).allSatisfy { $0.kind == .citizenNumber })
    }

    @Test(
        "what is none stays as it is",
        arguments: [
            "", "没有号码", "914403001922038216", "6901234567892", "36010219800101123",
            "3601021980010112355", "A3601021980010112355", "36010219900307404X5",
            // Beside a letter: a wrong check digit, no province, no such day, a phone, an old number.
            "A360102198001011236", "360102198001011236B", "36010219900307403XB",
            "360102198001011236X",
            "ID990102198001011232", "ID360102198013011235", "T13800138000", "ID110105491231002",
            "ID360102-19800101-1236",
            // No such day; a digest.
            "360102198013011235", "13800138000",
            "e3bf360102198001011235ffaae3bf360102198001011235ffaae3bf98fc1c14",
        ]
    )
    func none(_ text: String) {
        #expect(PersonNumbers.masked(text) == text)
        #expect(PersonNumbers.found(in: text).isEmpty)
    }

    @Test(
        "with a letter beside it a number is one where region, day and check digit are right",
        arguments: [
            ("ID360102199003074517", "ID360***********4517"),
            ("SFZ360102199003074517号", "SFZ360***********4517号"),
            ("x36010219900307404X", "x360***********404X"),
            ("360102198001011235B", "360***********1235B"),
            ("ＩＤ３６０１０２１９８００１０１１２３５", "ＩＤ360***********1235"),
            ("36010219900307404xB", "360***********404XB"),
            ("N36010219900307404XNo", "N360***********404XNo"),
            // An X too many.
            ("360102198001011235Ｘ", "360***********1235Ｘ"),
            ("e3bf360102198001011235ffaa", "e3bf360***********1235ffaa"),
            ("ID360102-19800101-1235", "ID360***********1235"),
            ("360102 19800101 1235B", "360***********1235B"),
            (
                "a360102198001011235b360102199003074517c",
                "a360***********1235b360***********4517c"
            ),
        ]
    )
    func besideLetters(_ text: String, _ masked: String) {
        #expect(PersonNumbers.masked(text) == masked)
        #expect(!PersonNumbers.found(in: text).isEmpty)
        #expect(PersonNumbers.found(in: text).allSatisfy { $0.status == .valid })
        #expect(TextNumbers(in: text, limit: 8).numbers.first?.kind == .citizenNumber)
    }

    @Test("of a person mobile numbers and old identity numbers are masked too")
    func ofPerson() {
        for (text, masked) in [
            ("电话13800138000。", "电话138****8000。"), ("+86 138-0013-8000", "+86 138****8000"),
            ("110105491231002", "*************02"), ("12800138000", "12800138000"),
        ] {
            #expect(PersonNumbers.masked(text, isOfPerson: true) == masked)
        }
    }

    @Test("a long text of digits takes time in proportion to its length")
    func long() {
        let text = String(repeating: "1 ", count: 50_000)
        #expect(PersonNumbers.masked(text, isOfPerson: true).utf8.count <= text.utf8.count)
    }
}
