/// Characters in running text that have no image or turn the direction of writing, so that somebody reads another text than the
/// one that is signed.
///
/// Variation selectors are left out: names are written with them. What is found stays as it was written; whoever signs it is told.
package enum HiddenCharacters {
    /// What is worth saying of a text: the characters that turn its direction, and the others without an image.
    package static func findings(in text: String) -> [IdentifierFinding] {
        LookAlikes.removed(from: ScalarText(text).filter { !isVariation($0) })
    }

    private static func isVariation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x180b...0x180f, 0xfe00...0xfe0f, 0xe0100...0xe01ef: true
        default: false
        }
    }
}
