package import Cryptography
import Ledger
package import TransparencyLog

/// Verifies one entry by its proof, offline: that a checkpoint covers it, and that the log's key has signed the checkpoint.
package struct EntryVerification: Sendable {
    /// A signature line of the checkpoint, as far as the given keys tell.
    package struct Signature: Sendable {
        /// Who is said to have signed.
        package let name: KeyName
        /// Which of that name's keys is said to have signed.
        package let keyID: KeyID
        /// The fingerprint of the given key that verified it; nil where none did.
        package let fingerprint: String?
    }

    /// The SHA-256 of the entry's bytes.
    package let entry: Digest
    /// The proof; nil where it cannot be read.
    package let proof: TlogProof?
    /// Whether a key of the log that was given has verified the checkpoint's signature.
    package let isAnchored: Bool
    /// Whether entry, index and tree fit together, whoever signed the checkpoint.
    package let isIncluded: Bool
    /// The signature lines of the checkpoint, in their order.
    package let signatures: [Signature]
    /// The signature lines of the entry itself, in their order: the office's, and the approving officer's where there is one.
    package let signers: [Signature]
    /// Why it does not verify, `<module>.<code>` with arguments; empty where it does, which needs a key of the log.
    package let faults: [(code: String, arguments: [String: String])]

    /// Checks an entry; `items` are what the caller trusts: a vkey of the log, or a policy that names the log.
    package init(entry bytes: [UInt8], proof proofBytes: [UInt8], trusting items: [TrustedText]) {
        entry = SHA256.digest(of: bytes)
        signers = Self.signers(of: bytes, items)
        let proof: TlogProof
        do {
            proof = try TlogProof(parsing: proofBytes)
        } catch {
            (self.proof, isAnchored, isIncluded, signatures) = (nil, false, false, [])
            faults = [("transparency_log.\(error.code.rawValue)", error.arguments)]
            return
        }
        self.proof = proof
        var faults: [(code: String, arguments: [String: String])] = []
        do throws(TransparencyLogError) {
            try Self.checkInclusion(MerkleTree.leafHash(of: bytes), proof)
            isIncluded = true
        } catch {
            isIncluded = false
            faults.append(("transparency_log.\(error.code.rawValue)", error.arguments))
        }
        var verified: [Note.VerifiedSignature] = []
        do throws(TransparencyLogError) {
            verified = try Self.verifiedSignatures(of: proof.checkpoint, items)
            if verified.isEmpty { faults += Self.unanchored(proof.checkpoint, items) }
        } catch {
            faults.append(("transparency_log.\(error.code.rawValue)", error.arguments))
        }
        isAnchored = !verified.isEmpty
        signatures = proof.checkpoint.note.signatures.map { line in
            Signature(
                name: line.name,
                keyID: line.keyID,
                fingerprint: verified.first { $0.line == line }.map { Fingerprint(of: $0.key).text }
            )
        }
        if let reason = Self.reason(against: bytes, in: proof.checkpoint.origin) {
            faults.append(("ledger.\(reason.code.rawValue)", reason.arguments))
        }
        self.faults = faults
    }

    /// Who is said to have signed an entry, and whether a given key tells that he did.
    ///
    /// Nobody for what is no entry, which is told besides.
    private static func signers(of bytes: [UInt8], _ items: [TrustedText]) -> [Signature] {
        guard let note = try? UnverifiedEntry(parsing: bytes).note else { return [] }
        let keys = items.flatMap(\.keys)
        return note.signatures.map { line in
            let key = keys.first { $0.isValid(line, over: note.text) }
            return Signature(
                name: line.name,
                keyID: line.keyID,
                fingerprint: key.map { Fingerprint(of: $0).text }
            )
        }
    }

    /// What can be said against an entry of a log without the keys of the log's history: its form, and that it names the log.
    private static func reason(against bytes: [UInt8], in origin: Origin) -> Reason? {
        do throws(Reason) {
            let found = try UnverifiedEntry(parsing: bytes).origin
            guard found != origin else { return nil }
            return Reason(
                .entryOriginMismatch,
                ["found": "\(found)", "required": "\(origin)"]
            )
        } catch {
            return error
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

// MARK: - Who signed

extension EntryVerification {
    /// The signatures under the checkpoint that given keys have verified; empty unless one of them is the log's.
    ///
    /// A signature that does not verify, and a policy whose quorum is not met, throw.
    private static func verifiedSignatures(
        of checkpoint: UnverifiedCheckpoint,
        _ items: [TrustedText]
    ) throws(TransparencyLogError) -> [Note.VerifiedSignature] {
        var verified: [Note.VerifiedSignature] = []
        for item in items {
            switch item {
            case .card: break
            case .key(let key):
                guard key.name == checkpoint.origin, isSigned(checkpoint, by: key) else { break }
                _ = try checkpoint.verified(by: key)
                verified += try checkpoint.note.verify(with: CollectionOfOne(key))
            case .policy(let policy):
                let keys = policy.logs.map(\.key)
                guard keys.contains(where: { $0.name == checkpoint.origin }),
                    keys.contains(where: { isSigned(checkpoint, by: $0) })
                else { break }
                verified += try policy.verifiedSignatures(of: checkpoint)
            }
        }
        return verified
    }

    private static func isSigned(_ checkpoint: UnverifiedCheckpoint, by key: VerifierKey) -> Bool {
        checkpoint.note.signatures.contains { key.matches($0) }
    }

    /// Why nothing that was given could check the log's signature, one fault for each.
    private static func unanchored(
        _ checkpoint: UnverifiedCheckpoint,
        _ items: [TrustedText]
    ) -> [(code: String, arguments: [String: String])] {
        let origin = "\(checkpoint.origin)"
        guard !items.isEmpty else { return [("node.proof_trust_missing", ["origin": origin])] }
        let signed = checkpoint.note.signatures.map { "\($0.name)+\($0.keyID)" }
            .joined(separator: ", ")
        return items.map { item in
            let keys = item.keys
            if let key = keys.first(where: { $0.name == checkpoint.origin }) {
                let given = "\(key.name)+\(key.id)"
                return (
                    "node.checkpoint_key_unknown",
                    ["given": given, "origin": origin, "signed": signed]
                )
            }
            let names = keys.map { "\($0.name)" }.joined(separator: ", ")
            // A log's name is its node's, a slash and the mechanism.
            if case .policy = item {
                return ("node.proof_trust_other", ["given": names, "origin": origin])
            }
            guard let name = keys.first?.name, !name.bytes.contains(UInt8(ascii: "/")) else {
                return ("node.proof_trust_other", ["given": names, "origin": origin])
            }
            return ("node.proof_trust_node", ["node": "\(name)", "origin": origin])
        }
    }
}
