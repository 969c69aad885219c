public import Cryptography

/// The tiles of one tree that are proven to belong under its root, and the rule by which another one joins them.
///
/// The partial tiles of all levels hold every maximal complete subtree of the tree, so they are proven together, by
/// folding them to the root. A full tile is proven by its hash in the tile above it, which must be proven already. No
/// tile is proven any other way, and none is used before: what is not proven is an `UnauthenticatedTile`, which gives
/// out no hash. (Go's reader counted subtree hashes where it should have counted tiles, and let unproven leaves
/// through: CVE-2026-56865.)
///
/// It does no I/O: ask `needed(for:)`, get those tiles from anywhere, hand them to `authenticate(_:hasher:)`.
public struct AuthenticatedTiles: Sendable {
    private struct Place: Hashable {
        let level: Int
        let index: UInt64
    }

    /// The tree's size.
    public let size: TreeSize
    /// The tree's root, trusted from a verified checkpoint.
    public let root: Digest
    private var tiles: [Place: Tile] = [:]
    private var edgeIsProven: Bool

    /// Starts with no tile of the checkpoint's tree.
    public init(_ checkpoint: Checkpoint) {
        self.init(size: checkpoint.size, root: checkpoint.root)
    }

    /// Starts with no tile of the tree of this size and root, for which the caller vouches.
    package init(size: TreeSize, root: Digest) {
        self.size = size
        self.root = root
        edgeIsProven = size == 0
    }

    /// A proven tile; nil when it was not authenticated yet, or is not there.
    public func tile(_ coordinate: TileCoordinate) -> Tile? {
        tiles[place(of: coordinate)].flatMap { $0.coordinate == coordinate ? $0 : nil }
    }

    /// The tiles still to be authenticated before the hashes of all these subtrees are known, in the order of proof.
    ///
    /// Throws `subtree_out_of_range` for one that reaches beyond the tree.
    public func needed(
        for subtrees: some Sequence<CompleteSubtree>
    ) throws(TransparencyLogError) -> [TileCoordinate] {
        var wanted: Set<Place> = []
        var levels = [[TileCoordinate]](repeating: [], count: size.tileLevelCount)
        for subtree in subtrees {
            var coordinate = try self.coordinate(holding: subtree)
            while true {
                let place = place(of: coordinate)
                guard tiles[place] == nil, wanted.insert(place).inserted else { break }
                levels[place.level].append(coordinate)
                guard !coordinate.isPartial, let parent = coordinate.parent else { break }
                coordinate = self.coordinate(level: parent.level, index: parent.index)
            }
        }
        let edge = edgeIsProven ? [] : size.partialTiles
        return edge.reversed() + levels.reversed().joined().filter { !$0.isPartial }
    }

    /// The tiles still to be authenticated before the leaf hashes of `[start, end)` are known, in the order of proof.
    public func needed(
        forLeaves start: TreeSize,
        _ end: TreeSize
    ) throws(TransparencyLogError) -> [TileCoordinate] {
        guard start < end else { return [] }
        let first = start.rawValue >> 8
        let last = (end.rawValue - 1) >> 8
        let leaves = (first...last).map { CompleteSubtree(level: 0, index: $0 << 8) }
        // The last tile's first leaf lies in the tree exactly when `end` does not pass the tree's last tile.
        guard end <= size else { throw outOfRange(start, end) }
        return try needed(for: leaves)
    }

    /// Proves tiles and keeps them; returns those that are new.
    ///
    /// The order does not matter as long as every tile's way up to the root is among them or was proven before; what
    /// was proven is passed over, so that each tile is proven exactly once. Throws `tile_not_in_tree` for a coordinate
    /// that the tree has not, `tile_missing` for the first tile without which another cannot be proven, and
    /// `tile_not_authentic`, naming the tile (or all partial tiles together) that does not belong under the root. Tiles
    /// proven before the error was met are kept, the others are not.
    @discardableResult
    public mutating func authenticate(
        _ candidates: some Sequence<UnauthenticatedTile>,
        hasher: TreeHasher
    ) throws(TransparencyLogError) -> [Tile] {
        var partial: [TileCoordinate: UnauthenticatedTile] = [:]
        var full: [UnauthenticatedTile] = []
        for candidate in candidates {
            let coordinate = candidate.coordinate
            // A tile is asked for by the width that it has in this tree, never by a narrower one.
            guard coordinate.exists(in: size), place(of: coordinate).level < size.tileLevelCount,
                self.coordinate(level: Int(coordinate.level.rawValue), index: coordinate.index)
                    == coordinate
            else { throw TransparencyLogError(.tileNotInTree, ["path": coordinate.path]) }
            if coordinate.isPartial {
                partial[coordinate] = candidate
            } else {
                full.append(candidate)
            }
        }
        var proven: [Tile] = []
        if !edgeIsProven { proven += try proveEdge(partial, hasher: hasher) }
        // Upper levels first: they prove the lower ones.
        for candidate in full.sorted(by: { $0.coordinate.level > $1.coordinate.level })
        where tiles[place(of: candidate.coordinate)] == nil {
            proven.append(try prove(candidate, hasher: hasher))
        }
        return proven
    }

