import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// The steps that wait, as the store keeps them: a sealed row each, and beside it when it ends and whose it is.
struct DraftBook: Sendable {
    private static let prefix = "draft/"
    private static let duePrefix = "draft-due/"
    private static let expiredPrefix = "draft-expired/"
    /// The count of bytes before the facts.
    private static let lengthByteCount = 4

    let storageKey: [UInt8]

    /// What stands outside the sealed part, in a row of its own: a draft that is damaged ends by it, and is ended by its office alone.
    struct Due: StoredRow, Hashable {
        let expires: Int64
        /// nil where it is known no more: the operator alone ends it then.
        let office: String?
        var version = storedRowVersion
    }

    /// A draft of which no step can be read.
    struct Damaged: Sendable {
        let id: String
        /// nil where that row is damaged too, until the next sweep.
        let due: Due?
        /// What is to be told of it.
        let fault: NodeError

        var office: String? { due?.office }
    }

    /// A draft as the store has it.
    enum Kept {
        case whole(PendingStep)
        case damaged(Damaged)

        var step: PendingStep? {
            guard case .whole(let step) = self else { return nil }
            return step
        }
    }

    /// What stays known of a draft that nobody approved in time.
    struct Expired: Hashable, Sendable {
        let id: String
        let office: String?
        let at: Int64
        /// What would have been done, for the operator's log alone; nil where it is known no more.
        var step: String?
        /// To which record; nil for a step that begins one.
        var record: String?
    }

    /// The row of an expired draft.
    private struct ExpiredRow: StoredRow {
        let at: Int64
        let office: String?
        var version = storedRowVersion
    }

    // MARK: What waits

    /// What waits under an id; nil where nothing does.
    ///
    /// Of one whose step has vanished, and whose end is still here, it is known that there was one.
    func kept(_ id: String, in reader: some StoreReader) throws -> Kept? {
        let damaged = NodeError(.draftDamaged, ["draft": id])
        do {
            if let bytes = try reader.meta(Self.prefix + id) { return .whole(try open(bytes, id)) }
        } catch {
            guard let fault = Self.fault(of: error, else: damaged) else { throw error }
            return .damaged(Damaged(id: id, due: try due(id, in: reader), fault: fault))
        }
        return try due(id, in: reader).map {
            .damaged(Damaged(id: id, due: $0, fault: damaged))
        }
    }

    /// All that waits, the oldest first, and then what is damaged: one that cannot be read hides no other.
    func all(in transaction: SQLiteTransaction) throws -> [Kept] {
        let ids = try [Self.prefix, Self.duePrefix].reduce(into: Set<String>()) { ids, prefix in
            ids.formUnion(try Self.ids(prefix, in: transaction))
        }
        let kept = try ids.sorted().compactMap { try self.kept($0, in: transaction) }
        let steps = kept.compactMap(\.step)
            .sorted { ($0.facts.created, $0.facts.request) < ($1.facts.created, $1.facts.request) }
        return steps.map { .whole($0) } + kept.filter { $0.step == nil }
    }

    /// What can be read of a draft's end; nil where that cannot be read or is not here.
    private func due(_ id: String, in reader: some StoreReader) throws -> Due? {
        try Self.row(Self.duePrefix + id, in: reader)
    }

    /// What a row says; nil where it is not here, or is damaged.
    private static func row<Row: StoredRow>(
        _ name: String,
        in reader: some StoreReader
    ) throws -> Row? {
        do {
            return try reader.meta(name).map { try Row(row: $0, name) }
        } catch {
            let damaged = NodeError(.draftDamaged, ["draft": name])
            guard fault(of: error, else: damaged) != nil else { throw error }
            return nil
        }
    }

    /// The ids of all that waits, is damaged or has expired.
    func names(in transaction: SQLiteTransaction) throws -> Set<String> {
        try [Self.prefix, Self.duePrefix, Self.expiredPrefix].reduce(into: []) { names, prefix in
            names.formUnion(try Self.ids(prefix, in: transaction))
        }
    }

    private static func ids(
        _ prefix: String,
        in transaction: SQLiteTransaction
    ) throws -> [String] {
        try transaction.documentKeys(.meta, prefix: Array(prefix.utf8)).map { key in
            String(decoding: key.dropFirst(prefix.utf8.count), as: UTF8.self)
        }
    }

    /// What is told of a draft whose bytes are wrong; nil where they could not be read.
    private static func fault(of error: any Error, else damaged: NodeError) -> NodeError? {
        error is TransparencyLogError ? damaged : StoredRowFault.fault(of: error, else: damaged)
    }

    /// What is known of a draft that expired; nil for any other.
    func expired(_ id: RequestID, in reader: some StoreReader) throws -> Expired? {
        let row: ExpiredRow? = try Self.row("\(Self.expiredPrefix)\(id)", in: reader)
        return row.map { Expired(id: "\(id)", office: $0.office, at: $0.at) }
    }

    // MARK: Sweeping

    /// What is to be done with one row that nobody asks for.
    enum Chore: Hashable, Sendable {
        /// An expired draft was known long enough, or nothing can be read of it (`isDamaged`).
        case forget(key: [UInt8], isDamaged: Bool)
        /// Its entry is appended, and only the removal was cut off.
        case remove(String)
        /// Nobody approved it in time.
        case expire(Expired)
        /// The row of its end is missing, or cannot be read.
        case setDue(String, Due)
    }

