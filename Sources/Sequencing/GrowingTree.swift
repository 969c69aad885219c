package import Cryptography
package import LogStorage
package import TransparencyLog

/// The right edge of a log's tree: all that is needed to append, however large the log is.
package struct GrowingTree: Sendable {
    /// The compact range of all entries.
    package private(set) var edge: CompactRange
    /// The hashes of the last, unfilled tile of each level, from level 0 up.
    private var tails: [[UInt8]]

    /// A tree without entries.
    package init() {
        edge = CompactRange()
        tails = []
    }

    /// The tree of a stored log as far as its staged size; throws `data_corrupt` when tiles and edge disagree.
    package init(of log: StoredLog, reader: any StoreReader) throws {
        edge = log.stagedEdge
        tails = []
        let size = log.stagedSize.rawValue
        var level: UInt64 = 0
        while size >> (8 * level) > 0, let tileLevel = TileLevel(level) {
            let width = Int((size >> (8 * level)) & 255)
            var tail: [UInt8]? = []
            if width > 0 {
                tail = try reader.tile(
                    of: log.origin,
                    level: tileLevel,
                    index: size >> (8 * level + 8),
                    width: width
                )
            }
            guard let tail else {
                throw LogStorageError(
                    .dataMissing,
                    ["what": "\(log.origin) tile \(level)/\(size >> (8 * level + 8))"]
                )
            }
            tails.append(tail)
            level += 1
        }
        let tree = StoredTree(origin: log.origin, reader: reader)
        guard try tree.compactRange(to: log.stagedSize) == edge else {
            throw LogStorageError(.dataCorrupt, ["what": "\(log.origin) tiles"])
        }
    }

    /// The number of entries.
    package var size: TreeSize { edge.end }

    /// Adds entries and says everything that follows from them.
    package mutating func append(_ leafHashes: [Digest], hasher: TreeHasher) -> TreeGrowth {
        let growth = TreeGrowth(edge: edge, leafHashes: leafHashes, hasher: hasher)
        var tiles: [StoredTile] = []
        for (level, hashes) in growth.tileHashes.enumerated() {
            if tails.count == level { tails.append([]) }
            var index = edge.end.rawValue >> UInt64(8 * level + 8)
            for hash in hashes {
                hash.withUnsafeBytes { tails[level].append(contentsOf: $0) }
                guard tails[level].count == StoredTile.byteCountMax else { continue }
                tiles.append(Self.tile(level, index, tails[level]))
                tails[level] = []
                index += 1
            }
            if !hashes.isEmpty, !tails[level].isEmpty {
                tiles.append(Self.tile(level, index, tails[level]))
            }
        }
        edge = growth.edge
        return growth.with(tiles: tiles)
    }

    private static func tile(_ level: Int, _ index: UInt64, _ hashes: [UInt8]) -> StoredTile {
        StoredTile(
            level: TileLevel(integerLiteral: UInt8(level)),
            index: index,
            hashes: hashes
        )
    }
}

/// What appending some entries to a tree changes: new subtrees, tiles, edge and root; also the source of their proofs.
package struct TreeGrowth: HashSource, Sendable {
    /// The compact range before.
    private let before: CompactRange
    /// The new complete subtrees of each height, the first one's index and their hashes.
    private let levels: [(first: UInt64, hashes: [Digest])]
    /// The hashes before, by height.
    private let old: [Int: Digest]
    /// The compact range after.
    package private(set) var edge: CompactRange
    /// The root after.
    package private(set) var root: Digest
    /// Every tile that changed, with all its hashes.
    package private(set) var tiles: [StoredTile] = []

    /// Hashes upwards: at each height, at most one node has its left child among the old hashes.
    init(edge before: CompactRange, leafHashes: [Digest], hasher: TreeHasher) {
        let old = Dictionary(
            uniqueKeysWithValues: zip(
                CompleteSubtree.covering(0, before.end).map(\.level),
                before.hashes
            )
        )
        let end = before.end.rawValue + UInt64(leafHashes.count)
        var levels = [(first: before.end.rawValue, hashes: leafHashes)]
        while let below = levels.last, !below.hashes.isEmpty {
            let first = before.end.rawValue >> UInt64(levels.count)
            let last = end >> UInt64(levels.count)
            var hashes: [Digest] = []
            hashes.reserveCapacity(Int(last - first))
            for index in first..<last {
                let right = below.hashes[Int(2 * index + 1 - below.first)]
                let left =
                    2 * index < below.first
                    ? old[levels.count - 1] : below.hashes[Int(2 * index - below.first)]
                guard let left else { preconditionFailure("a compact range lacks a subtree") }
                hashes.append(hasher.nodeHash(left, right))
            }
            levels.append((first, hashes))
        }
        self.before = before
        self.levels = levels
        self.old = old
        edge = before
        root = MerkleTree.emptyRoot
        let after = CompleteSubtree.covering(0, TreeSize(unchecked: end)).map { hash(of: $0) }
        if let range = CompactRange(end: TreeSize(unchecked: end), hashes: after) { edge = range }
        root = edge.root(hasher: hasher)
    }

    /// The new hashes that belong into tiles, by tile level.
    var tileHashes: [[Digest]] {
        stride(from: 0, to: levels.count, by: 8).map { levels[$0].hashes }
    }

    func with(tiles: [StoredTile]) -> TreeGrowth {
        var growth = self
        growth.tiles = tiles
        return growth
    }

    /// The hash of a new subtree, or of a maximal one of the tree before; other subtrees are not known here: a trap.
    package func hash(of subtree: CompleteSubtree) -> Digest {
        if subtree.level < levels.count, subtree.index >= levels[subtree.level].first {
            return levels[subtree.level].hashes[Int(subtree.index - levels[subtree.level].first)]
        }
        guard let hash = old[subtree.level],
            subtree.index + 1 == before.end.rawValue >> UInt64(subtree.level)
        else { preconditionFailure("an old subtree is not at the edge") }
        return hash
    }
}
