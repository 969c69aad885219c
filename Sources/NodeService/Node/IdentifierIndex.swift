import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Makes the rows under which the identifiers of a body are found again at this node (FORMATS.md §7, "Index of identifiers").
struct IdentifierIndex: Sendable {
    /// Grows with every change of what is indexed, and how: a node that finds another one indexes anew.
    static let edition = "5"
    /// What stands in a row for the pair of characters of a firm's name.
    static let nameKind = "firm-name"

    /// The codes of keys and rows.
    let codes: IdentifierCode
    private let packs: PackSet
    private let bodies: BodyReader

    /// Derives the key of the index from the storage key.
    init(_ view: NodeView) {
        packs = view.packs
        bodies = BodyReader(storageKey: view.keyring.storageKey)
        codes = IdentifierCode(storageKey: view.keyring.storageKey)
    }

    // MARK: Rows

    /// What comes of a body that an entry names by `object`.
    private func note(of body: Body, named object: Digest, _ header: EntryHeader) -> IndexNote {
        guard let reference = header.rules else { return note(.indexed, of: object) }
        switch packs[reference] {
        case .missing, .needsNewerEngine: return note(.waiting, of: object)
        case .unusable: return note(.indexed, of: object)
        case .loaded(let pack):
            guard let machine = pack.machine(header.machine) else {
                return note(.indexed, of: object)
            }
            let found = BodyIdentifiers(of: body.fields, machine: machine, pack: pack)
            return note(.indexed, rows(of: found), of: object)
        }
    }

    private func note(
        _ state: IndexedState,
        _ rows: [IndexedIdentifier] = [],
        of object: Digest
    ) -> IndexNote {
        let rows = IndexedRows(rows)
        return IndexNote(state, rows, code: codes.code(of: rows, of: object))
    }

    private func rows(of found: BodyIdentifiers) -> [IndexedIdentifier] {
        var rows = found.mentions.flatMap { mention in
            mention.identifier.linkingKeys.map { linking in
                IndexedIdentifier(
                    key: codes.key(linking),
                    field: mention.field.text,
                    kind: mention.identifier.kind.rawValue
                )
            }
        }
        rows += found.names.flatMap { field, name in
            codes.keys(name).map {
                IndexedIdentifier(key: $0, field: field.text, kind: Self.nameKind)
            }
        }
        if found.isCut { rows.append(IndexedIdentifier(key: codes.cutKey, field: "", kind: "")) }
        return rows
    }

    /// What comes of an object that an entry names, by its salted content.
    func note(
        of content: some Collection<UInt8>,
        named object: Digest,
        in header: EntryHeader
    ) -> IndexNote {
        guard header.objects.first(where: { $0.sha256 == object })?.role == .body else {
            return note(.indexed, of: object)
        }
        guard !waits(header) else { return note(.waiting, of: object) }
        // What is no body has no fields; whoever reads it is told why.
        guard let body = try? Body(parsing: content) else { return note(.unreadable, of: object) }
        return note(of: body, named: object, header)
    }

    /// What comes of a stored object; a body whose rule pack is not here is not opened.
    func note(of key: HoldingKey, in transaction: SQLiteTransaction) throws -> IndexNote {
        do {
            guard let header = try header(of: key, in: transaction),
                header.objects.first(where: { $0.role == .body })?.sha256 == key.object
            else { return note(.indexed, of: key.object) }
            guard !waits(header) else { return note(.waiting, of: key.object) }
            let found = try bodies.body(
                of: header,
                at: key.index,
                of: key.origin,
                in: transaction
            )
            switch found {
            case .body(let body)?: return note(of: body, named: key.object, header)
            case .unreadable?: return note(.unreadable, of: key.object)
            case .missing?, .erased?, .absent?, nil: return note(.indexed, of: key.object)
            }
        } catch  where PeerFailure.isDamage(error) {
            // It is told where it is read, and keeps no other from being indexed.
            return note(.unreadable, of: key.object)
        }
    }

    /// Puts what came of an object as it was stored, unless it waits for a rule pack: then it stays due.
    ///
    /// A pack may have come, and what waits may have been looked at, since the note was made. So ``IdentifierKeeper`` alone notes
    /// what waits: it looks again whenever the packs are others.
    static func put(
        _ note: IndexNote,
        of key: HoldingKey,
        in transaction: SQLiteTransaction
    ) throws {
        guard note.state != .waiting else { return }
        _ = try transaction.putIdentifiers(note, of: key)
    }

    /// Whether a stored object waits for a rule pack that is not here.
    func waits(_ key: HoldingKey, in transaction: SQLiteTransaction) throws -> Bool {
        do {
            return try header(of: key, in: transaction).map(waits) ?? false
        } catch  where PeerFailure.isDamage(error) {
            return false
        }
    }

    private func waits(_ header: EntryHeader) -> Bool {
        guard let reference = header.rules else { return false }
        switch packs[reference] {
        case .missing, .needsNewerEngine: return true
        case .unusable, .loaded: return false
        }
    }

    private func header(
        of key: HoldingKey,
        in transaction: SQLiteTransaction
    ) throws -> EntryHeader? {
        guard let bytes = try transaction.entryBytes(of: key.origin, at: key.index) else {
            return nil
        }
        // An entry that cannot be read grants nothing.
        return (try? UnverifiedEntry(parsing: bytes))?.header
    }
}
