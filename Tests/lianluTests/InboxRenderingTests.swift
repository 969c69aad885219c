import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// What `lianlu inbox` prints.
@Suite struct InboxRenderingTests {
    private static let digest = String(repeating: "7", count: 64)

    private static func item(
        _ part: InboxItem.Part,
        due: String?,
        secondsLeft: Int64? = nil
    ) -> InboxItem {
        var summary = RecordSummary(
            record: digest,
            machine: "handover-criminal",
            mechanism: part == .act ? nil : "pan-pearl-river-delta",
            state: "reported",
            stateTitles: ["zh": "已报告", "en": "reported"],
            opener: "360000/scjg",
            addressees: [],
            updated: "2026-05-06T10:00:00+08:00",
            entryCount: 1
        )
        if part == .act { summary.title = "【演练】移送公安" }
        var item = InboxItem(
            part: part,
            summary: summary,
            kind: "joint_operation",
            opened: "2026-05-06T10:00:00+08:00"
        )
        item.kindTitles = ["zh": "联合执法", "en": "joint operation"]
        item.due = due
        item.secondsLeft = secondsLeft
        item.overdue = secondsLeft.map { $0 < 0 } ?? false
        if due != nil {
            item.clock = "B2"
            item.clockTitles = ["zh": "批准或者不批准移送", "en": "Approve or refuse the transfer"]
        }
        item.awaited = ["350000"]
        item.awaitedTitles = ["zh": "接收方", "en": "receiving office"]
        item.steps = [
            NextStep(
                event: "start_verification",
                titles: ["zh": "开始核查", "en": "start verification"],
                signers: [],
                here: true
            )
        ]
        return item
    }

    static let items = [
        item(.act, due: "2026-05-09T23:59:59+08:00", secondsLeft: -90_000),
        item(.act, due: nil), item(.others, due: "2026-05-10T23:59:59+08:00", secondsLeft: 60),
    ]

    private static func run(
        _ arguments: [String],
        _ items: [InboxItem] = items,
        _ language: Language = .zh
    ) async throws -> (outcome: InProcess.Outcome, calls: [String]) {
        try await RunningNode.serving { node in
            node.service.script { $0.inbox = items }
            let outcome = try await InProcess.run(
                ["inbox"] + arguments,
                home: node.home,
                language: language
            )
            return (outcome, node.service.script { $0.calls.map(\.argument) })
        }
    }

    @Test(
        "where a node has several offices a command names the one that may sign, or the first of them with the others in words, and runs as it stands"
    )
    func offices() async throws {
        for (offices, shown) in [
            (["ga"], "start-verification 777777777777 --office ga  开始核查\n"),
            (
                ["ga", "scjg", "zscq"],
                "start-verification 777777777777 --office ga  开始核查（也可由 scjg、zscq 办理：改写 --office）\n"
            ),
            (nil, "start-verification 777777777777  开始核查\n"),
        ] as [([String]?, String)] {
            var item = Self.items[0]
            item.steps[0].offices = offices
            let (outcome, _) = try await Self.run([], [item])
            #expect(outcome.data.contains(shown), "\(outcome.data)")
        }
        // What an office is called stands before the id to type.
        var titled = Self.items[0]
        titled.steps[0].offices = ["ga", "scjg"]
        titled.steps[0].officeTitles = ["ga": "公安局", "scjg": "市场监督管理局"]
        let (named, _) = try await Self.run([], [titled])
        #expect(named.data.contains("（也可由 市场监督管理局 scjg 办理：改写 --office）"), "\(named.data)")
        var invite = Self.items[0]
        (invite.steps[0].offices, invite.steps[0].addressed) = (["ga"], true)
        let (outcome, _) = try await Self.run([], [invite])
        #expect(outcome.data.contains("777777777777 --office ga --to 接收方  开始核查\n"))
    }

    @Test(
        "what may be opened besides for an exercise is opened as one, and for a real matter as none",
        arguments: Language.allCases
    )
    func openedForExercise(_ language: Language) async throws {
        var item = Self.items[0]
        item.openings = [
            InboxItem.Opening(
                event: "list",
                kind: "supervision",
                kindTitles: ["zh": "督办", "en": "supervision"],
                opens: true,
                titles: ["zh": "挂牌", "en": "list"]
            )
        ]
        item.openings?[0].field = "related_records"
        let command = "lianlu record new supervision list --field related_records=\(Self.digest)"
        for isExercise in [true, nil] as [Bool?] {
            item.summary.exercise = isExercise
            let (outcome, _) = try await Self.run([], [item], language)
            #expect(outcome.data.contains(command), "\(outcome.data)")
            let marked = outcome.data.contains("\(command) --field exercise=true")
            #expect(marked == (isExercise == true))
        }
    }

