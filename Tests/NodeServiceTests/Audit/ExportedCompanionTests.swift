import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import Sequencing
import TestSupport
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// What an export holds beside its log's tree: what belongs to it, all of it, and no more than an audit reads.
@Suite struct ExportedCompanionTests {
    private static let origin = AuditOperationsTests.origin

    /// Writes into the database of a stopped home.
    private static func change(
        _ home: HomeDirectory,
        _ body: @escaping @Sendable (SQLiteTransaction) throws -> Void
    ) async throws {
        let store = try SQLiteStore.open(.init(directory: home.data.path))
        try await store.write { try body($0) }
        try store.close()
    }

    private static func names(_ folder: URL, _ name: String) throws -> [String] {
        let path = folder.appending(path: name).path
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    private static func report(_ folder: URL, _ card: String) async throws -> AuditReport {
        await ExportAudit(
            of: try ExportedDirectory(folder.path),
            trusting: try TrustReader.read([card])
        )
        .run()
    }

    @Test("an object that was taken out of an export with its list of digests is counted and told")
    func objectTakenOut() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let folder = home.root.appending(path: "with-objects")
        _ = try LogExport(
            of: Origin(Self.origin),
            in: home,
            to: folder.path,
            openingObjectsWith: HomeAudit.storageKey(of: home)
        )
        .run { _, _ in }
        let whole = try await Self.report(folder, card)
        #expect(whole.findings.isEmpty && whole.objects.leftOut == 0)
        try FileManager.default.removeItem(at: folder.appending(path: "SHA256SUMS"))
        let path = try #require(try ExportedDirectory(folder.path).objectPaths().min())
        try FileManager.default.removeItem(at: folder.appending(path: path))
        let cut = try await Self.report(folder, card)
        #expect(cut.findings.map(\.code) == [.digestsMissing] && cut.isSound)
        #expect(cut.objects.verified == 1 && cut.objects.leftOut == 1)
        try FileManager.default.removeItem(at: folder.appending(path: "objects"))
        let none = try await Self.report(folder, card)
        #expect(none.objects.verified == 0 && none.objects.leftOut == 2)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a file that the list of digests does not name was added, and is not called changed")
    func added() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let folder = try AuditOperationsTests.export(home)
        try Data("x".utf8).write(to: folder.appending(path: "extra.txt"))
        let findings = try await Self.report(folder, card).findings
        #expect(findings.map(\.code) == [.fileNotListed, .fileSurplus])
        #expect(findings.allSatisfy { $0.place == "extra.txt" })
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("rule packs that the exported log does not name stay at home")
    func packs() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let pack = try #require(RulePack.builtInBytes.first)
        let other = Array(
            String(decoding: pack, as: UTF8.self).replacing("\n", with: "\n ").utf8
        )
        let digest = SHA256.digest(of: other)
        try await Self.change(home) { try $0.putDocument(.rulePack, digest.bytes, other) }
        let folder = try AuditOperationsTests.export(home)
        // One edition judges the matter at home, whatever day it is, and names its calendars.
        let calendars = Set(DayCalendar.builtInBytes.map { SHA256.digest(of: $0).hex })
        let names = Set(try Self.names(folder, "rules"))
        #expect(calendars.isSubset(of: names))
        let known = Set(RulePack.builtInBytes.map { SHA256.digest(of: $0).hex })
        let packs = names.subtracting(calendars)
        #expect(packs.count == 1 && packs.isSubset(of: known))
        #expect(try await Self.report(folder, card).findings.isEmpty)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test(
        "a log that is full of entries of its own machine is exported, with those alone that name its keys"
    )
    func keys() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let origin = try Origin(Self.origin)
        let node = try #require(NodeName("jiangxi.ipr.example"))
        let keyring = try NodeKeyring(home: home, node: node)
        let log = try #require(MechanismID("home").flatMap { keyring.logs[$0] })
        let store = try SQLiteStore.open(.init(directory: home.data.path))
        let first = try #require(
            try await store.read { try $0.entries(of: origin, from: 0, count: 1).first }
        )
        let sequencer = Sequencer<SQLiteStore, Int>(
            store: store,
            origin: origin,
            signer: log,
            plan: store.plan
        )
        let running = Task { try await sequencer.run() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    _ = try await sequencer.submit(Submission(entry: first, payload: number))
                }
            }
            try await group.waitForAll()
        }
        running.cancel()
        // The end by cancellation is what was asked for; a failure would have failed the appends above.
        _ = await running.result
        try store.close()
        let folder = try AuditOperationsTests.export(home)
        let keys = Array(try Data(contentsOf: folder.appending(path: "keys")))
        #expect(try ExportedKeys.parse(keys) == [first])
        let report = try await Self.report(folder, card)
        #expect(report.logs.first?.entryCount == 305)
        let codes = Set(report.findings.map(\.code))
        #expect(codes.isSubset(of: [.entryInvalid, .entryIrregular, .entryFinding]), "\(codes)")
        try FileManager.default.removeItem(at: home.root)
    }

    @Test(
        "where a home has lost what it knows of a log's keys, its export has them from the log itself",
        arguments: ["DELETE FROM projected_log", "UPDATE projected_log SET bytes = x'00'"]
    )
    func lostKeys(sql: String) async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        try await Self.change(home) { try $0.statement(sql).run() }
        let folder = try AuditOperationsTests.export(home)
        #expect(try await Self.report(folder, card).findings.isEmpty)
        let keys = try Data(contentsOf: folder.appending(path: "keys"))
        #expect(try ExportedKeys.parse(Array(keys)).count == 1)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a line of the list of digests that is none is named, and the others are still compared")
    func garbageLine() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let folder = try AuditOperationsTests.export(home)
        let list = folder.appending(path: "SHA256SUMS")
        let lines = try String(contentsOf: list, encoding: .utf8)
        try Data("rubbish\n\(lines)".utf8).write(to: list)
        let one = try await Self.report(folder, card).findings
        #expect(one.map(\.code) == [.digestsMalformed] && one.first?.place == "SHA256SUMS, 1")
        try FileManager.default.removeItem(at: folder.appending(path: "vkey"))
        let two = try await Self.report(folder, card).findings
        #expect(two.map(\.code) == [.digestsMalformed, .fileMissing], "\(two)")
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("any number of entries that a log can have keys by is framed and read again")
    func frames() throws {
        let entries = (0..<16_384).map { Array("entry \($0)".utf8) }
        let bytes = try ExportedKeys.encoded(entries)
        #expect(try ExportedKeys.parse(bytes) == entries)
        #expect(bytes.count <= DownloadLimits.keysByteCountMax)
        let error = #expect(throws: NodeError.self) {
            try ExportedKeys.parse(bytes + ExportedKeys.encoded([[1]]))
        }
        #expect(error?.code == .keysTooMany)
        #expect(throws: TransparencyLogError.self) { try ExportedKeys.parse([0, 2, 1]) }
        #expect(throws: TransparencyLogError.self) { try ExportedKeys.parse([0]) }
        #expect(try ExportedKeys.parse([]) == [])
    }

    /// A home with storage receipts of its log by two mirrors.
    private static func cosigned() async throws -> (HomeDirectory, card: String) {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let origin = try Origin(Self.origin)
        try await change(home) { transaction in
            for (node, sizes) in [("fujian.ipr.example", [1, 3, 4, 5]), ("a.example", [2])] {
                for size in sizes {
                    let name = try KeyName(Array("\(node)/mirror".utf8))
                    let signer = try CosignatureSigner(
                        name: name,
                        seed: TestKeys.seed("\(node)/mirror", type: 4)
                    )
                    let line = Array("— \(node)/mirror AAAA\n".utf8)
                    let stored = StoredCosignature(
                        origin: origin,
                        size: TreeSize(integerLiteral: UInt64(size)),
                        cosigner: CosignerID(name: name, keyID: signer.verifierKey.id),
                        time: 1,
                        line: line
                    )
                    _ = try transaction.insertCosignature(stored)
                }
            }
        }
        return (home, card)
    }

    @Test("of too many cosigned sizes the newest are exported, and every cosigner's newest")
    func receipts() async throws {
        let (home, _) = try await Self.cosigned()
        for (limit, sizes, leftOut) in [
            (5, ["1", "2", "3", "4", "5"], 0), (4, ["2", "3", "4", "5"], 1),
            (2, ["2", "4", "5"], 2), (0, ["2", "5"], 3),
        ] {
            var limits = ExportLimits()
            limits.cosignedSizeCountMax = limit
            let folder = home.root.appending(path: "export-\(limit)")
            let outcome = try LogExport(
                of: Origin(Self.origin),
                in: home,
                to: folder.path,
                limits: limits
            )
            .run { _, _ in }
            #expect(try Self.names(folder, "cosignatures") == sizes)
            #expect(outcome.cosignedSizesLeftOut == leftOut)
        }
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("an export whose list of digests no audit would read is refused before it is begun")
    func tooLarge() async throws {
        let (home, _) = try await Self.cosigned()
        var limits = ExportLimits()
        func export(_ name: String) throws -> URL {
            let folder = home.root.appending(path: name)
            _ = try LogExport(
                of: Origin(Self.origin),
                in: home,
                to: folder.path,
                openingObjectsWith: HomeAudit.storageKey(of: home),
                limits: limits
            )
            .run { _, _ in }
            return folder
        }
        let list = try export("whole").appending(path: "SHA256SUMS")
        let lines = try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
        // All but the few single files, which are within what the limit leaves.
        let counted = lines.filter { $0.contains("/") }.reduce(0) { $0 + $1.utf8.count + 1 }
        limits.digestsByteCountMax = counted
        _ = try export("limit")
        limits.digestsByteCountMax -= 1
        let error = #expect(throws: NodeError.self) { try export("beyond") }
        #expect(error?.code == .exportTooLarge)
        #expect(error?.arguments["limit"] == "\(counted - 1)")
        let beyond = home.root.appending(path: "beyond").path
        #expect(!FileManager.default.fileExists(atPath: beyond))
        try FileManager.default.removeItem(at: home.root)
    }
}
