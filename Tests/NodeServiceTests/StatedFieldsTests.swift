import Casework
import Foundation
import LocalAPI
import Testing
import Wording

@testable import NodeService

/// Fields and values in the words of the form, from the command line to the body.
@Suite struct StatedFieldsTests {
    private static let caller = TestNode.operatorCaller

    /// The clue of the exercise with every name in the words of one language.
    private static func named(
        _ language: Language,
        at node: TestNode
    ) async throws
        -> EntrySubmission
    {
        let form = try await node.local.form(StepFormQuery(kind: "clue"), caller: caller)
        var submission = node.submission("create")
        submission.fields["urgent"] = .boolean(true)
        submission.fields["shop"] = .list([.text("https://shop.example/甲、乙")])
        let ids = submission.fields
        submission.fields = [:]
        for (id, value) in ids {
            let field = try #require(form.fields.first { $0.field == id })
            let title = try #require(field.titles[language.rawValue])
            switch value {
            case .text(let text):
                let listed = field.values?.first { $0.value == text }?.titles[language.rawValue]
                submission.fields[title] = .text(listed ?? text)
            case .boolean: submission.fields[title] = .text(language == .zh ? "是" : "yes")
            case .list(let values) where values.count == 1: submission.fields[title] = values[0]
            default: submission.fields[title] = value
            }
        }
        return submission
    }

