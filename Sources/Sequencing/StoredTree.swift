package import Cryptography
package import LogStorage
package import TransparencyLog

/// The tree of a stored log, read from its tiles.
///
/// Stays with the transaction that it reads from.
///
/// The tiles are this node's own and are trusted here; who serves or audits them checks them against a checkpoint.
package final class StoredTree: HashSource {
    private let origin: Origin
    private let reader: any StoreReader
    private let hasher = TreeHasher()
    private var tiles: [CompleteSubtree: [UInt8]] = [:]

    /// A view of one log's tree.
    package init(origin: Origin, reader: any StoreReader) {
        self.origin = origin
        self.reader = reader
    }

    /// Size and root of the first `size` entries; nil when the log has not so many.
    package func head(at size: TreeSize) throws -> LogHead? {
        guard let log = try reader.log(origin), size <= log.size else { return nil }
        return LogHead(size: size, root: try root(of: size, hasher: hasher))
    }

    /// The inclusion proof of an entry in the tree of `size` entries.
    package func inclusionProof(
        of index: EntryIndex,
        in size: TreeSize
    ) throws -> InclusionProof {
        try InclusionProof(of: index, in: size, from: self, hasher: hasher)
    }

    /// The hash of one complete subtree; throws `data_missing` when its tile is not stored.
    package func hash(of subtree: CompleteSubtree) throws -> Digest {
        // A tile of level L holds the hashes of height 8L; up to seven further levels are folded here.
        let folds = subtree.level % 8
        let level = subtree.level / 8
        let first = subtree.index << UInt64(folds)
        let count = 1 << folds
        let tile = try tile(level, first / 256, width: Int(first % 256) + count)
        let start = Int(first % 256) * Digest.byteCount
        var hashes = stride(from: start, to: start + count * Digest.byteCount, by: Digest.byteCount)
            .compactMap { Digest(tile[$0..<($0 + Digest.byteCount)]) }
        while hashes.count > 1 {
            hashes = stride(from: 0, to: hashes.count, by: 2).map {
                hasher.nodeHash(hashes[$0], hashes[$0 + 1])
            }
        }
        return hashes[0]
    }

    private func tile(_ level: Int, _ index: UInt64, width: Int) throws -> [UInt8] {
        let key = CompleteSubtree(level: level, index: index)
        if let tile = tiles[key], tile.count >= width * Digest.byteCount { return tile }
        guard let tileLevel = TileLevel(UInt64(level)),
            let tile = try reader.tile(of: origin, level: tileLevel, index: index, width: width)
        else {
            throw LogStorageError(.dataMissing, ["what": "\(origin) tile \(level)/\(index)"])
        }
        tiles[key] = tile
        return tile
    }
}
