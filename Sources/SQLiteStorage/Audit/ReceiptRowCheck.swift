internal import Auditing
internal import LogStorage
internal import TransparencyLog

/// Finds storage receipts that were here, by what was written with them in one transaction and is still here.
///
/// A cosigner has a row of its own from its first receipt on, and this node's own receipt stands beside the copy that waits to be sent:
/// no node removes a receipt. Nothing names the others, so that of these it cannot be told whether they were ever given.
struct ReceiptRowCheck {
    let store: ReadOnlyStore

    /// Cosigners without a receipt, and receipts on their way of which the stored one is gone.
    func findings() throws -> [AuditFinding] {
        let outgoing = try SQLiteAuditSource(store).documents(.receipt)
        return try store.read { transaction in
            try cosigners(transaction)
                + outgoing.flatMap { document -> [AuditFinding] in
                    // What is no receipt is found where it is read.
                    guard let claim = try? UnverifiedCheckpoint(parsing: document.bytes) else {
                        return []
                    }
                    return try missing(claim, transaction)
                }
        }
    }

    private func cosigners(_ transaction: SQLiteTransaction) throws -> [AuditFinding] {
        let statement = try transaction.statement(
            """
            SELECT name FROM cosigner WHERE NOT EXISTS (
            SELECT 1 FROM cosignature WHERE cosignature.cosigner = cosigner.id) ORDER BY name
            """
        )
        var findings: [AuditFinding] = []
        try statement.rows { row in
            let name = String(decoding: row.bytes(0), as: UTF8.self)
            findings.append(
                AuditFinding(.receiptsRemoved, ["cosigner": name], place: "cosignature")
            )
        }
        return findings
    }

    private func missing(
        _ claim: UnverifiedCheckpoint,
        _ transaction: SQLiteTransaction
    ) throws -> [AuditFinding] {
        try claim.note.signatures.compactMap { line in
            let statement = try transaction.statement(
                """
                SELECT 1 FROM cosignature
                JOIN log ON log.id = cosignature.log
                JOIN cosigner ON cosigner.id = cosignature.cosigner
                WHERE origin = ? AND cosignature.size = ? AND name = ? AND key_id = ?
                """
            )
            statement.bind(1, claim.origin.bytes)
            statement.bind(2, Int64(clamping: claim.size.rawValue))
            statement.bind(3, line.name.bytes)
            statement.bind(4, Int64(line.keyID.rawValue))
            guard try statement.first({ $0.int(0) }) == nil else { return nil }
            return AuditFinding(
                .receiptRemoved,
                ["cosigner": "\(line.name)", "size": "\(claim.size)"],
                log: claim.origin,
                place: "cosignature"
            )
        }
    }
}
