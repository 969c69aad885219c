/// Finds the field, or the listed value, that somebody means by the words that officers use for it.
///
/// A field is named by its id or by its title in either language, a listed value likewise. Full-width and half-width forms, capitals
/// and blanks make no difference, what a title has in brackets at its end need not be written, and of a field's title that strings
/// names together (案由、案件名称; 联络员及联系方式) one will do.
package struct FieldNames: Sendable {
    /// Why a name stands for no single thing: the ids of all that it may mean.
    package struct Ambiguous: Error, Hashable, Sendable {
        package let ids: [String]
    }

    /// The fields that a step of the machine may state, in the order of the form.
    package let fields: [Field]
    private let choices: [Choice]

    /// Reads the names of one machine's fields by the pack that has it.
    package init(pack: RulePack, machine: Machine) {
        fields = pack.fields + machine.fields
        choices = pack.choices
    }

    /// The field of this name; nil where none has it.
    package func field(named name: String) throws(Ambiguous) -> Field? {
        // Of what somebody confirms he says all.
        let named = fields.map { field in
            Named(id: field.id.text, title: field.title, isStrung: field.kind != .boolean)
        }
        guard let id = try Self.id(name, among: named) else { return nil }
        return fields.first { $0.id.text == id }
    }

    /// The id of a listed value of a field by its id or title; nil where the field has no list, or none of its values is called so.
    package func choice(named name: String, of field: Field) throws(Ambiguous) -> String? {
        guard let list = choices.first(where: { $0.id == field.choice }) else { return nil }
        let named = list.values.map { Named(id: $0.id.text, title: $0.title) }
        return try Self.id(name, among: named)
    }

    // MARK: Parts

    /// How much of a title a name is.
    private enum Form { case whole, bare, part }

    /// What has an id and a title.
    private struct Named {
        let id: String
        let title: Title
        /// Whether one of the names that the title strings together will do.
        var isStrung = false
    }

    /// An id before whole titles, those before titles without what stands in brackets, and these before one of the names that a title
    /// strings together.
    private static func id(_ name: String, among named: [Named]) throws(Ambiguous) -> String? {
        if named.contains(where: { $0.id == name }) { return name }
        let asked = plain(name)
        guard !asked.isEmpty else { return nil }
        for form in [Form.whole, .bare, .part] {
            let found = named.filter { item in
                [item.title.zh, item.title.en].contains { title in
                    let title = plain(title)
                    return switch form {
                    case .whole: title == asked
                    case .bare: withoutBrackets(title) == asked
                    case .part:
                        item.isStrung
                            && withoutBrackets(title).split { "、及".contains($0) }
                                .contains { $0 == asked }
                    }
                }
            }
            guard found.count <= 1 else { throw Ambiguous(ids: found.map(\.id)) }
            if let only = found.first { return only.id }
        }
        return nil
    }

    /// A name in its compatible form, in small letters, without white space.
    private static func plain(_ name: String) -> String {
        UnicodeServices.lowerCased(
            String(UnicodeServices.compatible(name).filter { !$0.isWhitespace })
        )
    }

    /// A plain title without the brackets at its end.
    private static func withoutBrackets(_ title: String) -> String {
        guard title.hasSuffix(")"), let bracket = title.lastIndex(of: "(") else { return title }
        return String(title[..<bracket])
    }
}
