/// What a string may be, when nobody said what kind it is.
package struct IdentifierGuess: Sendable {
    /// Every kind that fits, best first.
    ///
    /// First come forms that no other kind has, then right check digits, other forms, wrong check digits, and at last what
    /// fits almost anything. Where two are equally good, the one that needs more protection. Print ``display``, not the
    /// candidates' own: what one kind may show whole, another must not.
    package let candidates: [SubjectIdentifier]
    /// The string as it was written; empty where it was too long.
    private let raw: [UInt8]

    /// Looks at every kind.
    package init(_ raw: [UInt8]) {
        self.raw = raw.count <= Limits.subjectIdentifierByteCountMax ? raw : []
        candidates = IdentifierKind.allCases.map { SubjectIdentifier(raw, as: $0) }
            .filter { $0.status == .valid || $0.status == .checksumBad || $0.isOldCitizenNumber }
            .enumerated()
            .sorted { a, b in
                let (first, second) = (a.element, b.element)
                if first.likelihood != second.likelihood {
                    return first.likelihood > second.likelihood
                }
                if first.kind.privacy != second.kind.privacy {
                    return first.kind.privacy > second.kind.privacy
                }
                return a.offset < b.offset
            }
            .map(\.element)
    }

    /// Looks at every kind.
    package init(_ raw: some StringProtocol) {
        self.init(Array(raw.utf8))
    }

    /// Those that are worth telling: the sure ones alone where the best one is right by a check digit or by letters that no
    /// other kind has, with a citizen's number that has no check digit; else all but those that almost anything fits.
    package var likely: [SubjectIdentifier] {
        let best = candidates.first?.likelihood ?? 0
        let least = best >= SubjectIdentifier.sureLikelihood ? SubjectIdentifier.sureLikelihood : 1
        let likely = candidates.filter { $0.likelihood >= least || $0.isOldCitizenNumber }
        return likely.isEmpty ? candidates : likely
    }

    /// The status of the whole: that of the best candidate, else `unknownType`.
    package var status: IdentifierStatus { candidates.first?.status ?? .unknownType }

    /// How the string must be protected as long as nobody says what it is.
    ///
    /// Public only where the best candidate is right and says something by itself, and nothing else that does so leads to
    /// a person, and where a wrong check digit alone keeps a firm's code from being one that no identity number could be.
    /// All other strings are taken to lead to one: a mistyped identity number has the form of a firm's.
    package var privacy: IdentifierPrivacy {
        let telling = candidates.filter { $0.isTelling || $0.isOldCitizenNumber }
        if candidates.first?.isTelling == true, let most = telling.map(\.kind.privacy).max() {
            return most
        }
        if candidates.first?.isNearlyFirm == true,
            !candidates.contains(where: { $0.kind.privacy > .open && $0.kind.distinction > .free })
        {
            return .open
        }
        return max(.personal, candidates.map(\.kind.privacy).max() ?? .personal)
    }

    /// The best candidate as it may be printed.
    package var display: String {
        let text =
            candidates.first.map { ScalarText($0.text) }
            ?? ScalarText(String(validating: raw, as: UTF8.self) ?? "")
        guard privacy > .open else { return text.string }
        if let best = candidates.first, best.kind.privacy > .open { return best.display }
        return IdentifierMask.unknown(text)
    }
}

extension IdentifierGuess: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    /// The printable form and the kinds that fit.
    package var description: String {
        "\(display) (\(candidates.map(\.kind.rawValue).joined(separator: ", ")))"
    }

    /// The same as the description, so that no log shows more.
    package var debugDescription: String { description }

    /// The description alone: `dump` shows no more either.
    package var customMirror: Mirror { Mirror(self, children: ["guess": description]) }
}

extension SubjectIdentifier {
    /// A citizen's number of the first generation, which has no check digit and therefore no status of its own.
    fileprivate var isOldCitizenNumber: Bool {
        kind == .citizenNumber && status == .unknownType
    }

    /// A firm's code with a wrong check digit that no mistyped identity number can be.
    ///
    /// It names a province where firms' codes do, and has letters that identity numbers have not, or neither a province nor a
    /// century where these have them.
    fileprivate var isNearlyFirm: Bool {
        guard kind == .socialCreditCode, status == .checksumBad else { return false }
        let text = ScalarText(text)
        func isProvince(_ range: Range<Int>) -> Bool {
            ProvinceNames.prefixes.contains(ScalarText(text[range]).string)
        }
        guard isProvince(2..<4) else { return false }
        return text[..<17].contains { !$0.isASCIIDigit }
            || !isProvince(0..<2)
                && !["18", "19", "20"].contains(ScalarText(text[6..<8]).string)
    }

    /// What is right by check digits, or by letters of its own, is at least so likely.
    fileprivate static let sureLikelihood = 4

    /// Whether it is right and its form says something by itself.
    fileprivate var isTelling: Bool { status == .valid && kind.distinction > .loose }

    /// Between two forms that fit: right ones by what they say, then wrong check digits, then loose and free forms.
    fileprivate var likelihood: Int {
        switch (status, kind.distinction) {
        case (.valid, .named): 5
        case (.valid, .checked): 4
        case (.valid, .shaped): 3
        case (.valid, .loose): 1
        case (.valid, .free): 0
        default: 2
        }
    }
}
