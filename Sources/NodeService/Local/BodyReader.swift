import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Opens the bodies that this node holds.
struct BodyReader: Sendable {
    /// What there is of one body.
    enum Found {
        /// Held and opened.
        case body(Body)
        /// Granted to this node and not here yet.
        case missing
        /// Erased.
        case erased
        /// Not granted to this node.
        case absent
        /// Here, and no body: its sender made it so, or this copy is damaged.
        case unreadable(CodedText)
    }

    let storageKey: [UInt8]

    /// The body of an entry; nil where the entry names none.
    func body(
        of header: EntryHeader,
        at index: EntryIndex,
        of origin: Origin,
        in transaction: SQLiteTransaction
    ) throws -> Found? {
        guard let reference = header.objects.first(where: { $0.role == .body }) else { return nil }
        let key = HoldingKey(origin: origin, index: index, object: reference.sha256)
        guard let holding = try transaction.holding(key) else { return .absent }
        switch holding.status {
        case .wanted: return .missing
        case .erased: return .erased
        case .stored:
            do {
                let sealed = try SealedObject(
                    name: reference.sha256,
                    wrappedKey: holding.wrappedKey,
                    storageKey: storageKey
                )
                return .body(try Body(parsing: sealed.open(holding.sealed).content))
            } catch let finding as Finding {
                return .unreadable(
                    CodedText("ledger.\(finding.code.rawValue)", finding.arguments)
                )
            } catch let damage as LedgerError {
                // One damaged body is told with its entry, and keeps no other record from being read.
                return .unreadable(CodedText("ledger.\(damage.code.rawValue)", damage.arguments))
            }
        }
    }

    /// What one entry of a record says, as far as it can be read here.
    struct Statement {
        /// The entry.
        let entry: Digest
        /// The log that the entry stands in.
        let origin: Origin
        /// The entry's header.
        let header: EntryHeader
        /// The fields of its header and its body.
        let fields: [FieldID: BodyValue]
        /// Whether its body could be read, if it has any.
        let isWhole: Bool
        /// Whether it counts; one that stands irregular changed nothing, and was said.
        let counts: Bool
    }

    /// What the valid entries of a record say, and the irregular ones where they are asked for, log by log in the order of their
    /// names; of one node's entries where that is named.
    func statements(
        of record: RecordKey,
        by node: NodeName? = nil,
        withIrregular: Bool = false,
        in transaction: SQLiteTransaction
    ) throws -> [Statement] {
        var statements: [Statement] = []
        for row in try transaction.projectedEntries(record: record)
        where (row.verdictClass == .valid || withIrregular && row.verdictClass == .irregular)
            && (node == nil || LogName(row.origin)?.node == node)
        {
            guard let bytes = try transaction.entryBytes(of: row.origin, at: row.index) else {
                continue
            }
            let header = try UnverifiedEntry(parsing: bytes).header
            var fields: [FieldID: BodyValue] = [:]
            for fact in header.facts { fields[fact.field] = BodyValue(fact.value) }
            let found = try body(of: header, at: row.index, of: row.origin, in: transaction)
            var isWhole = found == nil
            if case .body(let body)? = found {
                fields.merge(body.fields) { _, later in later }
                isWhole = true
            }
            statements.append(
                Statement(
                    entry: row.digest,
                    origin: row.origin,
                    header: header,
                    fields: fields,
                    isWhole: isWhole,
                    counts: row.verdictClass == .valid
                )
            )
        }
        return statements
    }

    /// The fields of a record's entries that can be read here, open fields included: within a log later steps over earlier ones,
    /// of several logs the one whose name comes last; of one node's entries where that is named.
    func fields(
        of record: RecordKey,
        by node: NodeName? = nil,
        in transaction: SQLiteTransaction
    ) throws -> [FieldID: BodyValue] {
        try statements(of: record, by: node, in: transaction).reduce(into: [:]) { fields, said in
            fields.merge(said.fields) { _, later in later }
        }
    }

    /// Whether the subject of a record is a natural person by what has been said of it so far.
    ///
    /// He is where any log's last word says so. Where this node's own says that he is none, it holds before what cannot be read
    /// here; otherwise an entry that cannot be read may say that he is one.
    func isSubjectPerson(
        of record: RecordKey,
        for node: NodeName,
        in transaction: SQLiteTransaction
    ) throws -> Bool {
        let statements = try statements(of: record, in: transaction)
        var lastWords: [Origin: Bool] = [:]
        for said in statements {
            lastWords[said.origin] =
                PersonalFields.isSubjectPerson(in: said.fields) ?? lastWords[said.origin]
        }
        if lastWords.values.contains(true) { return true }
        let isOwnWord = lastWords.keys.contains { LogName($0)?.node == node }
        return !isOwnWord && statements.contains { !$0.isWhole }
    }
}

extension BodyValue {
    /// An open field's value.
    init(_ value: FactValue) {
        switch value {
        case .integer(let number): self = .integer(number)
        case .string(let text): self = .string(text)
        }
    }
}
