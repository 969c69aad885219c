import Casework
import Ledger
import LocalAPI

/// What somebody searches for, as every kind that it may be.
struct AskedIdentifier: Sendable {
    private static let readingCountMax = 6
    /// How it reads, the likeliest kind first.
    let readings: [IdentifierReading]
    /// The keys under which it may stand in the index, those of the likeliest reading first.
    let keys: [AskedKey]
    /// Whether it is a name or other words, which stand in no index: a name is compared by `links`.
    let isName: Bool
    /// Whether it is words and a number in one, which only forms fit that almost anything has.
    let isMixed: Bool
    /// Whether numbers stand among those words, which are then what is searched.
    let holdsNumbers: Bool
    /// Whether it is a wrong number that is found in running text only where a word before it says what it is.
    let needsWord: Bool
    /// Records on one page.
    let limit: Int
    /// Where the page begins; nil for the first.
    let after: LinkRank?

    /// Reads a query; throws for an unknown kind and for too little or too much, without saying what.
    init(_ query: IdentifierQuery) throws {
        self.limit = try Self.limit(query)
        after = try query.after.map { try LinkRank(text: $0, valueCount: 1) }
        let bytes = Array(query.identifier.utf8)
        let limit = Casework.Limits.subjectIdentifierByteCountMax
        guard (1...limit).contains(bytes.count) else {
            throw IdentifierNotice.lengthWrong.refusal(["limit": "\(limit)"])
        }
        guard let name = query.kind else {
            let guess = IdentifierGuess(bytes)
            let isPersonal = guess.privacy > .open
            let isName = Self.isName(query.identifier, guess)
            self.isName = isName
            isMixed = !isName && Self.isMixed(query.identifier, guess)
            // Almost any word has the form of the kinds that say nothing by themselves.
            let likely = isName || isMixed ? [] : Self.credible(guess.likely)
            let nearly = isName || isMixed ? [] : Self.nearlyFirm(bytes, beside: likely)
            let found = Array(likely.prefix(Self.readingCountMax)) + nearly
            let inside = isMixed ? Self.numbers(in: query.identifier) : []
            holdsNumbers = !inside.isEmpty
            readings =
                found.map { candidate in
                    Self.reading(
                        candidate,
                        shown: isPersonal ? guess.display : candidate.display,
                        isPersonal: isPersonal,
                        beside: guess.candidates.first
                    )
                } + inside.map { Self.reading($0) }
            needsWord = Self.needsWord(found + inside)
            // It is searched as it was written, also where it fits no kind.
            let whole = found + IdentifierKind.allCases.map { SubjectIdentifier(bytes, as: $0) }
            keys = Self.different(
                whole.flatMap { AskedKey.all(of: $0, shown: isPersonal ? guess.display : nil) }
                    + inside.flatMap { AskedKey.all(of: $0, shown: nil) }
            )
            return
        }
        (isName, isMixed, holdsNumbers) = (false, false, false)
        let kind = try Self.kind(named: name)
        let identifier = SubjectIdentifier(bytes, as: kind)
        readings = [Self.reading(identifier)]
        needsWord = Self.needsWord([identifier])
        keys = Self.different(AskedKey.all(of: identifier, shown: nil))
    }

    /// The readings without a wrong credit code that no registration could have given, where the digits are those of a person.
    private static func credible(_ likely: [SubjectIdentifier]) -> [SubjectIdentifier] {
        guard likely.contains(where: { $0.kind == .citizenNumber }) else { return likely }
        return likely.filter {
            $0.kind != .socialCreditCode || $0.status == .valid || $0.namesRegistration
        }
    }

    /// The numbers among words, as those in the text of a body are read.
    private static func numbers(in text: String) -> [SubjectIdentifier] {
        BodyIdentifiers(ofText: text).mentions.prefix(readingCountMax).map(\.identifier)
    }

    /// Whether the likeliest number is wrong, or one has a wrong form, and none of them is found wherever it stands in a text.
    private static func needsWord(_ numbers: [SubjectIdentifier]) -> Bool {
        let isWrong =
            numbers.first?.status == .checksumBad || numbers.contains { $0.status == .formatBad }
        return isWrong && !numbers.contains(where: TextNumbers.stands)
    }

    /// A firm's code whose form is wrong, where nothing that says what it is by itself fits: most false codes have a letter that
    /// no right one has.
    private static func nearlyFirm(
        _ bytes: [UInt8],
        beside likely: [SubjectIdentifier]
    ) -> [SubjectIdentifier] {
        let code = SubjectIdentifier(bytes, as: .socialCreditCode)
        let isCapitalOrDigit = { (byte: UInt8) in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
        }
        let isNearly =
            code.status == .formatBad && code.normalised.count == 18
            && code.normalised.allSatisfy(isCapitalOrDigit)
            && likely.allSatisfy { $0.kind.distinction <= .loose }
        return isNearly ? [code] : []
    }