    /// What is to be swept now.
    ///
    /// A damaged draft of which even the end is lost gets a whole life from now on: it ends all the same.
    func chores(_ now: Int64, in transaction: SQLiteTransaction) throws -> [Chore] {
        var chores = try forgettable(before: now - Limits.draftSecondCountMax, in: transaction)
        for kept in try all(in: transaction) {
            let (id, due, known): (String, Due, Due?) =
                switch kept {
                case .whole(let step):
                    (
                        step.facts.request, try Due(step),
                        try self.due(step.facts.request, in: transaction)
                    )
                case .damaged(let damaged):
                    (
                        damaged.id,
                        damaged.due
                            ?? Due(expires: now + Limits.draftSecondCountMax, office: nil),
                        damaged.due
                    )
                }
            if try Self.isAppended(id, in: transaction) {
                chores.append(.remove(id))
            } else if now >= due.expires {
                var over = Expired(id: id, office: due.office, at: due.expires)
                if let header = try kept.step?.text().header {
                    over.step = "\(header.machine) \(header.event)"
                    over.record = header.record?.hex
                }
                chores.append(.expire(over))
            } else if due != known {
                chores.append(.setDue(id, due))
            }
        }
        return chores
    }

    private static func isAppended(
        _ id: String,
        in transaction: SQLiteTransaction
    ) throws -> Bool {
        try RequestID(text: id).flatMap { try transaction.request($0) } != nil
    }

    /// Forgets what waits no longer, and returns what it did; drafts that expired stay known by their ids for as long again.
    func sweep(_ now: Int64, in transaction: SQLiteTransaction) throws -> [Chore] {
        let chores = try chores(now, in: transaction)
        for chore in chores {
            switch chore {
            case .forget(let key, _): try transaction.removeDocument(.meta, key)
            case .remove(let id): try remove(id, in: transaction)
            case .expire(let over):
                try remove(over.id, in: transaction)
                try transaction.putMeta(
                    Self.expiredPrefix + over.id,
                    ExpiredRow(at: over.at, office: over.office).row()
                )
            case .setDue(let id, let due):
                try transaction.putMeta(Self.duePrefix + id, due.row())
            }
        }
        return chores
    }

    /// The expired drafts that were known long enough, and of what is damaged among them.
    private func forgettable(
        before end: Int64,
        in transaction: SQLiteTransaction
    ) throws -> [Chore] {
        let prefix = Array(Self.expiredPrefix.utf8)
        return try transaction.documentKeys(.meta, prefix: prefix).compactMap { key in
            let id = RequestID(text: String(decoding: key.dropFirst(prefix.count), as: UTF8.self))
            guard let id, let known = try expired(id, in: transaction) else {
                return .forget(key: key, isDamaged: true)
            }
            return known.at <= end ? .forget(key: key, isDamaged: false) : nil
        }
    }

    // MARK: Keeping

    /// Keeps a step.
    func put(_ step: PendingStep, in transaction: some StoreTransaction) throws {
        let id = step.facts.request
        try transaction.putMeta(Self.prefix + id, try sealed(step))
        try transaction.putMeta(Self.duePrefix + id, try Due(step).row())
    }

    /// Forgets a step.
    func remove(_ id: String, in transaction: some StoreTransaction) throws {
        for prefix in [Self.prefix, Self.duePrefix] {
            try transaction.removeDocument(.meta, Array((prefix + id).utf8))
        }
    }

    private func sealed(_ step: PendingStep) throws -> [UInt8] {
        let facts = try step.facts.row()
        let length = withUnsafeBytes(of: UInt32(facts.count).bigEndian) { Array($0) }
        return try SealedRow(storageKey: storageKey)
            .sealed(length + facts + (step.body?.bytes ?? []))
    }

    private func open(_ bytes: [UInt8], _ id: String) throws -> PendingStep {
        let damaged = NodeError(.draftDamaged, ["draft": id])
        let content = try SealedRow(storageKey: storageKey).open(bytes)
        guard content.count >= Self.lengthByteCount else { throw damaged }
        let count = content.prefix(Self.lengthByteCount).reduce(0) { $0 << 8 | Int($1) }
        guard count <= content.count - Self.lengthByteCount else { throw damaged }
        let end = Self.lengthByteCount + count
        let facts = try PendingStep.Facts(
            row: content[Self.lengthByteCount..<end],
            Self.prefix + id
        )
        // A row that stands under another draft's id is none of its own.
        guard facts.request == id else { throw damaged }
        let body = content[end...]
        let step = PendingStep(
            facts: facts,
            body: body.isEmpty ? nil : try SaltedObject(salted: Array(body))
        )
        // What cannot be shown is no draft.
        _ = try step.text()
        return step
    }
}

extension DraftBook.Due {
    /// When a draft ends, and whose it is.
    init(_ step: PendingStep) throws {
        self.init(expires: step.facts.expires, office: try step.text().header.office?.text)
    }
}

extension DraftBook.Expired {
    /// What stays of a draft.
    init(_ step: PendingStep) throws {
        let due = try DraftBook.Due(step)
        self.init(id: step.facts.request, office: due.office, at: due.expires)
    }

    /// What stays of a damaged draft; nil where nobody knows when it ends.
    init?(_ damaged: DraftBook.Damaged) {
        guard let due = damaged.due else { return nil }
        self.init(id: damaged.id, office: due.office, at: due.expires)
    }
}
