import Casework
import Foundation
import LocalAPI
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// What is wrong with a step is said before anything is signed.
@Suite struct SubmissionTests {
    private static let caller = TestNode.operatorCaller

    /// A step that is refused, and all codes that say why.
    private static func codes(_ submission: EntrySubmission, at node: TestNode) async -> [String] {
        let error = await #expect(throws: Problem.self) { _ = try await node.submit(submission) }
        guard let error else { return [] }
        for language in Language.allCases {
            let worded = error.worded(in: language)
            #expect(!worded.cause.contains("{") && !worded.cause.isEmpty, "\(worded.cause)")
            #expect(!worded.remedy.isEmpty, "\(error.code)")
        }
        return error.reasons.map { $0.map(\.code) } ?? [error.code]
    }

    @Test("a rule pack that is named and not here is told as one that does not exist")
    func pack() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var draft = node.submission("create")
        draft.rules = "clue@" + String(repeating: "0", count: 64)
        let error = await #expect(throws: Problem.self) { _ = try await node.submit(draft) }
        #expect(error?.code == "node.pack_unknown" && error?.status == 404)
        try await node.remove()
    }

    @Test(
        "a field of another form is refused by its title and what is wanted, and nothing is written"
    )
    func forms() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        for (field, value, code) in [
            ("titel", FieldValue.text("x"), "node.field_unknown"),
            ("title", .integer(1), "node.field_no_text"),
            ("ip_right", .text("brand"), "node.field_no_choice"),
            ("found_at", .text("2026年11月20日"), "node.field_no_time"),
            ("found_at", .text("2026-11-20"), "node.field_no_time"),
            ("act_region", .text("火星"), "node.field_no_region"),
            ("goods_value", .text("100"), "node.field_no_money"),
            ("goods_value", .integer(-1), "node.field_no_money"),
            ("urgent", .text("perhaps"), "node.field_no_boolean"),
            ("shop", .integer(1), "node.field_no_list"),
            ("title", .list([.text("甲"), .text("乙")]), "node.field_not_list"),
            ("商品", .text("x"), "node.field_unknown"),
            ("related_records", .list([.text("abc")]), "node.field_no_digest"),
            ("sender_office", .text("scjg"), "node.field_no_office"),
            ("filed_on", .text("20260230"), "node.field_no_date"),
            ("filed_on", .text("2026-02-30"), "node.field_no_such_day"),
            ("found_at", .text("2025-02-30T09:00:00+08:00"), "node.field_no_such_day"),
            ("found_at", .text("2025-02-28T25:00:00+08:00"), "node.field_no_such_day"),
            ("found_at", .text("2025-02-28T09:00:00+15:00"), "node.field_no_such_day"),
            ("found_at", .text("2025-02-28T09:00:00"), "node.field_no_offset"),
            ("found_at", .text("2025-02-28T09:00:00Z"), "node.field_no_offset"),
            ("ip_numbers", .list([.boolean(true)]), "node.field_no_text_or_object"),
        ] {
            var submission = node.submission("create")
            submission.fields[field] = value
            #expect(await Self.codes(submission, at: node) == [code], "\(field) \(value)")
        }
        var submission = node.submission("create")
        submission.fields["ip_right"] = .text("brand")
        submission.fields["urgent"] = .text("perhaps")
        #expect(
            await Self.codes(submission, at: node)
                == ["node.field_no_choice", "node.field_no_boolean"]
        )
        let told = await #expect(throws: Problem.self) { _ = try await node.submit(submission) }
        let zh = try #require(told).worded(in: .zh).cause
        #expect(zh.contains("权利类型（ip_right）") && zh.contains("注册商标专用权（trademark）"))
        let en = try #require(told).worded(in: .en).cause
        #expect(en.contains("IP right (ip_right)") && en.contains("urgent (urgent)"))
        #expect(try await node.size(of: "home") == 3)
        submission.fields["ip_right"] = .text("trademark")
        submission.fields["urgent"] = .boolean(true)
        _ = try await node.submit(submission)
        #expect(try await node.size(of: "home") == 4)
        try await node.remove()
    }

    @Test("an audience may be given in any order, and twice")
    func audienceOrder() async throws {
        let nodes = try await TwoNodes.make()
        var (_, send) = try await nodes.jiangxi.approved(to: "350000")
        send.audience = .addresses(["360000", "350000", "360000"])
        let preview = try await nodes.jiangxi.local.preview(send, caller: Self.caller)
        #expect(preview.text.contains("\"audience\":[\"350000\",\"360000\"]"), "\(preview.text)")
        _ = try await nodes.jiangxi.submit(send)
        try await nodes.remove()
    }

    @Test(
        "attachments are a list of different names, an empty list is none, and the answer says that no file went along"
    )
    func attachments() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let sent = try await node.submit(node.approved(to: "350000").send)
        // What an earlier step named stands for no later one that gives an empty list.
        var named = node.submission("supplement", record: sent.entry)
        named.fields["attachments"] = .list([.text("照片"), .text("合同")])
        let preview = try await node.local.preview(named, caller: Self.caller)
        #expect(preview.findings.map(\.code) == ["node.names_without_files"])
        let taken = try await node.submit(named)
        #expect(taken.warnings?.map(\.code) == ["node.names_without_files"])
        for language in Language.allCases {
            let told = try #require(taken.warnings?.first)
            let message = Catalogue.message(told.code, told.arguments, in: language)
            #expect(message?.sentence.contains("{") == false && message?.remedy.isEmpty == false)
        }
        for (value, code) in [
            (FieldValue.list([]), "node.fields_missing"),
            (.list([.text("")]), "node.field_no_names"),
            (.list([.text(" \u{3000}")]), "node.field_no_names"),
            (.list([.integer(1), .integer(2)]), "node.field_no_names"),
            (.list([.object(["name": .text("a")])]), "node.field_no_names"),
            (.list([.text("a"), .text("b"), .text("a")]), "node.field_named_twice"),
            (.integer(1), "node.field_no_list"), (.text(" "), "node.field_no_list"),
        ] {
            var supplement = node.submission("supplement", record: sent.entry)
            supplement.fields["attachments"] = value
            #expect(await Self.codes(supplement, at: node) == [code], "\(value)")
            let refused = await #expect(throws: Problem.self, "\(value)") {
                _ = try await node.local.preview(supplement, caller: Self.caller)
            }
            #expect(refused?.code == code)
        }
        try await nodes.remove()
    }

    @Test(
        "a party of the matter that cannot read what a step says is pointed out before it is signed"
    )
    func unread() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let node = federation[0].test
        func told(_ submission: EntrySubmission) async throws -> [String] {
            try await node.local.preview(submission, caller: Self.caller).findings
                .filter { $0.code == "node.body_not_for_party" }
                .map { $0.arguments["addresses"] ?? "" }
        }
        var (_, send) = try await node.approved(to: "350000")
        #expect(try await told(send).isEmpty)
        for (audience, addresses) in [
            (EntrySubmission.Audience.addresses([]), ["350000"]),
            (.addresses(["520000"]), ["350000"]), (.addresses(["350000"]), []), (.mechanism, []),
        ] {
            send.audience = audience
            #expect(try await told(send) == addresses, "\(audience)")
        }
        send.audience = nil
        let sent = try await node.submit(send)
        var supplement = node.submission("supplement", record: sent.entry)
        supplement.fields["remarks"] = .text("补充")
        supplement.fields["attachments"] = .list([.text("照片")])
        #expect(try await told(supplement).isEmpty)
        supplement.to = ["520000"]
        #expect(try await told(supplement) == ["350000"])
        supplement.to = ["350000", "520000"]
        #expect(try await told(supplement).isEmpty)
        supplement.to = ["520000"]
        let taken = try await node.submit(supplement)
        let warning = try #require(
            taken.warnings?.first { $0.code == "node.body_not_for_party" }
        )
        for language in Language.allCases {
            let text = Catalogue.message(warning.code, warning.arguments, in: language)
            #expect(text?.sentence.contains("350000") == true && text?.remedy.isEmpty == false)
        }
        try await federation.remove()
    }

    @Test(
        "a body at the limit is taken, and one byte more is refused by the preview and by the step in the same words"
    )
    func bodyLimit() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var draft = node.submission("create")
        draft.fields["goods"] = .text("x")
        let least = try await node.local.preview(draft, caller: Self.caller).body.utf8.count
        // What the salt leaves of an object of 1 MiB.
        let limit = 1_048_576 - 32
        draft.fields["goods"] = .text(String(repeating: "x", count: limit - least + 2))
        let told = await #expect(throws: Problem.self) {
            _ = try await node.local.preview(draft, caller: Self.caller)
        }
        #expect(told?.code == "node.body_too_large")
        #expect(told?.arguments["found"] == "\(limit + 1)")
        #expect(told?.arguments["limit"] == "\(limit)")
        #expect(await Self.codes(draft, at: node) == ["node.body_too_large"])
        // Far beyond what a body may be.
        draft.fields["goods"] = .text(String(repeating: "x", count: limit + 500))
        #expect(await Self.codes(draft, at: node) == ["node.body_too_large"])
        draft.fields["goods"] = .text(String(repeating: "x", count: limit - least + 1))
        let preview = try await node.local.preview(draft, caller: Self.caller)
        #expect(preview.body.utf8.count == limit)
        let created = try await node.submit(draft)
        let shown = try await node.local.record(created.entry, caller: Self.caller)
        #expect(shown.timeline.first?.body?.state == .held)
        try await node.remove()
    }

    @Test(
        "what has happened lies at most ten minutes ahead of the node's clock, and a pause ends no day before it begins"
    )
    func dates() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        // 2027-06-15T23:55:00+08:00
        let time = NodeTime(now: { 1_813_074_900 }, isSynchronised: { true })
        let node = try await TestNode(opening: home, time: time)
        for (field, value, isAhead) in [
            ("found_at", "2027-06-16T00:05:00+08:00", false),
            ("found_at", "2027-06-16T00:05:01+08:00", true),
            ("first_filed_at", "2030-01-01T00:00:00+08:00", true),
            ("filed_on", "2027-06-16", false), ("filed_on", "2027-06-17", true),
            ("received_at", "2028-01-01T00:00:00+08:00", true),
        ] {
            var submission = node.submission("create")
            submission.fields[field] = .text(value)
            guard isAhead else {
                _ = try await node.submit(submission)
                continue
            }
            #expect(
                await Self.codes(submission, at: node) == ["node.field_in_future"],
                "\(field) \(value)"
            )
        }
        for (to, isBefore) in [("2027-06-15", false), ("2027-06-14", true)] {
            var submission = node.submission("create")
            submission.fields["pause_from"] = .text("2027-06-15")
            submission.fields["pause_to"] = .text(to)
            guard isBefore else {
                _ = try await node.submit(submission)
                continue
            }
            #expect(await Self.codes(submission, at: node) == ["node.field_before_another"])
        }
        // The beginning may stand in an earlier step.
        var create = node.submission("create")
        create.fields["pause_from"] = .text("2027-06-15")
        let created = try await node.submit(create)
        var approve = node.submission("approve", record: created.entry)
        approve.fields["pause_to"] = .text("2027-06-14")
        #expect(await Self.codes(approve, at: node) == ["node.field_before_another"])
        try await node.remove()
    }

    @Test(
        "a label below personal over free text is taken, and preview and acknowledgement ask the officer to look at it"
    )
    func freeText() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var submission = try node.foundNow()
        #expect(try await node.submit(submission).warnings == nil)
        submission.request = UUID().uuidString.lowercased()
        submission.label = "internal"
        let preview = try await node.local.preview(submission, caller: Self.caller)
        let warning = try #require(preview.findings.first { $0.code == "node.label_over_text" })
        #expect(warning.arguments["label"] == "internal")
        #expect(warning.arguments["fields"]?.contains("goods") == true)
        #expect(try await node.submit(submission).warnings == [warning])
        let zh = Catalogue.message(warning.code, warning.arguments, in: .zh)
        #expect(zh?.sentence.contains("涉案商品（goods）") == true)
        try await node.remove()
    }

    @Test("a step that stays at home has no addressee, and says so")
    func addresseeAtHome() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var create = node.submission("create")
        create.to = ["350000"]
        #expect(await Self.codes(create, at: node) == ["node.addressee_at_home"])
        create.to = []
        let created = try await node.submit(create)
        var approve = node.submission("approve", record: created.entry)
        approve.to = ["350000"]
        #expect(await Self.codes(approve, at: node) == ["node.addressee_at_home"])
        #expect(try await node.size(of: "home") == 4)
        try await node.remove()
    }

    @Test("no step that leaves the node says that it holds state secrets")
    func secrets() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let sent = try await node.submit(node.approved(to: "350000").send)
        var supplement = node.submission("supplement", record: sent.entry)
        supplement.fields["attachments"] = .list([.text("照片")])
        supplement.fields["no_state_secret"] = .boolean(false)
        #expect(await Self.codes(supplement, at: node) == ["node.field_not_confirmed"])
        supplement.fields["no_state_secret"] = .boolean(true)
        _ = try await node.local.preview(supplement, caller: Self.caller)
        try await nodes.remove()
    }

    @Test(
        "a sender's office is one for which this node acts, and a step at home goes into no mechanism"
    )
    func senderOffice() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        var create = node.submission("create")
        create.mechanism = "exercise"
        #expect(await Self.codes(create, at: node) == ["node.mechanism_at_home"])
        create.mechanism = nil
        create.fields["sender_office"] = .text("350000/scjg")
        #expect(await Self.codes(create, at: node) == ["node.sender_office_not_ours"])
        var (_, send) = try await node.approved(to: "350000")
        for office in ["350000/scjg", "440000/scjg"] {
            send.fields["sender_office"] = .text(office)
            #expect(
                await Self.codes(send, at: node) == ["node.sender_office_not_ours"],
                "\(office)"
            )
        }
        // Offices below it that have no node act through this one.
        for office in ["360000/scjg", "360000", "360734/scjg"] {
            send.fields["sender_office"] = .text(office)
            _ = try await node.local.preview(send, caller: Self.caller)
        }
        try await nodes.remove()
    }

    @Test("the name of a natural person is personal, though that of a business is not")
    func person() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let created = try await node.submit(node.submission("create"))
        var approve = node.submission("approve", record: created.entry)
        approve.fields["subject_is_person"] = .boolean(true)
        for label in ["public", "internal"] {
            approve.label = label
            #expect(await Self.codes(approve, at: node) == ["node.label_too_open"])
        }
        approve.label = nil
        let preview = try await node.local.preview(approve, caller: Self.caller)
        #expect(preview.text.contains(#""label":"personal""#))
        approve.fields["subject_is_person"] = .boolean(false)
        let business = try await node.local.preview(approve, caller: Self.caller)
        #expect(business.text.contains(#""label":"internal""#))
        approve.label = "internal"
        _ = try await node.submit(approve)
        try await node.remove()
    }

    @Test("a missing field and a step at the wrong time are told by their official titles")
    func titles() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var bare = node.submission("create")
        bare.fields["goods"] = nil
        let missing = await #expect(throws: Problem.self) { _ = try await node.submit(bare) }
        #expect(missing?.worded(in: .zh).cause == "步骤 登记线索 还缺少：涉案商品（goods）。")
        let created = try await node.submit(node.submission("create"))
        _ = try await node.submit(node.submission("approve", record: created.entry))
        let again = node.submission("approve", record: created.entry)
        let refused = await #expect(throws: Problem.self) { _ = try await node.submit(again) }
        #expect(refused?.code == "casework.state_not_allowed")
        #expect(refused?.worded(in: .zh).cause == "状态为 已审批 时不能办理步骤 审批。")
        try await node.remove()
    }

    /// Changes of an opening that would do, each with the code of its refusal.
    private static var refusedOpenings: [(String, (inout EntrySubmission) -> Void)] {
        [
            ("node.field_not_confirmed", { $0.fields["no_state_secret"] = .boolean(false) }),
            ("node.field_no_boolean", { $0.fields["no_state_secret"] = .text("maybe") }),
            ("node.officers_too_few", { $0.fields["handling_officers"] = .list([.text("甲")]) }),
            (
                "node.officers_too_few",
                { $0.fields["handling_officers"] = .list([.text("甲"), .text("甲")]) }
            ),
            (
                "node.officers_too_few",
                { $0.fields["handling_officers"] = .list([.text("甲"), .text("")]) }
            ),
            (
                "node.officers_too_few",
                { $0.fields["handling_officers"] = .list([.text("甲"), .text(" 甲\u{3000}")]) }
            ),
            (
                "node.officers_too_few",
                { $0.fields["handling_officers"] = .list([.integer(36_001), .integer(36_001)]) }
            ),
            (
                "node.officers_too_few",
                {
                    $0.fields["handling_officers"] = .list([
                        .text("甲"), .object(["name": .text("甲")]), .object(["name": .text(" ")]),
                        .object([:]),
                    ])
                }
            ),
            ("node.field_no_choice", { $0.fields["scope"] = .text("secret") }),
            ("node.field_contradicts", { $0.fields["mechanism"] = .text("other") }),
            (
                "node.field_contradicts",
                { $0.fields["receiver_offices"] = .list([.text("330000")]) }
            ),
            ("node.addressee_needed", { $0.to = [] }),
            ("node.addressee_outside", { $0.to = ["110000"] }),
            ("node.addressee_is_sender", { $0.to = ["360000"] }),
            ("node.audience_outside", { $0.audience = .addresses(["350000", "999999"]) }),
            ("node.audience_office_unknown", { $0.audience = .addresses(["350000/nosuch"]) }),
            ("node.addressee_office_unknown", { $0.to = ["350000/nosuch"] }),
            (
                "node.addressee_office_unknown",
                { $0.fields["receiver_offices"] = .list([.text("350000/nosuch")]) }
            ),
        ]
    }

    @Test(
        "what must not leave, goes nowhere, to oneself, to nobody or to an unknown office, or contradicts itself, is not sent"
    )
    func openings() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let (_, send) = try await node.approved(to: "350000")
        for officers in [
            [FieldValue.integer(36_001), .integer(36_002)],
            [.object(["name": .text("甲")]), .object(["name": .text("乙")])],
        ] {
            var two = send
            two.fields["handling_officers"] = .list(officers)
            _ = try await node.local.preview(two, caller: Self.caller)
        }
        let before = try await node.size(of: "exercise")
        for (code, change) in Self.refusedOpenings {
            var changed = send
            changed.request = UUID().uuidString.lowercased()
            change(&changed)
            if ["110000", "360000"].contains(changed.to.first) {
                changed.fields["receiver_offices"] = .list([.text(changed.to[0])])
            }
            #expect(await Self.codes(changed, at: node) == [code])
            let preview = await #expect(throws: Problem.self) {
                _ = try await node.local.preview(changed, caller: Self.caller)
            }
            #expect(preview?.code == code)
        }
        #expect(try await node.size(of: "exercise") == before)
        var office = send
        office.to = ["350000/scjg"]
        _ = try await node.submit(office)
        #expect(try await node.size(of: "exercise") == before + 1)
        try await nodes.remove()
    }

    @Test(
        "a matter goes into a mechanism once, from its approval on, however many send it at the same time"
    )
    func once() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let created = try await node.submit(node.submission("create"))
        var early = node.submission("send", record: created.entry)
        early.mechanism = "exercise"
        early.to = ["350000"]
        #expect(await Self.codes(early, at: node) == ["casework.state_not_allowed"])
        let (_, send) = try await node.approved(to: "350000")
        let before = try await node.size(of: "exercise")
        let local = node.local
        let outcomes = await withTaskGroup(of: Result<String, any Error>.self) { group in
            for _ in 0..<8 {
                var one = send
                one.request = UUID().uuidString.lowercased()
                let request = one
                group.addTask {
                    do {
                        return .success(
                            try await local.submit(request, caller: Self.caller).entry
                        )
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let sent = outcomes.compactMap { try? $0.get() }
        #expect(sent.count == 1)
        for case .failure(let error) in outcomes {
            let problem = try #require(error as? Problem)
            #expect(problem.code == "node.already_opened")
            #expect(problem.arguments["opening"] == sent.first)
        }
        #expect(try await node.size(of: "exercise") == before + 1)
        try await nodes.remove()
    }

    @Test("what no field mends is said before fields are asked for")
    func unmendable() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let sent = try await federation.handOver(from: 0, to: 1)
        let fujian = federation[1].test
        let start = fujian.submission("start_verification", record: sent.entry)
        #expect(await Self.codes(start, at: fujian) == ["casework.state_not_allowed"])
        _ = try await fujian.submit(fujian.submission("accept", record: sent.entry))
        #expect(await Self.codes(start, at: fujian) == ["node.fields_missing"])
        // Whoever has no part in the step is told so, and not what to write.
        var supplement = fujian.submission("supplement", record: sent.entry)
        supplement.fields = [:]
        let told = await Self.codes(supplement, at: fujian)
        #expect(!told.contains("node.fields_missing"), "\(told)")
        #expect(told.contains("casework.role_not_allowed"), "\(told)")
        try await federation.remove()
    }

    @Test("what the other side wrote does not stand for what this side has to give")
    func ownFields() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let sent = try await federation.handOver(from: 0, to: 1)
        let fujian = federation[1].test
        _ = try await fujian.submit(fujian.submission("accept", record: sent.entry))
        var start = fujian.submission("start_verification", record: sent.entry)
        #expect(await Self.codes(start, at: fujian) == ["node.fields_missing"])
        start.fields["handling_officers"] = .list([.text("丙")])
        #expect(await Self.codes(start, at: fujian) == ["node.officers_too_few"])
        start.fields["handling_officers"] = .list([.text("丙"), .text("丁")])
        _ = try await fujian.submit(start)
        try await federation.remove()
    }
}
