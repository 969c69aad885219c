import Auditing
import Cryptography
import Foundation
import Ledger
import LocalAPI
import TestSupport
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// Files in an exported directory that its log does not need.
@Suite struct ExportedFilesTests {
    private static func faults(_ report: AuditReport) -> [AuditFinding] {
        report.findings.filter { $0.weight == .fault }
    }

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
        return faults(report).map { "\($0.code.rawValue) \($0.place ?? "-")" }
    }

    @Test(
        "a file that no log of this size has is surplus, however large the number in its path",
        arguments: [
            (
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile_surplus tile/0/x999/x999/x999/x999/x999/999"
            ),
            ("tile/entries/x999/x999/x999/x999/x999/999", "file_surplus"),
            ("tile/entries/x999/x999/x999/x999/x999/999.p/255", "file_surplus"),
            ("tile/0/001", "tile_surplus tile/0/001"),
            ("tile/0/000.p/6", "tile_surplus tile/0/000.p/6"),
            ("tile/1/000.p/1", "tile_surplus tile/1/000.p/1"),
            ("tile/63/000.p/1", "tile_surplus tile/63/000.p/1"),
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

    @Test(
        "a name that is damaged in the text of the checkpoint is one fault, and the entries are audited as those of the log that they name",
        arguments: [0, 7, 14]
    )
    func misnamed(_ place: Int) async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let folder = try AuditOperationsTests.export(home)
        let file = folder.appending(path: "checkpoint")
        var bytes = [UInt8](try Data(contentsOf: file))
        bytes[place] ^= 1
        try Data(bytes).write(to: file)
        let report = await ExportAudit(
            of: try ExportedDirectory(folder.path),
            trusting: try TrustReader.read([card])
        )
        .run()
        let faults = Self.faults(report).map(\.code)
        #expect(faults == [.fileDiffers, .checkpointUnusable], "\(faults)")
        #expect(report.logs.map { "\($0.origin)" } == ["jiangxi.ipr.example/home"])
        try FileManager.default.removeItem(at: home.root)
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
            .run().findings.filter { $0.weight == .fault }.map {
                "\($0.code.rawValue) \($0.place ?? "-")"
            }
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
        let named = ["file_surplus tile/entries/000.p/3", "tile_differs tile/0/000.p/3"]
        try Data(hashes.suffix(96)).write(to: tile)
        try Data(EntryBundle(entries.suffix(3).map { Array($0) }).encoded).write(to: bundle)
        #expect(try await findings() == named)
        try Data(hashes.prefix(64)).write(to: tile)
        try Data(EntryBundle(entries.prefix(2).map { Array($0) }).encoded).write(to: bundle)
        #expect(try await findings() == named)
        try FileManager.default.removeItem(at: home.root)
    }

    /// The findings on an export after something was done to its folder.
    private static func findings(
        after change: (URL) throws -> Void
    ) async throws -> [String] {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let folder = try AuditOperationsTests.export(home)
        try FileManager.default.removeItem(at: folder.appending(path: "SHA256SUMS"))
        try change(folder)
        let report = await ExportAudit(
            of: try ExportedDirectory(folder.path),
            trusting: try TrustReader.read([card])
        )
        .run()
        try FileManager.default.removeItem(at: home.root)
        return faults(report).map { finding in
            let index = finding.index.map { " \($0)" } ?? ""
            return "\(finding.code.rawValue) \(finding.place ?? "-")\(index)"
        }
    }

    @Test("links and pipes are no part of an export, and nothing outside of it is read")
    func links() async throws {
        let digest = String(repeating: "0", count: 64)
        let manager = FileManager.default
        let file = try await Self.findings { folder in
            let secret = folder.deletingLastPathComponent().appending(path: "secret")
            try Data("secret".utf8).write(to: secret)
            try manager.createDirectory(
                at: folder.appending(path: "rules"),
                withIntermediateDirectories: true
            )
            try manager.createSymbolicLink(
                at: folder.appending(path: "rules/\(digest)"),
                withDestinationURL: secret
            )
        }
        #expect(file == ["file_surplus rules/\(digest)"])
        let dangling = try await Self.findings { folder in
            try manager.createSymbolicLink(
                atPath: folder.appending(path: "vkey2").path,
                withDestinationPath: "nowhere"
            )
        }
        #expect(dangling == ["file_surplus vkey2"])
        let pipe = try await Self.findings { folder in
            #expect(mkfifo(folder.appending(path: "card2").path, 0o600) == 0)
        }
        #expect(pipe == ["file_surplus card2"])
        let moved = try await Self.findings { folder in
            let other = folder.deletingLastPathComponent().appending(path: "tiles")
            try manager.moveItem(at: folder.appending(path: "tile"), to: other)
            try manager.createSymbolicLink(
                at: folder.appending(path: "tile"),
                withDestinationURL: other
            )
        }
        #expect(moved.contains("file_surplus tile"))
        #expect(moved.contains("entries_missing - 0"))
    }

    @Test("a file that is too long or damaged is named, and the others are checked all the same")
    func unreadable() async throws {
        let long = try await Self.findings { folder in
            let file = folder.appending(path: "cosignatures/3")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            try handle.truncate(atOffset: UInt64(FolderReader.fileByteCountMax) + 1)
            try handle.close()
            try Data("x".utf8).write(to: folder.appending(path: "stray"))
        }
        #expect(long == ["source_unreadable cosignatures/3", "file_surplus stray"])
        let cut = try await Self.findings { folder in
            let file = folder.appending(path: "tile/entries/000.p/5")
            let bytes = try Data(contentsOf: file)
            try bytes.dropLast().write(to: file)
        }
        #expect(cut.filter { $0.hasPrefix("entries_missing") } == ["entries_missing - 0"])
        #expect(!cut.contains { $0.hasPrefix("tile_") || $0.hasPrefix("keys_") }, "\(cut)")
        let keys = try await Self.findings { folder in
            try FileManager.default.removeItem(at: folder.appending(path: "keys"))
        }
        #expect(keys == ["keys_file_differs keys"])
    }

    @Test(
        "an export without its checkpoint is one of which a file is missing, and its entries are read"
    )
    func noCheckpoint() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let folder = try AuditOperationsTests.export(home)
        let checkpoint = folder.appending(path: "checkpoint")
        let note = try Data(contentsOf: checkpoint)
        func report() async throws -> (codes: [AuditCode], logs: [UInt64]) {
            #expect(ExportedDirectory.isExport(folder.path))
            let report = await ExportAudit(
                of: try ExportedDirectory(folder.path),
                trusting: try TrustReader.read([card])
            )
            .run()
            #expect(!report.isSound)
            return (
                report.findings.map(\.code).sorted { $0.rawValue < $1.rawValue },
                report.logs.map(\.entryCount)
            )
        }
        try FileManager.default.removeItem(at: checkpoint)
        let gone = try await report()
        #expect(gone.codes == [.checkpointMissing, .fileMissing] && gone.logs == [5])
        try Data("x\n".utf8).write(to: checkpoint)
        let damaged = try await report()
        #expect(damaged.codes == [.checkpointUnusable, .fileDiffers] && damaged.logs == [5])
        try note.write(to: checkpoint)
        // Without entries nothing says which log it was, and the list of digests says that there was one.
        try FileManager.default.removeItem(at: checkpoint)
        try FileManager.default.removeItem(at: folder.appending(path: "tile"))
        let empty = try await report()
        #expect(Set(empty.codes) == [.checkpointMissing, .fileMissing] && empty.logs == [])
        try FileManager.default.removeItem(at: folder.appending(path: "SHA256SUMS"))
        #expect(!ExportedDirectory.isExport(folder.path))
        #expect(throws: NodeError.self) { try ExportedDirectory(folder.path) }
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("without a checkpoint, what a missing or damaged bundle keeps from being read is told")
    func bundlesAlone() async throws {
        let manager = FileManager.default
        // A damaged first bundle: the second one says which log it is.
        let damaged = try await Self.findings { folder in
            let bundles = folder.appending(path: "tile/entries")
            let first = try Data(contentsOf: bundles.appending(path: "000.p/5"))
            let entry = try #require(try EntryBundle(parsing: Array(first)).first)
            let entries = [[UInt8]](repeating: Array(entry), count: 256)
            let whole = try Data(EntryBundle(entries).encoded)
            try whole.write(to: bundles.appending(path: "001"))
            try whole.dropLast().write(to: bundles.appending(path: "000"))
            for name in ["checkpoint", "tile/entries/000.p"] {
                try manager.removeItem(at: folder.appending(path: name))
            }
        }
        #expect(
            damaged.contains { $0.hasPrefix("source_unreadable ") && $0.hasSuffix(" 0") },
            "\(damaged)"
        )
        // None that can be read: each is named.
        let none = try await Self.findings { folder in
            let bundle = folder.appending(path: "tile/entries/000.p/5")
            try Data(contentsOf: bundle).dropLast().write(to: bundle)
            try manager.removeItem(at: folder.appending(path: "checkpoint"))
        }
        #expect(none.contains("source_unreadable tile/entries/000.p/5"), "\(none)")
        // A gap: the entries behind it are there and are not read.
        let gap = try await Self.findings { folder in
            let bundles = folder.appending(path: "tile/entries")
            let first = try Data(contentsOf: bundles.appending(path: "000.p/5"))
            let entry = try #require(try EntryBundle(parsing: Array(first)).first)
            let entries = [[UInt8]](repeating: Array(entry), count: 256)
            for name in ["000", "002"] {
                try Data(EntryBundle(entries).encoded).write(to: bundles.appending(path: name))
            }
            try Data(count: 256 * 32).write(to: folder.appending(path: "tile/0/002"))
            for name in ["checkpoint", "tile/entries/000.p"] {
                try manager.removeItem(at: folder.appending(path: name))
            }
        }
        #expect(
            gap.contains { $0.hasPrefix("source_unreadable ") && $0.hasSuffix(" 256") },
            "\(gap)"
        )
        #expect(!gap.contains { $0.hasPrefix("tile_surplus") }, "\(gap)")
    }

    @Test("a list of digests is counted by its own lines, and names no file twice")
    func digestLines() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let folder = try AuditOperationsTests.export(home)
        let file = folder.appending(path: "SHA256SUMS")
        let list = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        let lines = list.split(separator: "\n")
        let first = try #require(lines.first)
        for (text, place) in [
            (list, nil), ("\n" + list, nil),
            ("\n\(list)\nx\n", "SHA256SUMS, \(lines.count + 3)"),
            ("\(list)\(first)\n", "SHA256SUMS, \(lines.count + 1)"),
        ] as [(String, String?)] {
            try Data(text.utf8).write(to: file)
            let report = await ExportAudit(
                of: try ExportedDirectory(folder.path),
                trusting: try TrustReader.read([card])
            )
            .run()
            #expect(Self.faults(report).compactMap(\.place) == [place].compactMap { $0 })
        }
        try FileManager.default.removeItem(at: home.root)
    }

    @Test(
        "a listed file that is too long to be read is told as that, and not as another than listed"
    )
    func tooLongToCompare() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let folder = try AuditOperationsTests.export(home)
        let handle = try FileHandle(forWritingTo: folder.appending(path: "vkey"))
        try handle.truncate(atOffset: UInt64(FolderReader.fileByteCountMax) + 1)
        try handle.close()
        let keys = folder.appending(path: "keys")
        let longer = try FileHandle(forWritingTo: keys)
        try longer.truncate(atOffset: UInt64(FolderReader.fileByteCountMax) + 1)
        try longer.close()
        // As the log of very many keys has it: longer than other files, and as listed.
        let list = folder.appending(path: "SHA256SUMS")
        let digest = SHA256.digest(of: Array(try Data(contentsOf: keys))).hex
        let text = try String(decoding: Data(contentsOf: list), as: UTF8.self)
        let lines = text.split(separator: "\n").map { line in
            line.hasSuffix("  keys") ? "\(digest)  keys" : String(line)
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: list)
        let report = await ExportAudit(
            of: try ExportedDirectory(folder.path),
            trusting: try TrustReader.read([card])
        )
        .run()
        let found = Self.faults(report).map { "\($0.code.rawValue) \($0.place ?? "-")" }
        #expect(found.contains("source_unreadable vkey"), "\(found)")
        #expect(!found.contains { $0.hasPrefix("file_differs") }, "\(found)")
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a charter whose name is not its digest is named")
    func charters() async throws {
        let json = try Vectors.json("lianlu-vectors.json")
        let text = try #require((json["charters"] as? [[String: Any]])?.first?["note"] as? String)
        let note = try #require(Base64.decode(Array(text.utf8)))
        let digest = try Charter(parsing: note).digest.hex
        for name in [digest, String(repeating: "0", count: 64)] {
            let findings = try await Self.findings { folder in
                let charters = folder.appending(path: "charters")
                try FileManager.default.createDirectory(
                    at: charters,
                    withIntermediateDirectories: true
                )
                try Data(note).write(to: charters.appending(path: name))
            }
            let isNamed = findings.contains("charter_unusable charters/\(name)")
            #expect(isNamed == (name != digest), "\(findings)")
        }
    }
}

