/// Signs that a text lost characters when it was converted between encodings, or from traditional characters.
///
/// What is damaged stays as it was written; whoever signs it is told.
package enum TextDamage {
    /// The first sign of damage in a text; nil where there is none.
    ///
    /// U+FFFD and the private characters of Big5 are signs by themselves, and so is what U+FFFD becomes when it is read as GBK. A
    /// question mark is one where text goes on behind two of them, or behind one and a letter with a Chinese character (?F將).
    package static func sign(in text: String) -> String? {
        let scalars = ScalarText(text)
        for scalar in scalars where scalar == "\u{fffd}" || isPrivate(scalar) {
            return scalar.codePoint
        }
        for word in misread where text.contains(word) { return word }
        for start in scalars.indices where scalars[start] == "?" {
            let rest = scalars[(start + 1)...].prefix(2)
            guard rest.count == 2, let second = rest.last, isHan(second) || isPhonetic(second)
            else { continue }
            if rest.first == "?" { return "??" }
            if let first = rest.first, first.isASCII, first.properties.isAlphabetic {
                return "?\(first)"
            }
        }
        return nil
    }

    private static let misread = ["锟斤拷", "ï¿½", "â€"]

    private static func isPrivate(_ scalar: Unicode.Scalar) -> Bool {
        (0xe000...0xf8ff).contains(scalar.value)
    }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isIdeographic }

    /// Bopomofo: halves of characters of two bytes fall there.
    private static func isPhonetic(_ scalar: Unicode.Scalar) -> Bool {
        (0x3105...0x312f).contains(scalar.value)
    }
}
