import Casework
import Ledger
import LocalAPI
import TransparencyLog

/// Who would receive a step before it is signed: every node of the mechanism its header, and whom the second gate lets have the body.
struct Recipients {
    let view: NodeView
    let header: EntryHeader
    let origin: Origin
    let now: Int64

    /// The other nodes of the mechanism, by name; nobody for a step at home.
    func all() throws -> [EntryPreview.Recipient] {
        guard let name = LogName(origin), !name.isHome,
            let newest: Membership = view.library.newest(of: name.mechanism, adopted: nil)
        else { return [] }
        let entry = GrantView(
            header: header,
            origin: origin,
            index: EntryIndex(integerLiteral: 0),
            standing: .counts
        )
        let context = AccessContext(
            clock: ClockState(now: now, isSynchronised: true),
            adopted: newest,
            newest: newest
        )
        let content = newest.charter.content
        let keys = content.memberKeys.union(content.observers)
        return keys.compactMap { PeerNode(key: $0) }.filter { $0.name != view.node }
            .sorted { $0.name < $1.name }
            .map { peer in recipient(peer, newest, entry, context) }
    }

    /// Everybody who would have it, as it is shown before signing: an office of this node to which the step goes, then the other nodes.
    func shown() throws -> [EntryPreview.Recipient] { try here() + all() }

    /// This node, where the step goes to an office of its own: no peer is asked to send it there.
    private func here() throws -> [EntryPreview.Recipient] {
        guard let name = LogName(origin), !name.isHome,
            let newest: Membership = view.library.newest(of: name.mechanism, adopted: nil)
        else { return [] }
        let own = header.to.filter { newest.party(of: $0)?.node == view.node }.map(\.text)
        guard !own.isEmpty else { return [] }
        let hasBody = header.objects.contains { $0.role == .body }
        var recipient = EntryPreview.Recipient(
            addresses: own,
            body: hasBody,
            node: view.node.text,
            reason: hasBody
                ? CodedText("node.received_here", ["node": view.node.text]) : nil
        )
        recipient.names = PartyNames(view: view).names(of: own, in: name.mechanism)
            .filter { own.contains($0.key) }
        return [recipient]
    }

    private func recipient(
        _ peer: PeerNode,
        _ newest: Membership,
        _ entry: GrantView,
        _ context: AccessContext
    ) -> EntryPreview.Recipient {
        let decision = header.objects.first { $0.role == .body }.map { body in
            AccessDecision.decide(peer: peer, entry: entry, object: body.sha256, context: context)
        }
        var recipient = EntryPreview.Recipient(
            addresses: newest.addresses(of: peer.name).map(\.text),
            body: decision?.isAllowed ?? false,
            node: peer.name.text,
            reason: decision.map { CodedText($0) }
        )
        let names = PartyNames(view: view).names(
            of: recipient.addresses,
            in: newest.charter.mechanism
        )
        recipient.names = names.filter { recipient.addresses.contains($0.key) }
        return recipient
    }
}

// MARK: - Members that nothing reaches

extension Recipients {
    /// Members and observers of our mechanisms that were not added as peers, each once a mechanism.
    static func strangers(in view: NodeView) -> [CodedText] {
        view.library.chains.keys.sorted { $0.text < $1.text }.flatMap { mechanism -> [CodedText] in
            guard let newest: Membership = view.library.newest(of: mechanism, adopted: nil) else {
                return []
            }
            let content = newest.charter.content
            let names = content.memberKeys.union(content.observers)
                .compactMap { PeerNode(key: $0)?.name }.sorted()
            guard names.contains(view.node) else { return [] }
            return names.filter { $0 != view.node && view.registry[$0] == nil }
                .map { stranger($0, mechanism) }
        }
    }

    /// Those to whom the step is addressed and whom it cannot reach, since they were not added as peers.
    func unreached() throws -> [CodedText] {
        guard let name = LogName(origin), !name.isHome else { return [] }
        let addressed = Set(header.to.map(\.text))
        return try all().filter { !addressed.isDisjoint(with: $0.addresses) }
            .compactMap { NodeName($0.node) }
            .filter { view.registry[$0] == nil }
            .map { Self.stranger($0, name.mechanism) }
    }

    /// The parties of the matter that cannot read what the step says, since its body does not go to their nodes.
    func unread(by readers: [Address]) throws -> [CodedText] {
        guard header.objects.contains(where: { $0.role == .body }), let name = LogName(origin),
            let newest: Membership = view.library.newest(of: name.mechanism, adopted: nil)
        else { return [] }
        let denied = Set(try all().filter { !$0.body }.map(\.node))
        let without = Set(readers).sorted().filter { address in
            newest.party(of: address).map { denied.contains($0.node.text) } ?? false
        }
        guard !without.isEmpty else { return [] }
        let addresses = without.map(\.text).joined(separator: ", ")
        let event = header.event.text
        return [CodedText("node.body_not_for_party", ["addresses": addresses, "event": event])]
    }

    private static func stranger(_ node: NodeName, _ mechanism: MechanismID) -> CodedText {
        CodedText("node.member_not_added", ["mechanism": mechanism.text, "node": node.text])
    }
}
