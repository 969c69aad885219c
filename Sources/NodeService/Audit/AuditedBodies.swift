import Auditing
import Casework
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// What bodies call an audited record, where the storage key is at hand: its title and the number of its document.
///
/// Everything else of a record comes from entries alone. A body counts only under the digest that its entry names.
struct AuditedBodies {
    /// What a record is called.
    struct Call: Hashable, Sendable {
        var title: String?
        var number: String?
    }

    private static let title = FieldID("title")
    private static let number = FieldID("document_no")

    private let store: ReadOnlyStore
    private let storageKey: [UInt8]

    /// Prepares it; nil without the key.
    init?(in store: ReadOnlyStore, storageKey: [UInt8]?) {
        guard let storageKey else { return nil }
        self.store = store
        self.storageKey = storageKey
    }

    /// What the valid entries of a record say last, by the audit's own verdicts; numbers of persons masked.
    func call(of key: RecordKey, in projection: AuditProjection) throws -> Call {
        var call = Call()
        for row in projection.projectedEntries(record: key) where row.verdictClass == .valid {
            guard let bytes = try projection.entryBytes(of: row.origin, at: row.index) else {
                continue
            }
            let header = try UnverifiedEntry(parsing: bytes).header
            guard let reference = header.objects.first(where: { $0.role == .body }),
                let fields = try fields(
                    of: reference,
                    HoldingKey(origin: row.origin, index: row.index, object: reference.sha256)
                )
            else { continue }
            call.title = Self.title.flatMap { fields[$0]?.string } ?? call.title
            call.number = Self.number.flatMap { fields[$0]?.string } ?? call.number
        }
        call.title = call.title.map { PersonNumbers.masked($0) }
        return call
    }

    /// The fields of a body; nil where it is not here, does not open, or is another than its entry names, as the audit's findings say.
    private func fields(
        of reference: ObjectReference,
        _ key: HoldingKey
    ) throws -> [FieldID: BodyValue]? {
        do {
            guard let holding = try store.read({ try $0.holding(key) }), holding.status == .stored
            else { return nil }
            let sealed = try SealedObject(
                name: key.object,
                wrappedKey: holding.wrappedKey,
                storageKey: storageKey
            )
            let object = try SaltedObject(
                salted: sealed.open(holding.sealed).bytes,
                matching: reference
            )
            return try Body(parsing: object.content).fields
        } catch is LedgerError {
            return nil
        } catch is LogStorageError {
            return nil
        } catch is Finding {
            return nil
        }
    }
}
