import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

@Suite struct LetterTests {
    private func html(_ form: PrintedForm, isGlossed: Bool = false) throws -> String {
        try FormPage(form, isGlossed: isGlossed).html()
    }

    private func line(
        _ kind: String,
        _ value: FieldValue,
        _ names: [String: String] = [:]
    ) -> String {
        let line = PrintedForm.Line(
            field: "f",
            kind: kind,
            personal: false,
            titles: ["zh": "某项", "en": "something"],
            value: value,
            values: names.mapValues { ["zh": $0, "en": $0] }
        )
        return FieldTexts(line: line, words: FormWords(isGlossed: false)).formLine.texts
            .joined(separator: "|")
    }

    @Test("an exercise says so at the head of each page, and a real letter does not")
    func exercise() throws {
        var form = Samples.letter
        #expect(try !html(form).contains("演练文书"))
        form.exercise = true
        let page = try html(form)
        let head = try #require(page.range(of: "<thead>"))
        let end = try #require(page.range(of: "</thead>"))
        // The head of a table stands on each page that the table goes on to.
        #expect(page[head.upperBound..<end.lowerBound].contains("演练文书"))
        #expect(page.components(separatedBy: "<thead>").count == 2)
    }

    @Test("a reply cites the letter that it answers by day, title and number, as to its writer")
    func reply() throws {
        var form = Samples.letter
        form.titles = ["zh": "协助调查复函", "en": "Reply"]
        form.sender = .init(address: "350000/scjg", title: "福建省市场监督管理局")
        form.addressees = [.init(address: "360000/scjg", title: "江西省市场监督管理局")]
        var letter = PrintedForm.Answered(
            titles: ["zh": "协助调查函", "en": "Letter"],
            sender: form.addressees[0],
            day: "2026-11-20",
            entry: String(repeating: "c", count: 64),
            body: .held
        )
        letter.documentNumber = "赣市监协查〔2026〕12号"
        form.answered = letter
        let page = try html(form)
        #expect(page.contains("你局2026年11月20日《协助调查函》（赣市监协查〔2026〕12号）收悉。根据"))
        #expect(page.contains("函复如下：") && page.contains("特此函复。"))
        #expect(page.contains("<p class=\"to\">江西省市场监督管理局：</p>"))
        letter.documentNumber = nil
        form.answered = letter
        #expect(try html(form).contains("《协助调查函》（来文未编文号）收悉"))
        letter.body = .denied
        form.answered = letter
        #expect(try html(form).contains("《协助调查函》（来文文号在本件打印处不可查阅）收悉"))
        // To somebody else the writer is named.
        form.addressees = [.init(address: "430000/scjg", title: "湖南省市场监督管理局")]
        #expect(try html(form).contains("江西省市场监督管理局2026年11月20日《协助调查函》"))
    }

    @Test("a letter that asks for something asks, even where it follows a reply")
    func request() throws {
        var form = Samples.letter
        form.asks = true
        form.answered = PrintedForm.Answered(
            titles: ["zh": "协助调查复函", "en": "Reply"],
            sender: form.addressees[0],
            day: "2026-11-20",
            entry: String(repeating: "c", count: 64),
            body: .held
        )
        let page = try html(form)
        #expect(page.contains("函商如下：") && page.contains("特此函达。"))
        #expect(!page.contains("函复") && page.contains("《协助调查复函》"))
    }

    @Test(
        "a letter has red rules of 170 mm under its head and at the foot of its first page, which has no number; a sheet has neither"
    )
    func rules() throws {
        let page = try html(Samples.letter)
        let first = try #require(page.firstMatch(of: /@page :first \{\n(.*)\n(.*)\n\}/))
        #expect(first.output.1.contains("margin-bottom: 28mm"))
        for style in [
            "content: \"\"", "width: 170mm", "margin: auto -6mm 20mm -8mm",
            "border-top: 1pt solid #c00", "border-bottom: 2.5pt solid #c00",
        ] {
            #expect(first.output.2.contains(style), "\(style)")
        }
        #expect(page.contains(".rule { border: 0; border-top: 2.5pt solid #c00;"))
        let sheet = try #require(page.firstMatch(of: /@page sheet:first \{\n(.*)\n(.*)\n\}/))
        #expect(sheet.output.2.contains("border: 0"))
        #expect(page.contains(".sheet { page: sheet; }"))
    }

    @Test("a draft says so on each page, and has neither seal nor day")
    func draft() throws {
        var form = Samples.letter
        form.exercise = true
        #expect(try !html(form).contains("草稿"))
        form.draft = true
        let page = try html(form, isGlossed: true)
        let head = try #require(page.range(of: "<thead>"))
        let end = try #require(page.range(of: "</thead>"))
        let mark = page[head.upperBound..<end.lowerBound]
        #expect(mark.contains("草稿（未发出）") && mark.contains("演练文书"))
        #expect(mark.contains("Draft, not sent"))
        #expect(!page.contains("（印章）") && !page.contains("<p>2026年11月20日</p>"))
    }

