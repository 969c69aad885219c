import Casework
import Cryptography
import Ledger
import LogStorage
import PeerAPI
import Replication
import SQLiteStorage
import TransparencyLog

/// Makes, verifies and keeps fork evidence, and marks logs (FORMATS.md §6).
struct ForkKeeper: Sendable {
    let supervisor: PeerSupervisor

    /// The digest of stored evidence against a log; nil where there is none.
    static func evidence(of origin: Origin, in transaction: SQLiteTransaction) throws -> Digest? {
        if let quarantine = try transaction.quarantine(of: origin) {
            return Digest(hexBytes: quarantine)
        }
        // Written before the log was marked, and cut off there by a crash.
        return try transaction.forkEvidence().first { document in
            (try? ForkEvidence(parsing: document.bytes))?.origin == origin
        }?.digest
    }

    /// Every log, own ones too, against which evidence is stored: what stands in them is in doubt.
    static func doubtful(in transaction: SQLiteTransaction) throws -> Set<Origin> {
        let marked = try transaction.quarantines().map { try Origin($0.key) }
        // What is stored was read before; bytes that are no evidence are no proof.
        let proven = try transaction.forkEvidence().compactMap { document in
            (try? ForkEvidence(parsing: document.bytes))?.origin
        }
        return Set(marked + proven)
    }

    /// Makes evidence of what a follower found, verifies it as anybody would, and stores it; nil where it proves nothing.
    func keepEvidence(of material: ForkMaterial, against log: LogName) async throws -> Digest? {
        for key in supervisor.node.view.trustedKeys(of: log) {
            // Another of the node's keys may have signed the log's first entry.
            guard let evidence = try? Self.evidence(of: material, node: key) else { continue }
            return try await keep(evidence)
        }
        return nil
    }

    private static func evidence(
        of material: ForkMaterial,
        node key: VerifierKey
    ) throws -> ForkEvidence {
        switch material {
        case .sameSize(let first, let second, let keys):
            try .sameSize(node: key, keys: keys, first, second)
        case .growth(let smaller, let larger, let edge, let keys):
            try .growth(
                node: key,
                keys: keys,
                smaller: smaller,
                larger: larger,
                hashes: edge.left.hashes + edge.right.hashes
            )
        case .open(let first, let second): try .open(node: key, first, second)
        }
    }

    private func keep(_ evidence: ForkEvidence) async throws -> Digest {
        let digest = SHA256.digest(of: evidence.encoded)
        try await supervisor.node.store.write { transaction in
            try transaction.putDocument(.forkEvidence, digest.bytes, evidence.encoded)
        }
        if let node = LogName(evidence.origin)?.node {
            supervisor.formerAddresses.evidenceKept(against: node)
        }
        return digest
    }

    /// Stores a peer's evidence where there is none of its form against the log: one proof is enough, however many an author
    /// can make.
    ///
    /// The digest of what is stored; nil where the log is quarantined already.
    private func keepFirst(_ evidence: ForkEvidence) async throws -> Digest? {
        let (isMarked, known) = try await supervisor.node.store.read { transaction in
            let known = try transaction.forkEvidence().first { document in
                // What is stored was read before; bytes that are none are no proof.
                let stored = try? ForkEvidence(parsing: document.bytes)
                return stored?.origin == evidence.origin && stored?.form == evidence.form
            }
            return (try transaction.quarantine(of: evidence.origin) != nil, known?.digest)
        }
        guard !isMarked else { return nil }
        if let known { return known }
        return try await keep(evidence)
    }

    /// Marks a log, for which the evidence is stored.
    func quarantine(_ origin: Origin, evidence digest: Digest) async throws {
        try await supervisor.node.store.write { transaction in
            guard let bytes = try transaction.document(.forkEvidence, digest.bytes) else {
                throw LogStorageError(.dataMissing, ["what": "fork evidence \(digest)"])
            }
            try transaction.quarantine(origin, evidence: bytes)
        }
    }

    /// Queues stored evidence for every peer of the mechanism.
    func tellPeers(evidence digest: Digest, of mechanism: MechanismID) async throws {
        let node = supervisor.node
        guard
            let bytes = try await node.store.read({
                try $0.document(.forkEvidence, digest.bytes)
            })
        else { return }
        let notice = try Notice(parsing: bytes)
        supervisor.passOn(notice) { peer in
            PeerSupervisor.isCommon(mechanism, with: peer, node.view)
        }
    }

    /// The stored evidence of a mechanism's logs that a peer may be told of, as notices.
    func notices(for peer: KeyName, of mechanism: String) async throws -> [Notice] {
        let stored = try await supervisor.node.store.read { try $0.forkEvidence() }
        return try stored.filter { document in
            // What is stored was read before; bytes that are no evidence are not sent.
            let evidence = try? ForkEvidence(parsing: document.bytes)
            return evidence.flatMap { LogName($0.origin) }?.mechanism.text == mechanism
        }
        .map { try Notice(parsing: $0.bytes) }
        .filter { supervisor.mayTell($0, to: peer) }
    }

    /// Takes a peer's evidence; throws a refusal for anything that does not verify under a key that we trust.
    func receive(_ bytes: [UInt8], from peer: KeyName) async throws {
        let evidence: ForkEvidence
        do {
            evidence = try ForkEvidence(parsing: bytes)
        } catch {
            throw PeerRefusal(
                .notVerifiable,
                cause: "\(error.code.rawValue)",
                remedy: "Only the three forms of evidence are taken."
            )
        }
        let node = supervisor.node
        guard let name = LogName.replicated(evidence.origin),
            supervisor.peerNode(peer).map({
                PeerSupervisor.isCommon(name.mechanism, with: $0, node.view)
            }) == true
        else { return }
        guard node.view.trustedKeys(of: name).contains(evidence.node) else {
            throw PeerRefusal(
                .notVerifiable,
                cause: "The node key of the evidence is not the one known here.",
                remedy: "Compare the cards of \(name.node)."
            )
        }
        // An author can sign two beginnings of any number of logs that nobody has seen.
        guard supervisor.isPossible(name) else { return }
        guard let digest = try await keepFirst(evidence) else { return }
        if name.node == node.view.node {
            // Two different first entries: the log differs from its first entry on.
            let size = evidence.checkpoints.map(\.size).min() ?? 1
            supervisor.ownHeads.forked(evidence.origin, size: size, from: peer)
        } else {
            try supervisor.follower(of: evidence.origin)?
                .forkReported(digest, form: evidence.form.rawValue)
        }
    }
}
