import Cryptography
import LogStorage
import Sequencing
import Synchronization
import TransparencyLog

typealias TestSubmission = Submission<String>
typealias TestMachine = AppendMachine<String>
typealias TestSequencer = Sequencer<InMemoryStore, String>

enum Fixtures {
    /// A submission whose bytes and payload are its text.
    static func submission(
        _ text: String,
        request: UInt8? = nil,
        digest: String? = nil
    ) throws -> TestSubmission {
        var mark: TestSubmission.Request?
        if let request, let id = RequestID(bytes: [UInt8](repeating: request, count: 16)) {
            mark = .init(id: id, digest: SHA256.digest(of: Array((digest ?? text).utf8)))
        }
        return try Submission(entry: Array(text.utf8), request: mark, payload: text)
    }

    static func signer(_ origin: Origin) throws -> Ed25519Signer {
        try Ed25519Signer(name: origin, seed: [UInt8](repeating: 3, count: 32))
    }

    /// Whether a proof leads from the leaf to the root of the checkpoint in an acknowledgement (RFC 6962 §2.1.1).
    static func isProven(_ answer: Acknowledgement, entry: [UInt8], key: VerifierKey) throws -> Bool
    {
        let checkpoint = try UnverifiedCheckpoint(parsing: answer.checkpoint).verified(by: key)
        guard checkpoint.size == answer.treeSize, SHA256.digest(of: entry) == answer.digest else {
            return false
        }
        var (node, last) = (answer.location.index.rawValue, checkpoint.size.rawValue - 1)
        var hash = MerkleTree.leafHash(of: entry)
        for sibling in answer.proof {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                hash = MerkleTree.nodeHash(sibling, hash)
                while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                hash = MerkleTree.nodeHash(hash, sibling)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        return last == 0 && hash == checkpoint.root
    }
}

/// A store whose writes fail on demand.
final class FailingStore: LogStore {
    let inner = InMemoryStore()
    private let failures = Mutex<[LogStorageError]>([])

    func failNext(_ errors: [LogStorageError]) { failures.withLock { $0 = errors } }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (InMemoryTransaction) throws -> Value
    ) async throws -> Value { try await inner.read(body) }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (InMemoryTransaction) throws -> Value
    ) async throws -> Value { try await inner.write(body) }

    func withWriter(_ body: @escaping @Sendable (Writer) -> Void) {
        inner.withWriter { body(Writer(inner: $0, store: self)) }
    }

    struct Writer: StoreWriter {
        let inner: InMemoryWriter
        let store: FailingStore

        func write<Value>(_ body: (InMemoryTransaction) throws -> Value) throws -> Value {
            if let error = store.failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                throw error
            }
            return try inner.write(body)
        }
    }
}

/// A judge that is one closure.
struct ClosureJudge: BatchJudge {
    typealias Body = @Sendable (InMemoryTransaction, Candidate<String>) throws -> AppendVerdict

    let transaction: InMemoryTransaction
    let body: Body

    func judge(_ candidate: Candidate<String>) throws -> AppendVerdict {
        try body(transaction, candidate)
    }
}
