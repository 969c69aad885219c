import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import Replication
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// What a home keeps of its logs' histories besides the newest head.
@Suite struct KeptHistoryTests {
    private static let origin = AuditOperationsTests.origin

    private static func log(_ keyring: NodeKeyring) throws -> Ed25519Signer {
        let home = try #require(MechanismID("home"))
        return try #require(keyring.logs[home])
    }

    /// The faults of a home after a change of its database, each with its place.
    private static func faults(
        after change: @escaping ChangedHome.Change
    ) async throws -> [String] {
        try await ChangedHome.findings(after: change).filter { $0.weight == .fault }
            .map { finding in
                let fork = finding.code == .logForked ? ", \(finding.arguments["form"] ?? "") " : ""
                return "\(finding.code.rawValue) \(finding.place ?? "-")\(fork)"
                    + (finding.code == .logForked
                        ? "\(finding.arguments["sizes"] ?? ""), \(finding.arguments["last"] ?? "")"
                        : "")
            }
    }

    @Test(
        "a log that was set back is named by each larger checkpoint that is still there, and entries beyond the head of an own log are surplus"
    )
    func setBack() async throws {
        for keepsEntries in [false, true] {
            let faults = try await Self.faults { transaction, _ in
                try transaction.setBack(Self.origin, to: 3, keepsEntries)
            }
            #expect(faults.contains("checkpoint_size_differs checkpoint 4"), "\(faults)")
            #expect(faults.contains("checkpoint_size_differs checkpoint 5"), "\(faults)")
            #expect(!faults.contains { $0.hasSuffix("checkpoint 3") })
            #expect(faults.contains("entries_surplus log") == keepsEntries, "\(faults)")
        }
    }

    @Test("a kept checkpoint that the log's key has not signed, or of another root, is named")
    func checkpoints() async throws {
        let forged = try await Self.faults { transaction, _ in
            var note = try #require(
                try transaction.checkpoint(of: Origin(Self.origin), size: 3)
            )
            note[note.count - 20] = note[note.count - 20] == 0x41 ? 0x42 : 0x41
            try transaction.putCheckpoint(note, of: Self.origin, size: 3)
        }
        #expect(forged == ["checkpoint_unusable checkpoint 3"])
        let other = try await Self.faults { transaction, _ in
            let note = try #require(
                try transaction.checkpoint(of: Origin(Self.origin), size: 3)
            )
            try transaction.putCheckpoint(note, of: Self.origin, size: 2)
        }
        #expect(other == ["checkpoint_unusable checkpoint 2"])
        let root = try await Self.faults { transaction, _ in
            let note = try #require(
                try transaction.checkpoint(of: Origin(Self.origin), size: 3)
            )
            let claim = try UnverifiedCheckpoint(parsing: note)
            let zero = [UInt8](repeating: 0, count: 32)
            let text = String(decoding: note, as: UTF8.self).replacing(
                String(decoding: Base64.encode(claim.root.bytes).utf8, as: UTF8.self),
                with: String(decoding: Base64.encode(zero).utf8, as: UTF8.self)
            )
            try transaction.putCheckpoint(Array(text.utf8), of: Self.origin, size: 3)
        }
        #expect(root == ["checkpoint_root_differs checkpoint 3"])
    }

    /// Evidence that this node has signed two histories of its home log.
    private static func evidence(
        _ transaction: SQLiteTransaction,
        _ keyring: NodeKeyring,
        node: Ed25519Signer? = nil
    ) throws -> [UInt8] {
        let origin = try Origin(Self.origin)
        let first = try #require(
            try transaction.entries(of: origin, from: 0, count: 1).first
        )
        let note = try #require(try transaction.checkpoint(of: origin, size: 3))
        let log = try Self.log(keyring)
        return try ForkEvidence.sameSize(
            node: (node ?? keyring.node).verifierKey,
            keys: [first],
            UnverifiedCheckpoint(parsing: note).verified(by: log.verifierKey),
            Checkpoint(size: 3, root: SHA256.digest(of: [1]), signer: log)
        )
        .encoded
    }

    @Test("kept fork evidence says that the log's author has signed two histories")
    func forks() async throws {
        let origin = try Origin(Self.origin)
        for isMarked in [false, true] {
            let found = try await Self.faults { transaction, keyring in
                let evidence = try Self.evidence(transaction, keyring)
                if isMarked {
                    try transaction.quarantine(origin, evidence: evidence)
                } else {
                    let digest = SHA256.digest(of: evidence)
                    try transaction.putDocument(.forkEvidence, digest.bytes, evidence)
                }
            }
            #expect(found == ["log_forked fork evidence, same-size 3, 3, 2"])
        }
    }

    @Test("a quarantine without its evidence, and evidence that does not hold, are faults")
    func unproven() async throws {
        let origin = try Origin(Self.origin)
        let removed = try await Self.faults { transaction, keyring in
            let evidence = try Self.evidence(transaction, keyring)
            try transaction.quarantine(origin, evidence: evidence)
            let digest = SHA256.digest(of: evidence)
            try transaction.removeDocument(.forkEvidence, digest.bytes)
        }
        #expect(removed == ["quarantine_unproven quarantine"])
        let changed = try await Self.faults { transaction, keyring in
            var evidence = try Self.evidence(transaction, keyring)
            evidence[evidence.count - 20] ^= 1
            try transaction.quarantine(origin, evidence: evidence)
        }
        #expect(
            changed == ["fork_evidence_unusable fork evidence", "quarantine_unproven quarantine"]
        )
        let misplaced = try await Self.faults { transaction, keyring in
            let evidence = try Self.evidence(transaction, keyring)
            try transaction.putDocument(.forkEvidence, [UInt8](repeating: 1, count: 32), evidence)
        }
        #expect(misplaced == ["fork_evidence_unusable fork evidence"])
        let other = try await Self.faults { transaction, keyring in
            let evidence = try Self.evidence(transaction, keyring)
            try transaction.quarantine(origin, evidence: evidence)
            let digest = Array(SHA256.digest(of: evidence).hex.utf8)
            try transaction.putDocument(.quarantine, Array("a.example/home".utf8), digest)
        }
        #expect(
            other == [
                "log_forked fork evidence, same-size 3, 3, 2", "quarantine_unproven quarantine",
            ]
        )
    }

    @Test(
        "a kept stop of appends whose checkpoint the log's key has signed, and a receipt of this node, are heads that the log must continue",
        arguments: [(3, true), (5, true), (6, true), (3, false), (6, false)]
    )
    func heads(size: UInt64, isOther: Bool) async throws {
        let origin = try Origin(Self.origin)
        @Sendable func checkpoint(
            _ transaction: SQLiteTransaction,
            _ signer: Ed25519Signer
        ) throws -> Checkpoint {
            let size = TreeSize(integerLiteral: size)
            let entries = try transaction.entries(of: origin, from: 0, count: size.int)
            let root = MerkleTree.root(ofLeafHashes: entries.map { MerkleTree.leafHash(of: $0) })
            return try Checkpoint(
                size: size,
                root: isOther ? SHA256.digest(of: [1]) : root,
                signer: signer
            )
        }
        @Sendable func putStop(
            _ transaction: SQLiteTransaction,
            _ signer: Ed25519Signer
        ) throws {
            let note = try checkpoint(transaction, signer).logNote.encoded
            let stop = OwnHeadGuard.StoredStop(
                code: "own_head_larger",
                arguments: [:],
                checkpoint: String(decoding: note, as: UTF8.self)
            )
            let name = OwnHeadGuard.stopPrefix + "\(origin)"
            try transaction.putMeta(name, Array(JSONEncoder().encode(stop)))
        }
        let isFault = isOther || size > 5
        let stop = try await Self.faults { transaction, keyring in
            try putStop(transaction, Self.log(keyring))
        }
        #expect(stop == (isFault ? ["checkpoint_not_in_log append-stop"] : []))
        let stranger = try await Self.faults { transaction, _ in
            try putStop(transaction, Ed25519Signer(name: origin, privateKey: .init()))
        }
        #expect(stranger == [])
        let receipt = try await Self.faults { transaction, keyring in
            let signed = try checkpoint(transaction, Self.log(keyring))
            let line = try keyring.mirror.cosign(signed, at: 1)
            try transaction.putOutgoingReceipt(
                origin,
                size: signed.size,
                body: CosignatureSubmission(signed, lines: [line]).encoded
            )
        }
        // Nor was the receipt stored that a node stores together with the one to be sent.
        let removed = "receipt_removed cosignature"
        #expect(receipt.contains(removed))
        #expect(
            receipt.filter { $0 != removed }
                == (isFault ? ["checkpoint_not_in_log receipt"] : [])
        )
    }
}

