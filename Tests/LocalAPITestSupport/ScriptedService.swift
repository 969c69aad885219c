package import LocalAPI
import Synchronization

/// A node for tests of clients: it answers from a script and remembers what it was asked, by whom.
package final class ScriptedService: LocalService {
    /// What a test may set and read.
    package struct Script: Sendable {
        /// Every call: the operation, its argument, and the caller.
        package var calls: [(operation: String, argument: String, caller: Caller)] = []
        /// Every submission, previews included.
        package var submissions: [EntrySubmission] = []
        /// The acknowledgement of each request id, with its submission.
        package var acknowledged: [String: (EntrySubmission, Acknowledgement)] = [:]
        /// Every draft of a charter.
        package var drafts: [CharterDraft] = []
        /// Every addition of a peer.
        package var additions: [PeerAddition] = []
        /// What a step asks for.
        package var form = Samples.form
        /// What a step would sign; nil: the sample.
        package var preview: EntryPreview?
        /// What is prepared for an officer; nil: the sample.
        package var prepared: DraftDocument?
        /// What is prepared from the second time on; nil: the same.
        package var preparedLater: DraftDocument?
        /// Every enrolment of an officer.
        package var enrolments: [OfficerEnrolment] = []
        /// Every approval.
        package var approvals: [ApprovalDocument] = []
        /// The records to list.
        package var records: [RecordSummary] = []
        /// What may belong to a record.
        package var links = Samples.linksAnswer
        /// The offices.
        package var offices = [OfficeDocument(office: "scjg", title: "江西省市场监督管理局")]
        /// What a matter at home and what may have sent it say.
        package var homeLinkComparison = Samples.homeLinkComparison
        /// Fields in which numbers are masked in a record.
        package var masked: [String]?
        /// The inbox.
        package var inbox: [InboxItem] = []
        /// The rule packs.
        package var rules = [RulePackDocument(pack: "clue", digest: ScriptedService.digest("c"))]
        /// The bytes of every rule pack.
        package var rulePack: [UInt8] = [0, 255, 10, 13]
        /// The status.
        package var status = Samples.status
        /// The form to print.
        package var letter = Samples.letter
        /// How the test of a peer ends.
        package var testOutcome = CheckResult.Outcome.passed
        /// What the status sounds.
        package var alarms: [AlarmStatus] = []
        /// How many records a page holds.
        package var pageCount = 2
        /// Thrown by every operation that this names.
        package var failures: [String: Problem] = [:]
        /// Thrown by the page after the first one of a list.
        package var failsAfterFirstPage = false
        /// Thrown as an error that is no problem.
        package var crashes = false
    }

    private let script = Mutex(Script())

    /// Makes a service with an empty script.
    package init() {}

    /// Changes or reads the script.
    @discardableResult
    package func script<Result: Sendable>(
        _ body: (inout sending Script) -> sending Result
    ) -> Result {
        script.withLock { body(&$0) }
    }

    /// An error of no known kind.
    package struct Crash: Error {
        /// What must not leave the node.
        package let secret = "the-secret-of-the-node"
    }

    /// A digest for tests: one hex digit, 64 times.
    package static func digest(_ digit: Character) -> String { String(repeating: digit, count: 64) }

    func note(_ operation: String, _ argument: String, _ caller: Caller) throws {
        try script.withLock { script in
            script.calls.append((operation, argument, caller))
            if let failure = script.failures[operation] { throw failure }
            if script.crashes { throw Crash() }
        }
    }

    package func submit(
        _ submission: EntrySubmission,
        caller: Caller
    ) async throws -> Acknowledgement {
        try note("submit", submission.event ?? "", caller)
        return try script.withLock { script in
            if let (earlier, acknowledgement) = script.acknowledged[submission.request] {
                guard earlier == submission else {
                    throw Problem(
                        code: "node.request_differs",
                        arguments: ["request": submission.request],
                        status: 409
                    )
                }
                return acknowledgement
            }
            script.submissions.append(submission)
            let acknowledgement = Acknowledgement(
                entry: Self.digest("a"),
                index: UInt64(script.submissions.count),
                origin: "jiangxi.ipr.example/" + (submission.mechanism ?? "home"),
                proof: "c2sp.org/tlog-proof@v1\n"
            )
            script.acknowledged[submission.request] = (submission, acknowledgement)
            return acknowledgement
        }
    }

    package func form(_ query: StepFormQuery, caller: Caller) async throws -> StepForm {
        let parts = [query.kind, query.event, query.record, query.mechanism].map { $0 ?? "*" }
        try note("form", parts.joined(separator: " "), caller)
        return script.withLock { $0.form }
    }

    package func preview(
        _ submission: EntrySubmission,
        caller: Caller
    ) async throws -> EntryPreview {
        try note("preview", submission.event ?? "", caller)
        let scripted = script.withLock { script in
            script.submissions.append(submission)
            return script.preview
        }
        return scripted
            ?? EntryPreview(
                origin: "jiangxi.ipr.example/pan-pearl-river-delta",
                text: "lianlu/entry/v1\njiangxi.ipr.example/pan-pearl-river-delta\n{}\n",
                body: "{}",
                signers: ["jiangxi.ipr.example/office/scjg"],
                recipients: [
                    .init(addresses: ["350000"], body: true, node: "fujian.ipr.example")
                ]
            )
    }

    package func records(
        _ query: RecordQuery,
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<RecordSummary> {
        let filters = [query.machine, query.mechanism, query.state].map { $0 ?? "*" }
        try note("records", filters.joined(separator: " "), caller)
        return try script.withLock { script in
            if cursor != nil, script.failsAfterFirstPage { throw Crash() }
            let start = cursor.flatMap { Int($0) } ?? 0
            let end = min(start + script.pageCount, script.records.count)
            let next = end < script.records.count ? String(end) : nil
            return Page(Array(script.records[start..<end]), next: next)
        }
    }

    package func record(
        _ prefix: String,
        full: Bool,
        caller: Caller
    ) async throws -> RecordDetail {
        try note("record", full ? "\(prefix) full" : prefix, caller)
        let found = script.withLock { $0.records.filter { $0.record.hasPrefix(prefix) } }
        guard let record = found.first else {
            throw Problem(
                code: "node.record_unknown",
                arguments: ["record": prefix],
                status: 404
            )
        }
        guard found.count == 1 else {
            throw Problem(
                code: "node.prefix_ambiguous",
                arguments: ["prefix": prefix],
                status: 409
            )
        }
        var entry = TimelineEntry(
            entry: record.record,
            origin: "jiangxi.ipr.example/home",
            index: 3,
            event: "create",
            at: "2026-11-20T09:30:00+08:00",
            verdict: EntryVerdict(
                .irregular,
                reasons: [CodedText("casework.role_missing", ["role": "sender"])],
                findings: [CodedText("casework.field_missing", ["field": "goods"])]
            )
        )
        entry.state = "draft"
        entry.stateTitles = ["zh": "草稿", "en": "draft"]
        entry.body = .init(
            .held,
            fields: [
                "extra": .boolean(true), "goods": .text("白酒"), "ip_right": .text("trademark"),
            ],
            labels: [
                FieldLabel(
                    field: "ip_right",
                    titles: ["zh": "权利类型", "en": "right"],
                    values: ["trademark": ["zh": "注册商标专用权", "en": "registered trademark"]]
                ),
                FieldLabel(field: "goods", titles: ["zh": "涉案商品", "en": "goods"]),
            ]
        )
        entry.body?.masked = full ? nil : script { $0.masked }
        entry.receipts = Tally(count: 1, of: 2)
        let step = NextStep(
            event: "start_verification",
            titles: ["zh": "开始核查", "en": "start verification"],
            signers: [
                .init(
                    role: "receiver",
                    titles: ["zh": "接收方", "en": "receiving office"],
                    addresses: ["350000"]
                )
            ],
            here: true,
            conditions: [["zh": "承办人员不少于二人", "en": "at least two officers"]]
        )
        return RecordDetail(summary: record, timeline: [entry], next: [step])
    }

    package func statistics(
        _ query: StatisticsQuery,
        caller: Caller
    ) async throws -> StatisticsDocument {
        let words = [query.by, query.from, query.to, query.mechanism, query.kind]
        try note("statistics", words.map { $0 ?? "*" }.joined(separator: " "), caller)
        return Samples.statistics(query)
    }

    package func printed(
        _ prefix: String,
        document: String?,
        entry: String?,
        caller: Caller
    ) async throws -> PrintedForm {
        let words = [prefix, document ?? "*"] + [entry].compactMap(\.self)
        try note("printed", words.joined(separator: " "), caller)
        return script { $0.letter }
    }

    package func inbox(_ query: InboxQuery, caller: Caller) async throws -> InboxPage {
        let words = [query.office, query.mechanism, "\(query.limit)", query.after]
        try note("inbox", words.map { $0 ?? "*" }.joined(separator: " "), caller)
        return script.withLock { script in
            let start = query.after.flatMap { Int($0) } ?? 0
            let end = min(start + query.limit, script.inbox.count)
            return InboxPage(
                asOf: "2026-11-20T09:30:00+08:00",
                counts: InboxPage.Counts(
                    waiting: script.inbox.count { $0.part == .act },
                    overdue: script.inbox.count { $0.overdue },
                    others: script.inbox.count { $0.part == .others }
                ),
                items: Array(script.inbox[start..<end]),
                next: end < script.inbox.count ? String(end) : nil
            )
        }
    }

    package func status(caller: Caller) async throws -> NodeStatus {
        try note("status", "", caller)
        return script {
            var status = $0.status
            status.alarms = $0.alarms
            return status
        }
    }

    package func health(caller: Caller) async throws -> Health {
        try note("health", "", caller)
        return Health(ready: true)
    }

    package func card(caller: Caller) async throws -> CardDocument {
        try note("card", "", caller)
        return Samples.card(.own)
    }

    package func inspect(card text: String, caller: Caller) async throws -> CardDocument {
        try note("inspect_card", text, caller)
        return Samples.card(.new)
    }

    package func peers(after cursor: String?, caller: Caller) async throws -> Page<CardDocument> {
        try note("peers", "", caller)
        return Page([Samples.card(.added)])
    }

    package func peer(_ node: String, caller: Caller) async throws -> CardDocument {
        try note("peer", node, caller)
        return Samples.card(.added)
    }

    package func add(_ addition: PeerAddition, caller: Caller) async throws -> CardDocument {
        try note("add_peer", addition.fingerprint, caller)
        script.withLock { $0.additions.append(addition) }
        return Samples.card(.added)
    }

    package func remove(peer node: String, caller: Caller) async throws {
        try note("remove_peer", node, caller)
    }

    package func test(peer node: String, caller: Caller) async throws -> PeerTest {
        try note("test_peer", node, caller)
        return PeerTest(
            node: node,
            steps: [
                CheckResult(
                    script.withLock { $0.testOutcome },
                    CodedText("local_api.internal_failure")
                )
            ]
        )
    }

    package func create(_ draft: CharterDraft, caller: Caller) async throws -> CharterDocument {
        try note("create_charter", draft.mechanism, caller)
        script.withLock { $0.drafts.append(draft) }
        return Samples.charter
    }

    package func inspect(charter text: String, caller: Caller) async throws -> CharterDocument {
        try note("inspect_charter", text, caller)
        return Samples.charter
    }

    package func sign(charter text: String, caller: Caller) async throws -> CharterDocument {
        try note("sign_charter", text, caller)
        return Samples.charter
    }

    package func join(charter text: String, caller: Caller) async throws -> CharterDocument {
        try note("join_charter", text, caller)
        return Samples.charter
    }

    package func mechanisms(
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<CharterDocument> {
        try note("mechanisms", "", caller)
        return Page([Samples.charter])
    }

    package func mechanism(_ id: String, caller: Caller) async throws -> CharterDocument {
        try note("mechanism", id, caller)
        return Samples.charter
    }

    package func charter(_ digest: String, caller: Caller) async throws -> String {
        try note("charter", digest, caller)
        return Samples.charter.text
    }

    package func rules(
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<RulePackDocument> {
        try note("rules", "", caller)
        return Page(script.withLock { $0.rules })
    }

    package func add(rulePack text: String, caller: Caller) async throws -> RulePackDocument {
        try note("add_rule_pack", text, caller)
        return RulePackDocument(pack: "clue", digest: Self.digest("c"))
    }

    package func rulePack(_ digest: String, caller: Caller) async throws -> [UInt8] {
        try note("rule_pack", digest, caller)
        return script.withLock { $0.rulePack }
    }

    package func offices(
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<OfficeDocument> {
        try note("offices", "", caller)
        return Page(script { $0.offices })
    }

    package func add(_ office: OfficeDocument, caller: Caller) async throws -> OfficeDocument {
        try note("add_office", office.office, caller)
        return office
    }

    package func logs(after cursor: String?, caller: Caller) async throws -> Page<LogStatus> {
        try note("logs", "", caller)
        return Page(Samples.status.logs)
    }

    package func entries(
        _ range: EntryRange,
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<LogEntryDocument> {
        try note("entries", "\(range.log) \(range.from) \(range.count)", caller)
        let entry = LogEntryDocument(
            entry: Self.digest("e"),
            index: range.from,
            text: "lianlu/entry/v1\n",
            verdict: EntryVerdict(.valid)
        )
        return Page([entry])
    }

    package func why(
        entry prefix: String,
        peer: String,
        caller: Caller
    ) async throws -> AccessAnswer {
        try note("why", "\(prefix) \(peer)", caller)
        return AccessAnswer(
            entry: Self.digest("a"),
            origin: "jiangxi.ipr.example/pan-pearl-river-delta",
            index: 7,
            peer: peer,
            node: "fujian.ipr.example",
            scope: .init(allowed: true, reason: CodedText("ledger.scope_member")),
            decisions: [
                .init(
                    object: Self.digest("b"),
                    role: "body",
                    allowed: false,
                    reason: CodedText("ledger.access_not_addressee")
                )
            ]
        )
    }
}
