import Cryptography
import Ledger
import TransparencyLog

/// Reads what a home keeps of forks and of heads that were signed, and holds it against the logs as they were read.
struct EvidenceCheck {
    let kept: KeptEvidence
    let outcomes: [Origin: LogAudit.Outcome]
    /// By name, those that the auditor trusts, or else those that the source offers.
    let nodeKeys: [KeyName: [VerifierKey]]

    /// Each fork that is proven, each proof or mark that does not hold, and each signed head that a log does not continue.
    func findings() -> [AuditFinding] {
        var findings = kept.findings
        var proven: [[UInt8]: Origin] = [:]
        for (key, bytes) in kept.forks.sorted(by: { $0.digest.lexicographicallyPrecedes($1.digest) }
        ) {
            let digest = Hex.encode(key)
            do {
                let evidence = try evidence(bytes, under: key)
                proven[Array(digest.utf8)] = evidence.origin
                findings.append(finding(evidence, digest))
            } catch {
                findings.append(
                    AuditFinding(
                        .forkEvidenceUnusable,
                        ["digest": digest],
                        place: "fork evidence",
                        cause: "\(error)"
                    )
                )
            }
        }
        for (name, digest) in kept.quarantines {
            // A mark of a name that is none is a mark without evidence.
            let origin = try? Origin(name)
            guard origin == nil || proven[digest] != origin else { continue }
            findings.append(AuditFinding(.quarantineUnproven, log: origin, place: "quarantine"))
        }
        return findings + kept.checkpoints.compactMap { finding($0) }
    }

    private func evidence(_ bytes: [UInt8], under key: [UInt8]) throws -> ForkEvidence {
        guard SHA256.digest(of: bytes).bytes == key else {
            throw AuditDetail(.digestOther, ["digest": SHA256.digest(of: bytes).hex])
        }
        let evidence = try ForkEvidence(parsing: bytes)
        let known =
            (outcomes[evidence.origin]?.history.nodeKeySuccession ?? [])
            + (nodeKeys[evidence.node.name] ?? [])
        guard known.contains(evidence.node) else {
            let fingerprint = Fingerprint(of: evidence.node).text
            throw AuditDetail(.nodeKeyNotKnown, ["fingerprint": fingerprint])
        }
        return evidence
    }

    private func finding(_ evidence: ForkEvidence, _ digest: String) -> AuditFinding {
        let sizes = evidence.checkpoints.map { "\($0.size)" }
        return AuditFinding(
            .logForked,
            [
                "form": evidence.form.rawValue,
                // The smaller head is no beginning of the other history: the two part within it.
                "last": "\(max(evidence.checkpoints.map(\.size.rawValue).min() ?? 1, 1) - 1)",
                "sizes": sizes.isEmpty ? "-" : sizes.joined(separator: ", "),
            ],
            log: evidence.origin,
            place: "fork evidence",
            cause: digest
        )
    }

    private func finding(_ kept: KeptEvidence.Checkpoint) -> AuditFinding? {
        // Of a log that could not be read nothing can be said.
        guard let outcome = outcomes[kept.origin], outcome.isKnown(kept.claim.size) else {
            return nil
        }
        let claim = kept.claim
        if kept.requiresLogKey {
            // A checkpoint that the log's key has not signed is nobody's word.
            guard let key = outcome.history.logKey(forSize: claim.size.rawValue),
                (try? claim.verified(by: key)) != nil
            else { return nil }
        }
        guard outcome.roots[claim.size] != claim.root else { return nil }
        return AuditFinding(
            .checkpointNotInLog,
            ["size": "\(claim.size)", "stored": "\(outcome.entryCount)"],
            log: kept.origin,
            place: kept.place,
            cause: claim.root.hex
        )
    }
}
