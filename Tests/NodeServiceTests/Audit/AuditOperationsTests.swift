import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import TestSupport
import Testing
import TransparencyLog

@testable import NodeService

@Suite struct AuditOperationsTests {
    static let origin = "jiangxi.ipr.example/home"

    /// A node with a few steps at home, stopped; its card and the acknowledgement of the last step.
    static func stoppedNode() async throws -> (
        home: HomeDirectory, card: String, last: LocalAPI.Acknowledgement
    ) {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let created = try await node.submit(node.submission("create"))
        let last = try await node.submit(node.submission("approve", record: created.entry))
        let card = try await node.local.card(caller: TestNode.operatorCaller).card
        try await node.close()
        return (node.home, card, last)
    }

    static func export(_ home: HomeDirectory) throws -> URL {
        let folder = home.root.appending(path: "export")
        _ = try LogExport(of: Origin(origin), in: home, to: folder.path).run { _, _ in }
        return folder
    }

    @Test("a home is sound, anchored by its card, and its bodies open with the storage key alone")
    func home() async throws {
        let (home, card, _) = try await Self.stoppedNode()
        let trust = try TrustReader.read([card])
        let key = try #require(try HomeAudit.storageKey(of: home))
        let report = try await HomeAudit(of: home, trusting: trust, storageKey: key).run()
        #expect(report.isSound && report.isAnchored)
        #expect(report.objects.verified == 2)
        let blind = try await HomeAudit(of: home, trusting: trust, storageKey: nil).run()
        #expect(blind.isSound && blind.objects.verified == 0)
        #expect(blind.objects.sealedNotChecked == 2)
        let wrong = [UInt8](repeating: 1, count: 32)
        let damaged = try await HomeAudit(of: home, trusting: trust, storageKey: wrong).run()
        #expect(damaged.findings.map(\.code) == [.storageKeyUnfit])
        #expect(damaged.findings.first?.arguments == ["count": "2"])
        #expect(damaged.objects.sealedNotChecked == 2)
        #expect(!damaged.isSound)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test(
        "a storage key that is damaged or that others may read fails the audit; one that is not here does not"
    )
    func storageKeyFile() async throws {
        let (home, card, _) = try await Self.stoppedNode()
        let trust = try TrustReader.read([card])
        let path = home.storageKey.path
        let whole = try Data(contentsOf: home.storageKey)
        func codes() async throws -> [AuditCode] {
            let report = try await HomeAudit(of: home, trusting: trust).run()
            #expect(report.isSound == !report.findings.contains { $0.weight == .fault })
            return report.findings.filter { $0.weight == .fault }.map(\.code)
        }
        #expect(try await codes() == [])
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(try await codes() == [.storageKeyUnusable])
        try FileManager.default.removeItem(atPath: path)
        #expect(try await codes() == [])
        #expect(
            FileManager.default.createFile(
                atPath: path,
                contents: whole.dropLast(),
                attributes: [.posixPermissions: 0o600]
            )
        )
        #expect(try await codes() == [.storageKeyUnusable])
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
                #expect(report.findings.contains { $0.code == .walNotChecked })
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
        #expect(!anchored.isSound && !anchored.isAnchored)
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

    @Test(
        "without its list of digests too, each changed file of an export is named by what it says"
    )
    func withoutDigests() async throws {
        let (home, card, _) = try await Self.stoppedNode()
        let folder = try Self.export(home)
        let trust = try TrustReader.read([card])
        try FileManager.default.removeItem(at: folder.appending(path: "SHA256SUMS"))
        func codes() async throws -> Set<AuditCode> {
            let report = await Audit(of: try ExportedDirectory(folder.path), trusting: trust).run()
            return Set(report.findings.filter { $0.weight == .fault }.map(\.code))
        }
        #expect(try await codes() == [])
        let cases: [(name: String, codes: Set<AuditCode>)] = [
            ("tile/0/000.p/5", [.tileDiffers]),
            ("tile/entries/000.p/5", [.checkpointRootDiffers, .sourceUnreadable]),
            ("keys", [.keysFileDiffers, .sourceUnreadable]), ("card", [.cardUnusable]),
        ]
        for (name, expected) in cases {
            let file = folder.appending(path: name)
            let whole = try Data(contentsOf: file)
            for position in stride(from: 0, to: whole.count, by: 17) {
                var changed = whole
                changed[position] ^= 1
                try changed.write(to: file)
                let found = try await codes()
                #expect(!found.isDisjoint(with: expected), "byte \(position) of \(name): \(found)")
            }
            try whole.write(to: file)
        }
        try FileManager.default.removeItem(at: home.root)
    }

