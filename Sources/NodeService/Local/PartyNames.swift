import Casework
import Ledger
import LocalAPI
import TransparencyLog

/// Says what addresses, offices of this node and mechanisms are called: by the cards of the nodes, the charters and the region data.
struct PartyNames {
    /// Arguments of texts that hold addresses, one or several.
    private static let addresses: Set<String> = [
        "address", "addresses", "expected", "members", "own", "signer",
    ]
    /// Those that hold ids of this node's offices, or addresses.
    private static let offices: Set<String> = ["office", "offices", "opener"]

    private let library: CharterLibrary
    /// The card of this node; nil in an audit that does not know whose home it reads.
    private let own: PeerCard?
    /// The cards of the other nodes.
    private let card: @Sendable (NodeName) -> PeerCard?

    /// By what a node knows.
    init(view: NodeView) {
        self.init(library: view.library, own: view.card) { view.registry[$0] }
    }

    /// By charters and cards; `card` gives those of other nodes.
    init(
        library: CharterLibrary,
        own: PeerCard?,
        card: @escaping @Sendable (NodeName) -> PeerCard?
    ) {
        self.library = library
        self.own = own
        self.card = card
    }

    // MARK: Names

    /// What some addresses and a mechanism are called in each language, by id; what has no name but its id is left out.
    func names(of texts: [String], in mechanism: MechanismID?) -> [String: [String: String]] {
        var names: [String: [String: String]] = [:]
        for text in texts where names[text] == nil {
            names[text] = Address(text).flatMap { title(of: $0, in: mechanism) }
        }
        if let mechanism { names[mechanism.text] = title(of: mechanism) }
        return names
    }

    /// The title of the office, or of the only one that a node has; else the full name of the region.
    private func title(of address: Address, in mechanism: MechanismID?) -> [String: String]? {
        let offices = card(of: address, in: mechanism)?.content.offices ?? []
        let named: String?
        if address.office == .system {
            named = address.systemTitle
        } else if let id = address.office {
            named = offices.first { $0.id == id }?.title
        } else {
            named = offices.count == 1 ? offices[0].title : nil
        }
        if let named { return OfficeEnglish.titles(named) }
        guard address.office == nil else { return nil }
        return address.region.fullNames
    }

    /// The card of the node to which an address belongs, in a mechanism or, at home, in any; of a party that left, of the node that had it
    /// last.
    private func card(of address: Address, in mechanism: MechanismID?) -> PeerCard? {
        let mechanisms = mechanism.map { [$0] } ?? library.chains.keys.sorted()
        let owner = mechanisms.lazy.compactMap { mechanism -> NodeName? in
            let newest: Membership? = library.newest(of: mechanism, adopted: nil)
            return newest?.node(of: address) ?? formerOwner(of: address, in: mechanism)
        }.first
        if let owner { return owner == own?.node ? own : card(owner) }
        return own?.content.region == address.region ? own : nil
    }

    /// The node to which an address belonged by the last revision that gave it to one.
    private func formerOwner(of address: Address, in mechanism: MechanismID) -> NodeName? {
        guard let chain = library.chains[mechanism], let newest = chain.newestInForce() else {
            return nil
        }
        return chain.ancestors(of: newest.digest).lazy
            .compactMap { library.membership(of: $0)?.node(of: address) }.first
    }

    private func title(of mechanism: MechanismID) -> [String: String]? {
        let newest: Membership? = library.newest(of: mechanism, adopted: nil)
        return newest.map {
            ["en": $0.charter.content.titleEn, "zh": $0.charter.content.titleZh]
        }
    }

    // MARK: Texts

    /// The problem with the names of the parties beside their ids.
    func titled(_ problem: Problem) -> Problem {
        var titled = problem
        titled.arguments = self.titled(problem.arguments)
        titled.reasons = problem.reasons?.map(self.titled)
        return titled
    }

    /// The text with the names of the parties beside their ids.
    func titled(_ text: CodedText) -> CodedText { CodedText(text.code, titled(text.arguments)) }

    /// Arguments with the names of the parties beside their ids.
    func titled(_ arguments: [String: String]) -> [String: String] {
        let mechanism = arguments["mechanism"].flatMap { MechanismID($0) }
        var titled = arguments
        for (name, value) in arguments
        where arguments["\(name)_zh"] == nil && arguments["\(name)_en"] == nil {
            guard name == "mechanism" || Self.addresses.union(Self.offices).contains(name) else {
                continue
            }
            let ids = value.split(separator: ", ").map(String.init)
            let named = ids.map { (id: $0, titles: titles(of: $0, as: name, in: mechanism)) }
            guard named.contains(where: { $0.titles != nil }) else { continue }
            titled["\(name)_zh"] = named.map { Self.text($0.id, $0.titles, "zh") }
                .joined(separator: "、")
            titled["\(name)_en"] = named.map { Self.text($0.id, $0.titles, "en") }
                .joined(separator: ", ")
        }
        return titled
    }

    private func titles(
        of id: String,
        as name: String,
        in mechanism: MechanismID?
    ) -> [String: String]? {
        if name == "mechanism" { return mechanism.flatMap(title) }
        if Self.offices.contains(name),
            let office = own?.content.offices.first(where: { $0.id.text == id })
        {
            return ["en": office.title, "zh": office.title]
        }
        return Address(id).flatMap { title(of: $0, in: mechanism) }
    }

    /// The name first, and the id to type in brackets.
    private static func text(
        _ id: String,
        _ titles: [String: String]?,
        _ language: String
    ) -> String {
        guard let title = titles?[language] else { return id }
        return language == "zh"
            ? "\(title)（\(id)）" : "\(OfficeEnglish.title(title) ?? title) (\(id))"
    }
}

extension RecordDetail {
    /// Every address of the document, in its order.
    var addresses: [String] {
        timeline.flatMap { entry in [entry.signer].compactMap(\.self) + entry.to }
            + (next ?? []).flatMap(\.signers).flatMap(\.addresses)
            + (clocks ?? []).flatMap(\.bound)
    }
}
