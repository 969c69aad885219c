package import Cryptography
internal import GRDB
package import Ledger
internal import LogStorage
package import TransparencyLog

extension SQLiteTransaction: ProjectionStore {
    // MARK: Logs

    package func projectedLog(_ origin: Origin) throws -> [UInt8]? {
        guard let number = try knownNumber(of: origin) else { return nil }
        let statement = try statement(
            "SELECT bytes, checksum IS row_checksum(log, bytes) FROM projected_log WHERE log = ?"
        )
        statement.bind(1, number)
        return try statement.first { row in
            // Which keys hold is read from it, and the next append writes it anew.
            try requireWhole(row, 1, "projected log \(origin)")
            return row.bytes(0)
        }
    }

    package func putProjectedLog(_ bytes: [UInt8], of origin: Origin) throws {
        let statement = try statement(
            """
            INSERT INTO projected_log (log, bytes, checksum)
            VALUES (?1, ?2, row_checksum(?1, ?2))
            ON CONFLICT (log) DO UPDATE SET bytes = excluded.bytes, checksum = excluded.checksum
            """
        )
        statement.bind(1, try number(of: origin))
        statement.bind(2, bytes)
        try statement.run()
    }

    // MARK: Entries

    package func entryBytes(of origin: Origin, at index: EntryIndex) throws -> [UInt8]? {
        try stagedOrStoredEntry(at: EntryLocation(origin: origin, index: index))
    }

    private static let entryColumns =
        "position, digest, scope, record, machine, event, at, verdict_class, verdict"
    private static let checkedEntryColumns =
        "\(entryColumns), checksum IS row_checksum(\(entryColumns))"

    package func projectedEntry(of origin: Origin, at index: EntryIndex) throws -> ProjectedEntry? {
        guard let number = try knownNumber(of: origin) else { return nil }
        _ = try bounded(index.treeSize)
        return try projectedEntry(at: RowKey.position(number, index.rawValue), of: origin)
    }

    private func projectedEntry(at position: Int64, of origin: Origin) throws -> ProjectedEntry? {
        let statement = try statement(
            "SELECT \(Self.checkedEntryColumns) FROM projected_entry WHERE position = ?"
        )
        statement.bind(1, position)
        return try statement.first { try wholeEntry($0, of: origin) }
    }

    package func projectedEntries(
        of origin: Origin,
        from index: EntryIndex,
        limit: Int
    ) throws -> [ProjectedEntry] {
        guard let number = try knownNumber(of: origin) else { return [] }
        _ = try bounded(index.treeSize)
        let statement = try statement(
            """
            SELECT \(Self.checkedEntryColumns) FROM projected_entry
            WHERE position >= ? AND position < ? ORDER BY position LIMIT ?
            """
        )
        statement.bind(1, RowKey.position(number, index.rawValue))
        statement.bind(2, RowKey.position(number + 1, 0))
        statement.bind(3, Int64(max(0, limit)))
        var entries: [ProjectedEntry] = []
        try statement.rows { entries.append(try wholeEntry($0, of: origin)) }
        return entries
    }

    /// Every row of a log, by index, damaged ones too: an audit names those by their checksums.
    func forEachProjectedEntry(
        of origin: Origin,
        _ body: (ProjectedEntry) throws -> Void
    ) throws {
        guard let number = try knownNumber(of: origin) else { return }
        let statement = try statement(
            """
            SELECT \(Self.entryColumns) FROM projected_entry WHERE position >= ? AND position < ?
            ORDER BY position
            """
        )
        statement.bind(1, RowKey.position(number, 0))
        statement.bind(2, RowKey.position(number + 1, 0))
        try statement.rows { try body(try projectedEntry($0, of: origin)) }
    }

    package func projectedEntries(digest: Digest) throws -> [ProjectedEntry] {
        // Every stored entry is found by its digest already, so the projection needs no index of its own.
        try locations(ofEntry: digest).compactMap {
            try projectedEntry(of: $0.origin, at: $0.index)
        }
    }

