/// Characters that deceive the eye: those without an image, those that look like another, and those that were damaged.
enum LookAlikes {
    /// Whether a character has no image and is deleted.
    ///
    /// Besides soft hyphens, joiners and directions these are the isolates U+2066–U+2069, which deceive as the older
    /// directions do, variation selectors, and tags.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xad, 0x34f, 0x61c, 0x180b...0x180f, 0x200b...0x200f, 0x202a...0x202e,
            0x2060...0x206f, 0xfe00...0xfe0f, 0xfeff, 0xe0000...0xe0fff:
            true
        default: false
        }
    }

    /// Whether a character turns the direction of writing, and so may show a number in another order.
    static func isBidi(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x61c, 0x200e...0x200f, 0x202a...0x202e, 0x2066...0x2069: true
        default: false
        }
    }

    /// Whether a character is a dash that becomes a hyphen.
    static func isDash(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2010...0x2015, 0x2212, 0xfe58, 0xfe63, 0xff0d: true
        default: false
        }
    }

    /// The ASCII character that another one looks like; nil where none is known.
    static func ascii(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.value < 0x80 { return nil }
        if let like = table[scalar] { return like }
        guard scalar.properties.numericType == .decimal,
            let value = scalar.properties.numericValue, (0...9).contains(value)
        else { return nil }
        return Unicode.Scalar(UInt8(0x30 + Int(value)))
    }

    /// The simplified character that official numbers are written with; nil for any other character.
    static func simplified(for scalar: Unicode.Scalar) -> Unicode.Scalar? { traditional[scalar] }

    /// What deleting hides: findings on a text before normalisation.
    static func removed(from text: ScalarText) -> [IdentifierFinding] {
        findings(
            (.bidi, text.filter(isBidi).map { ($0, nil) }),
            (.invisible, text.filter { isInvisible($0) && !isBidi($0) }.map { ($0, nil) })
        )
    }

    /// What stays and deceives: findings on a text after the common steps.
    static func kept(in text: ScalarText) -> [IdentifierFinding] {
        let damaged = text.contains { $0 == "\u{fffd}" }
        return findings(
            (.lookAlike, text.compactMap { one in ascii(for: one).map { (one, $0) } }),
            (.traditional, text.compactMap { one in simplified(for: one).map { (one, $0) } })
        ) + (damaged ? [IdentifierFinding(.replacement)] : [])
    }

    private static func findings(
        _ groups: (IdentifierFinding.Code, [(Unicode.Scalar, Unicode.Scalar?)])...
    ) -> [IdentifierFinding] {
        groups.compactMap { code, found in
            var words: [String] = []
            for (scalar, like) in found {
                let word = scalar.codePoint + (like.map { " (\($0))" } ?? "")
                if !words.contains(word) { words.append(word) }
                if words.count == Limits.namedCharacterCountMax { break }
            }
            guard !words.isEmpty else { return nil }
            return IdentifierFinding(code, ["characters": words.joined(separator: ", ")])
        }
    }

    /// Letters and digits with the Cyrillic, Greek, Armenian and Chinese characters that look like them.
    ///
    /// What NFKC maps by itself does not stand here.
    private static let alike: [(Unicode.Scalar, String)] = [
        ("-", "\u{30fc}"), ("0", "\u{3007}"), ("1", "\u{4e28}"), ("A", "\u{410}\u{391}"),
        ("B", "\u{412}\u{392}"), ("C", "\u{421}"), ("E", "\u{415}\u{395}"),
        ("H", "\u{41d}\u{397}"), ("I", "\u{406}\u{399}"), ("J", "\u{408}"),
        ("K", "\u{41a}\u{39a}"), ("M", "\u{41c}\u{39c}"), ("N", "\u{39d}"),
        ("O", "\u{41e}\u{39f}\u{555}"), ("P", "\u{420}\u{3a1}"), ("Q", "\u{51a}"),
        ("S", "\u{405}"), ("T", "\u{422}\u{3a4}"), ("W", "\u{51c}"), ("X", "\u{425}\u{3a7}"),
        ("Y", "\u{423}\u{3a5}"), ("Z", "\u{396}"), ("a", "\u{430}\u{3b1}"), ("c", "\u{441}"),
        ("d", "\u{501}"), ("e", "\u{435}"), ("h", "\u{4bb}\u{570}"),
        ("i", "\u{456}\u{3b9}\u{131}"), ("j", "\u{458}"), ("k", "\u{43a}\u{3ba}"),
        ("l", "\u{4cf}"), ("n", "\u{578}"), ("o", "\u{43e}\u{3bf}\u{585}"),
        ("p", "\u{440}\u{3c1}"), ("q", "\u{51b}"), ("s", "\u{455}"), ("u", "\u{3c5}\u{57d}"),
        ("v", "\u{475}\u{3bd}"), ("w", "\u{51d}"), ("x", "\u{445}"), ("y", "\u{443}"),
    ]

    private static let table: [Unicode.Scalar: Unicode.Scalar] = alike.reduce(into: [:]) {
        table,
        row in
        for scalar in row.1.unicodeScalars { table[scalar] = row.0 }
    }

    /// The characters that the forms themselves are written with, from traditional to simplified.
    private static let traditional: [Unicode.Scalar: Unicode.Scalar] = [
        "國": "国", "審": "审", "軟": "软", "號": "号", "備": "备", "證": "证", "網": "网", "藥": "药",
        "準": "准", "發": "发", "滬": "沪", "雲": "云", "遼": "辽", "魯": "鲁", "蘇": "苏", "贛": "赣",
        "晉": "晋", "陝": "陕", "閩": "闽", "貴": "贵", "粵": "粤", "寧": "宁", "瓊": "琼", "掛": "挂",
        "學": "学",
    ]
}
