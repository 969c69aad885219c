package import Casework
package import Cryptography
package import TransparencyLog

/// The keys of one log, as its own entries name them from index 0 on, and the charters that it adopted.
///
/// A value of an entry's place in time: what holds at an index follows from the entries before it, and from revocations
/// after it that reach back to it. Entries are judged with `judge` and, in their order, added with `apply`
/// (FORMATS.md §3, ARCHITECTURE.md "keys").
///
/// ## Topics
/// - Growing: ``judge(_:at:in:)``, ``apply(_:)``
/// - Asking: ``logKey(forSize:)``, ``nodeKey(at:)``, ``mirrorKeys``, ``standing(of:at:)``, ``rank(of:at:)``,
///   ``adoption(at:in:)``
package struct KeyHistory: Hashable, Sendable {
    /// A key that counts from an index or a size on.
    struct Period: Hashable, Sendable {
        let key: VerifierKey
        let start: UInt64
    }

    /// One enrolment of an office or an officer.
    struct Enrolment: Hashable, Sendable {
        let index: UInt64
        /// The office key that enrolled an officer; nil where the node enrolled an office.
        let enroller: VerifierKey?
        let rank: RankID?
    }

    /// One revocation: the entry's index, and the index from which signatures are not trusted.
    struct Revocation: Hashable, Sendable {
        let index: UInt64
        let since: UInt64
    }

    /// What is known of a key of an office or an officer.
    struct Enrolled: Hashable, Sendable {
        var enrolments: [Enrolment] = []
        var revocations: [Revocation] = []
    }

    /// A charter that the log named at an index.
    struct Adoption: Hashable, Sendable {
        let index: UInt64
        let charter: Digest
    }

    /// The log.
    package let origin: Origin
    /// What its origin says.
    package let name: LogName
    /// The node keys of which one must have signed entry 0.
    package let trusted: [VerifierKey]

    /// How many entries were applied.
    package private(set) var size: UInt64 = 0
    /// The latest `at` of a well-signed entry.
    private(set) var latestAt: Timestamp?
    private(set) var logKeys: [Period] = []
    private(set) var nodeKeys: [Period] = []
    private(set) var rotatedMirrorKeys: [Period] = []
    private(set) var enrolled: [VerifierKey: Enrolled] = [:]
    private(set) var adoptions: [Adoption] = []
    private(set) var table = KeyTable()

    /// Starts the history of an empty log; nil where the origin is not one of Lianlu's.
    ///
    /// `trusted` are the vkeys that a card or a charter gives for the node, and their proven successors.
    package init?(origin: Origin, trusted: [VerifierKey]) {
        guard let name = LogName(origin) else { return nil }
        self.origin = origin
        self.name = name
        self.trusted = trusted
        for key in trusted { table.insert(key) }
    }

    /// The key under which a checkpoint of this size must be signed: after a `rekey` at index i, the old key up to size i.
    package func logKey(forSize size: UInt64) -> VerifierKey? {
        logKeys.last { $0.start < size }?.key
    }

    /// The indexes of the entries that name log keys, `log`/`open` first.
    package var logKeyIndexes: [UInt64] { logKeys.map(\.start) }

    /// The newest log key.
    package var currentLogKey: VerifierKey? { logKeys.last?.key }

    /// The node key that signs at an index.
    package func nodeKey(at index: UInt64) -> VerifierKey? {
        nodeKeys.last { $0.start <= index }?.key
    }

    /// All node keys that the log has known, oldest first: each later one was proven by the one before.
    package var nodeKeySuccession: [VerifierKey] { nodeKeys.map(\.key) }

    /// Mirror keys that the node rotated to in this log, oldest first; the first one stands in its card.
    package var mirrorKeys: [VerifierKey] { rotatedMirrorKeys.map(\.key) }

    /// The keys that an office may sign with at an index, oldest enrolment first.
    package func officeKeys(of office: OfficeID, at index: UInt64) -> [VerifierKey] {
        keys(named: LogName.keyName(name.node, office), at: index)
    }

    /// The keys with which an officer may sign at an index, oldest enrolment first.
    package func officerKeys(
        of officer: OfficerID,
        in office: OfficeID,
        at index: UInt64
    ) -> [VerifierKey] {
        keys(named: LogName.keyName(name.node, office, officer), at: index)
    }

    private func keys(named name: String, at index: UInt64) -> [VerifierKey] {
        let bytes = Array(name.utf8)
        return enrolled.filter { key, _ in
            key.name.bytes == bytes && standing(of: key, at: index) == .holds
        }
        .sorted {
            ($0.value.enrolments[0].index, $0.key.id) < ($1.value.enrolments[0].index, $1.key.id)
        }
        .map(\.key)
    }
}

// MARK: - Standing

