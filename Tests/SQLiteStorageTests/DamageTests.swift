import Auditing
import Cryptography
import Foundation
import GRDB
import LogStorage
import TestSupport
import Sequencing
import Testing
import TransparencyLog

@testable import SQLiteStorage

@Suite("Damage to a home's files")
struct DamageTests {
    /// A home with rows in every table; the second batch is still in the write-ahead log.
    private func filledHome() async throws -> (home: TestHome, log: TestLog) {
        let live = try TestHome()
        let store = try live.open()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        let id = try #require(RequestID(text: "0123abcd-0000-4000-8000-00000000000f"))
        let request = AcknowledgedRequest(
            id: id,
            digest: SHA256.digest(of: [1]),
            location: EntryLocation(origin: origin, index: 1),
            treeSize: 300
        )
        let batches = [
            try log.batch(TestLog.entries(300), requests: [request]),
            try log.batch(TestLog.entries(40, from: 300)),
        ]
        let node = try KeyName("a.example")
        let cosignature = StoredCosignature(
            origin: origin,
            size: 300,
            cosigner: CosignerID(name: node, keyID: KeyID(rawValue: 7)),
            time: 99,
            line: Array("a line of a cosigner\n".utf8)
        )
        let key = HoldingKey(origin: origin, index: 0, object: SHA256.digest(of: [2]))
        try await store.write { transaction in
            try transaction.createLog(origin, kind: .own)
            try transaction.append(batches[0])
            _ = try transaction.insertCosignature(cosignature)
            _ = try transaction.putHolding(
                Holding(
                    stored: key,
                    wrappedKey: [1, 2, 3],
                    sealed: [UInt8](repeating: 4, count: 900)
                )
            )
            try transaction.putPeer(node, [UInt8](repeating: 5, count: 300))
            try transaction.putProjectedLog([UInt8](repeating: 6, count: 200), of: origin)
        }
        try await store.truncateWriteAheadLog()
        try await store.write { try $0.append(batches[1]) }
        let home = try TestHome()
        try FileManager.default.copyItem(atPath: live.data, toPath: home.data)
        return (home, log)
    }

    /// Everything that the rows say, apart from the unused ends of tiles.
    private func dump(_ store: ReadOnlyStore) throws -> [String] {
        try store.read { transaction in
            try Schema.checkedTables.map(\.name).flatMap { table in
                try Row.fetchAll(transaction.db, sql: "SELECT * FROM \(table) ORDER BY 1, 2")
                    .map { "\(table) \($0.databaseValues)" }
            }
                + Row.fetchAll(transaction.db, sql: "SELECT * FROM entry ORDER BY 1")
                .map { "\($0.databaseValues)" }
                + Row.fetchAll(transaction.db, sql: "SELECT * FROM entry_digest ORDER BY 1, 2")
                .map { "\($0.databaseValues)" }
                + Row.fetchAll(
                    transaction.db,
                    sql:
                        "SELECT position, width, substr(hashes, 1, 32 * width) FROM tile ORDER BY 1"
                )
                .map { "\($0.databaseValues)" }
        }
    }

    /// What an audit would find: the container, and the tree recomputed from the entries.
    private func findings(_ store: ReadOnlyStore, _ log: TestLog) throws -> [String] {
        let source = SQLiteAuditSource(store)
        var findings = source.containerFindings().map { "\($0.code) \($0.place ?? "")" }
        let entries = try source.entries(of: log.origin, from: 0, count: 1_000)
        let root = MerkleTree.root(ofLeafHashes: entries.map { MerkleTree.leafHash(of: $0) })
        if let note = try source.checkpoint(of: log.origin) {
            let checkpoint = try UnverifiedCheckpoint(parsing: note)
                .verified(by: log.signer.verifierKey)
            if checkpoint.root != root { findings.append("checkpoint root") }
        } else {
            findings.append("no checkpoint")
        }
        var edge = TreeEdge()
        for tile in edge.append(entries.map { MerkleTree.leafHash(of: $0) }, hasher: TreeHasher()) {
            let place = tile.coordinate
            let stored = try source.tile(
                of: log.origin,
                level: place.level,
                index: place.index,
                width: place.width
            )
            if stored != tile.encoded { findings.append("tile \(place)") }
        }
        if try source.tileCoordinates(of: log.origin).count != edge.size.tiles().count {
            findings.append("tiles")
        }
        return findings
    }

    @Test("finds nothing in a sound home, be it in its write-ahead log or not")
    func sound() async throws {
        let (home, log) = try await filledHome()
        let store = try ReadOnlyStore(directory: home.data)
        #expect(store.access == .inPlace)
        #expect(try findings(store, log) == [])
    }

