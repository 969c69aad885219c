import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

/// Every route over a real socket, with the client that commands use.
@Suite struct RouteTests {
    static let digest = ScriptedService.digest("f")

    /// One call of a client, with what the service then hears.
    struct Call: CustomTestStringConvertible, Sendable {
        let operation: String
        let argument: String
        let make: @Sendable (LocalClient) async throws -> Void
        var testDescription: String { operation }
    }

    static let reading: [Call] = [
        Call(operation: "records", argument: "clue * sent") { client in
            try await client.list(.records(RecordQuery(machine: "clue", state: "sent"))) { _ in }
        },
        Call(operation: "form", argument: "案件协查 send \(digest) delta") { client in
            let query = StepFormQuery(
                kind: "案件协查",
                event: "send",
                record: digest,
                mechanism: "delta"
            )
            let answer = try await client.send(.form(query))
            #expect(answer == Samples.form)
        },
        Call(operation: "inbox", argument: "scjg home 200 x@1") { client in
            let query = InboxQuery(office: "scjg", mechanism: "home", limit: 200, after: "x@1")
            let page = try await client.send(.inbox(query))
            #expect(page.items.isEmpty && page.next == nil)
        },
        Call(operation: "status", argument: "") { _ = try await $0.send(.status) },
        Call(operation: "health", argument: "") { _ = try await $0.send(.health) },
        Call(operation: "card", argument: "") { _ = try await $0.send(.card) },
        Call(operation: "inspect_card", argument: "text\n") {
            let answer = try await $0.send(.inspect(card: "text\n"))
            #expect(answer.fingerprint == Samples.fingerprint)
        },
        Call(operation: "peers", argument: "") { try await $0.list(.peers) { _ in } },
        Call(operation: "peer", argument: "fujian.ipr.example") {
            let answer = try await $0.send(.peer("fujian.ipr.example"))
            #expect(answer.region == "350000")
        },
        Call(operation: "test_peer", argument: "fujian.ipr.example") {
            let answer = try await $0.send(.test(peer: "fujian.ipr.example"))
            #expect(answer.steps.count == 1)
        },
        Call(operation: "inspect_charter", argument: "charter\n") {
            _ = try await $0.send(.inspect(charter: "charter\n"))
        },
        Call(operation: "mechanisms", argument: "") { try await $0.list(.mechanisms) { _ in } },
        Call(operation: "mechanism", argument: "pan-pearl-river-delta") {
            let answer = try await $0.send(.mechanism("pan-pearl-river-delta"))
            #expect(answer == Samples.charter)
        },
        Call(operation: "charter", argument: digest) {
            let answer = try await $0.bytes(.charter(digest))
            #expect(answer == Array(Samples.charter.text.utf8))
        },
        Call(operation: "rules", argument: "") { try await $0.list(.rules) { _ in } },
        Call(operation: "rule_pack", argument: digest) {
            let answer = try await $0.bytes(.rulePack(digest))
            #expect(answer == [0, 255, 10, 13])
        },
        Call(operation: "calendars", argument: "") { try await $0.list(.calendars) { _ in } },
        Call(operation: "offices", argument: "") { try await $0.list(.offices) { _ in } },
        Call(operation: "drafts", argument: "") { try await $0.list(.drafts) { _ in } },
        Call(operation: "prepare", argument: "d") {
            _ = try await $0.send(.prepare(ApprovalQuestion(draft: "d", key: "k")))
        },
        Call(operation: "approve", argument: "d") {
            _ = try await $0.send(.approve(ApprovalDocument(draft: "d", note: "n")))
        },
        Call(operation: "approved", argument: "d") {
            let answer = try await $0.send(.approved(ApprovalQuestion(draft: "d", key: "k")))
            #expect(answer == ScriptedService.approved)
        },
        Call(operation: "officers", argument: "") { try await $0.list(.officers) { _ in } },
        Call(operation: "logs", argument: "") { try await $0.list(.logs) { _ in } },
        Call(operation: "entries", argument: "\(digest) 5 20") {
            try await $0.list(.entries(EntryRange(log: digest, from: 5, count: 20))) { line in
                #expect(line.index == 5)
            }
        },
        Call(operation: "why", argument: "ffffffff 350000/scjg") {
            let answer = try await $0.send(.why(entry: "ffffffff", peer: "350000/scjg"))
            #expect(answer.decisions.map(\.allowed) == [false])
        },
    ]

    static let signing: [Call] = [
        Call(operation: "submit", argument: "send") {
            _ = try await $0.send(.submit(submission()))
        },
        Call(operation: "preview", argument: "send") {
            _ = try await $0.send(.preview(submission()))
        },
        Call(operation: "draft", argument: "send") {
            _ = try await $0.send(.draft(submission()))
        },
        Call(operation: "cancel", argument: "d") { _ = try await $0.send(.cancel(draft: "d")) },
    ]

