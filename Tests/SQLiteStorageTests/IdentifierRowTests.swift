import Auditing
import Cryptography
import Dispatch
import Foundation
import GRDB
import LogStorage
import Testing
import TransparencyLog

@testable import SQLiteStorage

/// The index of identifiers lives and dies with the objects that it was made of.
@Suite("Identifiers in the SQLite store")
struct IdentifierRowTests {
    private static func digest(_ text: String) -> Digest { SHA256.digest(of: Array(text.utf8)) }

    private static func row(_ text: String, field: String = "gtin") -> IndexedIdentifier {
        IndexedIdentifier(key: digest(text), field: field, kind: "gtin")
    }

    private static func note(_ rows: [IndexedIdentifier]) -> IndexNote {
        IndexNote(.indexed, IndexedRows(rows), code: digest("code"))
    }

    /// A store with one log of three entries, each with an object under it.
    private func store() async throws -> (SQLiteStore, TestHome, [HoldingKey]) {
        let home = try TestHome()
        let store = try home.open()
        var log = try TestLog("a.example/home")
        let batch = try log.batch(TestLog.entries(3))
        let keys = (0..<3 as Range<UInt64>).map { index in
            HoldingKey(
                origin: batch.origin,
                index: EntryIndex(unchecked: index),
                object: Self.digest("object \(index)")
            )
        }
        try await store.write { transaction in
            try transaction.createLog(batch.origin, kind: .own)
            try transaction.append(batch)
            for key in keys { _ = try transaction.putHolding(Self.stored(key)) }
        }
        return (store, home, keys)
    }

    private static func stored(_ key: HoldingKey) -> Holding {
        Holding(stored: key, wrappedKey: [1], sealed: [2])
    }

    private func places(_ store: SQLiteStore, _ text: String) async throws -> [UInt64] {
        try await store.read { transaction in
            try transaction.identifierRows(of: Self.digest(text), limit: 10)
                .compactMap { try transaction.place(of: $0)?.index.rawValue }
        }
    }

    private func due(_ store: SQLiteStore) async throws -> [UInt64] {
        try await store.read { transaction in
            try transaction.dueHoldings(limit: 10).map { $0.key.index.rawValue }
        }
    }

