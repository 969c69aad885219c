/// Whole numbers and amounts as people write them on a command line, where a body has integers and fen.
enum StatedNumber {
    /// Digits of a number that is read; more are refused by the check of the fields.
    private static let digitCountMax = 15

    /// A count in ASCII or full-width digits; nil for anything else.
    static func count(_ text: String) -> Int64? { digits(text) }

    /// Fen of an amount whose unit is written: `760000元`, `760000.00元`, `76万元`, `1.2亿元`; nil for anything else.
    ///
    /// A number without a unit is none: it could be yuan as well as fen. Nothing is rounded.
    static func fen(_ text: String) -> Int64? {
        let plain = text.filter { !$0.isWhitespace && $0 != "," && $0 != "，" }
        for (unit, places) in [("亿元", 10), ("万元", 6), ("元", 2)] where plain.hasSuffix(unit) {
            let parts = plain.dropLast(unit.count).split(
                omittingEmptySubsequences: false,
                whereSeparator: { ".．".contains($0) }
            )
            guard (1...2).contains(parts.count), let whole = digits(parts[0]) else { return nil }
            let fraction = parts.count == 2 ? parts[1] : "0"
            guard (1...places).contains(fraction.count), let part = digits(fraction) else {
                return nil
            }
            let scaled = part * power(places - fraction.count)
            let (fen, isTooMuch) = whole.multipliedReportingOverflow(by: power(places))
            guard !isTooMuch, fen <= Int64.max - scaled else { return nil }
            return fen + scaled
        }
        return nil
    }

    private static func digits(_ text: some StringProtocol) -> Int64? {
        guard (1...digitCountMax).contains(text.count) else { return nil }
        var number: Int64 = 0
        for character in text {
            // Full-width digits are digits as well; those of other scripts are not.
            guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1,
                ("0"..."9").contains(scalar) || ("０"..."９").contains(scalar),
                let digit = character.wholeNumberValue
            else { return nil }
            number = number * 10 + Int64(digit)
        }
        return number
    }

    private static func power(_ exponent: Int) -> Int64 {
        (0..<exponent).reduce(1) { product, _ in product * 10 }
    }
}
