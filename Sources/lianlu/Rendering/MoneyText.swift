/// Amounts of money, which records hold as whole fen (FORMATS.md §4).
enum MoneyText {
    /// `1234567` as 12345.67元.
    static func yuan(_ fen: Int64) -> String {
        let amount = fen.magnitude
        let rest = amount % 100
        let sign = fen < 0 ? "-" : ""
        return "\(sign)\(amount / 100).\(rest < 10 ? "0" : "")\(rest)元"
    }

    /// `1234500` as 12345元, and `1234567` as 12345.67元: official papers write no empty decimals.
    static func plainYuan(_ fen: Int64) -> String {
        let text = yuan(fen)
        return text.hasSuffix(".00元") ? "\(text.dropLast(4))元" : text
    }
}
