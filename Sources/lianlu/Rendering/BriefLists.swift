import LocalAPI

extension Renderer {
    /// The arguments that are lists, by whose names a text puts them; any other is somebody's words, which no comma ends.
    private static let listArguments: Set<String> = [
        "addresses", "digests", "entries", "fields", "files", "heads", "kinds", "known", "logs",
        "mechanisms", "members", "names", "nodes", "offices", "openings", "others", "own", "packs",
        "parties", "peers", "ranks", "receivers", "records", "regions", "rules", "sizes", "states",
        "trusted", "values", "words",
    ]

    /// A text of which long lists are shortened: how many there are, and where all stand.
    func brief(_ text: CodedText) -> CodedText {
        var brief = text
        for (name, value) in text.arguments where Self.isList(name) {
            brief.arguments[name] = shortened(value)
        }
        return brief
    }

    /// Whether an argument is a list, in one of the languages or in both.
    private static func isList(_ name: String) -> Bool {
        let isWorded = name.hasSuffix("_zh") || name.hasSuffix("_en")
        return listArguments.contains(isWorded ? String(name.dropLast(3)) : name)
    }

    private func shortened(_ list: String) -> String {
        for separator in [", ", "、"] {
            let items = list.split(separator: separator)
            guard items.count > Limits.listedItemCountMax else { continue }
            let shown = items.prefix(Limits.listedItemCountMax).joined(separator: separator)
            return shown
                + sentence(CodedText("command.list_shortened", ["count": "\(items.count)"]))
        }
        return list
    }
}
