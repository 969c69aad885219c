import Casework
import Ledger
import TransparencyLog

extension AuditRun {
    /// Revisions in force that name the home's node as a member and that its own log has not adopted: its steps go on under an older one.
    mutating func noteRevisions() {
        for (mechanism, chain) in library.chains.sorted(by: { $0.key < $1.key }) {
            guard let newest = chain.newestInForce() else { continue }
            for node in ownNodes.sorted()
            where newest.content.members.contains(where: { $0.node == node }) {
                // What was not read whole says nothing of what it has adopted.
                guard let origin = newestLog(of: node, in: mechanism),
                    let outcome = outcomes[origin], outcome.isJudgedWhole,
                    let adopted = outcome.history.namedCharters.last,
                    adopted != newest.digest, chain.isAncestor(adopted, of: newest.digest)
                else { continue }
                findings.append(
                    AuditFinding(
                        .revisionNotAdopted,
                        [
                            "mechanism": mechanism.text, "node": node.text,
                            "revision": "\(newest.content.revision)",
                        ],
                        log: origin
                    )
                )
            }
        }
    }

    /// The log that a node goes on counting in: the last of its successors that is here.
    private func newestLog(of node: NodeName, in mechanism: MechanismID) -> Origin? {
        outcomes.keys.compactMap { origin in LogName(origin).map { (origin, $0) } }
            .filter { $0.1.node == node && $0.1.mechanism == mechanism }
            .max { $0.1.generation < $1.1.generation }?.0
    }
}
