import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import NodeService

/// What an officer is told before signing: what the rules leave to people, who has answered what, and who else could act.
@Suite(.serialized) struct SigningNoticeTests {
    private static let caller = Federation.caller

    private static func step(
        _ machine: String,
        _ event: String,
        record: String? = nil,
        to addressees: [String] = [],
        _ fields: [String: FieldValue] = [:]
    ) -> EntrySubmission {
        var step = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: machine,
            event: event
        )
        (step.record, step.to, step.fields) = (record, addressees, fields)
        return step
    }

    private static func awaitEntry(
        _ entry: String,
        of record: String,
        at position: Int,
        _ federation: Federation
    ) async throws {
        try await eventually("\(entry) is at node \(position), with its body") {
            // Nothing is there before the record's first entry came.
            let shown = try? await federation[position].test.local.record(record, caller: caller)
            let found = shown?.timeline.first { $0.entry == entry }
            return found.map { $0.body == nil || $0.body?.state == .held } ?? false
        }
    }

    /// Fields that every form asks for.
    private static func head(_ sender: String, _ receivers: [String]) -> [String: FieldValue] {
        [
            "document_no": .text("赣市监线〔2026〕1号"), "title": .text("【演练】出口运动鞋"),
            "mechanism": .text("exercise"), "scope": .text("internal"),
            "no_state_secret": .boolean(true), "sender_office": .text(sender),
            "receiver_offices": .list(receivers.map { .text($0) }),
            "handling_officers": .list([.text("甲"), .text("乙")]), "liaison": .text("联络员"),
            "goods": .text("运动鞋"), "ip_right": .text("trademark"),
        ]
    }

    /// A joint operation to which two nodes are invited, both of which have the invitation.
    private static func invited(
        by federation: Federation
    ) async throws -> LocalAPI.Acknowledgement {
        var propose = step(
            "joint-operation",
            "propose",
            to: ["350000", "520000"],
            [
                "operation_type": .text("simultaneous_raid"), "goods": .text("运动鞋"),
                "ip_right": .text("trademark"),
            ]
        )
        propose.mechanism = "exercise"
        let opened = try await federation[0].test.submit(propose)
        let invited = try await federation[0].test.submit(
            step(
                "joint-operation",
                "invite",
                record: opened.entry,
                to: ["350000", "520000"],
                ["participants": .list([.text("350000"), .text("520000")])]
            )
        )
        for position in [1, 2] {
            try await awaitEntry(invited.entry, of: opened.entry, at: position, federation)
        }
        return opened
    }

    @Test(
        "what each side has answered is shown before signing and decides what comes next, and a step before its own time is told then and stands with the record"
    )
    func conditions() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let kind = "joint-operation"
        let (jiangxi, fujian, guizhou) = (
            federation[0].test, federation[1].test, federation[2].test
        )
        let opened = try await Self.invited(by: federation)
        let join = Self.step(kind, "join", record: opened.entry)
        let joined = try await fujian.submit(join)
        let second = Self.step(kind, "join", record: opened.entry)
        try await Fault.requireRefused("casework.own_latest_not_allowed") {
            _ = try await fujian.local.preview(second, caller: Self.caller)
        }
        // Another answer is no repetition.
        _ = try await fujian.local.preview(
            Self.step(kind, "decline", record: opened.entry),
            caller: Self.caller
        )
        let declined = try await guizhou.submit(
            Self.step(kind, "decline", record: opened.entry)
        )
        for entry in [joined.entry, declined.entry] {
            try await Self.awaitEntry(entry, of: opened.entry, at: 0, federation)
        }
        func plan(_ addressees: [String]) -> EntrySubmission {
            Self.step(
                kind,
                "freeze_plan",
                record: opened.entry,
                to: addressees,
                Self.head("360000/scjg", addressees.isEmpty ? ["350000"] : addressees).merging([
                    "operation_code": .text("L1"), "targets": .list([.text("甲厂")]),
                    "time_window": .text("上午"), "division": .text("各自负责"),
                    "evidence_requirements": .text("录像"),
                ]) { own, _ in own }
            )
        }
        try await Fault.requireRefused("casework.addressee_left") {
            _ = try await jiangxi.local.preview(plan(["350000", "520000"]), caller: Self.caller)
        }
        // Nobody is named: the plan goes to those who take part.
        let preview = try await jiangxi.local.preview(plan([]), caller: Self.caller)
        let readers = preview.recipients.filter(\.body).map(\.node)
        #expect(readers.contains("fujian.ipr.example"))
        #expect(!readers.contains("guizhou.ipr.example"))
        // Whoever declined is no party that should read it, and naming him is refused.
        #expect(!preview.findings.contains { $0.code == "node.body_not_for_party" })
        let answers = try #require(preview.findings.first { $0.code == "node.answers_so_far" })
        let text = answers.worded(in: .zh)
        #expect(text.contains("350000 同意参加") && text.contains("520000 不参加"), "\(text)")
        #expect(answers.worded(in: .en).contains("520000 decline"))
        _ = try await jiangxi.submit(plan([]))
        let embargo = Self.step(
            kind,
            "embargo",
            record: opened.entry,
            ["t0": .text("2099-01-01T06:00:00+08:00")]
        )
        try await Fault.requireRefused("casework.answers_lacking") {
            _ = try await jiangxi.local.preview(embargo, caller: Self.caller)
        }
        try await launch(opened.entry, after: embargo, in: federation)
        try await federation.remove()
    }

    /// The co-signature comes, and the action begins before its own time: that is told before it is signed, and stands with the record.
    private func launch(
        _ record: String,
        after embargo: EntrySubmission,
        in federation: Federation
    ) async throws {
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        try await eventually("the plan is at the other office") {
            let shown = try await fujian.local.record(record, caller: Self.caller)
            return shown.summary.state == "plan_frozen"
        }
        let kind = "joint-operation"
        let cosigned = try await fujian.submit(Self.step(kind, "cosign_plan", record: record))
        try await Self.awaitEntry(cosigned.entry, of: record, at: 0, federation)
        let standby = try await jiangxi.local.preview(embargo, caller: Self.caller)
        let conditions = standby.findings.filter { $0.code == "node.condition_for_people" }
        #expect(conditions.count == 1)
        #expect(conditions.first?.worded(in: .zh).contains("内容只向参与方提供") == true)
        // What was shown before is not said again once it is signed.
        let taken = try await jiangxi.submit(embargo)
        #expect(taken.warnings?.contains { $0.code == "node.condition_for_people" } != true)
        var launch = Self.step(kind, "launch", record: record)
        try await Fault.requireRefused("node.step_too_early") { [launch] in
            _ = try await jiangxi.local.preview(launch, caller: Self.caller)
        }
        try await Fault.requireRefused("node.step_too_early") { [launch] in
            _ = try await jiangxi.submit(launch)
        }
        // Whoever says why takes it, and is told before and after.
        launch.fields["remarks"] = .text("目标正在转移货物")
        let code = "node.step_before_time"
        let early = try await jiangxi.local.preview(launch, caller: Self.caller)
        let told = try #require(early.findings.first { $0.code == code })
        #expect(told.worded(in: .zh).contains("早于载明的 统一行动时间"))
        #expect(told.arguments["value"] == "2099-01-01T06:00:00+08:00")
        #expect(!early.findings.contains { $0.code == "node.all_have_left" })
        try await Self.awaitEntry(taken.entry, of: record, at: 1, federation)
        let left = try await fujian.submit(
            Self.step(kind, "withdraw_participation", record: record)
        )
        try await Self.awaitEntry(left.entry, of: record, at: 0, federation)
        let alone = try await jiangxi.local.preview(launch, caller: Self.caller)
        let warned = try #require(alone.findings.first { $0.code == "node.all_have_left" })
        #expect(warned.arguments["addresses"] == "350000, 520000")
        let launched = try await jiangxi.submit(launch)
        let shown = try await jiangxi.local.record(record, caller: Self.caller)
        #expect(shown.findings.contains { $0.code == code })
        // Whoever left knows of the launch, and reads nothing of it.
        try await eventually("the launch is at the other office") {
            let theirs = try await fujian.local.record(record, caller: Self.caller)
            return theirs.timeline.contains { $0.entry == launched.entry }
        }
        let theirs = try await fujian.local.record(record, caller: Self.caller)
        #expect(theirs.findings.contains { $0.code == code }, "it holds the body that says when")
        let declined = try await federation[2].test.local.record(record, caller: Self.caller)
        #expect(!declined.findings.contains { $0.code == code }, "nobody told it the time")
    }

    @Test(
        "an addressee wider than the receiving offices is named as the only one that is written, and pointed out where several are"
    )
    func wider() async throws {
        let jiangxi = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let fujian = try await TestNode(
            opening: TestNode.makeHome(
                "fujian.ipr.example",
                region: "350000",
                offices: ["scjg": "福建省市场监督管理局", "gaj": "福建省公安厅"]
            )
        )
        try await Federation.introduce([jiangxi, fujian])
        let draft = Federation.draft([("jiangxi", "360000"), ("fujian", "350000")])
        var charter = try await jiangxi.local.create(draft, caller: Self.caller).text
        charter = try await fujian.local.sign(charter: charter, caller: Self.caller).text
        _ = try await jiangxi.local.join(charter: charter, caller: Self.caller)
        var (_, send) = try await jiangxi.approved(to: "350000")
        func told(
            _ receivers: [String],
            _ code: String = "node.addressee_wider"
        ) async throws -> CodedText? {
            send.fields["receiver_offices"] = .list(receivers.map { .text($0) })
            let preview = try await jiangxi.local.preview(send, caller: Self.caller)
            return preview.findings.first { $0.code == code }
        }
        let meant = try #require(try await told(["350000/scjg"], "node.addressee_office_meant"))
        #expect(meant.arguments["found"] == "350000/scjg 福建省市场监督管理局")
        #expect(meant.worded(in: .zh).contains("350000/scjg 福建省市场监督管理局"))
        #expect(try await told(["350000/scjg"]) == nil)
        let preview = try await jiangxi.local.preview(send, caller: Self.caller)
        #expect(preview.text.contains(#""to":["350000/scjg"]"#), "\(preview.text)")
        let wide = try #require(try await told(["350000/gaj", "350000/scjg"]))
        #expect(wide.arguments["option"] == "--to 350000/gaj,350000/scjg")
        #expect(wide.worded(in: .zh).contains("任何单位都可以签收、受理"))
        #expect(try await told(["350000"]) == nil)
        send.to = ["350000/scjg"]
        #expect(try await told(["350000/scjg"]) == nil)
        // Where the region has one office, nobody else could act.
        let alone = try await TwoNodes.make()
        var (_, sent) = try await alone.jiangxi.approved(to: "350000")
        sent.fields["receiver_offices"] = .list([.text("350000/scjg")])
        let plain = try await alone.jiangxi.local.preview(sent, caller: Self.caller)
        #expect(plain.findings.allSatisfy { $0.code != "node.addressee_wider" })
        try await alone.remove()
        try await jiangxi.remove()
        try await fujian.remove()
    }

    @Test(
        "a step by which a form is to be complete asks nothing again that the other side has said, and shows it as said"
    )
    func settled() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        let registered = try await jiangxi.submit(
            Self.step(
                "appraisal",
                "register",
                Self.head("360000/scjg", ["350000/scjg"]).merging([
                    "appraisal_kind": .text("testing"), "conclusion": .text("假冒"),
                    "institution": .text("检测中心"), "sample": .text("鞋一双"),
                ]) { own, _ in own }
            )
        )
        var offer = Self.step(
            "appraisal",
            "offer",
            record: registered.entry,
            to: ["350000/scjg"]
        )
        offer.mechanism = "exercise"
        // The number that was given with the notice of the result is the notice's.
        offer.fields["document_no"] = .text("赣市监线〔2026〕2号")
        let offered = try await jiangxi.submit(offer)
        try await Self.awaitEntry(offered.entry, of: offered.entry, at: 1, federation)
        let form = try await fujian.local.form(
            StepFormQuery(kind: "appraisal", event: "request", record: offered.entry),
            caller: Self.caller
        )
        let asked = form.fields.filter { $0.required && !$0.said }.map(\.field)
        #expect(asked == ["use_case_no"])
        #expect(form.fields.contains { $0.field == "conclusion" && $0.required && $0.said })
        // What the step itself asks for nobody else has said for it.
        let empty = Self.step("appraisal", "request", record: offered.entry)
        let refused = await #expect(throws: Problem.self) {
            _ = try await fujian.local.preview(empty, caller: Self.caller)
        }
        #expect(refused?.code == "node.fields_missing")
        #expect(refused?.arguments["fields"] == "use_case_no")
        var request = empty
        request.fields = ["use_case_no": .text("闽市监案〔2026〕2号")]
        _ = try await fujian.submit(request)
        let shown = try await fujian.local.record(offered.entry, caller: Self.caller)
        #expect(shown.summary.state == "requested")
        let last = try #require(shown.timeline.last { $0.event == "request" })
        let lacking = last.body?.findings ?? []
        #expect(lacking.isEmpty)
        try await federation.remove()
    }
}

extension CodedText {
    /// The sentence in a language.
    fileprivate func worded(in language: Language) -> String {
        Catalogue.message(code, arguments, in: language)?.sentence ?? ""
    }
}
