import Auditing
import Foundation
import Testing

@testable import NodeService
@testable import SQLiteStorage

/// A home whose database lacks a table: a database, and no whole one.
@Suite struct BrokenSchemaTests {
    @Test(
        "a database without one of its tables fails the audit as a finding, and not as a failure of the command"
    )
    func table() async throws {
        for table in ["entry", "log"] {
            let (home, card, _) = try await AuditOperationsTests.stoppedNode()
            let store = try SQLiteStore.open(.init(directory: home.data.path))
            try await store.write { try $0.statement("DROP TABLE \(table)").run() }
            try store.close()
            let report = try await HomeAudit(of: home, trusting: TrustReader.read([card])).run()
            #expect(!report.isSound, "\(table)")
            try FileManager.default.removeItem(at: home.root)
            guard table == "log" else { continue }
            #expect(report.findings.map(\.code) == [.databaseUnusable])
            #expect(report.findings.first?.cause?.contains("no such table") == true)
        }
    }
}
