import Casework
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Storage receipts "k of n": n are the other members in force, k those of them whose cosignature covers a size.
struct ReceiptCount {
    let view: NodeView
    let transaction: SQLiteTransaction

    /// The receipts that cover an entry of a log.
    func receipts(
        of origin: Origin,
        covering index: EntryIndex
    ) throws -> (count: Int, of: Int) {
        try receipts(of: origin, covering: index.treeSize)
    }

    /// The receipts of a size or a larger one; cosignatures were verified before they were stored.
    func receipts(of origin: Origin, covering size: TreeSize) throws -> (count: Int, of: Int) {
        let name = try LogName.required(origin)
        guard let newest: Membership = view.library.newest(of: name.mechanism, adopted: nil) else {
            return (0, 0)
        }
        let others = Set(newest.charter.content.members.map(\.node)).subtracting([name.node])
        let names = Set(others.map { Array("\($0)/mirror".utf8) })
        let cosigners = try transaction.newestCosignatures(of: origin)
            .filter { $0.size >= size && names.contains($0.cosigner.name.bytes) }
            .map(\.cosigner.name.bytes)
        return (Set(cosigners).count, others.count)
    }
}
