import Casework
import Ledger
import LocalAPI

extension NodeView {
    /// Whether receipts of a mechanism's members come to this node: to members they do, to observers and to those who left they do not, so
    /// that none here says nothing.
    func keepsReceipts(of mechanism: MechanismID) -> Bool {
        library.chains[mechanism]?.newestInForce()?.content.members
            .contains { $0.node == node } ?? false
    }
}

extension ClockDocument {
    /// The clock without the word that its end is not proven yet, where no proof could have come.
    var withoutOpenProof: ClockDocument {
        var clock = self
        if clock.end?.proof == ClockProof.open.rawValue { clock.end?.proof = nil }
        return clock
    }
}
