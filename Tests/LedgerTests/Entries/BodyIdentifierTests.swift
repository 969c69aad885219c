import Casework
import Testing

@testable import Ledger

/// Which identifiers a body's fields hold, by the types of its pack.
@Suite struct BodyIdentifierTests {
    private static let pack = Result { try RulePack.load(RulePack.cooperationBytes) }

    private func read(
        _ fields: [String: BodyValue],
        machine name: String = "clue"
    ) throws -> BodyIdentifiers {
        let pack = try Self.pack.get()
        let machine = try #require(MachineID(name).flatMap { pack.machine($0) })
        var values: [FieldID: BodyValue] = [:]
        for (id, value) in fields { values[try #require(FieldID(id))] = value }
        return BodyIdentifiers(of: values, machine: machine, pack: pack)
    }

    private func found(_ fields: [String: BodyValue]) throws -> [String] {
        try read(fields).mentions.map {
            "\($0.field) \($0.identifier.kind.rawValue) \($0.identifier.status.rawValue)"
        }
    }

    @Test("fields are read as the kind that the pack names, right or wrong")
    func typed() throws {
        #expect(
            try found([
                "subject_uscc": .string("９１４４０３００１９２２０３８２１６"),
                "gtin": .array([.string("6901234567892"), .integer(6_901_234_567_893)]),
                "shop": .array([.string("https://shop12345678.taobao.com/")]),
            ]) == [
                "gtin gtin valid", "gtin gtin checksum_bad", "shop shop-url valid",
                "subject_uscc uscc valid",
            ]
        )
    }

    @Test("a field of rights' numbers names one kind and holds several")
    func severalKinds() throws {
        #expect(
            try found([
                "ip_numbers": .array([
                    .string("3159141"), .string("ZL201710601862.3"), .string("CNA20201002638"),
                    .object([
                        "kind": .string("software-registration"), "no": .string("2014SR001852"),
                    ]),
                ])
            ]) == [
                "ip_numbers trademark-no valid", "ip_numbers patent-application-no valid",
                "ip_numbers plant-variety-agriculture valid",
                "ip_numbers software-registration valid",
            ]
        )
    }

    @Test("an identity number is one wherever it stands, and its key is a person's")
    func person() throws {
        let number = "11010519491231002X"
        for fields: [String: BodyValue] in [
            ["subject_person": .string(number)],
            ["subject_person": .object(["name": .string("张三"), "id": .string(number)])],
            ["subject_uscc": .string(number)], ["evidence_summary": .string("身份证 \(number)，已核")],
        ] {
            let mentions = try read(fields).mentions
            #expect(mentions.map(\.identifier.kind) == [.citizenNumber], "\(fields.keys)")
            #expect(mentions.first?.identifier.linkingKeys.first?.isPersonal == true)
        }
        let phone = try read(["subject_person": .object(["phone": .string("138 0013 8000")])])
        #expect(phone.mentions.map(\.identifier.kind) == [.mobilePhone])
    }

