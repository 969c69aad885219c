import Auditing
import Cryptography
import Foundation
import Ledger
import SQLiteStorage
import TestSupport
import Testing
import TransparencyLog

@testable import NodeService

/// Copies of a sound log that somebody changed afterwards: the change is told, and nothing is said against those who signed.
@Suite struct ChangedCopyTests {
    private static func findings(
        in folder: URL,
        _ card: String
    ) async throws -> [String] {
        let report = await ExportAudit(
            of: try ExportedDirectory(folder.path),
            trusting: try TrustReader.read([card])
        )
        .run()
        return report.findings.map { finding in
            let index = finding.index.map { " \($0)" } ?? ""
            return "\(finding.code.rawValue)\(index)"
        }
    }

    @Test("a changed byte of an export's entries is told as a change, and never as its author's")
    func entries() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let folder = try AuditOperationsTests.export(home)
        let file = folder.appending(path: "tile/entries/000.p/5")
        let whole = try Data(contentsOf: file)
        // The lengths in a bundle are no entry's: with another one nothing of it can be read.
        var lengths: Set<Int> = []
        for entry in try EntryBundle(parsing: Array(whole)) {
            lengths.formUnion(entry.startIndex - 2..<entry.startIndex)
        }
        let unread: Set<String> = [
            "file_differs", "source_unreadable 0", "entries_missing 0", "checkpoint_not_checked",
        ]
        for position in stride(from: 0, to: whole.count, by: 7) {
            var changed = whole
            changed[position] ^= 1
            try changed.write(to: file)
            let found = try await Self.findings(in: folder, card)
            let others = found.filter {
                !$0.hasPrefix("entry_changed ") && !$0.hasPrefix("entries_not_judged ")
                    && $0 != "checkpoint_root_differs"
            }
            #expect(unread.isSuperset(of: others), "byte \(position): \(found)")
            #expect(found.first == "file_differs", "byte \(position): \(found)")
            let second = try #require(found.dropFirst().first, "byte \(position): \(found)")
            // Lengths alone, two bytes an entry, may keep a bundle from being read.
            let isRead = second.hasPrefix("entry_changed ")
            #expect(isRead || (lengths.contains(position) && second == "source_unreadable 0"))
        }
        let text = try #require(whole.firstRange(of: Data(#""event":"create""#.utf8)))
        var changed = whole
        changed[text.lowerBound + 2] ^= 1
        try changed.write(to: file)
        let found = try await Self.findings(in: folder, card)
        #expect(found.prefix(3) == ["file_differs", "entry_changed 3", "checkpoint_root_differs"])
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a bundle that is not there is told once as a file and once as entries")
    func missing() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let folder = try AuditOperationsTests.export(home)
        try FileManager.default.removeItem(at: folder.appending(path: "tile/entries/000.p/5"))
        let found = try await Self.findings(in: folder, card)
        #expect(found == ["file_missing", "entries_missing 0", "checkpoint_not_checked"])
        try FileManager.default.removeItem(at: home.root)
    }
}
