import Casework
import Ledger
import LocalAPI
import LocalAPITestSupport
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// A redirect hands a clue on to somebody to whom nothing was sent before.
@Suite struct RedirectTests {
    private static let caller = TestNode.operatorCaller

    /// A clue that the first of three nodes sent and the second returned, and the step that sends it to the third.
    private struct Returned {
        let federation: Federation
        let record: String
        let redirect: EntrySubmission

        var sender: TestNode { federation[0].test }

        /// `change` is what the sender does to `send`; `since` are steps that it takes once the clue has come.
        static func make(
            _ change: (inout EntrySubmission) -> Void = { _ in },
            since: [(inout EntrySubmission) -> Void] = [],
            back answer: (inout EntrySubmission) -> Void = { _ in }
        ) async throws -> Returned {
            let federation = try await Federation.make([
                ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
            ])
            let (jiangxi, fujian) = (federation[0].test, federation[1].test)
            var (_, send) = try await jiangxi.approved(to: "350000")
            change(&send)
            let sent = try await jiangxi.submit(send)
            try await eventually("fujian's node has signed its receipt") {
                try await federation[1].hasReceived(sent.entry)
            }
            for step in since {
                var submission = jiangxi.submission("supplement", record: sent.entry)
                step(&submission)
                let taken = try await jiangxi.submit(submission)
                // What fujian does next comes after it, whatever the clocks say.
                try await eventually("the step is at fujian") {
                    try await fujian.local.record(sent.entry, caller: caller).timeline
                        .contains { $0.entry == taken.entry }
                }
            }
            var back = fujian.submission("return_misdirected", record: sent.entry)
            back.fields["misdirected_rule"] = .text("第十四条")
            back.fields["remarks"] = .text("不属本省管辖")
            back.fields["goods"] = .text("另一批货")
            answer(&back)
            _ = try await fujian.submit(back)
            try await eventually("the clue is back at jiangxi, with what fujian says") {
                let detail = try await jiangxi.local.record(sent.entry, caller: caller)
                return detail.summary.state == "misdirected"
                    && detail.timeline.last { $0.event == "return_misdirected" }?.body?.state
                        == .held
            }
            var redirect = jiangxi.submission("redirect", record: sent.entry)
            redirect.to = ["520000"]
            redirect.fields["receiver_offices"] = .list([.text("520000/scjg")])
            return Returned(federation: federation, record: sent.entry, redirect: redirect)
        }

        /// What a node shows of the redirect's body, once it has it.
        func body(at position: Int) async throws -> TimelineEntry.Body? {
            try await federation[position].test.local.record(record, caller: caller)
                .timeline.last { $0.event == "redirect" }?.body
        }
    }

    @Test(
        "a redirect brings the new receiver what the sender said of the clue, and nothing that others said"
    )
    func carries() async throws {
        let returned = try await Returned.make(since: [
            {
                $0.fields["attachments"] = .list([.text("照片")])
                $0.fields["batch"] = .text("B-7")
            }
        ])
        var redirect = returned.redirect
        redirect.fields["evidence_summary"] = .text("照片及海关记录")
        _ = try await returned.sender.submit(redirect)
        let federation = returned.federation
        try await eventually("guizhou's node has signed its receipt") {
            try await federation[2].hasReceived(returned.record)
        }
        let detail = try await federation[2].test.local.record(
            returned.record,
            caller: Self.caller
        )
        #expect(detail.summary.title == "【演练】出口运动鞋")
        #expect(detail.timeline.first { $0.event == "send" }?.body?.state == .denied)
        let fields = try #require(try await returned.body(at: 2)?.fields)
        #expect(fields["goods"] == .text("运动鞋"))
        #expect(fields["subject_name"] == .text("某公司"))
        #expect(fields["document_no"] == .text("赣市监线〔2026〕1号"))
        #expect(fields["batch"] == .text("B-7"))
        #expect(fields["receiver_offices"] == .list([.text("520000/scjg")]))
        // What the officer says now holds before what was said.
        #expect(fields["evidence_summary"] == .text("照片及海关记录"))
        #expect(fields["misdirected_rule"] == nil)
        #expect(fields["remarks"] == nil)
        // The former receiver learns nothing more.
        try await eventually("the redirect is at fujian") {
            try await returned.body(at: 1)?.state == .denied
        }
        // Everybody shows the clock that has ended with whoever had the clue then.
        for position in 0...2 {
            try await eventually("both clocks are at node \(position)") {
                let clocks = try await federation[position].test.local
                    .record(returned.record, caller: Self.caller).clocks
                return clocks?.map(\.bound) == [["350000"], ["520000"]]
            }
        }
        let pairs = try await federation[2].test.local
            .statistics(StatisticsQuery(by: "pair", exercises: true), caller: Self.caller)
        #expect(pairs.rows.map(\.group) == ["360000>350000", "360000>520000"])
        #expect(pairs.rows.map(\.answered) == [1, 0] && pairs.total.opened == 1)
        try await federation.remove()
    }

