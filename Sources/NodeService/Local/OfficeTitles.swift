import Casework
import Ledger
import LocalAPI

/// What offices are called on the cards of their nodes.
struct OfficeTitles {
    let view: NodeView

    /// An office by the card of its node: the one that is named, or the only one there.
    func office(
        _ address: Address,
        in mechanism: MechanismID?,
        of node: NodeName?
    ) -> PrintedForm.Office {
        let owner = owner(of: address, in: mechanism, node)
        return self.office(
            address,
            on: owner.flatMap { $0 == view.node ? view.card : view.registry[$0] }
        )
    }

    /// The node that acts for an address: the one that is named, else whose it is.
    func owner(of address: Address, in mechanism: MechanismID?, _ node: NodeName?) -> NodeName? {
        // At home no charter says whose an address is: of our own region it is ours.
        let own = mechanism == nil && address.region == view.card.content.region ? view.node : nil
        return node ?? newest(mechanism)?.node(of: address) ?? own
    }

    /// An office by a card.
    func office(_ address: Address, on card: PeerCard?) -> PrintedForm.Office {
        let offices = card?.content.offices ?? []
        let title: String?
        if address.office == .system {
            title = address.systemTitle
        } else if let id = address.office {
            title = offices.first { $0.id == id }?.title
        } else {
            title = offices.count == 1 ? offices[0].title : nil
        }
        var office = PrintedForm.Office(
            address: address.text,
            title: title,
            region: address.region.fullName
        )
        // A city may act through its province's node; a title with the city's name is its own.
        if let card, let title, address.office != .system, card.content.region != address.region,
            address.region.name.map({ !title.contains($0) }) ?? true
        {
            office.isRepresented = true
        }
        return office
    }

    /// Whom a header addresses, by the offices within each address that a list names; the first list that names any decides.
    static func named(_ to: [Address], in lists: [[Address]]) -> [Address] {
        var named: [Address] = []
        for address in to {
            let within = address.office == nil ? lists : []
            let offices = within.lazy
                .map { $0.filter { $0.office != nil && address.contains($0) } }
                .first { !$0.isEmpty }
            for office in offices ?? [address] where !named.contains(office) {
                named.append(office)
            }
        }
        return named
    }

    /// The newest revision of a mechanism in force.
    func newest(_ mechanism: MechanismID?) -> Membership? {
        mechanism.flatMap { view.library.newest(of: $0, adopted: nil) }
    }
}

extension Address {
    /// What the automatic signer of a region's node is called; nil where the region is not known.
    var systemTitle: String? { region.fullName.map { "\($0)节点系统" } }
}
