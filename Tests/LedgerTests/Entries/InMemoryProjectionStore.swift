import Casework
import Cryptography
import Ledger
import TransparencyLog

/// A projection's store in memory, with the logs' own bytes beside it.
final class InMemoryProjectionStore: ProjectionStore {
    struct Place: Hashable {
        let origin: Origin
        let index: EntryIndex
    }

    /// Everything but what depends on the order of arrival, for comparing two stores.
    struct Contents: Equatable {
        var logs: [Origin: [UInt8]] = [:]
        var entries: [Place: ProjectedEntry] = [:]
        var records: [RecordKey: ProjectedRecord] = [:]
        var dependencies: [[UInt8]: Set<Digest>] = [:]
        var duties: [RecordKey: RecordDuty] = [:]

        /// Where two stores differ, in a few words each; empty where they are the same.
        func differences(from other: Contents) -> [String] {
            func text(_ bytes: [UInt8]?) -> String {
                bytes.map { String(decoding: $0, as: UTF8.self) } ?? "–"
            }
            var found: [String] = []
            if logs != other.logs { found.append("logs") }
            for place in Set(entries.keys).union(other.entries.keys)
            where entries[place] != other.entries[place] {
                found.append(
                    "\(place.origin) \(place.index): \(text(entries[place]?.verdict)) / "
                        + text(other.entries[place]?.verdict)
                )
            }
            for key in Set(records.keys).union(other.records.keys)
            where records[key] != other.records[key] {
                found.append(
                    "record \(key.record): \(text(records[key]?.summary)) / "
                        + text(other.records[key]?.summary)
                )
            }
            for key in Set(dependencies.keys).union(other.dependencies.keys)
            where dependencies[key] != other.dependencies[key] {
                found.append("dependencies of \(text(key))")
            }
            for key in Set(duties.keys).union(other.duties.keys)
            where duties[key] != other.duties[key] {
                let sides = [duties[key], other.duties[key]].map { $0.map { "\($0)" } ?? "–" }
                found.append("duty of \(key.record): \(sides.joined(separator: " / "))")
            }
            return found
        }
    }

    private(set) var contents = Contents()
    private var bytes: [Place: [UInt8]] = [:]
    private var links: [HomeLink] = []

    /// Stores an entry's bytes, as the transaction does before it projects them.
    func store(_ entry: [UInt8], of origin: Origin, at index: EntryIndex) {
        bytes[Place(origin: origin, index: index)] = entry
    }

    /// How often what is kept of a log was read.
    private(set) var logReadCount = 0

    func projectedLog(_ origin: Origin) -> [UInt8]? {
        logReadCount += 1
        return contents.logs[origin]
    }
    func putProjectedLog(_ bytes: [UInt8], of origin: Origin) { contents.logs[origin] = bytes }

    func entryBytes(of origin: Origin, at index: EntryIndex) -> [UInt8]? {
        bytes[Place(origin: origin, index: index)]
    }

    func projectedEntry(of origin: Origin, at index: EntryIndex) -> ProjectedEntry? {
        contents.entries[Place(origin: origin, index: index)]
    }

    func projectedEntries(
        of origin: Origin,
        from index: EntryIndex,
        limit: Int
    ) -> [ProjectedEntry] {
        Array(sorted { $0.origin == origin && $0.index >= index }.prefix(limit))
    }

    func projectedEntries(digest: Digest) -> [ProjectedEntry] { sorted { $0.digest == digest } }

    func projectedEntries(record: RecordKey) -> [ProjectedEntry] {
        sorted { $0.scope == record.scope && $0.record == record.record }
    }

    func projectedEntryCount(record: RecordKey, of origin: Origin, limit: Int) -> Int {
        min(limit, projectedEntries(record: record).count { $0.origin == origin })
    }

    func putProjectedEntry(_ entry: ProjectedEntry) {
        contents.entries[Place(origin: entry.origin, index: entry.index)] = entry
    }

    private func sorted(_ isWanted: (ProjectedEntry) -> Bool) -> [ProjectedEntry] {
        contents.entries.values.filter(isWanted)
            .sorted { ($0.origin, $0.index) < ($1.origin, $1.index) }
    }

    func projectedRecord(_ key: RecordKey) -> ProjectedRecord? { contents.records[key] }
    func putProjectedRecord(_ record: ProjectedRecord) { contents.records[record.key] = record }

    func dependents(on digest: Digest) -> [Dependent] {
        contents.dependencies.filter { $0.value.contains(digest) }.keys
            .sorted { $0.lexicographicallyPrecedes($1) }
            .compactMap { Dependent(key: $0) }
    }

    func putDependencies(_ digests: Set<Digest>, of dependent: Dependent) {
        contents.dependencies[dependent.key] = digests.isEmpty ? nil : digests
    }

    func putDuty(_ duty: RecordDuty?, of key: RecordKey) { contents.duties[key] = duty }

    func homeLink(of record: RecordKey) -> HomeLink? { links.first { $0.home == record } }
    func homeLink(to opening: Digest) -> HomeLink? { links.first { $0.opening == opening } }

    func putHomeLink(_ link: HomeLink) {
        guard homeLink(of: link.home) == nil, homeLink(to: link.opening) == nil else { return }
        links.append(link)
    }
}
