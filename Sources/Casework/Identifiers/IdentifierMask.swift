/// How identifiers are printed: those of persons never whole.
enum IdentifierMask {
    /// Stars at most, so that a mask is no longer than a line.
    private static let starCountMax = 32

    /// The canonical text of a kind as it may be printed.
    static func display(_ text: ScalarText, _ kind: IdentifierKind) -> String {
        // No trade secret has a number, so what stands here may be the secret.
        guard kind != .tradeSecret else { return stars(text.count) }
        guard kind.privacy > .open else { return text.string }
        guard IdentifierForms.fits(text, kind) else { return masked(text, tail: 2) }
        switch kind {
        case .citizenNumber: return masked(text, head: 3, tail: 4)
        case .mobilePhone: return masked(text, head: 3, tail: 4)
        case .landline: return landline(text)
        case .postalItem: return masked(text, head: 2, tail: 4)
        case .courierItem: return masked(text, head: text[0].isCapital ? 2 : 0, tail: 4)
        default: return masked(text, head: 2, tail: 2)
        }
    }

    /// A text of which nothing is known, as it may be printed.
    static func unknown(_ text: ScalarText) -> String { masked(text, tail: 2) }

    /// Stars between what stays; everything is starred where more than half would stay.
    private static func masked(_ text: ScalarText, head: Int = 0, tail: Int) -> String {
        guard (head + tail) * 2 <= text.count + 3, head + tail + 3 <= text.count else {
            return stars(text.count)
        }
        return ScalarText(text.prefix(head)).string + stars(text.count - head - tail)
            + ScalarText(text.suffix(tail)).string
    }

    /// The area stays, as a place is no person, and two digits of the number; an extension goes.
    private static func landline(_ text: ScalarText) -> String {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        let isSplit = groups[0].count <= 4
        let area = isSplit ? groups[0] : groups[0].prefix(3)
        let local = isSplit ? groups[1] : groups[0].dropFirst(3)
        return ScalarText(area).string + "-" + masked(ScalarText(local), tail: 2)
    }

    private static func stars(_ count: Int) -> String {
        String(repeating: "*", count: min(count, starCountMax))
    }
}
