import Casework
import Ledger
import LocalAPI

/// The parties of a matter that belong to no member of its mechanism any more, or to another one.
///
/// A revision has left them out: nothing of the matter reaches them, no step comes from them, and no wider member's node acts in their
/// place.
struct DepartedParties {
    /// The addresses, each once.
    let addresses: Set<Address>
    private let mechanism: MechanismID

    /// Compares the sender and the receivers of a matter with the newest charter in force; nil at home and where all are members.
    init?(of state: RecordState, in mechanism: MechanismID?, _ view: NodeView) {
        guard let mechanism, let newest: Membership = view.library.newest(of: mechanism) else {
            return nil
        }
        self.init(of: state, in: mechanism, as: newest)
    }

    /// Compares them with who is who in a mechanism; nil where all are members.
    init?(of state: RecordState, in mechanism: MechanismID, as parties: any PartyResolver) {
        addresses = state.departed(from: parties)
        self.mechanism = mechanism
        guard !addresses.isEmpty else { return nil }
    }

    /// What is to be said of the matter.
    var text: CodedText {
        let names = addresses.sorted().map(\.text).joined(separator: ", ")
        return CodedText(
            "node.party_left",
            ["addresses": names, "mechanism": mechanism.text]
        )
    }

    /// What is to be said of a step of the matter; nil where it goes to somebody.
    func text(before header: EntryHeader) -> CodedText? { header.to.isEmpty ? text : nil }
}