@Suite struct ExportOfLossTests {
    /// What happens to a home before a log of it is exported.
    enum Damage: CaseIterable {
        case none, databaseSetBack, changedFrame, tornTail
    }

    @Test(
        "a log that lacks entries which were on disk once is not exported as if it were whole",
        arguments: Damage.allCases
    )
    func losses(damage: Damage) async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        // A copy of a running home is one that was killed: its write-ahead log is still there.
        let (early, late) = (
            HomeDirectory(node.home.root.path + "-early"),
            HomeDirectory(node.home.root.path + "-late")
        )
        _ = try await node.submit(node.submission("create"))
        try FileManager.default.copyItem(at: node.home.root, to: early.root)
        for _ in 0..<2 { _ = try await node.submit(node.submission("create")) }
        let recorded = try Data(contentsOf: node.home.data.appending(path: "instance"))
        _ = try await node.submit(node.submission("create"))
        try FileManager.default.copyItem(at: node.home.root, to: late.root)
        try await node.remove()
        let log = late.data.appending(path: "lianlu.sqlite-wal")
        switch damage {
        case .none: break
        case .databaseSetBack:
            let instance = try Data(contentsOf: late.data.appending(path: "instance"))
            try FileManager.default.removeItem(at: late.data)
            try FileManager.default.copyItem(at: early.data, to: late.data)
            try instance.write(to: late.data.appending(path: "instance"))
        case .tornTail:
            // As if the power had failed in the last transaction: nobody was told of it.
            try recorded.write(to: late.data.appending(path: "instance"))
            var bytes = try Data(contentsOf: log)
            var end = 32
            while bytes[(end + 8)..<(end + 16)] == bytes[16..<24] { end += 24 + 4_096 }
            bytes[end - 100] ^= 1
            try bytes.write(to: log)
        case .changedFrame:
            var bytes = try Data(contentsOf: log)
            bytes[32 + 24 + 100] ^= 1
            try bytes.write(to: log)
        }
        let origin = try Origin("jiangxi.ipr.example/home")
        let folder = late.root.path + "-export"
        func export() throws -> LogExport.Outcome {
            try LogExport(of: origin, in: late, to: folder).run { _, _ in }
        }
        let told = NodeExamination(home: late).results().filter { $0.outcome == .failed }
            .map(\.text.code)
        if [.none, .tornTail].contains(damage) {
            #expect(told.isEmpty)
            #expect(try export().size > 3)
            try FileManager.default.removeItem(atPath: folder)
        } else {
            let error = #expect(throws: NodeError.self) { try export() }
            #expect(error?.code == .exportLacksEntries)
            #expect(told.count == 1, "doctor says it too: \(told)")
            // The detail is one of the audit's own findings, with its arguments.
            let code = error?.cause?.split(separator: " ").first.map(String.init)
            #expect(code.flatMap(Catalogue.text) != nil, "\(error?.cause ?? "")")
            #expect(!FileManager.default.fileExists(atPath: folder))
        }
        for home in [early, late] { try FileManager.default.removeItem(at: home.root) }
    }
}
