internal import Auditing
internal import Cryptography
internal import Foundation
internal import GRDB
internal import Ledger
internal import LogStorage
internal import Sequencing
internal import TransparencyLog

/// Everything about a home's store that an audit of its logs does not see: file by file, table by table, row by row.
struct StoreCheck {
    let store: ReadOnlyStore

    private var options: SQLiteStore.Options { SQLiteStore.Options(directory: store.directory) }

    /// All findings.
    ///
    /// A part that cannot be read is a finding itself, and the others are checked all the same.
    func findings() -> [AuditFinding] {
        var findings: [AuditFinding] = []
        for (place, part) in parts {
            do {
                findings += try part()
            } catch {
                findings.append(AuditFinding(.sourceUnreadable, place: place, cause: "\(error)"))
            }
        }
        return findings
    }

    private var parts: [(place: String, check: () throws -> [AuditFinding])] {
        [
            ("lianlu.sqlite-wal", writeAheadLog), ("lianlu.sqlite", structure),
            ("lianlu.sqlite", schema), ("lianlu.sqlite", checksums),
            ("entry_digest", entryDigests), ("log", { try LogRowCheck(store: store).findings() }),
            ("cosignature", cosignatures), ("document", documents), ("log", strays),
            ("request", requests),
            ("request", { try RequestCountCheck(store: store).findings() }),
            ("card", cards), ("identifier", { try IdentifierCheck(store: store).findings() }),
            ("instance", instance), ("data", files),
        ]
    }

    /// What says that entries are lost which were durable once, or that they are others now.
    ///
    /// The end of a write-ahead log that an interrupted write tore was never durable, and says nothing of that.
    func losses() throws -> [AuditFinding] {
        let heads = try lostHeads()
        let frames = try writeAheadLog().filter { $0.code == .walDamaged }
        guard !frames.isEmpty, try !heads.isEmpty || isFrameLost() else { return heads }
        return frames + heads
    }

    /// Heads that data/instance names and the database does not hold, or holds otherwise.
    func lostHeads() throws -> [AuditFinding] {
        try instance().filter { [.headBeyondLog, .headConflicts].contains($0.code) }
    }

    /// Whether a damaged frame stands before a transaction that came later.
    private func isFrameLost() throws -> Bool {
        let bytes = try Data(
            contentsOf: URL(filePath: options.databasePath + "-wal"),
            options: .alwaysMapped
        )
        return bytes.withUnsafeBytes { WriteAheadLogCheck.firstFrameLost(in: $0) } != nil
    }

    /// Whether data/instance names a head that the database does not hold, and no node has started with the two before.
    func lacksRecorded() throws -> Bool {
        guard case .record(let record) = try store.instanceFile(),
            try store.read({ try Startup.isOwn(record, in: $0) }),
            try !store.read({ try Startup.isLossKnown(of: record, in: $0) })
        else { return false }
        return try !lostHeads().isEmpty
    }

    /// A damaged frame, which SQLite would drop in silence with all that follow.
    ///
    /// A running node's log changes meanwhile, from its beginning on whenever the node has copied it into the database: what a reader
    /// sees of it is read and checked row by row, its frames are not.
    private func writeAheadLog() throws -> [AuditFinding] {
        let path = options.databasePath + "-wal"
        guard DatabaseFile.byteCount(path) > 0 else { return [] }
        guard store.access != .live else {
            return [AuditFinding(.walNotChecked, place: "lianlu.sqlite-wal")]
        }
        let bytes = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        guard let fault = bytes.withUnsafeBytes({ WriteAheadLogCheck.firstFault(in: $0) }) else {
            return []
        }
        let frame = ["frame": "\(fault.frame)"]
        return [AuditFinding(.walDamaged, frame, place: "lianlu.sqlite-wal")]
    }

    private func structure() throws -> [AuditFinding] {
        try store.integrityFaults().map {
            AuditFinding(
                .databaseDamaged,
                place: "lianlu.sqlite",
                cause: AuditDetail.text(.structure, ["said": $0])
            )
        }
    }

    /// The stored definitions, compared with those of a new database of the same version.
    ///
    /// A home that no node of this edition has started on has an earlier one.
    private func schema() throws -> [AuditFinding] {
        let version = try store.read { try Schema.check($0.db, path: options.databasePath) }
        let new = try DatabaseQueue()
        try new.write { db in
            RowChecksum.register(on: db)
            for step in Schema.steps.prefix(version) { try db.execute(sql: step) }
        }
        let definitions = "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema"
        let required = try new.read { try Set(String.fetchAll($0, sql: definitions)) }
        let found = try store.read { try Set(String.fetchAll($0.db, sql: definitions)) }
        return required.symmetricDifference(found).sorted().map {
            AuditFinding(
                .databaseDamaged,
                place: "sqlite_schema",
                cause: AuditDetail.text(.definition, ["name": Self.name(of: $0)])
            )
        }
    }

