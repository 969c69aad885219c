package import Casework
package import Cryptography
package import TransparencyLog

/// Where the projections of logs and records stand: rows with a few columns to search by and a blob of our own.
///
/// The storage transaction that appends or commits entries conforms to it, so that projections move with the head. All
/// calls are made inside that transaction, by one caller at a time; each sees what those before it wrote. Nothing here
/// is evidence: all but the home links, which stand in no header, can be made again from logs, charters and packs.
///
/// ## Topics
/// - Logs: ``projectedLog(_:)``, ``putProjectedLog(_:of:)``
/// - Entries: ``entryBytes(of:at:)``, ``projectedEntry(of:at:)``, ``projectedEntries(of:from:limit:)``,
///   ``projectedEntries(digest:)``, ``projectedEntries(record:)``, ``projectedEntryCount(record:of:limit:)``,
///   ``putProjectedEntry(_:)``
/// - Records: ``projectedRecord(_:)``, ``putProjectedRecord(_:)``
/// - What waits: ``dependents(on:)``, ``putDependencies(_:of:)``
/// - The inbox: ``putDuty(_:of:)``
/// - Home parts: ``homeLink(of:)``, ``homeLink(to:)``, ``putHomeLink(_:)``
package protocol ProjectionStore {
    /// The state of one log's projection; nil before its first entry.
    func projectedLog(_ origin: Origin) throws -> [UInt8]?
    /// Adds or replaces it; at most a few KiB, growing with the log's enrolments.
    func putProjectedLog(_ bytes: [UInt8], of origin: Origin) throws

    /// The bytes of a stored entry; nil for none. Entries of the transaction's own batch count as stored.
    func entryBytes(of origin: Origin, at index: EntryIndex) throws -> [UInt8]?

    /// One row; nil for none.
    func projectedEntry(of origin: Origin, at index: EntryIndex) throws -> ProjectedEntry?
    /// Up to `limit` rows of a log from an index on, by index.
    func projectedEntries(
        of origin: Origin,
        from index: EntryIndex,
        limit: Int
    ) throws -> [ProjectedEntry]
    /// All rows with a digest, by origin and index. Column: `digest`, indexed.
    func projectedEntries(digest: Digest) throws -> [ProjectedEntry]
    /// All rows of a record, by origin and index. Columns: `scope` and `record`, indexed together.
    func projectedEntries(record: RecordKey) throws -> [ProjectedEntry]
    /// How many rows of a record one log has, and `limit` where it has more.
    func projectedEntryCount(record: RecordKey, of origin: Origin, limit: Int) throws -> Int
    /// Adds or replaces a row, by origin and index.
    func putProjectedEntry(_ entry: ProjectedEntry) throws

    /// One record; nil for none.
    func projectedRecord(_ key: RecordKey) throws -> ProjectedRecord?
    /// Adds or replaces a record, by its key.
    func putProjectedRecord(_ record: ProjectedRecord) throws

    /// All that depends on a digest of an entry, a pack or a charter, by the bytes of the keys.
    func dependents(on digest: Digest) throws -> [Dependent]
    /// Replaces the digests that one record or entry depends on; an empty set removes them.
    func putDependencies(_ digests: Set<Digest>, of dependent: Dependent) throws

    /// The opening that a matter of the home log went into; nil while it is at home.
    func homeLink(of record: RecordKey) throws -> HomeLink?
    /// The matter whose home part an opening continues; nil where it is not known here.
    func homeLink(to opening: Digest) throws -> HomeLink?
    /// Adds a link; the first one of a record and of an opening stays.
    func putHomeLink(_ link: HomeLink) throws

    /// Keeps what waits in a record for the inbox, and removes it where that is nothing.
    func putDuty(_ duty: RecordDuty?, of key: RecordKey) throws
}

extension ProjectionStore {
    /// A store that answers no inbox keeps nothing.
    package func putDuty(_ duty: RecordDuty?, of key: RecordKey) throws {}
}

/// Within what a record is one matter: a mechanism, or the home logs of one node.
package struct RecordScope: Hashable, Comparable, Sendable {
    /// The mechanism's id, or `<node>/home`.
    package let text: String

    /// The scope of the entries of a log.
    package init(_ log: LogName) {
        text = log.isHome ? "\(log.node)/\(log.mechanism)" : log.mechanism.text
    }

    /// A mechanism.
    package init(mechanism: MechanismID) { text = mechanism.text }

    /// Takes what `text` gave.
    package init(text: String) { self.text = text }

    /// Whether it is a node's home.
    package var isHome: Bool { text.utf8.contains(UInt8(ascii: "/")) }

    /// The mechanism; nil at home.
    package var mechanism: MechanismID? { isHome ? nil : MechanismID(text) }

    /// Order by bytes.
    package static func < (a: RecordScope, b: RecordScope) -> Bool { a.text < b.text }
}

