import Ledger
import SQLiteStorage
import Sequencing
import TransparencyLog

extension StoredTree {
    /// Subtree hashes left and right of a size, from our own tiles.
    func subtreeHashes(at size: TreeSize, of tree: Checkpoint) throws -> SubtreeHashes {
        SubtreeHashes(
            left: try CompleteSubtree.covering(0, size).map { try hash(of: $0) },
            right: try CompleteSubtree.covering(size, tree.size).map { try hash(of: $0) }
        )
    }
}

extension SQLiteTransaction {
    /// The entries that name a log's keys, oldest first.
    func keyEntries(of history: KeyHistory) throws -> [[UInt8]] {
        try history.logKeyIndexes.compactMap { index in
            try EntryIndex(index).flatMap { try entryBytes(of: history.origin, at: $0) }
        }
    }
}
