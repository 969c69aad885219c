import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Finds openings of this node that continue a matter at home and have no link to it, and the matter that each may continue.
///
/// The header of an opening commits to the home log at a size, not to a matter: where only one matter can be meant the link is made anew,
/// and where several can none of them is sent until it is known which. Which can is narrowed by the bodies that are held here
/// (`narrowed`) and by what an operator has stated (`LinkStatement`).
struct LinkRestoration {
    private static let pageCount = 1_024

    /// What was found.
    struct Outcome: Sendable {
        /// Links that can only be these.
        var links: [HomeLink] = []
        /// Matters that may be those of the openings that are left.
        var open: [RecordKey: LostLink] = [:]
        /// Openings of which it is not known which matter they continue.
        var openCount: Int { candidates.count }
        /// The matters that each of these may continue.
        var candidates: [Digest: Set<RecordKey>] = [:]
        /// How long the home log was when each opening without a link was made.
        var sizes: [Digest: UInt64] = [:]
    }

    struct Opening {
        let digest: Digest
        let location: EntryLocation
        let header: EntryHeader
        let scope: RecordScope
        var size: UInt64 = 0
    }

    let view: NodeView
    let transaction: SQLiteTransaction
    let home: Origin
    private(set) var statements: [LinkStatement]
    /// The links that matters which are stated anew have by what was stated before, by their openings: they count as if they were not there.
    private(set) var restated: [Digest: RecordKey]
    /// The bodies that were read.
    let memory = Memory()

    /// Takes up a store; what was stated of `restated` is left out, as it is stated anew.
    init(
        view: NodeView,
        transaction: SQLiteTransaction,
        restating restated: RecordKey? = nil
    ) throws {
        self.view = view
        self.transaction = transaction
        home = try Origin("\(view.node)/\(LogName.home)")
        let found = try LinkStatement.found(in: transaction).whole
        statements = found.filter { restated == nil || $0.matter != restated }
        self.restated = try Self.links(by: found.filter { $0.matter == restated }, in: transaction)
    }

    /// Takes up a store as if no link were there that a matter has by a statement.
    init(withoutStatementsIn transaction: SQLiteTransaction, _ view: NodeView) throws {
        self.view = view
        self.transaction = transaction
        home = try Origin("\(view.node)/\(LogName.home)")
        statements = try LinkStatement.found(in: transaction).whole
        restated = try Self.links(by: statements, in: transaction)
    }

    /// The links that matters have by what was stated of them.
    private static func links(
        by statements: [LinkStatement],
        in transaction: SQLiteTransaction
    ) throws -> [Digest: RecordKey] {
        var links: [Digest: RecordKey] = [:]
        for statement in statements {
            guard let matter = statement.matter, let opening = statement.opening,
                try transaction.homeLink(of: matter)?.opening == opening
            else { continue }
            links[opening] = matter
        }
        return links
    }

    /// The same for one matter alone, whose statement counts as if it were not there, as all others do.
    func restating(_ matter: RecordKey) -> LinkRestoration {
        var one = self
        one.statements.removeAll { $0.matter == matter }
        one.restated = restated.filter { $0.value == matter }
        return one
    }

    /// Looks through the own logs; nothing is written.
    func outcome() throws -> Outcome {
        let openings = try openings()
        guard !openings.isEmpty else { return Outcome() }
        return try outcome(of: openings, among: candidates(for: openings))
    }

    /// What comes of openings and of the matters that each may continue by its header.
    func outcome(
        of openings: [Opening],
        among possible: [Digest: Set<RecordKey>]
    ) throws -> Outcome {
        var outcome = Outcome()
        var left = openings
        outcome.sizes = Dictionary(left.map { ($0.digest, $0.size) }) { first, _ in first }
        let unstated = try narrowed(possible, for: left)
        var candidates = try narrowed(stated(possible, for: left), for: left)
        let named = Set(statements.compactMap(\.opening))
        // What is left by a statement on another matter is not linked by itself: a person may err.
        let consequences = Set(
            left.map(\.digest).filter { candidates[$0] != unstated[$0] && !named.contains($0) }
        )
        // One that is found is no candidate for any other: what is left may be found in turn.
        while let place = left.firstIndex(where: {
            candidates[$0.digest]?.count == 1 && !consequences.contains($0.digest)
        }) {
            let opening = left.remove(at: place)
            guard let matter = candidates.removeValue(forKey: opening.digest)?.first else { break }
            for key in candidates.keys { candidates[key]?.remove(matter) }
            outcome.links.append(
                HomeLink(
                    home: matter,
                    opening: opening.digest,
                    scope: opening.scope,
                    origin: home,
                    size: opening.size
                )
            )
        }
        for opening in left {
            let lost = LostLink(opening: opening.digest, scope: opening.scope)
            for matter in candidates[opening.digest] ?? [] { outcome.open[matter] = lost }
        }
        let open = Set(left.map(\.digest))
        outcome.candidates = candidates.filter { open.contains($0.key) && !$0.value.isEmpty }
        return outcome
    }

