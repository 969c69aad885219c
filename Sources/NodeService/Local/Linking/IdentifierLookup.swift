import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Where identifiers stand, as far as the caller may know: every place passes `RecordPresenter.mayReadBodies` first.
///
/// One lookup serves one answer, within one transaction.
struct IdentifierLookup {
    /// A place that the caller may know of.
    struct Mention {
        /// The record whose entry it is: at home, or in a mechanism.
        let own: RecordKey
        /// The record under which the matter is shown: where it went into a mechanism, the one there.
        let shown: RecordKey
        /// The entry.
        let row: ProjectedEntry
        /// The field's id.
        let field: String
        /// The kind of identifier.
        let kind: String

        /// The newer entry first; of one entry the fields by name.
        static func isNewer(_ a: Mention, _ b: Mention) -> Bool {
            let (first, second) = (a.row.at ?? 0, b.row.at ?? 0)
            if first != second { return first > second }
            return (b.row.digest.hex, a.field) < (a.row.digest.hex, b.field)
        }
    }

    /// A body that the caller may read, with the rules that type its fields.
    struct ReadBody {
        let row: ProjectedEntry
        let body: Body
        /// What the body says, and what the header says openly.
        let fields: [FieldID: BodyValue]
        let machine: Machine
        let pack: RulePack

        /// The identifiers and names in it.
        var identifiers: BodyIdentifiers {
            BodyIdentifiers(of: body.fields, machine: machine, pack: pack)
        }
    }

    /// What the caller may know of a key.
    struct Found {
        /// Where it stands, those of the objects that came last first.
        var mentions: [Mention] = []
        /// Whether the caller may know of more than were asked for.
        var hasMore = false
    }

    let presenter: RecordPresenter
    /// The codes of keys.
    let codes: IdentifierCode
    /// Whether the index is known to be whole.
    let standing: IdentifierStanding
    /// Objects that are looked at for one answer of a caller who may not read all of them, whoever may.
    let walkedObjectCountMax: Int
    /// Whether a row was met that is not as it was written.
    private(set) var isDamaged = false
    /// Objects that were looked at so far.
    private(set) var walkedCount = 0
    /// How many keys the answer looks up.
    private var keyCount = 1
    private var lookedUpCount = 0
    private var readable: [RecordKey: Bool] = [:]
    /// What was looked up before: a firm's code and the code within it lead to the same entries.
    private var entries: [EntryPlace: ProjectedEntry] = [:]
    private var continued: [RecordKey: RecordKey] = [:]

    private struct EntryPlace: Hashable {
        let origin: Origin
        let index: EntryIndex
    }

    init(
        _ presenter: RecordPresenter,
        standing: IdentifierStanding = .whole,
        walkedObjectCountMax: Int = Limits.walkedObjectCountMax
    ) {
        self.presenter = presenter
        self.standing = standing
        self.walkedObjectCountMax = walkedObjectCountMax
        codes = IdentifierCode(storageKey: presenter.view.keyring.storageKey)
    }

    var transaction: SQLiteTransaction { presenter.transaction }

    /// Whether the caller may read what the bodies of a record say.
    mutating func mayRead(_ record: RecordKey) throws -> Bool {
        if let known = readable[record] { return known }
        let mayRead = try presenter.mayReadBodies(of: record)
        readable[record] = mayRead
        return mayRead
    }

    // MARK: Bound

    /// Says how many keys are looked up for the answer, before the first: they share what may be looked at.
    ///
    /// It depends on what the caller may read alone.
    mutating func expect(keyCount: Int) { self.keyCount = max(1, keyCount) }

    /// Objects with one key that are looked at in any case, whatever the other keys of the answer meet.
    var sharedObjectCount: Int { max(1, walkedObjectCountMax / keyCount) }

    /// Whether others than the caller may read some of the objects.
    var isBounded: Bool { presenter.caller.readOffices != .all }

