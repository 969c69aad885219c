/// Why a gate lets something pass or not: a stable code and what its text needs.
///
/// Its texts, Chinese and English, stand in Wording under `ledger_parties.<code>`.
package struct GateReason: Hashable, Sendable {
    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
    package let arguments: [String: String]

    /// Makes a reason; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String]) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
    }
}

extension GateReason {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        // The scope of a log: allowed.
        case scopeMember = "scope_member"
        case scopeObserver = "scope_observer"
        // The scope of a log: denied.
        case scopeHomeLog = "scope_home_log"
        case scopeOriginUnknown = "scope_origin_unknown"
        case scopeCharterUnknown = "scope_charter_unknown"
        case scopeSelfOutside = "scope_self_outside"
        case scopeOutside = "scope_outside"
        case scopeKeyDiffers = "scope_key_differs"
        case scopeNoCommonCharter = "scope_no_common_charter"
        // An object: allowed.
        case accessSender = "access_sender"
        case accessAddressee = "access_addressee"
        case accessMember = "access_member"
        case accessListed = "access_listed"
        case accessObserverPublic = "access_observer_public"
        case accessParticipant = "access_participant"
        case accessReleased = "access_released"
        // An object: denied.
        case accessHomeLog = "access_home_log"
        case accessEntryInvalid = "access_entry_invalid"
        case accessEntryBeyondEnd = "access_entry_beyond_end"
        case accessObjectUnnamed = "access_object_unnamed"
        case accessErased = "access_erased"
        case accessCharterUnknown = "access_charter_unknown"
        case accessNotMemberThen = "access_not_member_then"
        case accessNotMemberNow = "access_not_member_now"
        case accessKeyDiffers = "access_key_differs"
        case accessNobody = "access_nobody"
        case accessNotAddressee = "access_not_addressee"
        case accessNotListed = "access_not_listed"
        case accessCrossBorder = "access_cross_border"
        case accessObserver = "access_observer"
        case accessEmbargo = "access_embargo"
        case accessEmbargoTimeUnknown = "access_embargo_time_unknown"
        case accessEmbargoWithdrawn = "access_embargo_withdrawn"
        case accessClockUnsynchronised = "access_clock_unsynchronised"
        case accessClockAhead = "access_clock_ahead"
    }
}

extension GateReason.Code {
    /// The names of the arguments that every reason of this code carries.
    package var argumentNames: [String] {
        switch self {
        case .scopeHomeLog, .scopeOriginUnknown: ["origin"]
        case .scopeMember, .scopeObserver, .scopeOutside, .scopeKeyDiffers:
            ["mechanism", "node"]
        case .scopeCharterUnknown, .scopeSelfOutside: ["mechanism"]
        case .scopeNoCommonCharter: ["node", "subject"]
        case .accessHomeLog, .accessEntryInvalid, .accessEntryBeyondEnd: ["index", "origin"]
        case .accessObjectUnnamed, .accessErased: ["object"]
        case .accessCharterUnknown, .accessClockUnsynchronised, .accessEmbargoTimeUnknown,
            .accessEmbargoWithdrawn:
            []
        case .accessClockAhead: ["lead", "limit"]
        case .accessEmbargo: ["release"]
        default: ["node"]
        }
    }

    /// Whether something passes for this reason.
    package var isAllowance: Bool {
        switch self {
        case .scopeMember, .scopeObserver, .accessSender, .accessAddressee, .accessMember,
            .accessListed, .accessObserverPublic, .accessParticipant, .accessReleased:
            true
        default: false
        }
    }
}

/// What a gate answers.
package enum GateDecision: Hashable, Sendable {
    /// It passes.
    case allow(GateReason)
    /// It does not. Whoever asked is told nothing of the reason.
    case deny(GateReason)

    /// Takes the side of the reason's code.
    init(_ code: GateReason.Code, _ arguments: [String: String]) {
        let reason = GateReason(code, arguments)
        self = code.isAllowance ? .allow(reason) : .deny(reason)
    }

    /// Whether it passes.
    package var isAllowed: Bool {
        if case .allow = self { true } else { false }
    }

    /// Why.
    package var reason: GateReason {
        switch self {
        case .allow(let reason), .deny(let reason): reason
        }
    }
}
