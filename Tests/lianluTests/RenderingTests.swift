import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// Columns that line up, and texts that cannot move the cursor.
@Suite struct RenderingTests {
    @Test(
        "a text takes the columns that a terminal gives it",
        arguments: [
            ("", 0), ("abc", 3), ("江西", 4), ("，。", 4), ("“a”", 3), ("e\u{301}", 1), ("ａ", 2),
            ("한글", 4), ("𠀀", 2), ("🙂", 2), ("…", 1), ("é", 1), ("a\u{200D}b", 2),
        ]
    )
    func width(_ text: String, _ columns: Int) {
        #expect(TextWidth.columns(text) == columns)
    }

    @Test("columns of a table begin at the same place in every line")
    func table() {
        let streams = Captured()
        let renderer = Renderer(language: .zh, json: false, streams: streams)
        renderer.table(["node", "title"], [["江西", "a"], ["x", "b"], ["abcdefg", "c"]])
        let lines = streams.data.split(separator: "\n").map(String.init)
        let starts = lines.map { line in
            TextWidth.columns(String(line.dropLast(line.hasSuffix("标题") ? 2 : 1)))
        }
        #expect(lines.count == 4)
        #expect(Set(starts) == [9])
    }

    @Test("a table without rows prints nothing")
    func empty() {
        let streams = Captured()
        Renderer(language: .en, json: false, streams: streams).table(["node"], [])
        #expect(streams.data.isEmpty)
    }

    @Test(
        "escape sequences, line breaks and marks of direction are made harmless",
        arguments: [0x1B, 0x0A, 0x0D, 0x202E, 0x2028, 0x9B, 0x00] as [UInt32]
    )
    func harmless(_ scalar: UInt32) throws {
        let text = "a" + String(Character(try #require(Unicode.Scalar(scalar)))) + "[2Jb"
        let shown = TextWidth.harmless(text)
        #expect(shown.unicodeScalars.contains("\u{FFFD}"))
        #expect(shown.unicodeScalars.count == text.unicodeScalars.count)
        let streams = Captured()
        Renderer(language: .en, json: false, streams: streams).pairs([("node", text)])
        #expect(streams.data.unicodeScalars.filter { $0 == "\n" }.count == 1)
        #expect(!streams.data.unicodeScalars.contains("\u{1B}"))
    }

    @Test(
        "line breaks of a free text are line breaks, indented under its beginning, and other controls are not",
        arguments: ["行一\n行二", "行一\r\n行二"]
    )
    func freeText(_ text: String) {
        let streams = Captured()
        Renderer(language: .zh, json: false, streams: streams)
            .rawPairs([("  结果", text + "\u{1B}[2J\u{2028}x\ry"), ("  备注说明", "一\n\n二")])
        #expect(
            streams.data == """
                  结果      行一
                            行二\u{FFFD}[2J\u{FFFD}x\u{FFFD}y
                  备注说明  一

                            二

                """
        )
    }

    @Test("a role is told in the language of the command, and the id of a field as it is")
    func roles() {
        let zh = Renderer(language: .zh, json: false, streams: Captured())
        #expect(
            ["body", "evidence", "manifest", "photo"].map(zh.role) == ["正文", "证据", "清单", "photo"]
        )
        let en = Renderer(language: .en, json: false, streams: Captured())
        #expect(["body", "photo"].map(en.role) == ["body", "photo"])
    }

