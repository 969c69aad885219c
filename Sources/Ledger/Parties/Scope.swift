package import Casework
package import TransparencyLog

/// The first gate: whether a peer may know of a log at all, asked before anything is looked up (ARCHITECTURE.md "How an entry travels").
///
/// Pure, deny by default. It uses the newest revision in force that we know, so that a member that was removed sees
/// nothing from then on.
package enum Scope {
    /// Decides whether `peer` may see the headers, tiles and checkpoints of the log `origin`.
    ///
    /// `own` is the node that answers: a log is shown only within mechanisms that both are in. `newest` gives the
    /// newest charter in force of a mechanism, or nil where there is none.
    package static func decide(
        peer: PeerNode,
        origin: Origin,
        own: PeerNode,
        newest: (MechanismID) -> Membership?
    ) -> GateDecision {
        guard let log = LogName(origin) else {
            return GateDecision(.scopeOriginUnknown, ["origin": "\(origin)"])
        }
        guard !log.isHome else { return GateDecision(.scopeHomeLog, ["origin": "\(origin)"]) }
        return decide(
            peer: peer,
            mechanism: log.mechanism,
            own: own,
            newest: newest(log.mechanism)
        )
    }

    /// As above, for a mechanism itself: its charters, rule packs, cards and notices.
    package static func decide(
        peer: PeerNode,
        mechanism: MechanismID,
        own: PeerNode,
        newest: Membership?
    ) -> GateDecision {
        guard let newest, newest.charter.mechanism == mechanism else {
            return GateDecision(.scopeCharterUnknown, ["mechanism": mechanism.text])
        }
        switch newest.place(of: own) {
        case .member, .observer: break
        case .otherKey, .outside:
            return GateDecision(.scopeSelfOutside, ["mechanism": mechanism.text])
        }
        return decide(peer: peer, charter: newest)
    }

    /// Decides whether `peer` may be told of one charter, in force or not: it goes only to nodes that it names.
    package static func decide(peer: PeerNode, charter: Membership) -> GateDecision {
        let arguments = [
            "mechanism": charter.charter.mechanism.text, "node": peer.name.text,
        ]
        switch charter.place(of: peer) {
        case .member: return GateDecision(.scopeMember, arguments)
        case .observer: return GateDecision(.scopeObserver, arguments)
        case .otherKey: return GateDecision(.scopeKeyDiffers, arguments)
        case .outside: return GateDecision(.scopeOutside, arguments)
        }
    }

    /// Decides whether `peer` may be told of the card of `subject`: they must share a charter.
    ///
    /// `newest` are the newest charters in force of all mechanisms that our node is in.
    package static func decide(
        peer: PeerNode,
        cardOf subject: PeerNode,
        newest: some Sequence<Membership>
    ) -> GateDecision {
        for charter in newest where decide(peer: subject, charter: charter).isAllowed {
            let decision = decide(peer: peer, charter: charter)
            if decision.isAllowed { return decision }
        }
        return GateDecision(
            .scopeNoCommonCharter,
            ["node": peer.name.text, "subject": subject.name.text]
        )
    }
}
