/// A region that stands in an identifier: a hint where to ask, never a fact of the matter.
package struct IdentifierPlace: Hashable, Sendable {
    /// What the region is for the bearer.
    package enum Meaning: String, CaseIterable, Sendable {
        /// Where a firm is or was registered.
        case registration
        /// Where a person's first number was given.
        case firstIssue = "first_issue"
        /// Where a resident of Hong Kong, Macao or Taiwan comes from: a residence permit.
        case origin
        /// The province of a plate, a record, a court or an approval.
        case province
    }

    /// The region; the code may be a retired one.
    package let region: RegionCode
    /// What it is for the bearer.
    package let meaning: Meaning
    /// Whether it says something of a person, and so is protected like the identifier.
    package let isPersonal: Bool
}

extension SubjectIdentifier {
    /// The regions that stand in the identifier; empty where its form is wrong.
    ///
    /// A code whose province does not exist gives none. Whether a code is in force or retired is for the table of regions.
    package var places: [IdentifierPlace] {
        let text = ScalarText(text)
        guard status == .valid || status == .checksumBad else { return [] }
        let (code, meaning): (String?, IdentifierPlace.Meaning) =
            switch kind {
            case .socialCreditCode: (ScalarText(text[2..<8]).string, .registration)
            case .formerRegistrationNumber: (ScalarText(text[..<6]).string, .registration)
            case .citizenNumber: citizenPlace(ScalarText(text[..<6]).string)
            case .plate, .icpRecord, .icpLicence, .policeRecord, .copyrightWork, .varietyApproval:
                (ProvinceNames.codes[text[0]], .province)
            case .courtCase: (ProvinceNames.codes[text[6]], .province)
            default: (nil, .province)
            }
        guard let code, ProvinceNames.prefixes.contains(String(code.prefix(2))),
            let region = RegionCode(code)
        else { return [] }
        return [
            IdentifierPlace(region: region, meaning: meaning, isPersonal: kind.privacy > .open)
        ]
    }

    /// Residence permits begin with 81, 82 and 83; GB/T 2260 has 71 where they have 83.
    private func citizenPlace(_ code: String) -> (String?, IdentifierPlace.Meaning) {
        switch code.prefix(2) {
        case "81": ("810000", .origin)
        case "82": ("820000", .origin)
        case "83": ("710000", .origin)
        default: (code, .firstIssue)
        }
    }
}