extension SQLiteTransaction {
    fileprivate func putCheckpoint(_ note: [UInt8], of origin: String, size: UInt64) throws {
        let statement = try statement(
            "UPDATE checkpoint SET note = ?2, checksum = row_checksum(?1, ?2) WHERE position = ?1"
        )
        statement.bind(1, RowKey.position(try number(of: Origin(origin)), size))
        statement.bind(2, note)
        try statement.run()
    }

    /// Sets the head back with every checksum right; what lay beyond it is gone but for the checkpoints, or left as staged.
    func setBack(_ name: String, to size: UInt64, _ keepsEntries: Bool) throws {
        let origin = try Origin(name)
        let (log, number) = (try #require(try log(origin)), try number(of: origin))
        let entries = try entries(of: origin, from: 0, count: Int(size))
        var edge = CompactRange()
        for entry in entries {
            edge.append(leafHash: hasher.leafHash(of: entry), hasher: hasher)
        }
        let staged = keepsEntries ? log.edge : edge
        let note = try #require(try checkpoint(of: origin, size: edge.end))
        let update = try statement(
            """
            UPDATE log SET size = ?2, root = ?3, edge = ?4, staged_size = ?5, staged_edge = ?6,
            checkpoint = ?7, checksum = row_checksum(id, origin, kind, ?2, ?3, ?4, ?5, ?6, ?7)
            WHERE id = ?1
            """
        )
        update.bind(1, number)
        update.bind(2, Int64(edge.end.rawValue))
        update.bind(3, edge.root(hasher: hasher))
        update.bind(4, edge.hashes.flatMap(\.bytes))
        update.bind(5, Int64(staged.end.rawValue))
        update.bind(6, staged.hashes.flatMap(\.bytes))
        update.bind(7, note)
        try update.run()
        guard !keepsEntries else { return }
        let first = RowKey.position(number, size)
        for sql in [
            "DELETE FROM entry WHERE position >= \(first)",
            "DELETE FROM entry_digest WHERE position >= \(first)",
            "DELETE FROM request WHERE tree_size > \(size)",
            "DELETE FROM projected_entry WHERE position >= \(first)",
            "UPDATE tile SET width = \(size)",
        ] {
            try statement(sql).run()
        }
    }
}
