/// The check characters of the kinds that have one; every rule takes ASCII bytes whose form is right.
enum CheckDigits {
    /// Values are the places in this alphabet (GB 32100-2015): no I, O, S, V, Z.
    static let creditAlphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    private static let creditWeights = [
        1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
    ]
    private static let organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]
    private static let citizenWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let citizenChecks = Array("10X98765432".utf8)
    private static let patentWeights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]
    private static let postalWeights = [8, 6, 4, 2, 3, 5, 9, 7]

    /// The 18th character of a social credit code, from the 17 before it; GB 32100-2015.
    static func credit(_ body: ArraySlice<UInt8>) -> UInt8 {
        let sum = weighted(body, creditWeights) { creditAlphabet.firstIndex(of: $0) ?? 0 }
        return creditAlphabet[(31 - sum % 31) % 31]
    }

    /// The ninth character of an organisation code, from the eight before it; GB 11714-1997.
    static func organisation(_ body: ArraySlice<UInt8>) -> UInt8 {
        let sum = weighted(body, organisationWeights) { byte in
            byte.isDigit ? digit(byte) : Int(byte) - 0x41 + 10
        }
        return elevenfold((11 - sum % 11) % 11)
    }

    /// The last digit under ISO 7064 MOD 11,10, from those before it; GB/T 17710.
    static func hybrid(_ body: ArraySlice<UInt8>) -> UInt8 {
        var product = 10
        for byte in body {
            let sum = (product + digit(byte)) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
        }
        return character((11 - product) % 10)
    }

    /// The 18th character of a citizen's number, from the 17 before it; GB 11643-1999.
    static func citizen(_ body: ArraySlice<UInt8>) -> UInt8 {
        citizenChecks[weighted(body, citizenWeights, digit) % 11]
    }

    /// The check character of a patent application, from its 8 or 12 digits; ZC 0006-2003.
    static func patent(_ body: ArraySlice<UInt8>) -> UInt8 {
        elevenfold(weighted(body, patentWeights, digit) % 11)
    }

    /// The last digit of a trade item number, from those before it; GB 12904.
    static func tradeItem(_ body: ArraySlice<UInt8>) -> UInt8 {
        let weights = (0..<body.count).map { $0 % 2 == 0 ? 3 : 1 }.reversed()
        return character((10 - weighted(body, Array(weights), digit) % 10) % 10)
    }

    /// The ninth digit of a postal item, from the eight before it; UPU S10.
    static func postalItem(_ body: ArraySlice<UInt8>) -> UInt8 {
        switch 11 - weighted(body, postalWeights, digit) % 11 {
        case 10: character(0)
        case 11: character(5)
        case let check: character(check)
        }
    }

    private static func weighted(
        _ body: ArraySlice<UInt8>,
        _ weights: [Int],
        _ value: (UInt8) -> Int
    ) -> Int {
        zip(body, weights).reduce(0) { $0 + value($1.0) * $1.1 }
    }

    private static func digit(_ byte: UInt8) -> Int { Int(byte) - 0x30 }

    private static func character(_ digit: Int) -> UInt8 { UInt8(0x30 + digit) }

    private static func elevenfold(_ value: Int) -> UInt8 {
        value == 10 ? UInt8(ascii: "X") : character(value)
    }
}
