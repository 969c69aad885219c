internal import Auditing
internal import LogStorage

/// Compares what the index of identifiers says of each object with the rows that it has, without any key.
///
/// Whether the rows are those of the bodies is for the node, which can make their code.
struct IdentifierCheck {
    let store: ReadOnlyStore

    private static let isStored =
        "EXISTS (SELECT 1 FROM holding WHERE id = held.holding AND status = \(HoldingStatus.stored.rawValue))"

    /// All findings.
    func findings() throws -> [AuditFinding] {
        let path = SQLiteStore.Options(directory: store.directory).databasePath
        return try store.read { transaction in
            let version = try Schema.check(transaction.db, path: path)
            // Earlier versions have no index, or one that the next start makes anew.
            guard version >= 2 else { return [] }
            let tables = ["identifier", version == 2 ? "identifier_due" : "identifier_object"]
            var findings = try tables.compactMap { try stray($0, transaction) }
            if version >= 3 { findings += try whole(transaction) }
            return findings
        }
    }

    /// Rows for what is erased or was never here: they would outlive what they were made of.
    private func stray(
        _ table: String,
        _ transaction: SQLiteTransaction
    ) throws -> AuditFinding? {
        try finding(
            .identifierRowsStray,
            table,
            "SELECT count(*) FROM \(table) AS held WHERE NOT \(Self.isStored)",
            transaction
        )
    }

    /// Objects that have not as many rows as they should, and stored ones that the index does not know although all were listed.
    private func whole(_ transaction: SQLiteTransaction) throws -> [AuditFinding] {
        let differing = try finding(
            .identifierRowsDiffer,
            "identifier",
            """
            SELECT count(*) FROM identifier_object AS held
            WHERE state <> \(IndexedState.due.rawValue) AND row_count <>
            (SELECT count(*) FROM identifier WHERE identifier.holding = held.holding)
            """,
            transaction
        )
        guard try transaction.identifierStanding()?.isListed == true else {
            return [differing].compactMap(\.self)
        }
        let missing = try finding(
            .identifierObjectsMissing,
            "identifier_object",
            """
            SELECT count(*) FROM holding AS held
            WHERE status = \(HoldingStatus.stored.rawValue) AND NOT EXISTS
            (SELECT 1 FROM identifier_object WHERE identifier_object.holding = held.id)
            """,
            transaction
        )
        return [differing, missing].compactMap(\.self)
    }

    private func finding(
        _ code: AuditCode,
        _ place: String,
        _ count: String,
        _ transaction: SQLiteTransaction
    ) throws -> AuditFinding? {
        let found = try transaction.statement(count).first { $0.int(0) } ?? 0
        return found > 0 ? AuditFinding(code, ["count": "\(found)"], place: place) : nil
    }
}
