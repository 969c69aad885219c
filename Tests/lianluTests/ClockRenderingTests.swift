import LocalAPI
import Testing
import Wording

@testable import lianlu

/// How the clocks of a record read.
@Suite struct ClockRenderingTests {
    private static let digest = String(repeating: "a", count: 64)

    private static func mark(_ event: String, _ zh: String, at: String) -> ClockDocument.Mark {
        var mark = ClockDocument.Mark(
            entry: digest,
            event: event,
            eventTitles: ["zh": zh, "en": event],
            at: at,
            signer: "350000/scjg"
        )
        mark.provenBefore = "2026-05-06T10:05:00+08:00"
        return mark
    }

    /// Fifteen working days that run, are extended, and were paused twice.
    private static func clock() -> ClockDocument {
        var clock = ClockDocument(
            clock: "A1",
            titles: ["zh": "立案核查", "en": "Check whether to file"],
            kind: "limit",
            bearer: "receiver",
            length: .init(count: 15, unit: "working_day"),
            roll: "holiday_and_weekend",
            rules: "clue@\(digest)",
            rulesVersion: 1,
            status: "verified",
            started: mark("receive", "签收", at: "2026-05-06T10:00:00+08:00"),
            standing: "casework.clock_limit_running"
        )
        clock.bearerTitles = ["zh": "接收方", "en": "receiving office"]
        clock.bound = ["350000"]
        clock.duty = ["zh": "决定是否立案", "en": "decide whether to file"]
        clock.law = [
            .init(
                titles: ["zh": "市场监督管理行政处罚程序规定", "en": "SAMR penalty procedure"],
                article: "18",
                number: nil,
                status: "verified"
            )
        ]
        clock.secondsLeft = 9 * 86_400 + 3 * 3_600 + 59
        var due = ClockDocument.Due(last: "2027-01-05T23:59:59+08:00", day: "2027-01-05")
        (due.provisional, due.provisionalYears) = (true, [2027])
        due.nominal = "2027-01-03"
        due.pausedDayCount = 4
        clock.due = due
        var extended = ClockDocument.Extension(
            mark: mark("extend", "延长", at: "2026-05-20T10:00:00+08:00")
        )
        extended.length = .init(count: 1, unit: "working_day")
        clock.extensions = [extended]
        var past = ClockDocument.Pause(
            began: mark("pause", "中止", at: "2026-05-08T09:00:00+08:00"),
            from: "2026-05-08"
        )
        (past.to, past.reason) = ("2026-05-11", "testing")
        past.reasonTitles = ["zh": "检测、检验、检疫、鉴定", "en": "testing"]
        let open = ClockDocument.Pause(
            began: mark("pause", "中止", at: "2026-05-12T09:00:00+08:00"),
            from: "2026-05-12"
        )
        clock.pauses = [past, open]
        clock.findings = [CodedText("casework.clock_calendar_not_named")]
        return clock
    }

    private static func shown(_ clock: ClockDocument, _ language: Language) -> String {
        let streams = Captured()
        ClockRendering(renderer: Renderer(language: language, json: false, streams: streams))
            .show([clock])
        return streams.data
    }

    @Test(
        "a clock reads as one paragraph in Chinese: until when, from when, paused how long, by which law"
    )
    func chinese() {
        let text = Self.shown(Self.clock(), .zh)
        for part in [
            "期限\n", "A1 立案核查：期限内，还剩 9 天 3 小时", "届满：2027-01-05T23:59:59+08:00",
            "2027-01-03", "暂定：2027 年",
            "起算：2026-05-06T10:00:00+08:00，签收，350000/scjg，条目 aaaaaaaaaaaa",
            "已证明的时间 … 至 2026-05-06T10:05:00+08:00", "15 个工作日；届满日遇法定节假日、休息日顺延",
            "延长 1 个工作日：", "不计入：2026-05-08 至 2026-05-11，检测、检验、检疫、鉴定",
            "不计入：自 2026-05-12 起仍在继续，事由见正文", "共不计入的天数：4", "承担：接收方 350000",
            "《市场监督管理行政处罚程序规定》第十八条（已核对原文）；规则包 clue@aaaaaaaaaaaa 第 1 版",
            "规则没有指明工作日历",
        ] {
            #expect(text.contains(part), "\(part) in\n\(text)")
        }
        #expect(!text.contains("建议"))
    }

