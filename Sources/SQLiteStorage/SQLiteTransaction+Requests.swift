internal import Cryptography
package import LogStorage

extension SQLiteTransaction {
    /// The ids of requests that begin with some lower-case hex digits, at most so many; none for anything else.
    package func requestIDs(beginningWith digits: String, limit: Int) throws -> [RequestID] {
        let width = 2 * RequestID.byteCount
        let rest = width - digits.utf8.count
        guard rest >= 0 else { return [] }
        let bounds = ["0", "f"].compactMap {
            Hex.decode((digits + String(repeating: $0, count: rest)).utf8)
        }
        guard bounds.count == 2 else { return [] }
        let statement = try statement(
            "SELECT id FROM request WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3"
        )
        statement.bind(1, bounds[0])
        statement.bind(2, bounds[1])
        statement.bind(3, Int64(limit))
        var ids: [RequestID] = []
        try statement.rows { row in
            if let id = RequestID(bytes: row.bytes(0)) { ids.append(id) }
        }
        return ids
    }
}