/// Names a record: its first entry's digest, within a scope.
package struct RecordKey: Hashable, Comparable, Sendable {
    /// The mechanism or the home.
    package let scope: RecordScope
    /// The digest of the first entry.
    package let record: Digest

    /// Makes a key.
    package init(scope: RecordScope, record: Digest) {
        self.scope = scope
        self.record = record
    }

    /// Order by scope, then by digest.
    package static func < (a: RecordKey, b: RecordKey) -> Bool {
        a.scope == b.scope ? a.record < b.record : a.scope < b.scope
    }
}

/// What is known of one entry in its place.
package struct ProjectedEntry: Hashable, Sendable {
    /// The log.
    package var origin: Origin
    /// The place.
    package var index: EntryIndex
    /// The SHA-256 of the bytes.
    package var digest: Digest
    /// The scope of the log.
    package var scope: RecordScope
    /// The record that the entry belongs to: for a first entry its own digest; nil for entries of none, and for those beyond the
    /// number that counts of one log.
    package var record: Digest?
    /// The machine; empty where the header could not be read.
    package var machine: String
    /// The event; empty where the header could not be read.
    package var event: String
    /// The POSIX second of `at`; nil where the header could not be read.
    package var at: Int64?
    /// What the entry counts for.
    package var verdictClass: VerdictClass
    /// `EntryVerdict.encoded`.
    package var verdict: [UInt8]

    /// Makes a row.
    package init(
        origin: Origin,
        index: EntryIndex,
        digest: Digest,
        scope: RecordScope,
        record: Digest?,
        machine: String,
        event: String,
        at: Int64?,
        verdictClass: VerdictClass,
        verdict: [UInt8]
    ) {
        self.origin = origin
        self.index = index
        self.digest = digest
        self.scope = scope
        self.record = record
        self.machine = machine
        self.event = event
        self.at = at
        self.verdictClass = verdictClass
        self.verdict = verdict
    }
}

/// What one record has come to, as lists show it without folding it again.
package struct ProjectedRecord: Hashable, Sendable {
    /// The record.
    package var key: RecordKey
    /// The machine; empty while the first entry is not applied.
    package var machine: String
    /// The state; empty while the first entry is not applied.
    package var state: String
    /// The POSIX second of the latest `at` among its valid entries; 0 while there is none.
    package var updatedAt: Int64
    /// Whether this node's `system` office may sign an acknowledgement next.
    package var awaitsAcknowledgement: Bool
    /// `RecordSummary.encoded`.
    package var summary: [UInt8]

    /// Makes a row.
    package init(
        key: RecordKey,
        machine: String,
        state: String,
        updatedAt: Int64,
        awaitsAcknowledgement: Bool,
        summary: [UInt8]
    ) {
        self.key = key
        self.machine = machine
        self.state = state
        self.updatedAt = updatedAt
        self.awaitsAcknowledgement = awaitsAcknowledgement
        self.summary = summary
    }
}

/// What must be judged again when something arrives or changes.
package enum Dependent: Hashable, Sendable {
    /// A record is folded again.
    case record(RecordKey)
    /// An entry is judged again.
    case entry(Origin, EntryIndex)

    /// The key as a store keeps it.
    package var key: [UInt8] {
        switch self {
        case .record(let key): Array("record \(key.record.hex) \(key.scope.text)".utf8)
        case .entry(let origin, let index): Array("entry \(index) ".utf8) + origin.bytes
        }
    }

    /// Reads what `key` gave; nil for other bytes.
    package init?(key: [UInt8]) {
        let parts = key.split(
            separator: UInt8(ascii: " "),
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard parts.count == 3 else { return nil }
        switch String(decoding: parts[0], as: UTF8.self) {
        case "record":
            guard let record = Digest(hexBytes: parts[1]),
                let scope = String(validating: parts[2], as: UTF8.self)
            else { return nil }
            self = .record(RecordKey(scope: RecordScope(text: scope), record: record))
        case "entry":
            // A name that no log can have is no dependent.
            guard let index = Decimal.decode(parts[1]).flatMap({ EntryIndex($0) }),
                let origin = try? Origin(parts[2])
            else { return nil }
            self = .entry(origin, index)
        default: return nil
        }
    }
}

/// Where the home part of a matter ends and its life in a mechanism begins, as the opener's node alone knows.
package struct HomeLink: Hashable, Sendable {
    /// The record at home.
    package let home: RecordKey
    /// The opening in the mechanism.
    package let opening: Digest
    /// The mechanism.
    package let scope: RecordScope
    /// The home log whose checkpoint the opening's `draft` commits to.
    package let origin: Origin
    /// The size of that checkpoint.
    package let size: UInt64

    /// Makes a link.
    package init(
        home: RecordKey,
        opening: Digest,
        scope: RecordScope,
        origin: Origin,
        size: UInt64
    ) {
        self.home = home
        self.opening = opening
        self.scope = scope
        self.origin = origin
        self.size = size
    }
}
