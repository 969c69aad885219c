import Casework
import Ledger
import LocalAPI

/// What is worth saying of the identifiers and texts of a step before it is signed, and with its acknowledgement; nothing is
/// refused for it.
struct IdentifierWarnings {
    /// The warnings, at most `Limits.identifierWarningCountMax` of identifiers and as many of texts.
    let texts: [CodedText]

    /// Looks at the fields that an officer gives, and for persons' numbers at those that the step carries along with them.
    ///
    /// What was said at home goes to others with the step that carries it, so that it is told of there again.
    init(
        on fields: [FieldID: BodyValue],
        with carried: [FieldID: BodyValue] = [:],
        of machine: Machine,
        in pack: RulePack
    ) {
        let found = BodyIdentifiers(of: fields, machine: machine, pack: pack)
        let told = found.mentions.filter { !Self.isToldElsewhere($0) }.flatMap(\.warnings)
        let limit = Limits.identifierWarningCountMax
        var texts = Array(Self.once(told).prefix(limit))
        texts += IdentifierNotice.cuts(found.cuts)
        let all = carried.merging(fields) { _, given in given }
        texts += Self.personsElsewhere(in: all, of: machine, in: pack).prefix(limit)
        texts += fields.sorted { $0.key < $1.key }.compactMap { id, value in
            guard let field = machine.field(id, in: pack), field.identifier == nil else {
                return nil
            }
            return Self.damage(in: value).map {
                IdentifierNotice.textDamaged.text(["field": id.text, "sign": $0])
            }
        }
        .prefix(limit)
        texts += Self.hidden(in: fields, of: machine, in: pack).prefix(limit)
        self.texts = texts
    }

    /// Identity numbers in fields of any type that are not for them, masked; each once in a field.
    private static func personsElsewhere(
        in fields: [FieldID: BodyValue],
        of machine: Machine,
        in pack: RulePack
    ) -> [CodedText] {
        fields.sorted { $0.key < $1.key }.flatMap { id, value -> [CodedText] in
            guard let field = machine.field(id, in: pack), !isForPersons(field) else { return [] }
            let kind = field.identifier.flatMap { IdentifierKind($0) }
            let found = self.texts(in: value).flatMap {
                PersonNumbers.found(in: $0, typedAs: kind)
            }
            return once(
                found.map {
                    IdentifierNotice.personElsewhere.text(["field": id.text, "value": $0.display])
                }
            )
        }
    }

    /// Whether a field is for the identity of a person.
    private static func isForPersons(_ field: Field) -> Bool {
        [.person, .party].contains(field.kind)
            || field.identifier.flatMap { IdentifierKind($0) } == .citizenNumber
    }

    /// Characters in texts that no eye sees; those of numbers are told with the numbers.
    private static func hidden(
        in fields: [FieldID: BodyValue],
        of machine: Machine,
        in pack: RulePack
    ) -> [CodedText] {
        fields.sorted { $0.key < $1.key }.flatMap { id, value -> [CodedText] in
            guard let field = machine.field(id, in: pack), field.identifier == nil else {
                return []
            }
            let text = texts(in: value).joined()
            return HiddenCharacters.findings(in: text).map { finding in
                let notice: IdentifierNotice = finding.code == .bidi ? .textBidi : .textInvisible
                return notice.text(
                    finding.arguments.merging(["field": id.text]) { told, _ in told }
                )
            }
        }
    }

    private static func texts(in value: BodyValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .integer(let number): ["\(number)"]
        case .array(let values): values.flatMap(texts)
        case .object(let members):
            members.sorted { $0.key < $1.key }.flatMap { texts(in: $0.value) }
        case .null, .bool: []
        }
    }

    /// A malformed document number is told by whoever keeps the office's numbers.
    private static func isToldElsewhere(_ mention: IdentifierMention) -> Bool {
        mention.field == NumberPlanner.fieldID && mention.identifier.kind == .officialDocument
    }

    private static func once(_ texts: [CodedText]) -> [CodedText] {
        var seen: Set<CodedText> = []
        return texts.filter { seen.insert($0).inserted }
    }

    /// The first sign of damage in a value.
    private static func damage(in value: BodyValue) -> String? {
        switch value {
        case .string(let text): TextDamage.sign(in: text)
        case .array(let values): values.lazy.compactMap(damage).first
        case .object(let members):
            members.sorted { $0.key < $1.key }.lazy.compactMap { damage(in: $0.value) }.first
        case .null, .bool, .integer: nil
        }
    }
}