    package func projectedEntries(record: RecordKey) throws -> [ProjectedEntry] {
        let statement = try statement(
            """
            SELECT \(Self.checkedEntryColumns) FROM projected_entry WHERE record = ? AND scope = ?
            ORDER BY position
            """
        )
        statement.bind(1, record.record)
        statement.bind(2, record.scope.text)
        var entries: [ProjectedEntry] = []
        var origins: [Int64: Origin] = [:]
        try statement.rows { row in
            let number = RowKey.log(row.int(0))
            let origin = try origins[number] ?? origin(of: number)
            origins[number] = origin
            entries.append(try wholeEntry(row, of: origin))
        }
        // Rows come by the logs' numbers, and by index within each log.
        return origins.count < 2
            ? entries : entries.sorted { ($0.origin, $0.index) < ($1.origin, $1.index) }
    }

    private func wholeEntry(
        _ row: PreparedStatement.Row,
        of origin: Origin
    ) throws -> ProjectedEntry {
        let index = RowKey.index(row.int(0))
        try requireWhole(row, 9, "projected entry \(index) of \(origin)")
        return try projectedEntry(row, of: origin)
    }

    package func projectedEntryCount(
        record: RecordKey,
        of origin: Origin,
        limit: Int
    ) throws -> Int {
        guard let number = try knownNumber(of: origin) else { return 0 }
        let statement = try statement(
            """
            SELECT count(*) FROM (SELECT 1 FROM projected_entry
            WHERE record = ? AND position >= ? AND position < ? AND scope = ? LIMIT ?)
            """
        )
        statement.bind(1, record.record)
        statement.bind(2, RowKey.position(number, 0))
        statement.bind(3, RowKey.position(number + 1, 0))
        statement.bind(4, record.scope.text)
        statement.bind(5, Int64(max(0, limit)))
        return try statement.first { Int($0.int(0)) } ?? 0
    }

    private func projectedEntry(
        _ row: PreparedStatement.Row,
        of origin: Origin
    ) throws -> ProjectedEntry {
        guard let digest = row.digest(1), row.isNull(3) || row.digest(3) != nil,
            let verdictClass = VerdictClass(rawValue: row.text(7))
        else { throw corruptProjection("projected entry \(row.int(0))") }
        return ProjectedEntry(
            origin: origin,
            index: EntryIndex(unchecked: RowKey.index(row.int(0))),
            digest: digest,
            scope: RecordScope(text: row.text(2)),
            record: row.isNull(3) ? nil : row.digest(3),
            machine: row.text(4),
            event: row.text(5),
            at: row.isNull(6) ? nil : row.int(6),
            verdictClass: verdictClass,
            verdict: row.bytes(8)
        )
    }

    package func putProjectedEntry(_ entry: ProjectedEntry) throws {
        let statement = try statement(
            """
            INSERT INTO projected_entry
            (position, digest, scope, record, machine, event, at, verdict_class, verdict, checksum)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,
            row_checksum(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))
            ON CONFLICT (position) DO UPDATE SET
            digest = excluded.digest, scope = excluded.scope, record = excluded.record,
            machine = excluded.machine, event = excluded.event, at = excluded.at,
            verdict_class = excluded.verdict_class, verdict = excluded.verdict,
            checksum = excluded.checksum
            """
        )
        _ = try bounded(entry.index.treeSize)
        statement.bind(1, RowKey.position(try number(of: entry.origin), entry.index.rawValue))
        statement.bind(2, entry.digest)
        statement.bind(3, entry.scope.text)
        if let record = entry.record { statement.bind(4, record) }
        statement.bind(5, entry.machine)
        statement.bind(6, entry.event)
        if let at = entry.at { statement.bind(7, at) }
        statement.bind(8, entry.verdictClass.rawValue)
        statement.bind(9, entry.verdict)
        try statement.run()
    }

    // MARK: Records

