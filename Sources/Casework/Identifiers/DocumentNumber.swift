/// A number of an official document taken apart: 赣市监协查〔2026〕12号.
///
/// It is a name that an office gives, never an id: two offices may share a head, and gaps and repetitions happen.
package struct DocumentNumber: Hashable, Sendable {
    /// The office's and the document's short names, such as 赣市监协查.
    package let head: String
    /// The year.
    package let year: Int
    /// The letter before the number, where there is one.
    package let letter: String
    /// The number within head and year.
    package let sequence: Int
    /// The number of a part, where there is one.
    package let part: Int?

    /// Makes a number of an own series; nil for a head that no document number has.
    package init?(head: String, year: Int, sequence: Int) {
        guard let number = DocumentNumber("\(head)〔\(year)〕\(sequence)号"), number.head == head,
            number.year == year, number.sequence == sequence, number.letter.isEmpty
        else { return nil }
        self = number
    }

    /// Reads a number in any spelling that officers use: other brackets, full-width digits, blanks, 第, leading zeros.
    ///
    /// Nil for anything that is no document number.
    package init?(_ text: String) {
        let identifier = SubjectIdentifier(text, as: .officialDocument)
        guard identifier.status == .valid else { return nil }
        let scalars = Array(identifier.text.unicodeScalars)
        guard let open = scalars.lastIndex(of: "〔"), scalars.count > open + 6,
            scalars[open + 5] == "〕", scalars.last == "号",
            let year = Int(Self.text(scalars[(open + 1)..<(open + 5)]))
        else { return nil }
        var tail = scalars[(open + 6)...].dropLast()
        var letter = ""
        if let first = tail.first, !("0"..."9").contains(first) {
            letter = String(first)
            tail = tail.dropFirst()
        }
        let parts = tail.split(separator: "-", omittingEmptySubsequences: false)
        guard let number = parts.first.flatMap({ Int(Self.text($0)) }) else { return nil }
        head = Self.text(scalars[..<open])
        self.year = year
        self.letter = letter
        sequence = number
        part = parts.count > 1 ? Int(Self.text(parts[1])) : nil
    }

    /// The canonical form, as GB/T 9704 prints it: 〔〕, no 第, no leading zero.
    package var text: String {
        "\(head)〔\(year)〕\(letter)\(sequence)\(part.map { "-\($0)" } ?? "")号"
    }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
