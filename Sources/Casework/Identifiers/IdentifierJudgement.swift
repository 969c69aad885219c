/// What form and check digit say of a canonical text.
struct IdentifierJudgement {
    let status: IdentifierStatus
    /// The check character that would be right.
    let expectedCheck: String?
    /// Whether the check character of the organisation code within a social credit code, its 17th, does not fit the eight before it.
    let isCoreWrong: Bool
    let findings: [IdentifierFinding]

    /// Judges a text that is taken to be normalised.
    init(of text: ScalarText, as kind: IdentifierKind) {
        guard kind != .tradeSecret else {
            self.init(.unknownType, findings: [IdentifierFinding(.noPublicNumber)])
            return
        }
        if kind == .citizenNumber, Self.isFirstGeneration(text) {
            self.init(.unknownType, findings: [IdentifierFinding(.firstGeneration)])
            return
        }
        guard IdentifierForms.fits(text, kind),
            kind != .citizenNumber || Self.isDay(text[6..<14])
        else {
            self.init(.formatBad)
            return
        }
        guard kind.distinction == .checked else {
            self.init(.valid)
            return
        }
        let bytes = text.map { UInt8(truncatingIfNeeded: $0.value) }
        let check = Self.check(of: bytes, kind)
        let isCoreWrong = !Self.hasRightCore(bytes, kind)
        let isRight = check.expected == check.found && !isCoreWrong
        self.init(
            isRight ? .valid : .checksumBad,
            expectedCheck: String(decoding: [check.expected], as: UTF8.self),
            isCoreWrong: isCoreWrong
        )
    }

    private init(
        _ status: IdentifierStatus,
        expectedCheck: String? = nil,
        isCoreWrong: Bool = false,
        findings: [IdentifierFinding] = []
    ) {
        self.status = status
        self.expectedCheck = expectedCheck
        self.isCoreWrong = isCoreWrong
        self.findings = findings
    }

    private static func check(
        of bytes: [UInt8],
        _ kind: IdentifierKind
    ) -> (expected: UInt8, found: UInt8) {
        let last = bytes[bytes.count - 1]
        let body = bytes.dropLast()
        return switch kind {
        case .socialCreditCode: (CheckDigits.credit(body), last)
        case .organisationCode: (CheckDigits.organisation(body.dropLast()), last)
        case .formerRegistrationNumber: (CheckDigits.hybrid(body), last)
        case .citizenNumber: (CheckDigits.citizen(body), last)
        case .patentApplication: (CheckDigits.patent(body.dropLast()), last)
        case .tradeItem: (CheckDigits.tradeItem(body), last)
        default: (CheckDigits.postalItem(bytes[2..<10]), bytes[10])
        }
    }

    /// Whether the organisation code within a social credit code is right too; true for other kinds.
    private static func hasRightCore(_ bytes: [UInt8], _ kind: IdentifierKind) -> Bool {
        kind != .socialCreditCode || CheckDigits.organisation(bytes[8..<16]) == bytes[16]
    }

    /// Whether eight digits name a day of the calendar.
    private static func isDay(_ digits: ArraySlice<Unicode.Scalar>) -> Bool {
        let bytes = digits.map { UInt8(truncatingIfNeeded: $0.value) }
        let hyphen = [UInt8(ascii: "-")]
        return LocalDate(bytes[..<4] + hyphen + bytes[4..<6] + hyphen + bytes[6...]) != nil
    }

    /// Numbers of the first generation: region, six digits of the birth date, three of sequence, no check character.
    private static func isFirstGeneration(_ text: ScalarText) -> Bool {
        text.count == 15 && text.allSatisfy(\.isASCIIDigit)
            && isDay(ArraySlice(ScalarText("19") + text[6..<12]))
    }
}