    /// Whether a text is no number: the name of a firm, or words without a digit that no kind's own form has.
    private static func isName(_ text: String, _ guess: IdentifierGuess) -> Bool {
        if guess.candidates.contains(where: { $0.status == .valid && $0.kind.distinction > .loose })
        {
            return false
        }
        return FirmName(text) != nil
            || !text.unicodeScalars.contains { $0.properties.numericType == .decimal }
    }

    /// Whether a text has Chinese words beside digits, or an identity number beside letters, and no form but those that almost
    /// anything fits.
    private static func isMixed(_ text: String, _ guess: IdentifierGuess) -> Bool {
        guard guess.candidates.allSatisfy({ $0.kind.distinction <= .loose }) else { return false }
        let hasWords = text.unicodeScalars.contains { $0.properties.isIdeographic }
        return hasWords && text.unicodeScalars.contains { $0.properties.numericType == .decimal }
            || TextNumbers.persons(in: text).contains { $0.status == .valid }
    }

    private static func limit(_ query: IdentifierQuery) throws -> Int {
        let limit = query.limit ?? LocalAPI.Limits.linkingCountDefault
        let range = 1...LocalAPI.Limits.searchHitCountMax
        guard range.contains(limit) else {
            throw IdentifierNotice.pageWrong.refusal(["limit": "\(range.upperBound)"])
        }
        return limit
    }

    /// The kind of an id, or of a title in either language.
    private static func kind(named name: String) throws -> IdentifierKind {
        let kinds = IdentifierKind.allCases
        guard
            let kind = IdentifierKind(rawValue: name)
                ?? kinds.first(where: { [$0.title.zh, $0.title.en].contains(name) })
        else {
            let known = kinds.map { (id: $0.rawValue, title: Optional($0.title)) }
            throw IdentifierNotice.kindUnknown.refusal(
                TitledList.arguments("kinds", known)
                    .merging(["kind": String(name.prefix(64))]) { own, _ in own }
            )
        }
        return kind
    }

    /// A number whose kind is known, masked where it may be a person's all the same.
    private static func reading(_ identifier: SubjectIdentifier) -> IdentifierReading {
        let shown = identifier.shown
        return reading(
            identifier,
            shown: shown,
            isPersonal: identifier.kind.privacy > .open || shown != identifier.display,
            beside: IdentifierGuess(identifier.raw).candidates.first
        )
    }

    private static func reading(
        _ identifier: SubjectIdentifier,
        shown: String,
        isPersonal: Bool,
        beside best: SubjectIdentifier?
    ) -> IdentifierReading {
        IdentifierReading(
            kind: identifier.kind.rawValue,
            kindTitles: identifier.kind.title.byLanguage,
            shown: shown,
            status: identifier.status.rawValue,
            personal: isPersonal,
            // Of a person's number not even the check digit is told.
            findings: identifier.notices.filter {
                !(isPersonal && $0.code == "node.\(IdentifierNotice.checkDiffers.rawValue)")
            } + [rather(identifier, best)].compactMap(\.self)
        )
    }

    /// That a wrong number has the form of an identity number, and is rather that; nil where nothing speaks for it.
    private static func rather(
        _ identifier: SubjectIdentifier,
        _ best: SubjectIdentifier?
    ) -> CodedText? {
        guard identifier.status != .valid, let best, best.kind == .citizenNumber,
            identifier.kind != .citizenNumber
        else { return nil }
        return IdentifierNotice.ratherAnother.text([
            "kind": best.kind.rawValue, "kind_en": best.kind.title.en,
            "kind_zh": best.kind.title.zh,
        ])
    }

    private static func different(_ keys: [AskedKey]) -> [AskedKey] {
        var seen: Set<LinkingKey> = []
        return keys.filter { seen.insert($0.key).inserted }
    }
}

/// A key that is searched, and the number that it is of.
struct AskedKey: Sendable {
    /// The key.
    let key: LinkingKey
    /// The number, as it may be printed.
    let matched: MatchedIdentifier

    /// The keys of a number; `shown` is how the whole may be printed, where more than its own kind decides that.
    static func all(of identifier: SubjectIdentifier, shown: String?) -> [AskedKey] {
        identifier.linkingKeys.map { key in
            let isOwn = key.kind == identifier.kind
            let inner =
                isOwn
                ? nil
                : identifier.parts[.organisationCode].map {
                    SubjectIdentifier($0, as: .organisationCode)
                }
            let number = inner ?? identifier
            return AskedKey(
                key: key,
                matched: MatchedIdentifier(
                    kind: number.kind.rawValue,
                    kindTitles: number.kind.title.byLanguage,
                    shown: shown ?? number.shown,
                    status: number.status.rawValue
                )
            )
        }
    }
}
