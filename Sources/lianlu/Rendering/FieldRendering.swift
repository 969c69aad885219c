import LocalAPI

extension Renderer {
    /// Fields by their names, in the order of the form; those without a name come last, by id.
    func fields(
        _ fields: [String: FieldValue],
        _ labels: [FieldLabel]
    ) -> [(String, String)] {
        var known: Set<String> = []
        let named = labels.filter { known.insert($0.field).inserted }.compactMap { label in
            fields[label.field].map { value in
                ("  " + title(label.titles, else: label.field), text(value, of: label))
            }
        }
        let others = fields.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
        return named + others.map { ("  " + $0.key, $0.value.text(self)) }
    }

    /// A value as the official form writes it: amounts in yuan, open yes and no in words, listed values by their names.
    private func text(_ value: FieldValue, of label: FieldLabel) -> String {
        switch (label.type, value) {
        case ("money", .integer(let fen)): MoneyText.yuan(fen)
        case ("boolean", .integer(let flag)): yes(flag == 1)
        default: value.text(self) { text in title(label.values[text] ?? [:], else: text) }
        }
    }
}
