import Casework
package import Cryptography
package import Ledger
package import TransparencyLog

/// The audit's own projection: every entry of every log judged and folded again, held in memory.
///
/// Nothing of it comes from the audited home but the entries, and the home links, which are checked beside it. About
/// 300 bytes an entry; the entries' own bytes stay in the source.
package final class AuditProjection: ProjectionStore {
    private struct Place: Comparable {
        let origin: Origin
        let index: EntryIndex

        static func < (a: Place, b: Place) -> Bool { (a.origin, a.index) < (b.origin, b.index) }
    }

    private struct BundleKey: Hashable {
        let origin: Origin
        let number: UInt64
    }

    private static let bundleCountMax = 64
    private static let bundleEntryCount = 256

    private let source: any AuditSource
    private var logs: [Origin: [UInt8]] = [:]
    private var rows: [Origin: [ProjectedEntry]] = [:]
    private var places: [Digest: [Place]] = [:]
    private var placesByRecord: [RecordKey: [Place]] = [:]
    private var bundles: [BundleKey: [[UInt8]]] = [:]
    private var linksByHome: [RecordKey: HomeLink] = [:]
    private var linksByOpening: [Digest: HomeLink] = [:]
    /// Every record, by its key.
    package private(set) var records: [RecordKey: ProjectedRecord] = [:]
    /// What each dependent depends on, by the dependent's key.
    package private(set) var dependencies: [[UInt8]: Set<Digest>] = [:]
    private var dependentsByDigest: [Digest: Set<[UInt8]>] = [:]

    /// An empty projection of what a source holds.
    init(of source: any AuditSource) { self.source = source }

    /// All rows of a log, by index.
    package func entries(of origin: Origin) -> [ProjectedEntry] { rows[origin] ?? [] }

    /// How many rows there are of all logs.
    package var entryCount: Int { rows.values.reduce(0) { $0 + $1.count } }

    // MARK: Logs

    package func projectedLog(_ origin: Origin) -> [UInt8]? { logs[origin] }

    package func putProjectedLog(_ bytes: [UInt8], of origin: Origin) { logs[origin] = bytes }

    // MARK: Entries

    package func entryBytes(of origin: Origin, at index: EntryIndex) throws -> [UInt8]? {
        let width = UInt64(Self.bundleEntryCount)
        let key = BundleKey(origin: origin, number: index.rawValue / width)
        let place = Int(index.rawValue % width)
        if let known = bundles[key], known.count > place { return known[place] }
        guard let start = EntryIndex(key.number * width) else { return nil }
        let read = try source.entries(of: origin, from: start, count: Self.bundleEntryCount)
        if bundles.count >= Self.bundleCountMax { bundles.removeAll() }
        bundles[key] = read
        return read.count > place ? read[place] : nil
    }

    package func projectedEntry(of origin: Origin, at index: EntryIndex) -> ProjectedEntry? {
        guard let log = rows[origin], index.rawValue < UInt64(log.count) else { return nil }
        return log[index.int]
    }

    package func projectedEntries(
        of origin: Origin,
        from index: EntryIndex,
        limit: Int
    ) -> [ProjectedEntry] {
        guard let log = rows[origin], index.rawValue < UInt64(log.count) else { return [] }
        return Array(log[index.int...].prefix(limit))
    }

    package func projectedEntries(digest: Digest) -> [ProjectedEntry] {
        (places[digest] ?? []).compactMap { projectedEntry(of: $0.origin, at: $0.index) }
    }

    package func projectedEntries(record: RecordKey) -> [ProjectedEntry] {
        (placesByRecord[record] ?? []).compactMap { projectedEntry(of: $0.origin, at: $0.index) }
    }

    package func projectedEntryCount(
        record: RecordKey,
        of origin: Origin,
        limit: Int
    ) -> Int {
        min(limit, placesByRecord[record]?.count { $0.origin == origin } ?? 0)
    }

    package func putProjectedEntry(_ entry: ProjectedEntry) throws {
        let count = UInt64(rows[entry.origin]?.count ?? 0)
        if entry.index.rawValue < count {
            rows[entry.origin]?[entry.index.int] = entry
            return
        }
        guard entry.index.rawValue == count else {
            throw LedgerError(
                .projectionOutOfStep,
                [
                    "found": "\(entry.index)", "origin": "\(entry.origin)",
                    "required": "\(count)",
                ]
            )
        }
        rows[entry.origin, default: []].append(entry)
        let place = Place(origin: entry.origin, index: entry.index)
        Self.insert(place, into: &places[entry.digest, default: []])
        if let record = entry.record {
            let key = RecordKey(scope: entry.scope, record: record)
            Self.insert(place, into: &placesByRecord[key, default: []])
        }
    }

    private static func insert(_ place: Place, into places: inout [Place]) {
        let isLast = places.last.map { $0 < place } ?? true
        places.append(place)
        if !isLast { places.sort() }
    }

    // MARK: Records

    package func projectedRecord(_ key: RecordKey) -> ProjectedRecord? { records[key] }

    package func putProjectedRecord(_ record: ProjectedRecord) { records[record.key] = record }

    // MARK: Dependencies

    package func dependents(on digest: Digest) -> [Dependent] {
        (dependentsByDigest[digest] ?? []).sorted { $0.lexicographicallyPrecedes($1) }
            .compactMap { Dependent(key: $0) }
    }

    package func putDependencies(_ digests: Set<Digest>, of dependent: Dependent) {
        let key = dependent.key
        let known = dependencies[key] ?? []
        for digest in known.subtracting(digests) { dependentsByDigest[digest]?.remove(key) }
        for digest in digests.subtracting(known) {
            dependentsByDigest[digest, default: []].insert(key)
        }
        dependencies[key] = digests.isEmpty ? nil : digests
    }

    // MARK: Home parts

    package func homeLink(of record: RecordKey) -> HomeLink? { linksByHome[record] }

    package func homeLink(to opening: Digest) -> HomeLink? { linksByOpening[opening] }

    package func putHomeLink(_ link: HomeLink) {
        guard linksByHome[link.home] == nil, linksByOpening[link.opening] == nil else { return }
        linksByHome[link.home] = link
        linksByOpening[link.opening] = link
    }
}
