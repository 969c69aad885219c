package import Casework
package import Cryptography
package import Ledger
package import TransparencyLog

/// Whether one node may hold one object, by what an audit has computed from entries and charters.
package enum ObjectEntitlement: Hashable, Sendable {
    /// The charter at the entry's index and the newest one both grant it.
    case granted
    /// It was granted, or may have been, but need not be here: a later charter or revocation, an embargo, a clock.
    case undecided
    /// No charter ever granted it.
    case denied
}

/// One object of one entry, and what a node may do with it.
package struct AuditedObject: Sendable {
    /// The entry's place.
    package let index: EntryIndex
    /// The object as the entry names it.
    package let reference: ObjectReference
    /// Whether the reader's own log names it: the object came with the entry, and is never fetched.
    package let isOwn: Bool
    /// Whether the node may hold it.
    package let entitlement: ObjectEntitlement
    /// Whether a signed entry, of the object's sender or of the node itself, has it erased.
    package let isErased: Bool
    /// Whether the reader has signed the acknowledgement in law of the entry, which says that everything was here.
    package let isReceipted: Bool
    /// Whether all entries that could have it erased were read and judged.
    package let isErasureKnown: Bool
}

/// What the entries of all logs have come to in an audit, for what is asked beyond logs.
package struct AuditedEntries {
    let projection: AuditProjection
    let library: CharterLibrary
    let packs: PackSet
    /// Every log that is there, whether it could be read or not.
    let logs: [Origin]
    let outcomes: [Origin: LogAudit.Outcome]
    let unanchored: Set<Origin>
    /// The regions of the nodes that write the logs.
    let regions: [Origin: RegionCode]
    /// What the source says its entries have come to.
    let claims: (any ProjectionSource)?
    /// Nodes of which some entries were not read or not judged.
    private let unread: Set<NodeName>
    /// Who has which object of which entry erased.
    private let erasures: [Digest: [Digest: Set<NodeName>]]
    /// Whose automatic signer has acknowledged which entry.
    private let receipts: [Digest: Set<NodeName>]
    /// What charters name of rules and is not here.
    var missingRules = MissingRules()
    /// What charters logs name that are not here.
    var lackingCharters = LackingCharters()
    /// The newest card of each node under a key that its logs prove, or that the auditor brought.
    package private(set) var cards: [NodeName: PeerCard] = [:]

    init(
        projection: AuditProjection,
        library: CharterLibrary,
        packs: PackSet,
        logs: [Origin],
        outcomes: [Origin: LogAudit.Outcome],
        unanchored: Set<Origin>,
        regions: [Origin: RegionCode],
        claims: (any ProjectionSource)?
    ) {
        self.projection = projection
        self.library = library
        self.packs = packs
        self.logs = logs
        self.outcomes = outcomes
        self.unanchored = unanchored
        self.regions = regions
        self.claims = claims
        let short = outcomes.filter { !$0.value.isJudgedWhole }.keys
        unread = Set(unanchored.union(short).compactMap { LogName($0)?.node })
        var erasures: [Digest: [Digest: Set<NodeName>]] = [:]
        var receipts: [Digest: Set<NodeName>] = [:]
        for (origin, outcome) in outcomes {
            guard let node = LogName(origin)?.node else { continue }
            for (index, step, parents) in outcome.mentions.automatic
            where index.rawValue < outcome.judgedCount
                && projection.projectedEntry(of: origin, at: index)?.verdictClass == .valid
                && step.isReceipt(in: packs)
            {
                for parent in parents { receipts[parent, default: []].insert(node) }
            }
            for erasure in outcome.mentions.erasures
            where erasure.index.rawValue < outcome.judgedCount
                && projection.projectedEntry(of: origin, at: erasure.index)?.verdictClass == .valid
            {
                erasures[erasure.target, default: [:]][erasure.object, default: []].insert(node)
            }
        }
        self.erasures = erasures
        self.receipts = receipts
    }

    /// Keeps those of some cards that a node's own key has signed, the newest of each node.
    ///
    /// Where the auditor brought keys of a node, or else charters in force name one, these and their proven successors alone are its own;
    /// a log that hangs on none proves no key.
    mutating func take(_ cards: [PeerCard], _ trust: Trust) {
        let keys = NodeKeys(outcomes: outcomes, leaving: unanchored, library: library, trust: trust)
        for card in cards
        where self.cards[card.node].map({ $0.content.serial < card.content.serial }) ?? true {
            if keys.has(card.key, of: card.node) { self.cards[card.node] = card }
        }
    }

    /// The nodes whose automatic signer has acknowledged an entry in law.
    func acknowledgers(of entry: Digest) -> Set<NodeName> { receipts[entry] ?? [] }

    /// The record that the entry at a place belongs to; nil for entries of none.
    package func record(at index: EntryIndex, of origin: Origin) -> Digest? {
        projection.projectedEntry(of: origin, at: index)?.record
    }

    /// The charters that are here.
    package var charters: CharterLibrary { library }

    /// Under which charters objects are granted, one fact a line, as a node keeps it beside what it has looked through.
    package var grantFacts: Set<String> { library.grantFacts }

    /// The logs that were audited, sorted.
    package var origins: [Origin] { outcomes.keys.sorted() }

    /// How many objects the entries of all logs name.
    package var objectCount: Int { outcomes.values.reduce(0) { $0 + $1.mentions.objectCount } }

    /// Whether the entry at a place was read as it was logged, and the log hangs on a key by which it could be judged.
    package func isJudged(_ index: EntryIndex, of origin: Origin) -> Bool {
        guard let outcome = outcomes[origin], !unanchored.contains(origin) else { return false }
        return index.rawValue < outcome.judgedCount
    }

    /// The node whose home log is here, under its newest key; nil where no home log is, or more than one node's.
    package var homeNode: PeerNode? {
        let homes = outcomes.filter { LogName($0.key)?.isHome == true }
        let nodes = Set(homes.compactMap { $0.value.history.nodeKeySuccession.last })
        guard nodes.count == 1, let key = nodes.first else { return nil }
        return PeerNode(key: key)
    }

    /// Every object of every entry of a log, as `reader` may hold it; undecided where nobody is given.
    package func forEachObject(
        of origin: Origin,
        reader: PeerNode?,
        _ body: (AuditedObject) throws -> Void
    ) throws {
        guard let outcome = outcomes[origin], let log = LogName(origin) else { return }
        for index in outcome.mentions.objects where !outcome.changed.contains(index) {
            guard let row = projection.projectedEntry(of: origin, at: index),
                let bytes = try projection.entryBytes(of: origin, at: index)
            else { continue }
            let header = try UnverifiedEntry(parsing: bytes).header
            let adopted = adopted(at: index, outcome.history)
            for reference in header.objects {
                let erasers = erasures[row.digest]?[reference.sha256] ?? []
                try body(
                    AuditedObject(
                        index: index,
                        reference: reference,
                        isOwn: reader?.name == log.node && isJudged(index, of: origin),
                        entitlement: entitlement(
                            GrantView(
                                header: header,
                                origin: origin,
                                index: index,
                                standing: row.verdictClass == .invalid ? .invalid : .counts
                            ),
                            reference.sha256,
                            reader,
                            row,
                            adopted
                        ),
                        isErased: erasers.contains(log.node)
                            || reader.map { erasers.contains($0.name) } == true,
                        isReceipted: reader.map {
                            receipts[row.digest]?.contains($0.name) == true
                        } ?? false,
                        isErasureKnown: !unread.contains(log.node)
                            && reader.map { unread.contains($0.name) } != true
                    )
                )
            }
        }
    }

    private func adopted(at index: EntryIndex, _ history: KeyHistory) -> Membership? {
        guard case .adopted(let charter) = history.adoption(at: index.rawValue, in: library) else {
            return nil
        }
        return library.membership(of: charter.digest)
    }

    private func entitlement(
        _ grant: GrantView,
        _ object: Digest,
        _ reader: PeerNode?,
        _ row: ProjectedEntry,
        _ adopted: Membership?
    ) -> ObjectEntitlement {
        guard let reader, isJudged(row.index, of: row.origin) else { return .undecided }
        guard let log = LogName(grant.origin) else { return .denied }
        let isOwn = log.node == reader.name
        if grant.standing == .invalid {
            // It may have counted until a revocation that came after it.
            let verdict = try? EntryVerdict(decoding: row.verdict)
            let isLate = verdict?.reasons.contains { $0.code == .keyRevokedAfterwards } == true
            return isLate || isOwn ? .undecided : .denied
        }
        // A node keeps what it wrote itself.
        if isOwn { return .granted }
        guard !log.isHome else { return .denied }
        let newest = library.newest(of: log.mechanism, adopted: nil)
        let decisions = [adopted, newest].map { charter in
            AccessDecision.decide(
                peer: reader,
                entry: grant,
                object: object,
                context: AccessContext(
                    clock: ClockState(now: 0, isSynchronised: false),
                    adopted: adopted,
                    newest: charter
                )
            )
        }
        if !decisions[0].isAllowed {
            return Self.isByTimeOrKey(decisions[0].reason.code) ? .undecided : .denied
        }
        if !decisions[1].isAllowed { return .undecided }
        let hasEnded = library.hasEnded(grant.origin, at: row.index.rawValue) {
            adopted?.charter.digest
        }
        if hasEnded { return .undecided }
        return .granted
    }

    /// Whether a denial may not have held when the object came: what an audit without a clock cannot say.
    private static func isByTimeOrKey(_ code: GateReason.Code) -> Bool {
        switch code {
        case .accessEmbargo, .accessEmbargoTimeUnknown, .accessEmbargoWithdrawn,
            .accessClockUnsynchronised, .accessClockAhead, .accessKeyDiffers,
            .accessCharterUnknown:
            true
        default: false
        }
    }
}

extension LogAudit.AutomaticEvent {
    /// Whether its pack makes it an acknowledgement of what the node has received.
    fileprivate func isReceipt(in packs: PackSet) -> Bool {
        packs.pack(rules)?.machine(machine)?.transition(event)?.automatic == .receipt
    }
}
