import Ledger
import SQLiteStorage

extension ProjectionRefresher {
    /// How many records are folded again in one transaction, so that the node goes on writing between them.
    static let refoldRecordCount = 200

    /// Folds every record of a node again: the home was folded by another edition.
    ///
    /// Begun anew after a crash, since the edition is noted only afterwards. A damaged row keeps no other record from being folded; it is
    /// thrown at the end.
    static func refold(_ node: Node, pageSize: Int = refoldRecordCount) async throws {
        var last: RecordKey?
        var failure: (any Error)?
        while true {
            let keys = try await node.store.read { [last] in
                try $0.projectedRecordKeys(after: last, limit: pageSize)
            }
            guard let end = keys.last else { break }
            do {
                try await fold(keys, node)
            } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
                for key in keys {
                    do {
                        try await fold([key], node)
                    } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
                        failure = failure ?? error
                    }
                }
            }
            last = end
        }
        if let failure { throw failure }
    }

    private static func fold(_ keys: [RecordKey], _ node: Node) async throws {
        try await node.store.write { transaction in
            _ = try node.view.projector.refold(keys, in: transaction)
        }
    }
}
