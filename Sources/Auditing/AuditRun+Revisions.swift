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
                // Every name of a log is an origin. What was not read whole says nothing of what it has adopted.
                guard let origin = try? Origin("\(node)/\(mechanism)"),
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
}
