import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import Sequencing
import TransparencyLog

/// What travels with an entry of our own to the writer.
struct AppendPayload: Sendable {
    /// The entry, read and with its signatures checked outside the writer.
    let checked: CheckedEntry
    /// The entry's form.
    let entry: UnverifiedEntry
    /// The node's clock when it was signed, a POSIX second.
    let now: Int64
    /// For an opening: the matter of the home log that it continues.
    let home: (record: RecordKey, origin: Origin, size: UInt64)?
    /// For a step that pauses a clock: its record, and the size of its log when no pause was open.
    var pause: (record: RecordKey, size: UInt64)?
    /// For a step that the node signs because a clock has run out: its record, and the step as it was due.
    var expiry: (record: RecordKey, step: AutomaticStep)?
    /// The document number that it takes; nil for none.
    var number: NumberClaim?
    /// What the index says of the body; nil where there is none.
    var identifiers: IndexNote?
}

/// Judges our own entries inside the transaction that appends them, as every member and auditor will, and projects them.
struct AppendJudge: BatchJudge {
    private var session: AppendSession<SQLiteTransaction>
    private let transaction: SQLiteTransaction
    private let origin: Origin
    private let scope: RecordScope
    private let start: UInt64
    private let stops: AppendStops
    private let membershipEnd: MembershipEnd?
    /// Why nothing but the log's own entries is signed: a charter is gone by which this node has judged.
    private let loss: NodeError?
    private let numbers: NumberBook

    /// Takes up a log where its projection stands; `membershipEnd` says that its node is a member no more.
    init(
        projector: Projector,
        transaction: SQLiteTransaction,
        origin: Origin,
        trusted: [VerifierKey],
        stops: AppendStops,
        membershipEnd: MembershipEnd?
    ) throws {
        self.transaction = transaction
        self.stops = stops
        self.membershipEnd = membershipEnd
        numbers = NumberBook(transaction: transaction)
        session = try AppendSession(
            projector,
            log: origin,
            trusted: trusted,
            store: transaction
        )
        let name = try LogName.required(origin)
        scope = RecordScope(name)
        loss =
            try name.isHome
            ? nil
            : AwaitedCharter.loss(
                in: name.mechanism,
                transaction,
                knowing: projector.context.histories
            )
        self.origin = origin
        start = session.nextIndex.rawValue
    }

    mutating func judge(_ candidate: Candidate<AppendPayload>) throws -> AppendVerdict {
        if let refusal = stops.refusal(of: origin) { return .refuse(refusal) }
        let payload = candidate.payload
        // A step may have been planned before the revision came that leaves this node out.
        if let membershipEnd, !payload.entry.header.isReserved {
            return .refuse(membershipEnd.error)
        }
        // Nobody plans what the node signs by itself, and a charter may go at any time.
        if let loss, !payload.entry.header.isReserved { return .refuse(loss) }
        // Two submissions of one matter may have been planned at the same time.
        if let home = payload.home, let link = try session.link(of: home.record) {
            let event = payload.entry.header.event.text
            return .refuse(NodeError(.alreadyOpened, link, event: event))
        }
        // A step at home that was acknowledged after the opening was planned must not come to stand behind it.
        if let home = payload.home, try session.hasGrown(home.record, beyond: home.size) {
            return .refuse(NodeError(.matterChanged, ["record": home.record.record.hex]))
        }
        // Two pauses may have been planned at the same time, and the one end would end both.
        if let refusal = try openPause(payload) { return .refuse(refusal) }
        // The clock may have been moved since it was read.
        if let expiry = payload.expiry, try !isDue(expiry, at: payload.now) {
            return .refuse(EndNotDue())
        }
        // A number that was planned may have been taken since.
        if let claim = payload.number, try !numbers.holds(claim) {
            return .refuse(NodeError(.documentNumberTaken, ["number": claim.number]))
        }
        switch try session.admit(payload.checked, now: payload.now) {
        case .admitted: return .accept
        case .refused(let reasons, let awaited):
            return .refuse(EntryRefusal(reasons: reasons, awaited: awaited.map(\.text)))
        }
    }

    private mutating func isDue(
        _ expiry: (record: RecordKey, step: AutomaticStep),
        at now: Int64
    ) throws -> Bool {
        try session.expirySteps(of: expiry.record)
            .contains { $0.step == expiry.step && $0.isDue(at: now) }
    }

    /// Why a pause does not begin: another one was appended since it was planned.
    private func openPause(_ payload: AppendPayload) throws -> NodeError? {
        guard let pause = payload.pause else { return nil }
        let event = payload.entry.header.event
        let rows = try session.rows(of: pause.record, from: pause.size)
        guard let other = rows.last(where: { $0.event == event.text }) else { return nil }
        return NodeError(
            .pauseOpen,
            [
                "entry": other.digest.hex, "event": event.text,
                "from": payload.entry.header.at.text,
            ]
        )
    }

    mutating func accepted(_ candidate: Candidate<AppendPayload>) throws {
        try session.append(candidate.payload.checked)
        if let claim = candidate.payload.number {
            try numbers.take(claim, by: candidate.entry.digest)
        }
        try index(candidate)
        guard let home = candidate.payload.home else { return }
        try session.link(
            HomeLink(
                home: home.record,
                opening: candidate.entry.digest,
                scope: scope,
                origin: home.origin,
                size: home.size
            )
        )
    }

    /// Indexes the body that came with an entry.
    private func index(_ candidate: Candidate<AppendPayload>) throws {
        let objects = candidate.payload.entry.header.objects
        guard let note = candidate.payload.identifiers,
            let body = objects.first(where: { $0.role == .body })
        else { return }
        let place = candidate.location
        let key = HoldingKey(origin: place.origin, index: place.index, object: body.sha256)
        try IdentifierIndex.put(note, of: key, in: transaction)
    }

    mutating func finish() throws {
        let report = try session.finish()
        // Admission has said that they count; anything else is a fault of ours, and nothing of it is committed.
        guard let first = report.classes.firstIndex(where: { $0 != .valid }) else { return }
        throw NodeError(
            .ownEntryNotValid,
            ["index": "\(start + UInt64(first))", "origin": "\(origin)"]
        )
    }
}

/// An end that a clock was to bring about and that is not due any more, or not yet: it is left out, and nothing is wrong.
struct EndNotDue: Error {}

/// An entry of our own that would not count: every reason, before anything was stored.
struct EntryRefusal: Error {
    let reasons: [CodedReason]
    let awaited: [String]
}

extension LogName {
    /// The name of a log that must be one of Lianlu's; throws `origin_not_ours`.
    static func required(_ origin: Origin) throws -> LogName {
        guard let name = LogName(origin) else {
            throw LedgerError(.originNotOurs, ["origin": "\(origin)"])
        }
        return name
    }
}
