/// Text as its Unicode scalars: a `Character` swallows marks that follow it, and `String ==` compares more than bytes.
typealias ScalarText = [Unicode.Scalar]

extension ScalarText {
    /// The scalars of a text.
    init(_ text: String) {
        self.init(text.unicodeScalars)
    }

    /// The text.
    var string: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: self)
        return String(view)
    }

    /// The UTF-8 bytes.
    var bytes: [UInt8] { Array<UInt8>(string.utf8) }

    func hasPrefix(_ word: String) -> Bool { starts(with: word.unicodeScalars) }

    /// The text without the words, as often as any of them stands at its start.
    func dropping(prefixes words: [String]) -> (rest: Self, dropped: [String]) {
        var start = 0
        var dropped: [String] = []
        while let word = words.first(where: { self[start...].starts(with: $0.unicodeScalars) }) {
            start += word.unicodeScalars.count
            dropped.append(word)
        }
        return (Self(self[start...]), dropped)
    }
}

extension Unicode.Scalar {
    var isASCIIDigit: Bool { value >= 0x30 && value <= 0x39 }
    var isCapital: Bool { value >= 0x41 && value <= 0x5a }
    var isSmall: Bool { value >= 0x61 && value <= 0x7a }
    /// The Chinese characters that identifiers are written with.
    var isHan: Bool { value >= 0x4e00 && value <= 0x9fff }
    var upperCased: Unicode.Scalar { isSmall ? Unicode.Scalar(UInt8(value) - 0x20) : self }
    var lowerCased: Unicode.Scalar { isCapital ? Unicode.Scalar(UInt8(value) + 0x20) : self }
    /// How findings name a character: `U+200B`.
    var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
