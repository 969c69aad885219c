package import Cryptography
package import TransparencyLog

/// A transaction of the in-memory store.
///
/// It stays with the body that it was given to.
package final class InMemoryTransaction: StoreTransaction {
    var state: InMemoryState
    var staged = StagedEntries()

    init(_ state: InMemoryState) { self.state = state }

    private func known(_ origin: Origin) throws(LogStorageError) -> InMemoryState.Log {
        guard let log = state.logs[origin] else {
            throw LogStorageError(.logUnknown, ["origin": "\(origin)"])
        }
        return log
    }

    // MARK: Logs

    package func logs() -> [StoredLog] {
        state.logs.values.map(\.record).sorted { $0.origin < $1.origin }
    }

    package func log(_ origin: Origin) -> StoredLog? { state.logs[origin]?.record }

    package func createLog(_ origin: Origin, kind: LogKind) throws {
        guard state.logs[origin] == nil else {
            throw LogStorageError(.logExists, ["origin": "\(origin)"])
        }
        try LogStorageError.check(state.logs.count + 1, atMost: kind.logCountMax, "logs")
        state.logs[origin] = InMemoryState.Log(record: StoredLog(origin: origin, kind: kind))
    }

    package func stage(_ entry: NewEntry, at location: EntryLocation) throws {
        var log = try known(location.origin)
        try staged.add(entry, at: location, of: log.record)
        store([entry], [], in: &log)
        state.logs[location.origin] = log
    }

    package func stagedOrStoredEntry(at location: EntryLocation) -> [UInt8]? {
        let entries = state.logs[location.origin]?.entries ?? []
        return location.index.int < entries.count ? entries[location.index.int] : nil
    }

    package func append(_ batch: AppendBatch) throws {
        var log = try known(batch.origin)
        try BatchValidation.check(batch, against: log.record)
        store(try staged.take(for: batch), batch.tiles, in: &log)
        log.record = log.record(
            root: batch.root,
            checkpoint: batch.checkpoint,
            edge: batch.edge,
            stagedEdge: batch.edge
        )
        log.checkpoints[batch.edge.end] = batch.checkpoint
        for request in batch.requests {
            guard state.requests[request.id] == nil else {
                throw LogStorageError(.batchMalformed, ["detail": "a request id is used twice"])
            }
            state.requests[request.id] = request
        }
        state.logs[batch.origin] = log
    }

    package func commitSlice(_ slice: MirrorSlice) throws {
        var log = try known(slice.origin)
        try BatchValidation.check(slice, against: log.record)
        store(slice.entries[...], slice.tiles, in: &log)
        log.record = log.record(stagedEdge: slice.edge)
        state.logs[slice.origin] = log
    }

    package func commitHead(_ move: MirrorHead) throws {
        var log = try known(move.origin)
        try BatchValidation.check(move, against: log.record)
        log.record = log.record(
            root: move.head.root,
            checkpoint: move.checkpoint,
            edge: log.record.stagedEdge,
            stagedEdge: log.record.stagedEdge
        )
        log.checkpoints[move.head.size] = move.checkpoint
        state.logs[move.origin] = log
    }

    package func discardStaged(_ origin: Origin, beyond edge: CompactRange) throws {
        var log = try known(origin)
        try BatchValidation.check(staged: edge, against: log.record)
        for (index, entry) in log.entries.enumerated().dropFirst(edge.end.int) {
            let location = EntryLocation(
                origin: origin,
                index: EntryIndex(unchecked: UInt64(index))
            )
            state.locations[SHA256.digest(of: entry)]?.remove(location)
        }
        log.entries.removeSubrange(edge.end.int...)
        log.tiles = log.tiles.reduce(into: [:]) { tiles, tile in
            let hashCount = edge.end.rawValue >> (8 * UInt64(tile.key.level.rawValue))
            guard hashCount > tile.key.index * 256 else { return }
            let width = Int(clamping: min(256, hashCount - tile.key.index * 256))
            tiles[tile.key] = Array(tile.value.prefix(width * Digest.byteCount))
        }
        log.record = log.record(stagedEdge: edge)
        state.logs[origin] = log
    }

    private func store(
        _ entries: ArraySlice<NewEntry>,
        _ tiles: [StoredTile],
        in log: inout InMemoryState.Log
    ) {
        for entry in entries {
            let index = EntryIndex(unchecked: UInt64(log.entries.count))
            state.locations[entry.digest, default: []].insert(
                EntryLocation(origin: log.record.origin, index: index)
            )
            log.entries.append(entry.bytes)
        }
        for tile in tiles {
            log.tiles[.init(level: tile.level, index: tile.index)] = tile.hashes
        }
    }

    // MARK: Entries, tiles, checkpoints

    package func entries(
        of origin: Origin,
        from start: EntryIndex,
        count: Int
    ) throws -> [[UInt8]] {
        try LogStorageError.check(count, atMost: Limits.batchEntryCountMax, "entries in a read")
        let log = try known(origin)
        let entries = log.entries.prefix(log.record.stagedSize.int)
        guard start.int < entries.count, count > 0 else { return [] }
        return Array(entries[start.int..<min(entries.count, start.int + count)])
    }

    package func locations(ofEntry digest: Digest) -> [EntryLocation] {
        state.locations[digest, default: []].sorted {
            ($0.origin, $0.index) < ($1.origin, $1.index)
        }
    }

    package func tile(
        of origin: Origin,
        level: TileLevel,
        index: UInt64,
        width: Int
    ) throws -> [UInt8]? {
        let tiles = try known(origin).tiles
        guard (1...256).contains(width),
            let hashes = tiles[.init(level: level, index: index)],
            hashes.count >= width * Digest.byteCount
        else { return nil }
        return Array(hashes.prefix(width * Digest.byteCount))
    }

    package func checkpoint(of origin: Origin, size: TreeSize) throws -> [UInt8]? {
        try known(origin).checkpoints[size]
    }

    package func checkpointSizes(
        of origin: Origin,
        from size: TreeSize,
        limit: Int
    ) throws -> [TreeSize] {
        Array(try known(origin).checkpoints.keys.filter { $0 >= size }.sorted().prefix(limit))
    }

    // MARK: Cosignatures and requests

    package func insertCosignature(_ cosignature: StoredCosignature) throws -> Bool {
        var log = try known(cosignature.origin)
        if let known = log.cosignatures[cosignature.size]?[cosignature.cosigner],
            known.time <= cosignature.time
        {
            return false
        }
        log.cosignatures[cosignature.size, default: [:]][cosignature.cosigner] = cosignature
        state.logs[cosignature.origin] = log
        return true
    }

    package func cosignatures(of origin: Origin, size: TreeSize) throws -> [StoredCosignature] {
        try known(origin).cosignatures[size, default: [:]].values
            .sorted { $0.cosigner < $1.cosigner }
    }

    package func newestCosignatures(of origin: Origin) throws -> [StoredCosignature] {
        var newest: [CosignerID: StoredCosignature] = [:]
        for (_, cosignatures) in try known(origin).cosignatures.sorted(by: { $0.key < $1.key }) {
            newest.merge(cosignatures) { _, larger in larger }
        }
        return newest.values.sorted { $0.cosigner < $1.cosigner }
    }

    package func newestCosignature(
        of origin: Origin,
        by cosigner: CosignerID
    ) throws -> StoredCosignature? {
        try newestCosignatures(of: origin).first { $0.cosigner == cosigner }
    }

    package func request(_ id: RequestID) -> AcknowledgedRequest? { state.requests[id] }

    // MARK: Holdings

    package func putHolding(_ holding: Holding) throws -> Bool {
        try BatchValidation.check(holding)
        var log = try known(holding.key.origin)
        let present = log.holdings[holding.key.index]?[holding.key.object]
        guard present?.status != .erased else { return false }
        log.holdings[holding.key.index, default: [:]][holding.key.object] = holding
        state.logs[holding.key.origin] = log
        return true
    }

    package func eraseHolding(_ key: HoldingKey) throws {
        var log = try known(key.origin)
        log.holdings[key.index, default: [:]][key.object] = Holding(
            key: key,
            status: .erased,
            wrappedKey: [],
            sealed: []
        )
        state.logs[key.origin] = log
    }

    package func holding(_ key: HoldingKey) -> Holding? {
        state.logs[key.origin]?.holdings[key.index]?[key.object]
    }

    package func holdingStatuses(
        of origin: Origin,
        index: EntryIndex
    ) throws -> [(object: Digest, status: HoldingStatus)] {
        try known(origin).holdings[index, default: [:]].values
            .sorted { $0.key.object < $1.key.object }
            .map { ($0.key.object, $0.status) }
    }

    package func wantedHoldings(
        of origin: Origin,
        after key: HoldingKey?,
        limit: Int
    ) throws -> [HoldingKey] {
        let wanted = try known(origin).holdings.values.joined().map(\.value)
            .filter { $0.status == .wanted }.map(\.key)
            .filter { candidate in
                guard let key else { return true }
                return (key.index, key.object) < (candidate.index, candidate.object)
            }
            .sorted { ($0.index, $0.object) < ($1.index, $1.object) }
        return Array(wanted.prefix(limit))
    }

    // MARK: Documents

    package func putDocument(_ kind: DocumentKind, _ key: [UInt8], _ bytes: [UInt8]) throws {
        try BatchValidation.check(documentKey: key, bytes: bytes)
        state.documents[kind, default: [:]][key] = bytes
    }

    package func removeDocument(_ kind: DocumentKind, _ key: [UInt8]) {
        state.documents[kind]?[key] = nil
    }

    package func document(_ kind: DocumentKind, _ key: [UInt8]) -> [UInt8]? {
        state.documents[kind]?[key]
    }

    package func documents(_ kind: DocumentKind, prefix: [UInt8]) -> [Document] {
        state.documents[kind, default: [:]]
            .filter { $0.key.starts(with: prefix) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { Document(key: $0.key, bytes: $0.value) }
    }
}
