/// The path of a call as the log has it: without what may be a person's number.
///
/// Somebody may put one where the digest of a record is asked for. Of a run of so many decimal digits, which no whole digest is, the
/// first three stay.
enum LoggedPath {
    private static let digestDigitCount = 64
    private static let digitCountMin = 11
    private static let shownDigitCount = 3

    static func text(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.utf8.count == digestDigitCount ? String($0) : masked($0) }
            .joined(separator: "/")
    }

    private static func masked(_ part: Substring) -> String {
        var shown = ""
        var digits = ""
        func end() {
            let isLong = digits.utf8.count >= digitCountMin
            shown += isLong ? digits.prefix(shownDigitCount) + "***" : Substring(digits)
            digits = ""
        }
        // How much is left of an escape such as %E5, whose digits are none.
        var escaped = 0
        for character in part {
            if character == "%" {
                end()
                escaped = 3
            }
            if escaped > 0 {
                escaped -= 1
                shown.append(character)
            } else if character.isASCII, character.isWholeNumber {
                digits.append(character)
            } else {
                end()
                shown.append(character)
            }
        }
        end()
        return shown
    }
}