    @Test("a form says of each law that fits some offices or matters alone which these are")
    func conditionalLaw() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        func laws(_ kind: String, _ event: String, _ language: String) async throws -> [String] {
            let form = try await node.local.form(
                StepFormQuery(kind: kind, event: event),
                caller: Self.caller
            )
            return form.law.compactMap { $0[language] }
        }
        let decline = try await laws("assistance", "decline", "zh")
        let police = try #require(decline.first { $0.contains("第三百四十八条") })
        #expect(police.contains("文书引用的条件") && police.contains("公安"), "\(police)")
        let penalty = try #require(decline.first { $0.contains("第二十六条") })
        #expect(penalty.contains("文书引用的条件") && penalty != police, "\(penalty)")
        let send = try await laws("刑事移送", "send", "en")
        let trademark = try #require(send.first { $0.contains("Trademark Law") })
        #expect(trademark.contains("cited by a letter if"), "\(trademark)")
        #expect(send.contains { !$0.contains("cited by a letter if") }, "one that always applies")
        try await node.remove()
    }

    @Test(
        "a step in the words of the form signs the same body as one in ids, an item with a comma included",
        arguments: Language.allCases
    )
    func same(_ language: Language) async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var plain = node.submission("create")
        plain.fields["urgent"] = .boolean(true)
        plain.fields["shop"] = .list([.text("https://shop.example/甲、乙")])
        let named = try await Self.named(language, at: node)
        #expect(named.fields.keys.allSatisfy { $0 != "goods" || language == .en })
        let one = try await node.local.preview(plain, caller: Self.caller)
        let other = try await node.local.preview(named, caller: Self.caller)
        #expect(!one.body.isEmpty && one.body == other.body, "\(other.body)")
        let signed = try await node.submit(named)
        let shown = try await node.local.record(signed.entry, caller: Self.caller)
        let body = try #require(shown.timeline.first?.body?.fields)
        #expect(body["ip_right"] == plain.fields["ip_right"])
        #expect(body["urgent"] == .boolean(true) && body["shop"] == plain.fields["shop"])
        try await node.remove()
    }

    @Test("a region's code without quotes is one item of a list")
    func number() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var submission = node.submission("create")
        submission.fields["receiver_offices"] = .integer(350_000)
        let shown = try await node.local.preview(submission, caller: Self.caller)
        #expect(shown.body.contains(#""receiver_offices":["350000"]"#), "\(shown.body)")
        try await node.remove()
    }

    @Test(
        "an amount with its unit is signed in fen, a count in digits as a number, and a record by the beginning of its digest"
    )
    func written() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let earlier = try await node.submit(node.submission("create")).entry
        var submission = node.submission("create")
        submission.fields["goods_value"] = .text("76万元")
        submission.fields["related_records"] = .text(String(earlier.prefix(12)))
        var shown = try await node.local.preview(submission, caller: Self.caller)
        #expect(shown.body.contains(#""goods_value":76000000,"#), "\(shown.body)")
        #expect(shown.body.contains(#""related_records":["\#(earlier)"]"#), "\(shown.body)")
        // The preview says what everything is called.
        #expect(shown.machineTitles?["zh"] == "线索通报")
        #expect(shown.eventTitles?["zh"] == "登记线索")
        let label = try #require(shown.labels?.first { $0.field == "ip_right" })
        #expect(label.values["trademark"]?["zh"] == "注册商标专用权")
        #expect(shown.labels?.first { $0.field == "goods_value" }?.type == "money")
        // What is no beginning of a record's digest is not guessed.
        for text in [String(earlier.prefix(7)), "zzzzzzzzzzzz", "000000000000"] {
            submission.fields["related_records"] = .text(text)
            let refused = await #expect(throws: Problem.self) {
                _ = try await node.local.preview(submission, caller: Self.caller)
            }
            #expect(refused?.code == "node.field_no_digest", "\(text)")
        }
        shown = try await node.local.preview(node.submission("create"), caller: Self.caller)
        #expect(shown.labels?.contains { $0.field == "goods_value" } == false)
        try await node.remove()
    }

    @Test("amounts and counts as people write them; nothing is rounded and no unit is guessed")
    func amounts() {
        let amounts: [(String, Int64?)] = [
            ("760000元", 76_000_000), ("760000.00元", 76_000_000), ("760,000元", 76_000_000),
            ("７６万元", 76_000_000), ("76 万元", 76_000_000), ("0.5元", 50), ("0.05元", 5),
            ("1.2亿元", 12_000_000_000), ("0.000001万元", 1), ("0元", 0), ("0.005元", nil),
            ("0.0000001万元", nil), ("760000", nil), ("元", nil), (".5元", nil), ("5.元", nil),
            ("-5元", nil), ("1e3元", nil), ("1.2.3元", nil), ("٣元", nil), ("76万", nil),
            ("999999999999999元", 99_999_999_999_999_900), ("1000000000000000元", nil),
            ("999999999999999亿元", nil),
        ]
        for (text, fen) in amounts { #expect(StatedNumber.fen(text) == fen, "\(text)") }
        let counts: [(String, Int64?)] = [
            ("3", 3), ("０３", 3), ("0", 0), ("", nil), ("-1", nil), ("3.0", nil), ("三", nil),
            ("999999999999999", 999_999_999_999_999), ("1000000000000000", nil),
        ]
        for (text, count) in counts { #expect(StatedNumber.count(text) == count, "\(text)") }
    }

    @Test("what is stated by one name prevails over a default by the other one")
    func defaults() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var submission = node.submission("create")
        let own = submission.fields
        submission.defaults = own.merging(["涉案商品": .text("白酒")]) { given, _ in given }
        submission.defaults?["goods"] = nil
        submission.fields = ["goods": .text("运动鞋")]
        let shown = try await node.local.preview(submission, caller: Self.caller)
        #expect(shown.body.contains("运动鞋") && !shown.body.contains("白酒"))
        #expect(shown.body.contains("trademark"), "\(shown.body)")
        // Files may hold one field by two names as little as options.
        submission.defaults?["goods"] = .text("x")
        let refused = await #expect(throws: Problem.self) {
            _ = try await node.local.preview(submission, caller: Self.caller)
        }
        #expect(refused?.code == "node.field_named_by_two")
        try await node.remove()
    }

    @Test(
        "one field by two names and a name that is none are refused by name, and nothing is written"
    )
    func refused() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let before = try await node.size(of: "home")
        for (name, value, code, word) in [
            ("涉案商品", FieldValue.text("x"), "node.field_named_by_two", "涉案商品（goods）"),
            ("涉案商品呀", .text("x"), "node.field_unknown", "涉案商品（goods）"),
            ("紧急 程度", .text("x"), "node.field_unknown", "是否紧急（urgent）"),
            ("标题", .list([.text("a"), .text("b")]), "node.field_named_by_two", "标题（title）"),
            ("是否紧急", .text("也许"), "node.field_no_boolean", "是否紧急（urgent）"),
            ("batch", .list([.text("a"), .text("b")]), "node.field_not_list", "批号（batch）"),
        ] {
            var submission = node.submission("create")
            submission.fields[name] = value
            let refused = await #expect(throws: Problem.self, "\(name)") {
                _ = try await node.submit(submission)
            }
            let problem = try #require(refused)
            #expect(problem.code == code, "\(name)")
            for language in Language.allCases {
                let told = problem.worded(in: language)
                let text = told.cause + told.remedy
                #expect(!text.contains("{"), "\(text)")
                if language == .zh { #expect(text.contains(word), "\(text)") }
            }
        }
        #expect(try await node.size(of: "home") == before)
        try await node.remove()
    }
}