/// Whether a key counts at an index of a log.
package enum KeyStanding: Hashable, Sendable {
    /// It does.
    case holds
    /// No entry before the index names it.
    case notEnrolled
    /// An entry before the index took it, or the key that enrolled it, out of use from this index on.
    case revoked(since: UInt64)
    /// An entry after the index did, and reaches back to it.
    case revokedAfterwards(since: UInt64)
}

extension KeyHistory {
    /// Whether a key of the node, an office or an officer counts for the signature of the entry at an index.
    package func standing(of key: VerifierKey, at index: UInt64) -> KeyStanding {
        if let period = nodeKeys.firstIndex(where: { $0.key == key }) {
            if nodeKey(at: index) == key { return .holds }
            guard nodeKeys[period].start <= index, period + 1 < nodeKeys.count else {
                return .notEnrolled
            }
            return .revoked(since: nodeKeys[period + 1].start)
        }
        return enrolledStanding(of: key, at: index, asOf: index)
    }

    /// Whether a key counted at `index`, as an entry at `observer` must see it.
    private func enrolledStanding(
        of key: VerifierKey,
        at index: UInt64,
        asOf observer: UInt64
    ) -> KeyStanding {
        guard let known = enrolled[key] else { return .notEnrolled }
        var best = KeyStanding.notEnrolled
        for enrolment in known.enrolments where enrolment.index < index {
            guard let enroller = enrolment.enroller else {
                best = .holds
                break
            }
            // Offices are enrolled by the node alone, so this goes one step deep.
            let standing = enrolledStanding(of: enroller, at: enrolment.index, asOf: observer)
            if standing == .holds {
                best = .holds
                break
            }
            if best == .notEnrolled || !standing.isFinal { best = standing }
        }
        guard best != .notEnrolled else { return .notEnrolled }
        let reaching = known.revocations.filter { $0.since <= index }
        if let since = reaching.filter({ $0.index < observer }).map(\.since).min() {
            return .revoked(since: since)
        }
        guard best == .holds, let since = reaching.map(\.since).min() else { return best }
        return .revokedAfterwards(since: since)
    }

    /// The rank with which an officer's key was enrolled and holds at an index.
    package func rank(of key: VerifierKey, at index: UInt64) -> RankID? {
        // What a revoked key enrolled gives no rank.
        enrolled[key]?.enrolments.last { enrolment in
            guard enrolment.index < index else { return false }
            return enrolment.enroller.map {
                enrolledStanding(of: $0, at: enrolment.index, asOf: index) == .holds
            } ?? true
        }?.rank
    }

    /// From which index on the revocations before `index` say that a key does not count; nil where there is none.
    package func revokedSince(_ key: VerifierKey, before index: UInt64) -> UInt64? {
        enrolled[key]?.revocations.filter { $0.index < index }.map(\.since).min()
    }
}

extension KeyStanding {
    fileprivate var isFinal: Bool {
        switch self {
        case .holds, .revokedAfterwards: false
        case .notEnrolled, .revoked: true
        }
    }
}

// MARK: - Charters

/// What is known of the charter that a log had adopted at an index.
package enum CharterAdoption: Sendable {
    /// A home log adopts none.
    case none
    /// The bytes of this charter are not here.
    case missing(Digest)
    /// The log was opened under this charter, which is not in force or another mechanism's.
    case refused(Digest)
    /// This one.
    case adopted(AdoptableCharter)
}

extension KeyHistory {
    /// The charter that holds for the entry at an index: the last one that an entry before it adopted, child after parent.
    package func adoption(at index: UInt64, in book: any CharterBook) -> CharterAdoption {
        var current: AdoptableCharter?
        for adoption in adoptions where adoption.index < index {
            guard let charter = book.charter(adoption.charter) else {
                return .missing(adoption.charter)
            }
            if let parent = current {
                if charter.predecessor == parent.digest, charter.isInForce { current = charter }
            } else {
                guard charter.isInForce, charter.mechanism == name.mechanism else {
                    return .refused(adoption.charter)
                }
                current = charter
            }
        }
        return current.map { .adopted($0) } ?? .none
    }

    /// The digest of that charter; nil where none holds.
    package func adoptedCharter(at index: UInt64, in book: any CharterBook) -> Digest? {
        guard case .adopted(let charter) = adoption(at: index, in: book) else { return nil }
        return charter.digest
    }

    /// The digests of all charters that the log has named.
    package var namedCharters: [Digest] { adoptions.map(\.charter) }
}

// MARK: - Growing

