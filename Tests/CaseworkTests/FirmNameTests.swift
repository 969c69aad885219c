import TestSupport
import Testing

@testable import Casework

/// Names of firms are compared; names of persons are none.
@Suite struct FirmNameTests {
    @Test(
        "two names have the score of the rule, the same from either side",
        arguments: [
            ("南昌市红谷滩区星辰贸易有限公司", "南昌市红谷滩区星辰贸易有限公司", 100),
            // Brackets, blanks and full-width letters are no difference.
            ("星辰 贸易（南昌）有限公司", "星辰贸易(南昌)有限公司", 100),
            ("ＡＢＣ Trading Co., Ltd.", "ABC Trading Co Ltd", 100),
            ("江西省星辰贸易有限公司", "星辰贸易有限责任公司", 90),
            ("江西星辰贸易有限公司", "福建省星辰贸易商行", 75),
            // 星辰 is common to both: 2 · 2 · 85 / (4 + 4).
            ("星辰贸易有限公司", "星辰电子有限公司", 42),
            // Three of four: 63, and 10 less for another place.
            ("华强电子有限公司", "华强电器有限公司", 63),
            ("广东华强电子有限公司", "福建华强电器有限公司", 53),
            ("国发科技有限公司", "國發科技有限公司", 100),
            ("甲乙公司", "丙丁公司", 0),
        ]
    )
    func scores(_ first: String, _ second: String, _ expected: Int) throws {
        let a = try #require(FirmName(first))
        let b = try #require(FirmName(second))
        #expect(a.score(with: b) == expected, "\(a) \(b)")
        #expect(b.score(with: a) == expected)
    }