    /// The same without what an operator has stated not to be so.
    ///
    /// That a matter was not sent speaks of what was signed until then: it may have been sent since.
    private func stated(
        _ candidates: [Digest: Set<RecordKey>],
        for openings: [Opening]
    ) -> [Digest: Set<RecordKey>] {
        var candidates = candidates
        let signed = Dictionary(openings.map { ($0.digest, $0.header.at.instant) }) { min($0, $1) }
        for statement in statements {
            guard let matter = statement.matter else { continue }
            for opening in candidates.keys where opening != statement.opening {
                if statement.sentAs == nil, let at = signed[opening], at > statement.at { continue }
                candidates[opening]?.remove(matter)
            }
            guard let opening = statement.opening, candidates[opening]?.contains(matter) == true
            else { continue }
            candidates[opening] = [matter]
        }
        return candidates
    }

    /// The openings of the own logs that commit to the home log and have no link, with the size to which they commit.
    func openings() throws -> [Opening] {
        var found: [Opening] = []
        for log in try transaction.logs() where log.kind == .own && log.origin != home {
            guard let name = LogName(log.origin) else { continue }
            let scope = RecordScope(name)
            try forEachEntry(of: log.origin) { index, bytes in
                // What is no entry opens nothing.
                guard let entry = try? UnverifiedEntry(parsing: bytes), entry.header.draft != nil
                else { return }
                let digest = SHA256.digest(of: bytes)
                guard try restated[digest] != nil || transaction.homeLink(to: digest) == nil
                else { return }
                found.append(
                    Opening(
                        digest: digest,
                        location: EntryLocation(origin: log.origin, index: index),
                        header: entry.header,
                        scope: scope
                    )
                )
            }
        }
        guard !found.isEmpty else { return [] }
        let sizes = try sizes(committedTo: Set(found.compactMap(\.header.draft)))
        // An opening that commits to something else than this home is none of a matter here.
        return found.compactMap { opening in
            guard let size = opening.header.draft.flatMap({ sizes[$0] }) else { return nil }
            var opening = opening
            opening.size = size
            return opening
        }
    }

    private func forEachEntry(
        of origin: Origin,
        _ body: (EntryIndex, [UInt8]) throws -> Void
    ) throws {
        var next: UInt64 = 0
        while let index = EntryIndex(next) {
            let page = try transaction.entries(of: origin, from: index, count: Self.pageCount)
            guard !page.isEmpty else { return }
            for bytes in page {
                if let index = EntryIndex(next) { try body(index, bytes) }
                next += 1
            }
        }
    }

    /// At which sizes the text of the home log's checkpoint has some digests.
    private func sizes(committedTo drafts: Set<Digest>) throws -> [Digest: UInt64] {
        var range = CompactRange()
        let hasher = TreeHasher()
        var sizes: [Digest: UInt64] = [:]
        try forEachEntry(of: home) { _, bytes in
            range.append(leafHash: hasher.leafHash(of: bytes), hasher: hasher)
            let root = range.root(hasher: hasher)
            let text = Checkpoint.text(origin: home, size: range.end, root: root)
            let digest = SHA256.digest(of: text)
            if drafts.contains(digest) { sizes[digest] = range.end.rawValue }
        }
        return sizes
    }

    /// The matters at home without a link that each opening may continue.
    func candidates(for openings: [Opening]) throws -> [Digest: Set<RecordKey>] {
        var candidates: [Digest: Set<RecordKey>] = [:]
        let freed = Set(restated.values)
        let scope = RecordScope(try LogName.required(home))
        var last: RecordKey?
        while true {
            let keys = try transaction.projectedRecordKeys(
                scope: scope.text,
                after: last,
                limit: Self.pageCount
            )
            guard let end = keys.last else { return candidates }
            last = end
            for key in keys
            where try freed.contains(key) || transaction.homeLink(of: key) == nil {
                guard let state = try view.projector.state(of: key, in: transaction) else {
                    continue
                }
                for opening in openings where mayContinue(state, opening) {
                    candidates[opening.digest, default: []].insert(key)
                }
            }
        }
    }

    /// Whether an opening may continue a matter: of its kind, by its office, from the state in which it was then.
    private func mayContinue(_ state: RecordState, _ opening: Opening) -> Bool {
        let before = state.steps.filter { $0.event.index < opening.size }
        guard !before.isEmpty, state.machine == opening.header.machine else { return false }
        if let opener = state.opener?.office, opener != opening.header.office { return false }
        let machine = opening.header.rules.flatMap { view.packs.pack($0) }?
            .machine(opening.header.machine)
        guard let step = machine?.transitions.first(where: { $0.id == opening.header.event }),
            let then = before.last(where: { $0.verdict == .applied })?.state
        else { return true }
        return step.from.contains(then)
    }
}
