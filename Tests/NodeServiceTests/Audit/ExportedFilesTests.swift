import Auditing
import Foundation
import Ledger
import Testing
import TransparencyLog

@testable import NodeService

/// Files in an exported directory that its log does not need.
@Suite struct ExportedFilesTests {
    /// The findings on an export with one more file, and without its list of digests.
    private static func findings(_ path: String, _ bytes: [UInt8]) async throws -> [String] {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let folder = try AuditOperationsTests.export(home)
        try FileManager.default.removeItem(at: folder.appending(path: "SHA256SUMS"))
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: file)
        let report = await ExportAudit(
            of: try ExportedDirectory(folder.path),
            trusting: try TrustReader.read([card])
        )
        .run()
        try FileManager.default.removeItem(at: home.root)
        return report.findings.map { "\($0.code.rawValue) \($0.place ?? "-")" }
    }

    @Test(
        "a file that no log of this size has is surplus, however large the number in its path",
        arguments: [
            ("tile/0/x999/x999/x999/x999/x999/999", "tile_surplus tile/0/999999999999999999, 256"),
            ("tile/entries/x999/x999/x999/x999/x999/999", "file_surplus"),
            ("tile/entries/x999/x999/x999/x999/x999/999.p/255", "file_surplus"),
            ("tile/0/001", "tile_surplus tile/0/1, 256"),
            ("tile/0/000.p/6", "tile_surplus tile/0/0, 6"),
            ("tile/1/000.p/1", "tile_surplus tile/1/0, 1"),
            ("tile/63/000.p/1", "tile_surplus tile/63/0, 1"),
            ("tile/entries/000.p/6", "file_surplus"),
            ("tile/entries/001.p/1", "file_surplus"),
            ("cosignatures/18446744073709551615", "file_surplus"),
            ("cosignatures/4611686018427387905", "file_surplus"),
        ]
    )
    func surplus(path: String, finding: String) async throws {
        let findings = try await Self.findings(path, [])
        #expect(findings.count == 1)
        #expect(findings.first?.hasPrefix(finding) == true, "\(findings)")
    }

    @Test("tiles and bundles of a smaller log are what its larger one begins with, or are named")
    func smaller() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let folder = try AuditOperationsTests.export(home)
        try FileManager.default.removeItem(at: folder.appending(path: "SHA256SUMS"))
        func findings() async throws -> [String] {
            await ExportAudit(
                of: try ExportedDirectory(folder.path),
                trusting: try TrustReader.read([card])
            )
            .run().findings.map { "\($0.code.rawValue) \($0.place ?? "-")" }
        }
        let hashes = try Data(contentsOf: folder.appending(path: "tile/0/000.p/5"))
        let entries = try EntryBundle(
            parsing: Array(Data(contentsOf: folder.appending(path: "tile/entries/000.p/5")))
        )
        let tile = folder.appending(path: "tile/0/000.p/3")
        let bundle = folder.appending(path: "tile/entries/000.p/3")
        try Data(hashes.prefix(96)).write(to: tile)
        try Data(EntryBundle(entries.prefix(3).map { Array($0) }).encoded).write(to: bundle)
        #expect(try await findings() == [])
        // Each with other content, and cut to another width.
        let named = ["file_surplus tile/entries/000.p/3", "tile_differs tile/0/0, 3 hashes"]
        try Data(hashes.suffix(96)).write(to: tile)
        try Data(EntryBundle(entries.suffix(3).map { Array($0) }).encoded).write(to: bundle)
        #expect(try await findings() == named)
        try Data(hashes.prefix(64)).write(to: tile)
        try Data(EntryBundle(entries.prefix(2).map { Array($0) }).encoded).write(to: bundle)
        #expect(try await findings() == named)
        try FileManager.default.removeItem(at: home.root)
    }
}
