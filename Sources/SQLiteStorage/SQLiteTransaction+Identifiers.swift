package import Cryptography
internal import GRDB
package import LogStorage
internal import TransparencyLog

/// The index of identifiers: it proves nothing, and is made again from the stored bodies.
///
/// Each object that is stored is due until its rows are put, in the same transaction or a later one, and again when the index
/// enters another epoch. Erasing an object removes its rows with its bytes.
extension SQLiteTransaction {
    // MARK: Epochs

    /// The name under which the edition that made the index, its epoch and whether all objects are listed are kept.
    package static let identifierIndexName = "identifier-index"

    /// Which edition made the index, and in which epoch it is: objects of an earlier one are due.
    package func identifierStanding() throws -> (edition: String, epoch: Int64, isListed: Bool)? {
        guard let bytes = try meta(Self.identifierIndexName) else { return nil }
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ").map(String.init)
        guard let edition = words.first else { return nil }
        let epoch = words.count > 1 ? Int64(words[1]) : nil
        return (edition, max(1, epoch ?? 1), words.count > 2 && words[2] == Self.listedWord)
    }

    /// Notes the edition and the epoch.
    package func putIdentifierStanding(
        edition: String,
        epoch: Int64,
        isListed: Bool
    ) throws {
        let text = "\(edition) \(epoch)" + (isListed ? " \(Self.listedWord)" : "")
        try putMeta(Self.identifierIndexName, Array(text.utf8))
    }

    /// Notes that all stored objects are listed; the edition and the epoch stay what they are by now.
    package func noteIdentifiersListed() throws {
        guard let standing = try identifierStanding(), !standing.isListed else { return }
        try putIdentifierStanding(
            edition: standing.edition,
            epoch: standing.epoch,
            isListed: true
        )
    }

    private static let listedWord = "listed"

    private func epoch() throws -> Int64 { try identifierStanding()?.epoch ?? 1 }

    /// Makes every object due by beginning another epoch: one small write however many there are; how many these are.
    @discardableResult
    package func resetIdentifiers(edition: String) throws -> Int {
        let standing = try identifierStanding()
        try putIdentifierStanding(
            edition: edition,
            epoch: (standing?.epoch ?? 1) + 1,
            isListed: standing?.isListed ?? false
        )
        let statement = try statement("SELECT count(*) FROM identifier_object")
        return Int(try statement.first { $0.int(0) } ?? 0)
    }

    // MARK: Rows

    /// Puts what came of a stored object that is due; false, and nothing is written, where it is not: indexed, erased, or unknown.
    package func putIdentifiers(_ note: IndexNote, of key: HoldingKey) throws -> Bool {
        guard let number = try storedNumber(key) else { return false }
        let epoch = try epoch()
        let known = try statement("SELECT epoch FROM identifier_object WHERE holding = ?")
        known.bind(1, number)
        if let found = try known.first({ $0.int(0) }), found >= epoch { return false }
        try removeRows(of: number)
        try put(note.rows, of: number)
        try put(note.state, epoch, note.rows.rows.count, note.code, of: number)
        return true
    }

    private func put(_ rows: IndexedRows, of number: Int64) throws {
        let insertion = try statement(
            """
            INSERT INTO identifier (key, holding, field, kind, checksum)
            VALUES (?1, ?2, ?3, ?4, row_checksum(?1, ?2, ?3, ?4))
            """
        )
        for row in rows.rows {
            insertion.bind(1, row.key)
            insertion.bind(2, number)
            insertion.bind(3, row.field)
            insertion.bind(4, row.kind)
            try insertion.run()
        }
    }

    private func put(
        _ state: IndexedState,
        _ epoch: Int64,
        _ rowCount: Int,
        _ code: Digest?,
        of number: Int64
    ) throws {
        let statement = try statement(
            """
            INSERT INTO identifier_object (holding, state, epoch, row_count, code, checksum)
            VALUES (?1, ?2, ?3, ?4, ?5, row_checksum(?1, ?2, ?3, ?4, ?5))
            ON CONFLICT (holding) DO UPDATE SET state = excluded.state, epoch = excluded.epoch,
            row_count = excluded.row_count, code = excluded.code, checksum = excluded.checksum
            """
        )
        statement.bind(1, number)
        statement.bind(2, state.rawValue)
        statement.bind(3, epoch)
        statement.bind(4, Int64(rowCount))
        statement.bind(5, code?.bytes ?? [])
        try statement.run()
    }