    @Test(
        "what ends with no legal form, or has too little before it, is no firm's name",
        arguments: ["张三", "欧阳娜娜", "某公司", "公司", "", "李四（个体）", "36072419900101123X"]
    )
    func persons(_ text: String) { #expect(FirmName(text) == nil) }

    @Test("a name of 64 characters is compared, one of 65 is not")
    func length() {
        let form = "有限公司"
        let stem = String(repeating: "甲", count: Limits.firmNameScalarCountMax - 4)
        #expect(FirmName(stem + form) != nil)
        #expect(FirmName(stem + "甲" + form) == nil)
    }

    @Test("candidates are found by pairs of characters, each once and twelve at most")
    func parts() throws {
        let short = try #require(FirmName("江西省星辰贸易有限公司"))
        #expect(short.parts == ["星辰", "辰贸", "贸易"].map { Array($0.utf8) })
        let same = try #require(FirmName("甲甲甲甲店"))
        #expect(same.parts.count == 1)
        let long = try #require(FirmName("一二三四五六七八九十百千万亿兆京厂"))
        #expect(long.parts.count == Limits.firmNamePartCountMax)
    }

    @Test("a market is no city, and a province alone is no reason to leave nothing")
    func places() throws {
        #expect(try #require(FirmName("东方市场管理有限公司")).core.string == "东方市场管理")
        #expect(try #require(FirmName("江西公司")).core.string == "江西")
        #expect(try #require(FirmName("寻乌县果业有限公司")).core.string == "果业")
        #expect(try #require(FirmName("内蒙古自治区呼和浩特市奶业厂")).core.string.hasSuffix("奶业"))
    }

    @Test("no likeness of names outweighs a firm's number, and each further reason adds a little")
    func strength() {
        #expect(LinkStrength.combined(weights: [], nameScore: 100) == 60)
        #expect(LinkStrength.combined(weights: [100], nameScore: nil) == 100)
        #expect(LinkStrength.combined(weights: [50, 30], nameScore: 90) == 64)
        #expect(LinkStrength.combined(weights: [], nameScore: nil) == 0)
        for kind in IdentifierKind.allCases {
            #expect((1...100).contains(kind.linkWeight))
            #expect(!kind.isHint || kind.linkWeight <= 30, "\(kind)")
        }
        #expect(IdentifierKind.commodityCode.isLinkHint)
        #expect(!IdentifierKind.socialCreditCode.isLinkHint)
    }

    @Test(
        "names in traditional characters are compared as simplified ones, and damage is a difference"
    )
    func traditional() throws {
        let simplified = try #require(FirmName("赣州绿丰贸易有限公司"))
        #expect(simplified.score(with: try #require(FirmName("贛州綠豐貿易有限公司"))) == 100)
        // The first character of 赣州 was lost on its way (domain.md §1.6).
        let damaged = try #require(FirmName("?F州綠豐貿易有限公司"))
        #expect((Limits.firmNameScoreMin..<100).contains(simplified.score(with: damaged)))
    }

    @Test("a name with as many digits as a telephone number has is none: names are printed whole")
    func numbers() {
        #expect(FirmName("张三13800138000商店") == nil)
        #expect(FirmName("张三（１１０１０５１９４９１２３１００２Ｘ）商店") == nil)
        #expect(FirmName("张三 1380013 商店") == nil)
        #expect(FirmName("第138001号商店") != nil)
    }
}

/// The five years within which a penalty is a prior one.
@Suite struct PenaltyWindowTests {
    private func counts(_ penalty: String, on act: String) throws -> Bool {
        let day = try #require(LocalDate(act))
        let window = try #require(PenaltyWindow(ofActsFrom: day, through: day))
        return window.contains(try #require(LocalDate(penalty)))
    }

    @Test(
        "an act on the day of the same number five years later is within them, one a day later not",
        arguments: [
            ("2021-11-22", "2026-11-22", "2026-11-23"),
            // A penalty of a leap day, and of the day before one.
            ("2024-02-29", "2029-02-28", "2029-03-01"), ("2023-02-28", "2028-02-28", "2028-02-29"),
            ("2023-03-01", "2028-03-01", "2028-03-02"), ("2020-12-31", "2025-12-31", "2026-01-01"),
        ]
    )
    func boundary(_ penalty: String, _ last: String, _ after: String) throws {
        #expect(try counts(penalty, on: last))
        #expect(try !counts(penalty, on: after))
        #expect(try counts(penalty, on: penalty))
    }

    @Test(
        "a penalty after the act is no prior one; for a matter that goes on it is told until today"
    )
    func later() throws {
        #expect(try !counts("2026-11-23", on: "2026-11-22"))
        let first = try #require(LocalDate("2024-05-01"))
        let today = try #require(LocalDate("2026-11-22"))
        let window = try #require(PenaltyWindow(ofActsFrom: first, through: today))
        #expect(window.first.text == "2019-05-01" && window.last == today)
        #expect(
            PenaltyWindow(ofActsFrom: try #require(LocalDate("0004-01-01")), through: today) == nil
        )
    }

    @Test("for every day of 28 years the window is that of the five years of each penalty")
    func everyDay() throws {
        let start = try #require(LocalDate("2000-01-01")).dayNumber
        for number in start..<(start + 28 * 366) {
            let act = try #require(LocalDate(dayNumber: number))
            let window = try #require(PenaltyWindow(ofActsFrom: act, through: act))
            let first = try #require(window.first.adding(months: 60))
            let before = try #require(LocalDate(dayNumber: window.first.dayNumber - 1))
            #expect(first >= act, "\(act)")
            #expect(try #require(before.adding(months: 60)) < act, "\(act)")
        }
    }
}

/// Signs of damage in texts.
@Suite struct TextDamageTests {
    @Test(
        "what a conversion has destroyed is found by the traces that it leaves",
        arguments: [
            ("?F將有關事項通知如下", "?F"), ("推進??茖W發展", "??"), ("江西\u{fffd}贸易", "U+FFFD"),
            ("名\u{e05f}称", "U+E05F"), ("锟斤拷有限公司", "锟斤拷"),
        ]
    )
    func damaged(_ text: String, _ sign: String) { #expect(TextDamage.sign(in: text) == sign) }

    @Test(
        "ordinary text has none: questions, links, traditional and rare characters",
        arguments: [
            "", "是否侵权?", "是否侵权? 请核", "真的吗??", "https://item.taobao.com/item.htm?id=1", "現將有關事項",
            "𠮷野家", "What? OK", "A?B", "？？茖W",
        ]
    )
    func whole(_ text: String) { #expect(TextDamage.sign(in: text) == nil) }
}

/// What a pack says of its fields, for penalties and names.
@Suite struct FieldMeaningTests {
    private static let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
    private static let penalty =
        #""type": "text", "required": true, "meaning": "penalty"}"#

    private func error(_ changed: String) -> CaseworkError? {
        #expect(throws: CaseworkError.self) { try RulePack.load(Array(changed.utf8)) }
    }

    @Test("the pack of the nine kinds says where penalties, their days and subjects' names stand")
    func built() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let fields = pack.kinds.flatMap(\.machines).flatMap(\.fields)
        let meanings = fields.reduce(into: [Field.Meaning: Int]()) { counts, field in
            if let meaning = field.meaning { counts[meaning, default: 0] += 1 }
        }
        #expect(meanings[.penalty] == 2 && meanings[.penaltyDate] == 1)
        #expect((meanings[.subjectName] ?? 0) >= 8)
        #expect((meanings[.subjectNumber] ?? 0) >= 13)
    }

    @Test(
        "an unknown meaning, one on another type, and any in a pack of engine 1 are refused by name"
    )
    func refused() throws {
        let word = error(
            Self.text.replacing(
                Self.penalty,
                with: Self.penalty.replacing(": \"penalty\"}", with: ": \"fine\"}")
            )
        )
        #expect(word?.code == .packValueMalformed)
        #expect(word?.arguments["path"]?.hasSuffix(".meaning") == true)
        let type = error(
            Self.text.replacing(
                Self.penalty,
                with: Self.penalty.replacing("\"type\": \"text\"", with: "\"type\": \"date\"")
            )
        )
        #expect(type?.code == .packValueMalformed)
        #expect(type?.arguments["path"]?.hasSuffix(".type") == true)
        let clue = String(decoding: RulePack.clueBytes, as: UTF8.self)
        let old = error(
            clue.replacing(
                "\"id\": \"subject_name\",",
                with: "\"meaning\": \"subject_name\", \"id\": \"subject_name\","
            )
        )
        #expect(old?.code == .packKeyUnknown)
    }
}
