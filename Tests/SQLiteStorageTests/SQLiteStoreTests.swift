import Cryptography
import Foundation
import GRDB
import LogStorage
import Sequencing
import TestSupport
import Testing
import TransparencyLog

@testable import SQLiteStorage

@Suite("The SQLite store")
struct SQLiteStoreTests {
    /// A home with a log of 600 entries, closed, and all that was appended.
    private func filledHome() async throws -> (home: TestHome, log: TestLog) {
        let home = try TestHome()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        let store = try home.open()
        try await store.write { try $0.createLog(origin, kind: .own) }
        for count in [1, 299, 300] {
            let batch = try log.batch(TestLog.entries(count, from: log.entries.count))
            try await store.write { try $0.append(batch) }
        }
        try store.close()
        return (home, log)
    }

    private func edit(_ home: TestHome, _ sql: String) throws {
        let queue = try DatabaseQueue(path: home.options().databasePath)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func code(_ error: (any Error)?) -> String? {
        switch error {
        case let error as LogStorageError: error.code.rawValue
        case let error as SQLiteStorageError: error.code.rawValue
        default: error.map { "\($0)" }
        }
    }

    @Test(
        "writes with synchronous=FULL, a write-ahead log and secure_delete, in spite of the pool's own settings"
    )
    func settings() throws {
        let home = try TestHome()
        let (pool, _) = try Connection.openPool(home.path + "/x.sqlite")
        let settings = try pool.writeWithoutTransaction { db in
            try ["synchronous", "journal_mode", "secure_delete", "wal_autocheckpoint"].map {
                try String.fetchOne(db, sql: "PRAGMA \($0)")
            }
        }
        #expect(settings == ["2", "wal", "1", "0"])
    }

    @Test("makes files that only their owner may read")
    func modes() async throws {
        let home = try TestHome()
        let store = try home.open()
        try await store.write { try $0.putMeta("x", [1]) }
        for name in try FileManager.default.contentsOfDirectory(atPath: home.data) {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: home.data + "/" + name
            )
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test("reads after reopening what was written before")
    func reopen() async throws {
        let (home, log) = try await filledHome()
        let store = try home.open(creating: false)
        #expect(store.plan == .start)
        try await store.read { (reader) throws in
            #expect(try reader.log(log.origin)?.head == log.head)
            #expect(try reader.entries(of: log.origin, from: 0, count: 600) == log.entries)
        }
    }

    @Test("throws storage_closed after it was closed")
    func closed() async throws {
        let store = try TestHome().open()
        try store.close()
        let write = await #expect(throws: LogStorageError.self) {
            try await store.write { try $0.putMeta("x", []) }
        }
        let read = await #expect(throws: LogStorageError.self) {
            try await store.read { _ = try $0.logs() }
        }
        #expect([write?.code, read?.code] == [.storageClosed, .storageClosed])
    }

    @Test("refuses a home without a database by name, unless it is to make one")
    func missing() throws {
        let home = try TestHome()
        let error = #expect(throws: SQLiteStorageError.self) { try home.open(creating: false) }
        #expect(error?.code == .databaseMissing)
    }

    @Test("refuses a newer schema with both versions, and leaves the file as it is")
    func newerSchema() async throws {
        let (home, _) = try await filledHome()
        try edit(home, "PRAGMA user_version = \(Schema.version + 1)")
        let file = URL(filePath: home.data + "/lianlu.sqlite")
        let before = try Data(contentsOf: file)
        let error = #expect(throws: SQLiteStorageError.self) { try home.open() }
        #expect(error?.code == .schemaNewer)
        #expect(error?.arguments["found"] == "\(Schema.version + 1)")
        #expect(error?.arguments["supported"] == "\(Schema.version)")
        #expect(try Data(contentsOf: file) == before)
        try edit(home, "PRAGMA user_version = \(Schema.version)")
        try home.open().close()
    }

    @Test("refuses somebody else's database")
    func foreign() throws {
        let home = try TestHome()
        try FileManager.default.createDirectory(
            atPath: home.data,
            withIntermediateDirectories: true
        )
        try edit(home, "CREATE TABLE x (y)")
        let error = #expect(throws: SQLiteStorageError.self) { try home.open() }
        #expect(error?.code == .databaseForeign)
    }

