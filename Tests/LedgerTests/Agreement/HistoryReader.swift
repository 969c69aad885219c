import Auditing
import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// A node that learns of a history by and by: slices of each log, charters, packs and the calendar in whatever order they come.
struct HistoryReader {
    let node: NodeName
    let region: RegionCode
    let store = InMemoryProjectionStore()
    private var library = CharterLibrary()
    private var packs = PackSet()
    private var calendars: CalendarSet
    private var facts: Set<String>

    init(_ node: NodeName, _ region: RegionCode) throws {
        self.node = node
        self.region = region
        calendars = try CalendarSet.builtIn()
        facts = library.projectionFacts(with: packs)
    }

    var context: ProjectionContext {
        ProjectionContext(
            charters: library,
            packs: packs,
            node: node,
            region: region,
            calendars: calendars
        )
    }

    /// Takes everything at once, first what the logs are judged by.
    mutating func take(_ history: DrawnHistory) throws {
        for charter in history.charters { add(charter) }
        packs = PackSet(history.packs)
        for calendar in DrawnHistory.calendars {
            calendars.insert(try DayCalendar.load(calendar))
        }
        facts = library.projectionFacts(with: packs)
        for node in history.nodes {
            try Projector(context).follow(node, try node.mechanism, into: store)
        }
    }

    /// Takes everything piece by piece, in a drawn order.
    mutating func take(_ history: DrawnHistory, _ random: inout SplitMix) throws {
        var logs = Array(history.nodes.indices)
        var charters = history.charters[...]
        let count = history.packs.count + DrawnHistory.calendars.count
        var documents = Array(0..<count).shuffled(using: &random)
        while !logs.isEmpty || !charters.isEmpty || !documents.isEmpty {
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                guard let charter = charters.popFirst() else { continue }
                add(charter)
                try refresh(history)
            case 1:
                guard let document = documents.popLast() else { continue }
                if document < history.packs.count {
                    packs.insert(history.packs[document])
                } else {
                    let calendar = DrawnHistory.calendars[document - history.packs.count]
                    calendars.insert(try DayCalendar.load(calendar))
                }
                try refresh(history)
            default:
                guard let place = logs.randomElement(using: &random) else { continue }
                let node = history.nodes[place]
                let origin = try node.mechanism
                let projector = Projector(context)
                let width = Int.random(in: 1...12, using: &random)
                try projector.follow(node, origin, width: width, into: store)
                let size = try #require(try projector.history(of: origin, in: store)).size
                if Int(size) == node.logs[origin]?.count { logs.removeAll { $0 == place } }
            }
        }
        try renewDuties()
    }

    private mutating func add(_ charter: Charter) {
        library.join(anchor: charter)
        library.restore(charter)
    }

    /// Judges again what depends on what came, as a running node does.
    private mutating func refresh(_ history: DrawnHistory) throws {
        let now = library.projectionFacts(with: packs)
        let logs = try history.nodes.map { try $0.mechanism }
        for line in now.symmetricDifference(facts).sorted() {
            let fact = try #require(ProjectionFact(line), "\(line)")
            _ = try Projector(context).refresh(fact, logs: logs, in: store)
        }
        facts = now
    }

    /// Counts again what waits by other calendars than those of today, as the inbox does when it is asked for.
    private func renewDuties() throws {
        let stale = store.contents.duties.filter {
            $0.value.basis != context.dutyBasis(in: $0.key.scope)
        }
        try Projector(context).renewDuties(of: stale.keys.sorted(), in: store)
    }

    /// What it finds of each record.
    func findings(asOf now: Timestamp) throws -> [Digest: HistoryFinding] {
        try HistoryFinding.all(store.contents.records.keys.sorted(), asOf: now) { key in
            (context, try Projector(context).state(of: key, in: store))
        }
    }
}

/// What whoever holds a history finds of one record in it.
struct HistoryFinding: Equatable {
    let state: StateID?
    let machine: MachineID?
    /// One entry: where it stands, what it counts for, and what else is said of it.
    struct Step: Equatable {
        let place: String
        let verdict: StepVerdict
        let findings: [CaseFinding]
        let way: Transition.Way.Kind?
    }

    let steps: [Step]
    /// Why entries count for nothing.
    let reasons: Set<String>
    let clocks: [RecordClock]
    let count: RecordCount?
    /// What each node is to sign by itself when clocks have run out.
    let expiries: [NodeName: [ExpiryStep]]
    /// Whose turn it is, those included who end what no node ends.
    let waiting: RoleFilling
    /// The clocks that no node ends, as their ends were over when somebody wrote when they began.
    let leftToOffices: [ClockID]

