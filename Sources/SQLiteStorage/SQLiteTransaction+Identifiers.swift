package import Cryptography
internal import GRDB
package import LogStorage
package import TransparencyLog

/// One row of the index of identifiers, before it has a place: the key by which it is found, and what it says of its field.
package struct IndexedIdentifier: Hashable, Sendable {
    /// The HMAC of the linking key; nothing in a row says what was hashed.
    package let key: Digest
    /// The field's id.
    package let field: String
    /// The kind of identifier.
    package let kind: String

    /// Makes a row.
    package init(key: Digest, field: String, kind: String) {
        self.key = key
        self.field = field
        self.kind = kind
    }
}

/// A row that was found by its key: the number of the object, in the order of which rows are listed, and the field.
package struct IndexedRow: Hashable, Sendable {
    /// The object's number.
    package let holding: Int64
    /// The field's id.
    package let field: String
    /// The kind of identifier.
    package let kind: String
}

/// Where an identifier stands: the entry under whose grant the body is held.
package struct IndexedPlace: Hashable, Sendable {
    /// The log.
    package let origin: Origin
    /// The entry.
    package let index: EntryIndex
    /// The field's id.
    package let field: String
    /// The kind of identifier.
    package let kind: String
}

/// A stored object whose identifiers are not in the index yet.
package struct DueHolding: Hashable, Sendable {
    /// Its number, in the order of which such objects are listed.
    package let number: Int64
    /// The object.
    package let key: HoldingKey
}

/// The index of identifiers: it proves nothing, and is made again from the stored bodies.
///
/// Each object that is stored is due until its rows are put, in the same transaction or a later one. Erasing an object
/// removes its rows with its bytes.
extension SQLiteTransaction {
    /// Puts the rows of an object that is due; false, and nothing is written, where it is not: indexed, erased, or unknown.
    package func putIdentifiers(_ rows: [IndexedIdentifier], of key: HoldingKey) throws -> Bool {
        guard let number = try holdingNumber(key) else { return false }
        let removal = try statement("DELETE FROM identifier_due WHERE holding = ?")
        removal.bind(1, number)
        try removal.run()
        guard db.changesCount > 0 else { return false }
        let insertion = try statement(
            """
            INSERT INTO identifier (key, holding, field, kind, checksum)
            VALUES (?1, ?2, ?3, ?4, row_checksum(?1, ?2, ?3, ?4))
            ON CONFLICT DO NOTHING
            """
        )
        for row in rows {
            insertion.bind(1, row.key)
            insertion.bind(2, number)
            insertion.bind(3, row.field)
            insertion.bind(4, row.kind)
            try insertion.run()
        }
        return true
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
            try requireWhole(row, 3, "identifier")
            found.append(
                IndexedRow(holding: row.int(0), field: row.text(1), kind: row.text(2))
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

    /// Up to `limit` stored objects that are not indexed, after the number of one.
    package func dueHoldings(after number: Int64?, limit: Int) throws -> [DueHolding] {
        let statement = try statement(
            """
            SELECT h.id, h.position, h.object FROM identifier_due AS d
            JOIN holding AS h ON h.id = d.holding
            WHERE d.holding > ? ORDER BY d.holding LIMIT ?
            """
        )
        statement.bind(1, number ?? Int64.min)
        statement.bind(2, Int64(max(0, limit)))
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

    /// Empties the index and makes every stored object due; how many these are.
    @discardableResult
    package func resetIdentifiers() throws -> Int {
        try statement("DELETE FROM identifier").run()
        try statement("DELETE FROM identifier_due").run()
        try statement(Schema.allIdentifiersDue).run()
        return db.changesCount
    }

    // MARK: With the objects

    /// Notes that an object is stored and not indexed, or is no longer stored.
    func noteIdentifiers(of key: HoldingKey, isStored: Bool) throws {
        guard let number = try holdingNumber(key) else { return }
        if isStored {
            let statement = try statement(
                """
                INSERT INTO identifier_due (holding, checksum) VALUES (?1, row_checksum(?1))
                ON CONFLICT DO NOTHING
                """
            )
            statement.bind(1, number)
            return try statement.run()
        }
        for table in ["identifier", "identifier_due"] {
            let statement = try statement("DELETE FROM \(table) WHERE holding = ?")
            statement.bind(1, number)
            try statement.run()
        }
    }

    private func holdingNumber(_ key: HoldingKey) throws -> Int64? {
        let statement = try statement("SELECT id FROM holding WHERE position = ? AND object = ?")
        statement.bind(1, try position(key.origin, key.index))
        statement.bind(2, key.object)
        return try statement.first { $0.int(0) }
    }
}
