import Cryptography
import LogStorage
import Sequencing
import Synchronization
import Testing
import TransparencyLog

@Suite("The sequencer")
struct SequencerTests {
    private struct Refusal: Error, Equatable {}

    private let origin: Origin
    private let signer: Ed25519Signer
    private let store = InMemoryStore()

    init() throws {
        origin = try Origin("node.example/home")
        signer = try Fixtures.signer(origin)
    }

    private func sequencer(
        plan: RecoveryPlan = .start,
        judge: @escaping ClosureJudge.Body = { _, _ in .accept },
        published: @escaping TestSequencer.Publication = { _ in }
    ) async throws -> TestSequencer {
        let origin = origin
        try await store.write {
            if $0.log(origin) == nil { try $0.createLog(origin, kind: .own) }
        }
        return TestSequencer(
            store: store,
            origin: origin,
            signer: signer,
            plan: plan,
            makeJudge: { ClosureJudge(transaction: $0, body: judge) },
            published: published
        )
    }

    /// Runs a sequencer while `body` submits.
    @discardableResult
    private func running<Result>(
        _ sequencer: TestSequencer,
        _ body: (TestSequencer) async throws -> Result
    ) async throws -> Result {
        let task = Task { try await sequencer.run() }
        defer { task.cancel() }
        return try await body(sequencer)
    }

    @Test("acknowledges entries of many callers with proofs that hold")
    func manyCallers() async throws {
        let (sequencer, key) = (try await sequencer(), signer.verifierKey)
        let answers = try await running(sequencer) { sequencer in
            try await withThrowingTaskGroup(of: (String, Acknowledgement).self) { group in
                for n in 0..<700 {
                    group.addTask {
                        let text = "entry \(n)"
                        return (text, try await sequencer.submit(Fixtures.submission(text)))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(Set(answers.map(\.1.location.index.rawValue)) == Set(0..<700))
        for (text, answer) in answers {
            #expect(try Fixtures.isProven(answer, entry: Array(text.utf8), key: key))
        }
        let origin = origin
        let sizes = try await store.read {
            try $0.checkpointSizes(of: origin, from: 0, limit: 1_000)
        }
        // Each answer names a checkpoint that was stored, none of them twice.
        #expect(Set(answers.map(\.1.treeSize)) == Set(sizes))
    }

    @Test("gives a request that is sent again the same acknowledgement, byte for byte")
    func retry() async throws {
        let sequencer = try await sequencer()
        try await running(sequencer) { sequencer in
            let first = try await sequencer.submit(Fixtures.submission("x", request: 1))
            for n in 0..<300 { _ = try await sequencer.submit(Fixtures.submission("\(n)")) }
            let again = try await sequencer.submit(Fixtures.submission("x", request: 1))
            #expect(again == first)
            let error = await #expect(throws: SequencingError.self) {
                try await sequencer.submit(Fixtures.submission("y", request: 1))
            }
            #expect(error?.code == .requestConflict)
        }
        let origin = origin
        #expect(try await store.read { $0.log(origin)?.size } == 301)
    }

    @Test("goes on after a restart from the stored checkpoint, and signs none anew for its size")
    func restart() async throws {
        let signed = Mutex<[TreeSize]>([])
        let note: TestSequencer.Publication = { checkpoint in
            signed.withLock { $0.append(checkpoint.size) }
        }
        let first = try await sequencer(published: note)
        try await running(first) { _ = try await $0.submit(Fixtures.submission("a", request: 1)) }
        let second = try await sequencer(published: note)
        try await running(second) { sequencer in
            _ = try await sequencer.submit(Fixtures.submission("a", request: 1))
            let answer = try await sequencer.submit(Fixtures.submission("b"))
            #expect(answer.location.index == 1)
            #expect(
                try Fixtures.isProven(answer, entry: Array("b".utf8), key: signer.verifierKey)
            )
        }
        #expect(signed.withLock { $0 } == [1, 2])
    }

    @Test("leaves a refused entry out and appends the rest of its batch")
    func refusedAlone() async throws {
        let sequencer = try await sequencer { transaction, candidate in
            if candidate.payload.hasPrefix("bad") { return .refuse(Refusal()) }
            // What was accepted before in the same batch can be read.
            if candidate.location.index > 0 {
                let before = EntryLocation(
                    origin: candidate.location.origin,
                    index: EntryIndex(unchecked: candidate.location.index.rawValue - 1)
                )
                #expect(transaction.stagedOrStoredEntry(at: before) != nil)
            }
            #expect(transaction.stagedOrStoredEntry(at: candidate.location) == nil)
            // The judgement sees what it wrote for earlier entries of the same batch.
            let seen = try transaction.meta("count")?.first ?? 0
            #expect(UInt64(seen) == candidate.location.index.rawValue)
            try transaction.putMeta("count", [seen + 1])
            return .accept
        }
        let outcomes = try await running(sequencer) { sequencer in
            await withTaskGroup(of: (String, Acknowledgement?).self) { group in
                for n in 0..<60 {
                    group.addTask {
                        let text = n.isMultiple(of: 3) ? "bad \(n)" : "good \(n)"
                        // A refusal is what the test counts.
                        return (text, try? await sequencer.submit(Fixtures.submission(text)))
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(outcomes.filter { $0.1 == nil }.allSatisfy { $0.0.hasPrefix("bad") })
        #expect(outcomes.compactMap { $0.1?.location.index.rawValue }.sorted() == Array(0..<40))
    }

    @Test("signs nothing when every entry of a batch is refused")
    func nothingAccepted() async throws {
        let published = Mutex(0)
        let sequencer = try await sequencer(
            judge: { _, _ in .refuse(Refusal()) },
            published: { _ in published.withLock { $0 += 1 } }
        )
        try await running(sequencer) { sequencer in
            await #expect(throws: Refusal()) {
                try await sequencer.submit(Fixtures.submission("x"))
            }
        }
        let origin = origin
        #expect(published.withLock { $0 } == 0)
        #expect(try await store.read { $0.log(origin)?.checkpoint } == nil)
    }

    @Test("stops when another writer has moved the log")
    func secondWriter() async throws {
        let (a, b) = (try await sequencer(), try await sequencer())
        let running = Task { try await a.run() }
        _ = try await a.submit(Fixtures.submission("a"))
        try await self.running(b) { _ = try await $0.submit(Fixtures.submission("b")) }
        let error = await #expect(throws: LogStorageError.self) {
            try await a.submit(Fixtures.submission("c"))
        }
        #expect(error?.code == .checkpointConflict)
        await #expect(throws: LogStorageError.self) { try await running.value }
        // Everybody who comes later is told the same.
        let later = await #expect(throws: LogStorageError.self) {
            try await a.submit(Fixtures.submission("d"))
        }
        #expect(later?.code == .checkpointConflict)
    }

    @Test("refuses every entry of a home that was restored, and says why")
    func recovery() async throws {
        let plan = RecoveryPlan.recover([RecoveryReason(.instanceMissing)])
        let sequencer = try await sequencer(plan: plan)
        try await running(sequencer) { sequencer in
            let error = await #expect(throws: SequencingError.self) {
                try await sequencer.submit(Fixtures.submission("x"))
            }
            #expect(error?.code == .appendingRefused)
            #expect(error?.arguments["reasons"] == "instance_missing")
        }
    }

    @Test("names a reason once that holds for several logs")
    func reasonsOnce() async throws {
        let lost = ["a", "b", "c"].map {
            RecoveryReason(.headLost, ["origin": $0, "recorded": "2", "stored": "1"])
        }
        let sequencer = try await sequencer(
            plan: .alarm(lost + [RecoveryReason(.instanceMissing)])
        )
        try await running(sequencer) { sequencer in
            let error = await #expect(throws: SequencingError.self) {
                try await sequencer.submit(Fixtures.submission("x"))
            }
            #expect(error?.arguments["reasons"] == "head_lost, instance_missing")
        }
    }

    @Test("answers the batch in progress when it is stopped, and refuses what comes later")
    func stop() async throws {
        let sequencer = try await sequencer()
        let running = Task { try await sequencer.run() }
        _ = try await sequencer.submit(Fixtures.submission("a"))
        running.cancel()
        try await running.value
        let error = await #expect(throws: SequencingError.self) {
            try await sequencer.submit(Fixtures.submission("b"))
        }
        #expect(error?.code == .writerStopped)
    }

