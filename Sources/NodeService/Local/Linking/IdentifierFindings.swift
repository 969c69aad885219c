import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// What keeps an answer about identifiers from being whole.
///
/// What is said of single bodies is said to those alone who may read them. What is said to everybody depends on nothing that is
/// hidden from anybody: whether something else wrote to the database, how many entries the node's logs have, and that so many
/// objects wait as only a start, a rebuilding or a missing rule pack makes wait.
struct IdentifierFindings {
    private static let namedEntryCountMax = 5

    private var lookup: IdentifierLookup
    private var findings: [CodedText] = []

    private init(_ lookup: IdentifierLookup) { self.lookup = lookup }

    /// Keys that are looked up for the findings themselves.
    static let keyCount = 1

    /// All findings of a lookup that has answered.
    static func of(_ lookup: inout IdentifierLookup) throws -> [CodedText] {
        var findings = IdentifierFindings(lookup)
        let all = try findings.all()
        lookup = findings.lookup
        return all
    }

    private mutating func all() throws -> [CodedText] {
        try addCut()
        try addStanding()
        let state = try lookup.transaction.dueHoldings(limit: Limits.dueObjectCountMax + 1)
        if try concerns(state) != nil { add(IdentifierNotice.notIndexed.text()) }
        try add(.waitsForRules, of: .waiting)
        try add(.unreadable, of: .unreadable)
        try addBound()
        return findings + lookup.presenter.leftOutFindings
    }

    private mutating func add(_ finding: CodedText) {
        if !findings.contains(finding) { findings.append(finding) }
    }

    private mutating func addStanding() throws {
        let isDamaged = lookup.isDamaged
        switch lookup.standing {
        case .whole where !isDamaged: break
        case .whole, .damaged: add(IdentifierNotice.damaged.text())
        case .unlisted: add(IdentifierNotice.notIndexed.text())
        case .comparing: add(IdentifierNotice.comparing.text())
        }
    }

    /// Names the bodies that hold more than is indexed.
    private mutating func addCut() throws {
        let cut = try lookup.found(lookup.codes.cutKey, limit: Self.namedEntryCountMax)
        guard !cut.mentions.isEmpty else { return }
        let shown = cut.mentions.map { String($0.row.digest.hex.prefix(12)) }
        add(
            IdentifierNotice.cut.text([
                "entries": shown.joined(separator: ", ") + (cut.hasMore ? ", …" : "")
            ])
        )
    }

    private mutating func add(_ notice: IdentifierNotice, of state: IndexedState) throws {
        let held = try lookup.transaction.holdings(
            indexedAs: state,
            limit: Limits.dueObjectCountMax + 1
        )
        guard let count = try concerns(held) else { return }
        let most = Limits.dueObjectCountMax
        add(notice.text(["count": count > most ? "\(most)+" : "\(count)"]))
    }

    /// How many of some objects the caller may read; all of them where they are more than are looked at one by one, and nil for none.
    private mutating func concerns(_ held: [DueHolding]) throws -> Int? {
        guard held.count <= Limits.dueObjectCountMax else { return held.count }
        var count = 0
        for item in held where try isReadable(item) { count += 1 }
        return count > 0 ? count : nil
    }

    private mutating func isReadable(_ item: DueHolding) throws -> Bool {
        guard
            let row = try lookup.transaction.projectedEntry(
                of: item.key.origin,
                at: item.key.index
            ),
            let record = row.record
        else {
            // It belongs to no record yet: only whoever reads everything is told.
            return lookup.presenter.caller.readOffices == .all
        }
        return try lookup.mayRead(RecordKey(scope: row.scope, record: record))
    }

    /// Says that places may be missing where the node has so many entries that a caller's own may lie behind others.
    private mutating func addBound() throws {
        guard lookup.isBounded else { return }
        let count = try lookup.transaction.logs().reduce(UInt64(0)) { $0 + $1.size.rawValue }
        guard count > UInt64(lookup.sharedObjectCount) else { return }
        add(IdentifierNotice.searchBounded.text(["limit": "\(lookup.sharedObjectCount)"]))
    }
}