    @Test(
        "a redirect lists the attachments of every step, and points out where an earlier value gave way to a newer one"
    )
    func joins() async throws {
        let returned = try await Returned.make(
            { $0.fields["attachments"] = .list([.text("海关记录")]) },
            since: [
                {
                    $0.fields["attachments"] = .list([.text("照片"), .text("海关记录")])
                    $0.fields["remarks"] = .text("第一次补充")
                },
                {
                    $0.fields["attachments"] = .list([.text("鉴定书")])
                    $0.fields["remarks"] = .text("第二次补充")
                    $0.label = "personal"
                },
            ]
        )
        let node = returned.sender
        let preview = try await node.local.preview(returned.redirect, caller: Self.caller)
        #expect(preview.body.contains(#"["海关记录","照片","鉴定书"]"#), "\(preview.body)")
        #expect(preview.body.contains("第二次补充") && !preview.body.contains("第一次补充"))
        let told = preview.findings.filter { $0.code == "node.earlier_not_handed_on" }
        #expect(told.count == 1 && told[0].arguments["fields"] == "remarks")
        // What the officer says of it now is all there is to say.
        var stated = returned.redirect
        stated.fields["remarks"] = .text("第一次补充；第二次补充")
        let whole = try await node.local.preview(stated, caller: Self.caller)
        #expect(!whole.findings.contains { $0.code == "node.earlier_not_handed_on" })
        #expect(await Self.tooOpen("internal", stated, at: node)?.contains("attachments") == true)
        try await returned.federation.remove()
    }

