public import Cryptography

/// Where tiles come from: a directory, a store, a peer that answered before.
public protocol TileSource {
    /// The tile's bytes as they are there, maybe of a wider tile; throws when it cannot be had.
    func tileBytes(_ coordinate: TileCoordinate) throws -> [UInt8]
}

/// Reads hashes of one tree from a source of tiles, and uses none before it is proven to belong under the root.
///
/// Proven tiles are kept. Stays with one task.
public final class TileReader: HashSource {
    private let source: any TileSource
    private let hasher = TreeHasher()
    private var tiles: AuthenticatedTiles

    /// Reads the checkpoint's tree.
    public convenience init(_ checkpoint: Checkpoint, source: any TileSource) {
        self.init(AuthenticatedTiles(checkpoint), source: source)
    }

    /// Continues with the tiles that are proven already.
    public init(_ tiles: AuthenticatedTiles, source: any TileSource) {
        self.tiles = tiles
        self.source = source
    }

    /// The hash of a complete subtree; throws what the source does and what `AuthenticatedTiles` does.
    public func hash(of subtree: CompleteSubtree) throws -> Digest {
        try fetch(tiles.needed(for: CollectionOfOne(subtree)))
        return try tiles.hash(of: subtree)
    }

    /// The leaf hash of an entry; throws `entry_out_of_range` beyond the tree, so always for an empty one.
    public func leafHash(at index: EntryIndex) throws -> Digest {
        guard tiles.size.contains(index) else {
            throw TransparencyLogError(
                .entryOutOfRange,
                ["index": "\(index)", "size": "\(tiles.size)"]
            )
        }
        return try hash(of: CompleteSubtree(level: 0, index: index.rawValue))
    }

    /// The inclusion proof of an entry in the whole tree.
    public func inclusionProof(of index: EntryIndex) throws -> InclusionProof {
        try InclusionProof(of: index, in: tiles.size, from: self, hasher: hasher)
    }

    /// The consistency proof from a smaller size to the whole tree.
    public func consistencyProof(from oldSize: TreeSize) throws -> ConsistencyProof {
        try ConsistencyProof(from: oldSize, to: tiles.size, from: self, hasher: hasher)
    }

    private func fetch(_ coordinates: [TileCoordinate]) throws {
        guard !coordinates.isEmpty else { return }
        let candidates = try coordinates.map {
            try UnauthenticatedTile($0, bytes: source.tileBytes($0))
        }
        try tiles.authenticate(candidates, hasher: hasher)
    }
}
