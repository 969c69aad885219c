/// Rows of a table as RFC 4180 writes them, safe to open in a spreadsheet.
enum CommaSeparated {
    /// What makes a program read a cell as a formula, in its full-width forms as well.
    private static let formulaSigns: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]

    /// All rows, with a byte-order mark, by which spreadsheets know UTF-8, and CRLF after each.
    static func text(_ rows: [[String]]) -> String {
        "\u{FEFF}" + rows.map(line).joined()
    }

    private static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    /// One cell: guarded by an apostrophe where it reads like a formula, quoted where it must be.
    static func cell(_ text: String) -> String {
        let guarded = isFormula(text) ? "'" + text : text
        let mustQuote = guarded.unicodeScalars.contains {
            $0 == "\"" || $0 == "," || $0 == "\r" || $0 == "\n"
        }
        return mustQuote ? "\"\(guarded.replacing("\"", with: "\"\""))\"" : guarded
    }

    /// Whether a cell begins like a formula, white space and control characters apart; those alone may hide one, too.
    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        if first == "\t" || first == "\r" || first == "\n" { return true }
        let shown = text.unicodeScalars.first { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format: false
            default: !scalar.properties.isWhitespace
            }
        }
        return shown.map(formulaSigns.contains) ?? false
    }
}
