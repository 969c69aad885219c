import Cryptography
import Ledger
import LogStorage
import PeerAPI
import Replication
import SQLiteStorage
import Sequencing
import TransparencyLog

/// Finds out whether one of our own logs and a checkpoint of it that a peer holds are two histories, and keeps the evidence
/// (FORMATS.md §6).
///
/// That happens where two copies of a home run: each signs a history of its own, and the peers may have seen one of them only.
struct OwnForkProver: Sendable {
    let supervisor: PeerSupervisor

    /// Keeps evidence and tells the members where the log as it is here and `shown`, which `peer` holds, are two histories.
    ///
    /// The smaller of the two sizes, at which they differ; nil where one only continues the other. Throws what the store and the
    /// peer's answers throw.
    func prove(_ shown: Checkpoint, heldBy peer: KeyName) async throws -> TreeSize? {
        guard let name = LogName.replicated(shown.origin), let own = try await own(beside: shown)
        else { return nil }
        let common = min(shown.size, own.head.size)
        guard !own.isProven else { return common }
        let keys = try await keys(of: shown, heldBy: peer, beside: own)
        guard let material = try await material(shown, heldBy: peer, own, keys) else {
            return nil
        }
        let forks = supervisor.forks
        guard let digest = try await forks.keepEvidence(of: material, against: name) else {
            try await supervisor.alarms.raise(
                Alarm(.evidenceRefused, ["origin": "\(shown.origin)"])
            )
            return nil
        }
        try await forks.tellPeers(evidence: digest, of: name.mechanism)
        return common
    }

    /// The log as it is here, at one moment.
    private struct OwnLog {
        let head: Checkpoint
        /// The entries that name its keys.
        let keys: [[UInt8]]
        /// The key that signs the size that is shown, as far as we know.
        let key: VerifierKey?
        /// Our hashes left and right of the size that is shown, where that is smaller than ours.
        let edge: Replication.TreeEdge?
        let isProven: Bool
    }

    private func own(beside shown: Checkpoint) async throws -> OwnLog? {
        let (origin, projector) = (shown.origin, supervisor.node.view.projector)
        return try await supervisor.node.store.read { transaction -> OwnLog? in
            guard let log = try transaction.log(origin), let note = log.checkpoint,
                let history = try projector.history(of: origin, in: transaction),
                let key = history.logKey(forSize: log.size.rawValue)
            else { return nil }
            let head = try UnverifiedCheckpoint(parsing: note).verified(by: key)
            var edge: Replication.TreeEdge?
            if shown.size < head.size {
                let hashes = try StoredTree(origin: origin, reader: transaction)
                    .subtreeHashes(at: shown.size, of: head)
                edge = Replication.TreeEdge(
                    at: shown.size,
                    of: head,
                    left: hashes.left,
                    right: hashes.right
                )
            }
            return OwnLog(
                head: head,
                keys: try transaction.keyEntries(of: history),
                key: history.logKey(forSize: shown.size.rawValue),
                edge: edge,
                isProven: try ForkKeeper.evidence(of: origin, in: transaction) != nil
            )
        }
    }

    /// The entries that name the keys of both checkpoints: ours alone, or the peer's with them where those do not do.
    private func keys(
        of shown: Checkpoint,
        heldBy peer: KeyName,
        beside own: OwnLog
    ) async throws -> [[UInt8]] {
        if shown.logKey == own.key { return own.keys }
        let line = try supervisor.line(to: peer)
        let shownKeys = try await line.inControl {
            try await $0.keyEntries(of: LogID(shown.origin)).entries
        }
        return own.keys + shownKeys.filter { !own.keys.contains($0) }
    }

    private func material(
        _ shown: Checkpoint,
        heldBy peer: KeyName,
        _ own: OwnLog,
        _ keys: [[UInt8]]
    ) async throws -> ForkMaterial? {
        if shown.size == own.head.size {
            return shown.root == own.head.root
                ? nil : .sameSize(own.head, shown, keys: keys)
        }
        if let edge = own.edge {
            return edge.leftRoot == shown.root
                ? nil : .growth(smaller: shown, larger: own.head, edge: edge, keys: keys)
        }
        // The peer's tiles say whether its tree grew from ours.
        let fetcher = LogFetcher(log: LogID(shown.origin), origin: shown.origin)
        let line = try supervisor.line(to: peer)
        let hashes = try await fetcher.hashes(at: own.head.size, of: shown, over: line)
        guard
            let edge = Replication.TreeEdge(
                at: own.head.size,
                of: shown,
                left: hashes.left,
                right: hashes.right
            )
        else {
            throw ReplicationError(.documentMalformed, ["detail": "tiles", "document": "tree"])
        }
        return edge.leftRoot == own.head.root
            ? nil : .growth(smaller: own.head, larger: shown, edge: edge, keys: keys)
    }
}
