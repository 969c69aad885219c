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

    /// The fields of a record's bodies that are held here, later steps over earlier ones, open fields included; of one node's
    /// entries where that is named.
    func fields(
        of record: RecordKey,
        by node: NodeName? = nil,
        in transaction: SQLiteTransaction
    ) throws -> [FieldID: BodyValue] {
        var fields: [FieldID: BodyValue] = [:]
        for row in try transaction.projectedEntries(record: record)
        where row.verdictClass == .valid && (node == nil || LogName(row.origin)?.node == node) {
            guard let bytes = try transaction.entryBytes(of: row.origin, at: row.index) else {
                continue
            }
            let header = try UnverifiedEntry(parsing: bytes).header
            for fact in header.facts { fields[fact.field] = BodyValue(fact.value) }
            guard
                case .body(let body)? = try body(
                    of: header,
                    at: row.index,
                    of: row.origin,
                    in: transaction
                )
            else { continue }
            fields.merge(body.fields) { _, later in later }
        }
        return fields
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
