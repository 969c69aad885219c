import Foundation
import LogStorage
import Sequencing
import Testing
import TransparencyLog

@testable import SQLiteStorage

@Suite("The instance file of a home")
struct InstanceTests {
    /// Appends one entry, at a path of its own or in a home.
    private func append(_ home: TestHome, _ log: inout TestLog) async throws {
        let store = try home.open()
        let origin = log.origin
        let batch = try log.batch(TestLog.entries(1, from: log.entries.count))
        try await store.write {
            if try $0.log(origin) == nil { try $0.createLog(origin, kind: .own) }
            try $0.append(batch)
        }
        try store.close()
    }

    private func codes(_ home: TestHome) throws -> [RecoveryReason.Code] {
        let store = try home.open()
        defer { #expect(throws: Never.self) { try store.close() } }
        return store.plan.reasons.map(\.code)
    }

    @Test("names each head that was committed, before the write returns")
    func heads() async throws {
        let home = try TestHome()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        let store = try home.open()
        try await store.write { try $0.createLog(origin, kind: .own) }
        for _ in 0..<5 {
            let batch = try log.batch(TestLog.entries(1, from: log.entries.count))
            try await store.write { try $0.append(batch) }
            guard
                case .record(let record) = try InstanceFile.read(path: home.options().instancePath)
            else {
                Issue.record("no record")
                return
            }
            #expect(record.heads == [origin: log.head])
        }
    }

    @Test("starts again on the same home; the file holds several logs and grows with them")
    func manyLogs() async throws {
        let home = try TestHome()
        let store = try home.open()
        var heads: [Origin: LogHead] = [:]
        for n in 0..<200 {
            var log = try TestLog("node\(n).example/a-mechanism-with-a-rather-long-name")
            let batch = try log.batch(TestLog.entries(1))
            heads[log.origin] = log.head
            try await store.write {
                try $0.createLog(batch.origin, kind: .own)
                try $0.append(batch)
            }
        }
        try store.close()
        let path = home.options().instancePath
        #expect(try InstanceFile.read(path: path).heads == heads)
        #expect(try codes(home) == [])
        #expect(try InstanceFile.read(path: path).heads == heads)
    }

    @Test("refuses to append to a home whose instance file is gone or unreadable, and leaves it so")
    func missing() async throws {
        let home = try TestHome()
        var log = try TestLog("node.example/home")
        try await append(home, &log)
        let path = home.options().instancePath
        let bytes = try Data(contentsOf: URL(filePath: path))
        try FileManager.default.removeItem(atPath: path)
        #expect(try codes(home) == [.instanceMissing])
        #expect(!FileManager.default.fileExists(atPath: path))
        try Data(bytes.map { $0 ^ 1 }).write(to: URL(filePath: path))
        #expect(try codes(home) == [.instanceUnreadable])
        try bytes.write(to: URL(filePath: path))
        #expect(try codes(home) == [])
    }

    @Test("raises an alarm when an older database was put in place")
    func rollback() async throws {
        let home = try TestHome()
        var log = try TestLog("node.example/home")
        try await append(home, &log)
        let path = home.options().databasePath
        let old = try Data(contentsOf: URL(filePath: path))
        try await append(home, &log)
        try old.write(to: URL(filePath: path))
        let store = try home.open()
        guard case .alarm(let reasons) = store.plan else {
            Issue.record("plan \(store.plan)")
            return
        }
        #expect(
            reasons == [
                RecoveryReason(
                    .headLost,
                    ["origin": "node.example/home", "recorded": "2", "stored": "1"]
                )
            ]
        )
    }

    @Test("raises an alarm when another log of the same length was put in place")
    func replaced() async throws {
        let (home, other) = (try TestHome(), try TestHome())
        var log = try TestLog("node.example/home")
        var forged = log
        try await append(home, &log)
        let store = try other.open()
        let batch = try forged.batch([Array("forged".utf8)])
        try await store.write {
            try $0.createLog(batch.origin, kind: .own)
            try $0.append(batch)
        }
        try store.close()
        let path = home.options().databasePath
        try Data(contentsOf: URL(filePath: other.options().databasePath))
            .write(to: URL(filePath: path))
        #expect(try codes(home) == [.instanceChanged, .headConflicting])
    }

    @Test("tells a copied home by the machine")
    func copied() async throws {
        let home = try TestHome()
        var log = try TestLog("node.example/home")
        try await append(home, &log)
        var options = home.options()
        options.machineID = String(repeating: "e", count: 32)
        let store = try SQLiteStore.open(options)
        #expect(store.plan.reasons.map(\.code) == [.machineChanged])
        // It still serves and mirrors.
        let origin = log.origin
        #expect(try await store.read { try $0.log(origin)?.size } == 1)
        try await store.write { try $0.putMeta("x", [1]) }
        try store.close()
        #expect(try codes(home) == [])
    }

    @Test(
        "has two whole slots from its first write on, and one that was changed is told, whichever it is"
    )
    func damagedSlot() async throws {
        let home = try TestHome()
        var log = try TestLog("node.example/home")
        let path = home.options().instancePath
        for count in 1...3 {
            try await append(home, &log)
            let bytes = try Data(contentsOf: URL(filePath: path))
            #expect(try !InstanceFile.contents(path: path).isSlotDamaged, "\(count)")
            for position in [0, bytes.count / 2, bytes.count / 2 + 40] {
                var changed = bytes
                changed[position] ^= 1
                try changed.write(to: URL(filePath: path))
                let contents = try InstanceFile.contents(path: path)
                #expect(contents.isSlotDamaged, "\(count), \(position)")
                guard case .record = contents.file else {
                    Issue.record("no record: \(count), \(position)")
                    return
                }
            }
            try bytes.write(to: URL(filePath: path))
        }
    }

    @Test("keeps the slot last synced whole while the other one is overwritten")
    func slots() throws {
        let home = try TestHome()
        let path = home.path + "/instance"
        let origin = try Origin("node.example/home")
        let record = InstanceRecord(
            generation: 1,
            machineID: String(repeating: "a", count: 32),
            instanceID: String(repeating: "b", count: 32),
            heads: [:]
        )
        let file = try InstanceFile(path: path, record: record)
        for size in 1...6 {
            try file.write([
                origin: LogHead(size: TreeSize(count: size), root: MerkleTree.emptyRoot)
            ])
            if size.isMultiple(of: 2) { try file.sync() }
            let bytes = try Data(contentsOf: URL(filePath: path))
            let generations = [bytes.prefix(bytes.count / 2), bytes.suffix(bytes.count / 2)]
                .map { InstanceRecord(slot: Array($0))?.generation }
            // The older slot is always the one that was complete at the last sync.
            let synced = UInt64(1 + (size - 1) / 2 * 2)
            #expect(Set(generations) == [UInt64(1 + size), synced], "size \(size)")
        }
    }
}

extension RecoveryPlan.InstanceFile {
    fileprivate var heads: [Origin: LogHead]? {
        guard case .record(let record) = self else { return nil }
        return record.heads
    }
}