    @Test(
        "names every flipped bit of database, write-ahead log and instance file, or nothing has changed"
    )
    func flips() async throws {
        let (home, log) = try await filledHome()
        let before = try dump(ReadOnlyStore(directory: home.data))
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SplitMix(seed: seed)
        var (named, unchanged) = (0, 0)
        for name in ["lianlu.sqlite", "lianlu.sqlite-wal", "instance"] {
            let path = home.data + "/" + name
            let whole = try Data(contentsOf: URL(filePath: path))
            for _ in 0..<120 {
                let position = Int.random(in: 0..<whole.count, using: &generator)
                var changed = whole
                changed[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                try changed.write(to: URL(filePath: path))
                do {
                    let store = try ReadOnlyStore(directory: home.data)
                    if try findings(store, log).isEmpty {
                        #expect(try dump(store) == before, "\(name) byte \(position), seed \(seed)")
                        unchanged += 1
                    } else {
                        named += 1
                    }
                } catch {
                    named += 1
                }
            }
            try whole.write(to: URL(filePath: path))
        }
        print("flipped bits: \(named) named, \(unchanged) without effect, seed \(seed)")
        #expect(named > 100, "seed \(seed)")
    }

    @Test(
        "names a head of the instance file that the database has lost, and a file that belongs to nothing"
    )
    func lostHead() async throws {
        let (home, _) = try await filledHome()
        try FileManager.default.removeItem(atPath: home.data + "/lianlu.sqlite-wal")
        try Data([1]).write(to: URL(filePath: home.data + "/stray"))
        let store = try ReadOnlyStore(directory: home.data)
        let findings = SQLiteAuditSource(store).containerFindings()
        #expect(findings.map(\.code) == [.headBeyondLog, .fileSurplus])
        #expect(findings.first?.arguments == ["head": "340", "stored": "300"])
    }

    @Test(
        "says that a slot of the instance file cannot be read, and may have been the one that knew more"
    )
    func damagedSlot() async throws {
        let (home, _) = try await filledHome()
        let path = home.data + "/instance"
        let bytes = try Data(contentsOf: URL(filePath: path))
        for position in [20, bytes.count / 2 + 20] {
            var changed = bytes
            changed[position] ^= 1
            try changed.write(to: URL(filePath: path))
            let store = try ReadOnlyStore(directory: home.data)
            let findings = SQLiteAuditSource(store).containerFindings()
            #expect(findings.map(\.code) == [.instanceSlotUnreadable], "\(position)")
            #expect(findings.first?.weight == .notice)
        }
    }

    @Test(
        "names a row that was changed together with nothing else",
        arguments: [
            ("UPDATE request SET digest = zeroblob(32)", "row_unaccounted", "request"),
            ("UPDATE document SET bytes = x'00' WHERE kind = 5", "row_unaccounted", "document"),
            ("UPDATE holding SET wrapped_key = x'00'", "row_unaccounted", "holding"),
            ("UPDATE cosignature SET time = 98", "row_unaccounted", "cosignature"),
            (
                "UPDATE checkpoint SET note = x'00' WHERE position & 1023 = 300", "row_unaccounted",
                "checkpoint"
            ),
            (
                "DELETE FROM entry_digest WHERE position & 1023 = 7", "row_unaccounted",
                "entry_digest"
            ),
            ("DELETE FROM checkpoint WHERE position & 1023 = 300", "request_differs", "request"),
            ("UPDATE request SET tree_size = -1", "request_differs", "request"),
            ("UPDATE request SET position = -1", "request_differs", "request"),
            ("UPDATE request SET tree_size = 9223372036854775807", "request_differs", "request"),
            (
                "UPDATE log SET id = 9223372036854775807", "source_unreadable",
                "log 9223372036854775807"
            ),
            ("UPDATE log SET id = -1", "source_unreadable", "log -1"),
            ("UPDATE log SET kind = kind + 256", "source_unreadable", "log 1"),
            ("CREATE TABLE stray (x)", "database_damaged", "sqlite_schema"),
        ]
    )
    func rows(sql: String, code: String, place: String) async throws {
        let (home, _) = try await filledHome()
        let queue = try DatabaseQueue(path: home.options().databasePath)
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
        let findings = SQLiteAuditSource(try ReadOnlyStore(directory: home.data))
            .containerFindings()
        #expect(findings.contains { $0.code.rawValue == code && $0.place == place }, "\(findings)")
    }

    @Test("a damaged frame of the write-ahead log is named by its number, 0 for the header")
    func frameNumber() async throws {
        for (position, frame) in [(3, "0"), (32 + 24 + 4_096 + 24 + 100, "2")] {
            let (home, _) = try await filledHome()
            let path = home.data + "/lianlu.sqlite-wal"
            var bytes = try Data(contentsOf: URL(filePath: path))
            bytes[position] ^= 1
            try bytes.write(to: URL(filePath: path))
            let findings = SQLiteAuditSource(try ReadOnlyStore(directory: home.data))
                .containerFindings().filter { $0.code == .walDamaged }
            #expect(findings.map(\.arguments) == [["frame": frame]], "\(findings)")
        }
    }

    @Test("a changed row of the index by digest is told as one that is missing and one of no entry")
    func indexRow() async throws {
        let (home, _) = try await filledHome()
        let queue = try DatabaseQueue(path: home.options().databasePath)
        try await queue.write {
            try $0.execute(
                sql: "UPDATE entry_digest SET digest = zeroblob(32) WHERE position & 1023 = 7"
            )
        }
        try queue.close()
        let findings = SQLiteAuditSource(try ReadOnlyStore(directory: home.data))
            .containerFindings().filter { $0.place == "entry_digest" }
        #expect(findings.count == 2, "\(findings)")
        #expect(findings.last?.cause == "auditing.detail_rows_of_no_entry count=1")
    }

    @Test(
        "a number that cannot be is refused by name wherever the row is read",
        arguments: [
            "UPDATE cosignature SET time = -1", "UPDATE cosignature SET size = -1",
            "UPDATE cosignature SET size = 4611686018427387905",
            "UPDATE log SET id = 9223372036854775807", "UPDATE log SET id = 8388607",
            "UPDATE log SET id = -1",
        ]
    )
    func numbers(sql: String) async throws {
        let (home, log) = try await filledHome()
        let origin = log.origin
        let queue = try DatabaseQueue(path: home.options().databasePath)
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
        let store = try ReadOnlyStore(directory: home.data)
        let cosigner = CosignerID(name: try KeyName("a.example"), keyID: KeyID(rawValue: 7))
        let reads: [(SQLiteTransaction) throws -> Bool] = [
            { try $0.cosignatures(of: origin, size: 300).isEmpty },
            { try $0.newestCosignatures(of: origin).isEmpty },
            { try $0.newestCosignature(of: origin, by: cosigner) == nil },
        ]
        for (place, read) in reads.enumerated() {
            // At its own size such a row is not found at all.
            if place == 0, sql.contains("SET size") { continue }
            let error = #expect(throws: LogStorageError.self) { try store.read { try read($0) } }
            #expect(error?.code == .dataCorrupt)
        }
        let source = SQLiteAuditSource(store)
        if sql.contains("UPDATE log") {
            let error = #expect(throws: LogStorageError.self) {
                try source.tileCoordinates(of: origin)
            }
            #expect(error?.code == .dataCorrupt)
        } else {
            #expect(!source.containerFindings().isEmpty)
        }
    }