    @Test("the same clock reads in English, and nothing of it is Chinese")
    func english() {
        let text = Self.shown(Self.clock(), .en)
        for part in [
            "A1 Check whether to file: running, 9 d 3 h left",
            "provisional: no calendar here covers 2027",
            "Extended by 1 working day:", "Paused since 2026-05-12: the body has the reason",
            "SAMR penalty procedure, art. 18 (verified); rule pack clue@aaaaaaaaaaaa, edition 1",
            "Days that did not count: 4",
        ] {
            #expect(text.contains(part), "\(part) in\n\(text)")
        }
        #expect(!text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
    }

    @Test(
        "a proposal is marked 建议, an overdue clock says by how much, and an ended one by which entry"
    )
    func standings() {
        var proposal = Self.clock()
        (proposal.binding, proposal.status) = (false, "memory")
        #expect(Self.shown(proposal, .zh).contains("【建议】A1 立案核查"))
        #expect(Self.shown(proposal, .en).contains("[proposal] A1"))
        var late = Self.clock()
        (late.overdue, late.standing) = (true, "casework.clock_limit_passed")
        late.secondsLeft = -5_400
        #expect(Self.shown(late, .zh).contains("已逾期，超过 1 小时 30 分"))
        #expect(Self.shown(late, .en).contains("overdue, by 1 h 30 min"))
        var met = Self.clock()
        (met.standing, met.secondsLeft) = ("casework.clock_limit_kept", nil)
        met.end = .init(
            mark: Self.mark("file", "立案", at: "2026-05-25T10:00:00+08:00"),
            reason: "stopped"
        )
        met.end?.proof = "proven"
        let text = Self.shown(met, .zh)
        #expect(text.contains("A1 立案核查：按期完成\n"))
        #expect(text.contains("止于：2026-05-25T10:00:00+08:00，立案，350000/scjg"))
        #expect(text.contains("有其他成员的回执为证"))
        met.end?.proof = "open"
        #expect(Self.shown(met, .zh).contains("A1 立案核查：按期完成（办理方自述，无回执为证）\n"))
        met.standing = "casework.clock_limit_late"
        #expect(Self.shown(met, .zh).contains("A1 立案核查：逾期完成（办理方自己写明的时间）\n"))
    }

    @Test(
        "a body that is no role of the machine is called by its name, one of another pack by its id"
    )
    func bodies() {
        var clock = Self.clock()
        (clock.bearer, clock.bearerTitles) = ("sender_chief", [:])
        #expect(Self.shown(clock, .zh).contains("承担：移送机关正职负责人或者主持工作的负责人 350000"))
        clock.bearer = "harbour_master"
        #expect(Self.shown(clock, .en).contains("Binds harbour_master 350000"))
    }

    @Test("every unit, rule status and proof has its words in both languages")
    func words() {
        let labels =
            ["verified", "secondary", "memory"].map { "label_clock_status_\($0)" }
            + ["proven", "contradicted", "open"].map { "label_clock_proof_\($0)" }
            + ["holiday", "holiday_and_weekend"].map { "label_roll_\($0)" }
            + ["hour", "calendar_day", "working_day", "month"].map { "clock_unit_\($0)" }
            + ["calendar_day", "working_day", "month"].map { "clock_unit_\($0)_one" }
        for language in Language.allCases {
            for label in labels {
                #expect(Catalogue.message("command.\(label)", in: language) != nil, "\(label)")
            }
        }
    }

    @Test("a list shows the due time, and says where it has passed")
    func cell() {
        let rendering = ClockRendering(
            renderer: Renderer(language: .zh, json: false, streams: Captured())
        )
        #expect(rendering.cell(due: nil, overdue: nil) == "-")
        #expect(
            rendering.cell(due: "2026-05-06T10:00:00+08:00", overdue: false).hasSuffix("+08:00")
        )
        #expect(rendering.cell(due: "2026-05-06T10:00:00+08:00", overdue: true).hasSuffix("(逾期)"))
    }

    @Test("in a list a provisional end is marked, and so is a state whose extension does not count")
    func marks() {
        let renderer = Renderer(language: .zh, json: false, streams: Captured())
        let cell = ClockRendering(renderer: renderer)
            .cell(due: "2027-01-05", overdue: false, paused: nil, provisional: true)
        #expect(cell == "2027-01-05 (暂定，工作日历未公布)")
        var summary = RecordSummary(
            record: Self.digest,
            machine: "clue",
            mechanism: "exercise",
            state: "extended",
            stateTitles: ["zh": "核查已延期", "en": "extended"],
            opener: "360000",
            addressees: ["350000"],
            updated: "2026-05-06T10:00:00+08:00",
            entryCount: 3
        )
        #expect(renderer.state(of: summary) == "核查已延期")
        summary.stateNote = CodedText("casework.state_extension_void")
        #expect(renderer.state(of: summary) == "核查已延期（延长不计）")
    }
}