    static let acting: [Call] = [
        Call(operation: "add_peer", argument: Samples.fingerprint) {
            _ = try await $0.send(
                .add(PeerAddition(card: "text\n", fingerprint: Samples.fingerprint))
            )
        },
        Call(operation: "remove_peer", argument: "fujian.ipr.example") {
            _ = try await $0.send(.remove(peer: "fujian.ipr.example"))
        },
        Call(operation: "create_charter", argument: "delta") {
            _ = try await $0.send(
                .create(
                    CharterDraft(mechanism: "delta", titleZh: "三角", titleEn: "Delta", members: [])
                )
            )
        },
        Call(operation: "sign_charter", argument: "charter\n") {
            _ = try await $0.send(.sign(charter: "charter\n"))
        },
        Call(operation: "join_charter", argument: "charter\n") {
            _ = try await $0.send(.join(charter: "charter\n"))
        },
        Call(operation: "add_rule_pack", argument: "{}\n") {
            let answer = try await $0.send(.add(rulePack: "{}\n"))
            #expect(answer.pack == "clue")
        },
        Call(operation: "remove_rule_pack", argument: ScriptedService.digest("c")) {
            let answer = try await $0.send(.remove(rulePack: ScriptedService.digest("c")))
            #expect(answer.pack == "clue")
        },
        Call(operation: "state_home_link", argument: "abcdef01 - 未发出") {
            let statement = HomeLinkStatement(record: "abcdef01", sentAs: nil, reason: "未发出")
            let answer = try await $0.send(.state(statement))
            #expect(answer == HomeLinkAnswer(record: "abcdef01", sentAs: nil, openCount: 0))
        },
        Call(operation: "compare_home_link", argument: "abcdef01 - 未发出") {
            let statement = HomeLinkStatement(record: "abcdef01", sentAs: nil, reason: "未发出")
            let answer = try await $0.send(.compare(statement))
            #expect(answer == Samples.homeLinkComparison)
        },
        Call(operation: "add_calendar", argument: "x") {
            let answer = try await $0.send(.add(calendar: "x"))
            #expect(answer == ScriptedService.calendar)
        },
        Call(operation: "add_office", argument: "scjg") {
            _ = try await $0.send(.add(OfficeDocument(office: "scjg", title: "市场监管")))
        },
        Call(operation: "enrol", argument: "scjg responsible") {
            _ = try await $0.send(
                .enrol(OfficerEnrolment(key: "k", office: "scjg", rank: "responsible"))
            )
        },
        Call(operation: "name", argument: "o-1 张三") {
            let answer = try await $0.send(.name(OfficerNaming(officer: "o-1", name: "张三")))
            #expect(answer.name == "张三")
        },
        Call(operation: "revoke", argument: "o-1") {
            _ = try await $0.send(.revoke(OfficerRevocation(officer: "o-1")))
        },
    ]

    static func submission(office: String? = nil) -> EntrySubmission {
        var submission = EntrySubmission(
            request: "11111111-2222-3333-4444-555555555555",
            machine: "clue",
            event: "send"
        )
        submission.mechanism = "pan-pearl-river-delta"
        submission.office = office
        submission.to = ["350000"]
        submission.audience = .addresses(["350000", "360000/scjg"])
        submission.fields = [
            "goods": .text("白酒"), "count": .integer(-3), "known": .boolean(true),
            "persons": .list([.object(["name": .text("甲")])]),
        ]
        return submission
    }

    @Test(
        "each route reaches its operation with its argument and its caller",
        arguments: reading + signing + acting
    )
    func reaches(_ call: Call) async throws {
        try await RunningNode.serving { node in
            try await call.make(LocalClient(socketPath: node.socketPath, language: .en))
            let calls = node.service.script { $0.calls }
            #expect(calls.map(\.operation) == [call.operation])
            #expect(calls.map(\.argument) == [call.argument])
            #expect(calls.first?.caller.offices == .all)
        }
    }

    @Test("a submission arrives as it was sent, and its acknowledgement comes back")
    func submissionRoundTrip() async throws {
        try await RunningNode.serving { node in
            let client = LocalClient(socketPath: node.socketPath, language: .en)
            let first = try await client.send(.submit(Self.submission()))
            let again = try await client.send(.submit(Self.submission()))
            #expect(first == again)
            #expect(first.origin == "jiangxi.ipr.example/pan-pearl-river-delta")
            #expect(node.service.script { $0.submissions } == [Self.submission()])
        }
    }

    @Test("a list of many pages comes whole, in order, on one connection that serves further calls")
    func pages() async throws {
        try await RunningNode.serving { node in
            let records = (0..<301).map { Samples.record("0000\(1000 + $0)") }
            node.service.script { script in
                script.records = records
                script.pageCount = 7
            }
            let client = LocalClient(socketPath: node.socketPath, language: .en)
            try await client.withConnection { connection in
                for _ in 0..<2 {
                    var seen: [RecordSummary] = []
                    try await connection.list(.records(RecordQuery())) { seen.append($0) }
                    #expect(seen == records)
                }
            }
        }
    }

    @Test("a record is found by its digest or a prefix, and shown with all reasons")
    func record() async throws {
        try await RunningNode.serving { node in
            node.service.script {
                $0.records = [Samples.record("abcdef01"), Samples.record("abcdef02")]
            }
            let client = LocalClient(socketPath: node.socketPath, language: .en)
            let detail = try await client.send(.record("abcdef01"))
            #expect(detail.summary == Samples.record("abcdef01"))
            #expect(detail.timeline.first?.verdict.reasons.first?.arguments == ["role": "sender"])
            #expect(detail.timeline.first?.body?.fields?["goods"] == .text("白酒"))
            #expect(detail.timeline.first?.body?.labels.map(\.field) == ["ip_right", "goods"])
        }
    }

    @Test("a list that fails after its first page is cut off, never complete")
    func cutList() async throws {
        try await RunningNode.serving { node in
            node.service.script { script in
                script.records = (0..<5).map { Samples.record("0000000\($0)") }
                script.failsAfterFirstPage = true
            }
            let client = LocalClient(socketPath: node.socketPath, language: .en)
            var seen = 0
            let error = await #expect(throws: LocalAPIError.self) {
                try await client.list(.records(RecordQuery())) { _ in seen += 1 }
            }
            #expect(error?.code == .answerCut)
            #expect(seen == 2)
        }
    }
}