    private static let recordColumns =
        "scope, record, machine, state, updated_at, awaits_acknowledgement, summary"
    private static let checkedRecordColumns =
        "\(recordColumns), checksum IS row_checksum(\(recordColumns))"

    package func projectedRecord(_ key: RecordKey) throws -> ProjectedRecord? {
        let statement = try statement(
            "SELECT \(Self.checkedRecordColumns) FROM projected_record WHERE record = ? AND scope = ?"
        )
        statement.bind(1, key.record)
        statement.bind(2, key.scope.text)
        return try statement.first { try wholeRecord($0) }
    }

    package func putProjectedRecord(_ record: ProjectedRecord) throws {
        let statement = try statement(
            """
            INSERT INTO projected_record
            (scope, record, machine, state, updated_at, awaits_acknowledgement, summary, checksum)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, row_checksum(?1, ?2, ?3, ?4, ?5, ?6, ?7))
            ON CONFLICT (record, scope) DO UPDATE SET
            machine = excluded.machine, state = excluded.state, updated_at = excluded.updated_at,
            awaits_acknowledgement = excluded.awaits_acknowledgement, summary = excluded.summary,
            checksum = excluded.checksum
            """
        )
        statement.bind(1, record.key.scope.text)
        statement.bind(2, record.key.record)
        statement.bind(3, record.machine)
        statement.bind(4, record.state)
        statement.bind(5, record.updatedAt)
        statement.bind(6, record.awaitsAcknowledgement ? 1 : 0)
        statement.bind(7, record.summary)
        try statement.run()
    }

    /// Up to `limit` records, the latest first; only one machine's where it is given, and only those after `last`.
    package func projectedRecords(
        machine: String?,
        after last: ProjectedRecord?,
        limit: Int
    ) throws -> [ProjectedRecord] {
        let statement = try statement(
            """
            SELECT \(Self.checkedRecordColumns) FROM projected_record
            WHERE (?1 IS NULL OR machine = ?1)
            AND (?2 IS NULL OR (updated_at, record, scope) < (?2, ?3, ?4))
            ORDER BY updated_at DESC, record DESC, scope DESC LIMIT ?5
            """
        )
        if let machine { statement.bind(1, machine) }
        if let last {
            statement.bind(2, last.updatedAt)
            statement.bind(3, last.key.record)
            statement.bind(4, last.key.scope.text)
        }
        statement.bind(5, Int64(max(0, limit)))
        return try records(statement)
    }

    /// Every record, in no order, damaged ones too: an audit names those by their checksums.
    func forEachProjectedRecord(_ body: (ProjectedRecord) throws -> Void) throws {
        let statement = try statement("SELECT \(Self.recordColumns) FROM projected_record")
        try statement.rows { try body(try projectedRecord($0)) }
    }

    private func records(_ statement: PreparedStatement) throws -> [ProjectedRecord] {
        var records: [ProjectedRecord] = []
        try statement.rows { records.append(try wholeRecord($0)) }
        return records
    }

    private func wholeRecord(_ row: PreparedStatement.Row) throws -> ProjectedRecord {
        let record = try projectedRecord(row)
        try requireWhole(row, 7, "projected record \(record.key.record)")
        return record
    }

    private func projectedRecord(_ row: PreparedStatement.Row) throws -> ProjectedRecord {
        guard let record = row.digest(1) else { throw corruptProjection("projected record") }
        return ProjectedRecord(
            key: RecordKey(scope: RecordScope(text: row.text(0)), record: record),
            machine: row.text(2),
            state: row.text(3),
            updatedAt: row.int(4),
            awaitsAcknowledgement: row.int(5) == 1,
            summary: row.bytes(6)
        )
    }

    // MARK: Dependencies

    package func dependents(on digest: Digest) throws -> [Dependent] {
        let statement = try statement(
            "SELECT dependent FROM dependency WHERE digest = ? ORDER BY dependent"
        )
        statement.bind(1, digest)
        var dependents: [Dependent] = []
        try statement.rows { row in
            // A damaged row that names nobody is made anew by whoever compares the rows.
            guard let dependent = Dependent(key: row.bytes(0)) else { return }
            dependents.append(dependent)
        }
        return dependents
    }

