internal import Cryptography
internal import GRDB
internal import GRDBSQLite

/// A cached statement of one connection, driven without copies between its rows and Swift.
///
/// GRDB owns the connection and the statement; binding and stepping go to SQLite itself, because the hot path binds a
/// few blobs for each entry. Every use ends with `run` or `rows`, which leave the statement reset.
struct PreparedStatement {
    private let pointer: OpaquePointer
    private let connection: OpaquePointer?

    /// Finds or compiles the statement.
    init(_ sql: String, on db: Database) throws {
        pointer = try db.cachedStatement(sql: sql).sqliteStatement
        connection = db.sqliteConnection
    }

    // Tells SQLite to copy what is bound: the array may be gone before the statement runs.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// Binds an integer; positions count from 1.
    func bind(_ position: CInt, _ value: Int64) { sqlite3_bind_int64(pointer, position, value) }

    /// Binds bytes.
    func bind(_ position: CInt, _ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bind(position, $0) }
    }

    /// Binds a digest.
    func bind(_ position: CInt, _ digest: Digest) {
        digest.withUnsafeBytes { bind(position, $0) }
    }

    /// Binds text.
    func bind(_ position: CInt, _ text: String) {
        sqlite3_bind_text(pointer, position, text, CInt(text.utf8.count), Self.transient)
    }

    private func bind(_ position: CInt, _ bytes: UnsafeRawBufferPointer) {
        if bytes.isEmpty {
            // A null pointer would bind NULL.
            sqlite3_bind_zeroblob(pointer, position, 0)
        } else {
            sqlite3_bind_blob64(
                pointer,
                position,
                bytes.baseAddress,
                UInt64(bytes.count),
                Self.transient
            )
        }
    }

    /// Runs a statement that returns no rows.
    func run() throws {
        while try step() {}
        reset()
    }

    /// Calls `body` for each row.
    func rows(_ body: (Row) throws -> Void) throws {
        defer { reset() }
        while try step() { try body(Row(pointer: pointer)) }
    }

    /// The first row, if there is one.
    func first<Value>(_ body: (Row) throws -> Value) throws -> Value? {
        defer { reset() }
        guard try step() else { return nil }
        return try body(Row(pointer: pointer))
    }

    private func step() throws -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let error = DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
                message: String(cString: sqlite3_errmsg(connection))
            )
            reset()
            throw error
        }
    }

    private func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    /// One row; valid only within the call that it was given to.
    ///
    /// Columns count from 0.
    struct Row {
        fileprivate let pointer: OpaquePointer

        /// An integer column.
        func int(_ column: CInt) -> Int64 { sqlite3_column_int64(pointer, column) }

        /// Whether a column is NULL.
        func isNull(_ column: CInt) -> Bool {
            sqlite3_column_type(pointer, column) == SQLITE_NULL
        }

        /// A blob column.
        func bytes(_ column: CInt) -> [UInt8] { withBytes(column) { Array($0) } }

        /// A text column.
        func text(_ column: CInt) -> String {
            // SQLite holds the text's bytes as they were bound, so nothing is repaired here.
            withBytes(column) { String(decoding: $0, as: UTF8.self) }
        }

        /// A blob column of 32 bytes; nil for another count.
        func digest(_ column: CInt) -> Digest? {
            withBytes(column) { $0.count == Digest.byteCount ? Self.digest($0, 0) : nil }
        }

        /// A blob column of digests, joined; nil where the last one is cut.
        func digests(_ column: CInt) -> [Digest]? {
            withBytes(column) { bytes in
                guard bytes.count.isMultiple(of: Digest.byteCount) else { return nil }
                return stride(from: 0, to: bytes.count, by: Digest.byteCount)
                    .map { Self.digest(bytes, $0) }
            }
        }

        private static func digest(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Digest {
            Digest(unsafeFill: {
                $0.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + $0.count)])
                )
            })
        }

        /// A blob column, without a copy.
        func withBytes<Value>(
            _ column: CInt,
            _ body: (UnsafeRawBufferPointer) throws -> Value
        )
            rethrows -> Value
        {
            let start = sqlite3_column_blob(pointer, column)
            let count = Int(sqlite3_column_bytes(pointer, column))
            return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
        }
    }
}
