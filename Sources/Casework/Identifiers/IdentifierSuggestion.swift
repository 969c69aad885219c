/// What somebody may have meant: offered to be looked at, never applied.
package struct IdentifierSuggestion: Sendable {
    /// Why the suggestion is made.
    package enum Reason: String, CaseIterable, Comparable, Sendable {
        /// The letter O stands among digits: 0.
        case letterO = "letter_o"
        /// The letter I stands among digits: 1.
        case letterI = "letter_i"
        /// An ideographic full stop stands for a point.
        case fullStop = "full_stop"
        /// A letter of another script looks like this one.
        case lookAlike = "look_alike"
        /// The form is written with simplified characters.
        case simplified

        /// Order by the written form.
        package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    /// The identifier that would be valid.
    package let identifier: SubjectIdentifier
    /// What was changed for it.
    package let reasons: Set<Reason>
}

extension SubjectIdentifier {
    /// Identifiers of the same kind that are valid and differ only in what the eye or the hand confuses.
    ///
    /// The smallest change first: one reason alone, then all together. Empty where this one is valid.
    package var suggestions: [IdentifierSuggestion] {
        guard status != .valid, status != .unknownType, !normalised.isEmpty else { return [] }
        let text = ScalarText(text)
        var found: [IdentifierSuggestion] = []
        let sets =
            IdentifierSuggestion.Reason.allCases.map { Set([$0]) }
            + [Set(IdentifierSuggestion.Reason.allCases)]
        for reasons in sets {
            let (changed, used) = IdentifierCorrection.apply(reasons, to: text)
            guard !used.isEmpty else { continue }
            let identifier = SubjectIdentifier(changed.string, as: kind)
            guard identifier.status == .valid,
                !found.contains(where: { $0.identifier.normalised == identifier.normalised })
            else { continue }
            found.append(IdentifierSuggestion(identifier: identifier, reasons: used))
        }
        return found
    }
}

/// The corrections that suggestions are made of.
enum IdentifierCorrection {
    /// The text with the corrections, and those that changed something.
    static func apply(
        _ reasons: Set<IdentifierSuggestion.Reason>,
        to text: ScalarText
    ) -> (ScalarText, used: Set<IdentifierSuggestion.Reason>) {
        var result = text
        var used: Set<IdentifierSuggestion.Reason> = []
        // Letters of other scripts first: a Cyrillic O among digits is a zero as well.
        let order: [IdentifierSuggestion.Reason] = [
            .lookAlike, .simplified, .fullStop, .letterO, .letterI,
        ]
        for reason in order where reasons.contains(reason) {
            let next = apply(reason, to: result)
            if next != result {
                used.insert(reason)
                result = next
            }
        }
        return (result, used)
    }

    private static func apply(
        _ reason: IdentifierSuggestion.Reason,
        to text: ScalarText
    ) -> ScalarText {
        switch reason {
        case .lookAlike: text.map { LookAlikes.ascii(for: $0) ?? $0 }
        case .simplified: text.map { LookAlikes.simplified(for: $0) ?? $0 }
        case .fullStop: text.map { $0 == "。" ? "." : $0 }
        case .letterO: amongDigits(text, "O", "0")
        case .letterI: amongDigits(text, "I", "1")
        }
    }

    /// Replaces a letter in every run of digits, O and I that has a digit.
    private static func amongDigits(
        _ text: ScalarText,
        _ letter: Unicode.Scalar,
        _ digit: Unicode.Scalar
    ) -> ScalarText {
        var result = text
        var start = 0
        while start < text.count {
            var end = start
            var hasDigit = false
            while end < text.count, text[end].isASCIIDigit || text[end] == "O" || text[end] == "I" {
                hasDigit = hasDigit || text[end].isASCIIDigit
                end += 1
            }
            if hasDigit {
                for index in start..<end where text[index] == letter { result[index] = digit }
            }
            start = end + 1
        }
        return result
    }
}