    static func all(
        _ keys: [RecordKey],
        asOf now: Timestamp,
        _ state: (RecordKey) throws -> (ProjectionContext, RecordState?)
    ) throws -> [Digest: HistoryFinding] {
        var found: [Digest: HistoryFinding] = [:]
        for key in keys {
            let (context, state) = try state(key)
            guard let state else { continue }
            var fold = context.clockFold(in: key.scope)
            let clocks = fold.clocks(of: state)
            let matter = MatterClocks(of: state, home: nil, by: &fold)
            var expiries: [NodeName: [ExpiryStep]] = [:]
            if let mechanism = key.scope.mechanism,
                let parties = context.charters.currentParties(of: mechanism)
            {
                for node in DrawnHistory.nodeNames {
                    let steps = state.expirySteps(for: node, parties: parties, clocks: clocks)
                    if !steps.isEmpty { expiries[node] = steps }
                }
            }
            found[key.record] = HistoryFinding(
                state: state.state,
                machine: state.machine,
                steps: state.steps.map { step in
                    Step(
                        place: "\(step.event.origin) \(step.event.index)",
                        verdict: step.verdict,
                        findings: step.findings,
                        way: step.way?.kind
                    )
                },
                reasons: Set(state.steps.flatMap { reasons(of: $0.verdict) }),
                clocks: clocks,
                count: RecordCount(of: state, clocks: clocks, asOf: now),
                expiries: expiries,
                waiting: state.waitingFilling(with: matter),
                leftToOffices: state.endsLeftToOffices(among: matter).map(\.clock.clock.id)
            )
        }
        return found
    }

    private static func reasons(of verdict: StepVerdict) -> [String] {
        switch verdict {
        case .applied: ["applied"]
        case .irregular(let reasons): reasons.map(\.code.rawValue)
        default: []
        }
    }
}

/// A history on a disk that an auditor reads, with everything that its members hold.
struct HistorySource: AuditSource {
    private struct Log {
        let checkpoint: [UInt8]
        let entries: [[UInt8]]
    }

    let name = "history"
    private let logs: [Origin: Log]
    private let charterNotes: [[UInt8]]
    private let keys: [[UInt8]]

    init(_ history: DrawnHistory) throws {
        var logs: [Origin: Log] = [:]
        for node in history.nodes {
            let origin = try node.mechanism
            let entries = node.logs[origin, default: []]
            let text = Checkpoint.text(
                origin: origin,
                size: try #require(TreeSize(UInt64(entries.count))),
                root: MerkleTree.root(ofLeafHashes: entries.map { MerkleTree.leafHash(of: $0) })
            )
            logs[origin] = Log(
                checkpoint: try Note(text: text, signers: [try node.logKey(origin)]).encoded,
                entries: entries
            )
        }
        self.logs = logs
        charterNotes = history.charters.map(\.note.encoded)
        keys = try history.nodes.map { try $0.signer().verifierKey.encoded }
    }

    /// The records that an audit computes, and what they are folded with.
    func audited() async throws -> (report: AuditReport, records: AuditedRecords) {
        var trust = Trust()
        for key in keys {
            let isAdded = trust.add(try VerifierKey(parsing: key))
            #expect(isAdded)
        }
        let (report, entries) = await Audit(of: self, trusting: trust).runKeepingEntries()
        return (report, try #require(entries.records(countingBy: try calendars())))
    }

    func origins() throws -> [Origin] { Array(logs.keys) }
    func checkpoint(of origin: Origin) throws -> [UInt8]? { logs[origin]?.checkpoint }
    func cosignatures(of origin: Origin) throws -> [KeptCosignature] { [] }
    func charters() throws -> [[UInt8]] { charterNotes }
    func rulePacks() throws -> [[UInt8]] { DrawnHistory.packBytes + DrawnHistory.calendars }
    func keyEntries(of origin: Origin) throws -> [[UInt8]]? { nil }
    func offeredKeys() throws -> [[UInt8]] { keys }
    func cards() throws -> [[UInt8]] { [] }
    func containerFindings() throws -> [AuditFinding] { [] }

    func entries(of origin: Origin, from start: EntryIndex, count: Int) throws -> [[UInt8]] {
        Array((logs[origin]?.entries ?? []).dropFirst(start.int).prefix(count))
    }

    func tile(of origin: Origin, level: TileLevel, index: UInt64, width: Int) throws -> [UInt8]? {
        guard level == .leaves, index == 0 else { return nil }
        return (logs[origin]?.entries ?? []).prefix(width)
            .flatMap { MerkleTree.leafHash(of: $0).bytes }
    }

    func tileCoordinates(of origin: Origin) throws -> [StoredTileCoordinate] { [] }
}