    private func removeRows(of number: Int64) throws {
        let statement = try statement("DELETE FROM identifier WHERE holding = ?")
        statement.bind(1, number)
        try statement.run()
    }

    /// Up to `limit` rows of a key behind another one, those of the objects that came last first.
    package func identifierRows(
        of key: Digest,
        after last: IndexedRow? = nil,
        limit: Int
    ) throws -> [IndexedRow] {
        let statement = try statement(Self.identifierRowsQuery)
        statement.bind(1, key)
        statement.bind(2, last?.holding ?? .max)
        statement.bind(3, last?.field ?? "")
        statement.bind(4, Int64(max(0, limit)))
        var found: [IndexedRow] = []
        try statement.rows { row in
            found.append(
                IndexedRow(
                    holding: row.int(0),
                    field: row.text(1),
                    kind: row.text(2),
                    isWhole: row.int(3) == 1
                )
            )
        }
        return found
    }

    /// A range of the primary key, read backwards: no row is sorted.
    static let identifierRowsQuery = """
        SELECT holding, field, kind, checksum IS row_checksum(key, holding, field, kind)
        FROM identifier WHERE key = ? AND (holding, field) < (?, ?)
        ORDER BY holding DESC, field DESC LIMIT ?
        """

    /// Where a row's object stands; nil where it is gone.
    package func place(of row: IndexedRow) throws -> IndexedPlace? {
        let statement = try statement("SELECT position FROM holding WHERE id = ?")
        statement.bind(1, row.holding)
        guard let position = try statement.first({ $0.int(0) }) else { return nil }
        return IndexedPlace(
            origin: try origin(of: RowKey.log(position)),
            index: EntryIndex(unchecked: RowKey.index(position)),
            field: row.field,
            kind: row.kind
        )
    }

    // MARK: What is not indexed

    /// Up to `limit` stored objects that nobody has looked at in this epoch.
    package func dueHoldings(limit: Int) throws -> [DueHolding] {
        let statement = try statement(Self.dueQuery)
        statement.bind(1, try epoch())
        statement.bind(2, Int64(max(0, limit)))
        return try holdings(statement)
    }

    /// A range of the index by epoch: what is indexed is not walked over.
    static let dueQuery = """
        SELECT h.id, h.position, h.object FROM identifier_object AS d
        JOIN holding AS h ON h.id = d.holding
        WHERE d.epoch < ? AND h.status = \(HoldingStatus.stored.rawValue)
        ORDER BY d.epoch, d.holding LIMIT ?
        """

    /// Up to `limit` stored objects that could not be indexed for one reason, before the number of one, those that came last
    /// first.
    package func holdings(
        indexedAs state: IndexedState,
        before number: Int64? = nil,
        limit: Int
    ) throws -> [DueHolding] {
        let statement = try statement(Self.notReadQuery(state))
        statement.bind(1, number ?? .max)
        statement.bind(2, Int64(max(0, limit)))
        return try holdings(statement)
    }

    /// A range of the partial index, which SQLite uses for a query alone that repeats its condition word for word: by the number
    /// of the state it would walk over every object.
    static func notReadQuery(_ state: IndexedState) -> String {
        """
        SELECT h.id, h.position, h.object FROM identifier_object AS d
        JOIN holding AS h ON h.id = d.holding
        WHERE d.state = \(state.rawValue) AND d.state IN (1, 2) AND d.holding < ?
        ORDER BY d.holding DESC LIMIT ?
        """
    }

    private func holdings(_ statement: PreparedStatement) throws -> [DueHolding] {
        var found: [(number: Int64, position: Int64, object: Digest)] = []
        try statement.rows { row in
            guard let object = row.digest(2) else {
                throw LogStorageError(.dataCorrupt, ["what": "holding object"])
            }
            found.append((row.int(0), row.int(1), object))
        }
        return try found.map { number, position, object in
            DueHolding(
                number: number,
                key: HoldingKey(
                    origin: try origin(of: RowKey.log(position)),
                    index: EntryIndex(unchecked: RowKey.index(position)),
                    object: object
                )
            )
        }
    }

    // MARK: Checking

    /// Whether the database has the index; one of an earlier schema gets it when a node opens it.
    package var hasIdentifierIndex: Bool {
        get throws { try db.tableExists("identifier_object") }
    }

