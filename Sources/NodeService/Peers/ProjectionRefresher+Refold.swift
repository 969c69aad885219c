import Ledger
import SQLiteStorage

extension ProjectionRefresher {
    /// How many records are folded again in one transaction, so that the node goes on writing between them.
    static let refoldRecordCount = 200

    /// How far the records of a node were folded again because of one fact.
    struct Refold: Sendable {
        /// The fact.
        var change = ""
        /// The last record that was gone past.
        var last: RecordKey?
        /// The records before it that could not be folded, because something of them is damaged here.
        var failed: [RecordKey] = []
        /// Whether all have been gone past.
        var isThrough = false
    }

    /// Folds every record of a node again: the home was folded by another edition.
    ///
    /// Begun anew after a crash, since the edition is noted only afterwards; within one run of the node it goes on from `refold`, so that
    /// a damaged row keeps no other record from being folded, and none is folded again because of it. What is damaged is tried
    /// again each time, and thrown at the end.
    static func refold(
        _ node: Node,
        _ refold: inout Refold,
        pageSize: Int = refoldRecordCount
    ) async throws {
        var failure = try await retry(&refold, node)
        while !refold.isThrough {
            let last = refold.last
            let keys = try await node.store.read {
                try $0.projectedRecordKeys(after: last, limit: pageSize)
            }
            guard let end = keys.last else {
                refold.isThrough = true
                break
            }
            do {
                try await fold(keys, node)
            } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
                let (failed, first) = try await foldEach(keys, node)
                refold.failed += failed
                failure = failure ?? first
            }
            refold.last = end
        }
        if let failure { throw failure }
    }

    /// Folds once more what could not be folded before; gives why it cannot be still.
    private static func retry(_ refold: inout Refold, _ node: Node) async throws -> (any Error)? {
        guard !refold.failed.isEmpty else { return nil }
        let (failed, failure) = try await foldEach(refold.failed, node)
        refold.failed = failed
        return failure
    }

    /// Folds records one by one; gives those that are damaged, and why the first is.
    private static func foldEach(
        _ keys: [RecordKey],
        _ node: Node
    ) async throws -> (failed: [RecordKey], failure: (any Error)?) {
        var failed: [RecordKey] = []
        var failure: (any Error)?
        for key in keys {
            do {
                try await fold([key], node)
            } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
                failed.append(key)
                failure = failure ?? error
            }
        }
        return (failed, failure)
    }

    private static func fold(_ keys: [RecordKey], _ node: Node) async throws {
        try await node.store.write { transaction in
            _ = try node.view.projector.refold(keys, in: transaction)
        }
    }
}
