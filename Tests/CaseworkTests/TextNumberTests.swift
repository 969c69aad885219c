import Testing

@testable import Casework

/// Numbers in running text that are read right or wrong, because their form or a word before them says what they are.
@Suite struct TextNumberTests {
    private func told(_ text: String, limit: Int = 64) -> [String] {
        TextNumbers(in: text, limit: limit).numbers.map {
            "\($0.kind.rawValue) \($0.text) \($0.status.rawValue)"
        }
    }

    @Test(
        "a wrong number is read as it stands where its form is that of its kind",
        arguments: [
            ("冒用91440300192203821X的", "uscc 91440300192203821X checksum_bad"),
            ("标注９１４４０３００１９２２０３８２１Ｘ，", "uscc 91440300192203821X checksum_bad"),
            ("91440300\u{200b}192203821X", "uscc 91440300192203821X checksum_bad"),
            ("代码914403001922038217。", "uscc 914403001922038217 checksum_bad"),
            ("包装印91350100MA2XTEST0X", "uscc 91350100MA2XTEST0X format_bad"),
            ("持360102198001011236证件", "citizen-id 360102198001011236 checksum_bad"),
            ("持360102-19800101-1236证件", "citizen-id 360102198001011236 checksum_bad"),
            ("产品标注ZL201710601862.4字样", "patent-application-no 201710601862.4 checksum_bad"),
            ("产品标注201710601862.4字样", "patent-application-no 201710601862.4 checksum_bad"),
            ("经RB123456784CN寄出", "s10-item RB123456784CN checksum_bad"),
            ("经RB123456785CN寄出", "s10-item RB123456785CN valid"),
        ]
    )
    func byForm(_ text: String, _ expected: String) {
        #expect(told(text) == [expected])
    }

    @Test(
        "any other is read where a word says what it is, right or wrong, however it is written there",
        arguments: [
            ("商品条码：6901234567893", ["gtin 6901234567893 checksum_bad"]),
            ("条形码（6901234567892）", ["gtin 6901234567892 valid"]),
            ("EAN-13: 6901234567893", ["gtin 6901234567893 checksum_bad"]),
            ("EAN6901234567893", ["gtin 6901234567893 checksum_bad"]),
            ("条码为6 901234 567893", ["gtin 6901234567893 checksum_bad"]),
            (
                "条码6901234567893、6901234567894和6901234567892，20260115生产",
                [
                    "gtin 6901234567893 checksum_bad", "gtin 6901234567894 checksum_bad",
                    "gtin 6901234567892 valid",
                ]
            ),
            ("组织机构代码19220382-2", ["org-code 19220382-2 checksum_bad"]),
            ("注册号：360100000000019", ["legacy-registration-no 360100000000019 checksum_bad"]),
            ("专利号 98101234.6", ["patent-application-no 98101234.6 checksum_bad"]),
            ("统一社会信用代码号为9144030019220382161，", ["uscc 9144030019220382161 format_bad"]),
        ]
    )
    func byWord(_ text: String, _ expected: [String]) {
        #expect(told(text) == expected)
    }

    @Test(
        "no other number of a text is one",
        arguments: [
            "", "编号6901234567893", "合同20261122000012345", "订单123456789012345678",
            "银行账号622202100111122223", "金额201710601862.45元", "电话13800138000，传真0791-86350001",
            "赣市监案字360102-20261122-0001号", "2026年11月22日 10:30:45 第1234号", "1914403001922038216",
            "91440300192203821XX", "91990300192203821X", "990102198001011236", "单号773123456789012",
            "见 https://shop.example/91440300192203821X?id=6901234567893 页",
            "RB123456784DE", "911111111111111111", "注册号123456",
        ]
    )
    func none(_ text: String) {
        #expect(told(text).isEmpty)
    }

    @Test("an identity number stays one, whatever it is called")
    func person() {
        #expect(
            told("统一社会信用代码360102198001011236") == ["citizen-id 360102198001011236 checksum_bad"]
        )
    }

    @Test("so many numbers are taken as the limit says; of one more it is said that there are more")
    func limit() {
        let number = "91440300192203821X，"
        let most = TextNumbers(in: String(repeating: number, count: 3), limit: 3)
        #expect(most.numbers.count == 3 && !most.isCut)
        let more = TextNumbers(in: String(repeating: number, count: 4), limit: 3)
        #expect(more.numbers.count == 3 && more.isCut)
    }

    @Test("which numbers stand anywhere by themselves is known of a number too")
    func stands() {
        for (text, kind, stands) in [
            ("91440300192203821X", .socialCreditCode, true),
            ("360102198001011236", .citizenNumber, true),
            ("201710601862.4", .patentApplication, true), ("6901234567893", .tradeItem, false),
            ("19220382-2", .organisationCode, false), ("98101234.6", .patentApplication, false),
        ] as [(String, IdentifierKind, Bool)] {
            #expect(TextNumbers.stands(SubjectIdentifier(text, as: kind)) == stands, "\(text)")
        }
    }

    @Test("a long text is walked over once")
    func long() {
        for part in ["1 ", "条码", "http://1", "12345678-", "号为", "914403001922038210 "] {
            let text = String(repeating: part, count: 131_072 / part.utf8.count)
            let start = ContinuousClock.now
            _ = TextNumbers(in: "12345678" + text + "12345678", limit: 64)
            #expect(ContinuousClock.now - start < .seconds(30), "\(part)")
        }
    }
}
