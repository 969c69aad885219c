package import Casework

/// Which fields of a step hold personal data: those that the pack marks, and the subject's name where he is a natural person.
///
/// A pack of this edition cannot say the latter of its own fields, so that its two ids stand here.
package enum PersonalFields {
    private static let subjectName = "subject_name"
    private static let subjectIsPerson = "subject_is_person"

    /// Whether fields say that the subject is a natural person; nil where they say nothing of it.
    package static func isSubjectPerson(in fields: [FieldID: BodyValue]) -> Bool? {
        switch fields.first(where: { $0.key.text == subjectIsPerson })?.value {
        case .bool(let isPerson): isPerson
        // An open field stands in the header as a number.
        case .integer(let number): number != 0
        default: nil
        }
    }

    /// Whether fields name the subject.
    package static func nameSubject(_ fields: [FieldID: BodyValue]) -> Bool {
        fields.contains { $0.key.text == subjectName && !$0.value.isEmpty }
    }

    /// Whether a field holds the name of the matter's subject: by what the pack says, in packs of engine 1 by its id.
    package static func isSubjectName(_ field: Field, in pack: RulePack) -> Bool {
        field.meaning == .subjectName || pack.engine == 1 && field.id.text == subjectName
    }

    /// Whether a field holds a number of the matter's subject: by what the pack says, in packs of engine 1 by its id.
    package static func isSubjectNumber(_ field: Field, in pack: RulePack) -> Bool {
        field.meaning == .subjectNumber
            || pack.engine == 1 && subjectNumbers.contains(field.id.text)
    }

    private static let subjectNumbers: Set = ["subject_uscc", "subject_person"]

    /// The fields with a value that hold personal data.
    ///
    /// `isSubjectPerson` is what earlier steps say: a matter says it once. A step's own word holds before it.
    package static func ids(
        among fields: [FieldID: BodyValue],
        of machine: Machine,
        in pack: RulePack,
        isSubjectPerson earlier: Bool
    ) -> [FieldID] {
        let isPerson = isSubjectPerson(in: fields) ?? earlier
        return fields.compactMap { id, value in
            guard !value.isEmpty else { return nil }
            let field = machine.field(id, in: pack)
            let isName = id.text == subjectName || field?.meaning == .subjectName
            return field?.isPersonal == true || isPerson && isName ? id : nil
        }
    }
}
