import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import NodeService
import SQLiteStorage
import Sequencing
import TransparencyLog

/// Fills one own log of a node with really signed entries of an office, through a sequencer like the node's own.
struct EntryWriters {
    /// The header of an entry with the objects that go with it.
    typealias Made = (header: EntryHeader, objects: [Submission<CheckedEntry>.SealedObject])

    /// Writers at the same time, unless told: the sequencer then commits full batches.
    static let writerCount = 256

    let node: Node
    /// The mechanism of the log; nil for the home log.
    let mechanism: MechanismID?
    /// The office that signs.
    let office: OfficeID
    /// Writers at the same time, each of which waits for its acknowledgement.
    var writerCount = Self.writerCount

    /// The log's origin.
    var origin: Origin {
        get throws { try Origin("\(node.view.node)/\(mechanism ?? LogName.home)") }
    }

    /// Adds one entry for each number; returns when all are on disk, with the seconds that each writer waited for each.
    @discardableResult
    func fill(
        _ numbers: Range<Int>,
        _ make: @escaping @Sendable (Int) throws -> Made
    ) async throws -> [Double] {
        let view = node.view
        let origin = try origin
        guard let log = view.keyring.logs[mechanism ?? LogName.home],
            let signer = view.keyring.offices[office]
        else { throw LogFiller.Failure(description: "\(origin) has no keys") }
        let sequencer = Sequencer<SQLiteStore, CheckedEntry>(
            store: node.store,
            origin: origin,
            signer: log,
            plan: node.store.plan,
            makeJudge: { try ProjectingJudge(view, origin, $0) }
        )
        let running = Task { try await sequencer.run() }
        let verifier = EntryVerifier(try await node.history(of: origin))
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for writer in 0..<writerCount {
                group.addTask {
                    var times: [Double] = []
                    let own = stride(
                        from: numbers.lowerBound + writer,
                        to: numbers.upperBound,
                        by: writerCount
                    )
                    for number in own {
                        let start = ContinuousClock.now
                        let made = try make(number)
                        let entry = try EntryBuilder.entry(
                            made.header,
                            of: origin,
                            signers: [signer]
                        )
                        let checked = verifier.check(entry.bytes)
                        _ = try await sequencer.submit(
                            Submission(entry: entry.bytes, objects: made.objects, payload: checked)
                        )
                        times.append((ContinuousClock.now - start).seconds)
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        running.cancel()
        // The end by cancellation is what was asked for; a failure would have failed the appends above.
        _ = await running.result
        return times
    }

    /// An object sealed under the node's storage key, with its reference in a header.
    static func sealed(
        _ content: [UInt8],
        audience: Audience,
        of view: NodeView
    ) throws -> (reference: ObjectReference, object: Submission<CheckedEntry>.SealedObject) {
        let object = try SaltedObject(
            salt: SecureRandom.bytes(count: Ledger.Limits.objectSaltByteCount),
            content: content
        )
        let sealed = try SealedObject(
            name: object.name,
            key: SecureRandom.bytes(count: AESGCM.keyByteCount)
        )
        return (
            object.reference(role: .body, label: .internal, audience: audience),
            Submission.SealedObject(
                object: object.name,
                wrappedKey: try sealed.wrappedKey(under: view.keyring.storageKey),
                sealed: try sealed.seal(object)
            )
        )
    }
}