    @Test("what one redirect left out, the next does not bring back")
    func leftOutAgain() async throws {
        let returned = try await Returned.make(since: [
            {
                $0.fields["attachments"] = .list([.text("照片")])
                $0.fields["remarks"] = .text("只给原接收方的话")
            }
        ])
        let (node, federation) = (returned.sender, returned.federation)
        var first = returned.redirect
        first.without = ["remarks"]
        first.fields["attachments"] = .list([.text("另一照片")])
        _ = try await node.submit(first)
        try await eventually("guizhou has acknowledged the clue") {
            try await federation[2].hasReceived(returned.record)
        }
        var back = federation[2].test.submission("return_misdirected", record: returned.record)
        back.fields["misdirected_rule"] = .text("第十四条")
        _ = try await federation[2].test.submit(back)
        try await eventually("the clue is back once more") {
            try await node.local.record(returned.record, caller: Self.caller).summary.state
                == "misdirected"
        }
        var second = returned.redirect
        second.to = ["520000/zscq"]
        second.fields["receiver_offices"] = .list([.text("520000/zscq")])
        let told = await #expect(throws: Problem.self) {
            _ = try await node.local.preview(second, caller: Self.caller)
        }
        #expect(told?.code == "node.addressee_office_unknown")
        _ = try await federation[2].test.local.add(
            OfficeDocument(office: "zscq", title: "知识产权局"),
            caller: Self.caller
        )
        try await eventually("guizhou's new card is at jiangxi") {
            let name = try #require(NodeName("guizhou.ipr.example"))
            return node.node.view.registry[name]?.content.offices.contains { $0.id.text == "zscq" }
                == true
        }
        let preview = try await node.local.preview(second, caller: Self.caller)
        #expect(preview.body.contains("运动鞋") && preview.body.contains("另一照片"))
        #expect(!preview.body.contains("只给原接收方的话"))
        #expect(preview.body.contains(#""attachments":["另一照片"]"#))
        #expect(!preview.findings.contains { $0.code == "node.not_handed_on" })
        try await federation.remove()
    }

    @Test(
        "a redirect is as personal as what it carries along, and asks anew for the receiving offices"
    )
    func guarded() async throws {
        let returned = try await Returned.make { $0.label = "personal" }
        let node = returned.sender
        var bare = returned.redirect
        bare.fields = [:]
        let missing = await #expect(throws: Problem.self) {
            _ = try await node.local.preview(bare, caller: Self.caller)
        }
        #expect(missing?.code == "node.fields_missing")
        #expect(missing?.arguments["fields"] == "receiver_offices")
        let preview = try await node.local.preview(returned.redirect, caller: Self.caller)
        #expect(preview.text.contains(#""label":"personal""#))
        #expect(preview.text.contains(#""audience":"addressees""#))
        #expect(preview.body.contains("运动鞋"))
        #expect(!preview.findings.contains { $0.code == "node.not_handed_on" })
        let readers = preview.recipients.filter(\.body).map(\.node)
        #expect(readers == ["guizhou.ipr.example"])
        try await returned.federation.remove()
    }

    /// The fields for which a label is refused as too open.
    private static func tooOpen(
        _ label: String,
        _ redirect: EntrySubmission,
        at node: TestNode
    ) async -> String? {
        var open = redirect
        open.label = label
        let refusal = await #expect(throws: Problem.self) {
            _ = try await node.local.preview(open, caller: caller)
        }
        #expect(refusal?.code == "node.label_too_open")
        return refusal?.arguments["fields"]
    }

    @Test(
        "that the subject is no person is no word of a redirect where anybody has said that he is one",
        arguments: [true, false]
    )
    func personStaysPerson(isSaidByReceiver: Bool) async throws {
        var since: [(inout EntrySubmission) -> Void] = [
            {
                $0.fields["attachments"] = .list([.text("照片")])
                $0.fields["subject_name"] = .text("张三")
                $0.fields["subject_is_person"] = .boolean(false)
            }
        ]
        if !isSaidByReceiver {
            since.append {
                $0.fields["attachments"] = .list([.text("身份核对")])
                $0.fields["subject_is_person"] = .boolean(true)
                $0.audience = .addresses([])
            }
        }
        // What is personal in every clue stays behind with `send`.
        let returned = try await Returned.make(
            { $0.audience = .addresses(["360000"]) },
            since: since,
            back: { if isSaidByReceiver { $0.fields["subject_is_person"] = .boolean(true) } }
        )
        let node = returned.sender
        var redirect = returned.redirect
        let preview = try await node.local.preview(redirect, caller: Self.caller)
        #expect(preview.body.contains("张三"))
        #expect(!preview.body.contains("subject_is_person"))
        #expect(preview.text.contains(#""label":"personal""#))
        #expect(
            await Self.tooOpen("internal", redirect, at: node)?.contains("subject_name") == true
        )
        // Whoever says so now answers for it.
        redirect.fields["subject_is_person"] = .boolean(false)
        let stated = try await node.local.preview(redirect, caller: Self.caller)
        #expect(stated.text.contains(#""label":"internal""#))
        try await returned.federation.remove()
    }

    @Test("no label takes from what a redirect carries along that it was personal")
    func labelKept() async throws {
        let returned = try await Returned.make(
            { $0.audience = .addresses(["360000"]) },
            since: [
                {
                    $0.fields["attachments"] = .list([.text("照片")])
                    $0.fields["batch"] = .text("邻居李四所述")
                    $0.label = "personal"
                }
            ]
        )
        for label in ["internal", "public"] {
            let fields = await Self.tooOpen(label, returned.redirect, at: returned.sender)
            #expect(fields == "attachments, batch")
        }
        // What the officer says anew is labelled anew.
        var redirect = returned.redirect
        redirect.label = "internal"
        redirect.fields["attachments"] = .list([.text("另一照片")])
        redirect.fields["batch"] = .text("B-9")
        _ = try await returned.sender.local.preview(redirect, caller: Self.caller)
        try await returned.federation.remove()
    }

    @Test("what a redirect carries along goes to nobody for whom nothing of its kind was meant")
    func noWider() async throws {
        let returned = try await Returned.make(since: [
            {
                $0.fields["attachments"] = .list([.text("照片")])
                $0.fields["batch"] = .text("B-7")
                $0.audience = .mechanism
            },
            {
                $0.fields["attachments"] = .list([.text("照片")])
                $0.fields["remarks"] = .text("只给他处的话")
                $0.to = ["520000"]
            },
        ])
        for (audience, isWide) in [
            (nil, false), (.addresses(["520000"]), false), (.mechanism, true),
            (.addresses(["350000", "520000"]), true),
        ] as [(EntrySubmission.Audience?, Bool)] {
            var redirect = returned.redirect
            redirect.audience = audience
            let preview = try await returned.sender.local.preview(redirect, caller: Self.caller)
            #expect(preview.body.contains("B-7"))
            #expect(preview.body.contains("运动鞋") == !isWide)
            // It went to somebody else than the former receiver.
            #expect(!preview.body.contains("只给他处的话"))
            #expect(preview.findings.contains { $0.code == "node.not_handed_on" })
        }
        // Observers read what is public, and only that.
        var open = returned.redirect
        (open.audience, open.label) = (.mechanism, "public")
        let preview = try await returned.sender.local.preview(open, caller: Self.caller)
        #expect(!preview.body.contains("B-7"))
        try await returned.federation.remove()
    }

    @Test("a field that is null goes no further, and none is left out that would not have gone on")
    func leftOut() async throws {
        let returned = try await Returned.make()
        let node = returned.sender
        var redirect = returned.redirect
        redirect.without = ["evidence_summary", "goods"]
        let preview = try await node.local.preview(redirect, caller: Self.caller)
        #expect(preview.body.contains("subject_name"))
        #expect(!preview.body.contains("evidence_summary") && !preview.body.contains("goods"))
        #expect(!preview.findings.contains { $0.code == "node.not_handed_on" })
        var supplement = node.submission("supplement", record: returned.record)
        supplement.without = ["goods"]
        redirect.without = ["batch", "receiver_offices", "goods"]
        for (step, fields) in [(redirect, "batch, receiver_offices"), (supplement, "goods")] {
            let refusal = await #expect(throws: Problem.self) {
                _ = try await node.local.preview(step, caller: Self.caller)
            }
            #expect(refusal?.code == "node.nothing_left_out")
            #expect(refusal?.arguments["fields"] == fields)
        }
        try await returned.federation.remove()
    }

    @Test(
        "what the sender said in a step that came to stand irregular is pointed out as not carried"
    )
    func irregular() async throws {
        let returned = try await Returned.make(since: [
            {
                $0.fields["attachments"] = .list([.text("照片")])
                $0.fields["batch"] = .text("B-7")
            }
        ])
        let node = returned.sender
        let origin = try Origin("jiangxi.ipr.example/exercise")
        // As if it had been signed while the return was under way, after which nothing is supplemented.
        try await node.node.store.write { transaction in
            let rows = try transaction.projectedEntries(of: origin, from: 0, limit: 99)
            var row = try #require(rows.last { $0.event == "supplement" })
            row.verdictClass = .irregular
            try transaction.putProjectedEntry(row)
        }
        let preview = try await node.local.preview(returned.redirect, caller: Self.caller)
        #expect(preview.body.contains("运动鞋") && !preview.body.contains("B-7"))
        #expect(preview.findings.contains { $0.code == "node.not_handed_on" })
        try await returned.federation.remove()
    }

    @Test("a field that the rules no longer have is not carried along, and the officer is told")
    func unknownField() async throws {
        let returned = try await Returned.make(since: [
            {
                $0.fields["attachments"] = .list([.text("照片")])
                $0.fields["batch"] = .text("B-7")
            }
        ])
        let node = returned.sender.node
        let text = try #require(InstalledPacks.files.first)
        let newer = String(decoding: text, as: UTF8.self)
            .replacing("\"batch\"", with: "\"batch_number\"")
        let pack = try RulePack.load(Array(newer.utf8))
        let machine = try #require(MachineID("clue").flatMap { pack.machine($0) })
        let step = try #require(EventID("redirect").flatMap { machine.transition($0) })
        let rules = StepRules(pack: pack, machine: machine, step: step)
        let batch = try #require(FieldID("batch"))
        var intent = EntryIntent(
            machine: machine.id,
            event: step.id,
            from: node.view.card.content.region,
            office: try #require(OfficeID("scjg"))
        )
        intent.to = [try #require(Address("520000"))]
        let asked = intent
        let view = node.view
        let record = returned.record
        let (fields, warnings) = try await node.store.read { transaction in
            let planner = StepPlanner(
                view: view,
                now: NodeTime.system.now(),
                caller: Self.caller,
                transaction: transaction,
                bodies: BodyReader(storageKey: view.keyring.storageKey)
            )
            var submission = EntrySubmission(request: "", machine: "clue", event: "redirect")
            submission.record = record
            let key = try planner.recordKey(submission)
            var intent = asked
            let handedOn = try planner.handOn(&intent, by: rules, of: key)
            return (intent.fields, handedOn.warnings)
        }
        #expect(fields.count > 5 && fields[batch] == nil)
        #expect(warnings.map(\.code) == ["node.fields_not_handed_on"])
        #expect(warnings.first?.arguments["fields"] == "batch")
        try await returned.federation.remove()
    }

    @Test(
        "what the former receiver was not to read is not handed on either, and the officer is told"
    )
    func keptFromReceiver() async throws {
        let returned = try await Returned.make { $0.audience = .addresses(["360000"]) }
        let preview = try await returned.sender.local.preview(
            returned.redirect,
            caller: Self.caller
        )
        #expect(!preview.body.contains("运动鞋"))
        #expect(preview.findings.contains { $0.code == "node.not_handed_on" })
        try await returned.federation.remove()
    }
}
