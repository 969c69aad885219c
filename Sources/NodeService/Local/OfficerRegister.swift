import Casework
import Ledger
import LogStorage
import SQLiteStorage

/// What this node alone keeps of who its officers are, beside what their enrolment says: names that were added or corrected later.
///
/// No log has any of it. All names that were given stay, each with its time and the user who gave it, so that nobody becomes somebody
/// else in silence; the enrolment in the home log keeps the first one by its digest.
struct OfficerRegister: Sendable {
    private static let prefix = "officer-name/"

    /// A name, since when, and by whom.
    struct Naming: Codable, Hashable, Sendable {
        let at: Int64
        let name: String
        let uid: UInt32
    }

    /// The names of one officer, the newest last.
    struct Names: StoredRow, Hashable {
        let officer: String
        var names: [Naming]
        var version = storedRowVersion
    }

    /// The names of an officer as the store has them.
    enum Kept {
        case names(Names)
        /// What is to be told of a row that cannot be read.
        case damaged(NodeError)
    }

    let storageKey: [UInt8]

    /// The names that were given to an officer after the enrolment; nil for none.
    func kept(_ officer: String, in transaction: SQLiteTransaction) throws -> Kept? {
        let name = Self.prefix + officer
        let damaged = NodeError(.officerNameDamaged, ["officer": officer])
        do {
            guard let bytes = try transaction.meta(name) else { return nil }
            let names = try Names(
                row: SealedRow(storageKey: storageKey).open(bytes),
                name
            )
            guard names.officer == officer, !names.names.isEmpty else { throw damaged }
            return .names(names)
        } catch {
            guard let fault = StoredRowFault.fault(of: error, else: damaged) else { throw error }
            return .damaged(fault)
        }
    }

    /// Takes down a name; one that cannot be read gives way to it.
    ///
    /// Throws `officer_names_too_many` beyond the limit.
    func add(
        _ naming: Naming,
        to officer: String,
        in transaction: SQLiteTransaction
    ) throws {
        var names = Names(officer: officer, names: [])
        if case .names(let known)? = try kept(officer, in: transaction) { names = known }
        guard names.names.count < Limits.officerNameCountMax else {
            throw NodeError(
                .officerNamesTooMany,
                ["limit": "\(Limits.officerNameCountMax)", "officer": officer]
            )
        }
        names.names.append(naming)
        try transaction.putMeta(
            Self.prefix + officer,
            try SealedRow(storageKey: storageKey).sealed(names.row())
        )
    }

    /// What is to be told of rows that cannot be read.
    func damaged(in transaction: SQLiteTransaction) throws -> [NodeError] {
        try transaction.documentKeys(.meta, prefix: Array(Self.prefix.utf8)).compactMap { key in
            let officer = String(decoding: key.dropFirst(Self.prefix.utf8.count), as: UTF8.self)
            guard case .damaged(let fault)? = try kept(officer, in: transaction) else { return nil }
            return fault
        }
    }
}
