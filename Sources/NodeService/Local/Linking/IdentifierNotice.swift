import Casework
import Ledger
import LocalAPI

/// What is said of identifiers while they are searched, linked and written; texts stand in Wording under `node.<code>`.
///
/// No argument quotes an identifier but in the form that may be printed.
enum IdentifierNotice: String, CaseIterable {
    case kindUnknown = "identifier_kind_unknown"
    case lengthWrong = "identifier_length_wrong"
    case wasCompatible = "identifier_was_compatible"
    case wasDashed = "identifier_was_dash"
    case wasSpaced = "identifier_was_space"
    case wasSmall = "identifier_was_upper"
    case wasAdorned = "identifier_was_form"
    case checkDiffers = "identifier_check_differs"
    case checkBad = "identifier_check_bad"
    case coreCheckBad = "identifier_core_check_bad"
    case formBad = "identifier_form_bad"
    case ratherAnother = "identifier_rather_another"
    case fieldCheckBad = "identifier_field_check_bad"
    case fieldFormBad = "identifier_field_form_bad"
    case fieldInvisible = "identifier_field_invisible"
    case fieldBidi = "identifier_field_bidi"
    case fieldLookAlike = "identifier_field_look_alike"
    case fieldTraditional = "identifier_field_traditional"
    case fieldReplacement = "identifier_field_replacement"
    case fieldTooLong = "identifier_field_too_long"
    case fieldFirstGeneration = "identifier_field_first_generation"
    case fieldNoPublicNumber = "identifier_field_no_public_number"
    case fieldLinkUserPart = "identifier_field_link_user_part"
    case fieldLinkAmbiguous = "identifier_field_link_ambiguous"
    case personElsewhere = "identifier_person_elsewhere"
    case textDamaged = "text_damaged"
    case textInvisible = "text_invisible"
    case textBidi = "text_bidi"
    case namesNotSearched = "names_not_searched"
    case wordsAroundNumber = "words_around_number"
    case wrongInText = "wrong_numbers_in_text"
    case numberInWords = "number_in_words"
    case tooMany = "identifiers_too_many"
    case wordsMany = "identifier_words_many"
    case textNumbersMany = "identifier_text_numbers_many"
    case notIndexed = "identifiers_not_indexed"
    case damaged = "identifiers_damaged"
    case comparing = "identifiers_checking"
    case waitsForRules = "identifiers_wait_for_rules"
    case unreadable = "identifiers_unreadable"
    case searchBounded = "identifier_search_bounded"
    case cut = "identifiers_cut"
    case placesMany = "identifier_places_many"
    case linkedPlacesMany = "linked_places_many"
    case linkedPlacesAll = "linked_places_all"
    case linkedNamesMany = "linked_names_many"
    case linkedIdentifiersMany = "linked_identifiers_many"
    case penaltiesMany = "penalties_many"
    case penaltyRecordsMany = "penalty_records_many"
    case pageWrong = "linking_page_wrong"
    case recordNotLegible = "record_not_legible"

    /// The names of the arguments that every notice of this code carries.
    var argumentNames: [String] {
        switch self {
        case .kindUnknown: ["kind", "kinds"]
        case .ratherAnother: ["kind"]
        case .lengthWrong, .tooMany, .wordsMany, .placesMany, .penaltiesMany, .penaltyRecordsMany,
            .pageWrong,
            .linkedPlacesMany, .linkedPlacesAll, .linkedNamesMany, .linkedIdentifiersMany,
            .searchBounded, .textNumbersMany:
            ["limit"]
        case .waitsForRules, .unreadable: ["count"]
        case .checkDiffers: ["expected"]
        case .fieldCheckBad, .fieldFormBad: ["field", "kind", "value"]
        case .fieldInvisible, .fieldBidi, .fieldLookAlike, .fieldTraditional, .textInvisible,
            .textBidi:
            ["characters", "field"]
        case .fieldTooLong: ["field", "limit"]
        case .fieldReplacement, .fieldFirstGeneration, .fieldNoPublicNumber, .fieldLinkUserPart,
            .fieldLinkAmbiguous:
            ["field"]
        case .personElsewhere: ["field", "value"]
        case .textDamaged: ["field", "sign"]
        case .recordNotLegible: ["record"]
        case .cut: ["entries"]
        case .wasCompatible, .wasDashed, .wasSpaced, .wasSmall, .wasAdorned, .checkBad,
            .coreCheckBad,
            .formBad, .notIndexed, .damaged, .comparing, .namesNotSearched,
            .wordsAroundNumber, .wrongInText, .numberInWords:
            []
        }
    }

    /// The notice with its arguments.
    func text(_ arguments: [String: String] = [:]) -> CodedText {
        assert(
            Set(argumentNames).isSubset(of: arguments.keys),
            "\(rawValue): arguments \(arguments.keys)"
        )
        return CodedText("node.\(rawValue)", arguments)
    }

