/// Amounts of money, which records hold as whole fen (FORMATS.md §4).
enum MoneyText {
    /// `1234567` as 12345.67元.
    static func yuan(_ fen: Int64) -> String {
        let amount = fen.magnitude
        let rest = amount % 100
        let sign = fen < 0 ? "-" : ""
        return "\(sign)\(amount / 100).\(rest < 10 ? "0" : "")\(rest)元"
    }
}
