/// What an equal identifier in two records says of them.
extension IdentifierKind {
    /// Whether it is the number of a firm or a person: penalties are told of a subject by these alone.
    package var isOfSubject: Bool {
        switch self {
        case .socialCreditCode, .organisationCode, .formerRegistrationNumber, .citizenNumber: true
        default: false
        }
    }

    /// How strongly it links two records, from 0 to 100.
    ///
    /// A subject is most; then places on the net, phones, plates and parcels; then licences, goods and rights, which many may
    /// share; hints are least, and a commodity code says next to nothing.
    package var linkWeight: Int {
        switch self {
        case .socialCreditCode, .organisationCode, .formerRegistrationNumber, .citizenNumber: 100
        case .shopLink, .mobilePhone, .plate, .icpRecord, .policeRecord: 90
        case .courierItem, .postalItem, .icpLicence: 85
        case .domain, .landline, .foodLicence: 80
        case .courtCase, .tradeSecret: 70
        case .tradeItem, .drugApproval: 60
        case .patentApplication, .patentPublication, .copyrightWork, .software,
            .softwareCertificate, .plantVarietyAgriculture, .plantVarietyForestry, .layoutDesign,
            .agriculturalIndication, .customsRecordation:
            50
        case .trademark, .varietyApproval, .officialDocument: 30
        case .enforcementCertificate: 20
        case .commodityCode: 10
        }
    }

    /// Whether an equal value is a hint only: others may bear it, or it says too little.
    package var isLinkHint: Bool { isHint || linkWeight <= 10 }

    /// Whether its form says what it is wherever it stands, so that it is found in running text.
    ///
    /// Words or letters of its own, or two check digits over eighteen places; a single one over fewer fits one number in ten, and counts
    /// with its letters, a word before it or the prefix of China's bar codes alone (``TextNumbers``).
    package var standsInText: Bool {
        self == .socialCreditCode || self == .citizenNumber || distinction == .named && !isHint
    }
}

/// How strongly several reasons link two records together.
package enum LinkStrength {
    /// What an equal number says whose check digit or form is wrong, where it stands in running text on either side: it may have been
    /// mistyped, or never have been meant as one.
    package static let wrongNumberInText = 20

    /// The strongest reason, and 5 more for each further one; at most 100.
    ///
    /// Names count at most six tenths of their score, so that no likeness of names outweighs a number.
    package static func combined(weights: [Int], nameScore: Int?) -> Int {
        let all = weights + [nameScore.map { $0 * 6 / 10 }].compactMap(\.self)
        guard let most = all.max() else { return 0 }
        return min(100, most + 5 * (all.count - 1))
    }
}