    package func putDependencies(_ digests: Set<Digest>, of dependent: Dependent) throws {
        let key = dependent.key
        var present: Set<Digest> = []
        let statement = try statement("SELECT digest FROM dependency WHERE dependent = ?")
        statement.bind(1, key)
        try statement.rows { row in
            // What is no digest is damaged, and is removed by whoever compares the rows.
            if let digest = row.digest(0) { present.insert(digest) }
        }
        for digest in present.subtracting(digests) {
            try run("DELETE FROM dependency WHERE digest = ? AND dependent = ?", digest, key)
        }
        for digest in digests.subtracting(present) {
            try run(
                """
                INSERT INTO dependency (digest, dependent, checksum)
                VALUES (?1, ?2, row_checksum(?1, ?2))
                """,
                digest,
                key
            )
        }
    }

    private func run(_ sql: String, _ digest: Digest, _ key: [UInt8]) throws {
        let statement = try statement(sql)
        statement.bind(1, digest)
        statement.bind(2, key)
        try statement.run()
    }

    // MARK: Home parts

    private static let linkColumns =
        "home_scope, home_record, opening, scope, origin, size"

    package func homeLink(of record: RecordKey) throws -> HomeLink? {
        let statement = try statement(
            "SELECT \(Self.linkColumns) FROM home_link WHERE home_record = ? AND home_scope = ?"
        )
        statement.bind(1, record.record)
        statement.bind(2, record.scope.text)
        return try statement.first { try homeLink($0) }
    }

    package func homeLink(to opening: Digest) throws -> HomeLink? {
        let statement = try statement(
            "SELECT \(Self.linkColumns) FROM home_link WHERE opening = ?"
        )
        statement.bind(1, opening)
        return try statement.first { try homeLink($0) }
    }

    package func putHomeLink(_ link: HomeLink) throws {
        let statement = try statement(
            """
            INSERT INTO home_link
            (home_scope, home_record, opening, scope, origin, size, checksum)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, row_checksum(?1, ?2, ?3, ?4, ?5, ?6))
            ON CONFLICT DO NOTHING
            """
        )
        statement.bind(1, link.home.scope.text)
        statement.bind(2, link.home.record)
        statement.bind(3, link.opening)
        statement.bind(4, link.scope.text)
        statement.bind(5, link.origin.bytes)
        statement.bind(6, Int64(clamping: link.size))
        try statement.run()
    }

    /// Removes the link of a matter.
    package func removeHomeLink(of record: RecordKey) throws {
        let statement = try statement(
            "DELETE FROM home_link WHERE home_record = ? AND home_scope = ?"
        )
        statement.bind(1, record.record)
        statement.bind(2, record.scope.text)
        try statement.run()
    }

    /// Every link.
    func homeLinks() throws -> [HomeLink] {
        var links: [HomeLink] = []
        let statement = try statement("SELECT \(Self.linkColumns) FROM home_link")
        try statement.rows { links.append(try homeLink($0)) }
        return links
    }

    private func homeLink(_ row: PreparedStatement.Row) throws -> HomeLink {
        // A name that no log can have was never written.
        guard let record = row.digest(1), let opening = row.digest(2), row.int(5) >= 0,
            let origin = try? Origin(row.bytes(4))
        else { throw corruptProjection("home link") }
        return HomeLink(
            home: RecordKey(scope: RecordScope(text: row.text(0)), record: record),
            opening: opening,
            scope: RecordScope(text: row.text(3)),
            origin: origin,
            size: UInt64(row.int(5))
        )
    }

    func knownNumber(of origin: Origin) throws -> Int64? {
        try log(origin) == nil ? nil : try number(of: origin)
    }

    func corruptProjection(_ what: String) -> LogStorageError {
        LogStorageError(.dataCorrupt, ["what": what])
    }
}
