import Cryptography
import LogStorage
import SQLiteStorage
import Sequencing
import Testing
import TransparencyLog

@Suite("Every storage engine, at its limits") struct StoreLimitTests {
    @Test("accepts each limit and refuses one past it by name", arguments: Engine.allCases)
    func limits(engine: Engine) async throws {
        typealias Max = LogStorage.Limits
        let store = try engine.make()
        let log = try TestLog("node.example/home")
        let origin = log.origin
        try await store.write { try $0.createLog(origin, kind: .own) }
        let key = HoldingKey(origin: origin, index: 0, object: SHA256.digest(of: [0]))
        @Sendable func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 1, count: count) }
        @Sendable func holding(_ wrapped: Int, _ sealed: Int) -> Holding {
            Holding(stored: key, wrappedKey: bytes(wrapped), sealed: bytes(sealed))
        }
        var (short, long) = (log, log)
        let longest = try short.batch([bytes(Max.entryByteCountMax)])
        let tooLong = try long.batch([bytes(Max.entryByteCountMax + 1)])
        let cases:
            [(
                ok: @Sendable (any StoreTransaction) throws -> Void,
                tooMuch: @Sendable (any StoreTransaction) throws -> Void
            )] = [
                (
                    { _ = try $0.putHolding(holding(Max.wrappedKeyByteCountMax, 1)) },
                    { _ = try $0.putHolding(holding(Max.wrappedKeyByteCountMax + 1, 1)) }
                ),
                (
                    { _ = try $0.putHolding(holding(1, Max.sealedByteCountMax)) },
                    { _ = try $0.putHolding(holding(1, Max.sealedByteCountMax + 1)) }
                ),
                (
                    { try $0.putDocument(.meta, bytes(Max.documentKeyByteCountMax), []) },
                    { try $0.putDocument(.meta, bytes(Max.documentKeyByteCountMax + 1), []) }
                ),
                (
                    { try $0.putDocument(.meta, [1], bytes(Max.documentByteCountMax)) },
                    { try $0.putDocument(.meta, [1], bytes(Max.documentByteCountMax + 1)) }
                ),
                (
                    { _ = try $0.entries(of: origin, from: 0, count: Max.batchEntryCountMax) },
                    { _ = try $0.entries(of: origin, from: 0, count: Max.batchEntryCountMax + 1) }
                ),
                ({ try $0.append(longest) }, { try $0.append(tooLong) }),
            ]
        for (ok, tooMuch) in cases.reversed() {
            // The refused append comes first, while the log is still empty.
            let error = await #expect(throws: LogStorageError.self) {
                try await store.write(tooMuch)
            }
            #expect(error?.code == .limitExceeded)
            try await store.write(ok)
        }
    }

    @Test(
        "holds 16,384 logs, of which the last 1,024 places are for own ones, and opens again with all of them",
        arguments: Engine.allCases
    )
    func logCount(engine: Engine) async throws {
        let store = try engine.make()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        func add(_ numbers: Range<Int>, _ kind: LogKind) async throws {
            try await store.write { transaction in
                for number in numbers {
                    let name = "\(number)/" + String(repeating: "n", count: 240)
                    try transaction.createLog(Origin(name), kind: kind)
                }
            }
        }
        let (mirrored, all) = (LogStorage.Limits.mirroredLogCountMax, LogStorage.Limits.logCountMax)
        try await add(0..<mirrored, .mirrored)
        var error = await #expect(throws: LogStorageError.self) {
            try await add(mirrored..<mirrored + 1, .mirrored)
        }
        #expect(error?.code == .limitExceeded)
        try await store.write { try $0.createLog(origin, kind: .own) }
        try await add(mirrored + 1..<all, .own)
        error = await #expect(throws: LogStorageError.self) { try await add(all..<all + 1, .own) }
        #expect(error?.code == .limitExceeded)
        #expect(try await store.read { try $0.logs().count } == all)
        guard case .sqlite(let open, let home) = store else { return }
        try open.close()
        let again = try home.open()
        #expect(try await again.read { try $0.logs().count } == all)
        // What moves a head has the instance file name all of them.
        let batch = try log.batch(TestLog.entries(3))
        try await again.write { try $0.append(batch) }
        #expect(try await again.read { try $0.log(origin)?.size } == 3)
        try again.close()
    }
}
