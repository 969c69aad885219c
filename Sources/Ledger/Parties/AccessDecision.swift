internal import Casework
package import Cryptography

/// The second gate: whether an object's bytes may leave for a peer (ARCHITECTURE.md "How an entry travels").
///
/// Pure, deny by default, decided on the stored entry before the object is looked up. Peer API, bundles, command line,
/// statistics and export all ask here.
package enum AccessDecision {
    /// Decides whether `peer` may hold the object `object` of `entry`.
    ///
    /// The object leaves only if the charter adopted at the entry's index and the newest one in force both allow it.
    /// The sender is in every audience, but a cross-border node never receives personal data, its own included.
    package static func decide(
        peer: PeerNode,
        entry: GrantView,
        object: Digest,
        context: AccessContext
    ) -> GateDecision {
        let place = ["index": "\(entry.index)", "origin": "\(entry.origin)"]
        guard let log = LogName(entry.origin), !log.isHome else {
            return GateDecision(.accessHomeLog, place)
        }
        switch entry.standing {
        case .counts: break
        case .invalid: return GateDecision(.accessEntryInvalid, place)
        case .beyondEnd: return GateDecision(.accessEntryBeyondEnd, place)
        }
        guard let reference = reference(to: object, in: entry, through: context.manifest) else {
            return GateDecision(.accessObjectUnnamed, ["object": object.hex])
        }
        guard !context.erased.contains(object), !context.erased.contains(reference.sha256) else {
            return GateDecision(.accessErased, ["object": object.hex])
        }
        guard let adopted = context.adopted, let newest = context.newest,
            adopted.charter.mechanism == log.mechanism, newest.charter.mechanism == log.mechanism
        else { return GateDecision(.accessCharterUnknown, [:]) }
        let question = Question(
            peer: peer,
            sender: log.node,
            entry: entry,
            reference: reference,
            context: context
        )
        let then = question.answer(under: adopted, outside: .accessNotMemberThen)
        guard then.isAllowed else { return then }
        let now = question.answer(under: newest, outside: .accessNotMemberNow)
        // Where the two charters allow for different reasons, the newest one's is told.
        return now
    }

    /// The reference by which the entry names the object, itself or through a manifest whose audience and label it inherits.
    private static func reference(
        to object: Digest,
        in entry: GrantView,
        through manifest: Digest?
    ) -> ObjectReference? {
        if let own = entry.objects.first(where: { $0.sha256 == object }) { return own }
        guard let manifest else { return nil }
        return entry.objects.first { $0.sha256 == manifest && $0.role == .manifest }
    }
}

/// One peer's wish for one object, to be answered under one charter.
private struct Question {
    let peer: PeerNode
    let sender: NodeName
    let entry: GrantView
    let reference: ObjectReference
    let context: AccessContext

    private var node: [String: String] { ["node": peer.name.text] }

    func answer(under charter: Membership, outside: GateReason.Code) -> GateDecision {
        switch charter.place(of: peer) {
        case .outside: GateDecision(outside, node)
        case .otherKey: GateDecision(.accessKeyDiffers, node)
        case .observer: answerToObserver
        case .member(let isCrossBorder):
            if isCrossBorder && reference.label.isPersonal {
                GateDecision(.accessCrossBorder, node)
            } else {
                answerToMember(charter)
            }
        }
    }

    private var answerToObserver: GateDecision {
        let isOpen = reference.label == .public && reference.audience == .mechanism
        return GateDecision(isOpen ? .accessObserverPublic : .accessObserver, node)
    }

    private func answerToMember(_ charter: Membership) -> GateDecision {
        if peer.name == sender { return GateDecision(.accessSender, node) }
        // An empty audience is nobody, whoever the entry is addressed to.
        if reference.audience == .addresses([]) { return GateDecision(.accessNobody, node) }
        if reference.label.isEmbargoed {
            if isAmong(entry.to, charter) { return GateDecision(.accessParticipant, node) }
            let audience = answerByAudience(charter)
            return audience.isAllowed ? answerByRelease : audience
        }
        return answerByAudience(charter)
    }

    private func answerByAudience(_ charter: Membership) -> GateDecision {
        switch reference.audience {
        case .mechanism: GateDecision(.accessMember, node)
        case .addressees:
            GateDecision(
                isAmong(entry.to, charter) ? .accessAddressee : .accessNotAddressee,
                node
            )
        case .addresses(let list):
            GateDecision(isAmong(list, charter) ? .accessListed : .accessNotListed, node)
        }
    }

    private var answerByRelease: GateDecision {
        guard !context.embargo.isWithdrawn else {
            return GateDecision(.accessEmbargoWithdrawn, [:])
        }
        guard let release = context.embargo.release else {
            return GateDecision(.accessEmbargoTimeUnknown, [:])
        }
        if let fault = context.clock.fault { return fault }
        guard context.clock.now >= release else {
            return GateDecision(.accessEmbargo, ["release": "\(release)"])
        }
        return GateDecision(.accessReleased, node)
    }

    private func isAmong(_ addresses: [Address], _ charter: Membership) -> Bool {
        addresses.contains { charter.node(of: $0) == peer.name }
    }
}

extension ObjectLabel {
    /// Whether the object holds personal data.
    package var isPersonal: Bool { self == .personal || self == .embargoPersonal }
    /// Whether only participants may hold the object before its T0.
    package var isEmbargoed: Bool { self == .embargo || self == .embargoPersonal }
}
