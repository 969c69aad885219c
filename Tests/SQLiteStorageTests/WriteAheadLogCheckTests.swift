import Foundation
import GRDB
import SQLiteStorage
import Testing

@Suite struct WriteAheadLogCheckTests {
    /// The write-ahead log of a real database with three commits, taken while a connection holds it open.
    private static func liveLog(
        afterCheckpoint: Bool,
        lastByteCount: Int = 900
    ) throws -> [UInt8] {
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
            for count in [900, 900, lastByteCount] {
                try db.execute(sql: "INSERT INTO t(b) VALUES (randomblob(\(count)))")
            }
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

    private static func lost(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { WriteAheadLogCheck.firstFrameLost(in: $0) }
    }

    /// The frames that end a transaction, numbered from 1.
    private static func commits(in log: [UInt8]) -> [Int] {
        (0..<(log.count - 32) / 4_120).filter { frame in
            log[(32 + frame * 4_120 + 4)..<(32 + frame * 4_120 + 8)].contains { $0 != 0 }
        }
        .map { $0 + 1 }
    }

    @Test(
        "every flipped byte before the last transaction but one is a loss, and none in the last one"
    )
    func lostFrames() throws {
        let log = try Self.liveLog(afterCheckpoint: false)
        #expect(Self.lost(in: log) == nil)
        let commits = Self.commits(in: log)
        try #require(commits.count >= 3)
        // Behind this frame only the last transaction stands, which proves what comes before it.
        let proven = try #require(commits.dropLast().last)
        for position in log.indices where position < 200 || position % 4_120 < 64 {
            var flipped = log
            flipped[position] ^= 0x10
            let number = position < 32 ? 0 : (position - 32) / 4_120 + 1
            #expect(
                Self.lost(in: flipped) == (number <= proven ? number : nil),
                "byte \(position) of \(log.count)"
            )
        }
    }

    @Test("whatever an interrupted last transaction left is no loss, frame by frame")
    func tornTail() throws {
        let log = try Self.liveLog(afterCheckpoint: false, lastByteCount: 9_000)
        let commits = Self.commits(in: log)
        let last = try #require(commits.dropLast().last)
        let count = (log.count - 32) / 4_120
        try #require(count - last >= 2)
        for kept in 0..<(1 << (count - last)) {
            var torn = log
            for frame in last..<count where kept & (1 << (frame - last)) == 0 {
                let start = 32 + frame * 4_120
                torn.replaceSubrange(start..<start + 4_120, with: repeatElement(0, count: 4_120))
            }
            #expect(Self.lost(in: torn) == nil, "kept \(kept)")
        }
        for cut in stride(from: 0, to: log.count - 32 - last * 4_120, by: 97) {
            #expect(Self.lost(in: Array(log.dropLast(cut))) == nil, "\(cut) bytes cut")
        }
    }

    @Test("frames that an earlier generation left behind are no loss")
    func earlierGeneration() throws {
        let log = try Self.liveLog(afterCheckpoint: true)
        #expect(Self.lost(in: log) == nil)
        var flipped = log
        flipped[100] ^= 1
        #expect(Self.lost(in: flipped) == 1)
    }
}
