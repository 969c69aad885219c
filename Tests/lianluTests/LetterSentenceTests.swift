import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// What a letter says before its fields, its number and whom it names.
@Suite struct LetterSentenceTests {
    private func html(_ form: PrintedForm, isGlossed: Bool = false) throws -> String {
        try FormPage(form, isGlossed: isGlossed).html()
    }

    private static let invitation = [
        "zh": "{we}拟就{matter}组织联合执法行动，现邀请{you}参加。",
        "en": "A joint operation in the matter {matter} is proposed to {you}.",
    ]

    @Test("a letter says what the rules have it say, of the matter and in the names of both sides")
    func sentence() throws {
        var form = Samples.letter
        form.titles = ["zh": "联合执法邀请函", "en": "Invitation"]
        form.says = Self.invitation
        form.addressees = [.init(address: "350000/scjg", title: "福建省公安厅")]
        form.subject = "{we}与<b>鞋</b>"
        let page = try html(form, isGlossed: true)
        #expect(
            page.contains(
                "第二十六条的规定，我局拟就“{we}与&lt;b&gt;鞋&lt;/b&gt;”一事组织联合执法行动，现邀请你厅参加。具体如下："
            )
        )
        #expect(page.contains("Under Administrative Penalty Law, art. 26: A joint operation"))
        #expect(page.contains("特此函告。") && !page.contains("函告如下"))
        form.addressees.append(.init(address: "520000/scjg", title: "贵州省市场监督管理局"))
        #expect(try html(form).contains("现邀请各单位参加。"))
        (form.fields, form.subject) = ([], nil)
        let bare = try html(form)
        #expect(bare.contains("我局拟就本案组织联合执法行动，现邀请各单位参加。<") && !bare.contains("如下"))
        form.party = .init(name: "某公司", titles: ["zh": "当事人"])
        #expect(try html(form).contains("现邀请你（单位）参加。"))
    }

    @Test(
        "a letter that goes out without a number has a blank for it; a draft, a table or a receipt has none"
    )
    func number() throws {
        let blank = "＿＿＿＿〔＿＿＿＿〕＿＿号"
        var form = Samples.letter
        #expect(try !html(form).contains(blank))
        form.documentNumber = nil
        #expect(try html(form).contains("<p class=\"number\">\(blank)</p>"))
        form.draft = true
        #expect(try !html(form).contains(blank))
        form.draft = false
        for title in ["案件移送回执", "证据交接单", "行政处罚信息摘要"] {
            form.titles["zh"] = title
            #expect(try !html(form).contains(blank), "\(title)")
        }
    }

    @Test("a plan that was co-signed cites its owner's number as its owner's, and says whose it is")
    func repeated() throws {
        var form = Samples.letter
        form.titles = ["zh": "联合执法行动方案", "en": "Plan"]
        form.eventTitles = ["zh": "联署方案", "en": "co-sign the plan"]
        form.sender = .init(address: "350000/scjg", title: "福建省市场监督管理局")
        form.addressees = [.init(address: "360000/scjg", title: "江西省市场监督管理局")]
        form.documentNumber = nil
        form.repeats = true
        form.laws = []
        form.subject = "统一收网"
        var plan = PrintedForm.Answered(
            titles: form.titles,
            sender: form.addressees[0],
            day: "2026-11-20",
            entry: String(repeating: "c", count: 64),
            body: .held
        )
        plan.documentNumber = "赣市监联〔2026〕1号"
        form.answered = plan
        let page = try html(form, isGlossed: true)
        #expect(
            page.contains(
                "你局2026年11月20日《联合执法行动方案》（赣市监联〔2026〕1号）收悉。就“统一收网”一事办理“联署方案”。来文载明如下："
            )
        )
        #expect(!page.contains("class=\"number\"") && page.contains("It says:"))
    }

    @Test(
        "rows to be filled in by hand stand empty, another node's letter has its seal on the original, and what is amiss stands on the page"
    )
    func paper() throws {
        var form = Samples.letter
        #expect(try html(form).contains("江西省市场监督管理局（印章）"))
        form.copy = true
        form.blanks = [["zh": "送达地点", "en": "place of service"]]
        form.notes = [
            CodedText(
                "node.step_voided",
                ["at": "2026-11-20", "entry": "cc", "event": "approve", "event_zh": "批准移送"]
            )
        ]
        let page = try html(form)
        #expect(page.contains("江西省市场监督管理局（印章见原件）") && !page.contains("（印章）"))
        #expect(page.contains("<th scope=\"row\">送达地点</th><td><p>　</p></td>"))
        #expect(page.contains("<p class=\"note\">2026-11-20 的步骤 批准移送（条目 cc）不再算数"))
    }

    @Test("a field stands on a paper by the name that the rules give it there, units included")
    func labels() throws {
        var form = Samples.letter
        form.fields[0].titles = ["zh": "货值（万元）", "en": "value (CNY 10,000)"]
        form.fields[1].titles = ["zh": "（甲）", "en": "(a)"]
        let page = try html(form, isGlossed: true)
        #expect(page.contains("<th scope=\"row\">货值（万元）<span"))
        #expect(page.contains(">value (CNY 10,000)</span>"))
        #expect(page.contains("<th scope=\"row\">（甲）<span"))
    }

    @Test(
        "a letter that corrects another says so in its title, and names the first by day and number"
    )
    func correction() throws {
        var form = Samples.letter
        form.titles = ["zh": "延期协助告知函", "en": "Notice of extension"]
        form.says = ["zh": "{matter}所请协助事项延期，现告知{you}。", "en": "The new date is told."]
        #expect(try !html(form).contains("更正"))
        var first = PrintedForm.Answered(
            titles: form.titles,
            sender: form.sender,
            day: "2026-11-20",
            entry: String(repeating: "c", count: 64),
            body: .held
        )
        first.documentNumber = "赣市监协查〔2026〕12号"
        form.corrects = first
        let page = try html(form, isGlossed: true)
        #expect(page.contains("<h1>延期协助告知函（更正）<span"))
        #expect(page.contains("Notice of extension (correction)"))
        let cited = "我局2026年11月20日《延期协助告知函》（赣市监协查〔2026〕12号）所载日期有误，现予更正，以本函为准。具体如下："
        #expect(page.contains(cited) && page.contains("It corrects the Notice of extension"))
        first.documentNumber = nil
        form.corrects = first
        #expect(try html(form).contains("《延期协助告知函》（未编文号）所载日期有误"))
        (form.corrects, form.prolongs) = (nil, first)
        let further = try html(form)
        #expect(further.contains("<h1>延期协助告知函<") || further.contains("<h1>延期协助告知函</h1>"))
        #expect(further.contains("《延期协助告知函》（未编文号）之后，现再次延期") && !further.contains("有误"))
        form.prolongs = nil
        form.notes = [
            CodedText(
                "casework.letter_extension_late",
                ["day": "2026-12-11", "day_zh": "2026年12月11日"]
            )
        ]
        #expect(try html(form).contains("期限已于2026年12月11日届满：所告知的延期不计，期限不变。"))
    }

    @Test(
        "a letter closes as what it is: a reply replies, a notice to a party tells, a decision and a receipt end with what they say"
    )
    func closings() throws {
        var form = Samples.letter
        form.says = ["zh": "现将有关情况说明。", "en": "This is so."]
        form.answered = PrintedForm.Answered(
            titles: ["zh": "协助调查函", "en": "Letter"],
            sender: form.addressees[0],
            day: "2026-11-20",
            entry: String(repeating: "c", count: 64),
            body: .held
        )
        for (title, closing) in [
            ("协助调查复函", "特此函复。"), ("延期协助告知函", "特此函告。"), ("不予立案通知书", "特此通知。"),
            ("查封/扣押物品移送告知书", "特此告知。"), ("预警（布控）通报", "特此通报。"), ("复议决定书", nil),
            ("不立案理由说明书", nil), ("案件移送回执", nil), ("鉴定结果采信意见", "特此函复。"),
        ] as [(String, String?)] {
            form.titles["zh"] = title
            let page = try html(form)
            #expect(page.contains("特此") == (closing != nil), "\(title)")
            if let closing {
                #expect(page.contains("<p class=\"text closing\">\(closing)"), "\(title)")
            }
            #expect(page.contains("《协助调查函》"), "\(title)")
        }
    }

    @Test("a letter says at its foot that the title of its office is from a later card")
    func card() throws {
        var form = Samples.letter
        #expect(try !html(form).contains("名片"))
        form.cardDay = "2026-12-01"
        #expect(try html(form).contains("<code>2026年12月1日制作（签发之时的名片没有留存）</code>"))
    }

    @Test("an office without a title here is told by what the rules call it")
    func role() throws {
        var form = Samples.letter
        var office = PrintedForm.Office(address: "350000", title: nil, region: "福建省")
        office.role = "公安机关"
        form.addressees = [office]
        #expect(try html(form).contains("<p class=\"to\">福建省公安机关：</p>"))
    }
}
