import LocalAPI

extension Renderer {
    /// A text of which long lists are shortened: how many there are, and where all stand.
    func brief(_ text: CodedText) -> CodedText {
        var brief = text
        brief.arguments = text.arguments.mapValues(shortened)
        return brief
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