    @Test("no log and no cosigner gets the number after the last one that a row key can hold")
    func lastNumber() async throws {
        let (home, _) = try await filledHome()
        let queue = try DatabaseQueue(path: home.options().databasePath)
        try await queue.write { db in
            try db.execute(sql: "UPDATE cosigner SET id = 9223372036854775807")
            try db.execute(sql: "UPDATE log SET id = 8388606")
        }
        try queue.close()
        let store = try ReadOnlyStore(directory: home.data)
        let origin = try Origin("other.example/home")
        let log = #expect(throws: LogStorageError.self) {
            try store.read { try $0.createLog(origin, kind: .own) }
        }
        #expect(log?.code == .dataCorrupt)
        let cosignature = StoredCosignature(
            origin: try Origin("node.example/home"),
            size: 300,
            cosigner: CosignerID(name: try KeyName("b.example"), keyID: KeyID(rawValue: 8)),
            time: 99,
            line: [10]
        )
        let cosigner = #expect(throws: LogStorageError.self) {
            try store.read { try $0.insertCosignature(cosignature) }
        }
        #expect(cosigner?.code == .dataCorrupt)
    }

    @Test(
        "a write-ahead log whose last transaction is damaged is refused where data/instance names what it held, and opens where nothing was recorded",
        arguments: [true, false]
    )
    func tailRefused(isRecorded: Bool) async throws {
        let live = try TestHome()
        let store = try live.open()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        try await store.write { try $0.createLog(origin, kind: .own) }
        var tail = 0
        var recorded = Data()
        for first in 0..<3 {
            tail = try Self.usedByteCount(live.data + "/lianlu.sqlite-wal")
            recorded = try Data(contentsOf: URL(filePath: live.data + "/instance"))
            let batch = try log.batch(TestLog.entries(1, from: first))
            try await store.write { try $0.append(batch) }
        }
        let home = try TestHome()
        try FileManager.default.copyItem(atPath: live.data, toPath: home.data)
        try store.close()
        if !isRecorded { try recorded.write(to: URL(filePath: home.data + "/instance")) }
        let wal = URL(filePath: home.data + "/lianlu.sqlite-wal")
        var bytes = try Data(contentsOf: wal)
        bytes[tail + 24 + 100] ^= 1
        try bytes.write(to: wal)
        let options = SQLiteStore.Options(directory: home.data)
        guard isRecorded else {
            #expect(try SQLiteStore.examineAtRest(options))
            let opened = try home.open(creating: false)
            #expect(try await opened.read { try $0.log(origin)?.size.rawValue } == 2)
            try opened.close()
            return
        }
        for _ in 0..<2 {
            let error = #expect(throws: SQLiteStorageError.self) { try home.open(creating: false) }
            #expect(error?.code == .writeAheadLogDamaged)
            let told = #expect(throws: SQLiteStorageError.self) {
                try SQLiteStore.examineAtRest(options)
            }
            #expect(told?.code == .writeAheadLogDamaged)
        }
        #expect(try Data(contentsOf: wal) == bytes)
        bytes[tail + 24 + 100] ^= 1
        try bytes.write(to: wal)
        let mended = try home.open(creating: false)
        #expect(try await mended.read { try $0.log(origin)?.size.rawValue } == 3)
        try mended.close()
    }

    @Test("a restored home starts again after an interrupted write tore the end of its log")
    func restoredTail() async throws {
        let live = try TestHome()
        let store = try live.open()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        try await store.write { try $0.createLog(origin, kind: .own) }
        let batch = try log.batch(TestLog.entries(2, from: 0))
        try await store.write { try $0.append(batch) }
        try store.close()
        let old = try TestHome()
        try FileManager.default.copyItem(atPath: live.data, toPath: old.data)
        let again = try live.open(creating: false)
        let more = try log.batch(TestLog.entries(2, from: 2))
        try await again.write { try $0.append(more) }
        try again.close()
        // The database of before, and the instance file of now.
        try FileManager.default.removeItem(atPath: old.data + "/instance")
        try FileManager.default.copyItem(
            atPath: live.data + "/instance",
            toPath: old.data + "/instance"
        )
        let restored = try old.open(creating: false)
        #expect(!restored.plan.allowsAppending)
        for number in 0..<3 {
            try await restored.write { try $0.putMeta("note", [UInt8(number)]) }
        }
        let torn = try TestHome()
        try FileManager.default.copyItem(atPath: old.data, toPath: torn.data)
        try restored.close()
        let wal = URL(filePath: torn.data + "/lianlu.sqlite-wal")
        var bytes = try Data(contentsOf: wal)
        let end = try Self.usedByteCount(wal.path)
        bytes[end - 100] ^= 1
        try bytes.write(to: wal)
        let opened = try torn.open(creating: false)
        #expect(!opened.plan.allowsAppending)
        #expect(try await opened.read { try $0.meta("note") } == [1])
        try opened.close()
    }

    /// Bytes of a write-ahead log before the zeros that fill it up.
    private static func usedByteCount(_ path: String) throws -> Int {
        let bytes = try Data(contentsOf: URL(filePath: path))
        let frame = 24 + 4_096
        var end = 32
        while end + frame <= bytes.count,
            bytes[end..<(end + 24)].contains(where: { $0 != 0 })
        {
            end += frame
        }
        return end
    }

    @Test(
        "a write-ahead log damaged before its last transaction is refused, and no file is changed",
        arguments: [20, 100, 5_000, 9_000]
    )
    func logRefused(position: Int) async throws {
        let live = try TestHome()
        let store = try live.open()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        try await store.write { try $0.createLog(origin, kind: .own) }
        for first in 0..<5 {
            let batch = try log.batch(TestLog.entries(1, from: first))
            try await store.write { try $0.append(batch) }
        }
        let home = try TestHome()
        try FileManager.default.copyItem(atPath: live.data, toPath: home.data)
        try store.close()
        let wal = URL(filePath: home.data + "/lianlu.sqlite-wal")
        var bytes = try Data(contentsOf: wal)
        bytes[position] ^= 1
        try bytes.write(to: wal)
        func files() throws -> [String: Data] {
            try FileManager.default.contentsOfDirectory(atPath: home.data).reduce(into: [:]) {
                $0[$1] = try Data(contentsOf: URL(filePath: home.data + "/" + $1))
            }
        }
        // The lock names the process that has it; all else stays.
        let before = try files().filter { $0.key != "lock" }
        for _ in 0..<2 {
            let error = #expect(throws: SQLiteStorageError.self) { try home.open(creating: false) }
            #expect(error?.code == .writeAheadLogDamaged)
            #expect(error?.arguments["path"] == wal.path)
        }
        #expect(try files().filter { $0.key != "lock" } == before)
        bytes[position] ^= 1
        try bytes.write(to: wal)
        let mended = try home.open(creating: false)
        #expect(try await mended.read { try $0.log(origin)?.size.rawValue } == 5)
        try mended.close()
    }
}