    @Test("an object is due from its storing until its rows are put, once")
    func due() async throws {
        let (store, _, keys) = try await store()
        #expect(try await due(store) == [0, 1, 2])
        let put = try await store.write { transaction in
            try [
                transaction.putIdentifiers(
                    Self.note([Self.row("x"), Self.row("x"), Self.row("y")]),
                    of: keys[0]
                ),
                transaction.putIdentifiers(Self.note([Self.row("z")]), of: keys[0]),
                transaction.putIdentifiers(
                    Self.note([Self.row("x", field: "shop")]),
                    of: keys[2]
                ),
            ]
        }
        #expect(put == [true, false, true])
        #expect(try await due(store) == [1])
        #expect(try await places(store, "x") == [2, 0])
        #expect(try await places(store, "y") == [0])
        #expect(try await places(store, "z") == [])
        let unknown = HoldingKey(
            origin: keys[0].origin,
            index: keys[0].index,
            object: Self.digest("another")
        )
        #expect(
            try await !store.write {
                try $0.putIdentifiers(Self.note([Self.row("x")]), of: unknown)
            }
        )
    }

    @Test("erasing an object removes its rows, and late ones find no place")
    func erased() async throws {
        let (store, _, keys) = try await store()
        try await store.write { transaction in
            _ = try transaction.putIdentifiers(Self.note([Self.row("x")]), of: keys[0])
            try transaction.eraseHolding(keys[0])
            try transaction.eraseHolding(keys[1])
            #expect(try !transaction.putIdentifiers(Self.note([Self.row("x")]), of: keys[1]))
            // Nothing brings an erased object back.
            #expect(try !transaction.putHolding(Self.stored(keys[0])))
        }
        #expect(try await places(store, "x") == [])
        #expect(try await due(store) == [2])
        let rows = try await store.read {
            try Int.fetchOne($0.db, sql: "SELECT count(*) FROM identifier") ?? -1
        }
        #expect(rows == 0)
    }

    @Test("what was erased since it was read is not made due, and what is due and not stored goes")
    func strays() async throws {
        let (store, home, keys) = try await store()
        try await store.write { transaction in
            for key in keys { _ = try transaction.putIdentifiers(Self.note([]), of: key) }
            try transaction.putIdentifierStanding(edition: "2", epoch: 1, isListed: true)
        }
        let read = try await store.read { try $0.heldIndexes(after: nil, limit: 10).map(\.number) }
        try await store.write { try $0.eraseHolding(keys[1]) }
        try await store.write { try $0.makeIdentifiersDue(read) }
        #expect(try await due(store) == [0, 2])
        #expect(try await store.read { try !$0.hasStrayIdentifiers })
        // What an earlier edition left.
        try await store.write { transaction in
            try transaction.db.execute(
                sql: """
                    INSERT INTO identifier_object
                    VALUES (?1, 0, 0, 0, x'', row_checksum(?1, 0, 0, 0, x''))
                    """,
                arguments: [read[1]]
            )
        }
        #expect(try await due(store) == [0, 2])
        #expect(try await store.read { try $0.hasStrayIdentifiers })
        #expect(try await store.write { try $0.removeStrayIdentifiers() } == 1)
        #expect(try await due(store) == [0, 2])
        try store.close()
        let found = SQLiteAuditSource(try ReadOnlyStore(directory: home.data))
            .containerFindings().map(\.code.rawValue).filter { $0.hasPrefix("identifier") }
        #expect(found == [])
    }

    @Test("that all is listed is noted without taking a new epoch back")
    func listed() async throws {
        let (store, _, keys) = try await store()
        try await store.write { transaction in
            try transaction.putIdentifierStanding(edition: "2", epoch: 1, isListed: false)
            _ = try transaction.putIdentifiers(Self.note([]), of: keys[0])
            try transaction.resetIdentifiers(edition: "3")
            try transaction.noteIdentifiersListed()
            let standing = try #require(try transaction.identifierStanding())
            #expect(standing.edition == "3" && standing.epoch == 2 && standing.isListed)
        }
        #expect(try await due(store) == [1, 2, 0])
    }

    @Test(
        "readers learn the foreign version while the writer is at work",
        .timeLimit(.minutes(20))
    )
    func busy() async throws {
        let (store, home, keys) = try await store()
        let queue = try DatabaseQueue(path: home.data + "/lianlu.sqlite")
        try await queue.write { try $0.execute(sql: "DELETE FROM identifier") }
        try queue.close()
        let before = try await store.foreignVersion()
        #expect(try await store.latestForeignVersion() == before)
        let end = DispatchSemaphore(value: 0)
        await withCheckedContinuation { (began: CheckedContinuation<Void, Never>) in
            store.withWriter { _ in
                began.resume()
                end.wait()
            }
        }
        async let late: Void = store.write { try $0.eraseHolding(keys[0]) }
        #expect(try await store.latestForeignVersion() == before)
        end.signal()
        try await late
        #expect(try await store.latestForeignVersion() == before)
    }

    @Test(
        "the index is made anew by one small write: rows stay until those of the new epoch are put"
    )
    func reset() async throws {
        let (store, _, keys) = try await store()
        try await store.write { transaction in
            _ = try transaction.putIdentifiers(
                Self.note([Self.row("x"), Self.row("y")]),
                of: keys[0]
            )
            try transaction.eraseHolding(keys[1])
            #expect(try transaction.resetIdentifiers(edition: "7") == 2)
            #expect(try transaction.identifierStanding()?.edition == "7")
        }
        #expect(try await places(store, "x") == [0])
        #expect(try await due(store) == [2, 0])
        try await store.write { transaction in
            for key in [keys[0], keys[2]] {
                let isPut = try transaction.putIdentifiers(Self.note([Self.row("x")]), of: key)
                #expect(isPut)
            }
        }
        #expect(try await due(store) == [])
        #expect(try await places(store, "x") == [2, 0])
        #expect(try await places(store, "y") == [])
    }

    @Test("what waits for a rule pack or cannot be opened is due no more, and is listed as such")
    func waiting() async throws {
        let (store, _, keys) = try await store()
        let found = try await store.write { transaction in
            for (key, state) in zip(keys, [IndexedState.waiting, .unreadable, .waiting]) {
                let note = IndexNote(state, code: Self.digest("code"))
                #expect(try transaction.putIdentifiers(note, of: key))
            }
            #expect(try transaction.dueHoldings(limit: 10).isEmpty)
            let newest = try transaction.holdings(indexedAs: .waiting, limit: 1)
            return try newest
                + transaction.holdings(indexedAs: .waiting, before: newest[0].number, limit: 10)
                + transaction.holdings(indexedAs: .unreadable, limit: 10)
        }
        #expect(found.map(\.key.index.rawValue) == [2, 0, 1])
        try await store.write { try $0.makeIdentifiersDue(found.map(\.number)) }
        #expect(try await due(store) == [0, 1, 2])
    }

    @Test(
        "an audit counts rows that are gone, one or all of an object, and objects that are not listed"
    )
    func counted() async throws {
        for (sql, codes) in [
            ("", []),
            (
                "DELETE FROM identifier WHERE field = 'shop'",
                [AuditCode.identifierRowsDiffer]
            ),
            ("DELETE FROM identifier", [.identifierRowsDiffer]),
            ("DELETE FROM identifier_object", [.identifierObjectsMissing]),
            (
                "DELETE FROM identifier_object WHERE row_count = 0",
                [.identifierObjectsMissing]
            ),
        ] {
            let (store, home, keys) = try await store()
            try await store.write { transaction in
                let rows = ["gtin", "shop"].map { Self.row("x", field: $0) }
                _ = try transaction.putIdentifiers(Self.note(rows), of: keys[0])
                _ = try transaction.putIdentifiers(Self.note(rows), of: keys[1])
                try transaction.putIdentifierStanding(edition: "2", epoch: 1, isListed: true)
                if !sql.isEmpty { try transaction.db.execute(sql: sql) }
            }
            try store.close()
            let found = SQLiteAuditSource(try ReadOnlyStore(directory: home.data))
                .containerFindings().map(\.code)
                .filter { $0.rawValue.hasPrefix("identifier") }
            #expect(found == codes, "\(sql)")
        }
    }

    @Test(
        "something else that writes to the database changes its version, and the store's own writes do not"
    )
    func foreign() async throws {
        let (store, home, keys) = try await store()
        let before = try await store.foreignVersion()
        for key in keys {
            try await store.write {
                _ = try $0.putIdentifiers(Self.note([Self.row("x")]), of: key)
            }
        }
        try await store.truncateWriteAheadLog()
        #expect(try await store.foreignVersion() == before)
        let queue = try DatabaseQueue(path: home.data + "/lianlu.sqlite")
        try await queue.write { try $0.execute(sql: "DELETE FROM identifier") }
        try queue.close()
        let after = try await store.foreignVersion()
        #expect(after != before)
        try await store.write { try $0.eraseHolding(keys[0]) }
        #expect(try await store.foreignVersion() == after)
    }

    @Test(
        "a home of the first schema gets an empty index, and what it stores is listed by whoever compares it"
    )
    func migrated() async throws {
        let (store, home, _) = try await store()
        try store.close()
        let queue = try DatabaseQueue(path: home.data + "/lianlu.sqlite")
        try await queue.write { db in
            try db.execute(
                sql: "DROP TABLE identifier; DROP TABLE identifier_object; DROP TABLE request_count"
            )
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        try queue.close()
        // An audit takes the home as it is: nothing of it is wrong.
        let findings = SQLiteAuditSource(try ReadOnlyStore(directory: home.data))
            .containerFindings().map { "\($0.code) \($0.place ?? "")" }
        #expect(findings.filter { !$0.contains("instance") } == [])
        let migrated = try home.open()
        // Nothing is listed as the home opens, however much there is; whoever compares the index finds it.
        #expect(try await due(migrated) == [])
        let held = try await migrated.read { try $0.heldIndexes(after: nil, limit: 10) }
        #expect(held.count == 3 && held.allSatisfy { $0.noted == nil })
        try migrated.close()
    }

    @Test("an audit names a changed row, and rows of what is not stored")
    func audited() async throws {
        let (store, home, keys) = try await store()
        try await store.write { transaction in
            _ = try transaction.putIdentifiers(Self.note([Self.row("x")]), of: keys[0])
        }
        try await store.write { transaction in
            try transaction.db.execute(sql: "UPDATE identifier SET field = 'shop'")
            try transaction.db.execute(
                sql: """
                    INSERT INTO identifier_object
                    VALUES (99, 0, 0, 0, x'', row_checksum(99, 0, 0, 0, x''))
                    """
            )
        }
        try store.close()
        let findings = SQLiteAuditSource(try ReadOnlyStore(directory: home.data))
            .containerFindings().map { "\($0.code.rawValue) \($0.place ?? "")" }
        #expect(
            findings.filter { $0.contains("identifier") }.sorted() == [
                "identifier_rows_stray identifier_object", "row_unaccounted identifier",
            ]
        )
        // Whoever looks for the key is told that the row is not as it was written.
        let opened = try home.open()
        let rows = try await opened.read {
            try $0.identifierRows(of: Self.digest("x"), limit: 1)
        }
        #expect(rows.map(\.isWhole) == [false])
        let held = try await opened.read { try $0.heldIndexes(after: nil, limit: 1) }
        #expect(held.map(\.damagedRowCount) == [1])
        #expect(held.allSatisfy { !$0.isWhole { _ in Self.digest("code") } })
    }

    @Test("finding a key, or what is not indexed, is a search of an index, however many there are")
    func plan() async throws {
        let (store, _, _) = try await store()
        let object = "SEARCH h USING INTEGER PRIMARY KEY (rowid=?)"
        let unread = [
            "SEARCH d USING COVERING INDEX identifier_object_not_read (state=? AND holding<?)",
            object,
        ]
        let plans: [(query: String, arguments: StatementArguments, expected: [String])] = [
            (
                SQLiteTransaction.identifierRowsQuery, [Data([0]), 7, "gtin", 5],
                ["SEARCH identifier USING PRIMARY KEY (key=? AND (holding,field)<(?,?))"]
            ),
            (
                SQLiteTransaction.dueQuery, [1, 5],
                ["SEARCH d USING COVERING INDEX identifier_object_by_epoch (epoch<?)", object]
            ),
            (SQLiteTransaction.notReadQuery(.waiting), [7, 5], unread),
            (SQLiteTransaction.notReadQuery(.unreadable), [7, 5], unread),
        ]
        for plan in plans {
            let found = try await store.read { transaction in
                try Row.fetchAll(
                    transaction.db,
                    sql: "EXPLAIN QUERY PLAN " + plan.query,
                    arguments: plan.arguments
                )
                .map { $0["detail"] as String }
            }
            #expect(found == plan.expected)
        }
    }

    @Test("pages of a key's rows go on behind the last row, and hold each once")
    func pages() async throws {
        let (store, _, keys) = try await store()
        let fields = ["gtin", "shop", "域名"]
        try await store.write { transaction in
            for key in keys {
                let rows = fields.map { Self.row("x", field: $0) }
                _ = try transaction.putIdentifiers(Self.note(rows), of: key)
            }
        }
        let all = try await store.read { transaction in
            try transaction.identifierRows(of: Self.digest("x"), limit: 100)
        }
        #expect(all.count == 9 && Set(all).count == 9)
        for size in 1...10 {
            let paged = try await store.read { transaction in
                var paged: [IndexedRow] = []
                while true {
                    let page = try transaction.identifierRows(
                        of: Self.digest("x"),
                        after: paged.last,
                        limit: size
                    )
                    paged += page
                    if page.count < size { return paged }
                }
            }
            #expect(paged == all, "\(size)")
        }
    }
}