    @Test("a code that the catalogue lacks is shown with its arguments")
    func unknownCode() {
        let renderer = Renderer(language: .en, json: false, streams: Captured())
        #expect(
            renderer.sentence(CodedText("later.code", ["b": "2", "a": "1"])) == "later.code a=1 b=2"
        )
    }

    @Test(
        "a charter that all its members have signed and that lacks a majority of those before is not said to lack its predecessor"
    )
    func handingOver() throws {
        var charter = Samples.charter
        for place in charter.members.indices { charter.members[place].signed = true }
        let fault = CodedText(
            "ledger_parties.charter_lacks_signatures",
            [
                "digest": charter.digest, "joining": "–", "majority": "1", "remaining": "–",
                "unsigned": "guizhou.ipr.example",
            ]
        )
        let missing = CodedText("ledger_parties.charter_predecessor_unknown", [:])
        let skips = CodedText(
            "ledger_parties.charter_skips_predecessor",
            ["found": "4", "required": "3"]
        )
        for (fault, expected) in [
            (fault, "guizhou.ipr.example"), (missing, "mechanism join first"), (skips, "4"),
        ] {
            charter.fault = fault
            let streams = Captured()
            let context = CommandContext(
                language: .en,
                home: "/a",
                json: false,
                streams: streams,
                operations: Operations()
            )
            try context.hand(over: charter)
            #expect(streams.talk.contains(expected))
            let chinese = Captured()
            try CommandContext(
                language: .zh,
                home: "/a",
                json: false,
                streams: chinese,
                operations: Operations()
            ).hand(over: charter)
            #expect(!chinese.talk.contains("。 "), "\(chinese.talk)")
            #expect(streams.talk.contains("is not at this node") == (fault == missing))
            let shown = Captured()
            try CommandContext(
                language: .en,
                home: "/a",
                json: false,
                streams: shown,
                operations: Operations()
            ).show(charter: charter)
            #expect(shown.talk.contains(expected) == (fault != missing), "\(shown.talk)")
        }
    }

    @Test("amounts are shown in yuan, as whole fen are stored")
    func money() {
        #expect(MoneyText.yuan(36_000_000) == "360000.00元" && MoneyText.yuan(5) == "0.05元")
        #expect(MoneyText.yuan(-1_234_567) == "-12345.67元")
    }

    @Test("open fields are shown by their names, yes and no in words, and amounts in yuan")
    func openFields() {
        let labels = [
            FieldLabel(field: "new_due", titles: ["zh": "预计完成日期", "en": "new end"], type: "date"),
            FieldLabel(
                field: "remote_area",
                titles: ["zh": "边远地区", "en": "remote"],
                type: "boolean"
            ),
            FieldLabel(field: "goods_value", titles: ["zh": "货值", "en": "value"], type: "money"),
        ]
        let fields: [String: FieldValue] = [
            "goods_value": .integer(36_000_000), "new_due": .text("2026-12-01"),
            "other": .text("x"), "remote_area": .integer(1),
        ]
        let shown = Renderer(language: .zh, json: false, streams: Captured())
            .fields(fields, labels)
        #expect(shown.map(\.0) == ["  预计完成日期", "  边远地区", "  货值", "  other"])
        #expect(shown.map(\.1) == ["2026-12-01", "是", "360000.00元", "x"])
    }

    @Test("items of a list are told apart where one of them holds the comma that joins others")
    func items() {
        let zh = Renderer(language: .zh, json: false, streams: Captured())
        #expect(zh.items(["甲", "乙"]) == "甲、乙")
        #expect(zh.items(["查甲、乙", "抽样取证"]) == "1．查甲、乙\n2．抽样取证")
        let en = Renderer(language: .en, json: false, streams: Captured())
        #expect(en.items(["a, b", "c"]) == "1．a, b\n2．c" && en.items(["a", "b"]) == "a, b")
    }

    @Test("a table that a terminal is too narrow for is written as blocks, and as lines elsewhere")
    func narrow() {
        let rows = [["江西省市场监督管理局", "线索通报"], ["福建省市场监督管理局", "-"]]
        for (columns, wide) in [(nil, true), (80, true), (24, false)] as [(Int?, Bool)] {
            let streams = Captured(columnCount: columns)
            Renderer(language: .zh, json: false, streams: streams)
                .table(["opener", "record_kind"], rows)
            let lines = streams.data.split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init)
            #expect(lines.count == (wide ? 4 : 5), "\(streams.data)")
            #expect(lines[0].hasSuffix("业务类型") == wide, "\(streams.data)")
        }
        let text = "一个单位请求另一单位，协助调查 assistance。"
        #expect(TextWidth.wrapped(text, to: 22) == ["一个单位请求另一单位，", "协助调查 assistance。"])
    }
}
