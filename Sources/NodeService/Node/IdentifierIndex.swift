import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Makes the rows under which the identifiers of a body are found again at this node (FORMATS.md §7, "Index of identifiers").
///
/// Every key goes through an HMAC under a key of this node's own, so that the index tells nothing of what bodies hold, and
/// nothing to another node.
struct IdentifierIndex: Sendable {
    /// Grows with every change of what is indexed, and how: a node that finds another one indexes anew.
    static let edition = "1"
    /// The name under which the store keeps the edition.
    static let name = "identifier-index"
    /// What stands in a row for the pair of characters of a firm's name.
    static let nameKind = "firm-name"

    private static let label = Array("lianlu/identifier-index/v1".utf8)
    private let packs: PackSet
    private let bodies: BodyReader
    private let code: HMACSHA256

    /// Derives the key of the index from the storage key.
    init(_ view: NodeView) {
        packs = view.packs
        bodies = BodyReader(storageKey: view.keyring.storageKey)
        let storage = HMACSHA256(key: view.keyring.storageKey)
        code = HMACSHA256(key: storage.code(of: Self.label).bytes)
    }

    // MARK: Keys

    /// The key of an identifier.
    func key(_ key: LinkingKey) -> Digest { code.code(of: key.bytes) }

    /// The keys of a name's parts.
    func keys(_ name: FirmName) -> [Digest] {
        name.parts.map { code.code(of: Array("\(Self.nameKind):".utf8) + $0) }
    }

    /// The key of bodies that hold more than is indexed.
    var cutKey: Digest { code.code(of: Array("cut:".utf8)) }

    // MARK: Rows

    /// The rows of a body; nil where its rule pack is not here, so that it must wait.
    func rows(of body: Body, _ header: EntryHeader) -> [IndexedIdentifier]? {
        guard let reference = header.rules else { return [] }
        switch packs[reference] {
        case .missing, .needsNewerEngine: return nil
        case .unusable: return []
        case .loaded(let pack):
            guard let machine = pack.machine(header.machine) else { return [] }
            return rows(of: BodyIdentifiers(of: body.fields, machine: machine, pack: pack))
        }
    }

    private func rows(of found: BodyIdentifiers) -> [IndexedIdentifier] {
        var rows = found.mentions.flatMap { mention in
            mention.identifier.linkingKeys.map { linking in
                IndexedIdentifier(
                    key: key(linking),
                    field: mention.field.text,
                    kind: mention.identifier.kind.rawValue
                )
            }
        }
        rows += found.names.flatMap { field, name in
            keys(name).map {
                IndexedIdentifier(key: $0, field: field.text, kind: Self.nameKind)
            }
        }
        if found.isCut { rows.append(IndexedIdentifier(key: cutKey, field: "", kind: "")) }
        return rows
    }

    /// The rows of an object that an entry names, from its salted content; nil where its rule pack is not here.
    func rows(
        of content: some Collection<UInt8>,
        named object: Digest,
        in header: EntryHeader
    ) -> [IndexedIdentifier]? {
        guard header.objects.first(where: { $0.sha256 == object })?.role == .body,
            // What is no body has no fields; whoever reads it is told why.
            let body = try? Body(parsing: content)
        else { return [] }
        return rows(of: body, header)
    }

    /// The rows of a stored object; nil where its rule pack is not here, or the object is damaged.
    func rows(
        of key: HoldingKey,
        in transaction: SQLiteTransaction
    ) throws -> [IndexedIdentifier]? {
        do {
            guard let bytes = try transaction.entryBytes(of: key.origin, at: key.index),
                // An entry that cannot be read grants nothing.
                let header = (try? UnverifiedEntry(parsing: bytes))?.header,
                header.objects.first(where: { $0.role == .body })?.sha256 == key.object,
                case .body(let body)? = try bodies.body(
                    of: header,
                    at: key.index,
                    of: key.origin,
                    in: transaction
                )
            else { return [] }
            return rows(of: body, header)
        } catch  where PeerFailure.isDamage(error) {
            // It is told where it is read, and keeps no other from being indexed.
            return nil
        }
    }
}
