import Casework
import Cryptography
import Foundation
import LogStorage
import SQLiteStorage
import Sequencing
import TestSupport
import Testing
import TransparencyLog

@testable import NodeService

/// What `log export` writes of a log with three levels of tiles, read by a program that shares no code with it.
@Suite struct LargeExportTests {
    private static let size = 70_000
    private static let callerCount = 512

    /// Bytes of many lengths; what they say is nothing to a tree.
    private static func entry(_ number: Int) -> [UInt8] {
        Array("entry \(number)".utf8) + [UInt8](repeating: 0xab, count: number % 211)
    }

    /// A home whose own log was filled through the sequencer, after its real first entries, and the log's signer.
    private static func filled() async throws -> (
        home: HomeDirectory, origin: Origin, Ed25519Signer
    ) {
        let made = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        try await made.close()
        let test = try await Node.open(made.home, logger: made.node.logger)
        let origin = try Origin("jiangxi.ipr.example/home")
        let home = MechanismID("home")
        let log = try #require(home.flatMap { test.view.keyring.logs[$0] })
        let sequencer = Sequencer<SQLiteStore, Int>(
            store: test.store,
            origin: origin,
            signer: log,
            plan: test.store.plan
        )
        let running = Task { try await sequencer.run() }
        let first = try await test.store.read { try $0.log(origin)?.size.int ?? 0 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callerCount {
                group.addTask {
                    for number in stride(from: first + caller, to: size, by: callerCount) {
                        let entry = Self.entry(number)
                        _ = try await sequencer.submit(
                            Submission(entry: entry, payload: number)
                        )
                    }
                }
            }
            try await group.waitForAll()
        }
        running.cancel()
        // The end by cancellation is what was asked for; a failure would have failed the appends above.
        _ = await running.result
        try test.close()
        return (made.home, origin, log)
    }

    /// Does what takes long without a pause on a thread of its own, so that no other test has to wait for it.
    private static func apart<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try work() }) }.start()
        }
    }

    @Test(
        "the Go reader verifies an export of 70,000 entries, and refuses it with one byte changed at any level"
    )
    func verifies() async throws {
        let (home, origin, log) = try await Self.filled()
        let folder = home.root.appending(path: "export")
        let outcome = try await Self.apart {
            try LogExport(of: origin, in: home, to: folder.path).run { _, _ in }
        }
        #expect(outcome.size.int == Self.size)
        let vkey = "\(log.verifierKey)"
        let answer = try await IndependentReader.check(folder, vkey: vkey)
        #expect(answer.status == 0, "\(answer.complaint)")
        let root = try #require(Digest(hex: outcome.root))
        #expect(answer.output == "size \(Self.size)\nroot \(Base64.encode(root.bytes))\n")

        for path in [
            "tile/0/000", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1",
            "tile/entries/000", "tile/entries/136", "tile/entries/273.p/112", "checkpoint",
        ] {
            let file = folder.appending(path: path)
            let whole = try Data(contentsOf: file)
            var changed = whole
            changed[whole.count / 2] ^= 1
            try changed.write(to: file)
            let refusal = try await IndependentReader.check(folder, vkey: vkey)
            #expect(refusal.status == 1, "\(path) was accepted: \(refusal.output)")
            try whole.write(to: file)
        }
        try FileManager.default.removeItem(at: home.root)
    }
}