    /// Objects with the next key that are looked at: its part of what the keys before have left.
    ///
    /// Who may read everything meets the limits of places first.
    private mutating func allowance() -> Int {
        guard isBounded else { return walkedObjectCountMax }
        let left = max(0, walkedObjectCountMax - walkedCount)
        let share = left / max(1, keyCount - lookedUpCount)
        lookedUpCount += 1
        return max(share, min(left, 1))
    }

    /// Up to `limit` places of a key, those of the objects that came last first.
    ///
    /// Places in records that the caller may not read are passed over and count nowhere: no answer and no limit in it tells of
    /// them. The walk ends behind the newest objects that the key's share of `walkedObjectCountMax` allows, whoever may read them;
    /// only a node with more entries than that has so many, and its answers say so (``IdentifierFindings``).
    mutating func found(_ key: Digest, limit: Int) throws -> Found {
        var found = Found()
        let allowance = allowance()
        var walked = (count: 0, holding: Int64.max)
        defer { walkedCount += walked.count }
        var last: IndexedRow?
        while true {
            let rows = try transaction.identifierRows(
                of: key,
                after: last,
                limit: Limits.identifierRowPageCount
            )
            guard let end = rows.last else { return found }
            for row in rows {
                if row.holding != walked.holding {
                    guard walked.count < allowance else { return found }
                    walked = (walked.count + 1, row.holding)
                }
                guard let mention = try mentionUnlessDamaged(at: row) else { continue }
                guard row.isWhole else {
                    isDamaged = true
                    continue
                }
                guard found.mentions.count < limit else {
                    found.hasMore = true
                    return found
                }
                found.mentions.append(mention)
            }
            last = end
        }
    }

    /// The place of a row; nil also where something of its entry is damaged, which is noted.
    private mutating func mentionUnlessDamaged(at row: IndexedRow) throws -> Mention? {
        do {
            return try mention(at: row)
        } catch  where PeerFailure.isDamage(error) {
            isDamaged = true
            return nil
        }
    }

    /// The place of a row; nil where the caller may not know of it.
    mutating func mention(at row: IndexedRow) throws -> Mention? {
        guard let place = try transaction.place(of: row),
            let entry = try entry(EntryPlace(origin: place.origin, index: place.index)),
            let record = entry.record
        else { return nil }
        let own = RecordKey(scope: entry.scope, record: record)
        guard try mayRead(own) else { return nil }
        return Mention(
            own: own,
            shown: try opened(own),
            row: entry,
            field: place.field,
            kind: place.kind
        )
    }

    private mutating func entry(_ place: EntryPlace) throws -> ProjectedEntry? {
        if let known = entries[place] { return known }
        let entry = try transaction.projectedEntry(of: place.origin, at: place.index)
        entries[place] = entry
        return entry
    }

    /// The record in a mechanism that continues one at home, or the record itself.
    mutating func opened(_ record: RecordKey) throws -> RecordKey {
        guard record.scope.isHome else { return record }
        if let known = continued[record] { return known }
        let opened =
            try transaction.homeLink(of: record).map {
                RecordKey(scope: $0.scope, record: $0.opening)
            } ?? record
        continued[record] = opened
        return opened
    }

    /// Both parts of a matter that the caller may read, the one in the mechanism first.
    mutating func parts(of record: RecordKey) throws -> [RecordKey] {
        var parts = [record]
        if let home = try transaction.homeLink(to: record.record)?.home { parts.append(home) }
        return try parts.filter { try mayRead($0) }
    }

    /// Whether the subject of a record is a natural person, or may be one by what cannot be read here.
    func isSubjectPerson(of record: RecordKey) throws -> Bool {
        try presenter.bodies.isSubjectPerson(
            of: record,
            for: presenter.view.node,
            in: transaction
        )
    }

    /// The bodies of a record's valid entries that can be read here; asked of records alone that the caller may read.
    func bodies(of record: RecordKey) throws -> [ReadBody] {
        try transaction.projectedEntries(record: record).compactMap { row in
            row.verdictClass == .valid ? try body(of: row) : nil
        }
    }

