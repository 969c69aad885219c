package import Casework

/// An identifier that stands in a field of a body.
package struct IdentifierMention: Hashable, Sendable {
    /// The field.
    package let field: FieldID
    /// How its value was read.
    package let identifier: SubjectIdentifier
    /// Whether it stands in a field of running text, where nothing but its form or a word before it says what it is.
    package let isInText: Bool
}

/// The identifiers and firms' names in the fields of a body, as its rule pack types them.
///
/// Fields of a pack's `identifier`, a person's numbers, and running text, where only forms count that say what they are by
/// themselves (``Casework/IdentifierKind/standsInText``) or are called so, also with a wrong check digit
/// (``Casework/TextNumbers``). Identity numbers are taken from fields of every type. Otherwise the officers of a matter and their
/// contacts are left out: they have many matters in common, and none of these is linked by that.
package struct BodyIdentifiers: Sendable {
    /// The identifiers, in the order of the fields' ids; a good many may have no linking key.
    package private(set) var mentions: [IdentifierMention] = []
    /// The names of firms that are the subject of the matter.
    package private(set) var names: [(field: FieldID, name: FirmName)] = []
    /// Which limits were met.
    package private(set) var cuts: Set<Cut> = []
    /// Whether there was more than the limits allow.
    package var isCut: Bool { !cuts.isEmpty }

    /// What there may be too many of.
    package enum Cut: String, CaseIterable, Sendable {
        /// Identifiers of the body.
        case identifiers
        /// Words of its text that may be numbers.
        case words
        /// Numbers of its text that are read whether they are right or wrong.
        case textNumbers
    }

    private var wordCount = 0
    private var pieceCount = 0
    private var textNumberCount = 0

    /// Reads the fields of a body.
    package init(of fields: [FieldID: BodyValue], machine: Machine, pack: RulePack) {
        let isPerson = PersonalFields.isSubjectPerson(in: fields) == true
        for (id, value) in fields.sorted(by: { $0.key < $1.key }) {
            guard let field = machine.field(id, in: pack) else { continue }
            if PersonalFields.isSubjectName(field, in: pack), !isPerson { addName(value, of: id) }
            read(value, of: field)
        }
    }

    /// Reads running text that stands in no body, as what somebody asks for, as a field `text`.
    package init(ofText text: String) {
        readText(text, of: FieldID(unchecked: "text"), isInText: true)
    }

    // MARK: Fields

    private mutating func read(_ value: BodyValue, of field: Field) {
        if case .array(let values) = value {
            for value in values { read(value, of: field) }
            return
        }
        let kind = field.identifier.flatMap { IdentifierKind($0) }
        switch (field.kind, kind) {
        case (.officer, _), (.contact, _), (.attachment, _), (.office, _), (.hash, _),
            (.recordReference, _), (.lawReference, _):
            readPersons(in: value, of: field.id)
        case (.person, let kind), (.party, let kind): readPerson(value, of: field.id, as: kind)
        case (_, let kind?): readNumber(value, of: field.id, as: kind)
        case (.text, nil), (.string, nil):
            guard let text = value.string else { return readPersons(in: value, of: field.id) }
            readText(text, of: field.id, isInText: true)
        default: readPersons(in: value, of: field.id)
        }
    }

    /// The identity numbers in a value that is read for nothing else; right ones alone where it is the number of a kind.
    private mutating func readPersons(
        in value: BodyValue,
        of field: FieldID,
        as kind: IdentifierKind? = nil
    ) {
        let found = Self.texts(in: value).flatMap { TextNumbers.persons(in: $0, typedAs: kind) }
        for number in found where !isKnown(number, field) {
            guard kind == nil || number.status == .valid else { continue }
            guard textNumberCount < Limits.bodyTextNumberCountMax else {
                cuts.insert(.textNumbers)
                return
            }
            textNumberCount += 1
            add(number, field, true)
        }
    }

    /// A number of a known kind: a text, a whole number, or an object that says its `kind` and holds it in its other members.
    private mutating func readNumber(_ value: BodyValue, of field: FieldID, as kind: IdentifierKind)
    {
        switch value {
        case .string(let text): addNumber(text, as: kind, field)
        case .integer(let number): add(Self.reading("\(number)", as: kind), field)
        case .object(let members):
            let named = members["kind"]?.string.flatMap { KindID($0) }.flatMap {
                IdentifierKind($0)
            }
            for (key, value) in members.sorted(by: { $0.key < $1.key }) where key != "kind" {
                guard let text = value.string else { continue }
                addNumber(text, as: named ?? kind, field)
            }
        case .null, .bool, .array: break
        }
    }

    /// A number, and what else says by itself what it is where the whole has no form: a name may stand beside a number.
    private mutating func addNumber(_ text: String, as kind: IdentifierKind, _ field: FieldID) {
        let reading = Self.reading(text, as: kind)
        add(reading, field)
        guard reading.status != .formatBad else { return readText(text, of: field) }
        readPersons(in: .string(text), of: field, as: kind)
    }

    /// What is said of a person: numbers that are right, or nearly, as the field's kind or as a mobile phone's, and text.
    private mutating func readPerson(
        _ value: BodyValue,
        of field: FieldID,
        as kind: IdentifierKind?
    ) {
        for text in Self.texts(in: value) {
            let readings = [kind, .mobilePhone].compactMap { $0 }
                .map { SubjectIdentifier(text, as: $0) }
            let fitting = readings.first { [.valid, .checksumBad].contains($0.status) }
            if let fitting {
                add(fitting, field)
            } else {
                readText(text, of: field, as: Self.textKinds + [.mobilePhone])
            }
        }
    }

    private static func texts(in value: BodyValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .integer(let number): ["\(number)"]
        case .object(let members):
            members.sorted { $0.key < $1.key }.flatMap { texts(in: $0.value) }
        case .array(let values): values.flatMap(texts)
        case .null, .bool: []
        }
    }

    /// Reads a number as a kind, or, where it has not the form of that one, as the kind whose check digits or letters it has.
    ///
    /// A field of rights' numbers names one kind and holds several. An identity number is one wherever it stands.
    static func reading(_ text: String, as kind: IdentifierKind) -> SubjectIdentifier {
        let declared = SubjectIdentifier(text, as: kind)
        guard declared.status != .valid else { return declared }
        guard let best = IdentifierGuess(text).candidates.first, best.status == .valid,
            best.kind == .citizenNumber
                || declared.status != .checksumBad && best.kind.distinction >= .checked
        else { return declared }
        return best
    }

    private mutating func addName(_ value: BodyValue, of field: FieldID) {
        let text = value.string ?? value.members?["name"]?.string
        guard let name = text.flatMap({ FirmName($0) }) else { return }
        names.append((field, name))
    }

    // MARK: Text

    private mutating func readText(
        _ text: String,
        of field: FieldID,
        as kinds: [IdentifierKind] = Self.textKinds,
        isInText: Bool = false
    ) {
        readWords(text, of: field, as: kinds, isInText)
        let limit = Limits.bodyTextNumberCountMax - textNumberCount
        let found = TextNumbers(in: text, limit: limit)
        textNumberCount += found.numbers.count
        if found.isCut { cuts.insert(.textNumbers) }
        for number in found.numbers where !isKnown(number, field) {
            add(number, field, isInText)
        }
    }

    /// Whether a number was taken from a field already, in any spelling.
    private func isKnown(_ number: SubjectIdentifier, _ field: FieldID) -> Bool {
        mentions.contains { known in
            known.field == field && known.identifier.kind == number.kind
                && known.identifier.normalised == number.normalised
        }
    }

    private mutating func readWords(
        _ text: String,
        of field: FieldID,
        as kinds: [IdentifierKind],
        _ isInText: Bool
    ) {
        for word in text.unicodeScalars.split(whereSeparator: Self.isBetweenWords)
        where word.count(where: TextPieces.isDigit) >= Self.digitCountMin {
            guard wordCount < Limits.bodyTextWordCountMax else {
                cuts.insert(.words)
                return
            }
            wordCount += 1
            if let found = Self.identifier(String(word), as: kinds) {
                add(found, field, isInText)
            } else {
                readPieces(of: word, field, as: kinds, isInText)
            }
        }
    }

    private mutating func readPieces(
        of word: Substring.UnicodeScalarView,
        _ field: FieldID,
        as kinds: [IdentifierKind],
        _ isInText: Bool
    ) {
        for piece in TextPieces(of: word)
        where piece.unicodeScalars.count(where: TextPieces.isDigit) >= Self.pieceDigitCountMin {
            guard pieceCount < Limits.bodyTextPieceCountMax else {
                cuts.insert(.words)
                return
            }
            pieceCount += 1
            if let found = Self.identifier(piece, as: kinds) { add(found, field, isInText) }
        }
    }

    private static func identifier(
        _ text: String,
        as kinds: [IdentifierKind]
    ) -> SubjectIdentifier? {
        kinds.lazy.map { SubjectIdentifier(text, as: $0) }.first { $0.status == .valid }
    }

    private static let digitCountMin = 6
    private static let pieceDigitCountMin = 5
    private static let textKinds = IdentifierKind.allCases.filter(\.standsInText)

    private static func isBetweenWords(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || "，。；：、！？,;“”\"'《》".unicodeScalars.contains(scalar)
    }

    // MARK: Results

    private mutating func add(
        _ identifier: SubjectIdentifier,
        _ field: FieldID,
        _ isInText: Bool = false
    ) {
        let mention = IdentifierMention(field: field, identifier: identifier, isInText: isInText)
        guard !mentions.contains(mention) else { return }
        guard mentions.count < Limits.bodyIdentifierCountMax else {
            cuts.insert(.identifiers)
            return
        }
        mentions.append(mention)
    }
}
