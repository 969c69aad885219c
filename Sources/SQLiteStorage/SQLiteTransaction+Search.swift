package import Cryptography
package import Ledger
package import LogStorage
package import TransparencyLog

extension SQLiteTransaction {
    /// Up to `limit` records whose digest begins with these lower-case hex digits, by digest and scope.
    ///
    /// Empty for anything that is not 1…64 such digits.
    package func projectedRecords(
        withDigestPrefix prefix: String,
        limit: Int
    ) throws -> [ProjectedRecord] {
        try projectedRecordKeys(withDigestPrefix: prefix, limit: limit)
            .compactMap { try projectedRecord($0) }
    }
}

/// The range of digests that begin with some hex digits.
package enum DigestRange {
    /// The smallest and the largest such digest; nil for anything but 1…64 lower-case hex digits.
    package static func bounds(ofPrefix prefix: String) -> (first: Digest, last: Digest)? {
        let digits = Array(prefix.utf8)
        guard (1...64).contains(digits.count) else { return nil }
        let rest = 64 - digits.count
        let zero = [UInt8](repeating: UInt8(ascii: "0"), count: rest)
        let top = [UInt8](repeating: UInt8(ascii: "f"), count: rest)
        guard let first = Digest(hexBytes: digits + zero), let last = Digest(hexBytes: digits + top)
        else { return nil }
        return (first, last)
    }
}

extension SQLiteTransaction {
    /// How many entries of a log count for something else than valid, by the name of their verdict class.
    package func entriesNotValid(of origin: Origin) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for verdictClass in VerdictClass.allCases where verdictClass != .valid {
            let count = try count(verdictClass, of: origin)
            if count > 0 { counts[verdictClass.rawValue] = count }
        }
        return counts
    }

    private func count(_ verdictClass: VerdictClass, of origin: Origin) throws -> Int {
        guard let number = try knownNumber(of: origin) else { return 0 }
        // The condition repeats that of the partial index, without which SQLite would not use it.
        let statement = try statement(
            """
            SELECT count(*) FROM projected_entry
            WHERE verdict_class = ?1 AND verdict_class <> 'valid' AND position >= ?2 AND position < ?3
            """
        )
        statement.bind(1, verdictClass.rawValue)
        statement.bind(2, RowKey.position(number, 0))
        statement.bind(3, RowKey.position(number + 1, 0))
        return Int(try statement.first { $0.int(0) } ?? 0)
    }
}

extension SQLiteTransaction {
    /// Up to `limit` digests of entries that begin with these lower-case hex digits, in order.
    package func entryDigests(withPrefix prefix: String, limit: Int) throws -> [Digest] {
        guard let (first, last) = DigestRange.bounds(ofPrefix: prefix) else { return [] }
        let statement = try statement(
            """
            SELECT DISTINCT digest FROM entry_digest WHERE digest BETWEEN ?1 AND ?2
            ORDER BY digest LIMIT ?3
            """
        )
        statement.bind(1, first)
        statement.bind(2, last)
        statement.bind(3, Int64(max(0, limit)))
        var digests: [Digest] = []
        try statement.rows { row in
            if let digest = row.digest(0) { digests.append(digest) }
        }
        return digests
    }

    /// Of the places of an entry the one that counts for most, by its verdict and then by the order in which they came; nil where there is
    /// none.
    ///
    /// Nothing of the entries themselves is read: anybody may log another's bytes as often as they like.
    package func bestLocation(ofEntry digest: Digest) throws -> EntryLocation? {
        let ranks = VerdictClass.allCases.sorted().enumerated()
            .map { "WHEN '\($1.rawValue)' THEN \($0)" }.joined(separator: " ")
        let statement = try statement(
            """
            SELECT place.position FROM entry_digest AS place
            LEFT JOIN projected_entry AS row ON row.position = place.position
            WHERE place.digest = ?1
            ORDER BY CASE row.verdict_class \(ranks) ELSE 9 END, place.position LIMIT 1
            """
        )
        statement.bind(1, digest)
        return try statement.first { $0.int(0) }.map { try location(of: $0) }
    }
}

extension SQLiteTransaction {
    /// Up to `limit` records of a mechanism, or of every scope for nil, by digest and scope, after a key when it is given.
    ///
    /// The order does not change while records do, so that each is met once.
    package func projectedRecords(
        scope: String?,
        after last: RecordKey?,
        limit: Int
    ) throws -> [ProjectedRecord] {
        try projectedRecordKeys(scope: scope, after: last, limit: limit)
            .compactMap { try projectedRecord($0) }
    }

    /// The keys of the same records, those included of which the rows are damaged.
    package func projectedRecordKeys(
        scope: String?,
        after last: RecordKey?,
        limit: Int
    ) throws -> [RecordKey] {
        let statement = try statement(
            """
            SELECT record, scope FROM projected_record
            WHERE record >= ?2 AND (record > ?2 OR scope > ?3) AND (?1 IS NULL OR scope = ?1)
            AND length(record) = 32
            ORDER BY record, scope LIMIT ?4
            """
        )
        // No scope is the empty text, so that the first page begins before the smallest digest.
        guard let first = last?.record ?? DigestRange.bounds(ofPrefix: "0")?.first else {
            return []
        }
        if let scope { statement.bind(1, scope) }
        statement.bind(2, first)
        statement.bind(3, last?.scope.text ?? "")
        statement.bind(4, Int64(max(0, limit)))
        var keys: [RecordKey] = []
        try statement.rows { row in
            guard let digest = row.digest(0) else { return }
            keys.append(RecordKey(scope: RecordScope(text: row.text(1)), record: digest))
        }
        return keys
    }
}
