package import Casework
package import Cryptography
import TransparencyLog

/// That a revision left a node out of a mechanism, and a later one took it in again.
package struct MemberAbsence: Hashable, Sendable {
    /// A revision by its number and digest.
    package struct Revision: Hashable, Sendable {
        /// The number.
        package let number: UInt64
        /// The digest.
        package let digest: Digest

        init(_ charter: Charter) {
            number = charter.content.revision
            digest = charter.digest
        }
    }

    /// The node.
    package let node: NodeName
    /// The first revision without it.
    package let left: Revision
    /// The first one after that with it.
    package let back: Revision
    /// The members that were left.
    let others: [NodeName]
}

extension CharterChain {
    /// How often a node was out and came back, oldest first, by the undisputed line in force.
    package func absences(of node: NodeName) -> [MemberAbsence] {
        guard let newest = newestInForce() else { return [] }
        let line = ([newest.digest] + ancestors(of: newest.digest)).reversed()
            .compactMap { self[$0] }
        var found: [MemberAbsence] = []
        var left: Charter?
        var wasMember = false
        for charter in line {
            let isMember = charter.content.members.contains { $0.node == node }
            if isMember, let gone = left {
                found.append(
                    MemberAbsence(
                        node: node,
                        left: .init(gone),
                        back: .init(charter),
                        others: Set(gone.content.members.map(\.node)).sorted()
                    )
                )
                left = nil
            }
            if wasMember, !isMember { left = charter }
            wasMember = isMember
        }
        return found
    }
}

extension KeyHistory {
    /// Where the log adopted a charter first; nil where it did not.
    func adoptionIndex(of charter: Digest) -> EntryIndex? {
        adoptions.first { $0.charter == charter }.flatMap { EntryIndex($0.index) }
    }
}

extension ProjectionContext {
    /// When a node was out of a mechanism and came back, by the times at which logs that are here adopted the revisions; an absence that none
    /// of them dates is left out.
    package func absences(
        of node: NodeName,
        in mechanism: MechanismID,
        _ store: some ProjectionStore
    ) throws -> [(absence: MemberAbsence, from: Int64, to: Int64)] {
        try charters.absences(of: node, in: mechanism).compactMap { absence in
            let from = try absence.others.compactMap {
                try adoption(of: absence.left.digest, by: $0, in: mechanism, store)
            }
            .min()
            // What the node itself signed says best since when it heard of what went on.
            let own = try adoption(of: absence.back.digest, by: node, in: mechanism, store)
            let to =
                try own
                ?? absence.others.compactMap {
                    try adoption(of: absence.back.digest, by: $0, in: mechanism, store)
                }
                .min()
            guard let from, let to else { return nil }
            return (absence, from, to)
        }
    }

    /// When the log of a node adopted a charter, a POSIX second.
    private func adoption(
        of charter: Digest,
        by node: NodeName,
        in mechanism: MechanismID,
        _ store: some ProjectionStore
    ) throws -> Int64? {
        // The names of a node and of a mechanism make one of a log.
        guard let origin = try? Origin("\(node)/\(mechanism)"),
            let bytes = try store.projectedLog(origin),
            let index = try histories.history(of: origin, decoding: bytes)
                .adoptionIndex(of: charter)
        else { return nil }
        return try store.projectedEntry(of: origin, at: index)?.at
    }
}
