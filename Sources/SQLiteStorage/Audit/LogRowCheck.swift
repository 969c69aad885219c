internal import Auditing
internal import Casework
internal import Cryptography
internal import Ledger
internal import LogStorage
internal import TransparencyLog

/// Compares the row of each log with its checkpoint and its entries: size, root and right edge, the entries beyond the head, and
/// who writes it.
struct LogRowCheck {
    let store: ReadOnlyStore

    /// All findings; a row that cannot be read is one, and the others are checked all the same.
    func findings() throws -> [AuditFinding] {
        try store.read { transaction in
            var findings: [AuditFinding] = []
            var logs: [StoredLog] = []
            for (number, bytes) in try rows(transaction) {
                do {
                    let origin = try Origin(bytes)
                    if let log = try transaction.log(origin) { logs.append(log) }
                } catch {
                    findings.append(
                        AuditFinding(
                            .sourceUnreadable,
                            place: "log \(number)",
                            cause: "\(error)"
                        )
                    )
                }
            }
            let names = logs.compactMap { LogName($0.origin) }
            let owners = Set(names.filter(\.isHome).map(\.node))
            for log in logs {
                do {
                    findings += try self.findings(on: log, owners, transaction)
                } catch {
                    let place = "log"
                    findings.append(
                        AuditFinding(
                            .sourceUnreadable,
                            log: log.origin,
                            place: place,
                            cause: "\(error)"
                        )
                    )
                }
            }
            return findings
        }
    }

    private func rows(_ transaction: SQLiteTransaction) throws -> [(Int64, [UInt8])] {
        var rows: [(Int64, [UInt8])] = []
        try transaction.statement("SELECT id, origin FROM log ORDER BY origin").rows {
            rows.append(($0.int(0), $0.bytes(1)))
        }
        return rows
    }

    private func findings(
        on log: StoredLog,
        _ owners: Set<NodeName>,
        _ transaction: SQLiteTransaction
    ) throws -> [AuditFinding] {
        var findings: [AuditFinding] = []
        // A log of this node's own grows by whole appends: nothing lies beyond its head.
        if log.kind == .own, log.stagedSize > log.size {
            findings.append(
                AuditFinding(
                    .entriesSurplus,
                    ["found": "\(log.stagedSize)", "size": "\(log.size)"],
                    log: log.origin,
                    place: "log"
                )
            )
        }
        // A checkpoint that cannot be read is found with its log; the row must have its size and root, and so its edge.
        if let note = log.checkpoint, let head = try? UnverifiedCheckpoint(parsing: note) {
            if head.size != log.size || head.root != log.root {
                findings.append(finding(log, "size, root"))
            }
        }
        if let node = LogName(log.origin)?.node, owners.count == 1,
            owners.contains(node) != (log.kind == .own)
        {
            findings.append(finding(log, "kind"))
        }
        if try stagedEdge(of: log, transaction) != log.stagedEdge {
            findings.append(finding(log, "staged_edge"))
        }
        return findings
    }

    /// The right edge after the entries beyond the head; nil where one of them is missing.
    private func stagedEdge(
        of log: StoredLog,
        _ transaction: SQLiteTransaction
    ) throws -> CompactRange? {
        guard log.stagedSize > log.size else { return log.edge }
        let number = try transaction.number(of: log.origin)
        let statement = try transaction.statement(
            "SELECT position, bytes FROM entry WHERE position >= ? AND position < ? ORDER BY position"
        )
        statement.bind(1, RowKey.position(number, log.size.rawValue))
        statement.bind(2, RowKey.position(number, log.stagedSize.rawValue))
        let hasher = TreeHasher()
        var edge = log.edge
        var isWhole = true
        try statement.rows { row in
            isWhole = isWhole && RowKey.index(row.int(0)) == edge.end.rawValue
            guard isWhole else { return }
            edge.append(leafHash: hasher.leafHash(of: row.bytes(1)), hasher: hasher)
        }
        return isWhole ? edge : nil
    }

    private func finding(_ log: StoredLog, _ column: String) -> AuditFinding {
        AuditFinding(
            .rowUnaccounted,
            log: log.origin,
            place: "log",
            cause: AuditDetail.text(.column, ["column": column])
        )
    }
}