    @Test("a document to a party names the party; one whose name is not known here says so")
    func party() throws {
        var form = Samples.letter
        form.addressees = []
        form.party = .init(name: "某<b>公司", titles: ["zh": "嫌疑主体名称"])
        #expect(try html(form).contains("<p class=\"to\">某&lt;b&gt;公司：</p>"))
        form.party = .init(name: nil, titles: ["zh": "嫌疑主体名称"])
        #expect(try html(form).contains("<p class=\"to\">＿＿＿＿＿＿＿＿＿＿（嫌疑主体名称）：</p>"))
        form.party = .init(name: nil, titles: ["zh": "受送达人"])
        form.titles["zh"] = "送达回证"
        #expect(try html(form).contains("<p class=\"to\">受送达人：＿＿＿＿＿＿＿＿＿＿</p>"))
    }

    @Test("a plan on which nothing is written names its step and promises nothing below")
    func empty() throws {
        var form = Samples.letter
        (form.fields, form.laws) = ([], [])
        form.titles = ["zh": "联合执法行动方案", "en": "Plan"]
        form.eventTitles = ["zh": "联署方案", "en": "co-sign the plan"]
        let page = try html(form, isGlossed: true)
        #expect(page.contains("一事办理“联署方案”。") && !page.contains("如下"))
        #expect(page.contains("the step “co-sign the plan” was taken."))
    }

    @Test("a sheet with rows to be filled in says what they record, and not which step was taken")
    func rows() throws {
        var form = Samples.letter
        (form.fields, form.laws, form.says) = ([], [], nil)
        form.titles = ["zh": "送达回证", "en": "Proof of service"]
        form.eventTitles = ["zh": "回复", "en": "reply"]
        form.blanks = [["zh": "送达地点", "en": "place of service"]]
        let page = try html(form)
        #expect(page.contains("一事记载如下：") && !page.contains("办理“回复”"))
    }

    @Test("a region of several offices, of which none is named, is addressed as such")
    func several() throws {
        var form = Samples.letter
        form.addressees = [.init(address: "350000", title: nil, region: "福建省")]
        form.addressees[0].isAnyOfSeveral = true
        let page = try html(form)
        #expect(page.contains("<p class=\"to\">福建省有关单位：</p>") && !page.contains("不详"))
    }

    @Test("an office without a title here is told by its region, never by its address")
    func offices() throws {
        var form = Samples.letter
        form.sender = .init(address: "330100/scjg", title: "浙江省市场监督管理局", region: "浙江省杭州市")
        form.sender.isRepresented = true
        form.addressees = [.init(address: "990000/x", title: nil)]
        let page = try html(form)
        #expect(page.contains("<p class=\"head\">浙江省杭州市（由浙江省市场监督管理局代办）</p>"))
        #expect(page.contains("<p class=\"to\">单位名称本节点不详：</p>"))
        #expect(!page.contains("990000") && !page.contains("330100/scjg"))
    }

    @Test("a table or a list is a sheet: no red head, no salutation, no closing words")
    func sheets() throws {
        var form = Samples.letter
        for (title, isSheet) in [
            ("案件来源登记表", true), ("证据移转清单（含完整性校验值）", true), ("送达回证", true),
            ("协助调查函", false), ("线索退回函（非管辖）", false), ("案件移送回执", false),
        ] {
            form.titles["zh"] = title
            let page = try html(form)
            #expect(page.contains("<body class=\"sheet\">") == isSheet, "\(title)")
            #expect(page.contains("特此函告") == title.contains("函"), "\(title)")
            #expect(page.contains("送：福建省市场监督管理局") == isSheet, "\(title)")
        }
    }

    @Test("a law whose text was not checked is marked as a proposal, and a checked one is not")
    func laws() throws {
        var form = Samples.letter
        #expect(try !html(form).contains("建议：《"))
        form.laws.append(.init(titles: ["zh": "农业行政处罚程序规定"], article: nil, status: "memory"))
        #expect(try html(form).contains("建议：《农业行政处罚程序规定》的条文尚未逐字核对"))
    }

    @Test("values stand as official papers write them")
    func values() {
        #expect(line("money", .integer(900_000_00)) == "900000元")
        #expect(line("money", .integer(1_234_567)) == "12345.67元")
        #expect(line("date", .text("2026-01-05")) == "2026年1月5日")
        #expect(line("datetime", .text("2026-11-20T01:05:00Z")) == "2026年11月20日9时05分")
        #expect(line("datetime", .text("未公开")) == "未公开")
        #expect(line("officer", .list([.text("甲"), .text("乙")])) == "1．甲|2．乙")
        #expect(line("text", .list([.text("核实"), .text("调取")])) == "1．核实|2．调取")
        #expect(line("office", .text("350000/scjg"), ["350000/scjg": "福建省市场监督管理局"]) == "福建省市场监督管理局")
        #expect(line("office", .text("350000/scjg")) == "单位名称本节点不详")
        #expect(line("boolean", .boolean(true)) == "是")
        let officers = FieldValue.list([
            .object(["certificate": .text("36010100001"), "name": .text("甲")]),
            .object(["name": .text("乙"), "phone": .text("0791-00000000")]),
        ])
        #expect(line("officer", officers) == "1．甲，执法证号：36010100001|2．乙，电话：0791-00000000")
        let digest = String(repeating: "a", count: 64)
        #expect(line("record_ref", .text(digest)) == "记录编号aaaaaaaaaaaa")
    }
}