    /// Up to `limit` stored objects after the number of one, each with what the index holds of it.
    package func heldIndexes(after number: Int64?, limit: Int) throws -> [HeldIndex] {
        let objects = try statement(
            """
            SELECT h.id, h.object, o.state, o.row_count, o.code,
            o.checksum IS row_checksum(o.holding, o.state, o.epoch, o.row_count, o.code)
            FROM holding AS h LEFT JOIN identifier_object AS o ON o.holding = h.id
            WHERE h.id > ? AND h.status = \(HoldingStatus.stored.rawValue)
            ORDER BY h.id LIMIT ?
            """
        )
        objects.bind(1, number ?? Int64.min)
        objects.bind(2, Int64(max(0, limit)))
        var found: [(number: Int64, object: Digest, noted: HeldIndex.Noted?)] = []
        try objects.rows { row in
            guard let object = row.digest(1) else {
                throw LogStorageError(.dataCorrupt, ["what": "holding object"])
            }
            let noted = HeldIndex.Noted(
                state: IndexedState(rawValue: row.int(2)),
                rowCount: row.int(3),
                code: row.digest(4),
                isWhole: row.int(5) == 1
            )
            found.append((row.int(0), object, row.isNull(2) ? nil : noted))
        }
        return try found.map { number, object, noted in
            let (rows, damagedCount) = try rows(of: number)
            return HeldIndex(
                number: number,
                object: object,
                noted: noted,
                rows: rows,
                damagedRowCount: damagedCount
            )
        }
    }

    private func rows(of number: Int64) throws -> (rows: IndexedRows, damagedCount: Int) {
        let statement = try statement(
            """
            SELECT key, field, kind, checksum IS row_checksum(key, holding, field, kind)
            FROM identifier WHERE holding = ?
            """
        )
        statement.bind(1, number)
        var rows: [IndexedIdentifier] = []
        var damagedCount = 0
        try statement.rows { row in
            guard let key = row.digest(0), row.int(3) == 1 else {
                damagedCount += 1
                return
            }
            rows.append(IndexedIdentifier(key: key, field: row.text(1), kind: row.text(2)))
        }
        return (IndexedRows(rows), damagedCount)
    }

    /// Makes stored objects due again, by their numbers; what was erased since they were read is passed over.
    package func makeIdentifiersDue(_ numbers: [Int64]) throws {
        for number in numbers where try isStored(number) { try noteDue(number) }
    }

    /// Removes what is due and not stored: nobody could index it; how much that was.
    @discardableResult
    package func removeStrayIdentifiers() throws -> Int {
        let statement = try statement("DELETE FROM identifier_object WHERE \(Self.isStray)")
        statement.bind(1, try epoch())
        try statement.run()
        return db.changesCount
    }

    /// Whether something is due and not stored.
    package var hasStrayIdentifiers: Bool {
        get throws {
            let statement = try statement(
                "SELECT 1 FROM identifier_object WHERE \(Self.isStray) LIMIT 1"
            )
            statement.bind(1, try epoch())
            return try statement.first { $0.int(0) } != nil
        }
    }

    private static let isStray = """
        epoch < ? AND NOT EXISTS (
        SELECT 1 FROM holding AS h WHERE h.id = identifier_object.holding
        AND h.status = \(HoldingStatus.stored.rawValue))
        """

    private func isStored(_ number: Int64) throws -> Bool {
        let statement = try statement(
            "SELECT 1 FROM holding WHERE id = ? AND status = \(HoldingStatus.stored.rawValue)"
        )
        statement.bind(1, number)
        return try statement.first { $0.int(0) } != nil
    }

    // MARK: With the objects

    /// Notes that an object is stored and not indexed, or is no longer stored.
    func noteIdentifiers(of key: HoldingKey, isStored: Bool) throws {
        guard let number = try holdingNumber(key) else { return }
        guard !isStored else { return try noteDue(number) }
        try removeRows(of: number)
        let statement = try statement("DELETE FROM identifier_object WHERE holding = ?")
        statement.bind(1, number)
        try statement.run()
    }

    private func noteDue(_ number: Int64) throws { try put(.due, 0, 0, nil, of: number) }

    private func holdingNumber(_ key: HoldingKey) throws -> Int64? {
        let statement = try statement("SELECT id FROM holding WHERE position = ? AND object = ?")
        statement.bind(1, try position(key.origin, key.index))
        statement.bind(2, key.object)
        return try statement.first { $0.int(0) }
    }

    private func storedNumber(_ key: HoldingKey) throws -> Int64? {
        let statement = try statement(
            """
            SELECT id FROM holding WHERE position = ? AND object = ?
            AND status = \(HoldingStatus.stored.rawValue)
            """
        )
        statement.bind(1, try position(key.origin, key.index))
        statement.bind(2, key.object)
        return try statement.first { $0.int(0) }
    }
}
