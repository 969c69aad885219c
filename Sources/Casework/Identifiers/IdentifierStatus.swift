/// What the form and the check digit of an identifier say.
///
/// No status refuses a record: goods carry false numbers on purpose, and those are evidence.
package enum IdentifierStatus: String, CaseIterable, Sendable {
    /// Form and check digit are right.
    case valid
    /// The form is right and the check digit wrong.
    case checksumBad = "checksum_bad"
    /// The form is wrong, or a date within it does not exist.
    case formatBad = "format_bad"
    /// No known kind fits, or the kind has no form that could be checked.
    case unknownType = "unknown_type"
}

/// Whose an identifier is, and so who may see it whole.
package enum IdentifierPrivacy: String, CaseIterable, Comparable, Sendable {
    /// Published, or meant to be.
    case open = "public"
    /// It leads to a person.
    case personal
    /// It is sensitive personal information (个人信息保护法, article 28).
    case sensitivePersonal = "sensitive_personal"

    /// From open to sensitive.
    package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .open: 0
        case .personal: 1
        case .sensitivePersonal: 2
        }
    }
}

/// How much the form of a kind says, from nothing to everything.
package enum IdentifierDistinction: Int, Comparable, Sendable {
    /// Almost anything fits.
    case free
    /// Many numbers fit.
    case loose
    /// The form is its own, more or less.
    case shaped
    /// A check digit must fit.
    case checked
    /// Letters or words that no other kind has.
    case named

    /// From nothing to everything.
    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A step of normalisation that changed something.
package enum IdentifierChange: String, CaseIterable, Sendable {
    /// Compatible characters became the ordinary ones (NFKC): full-width to half-width.
    case compatible
    /// Characters without an image were deleted.
    case invisible
    /// Some dash became a hyphen.
    case dash
    /// White space was deleted.
    case space
    /// Small letters became capitals.
    case upper
    /// The kind's own steps: prefixes, points, brackets, the part that identifies.
    case form
}

/// A part that was found in an identifier.
package enum IdentifierPart: String, CaseIterable, Sendable {
    /// `patent` after ZL or 专利号, `application` after CN or 申请号.
    case patentStage = "patent_stage"
    /// The organisation code within a social credit code.
    case organisationCode = "organisation_code"
    /// The number of an ICP record that names the subject.
    case subject
    /// The number of the site under an ICP record.
    case site
    /// The platform of a link: `taobao`.
    case platform
    /// What a link leads to: `item` or `shop`.
    case linkTarget = "link_target"
    /// The platform's number of that item or shop.
    case linkNumber = "link_number"
}
