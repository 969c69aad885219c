/// Identity numbers, and on demand mobile numbers, that stand anywhere in a text.
///
/// A field that is meant for something else may hold one all the same, whatever its type. Digits are read with blanks, dashes, points,
/// strokes and characters without an image between them, and full-width ones as ordinary ones. With a Latin letter beside it only
/// a number of 18 places from a province with a right check digit is one, and none is part of a longer row of digits or a digest.
package enum PersonNumbers {
    /// The identity numbers in a text, in their order, also where the check digit is wrong.
    ///
    /// Those of the first generation, of which nothing but the form can tell, are not among them.
    package static func found(in text: String) -> [SubjectIdentifier] {
        places(in: ScalarText(text), isOfPerson: false).map(\.identifier)
            .filter { $0.status != .unknownType }
    }

    /// The identity numbers in a text of a field that may be typed as another number.
    ///
    /// A check digit that is right there says that it is that number. A form alone says so of a wrong identity number, and not of a
    /// right one: an identity number in the brackets of a document number has the form of one.
    package static func found(
        in text: String,
        typedAs kind: IdentifierKind?
    ) -> [SubjectIdentifier] {
        let found = found(in: text)
        guard let kind, !found.isEmpty, SubjectIdentifier(text, as: kind).status == .valid else {
            return found
        }
        return kind.distinction == .checked ? [] : found.filter { $0.status == .valid }
    }

    /// The text with the numbers in it as they may be printed.
    ///
    /// Identity numbers of both generations; where the text tells of a person, mobile numbers too.
    package static func masked(_ text: String, isOfPerson: Bool = false) -> String {
        let scalars = ScalarText(text)
        return masked(scalars, places(in: scalars, isOfPerson: isOfPerson)) ?? text
    }

    /// The text of a field that is right as the number of a kind that leads to no person, with the identity numbers in it masked.
    ///
    /// Masked is what ``found(in:typedAs:)`` finds there.
    package static func masked(_ text: String, rightAs kind: IdentifierKind) -> String {
        guard kind.distinction != .checked else { return text }
        let scalars = ScalarText(text)
        let places = places(in: scalars, isOfPerson: false)
        return masked(scalars, places.filter { $0.identifier.status == .valid }) ?? text
    }

    private static func masked(_ scalars: ScalarText, _ places: [Place]) -> String? {
        guard !places.isEmpty else { return nil }
        var result: ScalarText = []
        var next = 0
        for place in places {
            result += scalars[next..<place.range.lowerBound]
            result += ScalarText(place.identifier.display)
            next = place.range.upperBound
        }
        return (result + scalars[next...]).string
    }

    // MARK: Runs of digits

    private struct Place {
        let range: Range<Int>
        let identifier: SubjectIdentifier
    }

    /// Digits that stand together, as ASCII.
    private struct Run {
        let range: Range<Int>
        let digits: ScalarText
        /// Whether a letter stands at once before them.
        let isGluedBefore: Bool
        /// Whether a letter stands at once behind them; an X may be the check digit.
        let isGluedAfter: Bool
        /// Where an X ends that may be the check digit, and whether another letter stands behind it.
        let check: (end: Int, isGlued: Bool)?
    }

    private static let digitCountMax = 18
    private static let gapCountMax = 3
    /// Years of birth after it are no grown person's: a case's number may hold a region, a recent day and a serial too.
    private static let joinedBirthYearMax = 2010
    /// How many digits stand together in such a case's number.
    private static let caseShapes = [[6, 8, 4], [6, 4, 2, 2, 4], [14, 4], [6, 12]]
    /// Characters before a number in which a word is looked for that says whose it is.
    private static let wordScalarCountMax = 16

    private static func places(in text: ScalarText, isOfPerson: Bool) -> [Place] {
        let runs = runs(in: text)
        var places: [Place] = []
        var next = 0
        while next < runs.count {
            var digits: ScalarText = []
            var end = next
            var found: Place?
            var foundEnd = next + 1
            // The longest that is a number: one of the first generation may be the beginning of another.
            while end < runs.count, end == next || isJoined(runs, end, text) {
                digits += runs[end].digits
                guard digits.count <= digitCountMax else { break }
                if let place = place(of: runs[next...end], digits, text, isOfPerson) {
                    found = place
                    foundEnd = end + 1
                }
                end += 1
            }
            if let found { places.append(found) }
            next = foundEnd
        }
        return places
    }

    /// The number that some runs are together, with an X behind them where that makes it one.
    private static func place(
        of runs: ArraySlice<Run>,
        _ digits: ScalarText,
        _ text: ScalarText,
        _ isOfPerson: Bool
    ) -> Place? {
        guard let first = runs.first, let last = runs.last else { return nil }
        func place(_ digits: ScalarText, to end: Int, isGlued: Bool) -> Place? {
            let number = identifier(
                digits,
                isWhole: runs.count == 1,
                isGlued: isGlued,
                isEven: { isEven(runs, digits.count, text) },
                isOfPerson: isOfPerson,
                isNoCase: { isNoCase(runs, digits, text) }
            )
            return number.map { Place(range: first.range.lowerBound..<end, identifier: $0) }
        }
        if let check = last.check, digits.count == digitCountMax - 1,
            let found = place(
                digits + ["X"],
                to: check.end,
                isGlued: first.isGluedBefore || check.isGlued
            )
        {
            return found
        }
        let isGlued = first.isGluedBefore || last.isGluedAfter
        return place(digits, to: last.range.upperBound, isGlued: isGlued)
    }

    private static func identifier(
        _ digits: ScalarText,
        isWhole: Bool,
        isGlued: Bool,
        isEven: () -> Bool,
        isOfPerson: Bool,
        isNoCase: () -> Bool
    ) -> SubjectIdentifier? {
        let text = digits.string
        if isGlued {
            guard digits.count == digitCountMax, TextNumbers.namesProvince(digits) else {
                return nil
            }
            let number = SubjectIdentifier(text, as: .citizenNumber)
            return number.status == .valid ? number : nil
        }
        switch digits.count {
        case 18 where IdentifierForms.fits(digits, .citizenNumber):
            let number = SubjectIdentifier(text, as: .citizenNumber)
            if number.status == .valid { return number }
            // A firm's code may look like a mistyped identity number.
            let isFirm = SubjectIdentifier(text, as: .socialCreditCode).status == .valid
            guard !isFirm, number.status == .checksumBad else { return nil }
            let isPerson =
                isWhole || isProvince(digits) && isEven() && (isGrown(digits) || isNoCase())
            return isPerson ? number : nil
        case 15 where isOfPerson || isProvince(digits) && isEven():
            let number = SubjectIdentifier(text, as: .citizenNumber)
            return number.status == .unknownType ? number : nil
        case 11 where isOfPerson:
            let number = SubjectIdentifier(text, as: .mobilePhone)
            return number.status == .valid ? number : nil
        default: return nil
        }
    }

    private static func isProvince(_ digits: ScalarText) -> Bool {
        ProvinceNames.prefixes.contains(ScalarText(digits.prefix(2)).string)
    }

    private static func isGrown(_ digits: ScalarText) -> Bool {
        (Int(ScalarText(digits[6..<10]).string) ?? 0) <= joinedBirthYearMax
    }

    /// Whether a number whose day is recent is written as those of persons are, and as no case is: region, day and serial.
    ///
    /// A case has hyphens or strokes between these three and a serial that begins with a nought, or with several where blanks stand
    /// between them. An X, other separators or groups, and a word before it that says so make it a person's.
    private static func isNoCase(
        _ runs: ArraySlice<Run>,
        _ digits: ScalarText,
        _ text: ScalarText
    ) -> Bool {
        let start = runs.first?.range.lowerBound ?? 0
        let before = ScalarText(text[max(0, start - wordScalarCountMax)..<start]).string
        if digits.last == "X" || before.contains("身份") || before.contains("证件") { return true }
        let serial = digits.suffix(4)
        guard caseShapes.contains(runs.map(\.digits.count)) else { return true }
        guard !serial.starts(with: ScalarText("000")) else { return false }
        let separators = zip(runs, runs.dropFirst()).flatMap { first, second in
            text[first.range.upperBound..<second.range.lowerBound].compactMap(separator)
        }
        return serial.first != "0" || !separators.contains { $0 == "-" || $0 == "/" }
    }

    /// Whether the same separator stands between all runs, or one run holds the day of birth: numbers beside each other are
    /// seldom written so.
    private static func isEven(_ runs: ArraySlice<Run>, _ count: Int, _ text: ScalarText) -> Bool {
        let dayEnd = count == digitCountMax ? 14 : 12
        var start = 0
        for run in runs {
            let end = start + run.digits.count
            if start <= 6, end >= dayEnd { return true }
            start = end
        }
        let gaps = zip(runs, runs.dropFirst()).map { first, second -> Set<Unicode.Scalar> in
            let gap = text[first.range.upperBound..<second.range.lowerBound]
            let found = Set(gap.compactMap(separator))
            return found.count > 1 ? found.subtracting([" "]) : found
        }
        return gaps.allSatisfy { $0 == gaps.first }
    }

    private static func runs(in text: ScalarText) -> [Run] {
        guard !isDigest(text) else { return [] }
        var runs: [Run] = []
        var index = 0
        while index < text.count {
            guard digit(text[index]) != nil else {
                index += 1
                continue
            }
            let start = index
            var digits: ScalarText = []
            while index < text.count, let digit = digit(text[index]) {
                digits.append(digit)
                index += 1
            }
            runs.append(
                Run(
                    range: start..<index,
                    digits: digits,
                    isGluedBefore: start > 0 && letter(text[start - 1]) != nil,
                    isGluedAfter: index < text.count && letter(text[index]) != nil,
                    check: check(at: index, text)
                )
            )
        }
        return runs
    }

    /// An X behind digits, which is no check digit where more digits follow.
    private static func check(at index: Int, _ text: ScalarText) -> (end: Int, isGlued: Bool)? {
        guard index < text.count, letter(text[index]) == "X" else { return nil }
        let end = index + 1
        guard end < text.count else { return (end, false) }
        return digit(text[end]) == nil ? (end, letter(text[end]) != nil) : nil
    }

    /// Whether a text is a digest in hexadecimal digits, of which nothing in it tells anything.
    private static func isDigest(_ text: ScalarText) -> Bool {
        text.count == digestDigitCount
            && text.allSatisfy { $0.isASCIIDigit || ("a"..."f").contains($0) }
    }

    private static let digestDigitCount = 64

    /// Whether nothing but a few separators stands between a run and the one before it.
    private static func isJoined(_ runs: [Run], _ index: Int, _ text: ScalarText) -> Bool {
        let gap = text[runs[index - 1].range.upperBound..<runs[index].range.lowerBound]
        return (1...gapCountMax).contains(gap.count)
            && gap.allSatisfy { separator($0) != nil || LookAlikes.isInvisible($0) }
    }

    /// What a separator of groups of digits stands for; nil for what is none.
    private static func separator(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar == "-" || LookAlikes.isDash(scalar) { return "-" }
        if scalar.properties.isWhitespace { return " " }
        switch scalar {
        case "\u{b7}", "\u{2022}", "\u{2027}", "\u{2219}", "\u{22c5}", "\u{30fb}", "\u{ff65}", ".",
            "\u{ff0e}":
            return "."
        case "/", "\u{ff0f}", "_", "\u{ff3f}", "|", "\u{ff5c}": return "/"
        default: return nil
        }
    }

    /// An ASCII digit, or the one that a full-width digit stands for.
    private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.isASCIIDigit { return scalar }
        guard (0xff10...0xff19).contains(scalar.value) else { return nil }
        return Unicode.Scalar(UInt8(scalar.value - 0xff10) + 0x30)
    }

    /// A Latin letter as a capital, full-width ones too.
    private static func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let isWide =
            (0xff21...0xff3a).contains(scalar.value) || (0xff41...0xff5a).contains(scalar.value)
        let plain = isWide ? Unicode.Scalar(UInt8(scalar.value - 0xff00) + 0x20) : scalar
        return plain.isCapital || plain.isSmall ? plain.upperCased : nil
    }
}
