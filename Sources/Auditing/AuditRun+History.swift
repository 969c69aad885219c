import Cryptography
import Ledger
import TransparencyLog

/// What a log was at an earlier size, as its successor or the auditor says it.
extension AuditRun {
    /// Reads which checkpoint of its predecessor each successor names in its first entry.
    mutating func readPredecessors(of origins: [Origin]) {
        for origin in origins {
            // What cannot be read is found when its log is audited.
            guard let bytes = try? source.entries(of: origin, from: 0, count: 1).first,
                let header = try? UnverifiedEntry(parsing: bytes).header
            else { continue }
            if header.previous != nil || Self.predecessor(of: origin) != nil {
                previous[origin] = .some(header.previous)
            }
        }
    }

    /// The sizes of a log at which its root is asked for.
    func watchedSizes(of origin: Origin) -> [TreeSize] {
        let named = previous.values.compactMap { $0 }.filter { $0.origin == origin }
        return links.filter { $0.origin == origin }.compactMap { TreeSize($0.size) }
            + evidence.checkpoints.filter { $0.origin == origin }.map(\.claim.size)
            + trust.knownCheckpoints.filter { $0.origin == origin }.map(\.size)
            + named.compactMap { TreeSize($0.size) }
    }

    /// Holds what successors and the auditor say against the logs as they are.
    mutating func compareHistory() {
        for (origin, named) in previous.sorted(by: { $0.key < $1.key }) {
            compare(named, in: origin)
        }
        for claim in trust.knownCheckpoints { compare(claim) }
    }

    /// A successor without its predecessor's checkpoint, or with that of another log, promises nothing of the log before it.
    private mutating func compare(_ named: EntryHeader.Previous?, in origin: Origin) {
        let expected = Self.predecessor(of: origin)
        let arguments = [
            "previous": (named?.origin.description ?? expected) ?? "-",
            "size": named.map { "\($0.size)" } ?? "-",
        ]
        var computed: Digest?
        if let named, named.origin.description == expected {
            guard let outcome = outcomes[named.origin] else {
                findings.append(AuditFinding(.previousMissing, arguments, log: origin, index: 0))
                return
            }
            computed = TreeSize(named.size).flatMap { outcome.roots[$0] }
            // Of a log that was read in part, what was not read is nobody's fault but its own.
            let isKnown = TreeSize(named.size).map(outcome.isKnown) ?? outcome.isWhole
            guard computed != named.root, isKnown else { return }
        }
        let roots = ["computed": computed?.hex ?? "-", "root": named?.root.hex ?? "-"]
        findings.append(
            AuditFinding(
                .previousDiffers,
                arguments.merging(roots) { own, _ in own },
                log: origin,
                index: 0
            )
        )
    }

    private mutating func compare(_ claim: UnverifiedCheckpoint) {
        // That the log is not here at all, or not read, has been said.
        guard let outcome = outcomes[claim.origin] else { return }
        let root = outcome.roots[claim.size]
        guard root != claim.root, outcome.isKnown(claim.size) else { return }
        let roots = [
            "computed": root?.hex ?? "-", "root": claim.root.hex, "size": "\(claim.size)",
        ]
        let finding: AuditFinding
        if !Self.isSigned(claim, by: outcome.history) {
            // It is the file that may be another, or the log that was written anew under another key: nobody can tell here.
            finding = AuditFinding(.knownCheckpointUnproven, roots, log: claim.origin)
        } else if root == nil {
            let sizes = ["entries": "\(outcome.entryCount)", "known": "\(claim.size)"]
            // Of another node's log this is a copy, which may be behind without anybody's fault.
            let node = LogName(claim.origin)?.node
            let isCopy = !ownNodes.isEmpty && node.map { !ownNodes.contains($0) } ?? false
            finding = AuditFinding(
                isCopy ? .copyBehindKnown : .logRolledBack,
                sizes,
                log: claim.origin
            )
        } else {
            finding = AuditFinding(.knownCheckpointDiffers, roots, log: claim.origin)
        }
        findings.append(finding)
    }

    /// Whether a checkpoint bears the signature of the key that its log names for its size, or names last.
    private static func isSigned(_ claim: UnverifiedCheckpoint, by history: KeyHistory) -> Bool {
        let key = history.logKey(forSize: claim.size.rawValue) ?? history.currentLogKey
        // That it does not verify is the answer.
        return key.flatMap { try? claim.verified(by: $0) } != nil
    }

    /// The origin of the log before a successor; nil where a log is the first of its name.
    private static func predecessor(of origin: Origin) -> String? {
        guard let name = LogName(origin), name.generation > 1 else { return nil }
        return LogName(
            node: name.node,
            mechanism: name.mechanism,
            generation: name.generation - 1
        )?.text
    }
}
