import Foundation
import Casework
import LogStorage
import SQLiteStorage
import TransparencyLog

/// A revocation that was asked for: from which index on it reaches in each own log.
///
/// It is on disk before the first log has an entry of it, so that a node that is killed ends it at its next start.
struct RevocationPlan: Codable, Hashable, Sendable {
    /// The pseudonym.
    let officer: String
    /// The first index that is not trusted, by origin.
    var since: [String: UInt64]
    /// The version of this document.
    var version = 1

    /// The plan that reaches as far back as both.
    func merging(_ other: [String: UInt64]) -> RevocationPlan {
        RevocationPlan(officer: officer, since: since.merging(other, uniquingKeysWith: min))
    }
}

/// The revocations that do not stand in all own logs yet.
struct RevocationBook {
    private static let prefix = "revocation/"

    let transaction: SQLiteTransaction

    /// The plan for an officer; nil where nothing is left to do.
    func plan(of officer: OfficerID) throws -> RevocationPlan? {
        try transaction.meta("\(Self.prefix)\(officer)").map(Self.read)
    }

    /// All plans.
    func plans() throws -> [RevocationPlan] {
        try transaction.documents(.meta, prefix: Array(Self.prefix.utf8))
            .map { try Self.read($0.bytes) }
    }

    /// Keeps a plan.
    func put(_ plan: RevocationPlan) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try transaction.putMeta(
            "\(Self.prefix)\(plan.officer)",
            [UInt8](try encoder.encode(plan))
        )
    }

    /// Forgets a plan: all of it stands in the logs.
    func remove(_ officer: String) throws {
        try transaction.removeDocument(.meta, Array("\(Self.prefix)\(officer)".utf8))
    }

    private static func read(_ bytes: [UInt8]) throws -> RevocationPlan {
        try JSONDecoder().decode(RevocationPlan.self, from: Data(bytes))
    }
}
