import Casework
import Ledger
import TransparencyLog

// MARK: - What others have acknowledged

extension AuditRun {
    /// Holds what other members have acknowledged of a home's own logs against the storage receipts of them that are here.
    ///
    /// A member's node cosigns a log before its signer acknowledges what stands in it. Where only the acknowledgement is here, the
    /// receipt is still on its way, or it was taken out.
    mutating func compareReceipts() {
        guard claims != nil else { return }
        let entries = entries
        for (origin, outcome) in outcomes.sorted(by: { $0.key < $1.key })
        where outcome.isJudgedWhole && !unanchored.contains(origin) {
            guard let name = LogName(origin), !name.isHome, ownNodes.contains(name.node) else {
                continue
            }
            var acknowledged: [NodeName: TreeSize] = [:]
            for row in projection.entries(of: origin) {
                for node in entries.acknowledgers(of: row.digest) where node != name.node {
                    acknowledged[node] = row.index.treeSize
                }
            }
            for (node, size) in acknowledged.sorted(by: { $0.key < $1.key }) {
                let mirror = LogName.mirrorKeyName(node)
                let newest = outcome.receipts.first { "\($0.cosigner)" == mirror }?.size ?? 0
                guard newest < size else { continue }
                findings.append(
                    AuditFinding(
                        .receiptsBehind,
                        [
                            "acknowledged": "\(size)", "newest": "\(newest)",
                            "node": node.text,
                        ],
                        log: origin
                    )
                )
            }
        }
    }
}