    /// The name of what a definition defines: its second word.
    private static func name(of definition: String) -> String {
        let words = definition.split(separator: " ", maxSplits: 2)
        return words.count > 1 ? String(words[1]) : definition
    }

    private func checksums() throws -> [AuditFinding] {
        try store.read { transaction in
            let tables = try String.fetchSet(
                transaction.db,
                sql: "SELECT name FROM sqlite_schema WHERE type = 'table'"
            )
            // One that is missing is found by its definition, unless an earlier version had none.
            return try Schema.checkedTables.filter { tables.contains($0.name) }.flatMap { table in
                let columns = table.columns.joined(separator: ", ")
                let rows = try Row.fetchCursor(
                    transaction.db,
                    sql: """
                        SELECT \(table.columns.prefix(2).joined(separator: ", "))
                        FROM \(table.name)
                        WHERE checksum IS NOT row_checksum(\(columns))
                        """
                )
                var findings = AuditFindings()
                while let row = try rows.next() {
                    let key = row.databaseValues.map(Self.text)
                    findings.append(
                        AuditFinding(
                            .rowUnaccounted,
                            place: table.name,
                            cause: key.joined(separator: " ")
                        )
                    )
                }
                return findings.all
            }
        }
    }

    private static func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .blob(let data): Hex.encode(data.prefix(32))
        default: value.description
        }
    }

    /// Each entry has exactly one row in the index by digest, and the index has no other.
    private func entryDigests() throws -> [AuditFinding] {
        try store.read { transaction in
            var findings = AuditFindings()
            var count: Int64 = 0
            try transaction.statement("SELECT position, bytes FROM entry ORDER BY position").rows {
                row in
                count += 1
                let position = row.int(0)
                let digest = SHA256.digest(of: row.bytes(1))
                let statement = try transaction.statement(
                    "SELECT 1 FROM entry_digest WHERE digest = ? AND position = ?"
                )
                statement.bind(1, digest)
                statement.bind(2, position)
                if try statement.first({ $0.int(0) }) == nil {
                    findings.append(unaccounted("entry_digest", position))
                }
            }
            let indexed = try transaction.statement("SELECT count(*) FROM entry_digest")
                .first { $0.int(0) }
            // Those that are missing were named one by one; a changed row is one that is missing, and one of no entry.
            let surplus = (indexed ?? 0) - (count - Int64(findings.count))
            if surplus != 0 {
                findings.append(
                    AuditFinding(
                        .rowUnaccounted,
                        place: "entry_digest",
                        cause: AuditDetail.text(.rowsOfNoEntry, ["count": "\(surplus)"])
                    )
                )
            }
            return findings.all
        }
    }

    /// Receipts that are other than they say, and those that are gone.
    private func cosignatures() throws -> [AuditFinding] {
        try changedCosignatures() + ReceiptRowCheck(store: store).findings()
    }

    /// Who cosigned and when is what the line says; one that cannot be read is found with its log.
    private func changedCosignatures() throws -> [AuditFinding] {
        try store.read { transaction in
            var findings: [AuditFinding] = []
            let sql = """
                SELECT log, size, time, line, name, key_id FROM cosignature
                LEFT JOIN cosigner ON cosigner.id = cosignature.cosigner
                """
            try transaction.statement(sql).rows { row in
                let note = try? Note(parsing: Array("-\n\n".utf8) + row.bytes(3))
                guard let line = note?.signatures.first else { return }
                let time = line.signature.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
                guard
                    row.isNull(4) || row.bytes(4) != line.name.bytes
                        || row.int(5) != Int64(line.keyID.rawValue)
                        || UInt64(exactly: row.int(2)) != time
                else { return }
                findings.append(
                    AuditFinding(
                        .rowUnaccounted,
                        place: "cosignature",
                        cause: AuditDetail.text(
                            .rowOfReceipt,
                            [
                                "cosigner": "\(line.name)", "number": "\(row.int(0))",
                                "size": "\(row.int(1))",
                            ]
                        )
                    )
                )
            }
            return findings
        }
    }

    /// Charters and rule packs lie under their digests, by which a node takes them.
    private func documents() throws -> [AuditFinding] {
        let source = SQLiteAuditSource(store)
        let packs = try source.documents(.rulePack).filter {
            SHA256.digest(of: $0.bytes).bytes != $0.key
        }
        let charters = try source.documents(.charter).filter {
            // What is no charter is found where it is read.
            guard let charter = try? Charter(parsing: $0.bytes) else { return false }
            return charter.digest.bytes != $0.key
        }
        return packs.map { misplaced(.rulePackUnusable, $0.key) }
            + charters.map { misplaced(.charterUnusable, $0.key) }
    }

    private func misplaced(_ code: AuditCode, _ key: [UInt8]) -> AuditFinding {
        AuditFinding(
            code,
            ["digest": Hex.encode(key)],
            place: "document",
            cause: AuditDetail.text(.keptElsewhere)
        )
    }

    /// Rows of logs that are not here.
    private func strays() throws -> [AuditFinding] {
        let keys = [
            ("entry", "position >> 40"), ("tile", "position >> 40"),
            ("checkpoint", "position >> 40"), ("cosignature", "cosignature.log"),
            ("projected_log", "projected_log.log"), ("projected_entry", "position >> 40"),
        ]
        return try store.read { transaction in
            try keys.compactMap { table, log in
                let statement = try transaction.statement(
                    """
                    SELECT count(*) FROM \(table)
                    WHERE NOT EXISTS (SELECT 1 FROM log WHERE id = \(log))
                    """
                )
                let count = try statement.first { $0.int(0) } ?? 0
                guard count > 0 else { return nil }
                return AuditFinding(
                    .rowUnaccounted,
                    place: table,
                    cause: AuditDetail.text(.rowsOfNoLog, ["count": "\(count)"])
                )
            }
        }
    }

    /// Every acknowledgement names an entry and a stored checkpoint that covers it.
    private func requests() throws -> [AuditFinding] {
        try store.read { transaction in
            var findings = AuditFindings()
            let sql = "SELECT id, position, tree_size FROM request"
            try transaction.statement(sql).rows { row in
                let position = row.int(1)
                let finding = AuditFinding(
                    .requestDiffers,
                    place: "request",
                    cause: Hex.encode(row.bytes(0))
                )
                guard let size = UInt64(exactly: row.int(2)),
                    size <= LogStorage.Limits.logEntryCountMax
                else { return findings.append(finding) }
                let checkpoint = RowKey.position(RowKey.log(position), size)
                let statement = try transaction.statement(
                    """
                    SELECT EXISTS (SELECT 1 FROM entry WHERE position = ?)
                    AND EXISTS (SELECT 1 FROM checkpoint WHERE position = ?)
                    """
                )
                statement.bind(1, position)
                statement.bind(2, checkpoint)
                guard try statement.first({ $0.int(0) }) != 1 || checkpoint <= position else {
                    return
                }
                findings.append(finding)
            }
            return findings.all
        }
    }

    /// Every stored card is one, of the node and the serial under which it is kept.
    private func cards() throws -> [AuditFinding] {
        try store.read { transaction in
            try transaction.cards().compactMap { stored in
                do {
                    let content = try PeerCard(parsing: stored.note).content
                    if "\(content.node)" == "\(stored.node)", content.serial == stored.serial {
                        return nil
                    }
                    return AuditFinding(.cardUnusable, place: "\(stored.node) \(stored.serial)")
                } catch {
                    return AuditFinding(
                        .cardUnusable,
                        place: "\(stored.node) \(stored.serial)",
                        cause: "\(error)"
                    )
                }
            }
        }
    }

    private func unaccounted(_ table: String, _ position: Int64) -> AuditFinding {
        AuditFinding(
            .rowUnaccounted,
            place: table,
            cause: AuditDetail.text(
                .rowOfEntry,
                ["index": "\(RowKey.index(position))", "number": "\(RowKey.log(position))"]
            )
        )
    }

    /// The heads that were durable once are still there, each as a prefix of its log.
    private func instance() throws -> [AuditFinding] {
        switch try store.instanceFile() {
        case .missing: return [AuditFinding(.instanceMissing, place: "instance")]
        case .unreadable: return [AuditFinding(.instanceUnreadable, place: "instance")]
        case .record(let record):
            let slots = try store.isInstanceSlotDamaged()
            return try (slots ? [AuditFinding(.instanceSlotUnreadable, place: "instance")] : [])
                + heads(of: record)
        }
    }

    private func heads(of record: InstanceRecord) throws -> [AuditFinding] {
        try store.read { transaction in
            try record.heads.sorted { $0.key < $1.key }.compactMap { origin, head in
                let stored = try transaction.log(origin)?.size ?? 0
                guard head.size <= stored else {
                    return AuditFinding(
                        .headBeyondLog,
                        ["head": "\(head.size)", "stored": "\(stored)"],
                        log: origin,
                        place: "instance"
                    )
                }
                let tree = StoredTree(origin: origin, reader: transaction)
                guard head.size > 0, try tree.head(at: head.size) != head else { return nil }
                return AuditFinding(
                    .headConflicts,
                    ["size": "\(head.size)"],
                    log: origin,
                    place: "instance"
                )
            }
        }
    }

    private static let knownFiles: Set<String> = [
        "lianlu.sqlite", "lianlu.sqlite-wal", "lianlu.sqlite-shm", "instance", "lock",
    ]

    private func files() throws -> [AuditFinding] {
        try FileManager.default.contentsOfDirectory(atPath: store.directory)
            .filter { !Self.knownFiles.contains($0) }.sorted()
            .map { AuditFinding(.fileSurplus, place: $0) }
    }
}
