package import Cryptography
package import TransparencyLog

/// Grows a Merkle tree leaf by leaf and gives out what a log must have stored for it.
///
/// It shares no code with the writer of tiles: the hashes of each level are collected here and compared with what
/// the log serves.
package struct TreeRecomputation {
    /// One tile as it must be, full or the last of its level.
    package struct Tile: Hashable, Sendable {
        /// The level, 0 for leaves.
        package let level: TileLevel
        /// The tile's number in its level.
        package let index: UInt64
        /// Its hashes, 1 to 256.
        package let hashes: [Digest]
    }

    private static let width = 256
    private var levels: [(finished: UInt64, hashes: [Digest])] = []
    private var range = CompactRange()
    private let hasher = TreeHasher()
    private var watched: [TreeSize]
    /// The roots at the sizes that were asked for and have been passed.
    package private(set) var roots: [TreeSize: Digest] = [:]

    /// Starts an empty tree that remembers its root at each of `sizes`.
    package init(watching sizes: some Collection<TreeSize>) {
        watched = Set(sizes).sorted(by: >)
        noteRoot()
    }

    /// The number of leaves so far.
    package var size: TreeSize { range.end }

    /// The root of the leaves so far.
    package var root: Digest { range.root(hasher: hasher) }

    /// Adds a leaf; returns the tiles that it completed, lowest level first.
    package mutating func append(leafHash: Digest) -> [Tile] {
        range.append(leafHash: leafHash, hasher: hasher)
        noteRoot()
        var completed: [Tile] = []
        var hash = leafHash
        var level = 0
        while true {
            if levels.count == level { levels.append((0, [])) }
            levels[level].hashes.append(hash)
            guard levels[level].hashes.count == Self.width else { return completed }
            let hashes = levels[level].hashes
            completed.append(
                Tile(
                    level: TileLevel(integerLiteral: UInt8(level)),
                    index: levels[level].finished,
                    hashes: hashes
                )
            )
            levels[level].hashes.removeAll(keepingCapacity: true)
            levels[level].finished += 1
            hash = subtreeHash(hashes)
            level += 1
        }
    }

    /// The partial tiles at the right edge of the tree as it is now, lowest level first.
    package var partialTiles: [Tile] {
        levels.enumerated().compactMap { level, state in
            state.hashes.isEmpty
                ? nil
                : Tile(
                    level: TileLevel(integerLiteral: UInt8(level)),
                    index: state.finished,
                    hashes: state.hashes
                )
        }
    }

    private mutating func noteRoot() {
        guard watched.last == range.end else { return }
        watched.removeLast()
        roots[range.end] = root
    }

    private func subtreeHash(_ hashes: [Digest]) -> Digest {
        var row = hashes
        while row.count > 1 {
            row = stride(from: 0, to: row.count, by: 2).map {
                hasher.nodeHash(row[$0], row[$0 + 1])
            }
        }
        return row[0]
    }
}
