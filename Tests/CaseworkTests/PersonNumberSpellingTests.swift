import Testing

@testable import Casework

/// Identity numbers in running text, in the spellings that people use, with right and wrong check digits.
@Suite struct PersonNumberSpellingTests {
    @Test(
        "an identity number is masked however its digits are set apart, also with a wrong check digit",
        arguments: [
            "360102-19800101-1236", "360102 19800101 1236", "360102·19800101·1236",
            "360102・19800101・1236", "360102.19800101.1236", "360102/19800101/1236",
            "360102—19800101—1236", "360102 - 19800101 - 1236", "360102 -19800101- 1236",
            "360102-1980-01-01-1236", "3601 0219 8001 0112 36", "360102-19800101 1236",
            "３６０１０２－１９８００１０１－１２３６", "３６０１０２　１９８００１０１　１２３６",
            "360102198001011236", "360102\u{200b}19800101\u{200b}1236",
        ]
    )
    func separated(_ number: String) {
        #expect(PersonNumbers.masked(number) == "360***********1236")
        let sentence = "法定代表人张三，身份证号\(number)，住南昌。"
        #expect(PersonNumbers.masked(sentence) == "法定代表人张三，身份证号360***********1236，住南昌。")
        #expect(PersonNumbers.found(in: sentence).count == 1)
    }

    @Test(
        "a child's number with a wrong check digit is masked where separators, groups, serial or words are those of persons",
        arguments: [
            ("360102 20150101 1235", "360***********1235"),
            ("360102·20150101·0126", "360***********0126"),
            ("360102.20150101.0126", "360***********0126"),
            ("360102-20150101-1235", "360***********1235"),
            ("360102/20150101/1235", "360***********1235"),
            ("360102-20150101-012X", "360***********012X"),
            ("3601 0220 1501 0101 26", "360***********0126"),
            ("身份证号：360102-20150101-0126", "身份证号：360***********0126"),
            ("证件号码 360102-20150101-0126", "证件号码 360***********0126"),
            ("360102\u{200b}20150101\u{200b}1235", "360***********1235"),
        ]
    )
    func child(_ text: String, _ masked: String) {
        #expect(PersonNumbers.masked(text) == masked)
        #expect(PersonNumbers.found(in: text).map(\.status) == [.checksumBad])
    }

    @Test(
        "with an X at its end, too",
        arguments: ["360102-19800101-123X", "360102 19800101 123x", "３６０１０２·１９８００１０１·１２３Ｘ"]
    )
    func letter(_ number: String) {
        #expect(PersonNumbers.masked("号\(number)。") == "号360***********123X。")
    }

    @Test(
        "one of the first generation is masked in any text, and found as none, as nothing proves it",
        arguments: [
            "360102800101123", "360102 800101 123", "360102-800101-123", "360102·800101·123",
            "３６０１０２８００１０１１２３",
        ]
    )
    func firstGeneration(_ number: String) {
        #expect(PersonNumbers.masked("一代证\(number)。") == "一代证*************23。")
        #expect(PersonNumbers.found(in: number).isEmpty)
    }

    @Test("the longer number is masked whole where its beginning has the form of an old one")
    func longest() {
        // 1910-01-01, in groups of which the first three are an old number of 1 October 1919.
        #expect(PersonNumbers.masked("360102 191001 011 237") == "360***********1237")
    }

    @Test(
        "what is no person's number stays as it is",
        arguments: [
            "赣市监协查〔2026〕12号", "赣市监协查〔2026〕12号 2026-11-22", "（2026）赣0102民初1234号",
            "914403001922038216", "91440300 19220382 16", "91360102MA35HKXX0A", "¥1,234,567.89",
            "360102.50元", "2026-11-22 2026-12-01", "2026-11-22 10:30:45 120000",
            // A region, a recent day and a serial: a case's number.
            "360102-20261122-0001", "360102 2026-11-22 1030", "360102-20261122-0345",
            "360102/20151122/0012", "360102_20151122_0001", "360102-2026-11-22-0007",
            "36010220261122-0001", "360102-202611220012", "360102 20261122 0001",
            "赣市监案字360102-20261122-0001号", "SF1234567890123", "YT8800123456789",
            "773123456789012", "6901234567892", "0791-88888888", "192.168.100.200 10.10.10.10",
            "第360102号、第19800101号、第1236号",
        ]
    )
    func none(_ text: String) {
        #expect(PersonNumbers.masked(text) == text)
        #expect(PersonNumbers.found(in: text).isEmpty)
    }
}