extension KeyHistory {
    /// Adds an entry that was judged at the history's own size, so that it counts for those after it.
    ///
    /// What is wrong with a charter does not keep an entry out: the adoption counts as soon as the charter does.
    package mutating func apply(_ judgement: EntryJudgement) {
        precondition(judgement.index.rawValue == size, "entries are applied in their order")
        size += 1
        guard judgement.isWellSigned, let content = judgement.content else { return }
        let header = content.header
        if latestAt.map({ $0.instant < header.at.instant }) ?? true { latestAt = header.at }
        guard header.isReserved else { return }
        let index = judgement.index.rawValue
        if let key = header.key { applyKey(key, header, judgement.signers, at: index) }
        if let charter = header.charter {
            adoptions.append(Adoption(index: index, charter: charter))
        }
    }

    private mutating func applyKey(
        _ key: VerifierKey,
        _ header: EntryHeader,
        _ signers: [VerifierKey],
        at index: UInt64
    ) {
        switch (header.machine, header.event) {
        case (.log, .open):
            logKeys = [Period(key: key, start: 0)]
            nodeKeys = signers.prefix(1).map { Period(key: $0, start: 0) }
        case (.log, .rekey):
            logKeys.append(Period(key: key, start: index))
        case (.node, .rotate) where key.algorithm == .ed25519:
            nodeKeys.append(Period(key: key, start: index + 1))
            table.insert(key)
        case (.node, .rotate):
            rotatedMirrorKeys.append(Period(key: key, start: index))
        case (.office, .enrol), (.officer, .enrol):
            let enroller = header.machine == .officer ? signers.first : nil
            enrolled[key, default: Enrolled()].enrolments.append(
                Enrolment(index: index, enroller: enroller, rank: header.enrolmentRank)
            )
            table.insert(key)
        case (.office, .revoke), (.officer, .revoke):
            let revocation = Revocation(index: index, since: header.since ?? index)
            enrolled[key, default: Enrolled()].revocations.append(revocation)
        default: break
        }
    }
}

extension KeyHistory {
    /// Whether the entries of another history gave the same, whichever keys were trusted from outside.
    package func agrees(with other: KeyHistory) -> Bool {
        origin == other.origin && size == other.size && latestAt == other.latestAt
            && logKeys == other.logKeys && nodeKeys == other.nodeKeys
            && rotatedMirrorKeys == other.rotatedMirrorKeys && enrolled == other.enrolled
            && adoptions == other.adoptions
    }

    /// Whether an entry at `index` that names a key or a charter is one too many.
    func isKeyStepBeyondLimit(at index: UInt64) -> Bool {
        // `log`/`open` names the log's key, the node's and the first charter.
        let count =
            logKeys.count + max(0, nodeKeys.count - 1) + rotatedMirrorKeys.count
            + enrolled.values.reduce(0) { $0 + $1.enrolments.count + $1.revocations.count }
            + adoptions.count { $0.index > 0 }
        guard count >= Limits.keyStepCountMax else { return false }
        // The history may hold later entries than the one that is judged again.
        let steps =
            enrolled.values.flatMap { $0.enrolments.map(\.index) + $0.revocations.map(\.index) }
            + adoptions.map(\.index) + (logKeys + rotatedMirrorKeys).map(\.start)
            + nodeKeys.dropFirst().map { $0.start - 1 }
        return index > steps.max() ?? 0
    }

    /// Takes over what a store held.
    mutating func restore(
        size: UInt64,
        latestAt: Timestamp?,
        logKeys: [Period],
        nodeKeys: [Period],
        mirrorKeys: [Period],
        enrolled: [VerifierKey: Enrolled],
        adoptions: [Adoption]
    ) {
        self.size = size
        self.latestAt = latestAt
        self.logKeys = logKeys
        self.nodeKeys = nodeKeys
        rotatedMirrorKeys = mirrorKeys
        self.enrolled = enrolled
        self.adoptions = adoptions
        for period in nodeKeys { table.insert(period.key) }
        // In the order of enrolment, so that of two keys with one name and id the first stays in the table.
        let byEnrolment = enrolled.sorted {
            ($0.value.enrolments.first?.index ?? 0) < ($1.value.enrolments.first?.index ?? 0)
        }
        for (key, _) in byEnrolment { table.insert(key) }
    }

    /// The rank of the approving officer of an entry, by the key that its line names.
    func officerRank(of content: UnverifiedEntry, at index: UInt64) -> RankID? {
        guard let office = content.header.office, let officer = content.header.officer else {
            return nil
        }
        let name = Array(LogName.keyName(self.name.node, office, officer).utf8)
        for line in content.note.signatures where line.name.bytes == name {
            if let key = table[line] { return rank(of: key, at: index) }
        }
        return nil
    }
}

extension EntryHeader {
    /// The rank in the facts of an `officer`/`enrol` entry; nil where they are not exactly that.
    var enrolmentRank: RankID? {
        guard facts.count == 1, facts[0].field.text == "rank",
            case .string(let text) = facts[0].value
        else { return nil }
        return RankID(text)
    }
}
