public import Cryptography

/// The right edge of a growing tree: its partial tiles, all that is needed to produce the tiles of further entries.
public struct TreeEdge: Hashable, Sendable {
    /// The number of entries.
    public private(set) var size: TreeSize
    // The hashes of the partial tile of each level, from level 0 up; empty where a level ends with a full tile.
    private var tails: [[Digest]]

    /// The edge of the empty tree.
    public init() {
        size = 0
        tails = []
    }

    /// Takes the partial tiles of a tree of `size` entries, in any order.
    ///
    /// Nil unless they are exactly those of `TreeSize.partialTiles`.
    public init?(size: TreeSize, partialTiles: some Collection<Tile>) {
        guard partialTiles.count == size.partialTiles.count,
            Set(partialTiles.map(\.coordinate)) == Set(size.partialTiles)
        else { return nil }
        self.size = size
        tails = Array(repeating: [], count: size.tileLevelCount)
        for tile in partialTiles { tails[Int(tile.coordinate.level.rawValue)] = tile.hashes }
    }

    /// The partial tiles as they are now, from level 0 up.
    public var partialTiles: [Tile] {
        size.partialTiles.map {
            Tile(unchecked: $0, hashes: tails[Int($0.level.rawValue)])
        }
    }

    /// Adds entries by their leaf hashes.
    ///
    /// Returns the tiles that are new or wider now, those of `TreeSize.tiles(since:)`: full ones in the order in which
    /// they filled up, then the partial ones from level 0 up. Traps beyond 2^62 entries.
    public mutating func append(
        _ leafHashes: some Collection<Digest>,
        hasher: TreeHasher
    ) -> [Tile] {
        let before = size
        size = before.adding(leafHashes.count)
        var tiles: [Tile] = []
        var next = before.rawValue
        for hash in leafHashes {
            push(hash, end: next + 1, hasher: hasher, into: &tiles)
            next += 1
        }
        for tile in partialTiles
        where tile.coordinate != before.partialTile(at: tile.coordinate.level) {
            tiles.append(tile)
        }
        return tiles
    }

    /// Adds one leaf hash, which makes `end` entries; a tile that it fills gives one hash to the level above.
    private mutating func push(
        _ leafHash: Digest,
        end: UInt64,
        hasher: TreeHasher,
        into tiles: inout [Tile]
    ) {
        var hash = leafHash
        var level = 0
        while true {
            if tails.count == level { tails.append([]) }
            if tails[level].isEmpty { tails[level].reserveCapacity(TileCoordinate.fullWidth) }
            tails[level].append(hash)
            guard tails[level].count == TileCoordinate.fullWidth else { return }
            let index = (end >> (8 * UInt64(level + 1))) - 1
            let coordinate = TileCoordinate(unchecked: level, index: index)
            hash = hasher.root(ofComplete: tails[level])
            tiles.append(Tile(unchecked: coordinate, hashes: tails[level]))
            tails[level] = []
            level += 1
        }
    }

    /// The compact range of all entries.
    public func compactRange(hasher: TreeHasher) -> CompactRange {
        var range = CompactRange()
        for (level, tail) in tails.enumerated().reversed() {
            var position = 0
            for bit in (0..<8).reversed() where tail.count & (1 << bit) != 0 {
                let part = tail[position..<(position + (1 << bit))]
                range.append(
                    subtreeHash: hasher.root(ofComplete: part),
                    level: 8 * level + bit,
                    hasher: hasher
                )
                position += 1 << bit
            }
        }
        return range
    }

    /// The root of all entries.
    public func root(hasher: TreeHasher) -> Digest {
        compactRange(hasher: hasher).root(hasher: hasher)
    }
}