    @Test("keeps objects under the index that their entry got")
    func objects() async throws {
        let sequencer = try await sequencer()
        let object = SHA256.digest(of: [1, 2, 3] as [UInt8])
        try await running(sequencer) { sequencer in
            _ = try await sequencer.submit(Fixtures.submission("first"))
            let sealed = TestSubmission.SealedObject(
                object: object,
                wrappedKey: [9],
                sealed: [8, 7]
            )
            _ = try await sequencer.submit(
                Submission(entry: Array("x".utf8), objects: [sealed], payload: "x")
            )
        }
        let key = HoldingKey(origin: origin, index: 1, object: object)
        let stored = try await store.read { $0.holding(key) }
        #expect(stored == Holding(stored: key, wrappedKey: [9], sealed: [8, 7]))
    }

    @Test("passes a full disk on to the sender and goes on; ends when durability is unknown")
    func storeFailures() async throws {
        let store = FailingStore()
        let (origin, signer) = (origin, signer)
        try await store.write { try $0.createLog(origin, kind: .own) }
        let sequencer = Sequencer<FailingStore, String>(
            store: store,
            origin: origin,
            signer: signer,
            plan: .start
        )
        let running = Task { try await sequencer.run() }
        let full = LogStorageError(.diskFull, ["free": "0", "path": "/", "reserve": "0"])
        store.failNext([full])
        await #expect(throws: full) { try await sequencer.submit(Fixtures.submission("a")) }
        _ = try await sequencer.submit(Fixtures.submission("a"))
        let unknown = LogStorageError(.durabilityUnknown, ["operation": "commit"])
        store.failNext([unknown])
        await #expect(throws: unknown) { try await sequencer.submit(Fixtures.submission("b")) }
        await #expect(throws: unknown) { try await running.value }
    }

    @Test("accepts the longest entry and the most objects, and refuses one more by name")
    func limits() throws {
        let longest = [UInt8](repeating: 1, count: 16_384)
        _ = try TestSubmission(entry: longest, payload: "")
        #expect(throws: SequencingError(.entryTooLong, ["found": "16385", "limit": "16384"])) {
            try TestSubmission(entry: longest + [1], payload: "")
        }
        let object = TestSubmission.SealedObject(
            object: SHA256.digest(of: [1] as [UInt8]),
            wrappedKey: [1],
            sealed: [1]
        )
        let most = [TestSubmission.SealedObject](repeating: object, count: 17)
        _ = try TestSubmission(entry: [1], objects: most, payload: "")
        #expect(throws: SequencingError(.holdingsTooMany, ["found": "18", "limit": "17"])) {
            try TestSubmission(entry: [1], objects: most + [object], payload: "")
        }
    }
}
