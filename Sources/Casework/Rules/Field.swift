/// A field of a record, in its body or, where it is open, in the header.
package struct Field: Hashable, Sendable {
    /// The types of a field's value, without `list<…>`.
    package enum Kind: String, CaseIterable, Sendable {
        case text, string, boolean, integer, money, quantity, date, datetime, identifier, region
        case office, officer, person, party, contact, hash, attachment, mechanism, result
        case choice = "enum"
        case lawReference = "law_ref"
        case recordReference = "record_ref"
    }

    /// What a field says of the matter, where the program itself must know it.
    package enum Meaning: String, CaseIterable, Sendable {
        /// The name of the firm or the person that the matter is about.
        case subjectName = "subject_name"
        /// The number of the firm or the person that the matter is about.
        case subjectNumber = "subject_number"
        /// What was imposed as a penalty.
        case penalty
        /// The day on which the penalty was decided.
        case penaltyDate = "penalty_date"
        /// Why the penalty, or what was made public of it, was taken back.
        case penaltyWithdrawal = "penalty_withdrawal"

        /// The types of value that a field of this meaning may have; none of them as a list.
        var kinds: Set<Kind> {
            switch self {
            case .subjectName: [.text, .string, .party]
            case .subjectNumber: [.identifier, .person, .party]
            case .penalty: [.text, .string, .choice, .money]
            case .penaltyDate: [.date, .datetime]
            case .penaltyWithdrawal: [.text, .string, .choice]
            }
        }
    }

    /// On which side of the time of its step a day or time must lie.
    package enum Tense: String, CaseIterable, Sendable {
        /// It tells what has happened.
        case past
        /// It tells what is still to come.
        case future
    }

    /// Its id.
    package let id: FieldID
    /// Its title.
    package let title: Title
    /// The type of its value, or of each value of a list.
    package let kind: Kind
    /// Whether it holds a list.
    package let isList: Bool
    /// Whether it must be present once every required field must be.
    package let isRequired: Bool
    /// Whether it is personal data, and so never stands in a header.
    package let isPersonal: Bool
    /// Whether it may stand in a header as a fact.
    package let isOpen: Bool
    /// Whether it is given once for each item.
    package let isPerItem: Bool
    /// Whether it is for the offices' own handling and stands on no letter.
    package let isInternal: Bool
    /// Its list of values.
    package let choice: ChoiceID?
    /// The kind of identifier that it holds.
    package let identifier: KindID?
    /// What it says of the matter; nil for all others, and in packs of engine 1.
    package let meaning: Meaning?
    /// On which side of the time of its step it lies; nil where either may be.
    package let tense: Tense?
    /// The field that tells what came before it; an earlier value is pointed out.
    package let after: FieldID?
    /// Steps whose latest signing came before it.
    package let afterSteps: [EventID]
    /// A remark for whoever fills it in.
    package let note: Title?
    /// What it is called on papers, without what tells officers how to fill it in; nil where that is its title.
    package let printed: Title?
}

extension Field {
    /// Whether it holds a day or a time.
    package var isMoment: Bool { [.date, .datetime].contains(kind) && !isList }

    /// Whether a fact has the form of this field: lists and attachments never do.
    package func accepts(_ value: FactValue, choices: [Choice]) -> Bool {
        guard !isList else { return false }
        switch (kind, value) {
        case (.boolean, .integer(let number)): return number == 0 || number == 1
        case (.integer, .integer), (.money, .integer), (.quantity, .integer): return true
        case (.text, .string), (.string, .string), (.identifier, .string), (.mechanism, .string),
            (.result, .string), (.lawReference, .string):
            return true
        case (.date, .string(let text)): return LocalDate(text) != nil
        case (.datetime, .string(let text)): return Timestamp(text) != nil
        case (.region, .string(let text)): return RegionCode(text) != nil
        case (.office, .string(let text)): return Address(text) != nil
        case (.hash, .string(let text)), (.recordReference, .string(let text)):
            return text.utf8.count == 64
        case (.choice, .string(let text)):
            let list = choices.first { $0.id == choice }
            return list?.values.contains { $0.id.text == text } ?? false
        default: return false
        }
    }
}
