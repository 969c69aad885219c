import Casework
import Ledger
import LocalAPI
import LogStorage

/// Whether the offices that a charter names as members are offices of their nodes, by the newest cards that are here.
struct MemberOffices {
    let view: NodeView

    /// What is to be said of a member whose node's card does not name its office; nil where it does, and where no card is here.
    func arguments(of member: CharterContent.Member) -> [String: String]? {
        guard let office = member.address.office,
            let card = member.node == view.node ? view.card : view.registry[member.node],
            !card.content.offices.contains(where: { $0.id == office })
        else { return nil }
        return [
            "address": member.address.text, "node": member.node.text,
            "offices": card.content.offices.map { "\($0.id.text) \($0.title)" }
                .joined(separator: ", "),
        ]
    }

    /// What whoever signs or joins a charter should look at: nobody could act for such a member.
    func warnings(of charter: Charter) -> [CodedText] {
        charter.content.members.compactMap { member in
            arguments(of: member).map { CodedText("node.member_office_unknown", $0) }
        }
    }
}
