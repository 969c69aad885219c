import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage

/// What the bodies of one matter say that may link it with others, as far as the caller may read them.
struct LinkedMatter {
    /// One identifier and where it stands.
    struct Number {
        let identifier: SubjectIdentifier
        /// Whether it stands as the number of the matter's subject.
        var isOfSubject: Bool
        /// Whether it stands in running text alone.
        var isInText: Bool
        var places: [MentionPlace]
    }

    /// One name of a firm and where it stands.
    struct Name {
        let name: FirmName
        var places: [MentionPlace]
    }

    /// Both parts of the matter: at home and in a mechanism.
    let parts: [RecordKey]
    /// The identifiers that have a linking key, each once.
    private(set) var numbers: [Number] = []
    /// The names of its subject; none where that is a natural person.
    private(set) var names: [Name] = []
    /// Which limits its bodies met when their identifiers were read.
    private(set) var cuts: Set<BodyIdentifiers.Cut> = []
    /// Whether it has more identifiers than are compared.
    private(set) var isCut = false
    /// Valid steps whose body is not here.
    private(set) var unreadCount = 0
    private var positions: [LinkingKey: Int] = [:]

    /// Reads a matter's parts; the caller may read each of them.
    init(_ parts: [RecordKey], in lookup: IdentifierLookup) throws {
        self.parts = parts
        // What one part says of its subject holds for the other: it is one matter.
        let isPerson = try parts.contains { try lookup.isSubjectPerson(of: $0) }
        for part in parts {
            for row in try lookup.transaction.projectedEntries(record: part)
            where row.verdictClass == .valid {
                if let body = try lookup.body(of: row) {
                    try read(body, isPerson: isPerson, in: lookup)
                } else if try lookup.namesBody(row) {
                    unreadCount += 1
                }
            }
        }
    }

    private mutating func read(
        _ body: IdentifierLookup.ReadBody,
        isPerson: Bool,
        in lookup: IdentifierLookup
    ) throws {
        let found = body.identifiers
        cuts.formUnion(found.cuts)
        for mention in found.mentions {
            guard let key = mention.identifier.linkingKeys.first else { continue }
            let field = body.machine.field(mention.field, in: body.pack)
            guard field?.isOfOfficials != true else { continue }
            let isOfSubject =
                field.map { PersonalFields.isSubjectNumber($0, in: body.pack) } ?? false
            let place = try lookup.place(
                body.row,
                field: mention.field.text,
                kind: mention.identifier.kind.rawValue
            )
            if let known = positions[key] {
                numbers[known].isOfSubject = numbers[known].isOfSubject || isOfSubject
                numbers[known].isInText = numbers[known].isInText && mention.isInText
                numbers[known].places.append(place)
            } else if numbers.count < Limits.linkedIdentifierCountMax {
                positions[key] = numbers.count
                numbers.append(
                    Number(
                        identifier: mention.identifier,
                        isOfSubject: isOfSubject,
                        isInText: mention.isInText,
                        places: [place]
                    )
                )
            } else {
                isCut = true
            }
        }
        guard !isPerson else { return }
        for (field, name) in found.names {
            let place = try lookup.place(
                body.row,
                field: field.text,
                kind: IdentifierIndex.nameKind
            )
            if let known = names.firstIndex(where: { $0.name.written == name.written }) {
                names[known].places.append(place)
            } else {
                names.append(Name(name: name, places: [place]))
            }
        }
    }
}
