import Foundation
import GRDB
import SQLiteStorage
import Testing

@Suite struct WriteAheadLogCheckTests {
    /// The write-ahead log of a real database with three commits, taken while a connection holds it open.
    private static func liveLog(afterCheckpoint: Bool) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            // The folder lies in the temporary directory; what cannot be removed is left to the system.
            try? FileManager.default.removeItem(at: folder)
        }
        let path = folder.appending(path: "t.sqlite").path
        let database = try DatabaseQueue(path: path)
        try database.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")
            try db.execute(sql: "CREATE TABLE t(a INTEGER PRIMARY KEY, b BLOB)")
            if afterCheckpoint {
                for _ in 0..<6 { try db.execute(sql: "INSERT INTO t(b) VALUES (randomblob(9000))") }
                try db.execute(sql: "PRAGMA wal_checkpoint(RESTART)")
            }
            for _ in 0..<3 { try db.execute(sql: "INSERT INTO t(b) VALUES (randomblob(900))") }
        }
        return Array(try Data(contentsOf: URL(filePath: path + "-wal")))
    }

    private static func fault(in bytes: [UInt8]) -> WriteAheadLogCheck.Fault? {
        bytes.withUnsafeBytes { WriteAheadLogCheck.firstFault(in: $0) }
    }

    @Test(
        "finds nothing in the log of a healthy database, fresh or reused after a checkpoint",
        arguments: [false, true]
    )
    func sound(afterCheckpoint: Bool) throws {
        let log = try Self.liveLog(afterCheckpoint: afterCheckpoint)
        #expect(log.count > 32)
        #expect(Self.fault(in: log) == nil)
        #expect(Self.fault(in: []) == nil)
    }

    @Test("names the frame or the header of every single flipped byte in a fresh log")
    func everyByte() throws {
        let log = try Self.liveLog(afterCheckpoint: false)
        for position in log.indices {
            var flipped = log
            flipped[position] ^= 0x10
            let fault = Self.fault(in: flipped)
            if position < 12 || (12..<32).contains(position) {
                #expect(fault == .headerDamaged, "byte \(position)")
            } else {
                let number = (position - 32) / (24 + 4096) + 1
                // A flipped page number, salt, checksum or page byte damages its own frame.
                #expect(fault == .frameDamaged(number: number), "byte \(position)")
            }
        }
    }

    @Test("sees a log that was cut anywhere but at the end of a frame")
    func truncated() throws {
        let log = try Self.liveLog(afterCheckpoint: false)
        for count in stride(from: 1, to: log.count, by: 7) {
            let fault = Self.fault(in: Array(log.prefix(count)))
            if count < 32 {
                #expect(fault == .headerTruncated)
            } else if (count - 32).isMultiple(of: 24 + 4096) {
                #expect(fault == nil)
            } else {
                #expect(fault == .frameTruncated(number: (count - 32) / (24 + 4096) + 1))
            }
        }
    }
}
