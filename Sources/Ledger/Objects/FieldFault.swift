package import Casework
import Cryptography

/// What is wrong with a field that an officer gave, before anything is signed.
///
/// Stricter than what is said of a body that is signed already: that one is kept as it is, with findings.
package struct FieldFault: Hashable, Sendable {
    /// The kinds of faults.
    package enum Kind: Hashable, Sendable {
        /// Neither the machine nor the pack has such a field.
        case unknown
        /// It is no text.
        case noText
        /// It is neither true nor false.
        case noBoolean
        /// It is no whole number of at least 0.
        case noInteger
        /// It is no date.
        case noDate
        /// It is no time with an offset.
        case noTime
        /// It has the form of a date or time, and the calendar has no such day, hour or offset.
        case noSuchDay(String)
        /// It is a time, and does not say where.
        case noOffset(String)
        /// It is no region code.
        case noRegion
        /// It is no address of an office.
        case noOffice
        /// It is no digest.
        case noDigest
        /// It is neither a text nor an object.
        case noTextOrObject
        /// It is no list.
        case noList
        /// It is none of the list's values.
        case noChoice([Choice.Value])
        /// Fewer officers are named than the law asks for.
        case tooFewOfficers
        /// It must be confirmed before the matter leaves the node.
        case notConfirmed
    }

    /// The field.
    package let field: FieldID
    /// What is wrong.
    package let kind: Kind
}

extension BodyRules {
    /// Two officers at least handle a case (Administrative Penalty Law, article 42).
    package static let handlingOfficerCountMin = 2
    private static let handlingOfficers = "handling_officers"
    private static let confirmation = "no_state_secret"

    /// Everything that is wrong with the fields of a step, in the order of their ids; fields without a value count as not given.
    package func faults(in fields: [FieldID: BodyValue]) -> [FieldFault] {
        fields.sorted { $0.key < $1.key }.compactMap { id, value in
            guard let field = machine.field(id, in: pack) else {
                return FieldFault(field: id, kind: .unknown)
            }
            guard !value.isEmpty else { return nil }
            return (fault(of: value, in: field) ?? lawFault(of: value, in: field))
                .map { FieldFault(field: id, kind: $0) }
        }
    }

    /// What the form of a value lacks; nil for a good one.
    func fault(of value: BodyValue, in field: Field) -> FieldFault.Kind? {
        guard field.isList || field.isPerItem else { return fault(ofOne: value, in: field) }
        guard case .array(let values) = value else { return .noList }
        return values.lazy.compactMap { fault(ofOne: $0, in: field) }.first
    }

    private func lawFault(of value: BodyValue, in field: Field) -> FieldFault.Kind? {
        switch (field.id.text, value) {
        case (Self.confirmation, .bool(false)): step.from.isEmpty ? nil : .notConfirmed
        case (Self.handlingOfficers, .array(let officers)):
            Set(officers.compactMap(Self.named)).count < Self.handlingOfficerCountMin
                ? .tooFewOfficers : nil
        default: nil
        }
    }

    /// Who a value names: a text, or the `name` of an object, without the blanks around it; a number or another object as it is.
    ///
    /// Nil for blanks alone, and for an object that says nothing.
    private static func named(_ value: BodyValue) -> BodyValue? {
        if case .object(let members) = value {
            if let name = members["name"] { return named(name) }
            return members.values.contains { named($0) != nil } ? value : nil
        }
        guard let text = value.string else { return value.isEmpty ? nil : value }
        let name = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
        return name.isEmpty ? nil : .string(String(name.reversed()))
    }

    private func fault(ofOne value: BodyValue, in field: Field) -> FieldFault.Kind? {
        switch field.kind {
        case .boolean: if case .bool = value { nil } else { .noBoolean }
        case .integer, .money: value.integer.map { $0 >= 0 } == true ? nil : .noInteger
        // Blanks alone say nothing, and stand in the log for ever.
        case .text, .string:
            value.string.map { $0.contains { !$0.isWhitespace } } == true ? nil : .noText
        case .date: dateFault(of: value)
        case .datetime: timeFault(of: value)
        case .region: value.string.flatMap { RegionCode($0) } == nil ? .noRegion : nil
        case .office: value.string.flatMap { Address($0) } == nil ? .noOffice : nil
        case .hash, .recordReference:
            value.string.flatMap { Digest(hex: $0) } == nil ? .noDigest : nil
        case .choice: choiceFault(of: value, in: field)
        // Persons, parties, quantities and the like are texts or objects of their own.
        case .quantity, .identifier, .officer, .person, .party, .contact, .attachment, .mechanism,
            .result, .lawReference:
            value.string != nil || value.members != nil || value.integer != nil
                ? nil : .noTextOrObject
        }
    }

    private func dateFault(of value: BodyValue) -> FieldFault.Kind? {
        guard let text = value.string else { return .noDate }
        guard LocalDate(text) == nil else { return nil }
        return Self.shape(of: text) == Self.dayShape ? .noSuchDay(text) : .noDate
    }

    private func timeFault(of value: BodyValue) -> FieldFault.Kind? {
        guard let text = value.string else { return .noTime }
        guard Timestamp(text) == nil else { return nil }
        switch Self.shape(of: text) {
        case Self.timeShape + "+00:00", Self.timeShape + "-00:00": return .noSuchDay(text)
        case Self.timeShape, Self.timeShape + "Z": return .noOffset(text)
        default: return .noTime
        }
    }

    private static let dayShape = "0000-00-00"
    private static let timeShape = "0000-00-00T00:00:00"

    /// The text with every digit as 0.
    private static func shape(of text: String) -> String {
        String(text.map { ("0"..."9").contains($0) ? "0" : $0 })
    }

    private func choiceFault(of value: BodyValue, in field: Field) -> FieldFault.Kind? {
        let values = pack.choices.first { $0.id == field.choice }?.values ?? []
        return values.contains { $0.id.text == value.string } ? nil : .noChoice(values)
    }
}

extension Machine {
    /// A field of the machine, or one that all machines of the pack have.
    package func field(_ id: FieldID, in pack: RulePack) -> Field? {
        fields.first { $0.id == id } ?? pack.fields.first { $0.id == id }
    }
}
