/// One step of a machine.
package struct Transition: Sendable {
    /// Why a node may sign a step by itself.
    package enum Automatic: String, CaseIterable, Sendable {
        /// Everything granted to the addressee is stored: the acknowledgement in law.
        case receipt
        /// A clock or a date has run out.
        case clock
    }

    /// The approval that a step has.
    package struct Approval: Hashable, Sendable {
        /// The rank of the approver.
        package let rank: RankID
        /// Whether the approver's signature on the entry is asked for; otherwise the rank is shown only.
        package let isSigned: Bool
    }

    /// Its id, as in the headers.
    package let id: EventID
    /// Its title.
    package let title: Title
    /// The states that it may leave; empty for a step that begins a record.
    package let from: [StateID]
    /// The state that it leads to; nil where the state stays.
    package let to: StateID?
    /// The roles that may sign it.
    package let by: [RoleID]
    /// The roles that may record it from the paper of a body without a node.
    package let recordedBy: [RoleID]
    /// The role each member of which signs one.
    package let per: RoleID?
    /// The approval.
    package let approval: Approval?
    /// Whether it puts the matter into a mechanism.
    package let opens: Bool
    /// Why a node may sign it by itself; nil where it may not.
    package let automatic: Automatic?
    /// Fields that must be present in or before this step's body.
    package let requiredFields: [FieldID]
    /// Documents that it produces.
    package let documents: [DocumentID]
    /// Conditions that every node decides from headers.
    package let guards: [Guard]
    /// Conditions in words, for people: no node decides them.
    package let conditions: [Title]
    /// What it does to clocks.
    package let timers: [Timer]
    /// What it does in states that it may find where its signer had not heard of what led there.
    package var crossings: [Crossing] = []
    /// The states of the mechanism beside which it may be taken: they stay, and what was begun at home goes on.
    package var beside: [StateID] = []
    /// What it rests on.
    package let basis: Basis
    /// The law behind it.
    package let law: [LawReference]
    /// The field whose time the step waits for, as far as it can be read where the step is signed; nil where there is none.
    package var notBefore: FieldID? = nil
    /// Clocks that have run out unused when the step is taken: it says that what they gave time for was not done.
    package var afterClocks: [ClockID] = []

    /// Whether it hands the matter on: its addressees are others than those to whom earlier steps went.
    package var handsOn: Bool {
        guards.contains { if case .newAddressees = $0 { true } else { false } }
    }

    /// Whether it waits for what others have answered.
    package var asksForAnswers: Bool {
        guards.contains { condition in
            switch condition {
            case .allOfRole, .someOfRole: true
            default: false
            }
        }
    }

    /// The roles of `by` and `recordedBy` that an office may fill, resolved for the fold.
    var signers: [Role] = []
    /// Whether `by` has the automatic signer.
    var admitsSystem = false
    /// Whom it calls on, because a period of the record is over; nil where it calls on nobody.
    package var calls: StepCall? = nil
}

/// A condition on a step that every node can decide from headers and facts.
package enum Guard: Hashable, Sendable {
    /// The step names so many addressees.
    case addressees(min: Int, max: Int)
    /// No addressee was named by an earlier one of these events.
    case newAddressees(events: [EventID])
    /// Of these events, the latest one applied is one of those.
    case latest(of: [EventID], is: [EventID])
    /// The step is applied at most once in the record, or once by each signer, since the latest of these events, if there are any.
    case once(perSigner: Bool, after: [EventID] = [])
    /// These open fields stand in the header.
    case facts(fields: [FieldID])
    /// No addressee is one that an office filling one of these roles could act for.
    case otherAddressees(roles: [RoleID])
    /// The signer fills none of these roles.
    case otherSigner(roles: [RoleID])
    /// Of the moments that the offices of the record have stated in this open field, the signer's is the only first one.
    case first(field: FieldID)
    /// Of these events, the latest that the signer itself has taken is one of those, or it has taken none where that is enough.
    case ownLatest(of: [EventID], is: [EventID], orNone: Bool)
    /// Everybody who fills a role, or everybody of a part of them, has answered so.
    case allOfRole(RoleAnswers)
    /// Somebody who fills a role has answered so.
    case someOfRole(RoleAnswers)
    /// No addressee is somebody whose latest of these events is one of those.
    case addresseesWithout(events: [EventID], is: [EventID])

    /// Whether it depends on who signs, so that it is decided for each office by itself.
    var isAboutSigner: Bool {
        switch self {
        case .once(let perSigner, _): perSigner
        case .ownLatest: true
        default: false
        }
    }
}

/// What those who fill a role have answered, each for itself.
package struct RoleAnswers: Hashable, Sendable {
    /// Those of the role whose latest of some events is one of these.
    package struct Among: Hashable, Sendable {
        /// The events.
        package let events: [EventID]
        /// The ones that count.
        package let isOneOf: [EventID]
    }

    /// The role.
    package let role: RoleID
    /// Who of the role is asked for; nil for everybody.
    package let among: Among?
    /// The events of which the latest one is looked at.
    package let events: [EventID]
    /// The ones that count.
    package let isOneOf: [EventID]
    /// Only what came after the latest of these counts; everything where there is none.
    package let after: [EventID]
}
