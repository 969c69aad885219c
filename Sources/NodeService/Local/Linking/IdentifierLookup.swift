import Casework
import Cryptography
import Ledger
import LocalAPI
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
    }

    /// A body that the caller may read, with the rules that type its fields.
    struct ReadBody {
        let row: ProjectedEntry
        let body: Body
        let machine: Machine
        let pack: RulePack

        /// The identifiers and names in it.
        var identifiers: BodyIdentifiers {
            BodyIdentifiers(of: body.fields, machine: machine, pack: pack)
        }
    }

    let presenter: RecordPresenter
    let index: IdentifierIndex
    private var readable: [RecordKey: Bool] = [:]
    /// Whether more places exist than are looked at.
    private(set) var hasMore = false

    init(_ presenter: RecordPresenter) {
        self.presenter = presenter
        index = IdentifierIndex(presenter.view)
    }

    private var transaction: SQLiteTransaction { presenter.transaction }

    /// Whether the caller may read what the bodies of a record say.
    mutating func mayRead(_ record: RecordKey) throws -> Bool {
        if let known = readable[record] { return known }
        let mayRead = try presenter.mayReadBodies(of: record)
        readable[record] = mayRead
        return mayRead
    }

    /// The places of a key, those of the objects that came last first.
    mutating func mentions(
        of key: Digest,
        limit: Int = Limits.identifierPlaceCountMax
    ) throws -> [Mention] {
        let places = try transaction.places(ofIdentifier: key, limit: limit + 1)
        // Of a common part of names there are always more.
        if places.count > limit, limit == Limits.identifierPlaceCountMax { hasMore = true }
        var mentions: [Mention] = []
        for place in places.prefix(limit) {
            guard let row = try transaction.projectedEntry(of: place.origin, at: place.index),
                let record = row.record
            else { continue }
            let own = RecordKey(scope: row.scope, record: record)
            guard try mayRead(own) else { continue }
            mentions.append(
                Mention(
                    own: own,
                    shown: try opened(own),
                    row: row,
                    field: place.field,
                    kind: place.kind
                )
            )
        }
        return mentions
    }

    /// The record in a mechanism that continues one at home, or the record itself.
    func opened(_ record: RecordKey) throws -> RecordKey {
        guard record.scope.isHome, let link = try transaction.homeLink(of: record) else {
            return record
        }
        return RecordKey(scope: link.scope, record: link.opening)
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
        return ReadBody(row: row, body: body, machine: machine, pack: pack)
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

    /// A record as in lists, with the region of whoever opened it; nil where it is not projected.
    func record(
        _ key: RecordKey
    ) throws -> (summary: LocalAPI.RecordSummary, region: RegionCode?)? {
        guard let row = try transaction.projectedRecord(key) else { return nil }
        let stored = try Ledger.RecordSummary(decoding: row.summary)
        return (try presenter.summary(of: row), stored.opener?.region)
    }

    /// What keeps an answer from being whole.
    mutating func findings(isFull: Bool) throws -> [CodedText] {
        var findings: [CodedText] = []
        if isFull {
            findings.append(
                IdentifierNotice.recordsMany.text(["limit": "\(Limits.linkedRecordCountMax)"])
            )
        }
        let cut = try mentions(of: index.cutKey).map(\.row.digest.hex)
        if !cut.isEmpty {
            let shown = cut.prefix(Self.namedEntryCountMax).map { String($0.prefix(12)) }
            let rest = cut.count > shown.count ? [", …"] : []
            findings.append(
                IdentifierNotice.cut.text([
                    "entries": shown.joined(separator: ", ") + rest.joined()
                ])
            )
        }
        if hasMore {
            findings.append(
                IdentifierNotice.placesMany.text(["limit": "\(Limits.identifierPlaceCountMax)"])
            )
        }
        // How many would tell what other offices have stored.
        if try !transaction.dueHoldings(after: nil, limit: 1).isEmpty {
            findings.append(IdentifierNotice.notIndexed.text())
        }
        return findings
    }

    private static let namedEntryCountMax = 5
}