    @Test(
        "an export with objects is one for those who may read them: each is compared with the entry that names it"
    )
    func objects() async throws {
        let (home, card, _) = try await Self.stoppedNode()
        let trust = try TrustReader.read([card])
        let plain = try Self.export(home)
        #expect(!FileManager.default.fileExists(atPath: plain.path + "/objects"))
        let folder = home.root.appending(path: "with-objects")
        let outcome = try LogExport(
            of: Origin(Self.origin),
            in: home,
            to: folder.path,
            openingObjectsWith: HomeAudit.storageKey(of: home)
        )
        .run { _, _ in }
        #expect(outcome.objectCount == 2)
        let attributes = try FileManager.default.attributesOfItem(
            atPath: folder.appending(path: "objects").path
        )
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        func audit() async throws -> AuditReport {
            await ExportAudit(of: try ExportedDirectory(folder.path), trusting: trust).run()
        }
        let report = try await audit()
        #expect(report.findings.isEmpty && report.objects.verified == 2, "\(report.findings)")
        #expect(try await Self.sumsHold(in: folder))

        let path = try #require(try ExportedDirectory(folder.path).objectPaths().min())
        let file = folder.appending(path: path)
        let whole = try Data(contentsOf: file)
        #expect(try Body(parsing: Array(whole.dropFirst(32))).fields.isEmpty == false)
        for position in stride(from: 0, to: whole.count, by: 41) {
            var changed = whole
            changed[position] ^= 1
            try changed.write(to: file)
            let found = try await audit()
            #expect(found.findings.map(\.code) == [.fileDiffers, .objectDamaged])
            #expect(found.objects.verified == 1)
        }
        #expect(try await !Self.sumsHold(in: folder))
        try FileManager.default.removeItem(at: file)
        #expect(try await audit().findings.map(\.code) == [.fileMissing])
        // Without the list of digests too, an object counts only where an entry names it.
        let list = folder.appending(path: "SHA256SUMS")
        try FileManager.default.removeItem(at: list)
        let misplaced = folder.appending(path: "objects/0/" + file.lastPathComponent)
        try FileManager.default.createDirectory(
            at: misplaced.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try whole.write(to: misplaced)
        let surplus = try await audit()
        #expect(surplus.findings.map(\.code) == [.fileSurplus, .digestsMissing])
        #expect(surplus.findings.first?.place == "objects/0/" + file.lastPathComponent)
        try FileManager.default.removeItem(at: home.root)
    }

    /// What `sha256sum --check` says of a directory.
    private static func sumsHold(in folder: URL) async throws -> Bool {
        let arguments = ["--check", "--strict", "--status", "SHA256SUMS"]
        return try await OutsideProgram("sha256sum", arguments, directory: folder.path)
            .run().status == 0
    }

    @Test("an object that the storage key does not open is not exported, and the entry is named")
    func objectsRefused() async throws {
        let (home, _, _) = try await Self.stoppedNode()
        let error = #expect(throws: NodeError.self) {
            try LogExport(
                of: Origin(Self.origin),
                in: home,
                to: home.root.appending(path: "export").path,
                openingObjectsWith: [UInt8](repeating: 1, count: 32)
            )
            .run { _, _ in }
        }
        #expect(error?.code == .logIncomplete)
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
            try LogExport(of: Origin("a.example/b"), in: home, to: folder.path + "-x").run { _, _ in
            }
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
        let key = try Self.logKey(folder)
        let items = try TrustReader.items([key])
        let good = EntryVerification(entry: entry, proof: proof, trusting: items)
        #expect(good.faults.isEmpty && good.isAnchored && good.isIncluded)
        #expect(good.entry.hex == last.entry)
        #expect(good.signatures.first?.fingerprint != nil)
        let policy = try TrustReader.items(["log \(key)\nquorum none\n"])
        let byPolicy = EntryVerification(entry: entry, proof: proof, trusting: policy)
        #expect(byPolicy.faults.isEmpty && byPolicy.isAnchored)
        var other = entry
        other[other.count - 30] ^= 1
        let bad = EntryVerification(entry: other, proof: proof, trusting: items)
        #expect(bad.faults.contains { $0.code == "transparency_log.tlog_proof_invalid" })
        #expect(!bad.isIncluded)
        let cut = EntryVerification(
            entry: entry,
            proof: Array(proof.dropLast(10)),
            trusting: items
        )
        #expect(!cut.faults.isEmpty)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a policy or a log's key anchors an export, and a quorum that is not met fails it")
    func policed() async throws {
        let (home, card, _) = try await Self.stoppedNode()
        let folder = try Self.export(home)
        let key = try Self.logKey(folder)
        let mirror = try PeerCard(parsing: Array(card.utf8)).content.mirror
        let office = String(Self.origin.prefix { $0 != "/" }) + "/office/scjg"
        let unused = try VerifierKey(
            name: KeyName(Array(office.utf8)),
            algorithm: .ed25519,
            publicKey: Ed25519.PrivateKey().publicKey.rawBytes
        )
        let cases: [(String, [AuditCode], Bool)] = [
            (key, [], true), ("log \(key)\nquorum none\n", [], true),
            ("log \(key)\nwitness w \(mirror)\nquorum w\n", [.policyNotMet], true),
        ]
        for (text, codes, isAnchored) in cases {
            let trust = try TrustReader.read([text])
            let report = await ExportAudit(
                of: try ExportedDirectory(folder.path),
                trusting: trust
            ).run()
            #expect(report.findings.map(\.code) == codes, "\(text)")
            #expect(report.isAnchored == isAnchored && report.isSound == codes.isEmpty)
        }
        let error = #expect(throws: NodeError.self) { try TrustReader.read([card, "\(unused)"]) }
        #expect(error?.code == .trustUnreadable && error?.arguments["position"] == "2")
        try FileManager.default.removeItem(at: home.root)
    }

    @Test(
        "a line that nobody has verified is never shown as checked, though a policy knows its key"
    )
    func junkLine() async throws {
        let (home, _, last) = try await Self.stoppedNode()
        let folder = try Self.export(home)
        let bundle = try EntryBundle(
            parsing: Array(Data(contentsOf: folder.appending(path: "tile/entries/000.p/5")))
        )
        let other = try VerifierKey(
            name: KeyName(Array("b.example/home".utf8)),
            algorithm: .ed25519,
            publicKey: Ed25519.PrivateKey().publicKey.rawBytes
        )
        let junk = try SignatureLine(
            name: other.name,
            keyID: other.id,
            signature: [UInt8](repeating: 1, count: 64)
        )
        let policy = "log \(try Self.logKey(folder))\nlog \(other)\nquorum none\n"
        let outcome = EntryVerification(
            entry: Array(try #require(bundle.last)),
            proof: Array(last.proof.utf8) + junk.encoded,
            trusting: try TrustReader.items([policy])
        )
        #expect(outcome.faults.isEmpty && outcome.isAnchored)
        #expect(outcome.signatures.map { $0.fingerprint != nil } == [true, false])
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("an entry that was written for another log does not verify in the log that holds it")
    func otherOrigin() throws {
        let entry = try EntryBuilder.entry(
            .openLog(
                at: try #require(Timestamp(Array("2026-11-20T09:00:00+08:00".utf8))),
                key: Self.signer("b.example/home").verifierKey,
                charter: nil
            ),
            of: Origin("b.example/home"),
            signers: [Self.signer("b.example")]
        )
        let log = try Self.signer(Self.origin)
        let text = Checkpoint.text(
            origin: log.verifierKey.name,
            size: 1,
            root: MerkleTree.leafHash(of: entry.bytes)
        )
        let checkpoint = try Note(text: text, signers: [log]).encoded
        let outcome = EntryVerification(
            entry: entry.bytes,
            proof: Array("c2sp.org/tlog-proof@v1\nindex 0\n\n".utf8) + checkpoint,
            trusting: [TrustedText.key(log.verifierKey)]
        )
        #expect(outcome.isIncluded && outcome.isAnchored)
        #expect(outcome.faults.map(\.code) == ["ledger.entry_origin_mismatch"])
        #expect(
            outcome.faults.first?.arguments == [
                "found": "b.example/home", "required": Self.origin,
            ]
        )
    }

    private static func signer(_ name: String) throws -> Ed25519Signer {
        try Ed25519Signer(name: KeyName(Array(name.utf8)), seed: TestKeys.seed(name))
    }

    /// The log's own key, as its first entry gives it.
    private static func logKey(_ folder: URL) throws -> String {
        let bundle = try EntryBundle(
            parsing: Array(Data(contentsOf: folder.appending(path: "tile/entries/000.p/5")))
        )
        let text = String(decoding: try #require(bundle.first), as: UTF8.self)
        let content = try #require(text.split(separator: "\n").first { $0.hasPrefix("{") })
        let fields = try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: Any]
        return try #require(fields?["key"] as? String)
    }

    @Test("a proof whose signature no given key checks does not verify, and each reason is named")
    func unverified() async throws {
        let (home, card, last) = try await Self.stoppedNode()
        let folder = try Self.export(home)
        let bundle = try EntryBundle(
            parsing: Array(Data(contentsOf: folder.appending(path: "tile/entries/000.p/5")))
        )
        let entry = Array(try #require(bundle.last))
        let nodeKey = "\(try PeerCard(parsing: Array(card.utf8)).key)"
        func stranger(_ name: String) throws -> String {
            let key = try Ed25519.PrivateKey().publicKey.rawBytes
            let verifier = try VerifierKey(
                name: KeyName(Array(name.utf8)),
                algorithm: .ed25519,
                publicKey: key
            )
            return "\(verifier)"
        }
        let cases: [(String?, String, String)] = [
            (nil, "node.proof_trust_missing", Self.origin),
            (card, "node.proof_trust_node", String(Self.origin.prefix { $0 != "/" })),
            (nodeKey, "node.proof_trust_node", String(Self.origin.prefix { $0 != "/" })),
            (try stranger("b.example/home"), "node.proof_trust_other", "b.example/home"),
            (try stranger(Self.origin), "node.checkpoint_key_unknown", Self.origin),
        ]
        for (text, code, name) in cases {
            let outcome = EntryVerification(
                entry: entry,
                proof: Array(last.proof.utf8),
                trusting: try TrustReader.items([text].compactMap { $0 })
            )
            #expect(outcome.faults.map(\.code) == [code])
            #expect(outcome.faults.first?.arguments.values.contains { $0.hasPrefix(name) } == true)
            #expect(outcome.isIncluded && !outcome.isAnchored)
        }
        // A signature of the right key over another text.
        var forged = Array(last.proof.utf8)
        let place = try #require(forged.lastIndex(of: UInt8(ascii: "=")).map { $0 - 30 })
        forged[place] = forged[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        let wrong = EntryVerification(
            entry: entry,
            proof: forged,
            trusting: try TrustReader.items([try Self.logKey(folder)])
        )
        #expect(wrong.faults.map(\.code) == ["transparency_log.note_signature_invalid"])
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a card with a wrong signature and a policy with a fault are refused as what they are")
    func trustNamed() async throws {
        let (home, card, _) = try await Self.stoppedNode()
        let forged = card.replacing("127.0.0.1", with: "127.0.0.2")
        #expect(forged != card)
        for text in [forged, "log x\nfoo\n"] {
            let error = #expect(throws: NodeError.self) { try TrustReader.read([card, text]) }
            #expect(error?.code.rawValue == "trust_damaged")
            #expect(error?.arguments["position"] == "2" && error?.cause != nil)
        }
        let known = #expect(throws: NodeError.self) {
            try TrustReader.read([card], known: ["no checkpoint"])
        }
        #expect(known?.code.rawValue == "known_damaged")
        #expect(known?.arguments["position"] == "1" && known?.cause != nil)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a trusted text that is none of the three kinds is refused by its position")
    func trust() throws {
        let error = #expect(throws: NodeError.self) { try TrustReader.read(["", "nonsense"]) }
        #expect(error?.code == .trustUnreadable)
        #expect(error?.arguments["position"] == "1")
    }
}
