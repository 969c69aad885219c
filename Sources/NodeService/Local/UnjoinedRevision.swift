import Casework
import Ledger
import LocalAPI
import SQLiteStorage
import TransparencyLog

/// A revision in force that names this node and that its log has not adopted: the node's steps go on under an older one, without the
/// members that came since.
struct UnjoinedRevision {
    /// The newest charter in force.
    let charter: Charter

    /// Compares a mechanism's newest charter with the one that our log has adopted; nil where they are the same, where the newest does
    /// not follow, and where we write no log there.
    init?(of mechanism: MechanismID, in view: NodeView, _ transaction: SQLiteTransaction) throws {
        guard let chain = view.library.chains[mechanism], let newest = chain.newestInForce(),
            newest.content.members.contains(where: { $0.node == view.node }),
            // Every name of a log is an origin.
            let origin = try? Origin("\(view.node)/\(mechanism)"),
            try transaction.log(origin) != nil,
            let adopted = try view.projector.history(of: origin, in: transaction)?
                .namedCharters.last,
            adopted != newest.digest, chain.isAncestor(adopted, of: newest.digest)
        else { return nil }
        charter = newest
    }

    /// What the operator and whoever takes a step are told.
    var text: CodedText {
        CodedText(
            "node.revision_not_joined",
            [
                "mechanism": charter.mechanism.text, "revision": "\(charter.content.revision)",
            ]
        )
    }
}
