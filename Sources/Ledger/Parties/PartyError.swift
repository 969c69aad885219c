/// Why a card, a charter or fork evidence is refused.
///
/// Its texts, Chinese and English, stand in Wording under `ledger_parties.<code>`.
package struct PartyError: Error, Hashable, Sendable {
    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
    package let arguments: [String: String]
    /// What the layer below said; nil where nothing did.
    package let cause: String?

    /// Makes an error; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String] = [:], cause: String? = nil) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
        self.cause = cause
    }
}

extension PartyError {
    /// Stable codes.
    ///
    /// `document` is the version line of the text concerned, such as `lianlu/card/v1`.
    package enum Code: String, CaseIterable, Sendable {
        // Any of the three texts.
        case textTooLong = "text_too_long"
        case textNotCanonical = "text_not_canonical"
        case documentUnknown = "document_unknown"
        case noteMalformed = "note_malformed"
        case signaturesTooMany = "signatures_too_many"
        case lineMissing = "line_missing"
        case lineUnknown = "line_unknown"
        case lineRepeated = "line_repeated"
        case lineMalformed = "line_malformed"
        case linesUnsorted = "lines_unsorted"
        case linesTooMany = "lines_too_many"
        case keyNotOfNode = "key_not_of_node"
        case signingFailed = "signing_failed"
        // Cards.
        case cardSignatureCount = "card_signature_count"
        case cardSignatureInvalid = "card_signature_invalid"
        case cardKeyRepeated = "card_key_repeated"
        case cardExpired = "card_expired"
        case cardNamesOwnNode = "card_names_own_node"
        case cardSerialLower = "card_serial_lower"
        case cardSerialConflict = "card_serial_conflict"
        case cardKeyReused = "card_key_reused"
        case cardPinReused = "card_pin_reused"
        case cardBoxReused = "card_box_reused"
        case cardKeyChanged = "card_key_changed"
        // Charters.
        case charterMechanismReserved = "charter_mechanism_reserved"
        case charterPredecessorWrong = "charter_predecessor_wrong"
        case charterAddressRepeated = "charter_address_repeated"
        case charterNodeKeysDiffer = "charter_node_keys_differ"
        case charterObserverIsMember = "charter_observer_is_member"
        case charterThresholdWrong = "charter_threshold_wrong"
        case charterSignatureInvalid = "charter_signature_invalid"
        case charterSignerUnknown = "charter_signer_unknown"
        case charterTextsDiffer = "charter_texts_differ"
        case charterOfOtherMechanism = "charter_of_other_mechanism"
        case charterChainFull = "charter_chain_full"
        case charterLacksSignatures = "charter_lacks_signatures"
        case charterUnsigned = "charter_unsigned"
        case charterLacksEnds = "charter_lacks_ends"
        case charterPredecessorUnknown = "charter_predecessor_unknown"
        case charterPredecessorNotInForce = "charter_predecessor_not_in_force"
        case charterSkipsPredecessor = "charter_skips_predecessor"
        case chartersRival = "charters_rival"
        // Fork evidence.
        case forkFormUnknown = "fork_form_unknown"
        case forkBlockMalformed = "fork_block_malformed"
        case forkBlockCountWrong = "fork_block_count_wrong"
        case forkKeyEntryInvalid = "fork_key_entry_invalid"
        case forkOriginsDiffer = "fork_origins_differ"
        case forkCheckpointInvalid = "fork_checkpoint_invalid"
        case forkCheckpointKeyUnnamed = "fork_checkpoint_key_unnamed"
        case forkSizesWrong = "fork_sizes_wrong"
        case forkHashCountWrong = "fork_hash_count_wrong"
        case forkRootNotRecomputed = "fork_root_not_recomputed"
        case forkProvesNothing = "fork_proves_nothing"
    }
}

extension PartyError.Code {
    /// The names of the arguments that every error of this code carries.
    package var argumentNames: [String] {
        switch self {
        case .textTooLong, .signaturesTooMany: ["document", "limit"]
        case .textNotCanonical, .documentUnknown: ["document"]
        case .noteMalformed: ["detail", "document"]
        case .lineMissing, .lineRepeated, .lineMalformed, .linesUnsorted:
            ["document", "keyword", "line"]
        case .lineUnknown: ["document", "line"]
        case .linesTooMany: ["document", "keyword", "limit"]
        case .keyNotOfNode: ["key", "required"]
        case .signingFailed: ["name"]
        case .cardSignatureCount: ["count"]
        case .cardSignatureInvalid, .cardKeyRepeated, .cardNamesOwnNode: ["node"]
        case .cardExpired: ["expires", "node"]
        case .cardSerialLower: ["known", "node", "serial"]
        case .cardSerialConflict: ["node", "serial"]
        case .cardKeyReused, .cardPinReused, .cardBoxReused: ["node", "other"]
        case .cardKeyChanged: ["fingerprint", "known", "node"]
        case .charterMechanismReserved: ["mechanism"]
        case .charterPredecessorWrong: ["revision"]
        case .charterAddressRepeated: ["address"]
        case .charterNodeKeysDiffer, .charterObserverIsMember: ["node"]
        case .charterThresholdWrong: ["limit", "threshold"]
        case .charterSignatureInvalid, .charterSignerUnknown: ["name"]
        case .charterTextsDiffer: ["first", "second"]
        case .chartersRival: ["first", "second", "signers"]
        case .charterOfOtherMechanism: ["found", "required"]
        case .charterChainFull: ["limit"]
        case .charterLacksSignatures: ["digest", "joining", "majority", "remaining", "unsigned"]
        case .charterUnsigned: ["digest", "members"]
        case .charterLacksEnds: ["digest", "logs"]
        case .charterPredecessorUnknown, .charterPredecessorNotInForce: ["digest", "predecessor"]
        case .charterSkipsPredecessor: ["digest", "found", "required"]
        case .forkFormUnknown, .forkProvesNothing: []
        case .forkBlockMalformed, .forkKeyEntryInvalid: ["block"]
        case .forkBlockCountWrong, .forkHashCountWrong: ["count", "required"]
        case .forkOriginsDiffer: ["found", "required"]
        case .forkCheckpointInvalid, .forkCheckpointKeyUnnamed: ["checkpoint"]
        case .forkSizesWrong: ["first", "second"]
        case .forkRootNotRecomputed: ["size"]
        }
    }

    /// Whether it tells of a fault that people must hear of at once, and not only whoever sent the text.
    package var isAlarm: Bool { self == .cardSerialConflict || self == .chartersRival }
}

extension PartyError: CustomStringConvertible {
    /// The code with its arguments, as it stands in the detail of another error or finding.
    package var description: String {
        let shown = arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return (["ledger_parties.\(code.rawValue)"] + shown).joined(separator: " ")
    }
}
