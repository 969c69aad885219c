import Casework
import Ledger
import LocalAPI
import SQLiteStorage
import TransparencyLog

/// An open matter whose rule pack the charter of its mechanism does not name any more: a step of this node under it would not count, and
/// is refused (`pack_not_named`).
struct PackLeftOut {
    private let mechanism: MechanismID
    private let pack: PackReference
    private let revision: UInt64

    /// Looks at the charter by which this node's steps are judged; nil at home, where the pack is named, and where nothing can follow.
    init?(
        of state: RecordState,
        in mechanism: MechanismID?,
        _ view: NodeView,
        _ transaction: SQLiteTransaction
    ) throws {
        guard let mechanism, !state.isTerminal, let pack = state.pack,
            let newest: Membership = view.library.newest(of: mechanism), !newest.names(pack)
        else { return nil }
        // Until this node's log adopts the newest revision its steps go by the one before.
        let origin = try Origin("\(view.node)/\(mechanism)")
        if try transaction.log(origin) != nil,
            let adopted = try view.projector.history(of: origin, in: transaction)?
                .namedCharters.last,
            view.library.chains[mechanism]?[adopted]?.content.rules.contains(pack) == true
        {
            return nil
        }
        self.mechanism = mechanism
        self.pack = pack
        revision = newest.charter.content.revision
    }

    /// What is to be said of the matter.
    var text: CodedText {
        CodedText(
            "node.pack_left_out",
            ["mechanism": mechanism.text, "pack": pack.text, "revision": "\(revision)"]
        )
    }
}