    /// The refusal of what was asked.
    func refusal(_ arguments: [String: String], status: Int = 400) -> Problem {
        Problem(code: "node.\(rawValue)", arguments: arguments, status: status)
    }

    /// Which limits of one body were met.
    static func cuts(_ cuts: Set<BodyIdentifiers.Cut>) -> [CodedText] {
        BodyIdentifiers.Cut.allCases.filter(cuts.contains).map { cut in
            switch cut {
            case .identifiers: tooMany.text(["limit": "\(Ledger.Limits.bodyIdentifierCountMax)"])
            case .words: wordsMany.text(["limit": "\(Ledger.Limits.bodyTextWordCountMax)"])
            case .textNumbers:
                textNumbersMany.text(["limit": "\(Ledger.Limits.bodyTextNumberCountMax)"])
            }
        }
    }

    /// The warning on a field for a finding; nil for one that no text can have.
    static func of(_ finding: IdentifierFinding.Code) -> IdentifierNotice? {
        switch finding {
        case .tooLong: .fieldTooLong
        case .notUTF8: nil
        case .invisible: .fieldInvisible
        case .bidi: .fieldBidi
        case .lookAlike: .fieldLookAlike
        case .traditional: .fieldTraditional
        case .replacement: .fieldReplacement
        case .firstGeneration: .fieldFirstGeneration
        case .noPublicNumber: .fieldNoPublicNumber
        case .linkUserPart: .fieldLinkUserPart
        case .linkAmbiguous: .fieldLinkAmbiguous
        }
    }

    /// What a step of normalisation has changed; nil for what a finding of its own tells.
    static func of(_ change: IdentifierChange) -> IdentifierNotice? {
        switch change {
        case .compatible: .wasCompatible
        case .dash: .wasDashed
        case .space: .wasSpaced
        case .upper: .wasSmall
        case .form: .wasAdorned
        case .invisible: nil
        }
    }
}

extension SubjectIdentifier {
    /// The canonical form as it may be printed, also where it stands in a field of another kind than its own.
    ///
    /// What is not right as its kind, and looks like a person's number, is masked as one. Of what has no form at all, as a number
    /// with a name beside it or with a digit too few, every long number is masked.
    var shown: String {
        guard kind.privacy == .open, status != .valid else { return display }
        let guess = IdentifierGuess(raw)
        let leadsToPerson = guess.candidates.contains {
            $0.kind.privacy > .open && $0.kind.distinction >= .shaped
        }
        if leadsToPerson { return guess.display }
        return status == .formatBad ? Self.masked(display) : display
    }

    private static func masked(_ text: String) -> String {
        PersonNumbers.masked(text, isOfPerson: true)
            .replacing(/[0-9\uFF10-\uFF19][0-9\uFF10-\uFF19Xx]{6,}/) { found in
                let hidden = String(repeating: "*", count: found.output.count - 5)
                return found.output.prefix(3) + hidden + found.output.suffix(2)
            }
    }

    /// Everything that is worth saying of how it is written.
    var notices: [CodedText] {
        var notices = findings.map { CodedText("casework.\($0.code.rawValue)", $0.arguments) }
        notices += IdentifierChange.allCases.filter(changes.contains)
            .compactMap { IdentifierNotice.of($0)?.text() }
        switch status {
        case .checksumBad where isCoreWrong:
            notices.append(IdentifierNotice.coreCheckBad.text())
        case .checksumBad:
            let expected = kind.privacy == .open ? expectedCheck : nil
            notices.append(
                expected.map { IdentifierNotice.checkDiffers.text(["expected": $0]) }
                    ?? IdentifierNotice.checkBad.text()
            )
        case .formatBad: notices.append(IdentifierNotice.formBad.text())
        case .valid, .unknownType: break
        }
        return notices
    }
}

extension IdentifierMention {
    /// What an officer should look at before the field is signed: one warning for each fault.
    ///
    /// A number that is wrong because of a character that deceives, was damaged or has another form is told by that alone.
    var warnings: [CodedText] {
        let told = identifier.findings.compactMap { finding in
            IdentifierNotice.of(finding.code)?.text(
                finding.arguments.merging(["field": field.text]) { told, _ in told }
            )
        }
        let isExplained = identifier.findings.contains { Self.reasons.contains($0.code) }
        return (isExplained ? [] : [fault].compactMap(\.self)) + told
    }

    private static let reasons: Set<IdentifierFinding.Code> = [
        .tooLong, .lookAlike, .traditional, .replacement, .linkAmbiguous,
    ]

    private var fault: CodedText? {
        let notice: IdentifierNotice
        switch identifier.status {
        case .checksumBad: notice = .fieldCheckBad
        case .formatBad: notice = .fieldFormBad
        case .valid, .unknownType: return nil
        }
        let title = identifier.kind.title
        return notice.text([
            "field": field.text, "kind": identifier.kind.rawValue, "kind_en": title.en,
            "kind_zh": title.zh, "value": identifier.shown,
        ])
    }
}
