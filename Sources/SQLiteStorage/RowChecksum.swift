internal import Cryptography
internal import GRDB
internal import GRDBSQLite

/// The checksum that stands in rows which no signature or tree proves: 64 bits of a SHA-256 over all other columns.
///
/// It finds damage, not intent: whoever can write the file can write a checksum. The SQL function `row_checksum` takes
/// the columns in the order of `Schema.checkedTables`.
enum RowChecksum {
    /// Makes the SQL function known to a connection, which keeps one hasher for it.
    static func register(on db: Database) {
        let hasher = Unmanaged.passRetained(SHA256Hasher())
        let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC
        // SQLite releases the hasher with the connection, also when it cannot make the function.
        sqlite3_create_function_v2(
            db.sqliteConnection,
            "row_checksum",
            -1,
            flags,
            hasher.toOpaque(),
            { context, count, values in
                guard let state = sqlite3_user_data(context) else { return }
                let hasher = Unmanaged<SHA256Hasher>.fromOpaque(state).takeUnretainedValue()
                for position in 0..<Int(count) { RowChecksum.add(values?[position], to: hasher) }
                let checksum = hasher.finish().withUnsafeBytes {
                    Int64(bigEndian: $0.loadUnaligned(as: Int64.self))
                }
                sqlite3_result_int64(context, checksum)
            },
            nil,
            nil,
            { state in
                if let state { Unmanaged<SHA256Hasher>.fromOpaque(state).release() }
            }
        )
    }

    /// Adds one value with its type and length, so that no two rows give the same bytes.
    private static func add(_ value: OpaquePointer?, to hasher: SHA256Hasher) {
        let type = sqlite3_value_type(value)
        var head = (UInt64(type).bigEndian, UInt64(0))
        switch type {
        case SQLITE_INTEGER:
            head.1 = UInt64(bitPattern: sqlite3_value_int64(value)).bigEndian
            withUnsafeBytes(of: &head) { hasher.update($0) }
        case SQLITE_NULL:
            withUnsafeBytes(of: &head) { hasher.update($0) }
        default:
            let start = sqlite3_value_blob(value)
            let count = Int(sqlite3_value_bytes(value))
            head.1 = UInt64(count).bigEndian
            withUnsafeBytes(of: &head) { hasher.update($0) }
            hasher.update(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
        }
    }
}
