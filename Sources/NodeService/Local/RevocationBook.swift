import Casework
import LogStorage
import SQLiteStorage
import TransparencyLog

/// A revocation that was asked for: from which index on it reaches in each own log.
///
/// It is on disk before the first log has an entry of it, so that a node that is killed ends it at its next start.
struct RevocationPlan: StoredRow, Hashable {
    /// The pseudonym.
    let officer: String
    /// The first index that is not trusted, by origin.
    var since: [String: UInt64]
    /// The version of this document.
    var version = storedRowVersion

    /// The plan that reaches as far back as both.
    func merging(_ other: [String: UInt64]) -> RevocationPlan {
        RevocationPlan(officer: officer, since: since.merging(other, uniquingKeysWith: min))
    }
}

/// The revocations that do not stand in all own logs yet.
///
/// Whom one is of stands in its name: also of one that cannot be read it is known whose key counts no more.
struct RevocationBook {
    private static let prefix = "revocation/"

    /// A revocation as the store has it.
    enum Kept {
        case plan(RevocationPlan)
        /// Whose it is, and what is to be told of it.
        case damaged(officer: String, NodeError)

        /// The plan; nil where it cannot be read.
        var plan: RevocationPlan? {
            guard case .plan(let plan) = self else { return nil }
            return plan
        }

        /// The plan, which is one of no log where it cannot be read.
        var readable: RevocationPlan {
            switch self {
            case .plan(let plan): plan
            case .damaged(let officer, _): RevocationPlan(officer: officer, since: [:])
            }
        }
    }

    let transaction: SQLiteTransaction

    /// The pseudonyms of all officers of whom one is planned, those included of which it cannot be read.
    func officers() throws -> [String] {
        try transaction.documentKeys(.meta, prefix: Array(Self.prefix.utf8))
            .map { String(decoding: $0.dropFirst(Self.prefix.utf8.count), as: UTF8.self) }
    }

    /// The revocation of an officer; nil where nothing is left to do.
    func kept(_ officer: String) throws -> Kept? {
        let name = Self.prefix + officer
        let damaged = NodeError(.revocationDamaged, ["officer": officer])
        do {
            guard let bytes = try transaction.meta(name) else { return nil }
            let plan = try RevocationPlan(row: bytes, name)
            guard plan.officer == officer else { throw damaged }
            return .plan(plan)
        } catch {
            guard let fault = StoredRowFault.fault(of: error, else: damaged) else { throw error }
            return .damaged(officer: officer, fault)
        }
    }

    /// All of them.
    func all() throws -> [Kept] { try officers().compactMap { try kept($0) } }

    /// Keeps a plan.
    func put(_ plan: RevocationPlan) throws {
        try transaction.putMeta(Self.prefix + plan.officer, try plan.row())
    }

    /// Forgets a plan: all of it stands in the logs.
    func remove(_ officer: String) throws {
        try transaction.removeDocument(.meta, Array("\(Self.prefix)\(officer)".utf8))
    }
}
