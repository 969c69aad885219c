import Auditing
import Casework
import Foundation
import Testing

@testable import NodeService
@testable import SQLiteStorage

/// A home of a stopped node whose database somebody changes before it is audited.
enum ChangedHome {
    /// What a test does to the database, with every key of the node at hand.
    typealias Change = @Sendable (SQLiteTransaction, NodeKeyring) throws -> Void

    /// What the audit of a home finds after a change of its database, and of the files around it.
    static func findings(
        preparing folder: (URL) throws -> Void = { _ in },
        after change: @escaping Change
    ) async throws -> [AuditFinding] {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let name = try #require(NodeName("jiangxi.ipr.example"))
        let keyring = try NodeKeyring(home: home, node: name)
        let store = try SQLiteStore.open(.init(directory: home.data.path))
        try await store.write { try change($0, keyring) }
        try store.close()
        try folder(home.data)
        let report = try await HomeAudit(
            of: home,
            trusting: TrustReader.read([card]),
            storageKey: HomeAudit.storageKey(of: home)
        )
        .run()
        try FileManager.default.removeItem(at: home.root)
        return report.findings
    }
}