    @Test(
        "the newest step stands with the matter, and of a call whether anything was over and how many went before"
    )
    func newest() async throws {
        var item = Self.items[0]
        item.latest = InboxItem.Taken(
            at: "2026-05-08T09:00:00+08:00",
            by: "350000/scjg",
            event: "report_hit",
            titles: ["zh": "布控命中", "en": "report a hit"]
        )
        item.called = InboxItem.Call(
            at: "2026-05-08T10:00:00+08:00",
            by: "360000/scjg",
            event: "escalate",
            on: ["520000"],
            titles: ["zh": "逾期提请上级", "en": "escalate"]
        )
        let (plain, _) = try await Self.run([], [item])
        #expect(plain.data.contains("最近办理：350000/scjg 于 2026-05-08T09:00:00+08:00 办理“布控命中”\n"))
        #expect(plain.data.contains("办理“逾期提请上级”，尚待 520000 处理\n"), "\(plain.data)")
        item.called?.overdue = false
        item.called?.earlier = 2
        let (early, _) = try await Self.run([], [item])
        #expect(early.data.contains("处理（提请时没有期限逾期）（此前另有 2 次提请未答复）\n"), "\(early.data)")
        let (english, _) = try await Self.run([], [item], .en)
        #expect(
            english.data.contains("(no period was over then) (2 earlier without an answer)"),
            "\(english.data)"
        )
        item.called?.overdue = true
        item.called?.earlier = nil
        let (late, _) = try await Self.run([], [item])
        #expect(late.data.contains("尚待 520000 处理\n"), "\(late.data)")
    }

    @Test("each record reads as a paragraph with its commands, in Chinese")
    func chinese() async throws {
        let (outcome, calls) = try await Self.run([])
        #expect(outcome.code == .done && calls == ["* * 50 *"])
        for part in [
            "待办 2 件，等待他方 1 件，其中逾期 1 件", "\n待本部门办理\n【逾期】联合执法·已报告“【演练】移送公安”\n",
            "届满：2026-05-09T23:59:59+08:00，超过 1 天 1 小时，B2 批准或者不批准移送",
            "发出方 360000/scjg，2026-05-06T10:00:00+08:00；内部日志，记录 777777777777",
            "    lianlu joint-operation start-verification 777777777777  开始核查\n", "没有届满日",
            "\n等待他方办理\n联合执法·已报告\n", "还剩 0 小时 1 分", "等待：接收方 350000",
        ] {
            #expect(outcome.data.contains(part), "\(part) in\n\(outcome.data)")
        }
    }

    @Test(
        "a step that an officer signs too says of which rank, with the command that drafts it",
        arguments: [
            (
                Language.zh,
                "start-verification 777777777777 --for-approval  开始核查（须由正职负责人以本人密钥签批）"
            ),
            (
                Language.en,
                "start-verification 777777777777 --for-approval  (an officer signs it too: chief officer)"
            ),
        ]
    )
    func approver(_ language: Language, _ expected: String) async throws {
        var item = Self.items[0]
        item.steps[0].rank = "chief"
        item.steps[0].rankTitles = ["zh": "正职负责人", "en": "chief officer"]
        let (outcome, _) = try await Self.run([], [item], language)
        #expect(outcome.data.contains(expected), "\(outcome.data)")
    }

    @Test("the command of a step that goes into a mechanism has room for where it goes")
    func opening() async throws {
        var item = Self.items[1]
        item.steps[0].opens = true
        for (language, place) in [
            (Language.zh, "--mechanism 机制 --to 接收方  开始核查\n"),
            (.en, "--mechanism MECHANISM --to ADDRESSEE\n"),
        ] {
            let (outcome, _) = try await Self.run([], [item], language)
            let line = "lianlu joint-operation start-verification 777777777777 " + place
            #expect(outcome.data.contains(line), "\(outcome.data)")
        }
    }

    @Test("the same in English, and a proposal or a pause is no delay")
    func english() async throws {
        var paused = Self.items[0]
        (paused.overdue, paused.paused) = (false, true)
        let (outcome, _) = try await Self.run([], [Self.items[0], paused], .en)
        for part in [
            "Waits for you\n[overdue] joint operation (联合执法), reported “【演练】移送公安”",
            "Due 2026-05-09T23:59:59+08:00, by 1 d 1 h, B2 Approve or refuse the transfer",
            "Due 2026-05-09T23:59:59+08:00, provisional: as if the pause ended today, paused, B2",
            "    lianlu joint-operation start-verification 777777777777\n",
        ] {
            #expect(outcome.data.contains(part), "\(part) in\n\(outcome.data)")
        }
    }

    @Test("--limit asks for as many records as are wanted, in pages, and says that there are more")
    func limit() async throws {
        let many = Array(repeating: Self.items[1], count: 450)
        let (some, calls) = try await Self.run(["--limit", "300", "--office", "scjg"], many)
        #expect(calls == ["scjg * 200 *", "scjg * 100 200"])
        #expect(some.talk.contains("只列出了前 300 件"))
        #expect(some.data.components(separatedBy: "待本部门办理").count == 2, "one heading")
        let (all, pages) = try await Self.run(["--limit", "450", "--json"], many)
        #expect(pages == ["* * 200 *", "* * 200 200", "* * 50 400"])
        let lines = try all.data.split(separator: "\n").map {
            try JSONDecoder().decode(InboxPage.self, from: Data($0.utf8))
        }
        #expect(lines.map(\.items.count) == [200, 200, 50] && all.talk.isEmpty)
        let (none, heard) = try await Self.run(["--limit", "0"], many)
        #expect(none.code == .usage && heard.isEmpty)
    }

    @Test("an empty inbox says so")
    func empty() async throws {
        let (outcome, _) = try await Self.run([], [])
        #expect(outcome.data == "没有待办事项。\n")
    }
}
