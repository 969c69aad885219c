package import Casework
import Cryptography
import Ledger
import TransparencyLog

/// What the standing of the node whose home is audited means for what can be computed there: whether a revision has left it out, and
/// whether receipts of others come to it at all.
package struct HomeStanding: Sendable {
    private let library: CharterLibrary
    private let logs: [Origin]
    /// Mechanisms of which a charter is missing: who is a member there cannot be said.
    private let unknown: Set<MechanismID>
    /// The node whose home it is; nil where no home log says so.
    package let node: NodeName?

    /// Takes the logs that are here and the mechanisms of which a charter is missing.
    init(
        of node: NodeName?,
        in library: CharterLibrary,
        logs: [Origin] = [],
        lacking unknown: Set<MechanismID> = []
    ) {
        self.node = node
        self.library = library
        self.logs = logs
        self.unknown = unknown
    }

    /// Whether it can be said at all who is a member of a mechanism.
    package func isKnown(_ mechanism: MechanismID) -> Bool { !unknown.contains(mechanism) }

    /// The revision with which the node has left a mechanism, and the size at which the last of its logs there has ended; nil where it has
    /// not.
    package func departure(from mechanism: MechanismID) -> (revision: UInt64, size: UInt64)? {
        guard let node, let origin = newestLog(of: node, in: mechanism),
            let end = library.chains[mechanism]?.end(of: origin)
        else { return nil }
        return (end.since.content.revision, end.size)
    }

    /// The log that the node went on counting in: the last of its successors that is here, or the first one's name.
    private func newestLog(of node: NodeName, in mechanism: MechanismID) -> Origin? {
        let here = logs.compactMap { origin in LogName(origin).map { (origin, $0) } }
            .filter { $0.1.node == node && $0.1.mechanism == mechanism }
            .max { $0.1.generation < $1.1.generation }?.0
        // Every name of a log is an origin.
        return here ?? (try? Origin("\(node)/\(mechanism)"))
    }

    /// Whether receipts of a mechanism's members come to the node: to members they do, to observers and to those who left they do not.
    package func keepsReceipts(of mechanism: MechanismID) -> Bool {
        let content = library.chains[mechanism]?.newestInForce()?.content
        return content?.members.contains { $0.node == node } ?? false
    }

    /// What whoever reads the report should know of each mechanism.
    package func findings(on logs: [AuditReport.Log]) -> [AuditFinding] {
        guard let node else { return [] }
        let byMechanism = Dictionary(grouping: logs.filter { LogName($0.origin)?.isHome == false })
        {
            LogName($0.origin)?.mechanism ?? LogName.home
        }
        var findings: [AuditFinding] = []
        for (mechanism, logs) in byMechanism.sorted(by: { $0.key < $1.key })
        where isKnown(mechanism) {
            let arguments = ["mechanism": mechanism.text]
            if let departure = departure(from: mechanism) {
                let more = [
                    "node": node.text, "revision": "\(departure.revision)",
                    "size": "\(departure.size)",
                ]
                findings.append(
                    AuditFinding(.memberLeft, arguments.merging(more) { own, _ in own })
                )
            } else if !keepsReceipts(of: mechanism) {
                findings.append(AuditFinding(.receiptsNotKept, arguments))
            } else if hasOthers(mechanism), logs.contains(where: { $0.entryCount > 0 }),
                logs.allSatisfy({ $0.cosignatureCount == 0 })
            {
                findings.append(AuditFinding(.receiptsNone, arguments))
            }
        }
        return findings
    }

    private func hasOthers(_ mechanism: MechanismID) -> Bool {
        let members = library.chains[mechanism]?.newestInForce()?.content.members ?? []
        return members.contains { $0.node != node }
    }
}

extension AuditedEntries {
    /// The standing of the node whose home this is.
    package var standing: HomeStanding {
        let homes = Set(logs.compactMap { LogName($0) }.filter(\.isHome).map(\.node))
        return HomeStanding(
            of: homes.count == 1 ? homes.first : nil,
            in: library,
            logs: logs,
            lacking: lackingCharters.mechanisms
        )
    }
}
