import Auditing
import Foundation
import LocalAPI
import SQLiteStorage
import Testing

@testable import NodeService

/// A home whose database file was cut, emptied, overwritten, exchanged or taken away.
@Suite struct BrokenDatabaseTests {
    private static let pageByteCount = 4_096

    private static func audit(_ home: HomeDirectory, _ card: String) async throws -> AuditReport {
        try await HomeAudit(of: home, trusting: TrustReader.read([card])).run()
    }

    /// What is done to the bytes of the file, by name.
    private static let changes: [(name: String, change: @Sendable (Data) -> Data)] = [
        ("empty", { _ in Data() }),
        ("cut within the first page", { $0.prefix(700) }),
        ("cut behind the first page", { $0.prefix(pageByteCount) }),
        ("cut in two", { $0.prefix($0.count / 2 / pageByteCount * pageByteCount) }),
        ("cut within a page", { $0.prefix($0.count / 2 + 1_000) }),
        ("overwritten by zeros", { Data(count: $0.count) }),
        (
            "overwritten by something else",
            { Data((0..<$0.count).map { UInt8(truncatingIfNeeded: $0 &* 7) }) }
        ), ("overwritten behind its header", { $0.prefix(100) + Data(count: $0.count - 100) }),
        (
            "overwritten behind its first page",
            { $0.prefix(pageByteCount) + Data(repeating: 0x5A, count: $0.count - pageByteCount) }
        ),
    ]

    @Test("however the file was broken, the audit fails and says so, and shows no record as sound")
    func broken() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let file = home.data.appending(path: "lianlu.sqlite")
        let whole = try Data(contentsOf: file)
        let sound = try await Self.audit(home, card)
        #expect(sound.isSound)
        for (name, change) in Self.changes {
            try change(whole).write(to: file)
            let report = try await Self.audit(home, card)
            #expect(!report.isSound, "\(name)")
            let shown = try await HomeAudit(of: home, trusting: TrustReader.read([card]))
                .run(showing: AuditedRecordQuery(record: nil, at: nil)) { record in
                    #expect(record.clocks == nil, "\(name)")
                }
            #expect(!shown.report.isSound, "\(name)")
            #expect(try Data(contentsOf: file) == change(whole), "\(name)")
        }
        try FileManager.default.removeItem(at: home.root)
    }

    @Test(
        "a file that cannot be opened as a database at all is one finding, with what the layer below said"
    )
    func unusable() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let file = home.data.appending(path: "lianlu.sqlite")
        for bytes in [Data(), Data("not a database, but long enough to be read as one".utf8)] {
            try bytes.write(to: file)
            let report = try await Self.audit(home, card)
            #expect(report.findings.map(\.code) == [.databaseUnusable])
            #expect(report.findings.first?.place == "lianlu.sqlite")
            #expect(report.findings.first?.cause?.hasPrefix("sqlite_storage.") == true)
            #expect(report.logs.isEmpty && !report.isSound && !report.isAnchored)
        }
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a database that is not there is told as what was named and does not exist")
    func missing() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        try FileManager.default.removeItem(at: home.data.appending(path: "lianlu.sqlite"))
        let problem = await #expect(throws: Problem.self) { try await Self.audit(home, card) }
        #expect(problem?.code == "sqlite_storage.database_missing" && problem?.status == 404)
        try FileManager.default.removeItem(at: home.root)
    }
}
