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
        let arguments = ["mechanism": mechanism.text, "node": peer.name.text]
        switch newest.place(of: peer) {
        case .member: return GateDecision(.scopeMember, arguments)
        case .observer: return GateDecision(.scopeObserver, arguments)
        case .otherKey: return GateDecision(.scopeKeyDiffers, arguments)
        case .outside: return GateDecision(.scopeOutside, arguments)
        }
    }
}
