import Foundation
import LocalAPI
import Wording

/// Writes what a command found: aligned tables for people, one JSON object a line for programs.
struct Renderer: Sendable {
    let language: Language
    let json: Bool
    let streams: any Streams

    /// A table with a heading, two spaces between columns; nothing for no rows.
    func table(_ columns: [String], _ rows: [[String]]) {
        guard !rows.isEmpty else { return }
        let titles = columns.map { label($0) }
        let all = aligned([titles] + rows)
        if let width = streams.columnCount, all.contains(where: { TextWidth.columns($0) > width }) {
            let cells = rows.map { $0.map(TextWidth.harmless) }
            let blocks = RowBlocks(titles: titles, rows: cells, columnCount: width)
            for line in blocks.lines { streams.data(line + "\n") }
        } else {
            for line in all { streams.data(line + "\n") }
        }
    }

    /// Names and values, one pair a line.
    func pairs(_ pairs: [(String, String?)]) {
        lines(of: pairs.compactMap { name, value in value.map { [label(name), $0] } })
    }

    /// Names that are no words of the catalogue, with their values; the further lines of a value stand under its first one.
    func rawPairs(_ pairs: [(String, String)]) {
        lines(
            of: pairs.flatMap { name, value in
                value.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
                    .enumerated().map { number, line in
                        line.isEmpty && number > 0
                            ? [""] : [number == 0 ? name : "", String(line)]
                    }
            }
        )
    }

    /// A heading above a table.
    func heading(_ key: String) { streams.data("\n\(label(key))\n") }

    /// A line, and under it what belongs to it, indented.
    func paragraph(_ head: String, _ lines: [String]) {
        streams.data(TextWidth.harmless(head) + "\n")
        for line in lines where !line.isEmpty {
            streams.data("    " + TextWidth.harmless(line) + "\n")
        }
    }

    /// A document as one line of JSON, keys sorted.
    func line(_ document: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = [UInt8](try encoder.encode(document))
        streams.data(String(decoding: bytes, as: UTF8.self) + "\n")
    }

    /// The text of a code, or the code with its arguments where the catalogue lacks it.
    func sentence(_ text: CodedText) -> String {
        if let message = Catalogue.message(text.code, text.arguments, in: language) {
            return message.sentence
        }
        let arguments = text.arguments.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        return ([text.code] + arguments).joined(separator: " ")
    }

    /// What to do about a code; empty where nothing is to be done.
    func remedy(_ text: CodedText) -> String {
        Catalogue.message(text.code, text.arguments, in: language)?.remedy ?? ""
    }

    /// What a layer below said: its sentence where it gave a code with arguments, else its own words.
    func words(of detail: String) -> String {
        let parts = detail.split(separator: " ", maxSplits: 1).map(String.init)
        guard let code = parts.first, Catalogue.text(code) != nil else {
            return Catalogue.words(of: detail, in: language)
        }
        var arguments: [String: String] = [:]
        var last: String?
        for piece in (parts.count > 1 ? parts[1] : "").split(separator: " ") {
            if let sign = piece.firstIndex(of: "="), sign != piece.startIndex,
                piece[..<sign].allSatisfy({ $0.isLetter || $0 == "_" })
            {
                last = String(piece[..<sign])
                arguments[String(piece[..<sign])] = String(piece[piece.index(after: sign)...])
            } else if let last {
                arguments[last, default: ""] += " " + piece
            }
        }
        return sentence(CodedText(code, arguments))
    }

    /// Several codes in one cell.
    func sentences(_ texts: [CodedText]) -> String {
        joined(texts.map(sentence))
    }

    /// Values one after the other; in Chinese whole sentences need nothing between them.
    func joined(_ values: [String]) -> String {
        values.reduce("") { line, value in
            if line.isEmpty { return value }
            guard language == .zh else { return "\(line); \(value)" }
            return line.hasSuffix("。") ? line + value : "\(line)；\(value)"
        }
    }

    /// Sentences one after the other: Chinese has no blank behind its full stop.
    func prose(_ sentences: [String]) -> String {
        sentences.filter { !$0.isEmpty }.joined(separator: language == .zh ? "" : " ")
    }

