package import Auditing
package import Cryptography
import Ledger
package import TransparencyLog

/// Verifies one entry by its proof, offline: that a checkpoint covers it, and who signed the checkpoint.
package struct EntryVerification: Sendable {
    /// The SHA-256 of the entry's bytes.
    package let entry: Digest
    /// The proof; nil where it cannot be read.
    package let proof: TlogProof?
    /// Whether the checkpoint's key was given by whoever asks.
    package let isAnchored: Bool
    /// Why it does not verify, `<module>.<code>` with arguments; empty where it does.
    package let faults: [(code: String, arguments: [String: String])]

    /// Checks an entry; `trust` holds the log's vkey, or the node's, whose log keys an audit of the whole log proves.
    package init(entry bytes: [UInt8], proof proofBytes: [UInt8], trusting trust: Trust) {
        entry = SHA256.digest(of: bytes)
        var faults: [(code: String, arguments: [String: String])] = []
        let proof: TlogProof
        do {
            proof = try TlogProof(parsing: proofBytes)
        } catch {
            self.proof = nil
            isAnchored = false
            self.faults = [("transparency_log.\(error.code.rawValue)", error.arguments)]
            return
        }
        self.proof = proof
        let keys = trust.nodeKeys[proof.checkpoint.origin] ?? []
        isAnchored = !keys.isEmpty
        do throws(TransparencyLogError) {
            let leafHash = MerkleTree.leafHash(of: bytes)
            if let key = keys.first(where: { key in
                proof.checkpoint.note.signatures.contains { key.matches($0) }
            }) {
                _ = try proof.verify(leafHash: leafHash, logKey: key)
            } else {
                try Self.checkInclusion(leafHash, proof)
                if !keys.isEmpty { faults.append(("node.checkpoint_key_unknown", [:])) }
            }
        } catch {
            faults.append(("transparency_log.\(error.code.rawValue)", error.arguments))
        }
        if case .failure(let reason) = Self.form(of: bytes) {
            faults.append(("ledger.\(reason.code.rawValue)", reason.arguments))
        }
        self.faults = faults
    }

    private static func form(of bytes: [UInt8]) -> Result<UnverifiedEntry, Reason> {
        do throws(Reason) {
            return .success(try UnverifiedEntry(parsing: bytes))
        } catch {
            return .failure(error)
        }
    }

    private static func checkInclusion(
        _ leafHash: Digest,
        _ proof: TlogProof
    ) throws(TransparencyLogError) {
        let checkpoint = proof.checkpoint
        guard
            let inclusion = InclusionProof(
                of: proof.index,
                in: checkpoint.size,
                hashes: proof.hashes
            ),
            inclusion.isValid(leafHash: leafHash, root: checkpoint.root, hasher: TreeHasher())
        else {
            throw TransparencyLogError(
                .tlogProofInvalid,
                ["index": "\(proof.index)", "size": "\(checkpoint.size)"]
            )
        }
    }
}
