import Wording

/// A table that a terminal is too narrow for: each row as a block of names and values.
struct RowBlocks {
    /// Columns of a value at least, however long the names are.
    private static let valueColumnCountMin = 20

    let titles: [String]
    let rows: [[String]]
    let columnCount: Int

    /// The lines, with an empty one between two rows.
    var lines: [String] {
        let width = titles.map(TextWidth.columns).max() ?? 0
        let room = max(columnCount - width - 2, Self.valueColumnCountMin)
        var lines: [String] = []
        for row in rows {
            if !lines.isEmpty { lines.append("") }
            for (title, cell) in zip(titles, row) where cell != "-" && !cell.isEmpty {
                var name = title
                for piece in TextWidth.wrapped(cell, to: room) {
                    let gap = width - TextWidth.columns(name) + 2
                    lines.append(name + String(repeating: " ", count: gap) + piece)
                    name = ""
                }
            }
        }
        return lines
    }
}

extension TextWidth {
    /// What no line begins with, and what none ends with.
    private static let closing = Set<Character>("，。、；：！？）】”》’%·,.;:!?)]")
    private static let opening = Set<Character>("（【“《‘([")

    /// The text in lines of at most so many columns; a word that is longer has a line of its own and is never cut.
    static func wrapped(_ text: String, to columnCount: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var word = ""
        func place() {
            if !line.isEmpty, columns(line) + columns(withoutBlanks(word)) > columnCount {
                lines.append(withoutBlanks(line))
                line = word.hasPrefix(" ") ? String(word.drop { $0 == " " }) : word
            } else {
                line += word
            }
            word = ""
        }
        var last: Character?
        for character in text {
            if let last, isBreak(last, character) { place() }
            word.append(character)
            last = character
        }
        place()
        lines.append(withoutBlanks(line))
        return lines
    }

    /// Whether a line may end between two characters: at blanks, and beside Chinese characters.
    private static func isBreak(_ one: Character, _ other: Character) -> Bool {
        if other == " " || closing.contains(other) || opening.contains(one) { return false }
        return one == " " || columns(String(one)) == 2 || columns(String(other)) == 2
    }

    private static func withoutBlanks(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }
}
