import Casework
import LocalAPI

/// Names the fields of a body and their listed values as the official form does.
struct FieldLabels {
    /// The rule pack under which the step was taken; nil where it is not here.
    let pack: RulePack?
    /// The machine of the step.
    let machine: Machine?
    /// What offices are called, and in which mechanism; nil where nobody asks.
    var parties: (names: PartyNames, mechanism: MechanismID?)?

    /// The labels of the fields that are there, in the order of the form: common fields first.
    func labels(of fields: [String: FieldValue]) -> [FieldLabel] {
        let form = (pack?.fields ?? []) + (machine?.fields ?? [])
        return form.compactMap { field in
            fields[field.id.text].map { value in
                FieldLabel(
                    field: field.id.text,
                    titles: field.title.byLanguage,
                    values: values(of: field, in: value),
                    type: field.kind.rawValue
                )
            }
        }
    }

    private func values(of field: Field, in value: FieldValue) -> [String: [String: String]] {
        let used = Set(Self.texts(in: value))
        if field.kind == .office, let parties {
            return parties.names.names(of: used.sorted(), in: parties.mechanism)
                .filter { used.contains($0.key) }
        }
        if field.kind == .region {
            return used.reduce(into: [:]) { titles, code in
                titles[code] = RegionCode(code)?.fullNames
            }
        }
        guard let choice = pack?.choices.first(where: { $0.id == field.choice }) else { return [:] }
        return choice.values.reduce(into: [:]) { titles, item in
            if used.contains(item.id.text) { titles[item.id.text] = item.title.byLanguage }
        }
    }

    private static func texts(in value: FieldValue) -> [String] {
        switch value {
        case .text(let text): [text]
        case .list(let values): values.flatMap(texts)
        case .boolean, .integer, .object: []
        }
    }
}

extension Title {
    /// The title as local documents carry it.
    var byLanguage: [String: String] { ["en": en, "zh": zh] }
}