    /// Names in one cell or line.
    func list(_ names: [String]) -> String {
        names.joined(separator: language == .zh ? "、" : ", ")
    }

    /// Items of a list that somebody wrote: where one of them holds what joins names, each stands with its number.
    func items(_ texts: [String]) -> String {
        let commas = ["、", "，", "；", ",", ";"]
        guard texts.count > 1,
            texts.contains(where: { text in commas.contains { text.contains($0) } })
        else { return list(texts) }
        return texts.enumerated().map { number, text in "\(number + 1)．\(text)" }
            .joined(separator: "\n")
    }

    /// A word from the catalogue.
    func label(_ key: String) -> String { Help.text("label_\(key)", in: language) }

    /// What an object is to its entry; another role is the id of a field.
    func role(_ role: String) -> String {
        let key = "label_role_\(role)"
        return Catalogue.text("command.\(key)") == nil ? role : Help.text(key, in: language)
    }

    /// A title in the language of the command, else in any.
    func title(_ titles: [String: String], else id: String) -> String {
        titles[language.rawValue] ?? titles[Language.zh.rawValue] ?? id
    }

    /// What has a title and an id to type: the title first, and once where both say the same.
    func named(_ titles: [String: String], _ id: String) -> String {
        let word = id.replacing("_", with: "-")
        let title = title(titles, else: id)
        return title.lowercased() == word.replacing("-", with: " ") ? word : "\(title)  \(word)"
    }

    /// A title with the official Chinese term beside it, where the language is another.
    func official(_ titles: [String: String], else id: String) -> String {
        let title = title(titles, else: id)
        guard language != .zh, let term = titles[Language.zh.rawValue], term != title else {
            return title
        }
        return "\(title) (\(term))"
    }

    /// What an address or a mechanism is called, and its id where somebody may have to type it.
    func place(_ id: String, _ names: [String: [String: String]]?, isBare: Bool = false) -> String {
        guard let titles = names?[id], let title = titles[language.rawValue] else { return id }
        if isBare { return title }
        return language == .zh ? "\(title)（\(id)）" : "\(title) (\(id))"
    }

    /// A digest as tables show it.
    func short(_ digest: String) -> String { String(digest.prefix(Limits.shortDigestDigitCount)) }

    /// "k/n".
    func tally(_ tally: Tally?) -> String { tally.map { "\($0.count)/\($0.of)" } ?? "-" }

    /// "yes" or "no".
    func yes(_ value: Bool) -> String { label(value ? "yes" : "no") }

    /// Writes an error: sentence, what the layer below said, and what to do.
    func failure(_ failure: Failure) {
        var problem = failure.problem.worded(in: language)
        if json {
            problem.detail = problem.detail.map { words(of: $0) }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            // A problem holds only texts and numbers, which always encode.
            let bytes = [UInt8]((try? encoder.encode(problem)) ?? Data())
            streams.talk(String(decoding: bytes, as: UTF8.self) + "\n")
            return
        }
        let known = problem.cause.isEmpty ? fallback(problem) : problem.cause
        let colon = language == .zh ? "：" : ": "
        streams.talk("\(label("error")) [\(problem.code)] \(TextWidth.harmless(known))\n")
        for (name, text) in [
            ("detail", words(of: problem.detail ?? "")), ("remedy", problem.remedy),
        ]
        where !text.isEmpty {
            streams.talk("  \(label(name))\(colon)\(TextWidth.harmless(text))\n")
        }
    }

    private func fallback(_ problem: Problem) -> String {
        sentence(CodedText(problem.code, problem.arguments))
    }

    private func lines(of rows: [[String]]) {
        for line in aligned(rows) { streams.data(line + "\n") }
    }

    /// Rows as lines, each column as wide as its widest cell.
    private func aligned(_ rows: [[String]]) -> [String] {
        let cells = rows.map { $0.map(TextWidth.harmless) }
        let count = cells.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            cells.map { column < $0.count ? TextWidth.columns($0[column]) : 0 }.max() ?? 0
        }
        return cells.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                if column < row.count - 1 {
                    let gap = widths[column] - TextWidth.columns(cell) + 2
                    line += String(repeating: " ", count: gap)
                }
            }
            return line
        }
    }
}