    @Test("officers and liaisons link nothing: their matters have nothing else in common")
    func officials() throws {
        #expect(
            try found([
                "handling_officers": .array([.string("赣市监执法36000123456"), .string("甲")]),
                "liaison": .object(["name": .string("乙"), "phone": .string("13800138000")]),
            ]).isEmpty
        )
    }

    @Test("in running text only forms count that say what they are")
    func text() throws {
        #expect(
            try found([
                "evidence_summary": .string(
                    "标识 国药准字Z20040063，备案 京ICP备09075303号-1；代码 914403001922038216。日期 20260115 编号 123456789012"
                )
            ]) == [
                "evidence_summary drug-approval valid", "evidence_summary icp-record valid",
                "evidence_summary uscc valid",
            ]
        )
    }

    @Test(
        "a number that is glued to Chinese, to brackets or to points is found",
        arguments: [
            ("统一社会信用代码914403001922038216的公司", "uscc"), ("（914403001922038216）", "uscc"),
            ("(914403001922038216)", "uscc"), ("【914403001922038216】", "uscc"),
            ("〔914403001922038216〕", "uscc"), ("代码:914403001922038216/备", "uscc"),
            ("代码９１４４０３００１９２２０３８２１６号", "uscc"), ("代码914403001922038216-01", "uscc"),
            ("张三11010519491231002X的", "citizen-id"), ("标识国药准字Z20040063的药品", "drug-approval"),
            ("网站京ICP备09075303号-1的主办者", "icp-record"),
            ("见网店https://shop12345678.taobao.com/的", "shop-url"),
            ("登记2014SR001852软件", "software-registration"),
            ("判决（2024）赣01民初123号认定", "court-case-no"),
        ]
    )
    func glued(_ text: String, _ kind: String) throws {
        #expect(
            try found(["evidence_summary": .string(text)]) == ["evidence_summary \(kind) valid"]
        )
    }

    @Test("a field for a number that holds more than the number is read as text too")
    func beside() throws {
        #expect(
            try found(["subject_uscc": .string("914403001922038216（南昌星辰）")]) == [
                "subject_uscc uscc format_bad", "subject_uscc uscc valid",
            ]
        )
        let phone = try read(["subject_person": .string("张三电话13800138000转")])
        #expect(phone.mentions.map(\.identifier.kind) == [.mobilePhone])
    }

    @Test("part of a longer number is none, and neither is one that nothing says what it is")
    func within() throws {
        for text in ["代码1914403001922038216的", "编号6901234567893的", "编号69012345678921234567的"] {
            #expect(try found(["evidence_summary": .string(text)]).isEmpty, "\(text)")
        }
    }

    @Test("256 parts of words are looked at; of one more it is said that there are more")
    func pieces() throws {
        func text(_ count: Int) -> BodyValue {
            .string((0..<count).map { "号\(1_000_000 + $0)" }.joined())
        }
        let most = try read(["evidence_summary": text(Limits.bodyTextPieceCountMax)])
        #expect(most.cuts.isEmpty)
        let more = try read(["evidence_summary": text(Limits.bodyTextPieceCountMax + 1)])
        #expect(more.cuts == [.words])
    }

    @Test("a long word is walked over once")
    func long() throws {
        for part in ["1-", "（2024）", "ICP备", "http://", "1."] {
            let long = String(repeating: part, count: 131_072 / part.utf8.count)
            let text = "123456\(long)123456"
            let start = ContinuousClock.now
            _ = try read(["evidence_summary": .string(text)])
            #expect(ContinuousClock.now - start < .seconds(30), "\(part)")
        }
    }

    @Test("the names of firms are taken, those of natural persons never")
    func names() throws {
        let name = "南昌星辰贸易有限公司"
        #expect(try read(["subject_name": .string(name)]).names.map(\.name.written) == [name])
        #expect(try read(["subject_name": .string("张三")]).names.isEmpty)
        let person = ["subject_name": BodyValue.string(name), "subject_is_person": .bool(true)]
        #expect(try read(person).names.isEmpty)
        // Only the subject's.
        #expect(try read(["ip_holder": .string(name)]).names.isEmpty)
    }

    @Test("256 identifiers are taken; of one more it is said that there are more")
    func limit() throws {
        func numbers(_ count: Int) -> BodyValue {
            .array((0..<count).map { .string("\(1_000_000 + $0)") })
        }
        let most = try read(["ip_numbers": numbers(Limits.bodyIdentifierCountMax)])
        #expect(most.mentions.count == Limits.bodyIdentifierCountMax && !most.isCut)
        let more = try read(["ip_numbers": numbers(Limits.bodyIdentifierCountMax + 1)])
        #expect(more.mentions.count == Limits.bodyIdentifierCountMax && more.isCut)
    }

    @Test("64 words of text are looked at; of one more it is said that there are more")
    func words() throws {
        func text(_ count: Int) -> BodyValue {
            .string((0..<count).map { "\(1_000_000 + $0)" }.joined(separator: " "))
        }
        #expect(try !read(["evidence_summary": text(Limits.bodyTextWordCountMax)]).isCut)
        #expect(try read(["evidence_summary": text(Limits.bodyTextWordCountMax + 1)]).isCut)
    }
}