    /// Forgets the leaf hashes in full tiles, which are most of the memory, once they are used.
    public mutating func dropLeafTiles() {
        tiles = tiles.filter { $0.key.level > 0 || $0.value.coordinate.isPartial }
    }

    private mutating func proveEdge(
        _ candidates: [TileCoordinate: UnauthenticatedTile],
        hasher: TreeHasher
    ) throws(TransparencyLogError) -> [Tile] {
        var found: [Tile] = []
        for coordinate in size.partialTiles {
            guard let candidate = candidates[coordinate] else {
                throw TransparencyLogError(.tileMissing, ["path": coordinate.path])
            }
            found.append(Tile(unchecked: coordinate, hashes: candidate.hashes))
        }
        guard let edge = TreeEdge(size: size, partialTiles: found),
            edge.root(hasher: hasher) == root
        else {
            let paths = size.partialTiles.map(\.path).joined(separator: " ")
            throw TransparencyLogError(.tileNotAuthentic, ["path": paths])
        }
        for tile in found { tiles[place(of: tile.coordinate)] = tile }
        edgeIsProven = true
        return found
    }

    private mutating func prove(
        _ candidate: UnauthenticatedTile,
        hasher: TreeHasher
    ) throws(TransparencyLogError) -> Tile {
        let coordinate = candidate.coordinate
        guard let (level, index, position) = coordinate.parent,
            let above = tiles[Place(level: level, index: index)]
        else {
            let parent = coordinate.parent.map { self.coordinate(level: $0.level, index: $0.index) }
            throw TransparencyLogError(
                .tileMissing,
                ["path": parent?.path ?? coordinate.path]
            )
        }
        guard position < above.hashes.count,
            hasher.root(ofComplete: candidate.hashes) == above.hashes[position]
        else { throw TransparencyLogError(.tileNotAuthentic, ["path": coordinate.path]) }
        let tile = Tile(unchecked: coordinate, hashes: candidate.hashes)
        tiles[place(of: coordinate)] = tile
        return tile
    }

    private func place(of coordinate: TileCoordinate) -> Place {
        Place(level: Int(coordinate.level.rawValue), index: coordinate.index)
    }

    /// The tile at a place, as wide as this tree has it.
    private func coordinate(level: Int, index: UInt64) -> TileCoordinate {
        let count = (size.rawValue >> (8 * UInt64(level))) - (index << 8)
        return TileCoordinate(
            unchecked: level,
            index: index,
            width: Int(min(count, UInt64(TileCoordinate.fullWidth)))
        )
    }

    /// The tile whose hashes make up the hash of a subtree.
    private func coordinate(
        holding subtree: CompleteSubtree
    ) throws(TransparencyLogError) -> TileCoordinate {
        guard subtree.end <= size.rawValue else {
            throw outOfRange(
                TreeSize(unchecked: subtree.start),
                TreeSize(unchecked: subtree.end)
            )
        }
        return coordinate(
            level: subtree.level / 8,
            index: (subtree.index << UInt64(subtree.level % 8)) >> 8
        )
    }

    private func outOfRange(_ start: TreeSize, _ end: TreeSize) -> TransparencyLogError {
        TransparencyLogError(
            .subtreeOutOfRange,
            ["size": "\(size)", "subtree": "[\(start), \(end))"]
        )
    }
}

extension AuthenticatedTiles: HashSource {
    /// The hash of a subtree, from proven tiles only; throws `tile_missing` or `subtree_out_of_range`.
    public func hash(of subtree: CompleteSubtree) throws -> Digest {
        let coordinate = try self.coordinate(holding: subtree)
        guard let tile = tiles[place(of: coordinate)] else {
            throw TransparencyLogError(.tileMissing, ["path": coordinate.path])
        }
        let height = UInt64(subtree.level % 8)
        let first = Int((subtree.index << height) & 255)
        guard height > 0 else { return tile.hashes[first] }
        return TreeHasher().root(ofComplete: tile.hashes[first..<(first + (1 << height))])
    }
}
