import Auditing
import Cryptography
import Foundation
import LocalAPI
import TestSupport
import Testing
import TransparencyLog

@testable import NodeService

@Suite struct AuditOperationsTests {
    private static let origin = "jiangxi.ipr.example/home"

    /// A node with a few steps at home, stopped; its card and the acknowledgement of the last step.
    private static func stoppedNode() async throws -> (
        home: HomeDirectory, card: String, last: LocalAPI.Acknowledgement
    ) {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let created = try await node.submit(node.submission("create"))
        let last = try await node.submit(node.submission("approve", record: created.entry))
        let card = try await node.local.card(caller: TestNode.operatorCaller).card
        try await node.close()
        return (node.home, card, last)
    }

    private static func export(_ home: HomeDirectory) throws -> URL {
        let folder = home.root.appending(path: "export")
        _ = try LogExport(of: Origin(origin), in: home, to: folder.path).run { _, _ in }
        return folder
    }

    @Test("a home is sound, anchored by its card, and its bodies open with the storage key alone")
    func home() async throws {
        let (home, card, _) = try await Self.stoppedNode()
        let trust = try TrustReader.read([card])
        let key = try #require(HomeAudit.storageKey(of: home))
        let report = try await HomeAudit(of: home, trusting: trust, storageKey: key).run()
        #expect(report.isSound && report.isAnchored)
        #expect(report.objects.verified == 2)
        let blind = try await HomeAudit(of: home, trusting: trust, storageKey: nil).run()
        #expect(blind.isSound && blind.objects.verified == 0)
        #expect(blind.objects.sealedNotChecked == 2)
        let wrong = [UInt8](repeating: 1, count: 32)
        let damaged = try await HomeAudit(of: home, trusting: trust, storageKey: wrong).run()
        #expect(damaged.findings.count { $0.code == .objectDamaged } == 2)
        #expect(!damaged.isSound)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("an audit changes no file of a home")
    func unchanged() async throws {
        let (home, _, _) = try await Self.stoppedNode()
        func contents() throws -> [String: Data] {
            var files: [String: Data] = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: home.data.path)
            where !name.hasSuffix("-shm") {
                files[name] = try Data(contentsOf: home.data.appending(path: name))
            }
            return files
        }
        let before = try contents()
        _ = try await HomeAudit(of: home, trusting: Trust(), storageKey: nil).run()
        #expect(try contents() == before)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("an audit beside a node that appends all the while finds nothing")
    func live() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let card = try await node.local.card(caller: TestNode.operatorCaller).card
        let trust = try TrustReader.read([card])
        let (home, local) = (node.home, node.local)
        let draft = node.submission("create")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    while !Task.isCancelled {
                        var next = draft
                        next.request = UUID().uuidString.lowercased()
                        _ = try await local.submit(next, caller: TestNode.operatorCaller)
                    }
                }
            }
            for _ in 0..<20 {
                let report = try await HomeAudit(
                    of: home,
                    trusting: trust,
                    storageKey: HomeAudit.storageKey(of: home)
                )
                .run()
                let faults = report.findings.filter { $0.weight == .fault }
                #expect(faults.isEmpty, "\(faults)")
            }
            group.cancelAll()
        }
        try await node.remove()
    }

    @Test("a home under fresh keys passes unanchored with a notice, and fails anchored")
    func rewritten() async throws {
        let (first, card, _) = try await Self.stoppedNode()
        let (second, _, _) = try await Self.stoppedNode()
        let unanchored = try await HomeAudit(of: second, trusting: Trust(), storageKey: nil).run()
        #expect(unanchored.isSound && !unanchored.isAnchored)
        #expect(unanchored.findings.contains { $0.code == .keysNotAnchored })
        let anchored = try await HomeAudit(
            of: second,
            trusting: TrustReader.read([card]),
            storageKey: nil
        ).run()
        #expect(anchored.findings.contains { $0.code == .nodeKeyNotTrusted })
        #expect(!anchored.isSound)
        for home in [first, second] { try FileManager.default.removeItem(at: home.root) }
    }

    @Test("an export is sound, the independent reader agrees, and every changed file is named")
    func exported() async throws {
        let (home, card, _) = try await Self.stoppedNode()
        let folder = try Self.export(home)
        let trust = try TrustReader.read([card])
        let report = await Audit(of: try ExportedDirectory(folder.path), trusting: trust).run()
        #expect(report.isSound && report.isAnchored, "\(report.findings)")
        #expect(report.logs.map(\.entryCount) == [5])
        for name in ["tile/0/000.p/5", "tile/entries/000.p/5", "keys"] {
            let file = folder.appending(path: name)
            let whole = try Data(contentsOf: file)
            for position in stride(from: 0, to: whole.count, by: 17) {
                var changed = whole
                changed[position] ^= 1
                try changed.write(to: file)
                let found = await Audit(
                    of: try ExportedDirectory(folder.path),
                    trusting: trust
                ).run()
                #expect(!found.isSound, "byte \(position) of \(name)")
            }
            try whole.write(to: file)
        }
        try Data("x".utf8).write(to: folder.appending(path: "tile/0/001"))
        let surplus = await Audit(of: try ExportedDirectory(folder.path), trusting: trust).run()
        #expect(surplus.findings.contains { $0.code == .tileSurplus })
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("an export goes into an empty directory only, and only of a log that is there")
    func exportRefused() async throws {
        let (home, _, _) = try await Self.stoppedNode()
        let folder = try Self.export(home)
        let error = #expect(throws: NodeError.self) {
            try LogExport(of: Origin(Self.origin), in: home, to: folder.path).run { _, _ in }
        }
        #expect(error?.code == .folderNotEmpty)
        let unknown = #expect(throws: NodeError.self) {
            try LogExport(of: Origin("a.example/b"), in: home, to: "/tmp/x").run { _, _ in }
        }
        #expect(unknown?.code == .logUnknown)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("an acknowledgement's proof verifies offline, and no other entry does")
    func verified() async throws {
        let (home, _, last) = try await Self.stoppedNode()
        let folder = try Self.export(home)
        let bundle = try EntryBundle(
            parsing: Array(Data(contentsOf: folder.appending(path: "tile/entries/000.p/5")))
        )
        let entry = Array(try #require(bundle.last))
        let proof = Array(last.proof.utf8)
        let good = EntryVerification(entry: entry, proof: proof, trusting: Trust())
        #expect(good.faults.isEmpty && !good.isAnchored)
        #expect(good.entry.hex == last.entry)
        var other = entry
        other[other.count - 30] ^= 1
        let bad = EntryVerification(entry: other, proof: proof, trusting: Trust())
        #expect(bad.faults.contains { $0.code == "transparency_log.tlog_proof_invalid" })
        let cut = EntryVerification(
            entry: entry,
            proof: Array(proof.dropLast(10)),
            trusting: Trust()
        )
        #expect(!cut.faults.isEmpty)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a trusted text that is none of the three kinds is refused by its position")
    func trust() throws {
        let error = #expect(throws: NodeError.self) { try TrustReader.read(["", "nonsense"]) }
        #expect(error?.code == .trustUnreadable)
        #expect(error?.arguments["position"] == "1")
    }
}
