import Cryptography
import PeerAPI
import Replication
import TransparencyLog

/// Fetches entries and authenticated hashes of one log from one peer.
struct LogFetcher: Sendable {
    let log: LogID
    let origin: Origin

    /// The entries of a run, bundle by bundle, several at once.
    func entries(
        of run: Run,
        in treeSize: TreeSize,
        over line: PeerLine
    ) async throws -> [ArraySlice<UInt8>] {
        let width = UInt64(TileCoordinate.fullWidth)
        let places = (run.start.rawValue / width)...((run.end.rawValue - 1) / width)
        let bundles = try await withThrowingTaskGroup(of: (UInt64, EntryBundle).self) { group in
            for place in places {
                let count = min(width, treeSize.rawValue - place * width)
                guard let coordinate = BundleCoordinate(index: place, width: Int(count)) else {
                    preconditionFailure("a run lies within its tree")
                }
                group.addTask {
                    let bundle = try await line.inBulk { try await $0.bundle(coordinate, of: log) }
                    return (place, bundle)
                }
            }
            return try await group.reduce(into: [UInt64: EntryBundle]()) { $0[$1.0] = $1.1 }
        }
        var entries: [ArraySlice<UInt8>] = []
        entries.reserveCapacity(Int(run.end.rawValue - run.start.rawValue))
        for place in places {
            guard let bundle = bundles[place] else { continue }
            let first = Int(max(run.start.rawValue, place * width) - place * width)
            let end = Int(min(run.end.rawValue, (place + 1) * width) - place * width)
            for position in first..<end { entries.append(bundle[position]) }
        }
        return entries
    }

    /// The subtree hashes left and right of a size, authenticated against the tree.
    func hashes(
        at size: TreeSize,
        of tree: Checkpoint,
        over line: PeerLine
    ) async throws -> SubtreeHashes {
        var tiles = AuthenticatedTiles(tree)
        let left = CompleteSubtree.covering(0, size)
        let right = CompleteSubtree.covering(size, tree.size)
        try await authenticate(tiles.needed(for: left + right), into: &tiles, over: line)
        return SubtreeHashes(
            left: try left.map { try tiles.hash(of: $0) },
            right: try right.map { try tiles.hash(of: $0) }
        )
    }

    /// The runs of which some leaf is not the tree's.
    func differing(
        _ parts: [(Run, [ArraySlice<UInt8>])],
        from tree: Checkpoint,
        over line: PeerLine
    ) async throws -> [Replication.RequestID] {
        guard let first = parts.first?.0, let last = parts.last?.0 else { return [] }
        var tiles = AuthenticatedTiles(tree)
        let needed = try tiles.needed(forLeaves: first.start, last.end)
        try await authenticate(needed, into: &tiles, over: line)
        let hasher = TreeHasher()
        return try parts.compactMap { run, entries in
            let leafHashes = entries.map { hasher.leafHash(of: $0) }
            let check = SliceCheck(start: run.start, leafHashes: leafHashes)
            guard check.end == run.end else { return run.id }
            let difference = try check.firstDifference(from: tiles, hasher: hasher)
            return difference.map { _ in run.id }
        }
    }

    private func authenticate(
        _ coordinates: [TileCoordinate],
        into tiles: inout AuthenticatedTiles,
        over line: PeerLine
    ) async throws {
        let fetched = try await withThrowingTaskGroup(of: UnauthenticatedTile.self) { group in
            for coordinate in coordinates {
                group.addTask {
                    try await line.inBulk { try await $0.tile(coordinate, of: log) }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try tiles.authenticate(fetched, hasher: TreeHasher())
    }
}
