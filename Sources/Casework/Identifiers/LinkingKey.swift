/// The bytes by which records are linked: equal bytes, the same firm, right, thing or person.
///
/// The bytes are `<kind>:<value>` in UTF-8. Those of a person are no index entry themselves: they go into an HMAC under
/// the node's storage key, and only its result is stored. A hint alone never links.
package struct LinkingKey: Hashable, Sendable {
    /// The kind that the value belongs to, which may be one that was found inside another.
    package let kind: IdentifierKind
    /// `<kind>:<value>`.
    package let bytes: [UInt8]
    /// Whether the bytes lead to a person, and so must go into an HMAC before anything stores or sends them.
    package var isPersonal: Bool { kind.privacy > .open }
    /// Whether others may bear the same number, so that equal bytes are only a hint.
    package var isHint: Bool { kind.isHint }

    fileprivate init(_ kind: IdentifierKind, _ value: ScalarText) {
        self.kind = kind
        bytes = Array(kind.rawValue.utf8) + [UInt8(ascii: ":")] + value.bytes
    }
}

extension LinkingKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The bytes as text where they are public, else the kind alone.
    package var description: String {
        isPersonal ? "\(kind.rawValue):…" : String(decoding: bytes, as: UTF8.self)
    }

    /// The same as the description, so that no log shows more.
    package var debugDescription: String { description }

    /// The description alone: `dump` shows no more either.
    package var customMirror: Mirror { Mirror(self, children: ["key": description]) }
}

extension SubjectIdentifier {
    /// The keys by which this identifier is linked, its own first; a social credit code has its organisation code besides.
    ///
    /// A wrong check digit or form is no reason to have none: an invented number that turns up twice links two matters.
    /// Fillers such as `00000000`, `无` or `/` have none, and neither has what the kind's form does not cover at all.
    package var linkingKeys: [LinkingKey] {
        let text = ScalarText(text)
        guard status != .unknownType, !isFiller(text) else { return [] }
        var keys = [LinkingKey(kind, linkingValue(of: text))]
        if status == .valid, let code = parts[.organisationCode] {
            keys.append(LinkingKey(.organisationCode, ScalarText(code)))
        }
        return keys
    }

    /// What stays the same where one thing is written in several canonical ways.
    private func linkingValue(of text: ScalarText) -> ScalarText {
        guard IdentifierForms.fits(text, kind) else { return text }
        switch kind {
        case .tradeItem:
            // A number of 8, 12 or 13 digits is the one of 14 with zeros before it (GB 12904).
            return ScalarText(repeating: "0", count: 14 - text.count) + text
        case .icpRecord: return parts[.subject].map { ScalarText($0) } ?? text
        case .landline:
            // The extension is a seat at the same number; the hyphen after the area is a habit.
            let groups = text.split(separator: "-")
            let isSplit = groups[0].count <= 4
            return ScalarText(isSplit ? groups[0] + groups[1] : groups[0])
        default: return text
        }
    }

    private func isFiller(_ text: ScalarText) -> Bool {
        let digits = text.filter(\.isASCIIDigit)
        if kind == .domain || kind == .shopLink { return status == .formatBad }
        if digits.allSatisfy({ $0 == "0" }) { return true }
        return status == .formatBad
            && (digits.count < Limits.inventedDigitCountMin || Set(digits).count == 1)
    }
}