    /// The body of one entry; nil where it is not held, or its rules are not here.
    func body(of row: ProjectedEntry) throws -> ReadBody? {
        guard let header = try header(of: row), let reference = header.rules,
            let pack = presenter.view.packs.pack(reference),
            let machine = pack.machine(header.machine),
            case .body(let body)? = try presenter.bodies.body(
                of: header,
                at: row.index,
                of: row.origin,
                in: transaction
            )
        else { return nil }
        var fields = body.fields
        for fact in header.facts { fields[fact.field] = BodyValue(fact.value) }
        return ReadBody(row: row, body: body, fields: fields, machine: machine, pack: pack)
    }

    /// Whether an entry names a body, wherever that is.
    func namesBody(_ row: ProjectedEntry) throws -> Bool {
        try header(of: row)?.objects.contains { $0.role == .body } ?? false
    }

    private func header(of row: ProjectedEntry) throws -> EntryHeader? {
        guard let bytes = try transaction.entryBytes(of: row.origin, at: row.index) else {
            return nil
        }
        // What cannot be read has no header; its verdict says why.
        return (try? UnverifiedEntry(parsing: bytes))?.header
    }

    // MARK: As clients are shown it

    /// A place as clients read it.
    func place(_ row: ProjectedEntry, field: String, kind: String) throws -> MentionPlace {
        let header = try header(of: row)
        var place = MentionPlace(
            entry: row.digest.hex,
            origin: "\(row.origin)",
            event: row.event,
            at: header?.at.text ?? "",
            field: field,
            kind: kind,
            verdict: LocalAPI.EntryVerdict.Class(row.verdictClass)
        )
        place.from = header?.from?.text
        let pack = header?.rules.flatMap { presenter.view.packs.pack($0) }
        if let header, let pack, let machine = pack.machine(header.machine) {
            place.eventTitles = machine.transition(header.event)?.title.byLanguage ?? [:]
            place.fieldTitles =
                FieldID(field).flatMap { machine.field($0, in: pack) }?.title.byLanguage ?? [:]
        }
        return place
    }

    /// Whether a field of an entry holds the number of the matter's subject.
    func isSubjectNumber(_ field: String, in row: ProjectedEntry) throws -> Bool {
        try typed(field, in: row).map { PersonalFields.isSubjectNumber($0.field, in: $0.pack) }
            ?? false
    }

    /// Whether a field of an entry holds text that no rule pack types as a number.
    func isRunningText(_ field: String, in row: ProjectedEntry) throws -> Bool {
        try typed(field, in: row).map {
            ![.person, .party].contains($0.field.kind) && $0.field.identifier == nil
        } ?? false
    }

    /// Whether a field of an entry names officers of the matter or how they are reached, by whom nothing is linked.
    func isOfOfficials(_ field: String, in row: ProjectedEntry) throws -> Bool {
        try typed(field, in: row).map { $0.field.isOfOfficials } ?? false
    }

    /// A field of an entry as its rules type it; nil where these are not here.
    private func typed(
        _ field: String,
        in row: ProjectedEntry
    ) throws -> (field: Field, pack: RulePack)? {
        guard let header = try header(of: row), let reference = header.rules,
            let pack = presenter.view.packs.pack(reference),
            let field = FieldID(field).flatMap({ pack.machine(header.machine)?.field($0, in: pack) }
            )
        else { return nil }
        return (field, pack)
    }

    /// The region of whoever opened a record; nil where none is known.
    static func region(of row: ProjectedRecord) throws -> RegionCode? {
        try Ledger.RecordSummary(decoding: row.summary).opener?.region
    }
}

extension Field {
    /// Whether it names officers of the matter or how they are reached: they have many matters in common.
    var isOfOfficials: Bool { [.officer, .contact].contains(kind) }
}