    @Test(
        "names a database that was cut, at any length",
        arguments: [0, 1, 50, 512, 4_096, 20_000, -1, -4_096]
    )
    func truncated(length: Int) async throws {
        let (home, log) = try await filledHome()
        let path = home.options().databasePath
        let whole = try Data(contentsOf: URL(filePath: path))
        let kept = length < 0 ? whole.count + length : length
        try whole.prefix(kept).write(to: URL(filePath: path))
        var found: String?
        do {
            let store = try home.open(creating: false)
            let served = try await store.read {
                try $0.entries(of: log.origin, from: 0, count: 600)
            }
            // The last page may lack unused bytes; then everything is there all the same.
            found = served == log.entries && length == -1 ? "database_corrupt" : "served"
        } catch {
            found = code(error)
        }
        #expect(found == "database_corrupt")
    }

    @Test(
        "never serves another entry than the one appended, whatever byte of the database is flipped"
    )
    func flipped() async throws {
        let (home, log) = try await filledHome()
        let path = home.options().databasePath
        let whole = try Data(contentsOf: URL(filePath: path))
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SplitMix(seed: seed)
        var refused = 0
        for _ in 0..<150 {
            var changed = whole
            let position = Int.random(in: 0..<whole.count, using: &generator)
            changed[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            try changed.write(to: URL(filePath: path))
            do {
                let store = try home.open(creating: false)
                let served = try await store.read {
                    try $0.entries(of: log.origin, from: 0, count: 600)
                }
                #expect(served == log.entries, "seed \(seed), byte \(position)")
                try store.close()
            } catch {
                // Every error is one of ours; SQLite's own never comes through.
                #expect(
                    error is LogStorageError || error is SQLiteStorageError,
                    "seed \(seed), byte \(position): \(error)"
                )
                refused += 1
            }
            try whole.write(to: URL(filePath: path))
        }
        #expect(refused > 0, "seed \(seed)")
    }

    @Test("names the entry whose bytes were changed in place")
    func changedEntry() async throws {
        let (home, log) = try await filledHome()
        try edit(home, "UPDATE entry SET bytes = x'41' WHERE position & 0xFFFFFFFFFF = 299")
        let store = try home.open()
        let error = await #expect(throws: LogStorageError.self) {
            try await store.read { _ = try $0.entries(of: log.origin, from: 290, count: 20) }
        }
        #expect(error?.code == .dataCorrupt)
        #expect(error?.arguments["what"] == "node.example/home entry 299")
        let before = try await store.read { try $0.entries(of: log.origin, from: 0, count: 299) }
        #expect(before == Array(log.entries[..<299]))
    }

    @Test("names the entry that is missing")
    func missingEntry() async throws {
        let (home, log) = try await filledHome()
        try edit(home, "DELETE FROM entry WHERE position & 0xFFFFFFFFFF = 17")
        let store = try home.open()
        let error = await #expect(throws: LogStorageError.self) {
            try await store.read { _ = try $0.entries(of: log.origin, from: 0, count: 20) }
        }
        #expect(error?.code == .dataMissing)
        #expect(error?.arguments["what"]?.hasPrefix("entry 17 ") == true)
    }

    @Test("destroys erased bytes in database and write-ahead log")
    func erase() async throws {
        let home = try TestHome()
        let log = try TestLog("node.example/home")
        let canary = Array("a wrapped key that must vanish".utf8)
        let key = HoldingKey(origin: log.origin, index: 0, object: SHA256.digest(of: canary))
        let store = try home.open()
        try await store.write {
            try $0.createLog(log.origin, kind: .own)
            _ = try $0.putHolding(Holding(stored: key, wrappedKey: canary, sealed: canary))
        }
        @Sendable func holdsCanary() throws -> Bool {
            try FileManager.default.contentsOfDirectory(atPath: home.data).contains {
                try Data(contentsOf: URL(filePath: home.data + "/" + $0)).range(of: Data(canary))
                    != nil
            }
        }
        #expect(try holdsCanary())
        try await store.write { try $0.eraseHolding(key) }
        try await store.truncateWriteAheadLog()
        #expect(try !holdsCanary())
    }

    @Test("moves a long write-ahead log into the database and starts it again")
    func checkpointPolicy() async throws {
        let home = try TestHome()
        let store = try home.open()
        let block = [UInt8](repeating: 1, count: 4_000_000)
        for n in 0..<40 {
            // Five thousand pages in a write pass the target of 16,384 several times.
            try await store.write { transaction in
                for part in 0..<5 { try transaction.putMeta("\(n % 3)-\(part)", block) }
            }
        }
        let size =
            try FileManager.default.attributesOfItem(
                atPath: home.options().databasePath + "-wal"
            )[.size] as? Int
        #expect(try #require(size) < 200_000_000)
        let meta = try await store.read { try $0.meta("0-0") }
        #expect(meta == block)
    }
}
