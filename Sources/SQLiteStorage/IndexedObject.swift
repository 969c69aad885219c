package import Cryptography
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

/// The rows of one object, each key of a field once, in the order in which they are stored.
package struct IndexedRows: Hashable, Sendable {
    /// The rows.
    package let rows: [IndexedIdentifier]

    /// Orders rows; of one key in one field the first counts.
    package init(_ rows: [IndexedIdentifier]) {
        struct Place: Hashable {
            let key: Digest
            let field: String
        }
        var seen: Set<Place> = []
        self.rows = rows.filter { seen.insert(Place(key: $0.key, field: $0.field)).inserted }
            .sorted { a, b in
                // As SQLite orders them: by bytes.
                a.key == b.key
                    ? a.field.utf8.lexicographicallyPrecedes(b.field.utf8)
                    : a.key < b.key
            }
    }
}

/// What came of an object when it was to be indexed.
package enum IndexedState: Int64, Hashable, Sendable {
    /// Nobody has looked at it yet.
    case due = 0
    /// Its rule pack is not here, so that nobody can say what its fields are.
    case waiting = 1
    /// It is here and cannot be opened, or is no body.
    case unreadable = 2
    /// Its rows stand in the index.
    case indexed = 3
}

/// What the index says of an object: how far it came, how many rows it has, and a code of them that only this node can make.
package struct IndexNote: Hashable, Sendable {
    /// How far it came.
    package let state: IndexedState
    /// Its rows.
    package let rows: IndexedRows
    /// The code of its rows, under a key of the node's own.
    package let code: Digest

    /// Makes a note; only an object that is indexed has rows.
    package init(_ state: IndexedState, _ rows: IndexedRows = IndexedRows([]), code: Digest) {
        self.state = state
        self.rows = rows
        self.code = code
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
    /// Whether it is as it was written; one that is not leads nowhere.
    package let isWhole: Bool
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

/// A stored object whose identifiers are not in the index.
package struct DueHolding: Hashable, Sendable {
    /// Its number, in the order of which such objects are listed.
    package let number: Int64
    /// The object.
    package let key: HoldingKey
}

/// A stored object beside all that the index holds of it.
package struct HeldIndex: Hashable, Sendable {
    /// What the index says of the object.
    package struct Noted: Hashable, Sendable {
        /// How far it came; nil for a number that no state has.
        package let state: IndexedState?
        /// How many rows it has.
        package let rowCount: Int64
        /// The code of its rows; nil where it is none.
        package let code: Digest?
        /// Whether the note is as it was written.
        package let isWhole: Bool
    }

    /// Its number.
    package let number: Int64
    /// The object's name.
    package let object: Digest
    /// What the index says of it; nil where it says nothing.
    package let noted: Noted?
    /// The rows that there are.
    package let rows: IndexedRows
    /// How many of them are not as they were written.
    package let damagedRowCount: Int

    /// Whether it has the rows that it should have; `code` makes the code of rows under the node's key.
    package func isWhole(_ code: (IndexedRows) -> Digest) -> Bool {
        guard let noted, noted.isWhole, let state = noted.state, damagedRowCount == 0 else {
            return false
        }
        // What nobody has looked at has no rows, or those of an earlier edition, until it is looked at.
        guard state != .due else { return true }
        return noted.rowCount == Int64(rows.rows.count) && noted.code == code(rows)
    }
}
