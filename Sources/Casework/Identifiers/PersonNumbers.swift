/// Identity numbers, and on demand mobile numbers, that stand anywhere in a text.
///
/// A field that is meant for something else may hold one all the same. Digits are read with single blanks, dashes and
/// characters without an image between them, and full-width ones as ordinary ones; what stands within a longer word is none.
package enum PersonNumbers {
    /// The identity numbers in a text, in their order; those of one run of digits also where the check digit is wrong.
    package static func found(in text: String) -> [SubjectIdentifier] {
        places(in: ScalarText(text), isOfPerson: false).map(\.identifier)
    }

    /// The text with the numbers in it as they may be printed.
    ///
    /// Where the text tells of a person, mobile numbers and identity numbers of the first generation are masked too.
    package static func masked(_ text: String, isOfPerson: Bool = false) -> String {
        let scalars = ScalarText(text)
        let places = places(in: scalars, isOfPerson: isOfPerson)
        guard !places.isEmpty else { return text }
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

    /// Digits that stand together, as ASCII; the last one may be an X.
    private struct Run {
        let range: Range<Int>
        let digits: ScalarText
    }

    private static let digitCountMax = 18

    private static func places(in text: ScalarText, isOfPerson: Bool) -> [Place] {
        let runs = runs(in: text)
        var places: [Place] = []
        var next = 0
        while next < runs.count {
            var digits: ScalarText = []
            var end = next
            var found: Place?
            while found == nil, end < runs.count, end == next || isJoined(runs, end, text) {
                digits += runs[end].digits
                guard digits.count <= digitCountMax else { break }
                let range = runs[next].range.lowerBound..<runs[end].range.upperBound
                found = identifier(digits, isWhole: end == next, isOfPerson: isOfPerson)
                    .map { Place(range: range, identifier: $0) }
                end += 1
            }
            if let found { places.append(found) }
            next = found == nil ? next + 1 : end
        }
        return places
    }

    private static func identifier(
        _ digits: ScalarText,
        isWhole: Bool,
        isOfPerson: Bool
    ) -> SubjectIdentifier? {
        let text = digits.string
        switch digits.count {
        case 18:
            let number = SubjectIdentifier(text, as: .citizenNumber)
            if number.status == .valid { return number }
            // A firm's code may look like a mistyped identity number.
            let isFirm = SubjectIdentifier(text, as: .socialCreditCode).status == .valid
            return isWhole && !isFirm && number.status == .checksumBad ? number : nil
        case 15 where isOfPerson:
            let number = SubjectIdentifier(text, as: .citizenNumber)
            return number.status == .unknownType ? number : nil
        case 11 where isOfPerson:
            let number = SubjectIdentifier(text, as: .mobilePhone)
            return number.status == .valid ? number : nil
        default: return nil
        }
    }

    private static func runs(in text: ScalarText) -> [Run] {
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
            if index < text.count, letter(text[index]) == "X",
                index + 1 == text.count || !isWordPart(text[index + 1])
            {
                digits.append("X")
                index += 1
            }
            let isWithinWord =
                start > 0 && isWordPart(text[start - 1])
                || index < text.count && isWordPart(text[index])
            if !isWithinWord { runs.append(Run(range: start..<index, digits: digits)) }
        }
        return runs
    }

    /// Whether nothing but one or two separators stands between a run and the one before it, which has no X.
    private static func isJoined(_ runs: [Run], _ index: Int, _ text: ScalarText) -> Bool {
        let gap = text[runs[index - 1].range.upperBound..<runs[index].range.lowerBound]
        return (1...2).contains(gap.count) && runs[index - 1].digits.last != "X"
            && gap.allSatisfy {
                $0 == "-" || $0.properties.isWhitespace || LookAlikes.isDash($0)
                    || LookAlikes.isInvisible($0)
            }
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        digit(scalar) != nil || letter(scalar) != nil
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
