import Casework

/// Ids as arguments of a text, with their titles beside them in each language: titles first, and the id to type.
enum TitledList {
    static func arguments(
        _ name: String,
        _ items: [(id: String, title: Title?)]
    ) -> [String: String] {
        [
            name: items.map(\.id).joined(separator: ", "),
            "\(name)_zh": items.map { item in
                item.title.map { "\($0.zh)（\(item.id)）" } ?? item.id
            }
            .joined(separator: "、"),
            "\(name)_en": items.map { item in
                item.title.map { "\($0.en) (\(item.id))" } ?? item.id
            }
            .joined(separator: ", "),
        ]
    }
}

extension NodeError {
    /// An error with lists of ids, each with its titles.
    static func titled(
        _ code: Code,
        _ arguments: [String: String],
        _ lists: [(name: String, items: [(id: String, title: Title?)])]
    ) -> NodeError {
        NodeError(
            code,
            lists.reduce(into: arguments) { all, list in
                all.merge(TitledList.arguments(list.name, list.items)) { own, _ in own }
            }
        )
    }
}
