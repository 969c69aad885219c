package import Casework

/// The fields of a body as they may be printed without need: numbers of persons masked, wherever they stand.
///
/// Masked are identity numbers in every field, and in the fields that tell of a person, by the pack's word, its telephones
/// and numbers of parcels and plates as well. Telephones and certificates of an office's officers and contacts, other offices,
/// records and digests stay.
package struct MaskedFields {
    /// The fields.
    package private(set) var fields: [FieldID: BodyValue] = [:]
    /// Those in which something was masked, in the order of their ids.
    package private(set) var masked: [FieldID] = []

    /// Masks the fields of a body; of a field whose rules are not here it is taken that it tells of a person.
    package init(of fields: [FieldID: BodyValue], machine: Machine?, pack: RulePack?) {
        for (id, value) in fields {
            let field = pack.flatMap { machine?.field(id, in: $0) }
            let shown = Self.masked(value, of: field)
            self.fields[id] = shown
            if shown != value { masked.append(id) }
        }
        masked.sort()
    }

    private static func masked(_ value: BodyValue, of field: Field?) -> BodyValue {
        switch field?.kind {
        case .officer, .contact, .attachment, .office, .hash, .recordReference, .lawReference:
            return masked(value) { PersonNumbers.masked($0) }
        default: break
        }
        let kind = field?.identifier.flatMap { IdentifierKind($0) }
        let isPersonal = kind.map { $0.privacy > .open } ?? false
        let isOfPerson =
            field.map { $0.isPersonal || $0.kind == .person || $0.kind == .party } ?? true
        return masked(value) { text in
            if let kind {
                let number = SubjectIdentifier(text, as: kind)
                let isNumber = [.valid, .checksumBad].contains(number.status)
                if isPersonal, isNumber { return number.display }
                if number.status == .valid { return PersonNumbers.masked(text, rightAs: kind) }
            }
            return PersonNumbers.masked(text, isOfPerson: isOfPerson || isPersonal)
        }
    }

    private static func masked(_ value: BodyValue, _ mask: (String) -> String) -> BodyValue {
        switch value {
        case .string(let text): return .string(mask(text))
        case .integer(let number):
            let text = "\(number)"
            let shown = mask(text)
            return shown == text ? value : .string(shown)
        case .array(let values): return .array(values.map { masked($0, mask) })
        case .object(let members): return .object(members.mapValues { masked($0, mask) })
        case .null, .bool: return value
        }
    }
}
