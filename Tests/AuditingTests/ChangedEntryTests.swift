@testable import Auditing
import Cryptography
import Ledger
import Testing
import TransparencyLog

/// Entries that are not what their log commits to: told first and by their place, and nobody is accused of what follows from them.
@Suite struct ChangedEntryTests {
    /// A log of 300 entries with a storage receipt, the tiles as its writer stored them, and what an auditor brings.
    private static func specimen() throws -> (log: SyntheticLog, source: VectorSource, Trust) {
        var log = try SyntheticLog("jiangxi.ipr.example/home")
        for number in 1..<300 { try log.enrol("o\(number)") }
        let key = try SyntheticLog.signer(log.node).verifierKey
        let mirror = try SyntheticLog.mirror("fujian.ipr.example")
        var source = try SyntheticLog.source([log], offering: [key])
        source.logs[log.origin]?.cosignatures = [try log.cosignature(by: mirror)]
        var tree = TreeRecomputation(watching: [])
        var tiles: [TreeRecomputation.Tile] = []
        for entry in log.entries { tiles += tree.append(leafHash: MerkleTree.leafHash(of: entry)) }
        for tile in tiles + tree.partialTiles {
            let place = StoredTileCoordinate(
                level: tile.level,
                index: tile.index,
                width: tile.hashes.count
            )
            source.tileChanges[place] = tile.hashes.flatMap(\.bytes)
        }
        var trust = Trust()
        for key in [key, mirror.verifierKey] {
            let isAdded = trust.add(key)
            #expect(isAdded)
        }
        return (log, source, trust)
    }

    private static func findings(_ report: AuditReport) -> [String] {
        report.findings.map { finding in
            let index = finding.index.map { " \($0)" } ?? ""
            let count = finding.arguments["count"].map { " (\($0))" } ?? ""
            return "\(finding.code.rawValue)\(index)\(count)"
        }
    }

    @Test(
        "an entry that was changed is named by its place, and what is before it and the receipts stand"
    )
    func changed() async throws {
        let (log, source, trust) = try Self.specimen()
        let sound = await Audit(of: source, trusting: trust).run()
        #expect(Self.findings(sound) == ["region_unknown"])
        let root = try UnverifiedCheckpoint(parsing: log.checkpoint()).root.hex
        #expect(sound.logs.first?.root == root)
        var unsaid = source
        unsaid.logs[log.origin]?.checkpoint = []
        #expect(await Audit(of: unsaid, trusting: trust).run().logs.first?.root == nil)
        for index in [5, 270] {
            // Of the header, and of a signature: one that cannot be read, and one that does not verify.
            for position in [30, log.entries[index].count - 20] {
                var changed = source
                changed.logs[log.origin]?.entries[index][position] ^= 1
                let report = await Audit(of: changed, trusting: trust).run()
                #expect(
                    Self.findings(report) == [
                        "entry_changed \(index)", "checkpoint_root_differs", "region_unknown",
                        "entries_not_judged \(index + 1) (\(299 - index))",
                    ]
                )
                #expect(report.isAnchored && !report.isSound)
                // A root of changed bytes is nobody's.
                #expect(report.logs.first?.root == nil)
                #expect(report.logs.first?.verdicts.valid == index)
                #expect(report.logs.first?.anchoredCosignatureCount == 1)
            }
        }
    }

    @Test("kept and signed heads are held against what the tiles prove that the log was")
    func keptHeads() async throws {
        let (log, sound, trust) = try Self.specimen()
        var other = try SyntheticLog("jiangxi.ipr.example/home")
        for number in 1..<200 { try other.enrol("other\(number)") }
        var source = sound
        source.logs[log.origin]?.entries[5][30] ^= 1
        for isGenuine in [true, false] {
            let kept = try isGenuine ? log.checkpoint(200) : other.checkpoint()
            source.earlier = [200: kept]
            var evidence = KeptEvidence()
            evidence.checkpoints = [
                KeptEvidence.Checkpoint(
                    origin: log.origin,
                    claim: try UnverifiedCheckpoint(parsing: kept),
                    requiresLogKey: false,
                    place: "receipt"
                )
            ]
            let audit = Audit(of: source, trusting: trust, comparing: nil, and: evidence)
            let found = Self.findings(await audit.run())
            let accused = found.filter { $0 == "checkpoint_not_in_log" }
            #expect(accused.isEmpty == isGenuine, "\(found)")
            // One for the newest, which the changed entry does not give.
            let differing = found.count { $0 == "checkpoint_root_differs" }
            #expect(differing == (isGenuine ? 1 : 2), "\(found)")
        }
    }

    @Test("behind a changed rotation no entry is called valid that the old key's holder wrote")
    func rotation() async throws {
        var log = try SyntheticLog("jiangxi.ipr.example/home")
        try log.rotate(from: "", to: "next")
        for number in 0..<10 { try log.enrol("o\(number)", by: "") }
        let keys = [try SyntheticLog.signer(log.node).verifierKey]
        var source = try SyntheticLog.source([log], offering: keys)
        var trust = Trust()
        let isAdded = trust.add(keys[0])
        #expect(isAdded)
        let sound = await Audit(of: source, trusting: trust).run()
        #expect(sound.logs.first?.verdicts.invalid == 10)
        let leaves = log.entries.flatMap { MerkleTree.leafHash(of: $0).bytes }
        source.tileChanges[StoredTileCoordinate(level: 0, index: 0, width: 12)] = leaves
        source.logs[log.origin]?.entries[1][30] ^= 1
        let report = await Audit(of: source, trusting: trust).run()
        #expect(
            Self.findings(report) == [
                "entry_changed 1", "checkpoint_root_differs", "region_unknown",
                "entries_not_judged 2 (10)",
            ]
        )
        #expect(report.logs.first?.verdicts.valid == 1)
        #expect(report.logs.first?.verdicts.invalid == 0)
    }

    @Test("a first entry that was changed or is missing accuses nobody of fresh keys")
    func first() async throws {
        let (log, source, trust) = try Self.specimen()
        var changed = source
        changed.logs[log.origin]?.entries[0][30] ^= 1
        let one = await Audit(of: changed, trusting: trust).run()
        #expect(
            Self.findings(one) == [
                "entry_changed 0", "checkpoint_root_differs", "region_unknown",
                "checkpoint_not_checked", "entries_not_judged 1 (299)",
            ]
        )
        #expect(!one.isAnchored && one.logs.first?.verdicts.invalid == 0)
        var gone = source
        gone.logs[log.origin]?.entries = []
        let other = await Audit(of: gone, trusting: trust).run()
        #expect(
            Self.findings(other) == [
                "entries_missing 0", "region_unknown", "checkpoint_not_checked",
            ]
        )
        #expect(!other.isAnchored)
    }

    @Test("entries behind a gap are missing, and those before it and the receipts stand")
    func gap() async throws {
        let (log, source, trust) = try Self.specimen()
        var cut = source
        cut.logs[log.origin]?.entries.removeSubrange(256...)
        let report = await Audit(of: cut, trusting: trust).run()
        #expect(Self.findings(report) == ["entries_missing 256", "region_unknown"])
        #expect(report.logs.first?.verdicts.valid == 256)
        #expect(report.logs.first?.anchoredCosignatureCount == 1)
    }

    @Test("where tiles were changed along, no entry is told from another, and none is accused")
    func tilesToo() async throws {
        let (log, source, trust) = try Self.specimen()
        var changed = source
        changed.logs[log.origin]?.entries[5][30] ^= 1
        let place = StoredTileCoordinate(level: 0, index: 0, width: 256)
        let entries = try #require(changed.logs[log.origin]?.entries)
        changed.tileChanges[place] = entries.prefix(256).flatMap {
            MerkleTree.leafHash(of: $0).bytes
        }
        // A receipt, a known checkpoint and a kept head of an earlier size, and a policy that the head's receipt meets.
        let mirror = try SyntheticLog.mirror("fujian.ipr.example")
        let earlier = try UnverifiedCheckpoint(parsing: log.checkpoint(200))
        let line = try mirror.cosign(earlier.verified(by: log.logKey), at: 1)
        changed.logs[log.origin]?.cosignatures.append(
            KeptCosignature(size: 200, line: Array(line.encoded))
        )
        var brought = trust
        brought.add(known: earlier)
        let policy = "log \(log.logKey)\nwitness w \(mirror.verifierKey)\nquorum w\n"
        brought.add(try TlogPolicy(parsing: Array(policy.utf8)))
        var evidence = KeptEvidence()
        evidence.checkpoints = [
            KeptEvidence.Checkpoint(
                origin: log.origin,
                claim: earlier,
                requiresLogKey: false,
                place: "receipt"
            )
        ]
        let audit = Audit(of: changed, trusting: brought, comparing: nil, and: evidence)
        let report = await audit.run()
        #expect(
            Self.findings(report) == [
                "tile_differs", "checkpoint_root_differs", "region_unknown",
                "heads_not_checked (3)", "entries_not_judged 0 (300)",
            ]
        )
        #expect(report.logs.first?.anchoredCosignatureCount == 1)
        // What nobody signed at the head's size is still told.
        let stranger = try SyntheticLog("jiangxi.ipr.example/home", tag: "stranger")
        changed.logs[log.origin]?.cosignatures = [
            KeptCosignature(size: 300, line: try stranger.cosignature(by: mirror).line)
        ]
        let disputed = Self.findings(await Audit(of: changed, trusting: trust).run())
        #expect(disputed.contains("cosignature_unusable (1)"), "\(disputed)")
    }

    @Test("entries that cannot be told from changed ones hide no roll-back and no second history")
    func setBackAndTilesToo() async throws {
        let (log, sound, trust) = try Self.specimen()
        var source = sound
        source.logs[log.origin]?.checkpoint = try log.checkpoint(200)
        source.logs[log.origin]?.entries.removeSubrange(200...)
        source.logs[log.origin]?.entries[5][30] ^= 1
        let entries = try #require(source.logs[log.origin]?.entries)
        let leaves = entries.flatMap { MerkleTree.leafHash(of: $0).bytes }
        let narrow = StoredTileCoordinate(level: 0, index: 0, width: 200)
        source.tileChanges = [narrow: leaves]
        source.earlier = [300: try log.checkpoint()]
        var brought = trust
        brought.add(known: try UnverifiedCheckpoint(parsing: log.checkpoint()))
        var other = try SyntheticLog("jiangxi.ipr.example/home")
        for number in 1..<200 { try other.enrol("other\(number)") }
        var evidence = KeptEvidence()
        evidence.checkpoints = try [log.checkpoint(), other.checkpoint()].map {
            KeptEvidence.Checkpoint(
                origin: log.origin,
                claim: try UnverifiedCheckpoint(parsing: $0),
                requiresLogKey: false,
                place: "receipt"
            )
        }
        let audit = Audit(of: source, trusting: brought, comparing: nil, and: evidence)
        let found = Self.findings(await audit.run())
        #expect(found.contains("entries_not_judged 0 (200)"), "\(found)")
        #expect(!found.contains { $0.hasPrefix("heads_not_checked") }, "\(found)")
        for code in ["cosignature_unusable (1)", "checkpoint_size_differs", "log_rolled_back"] {
            #expect(found.contains(code), "\(code): \(found)")
        }
        // The head that it had, and another history of the same size.
        #expect(found.count { $0 == "checkpoint_not_in_log" } == 2, "\(found)")
    }

    @Test(
        "without a checkpoint, a receipt of more entries than are here tells that some are missing"
    )
    func missingBehindNoCheckpoint() async throws {
        let (log, sound, trust) = try Self.specimen()
        var source = sound
        source.logs[log.origin]?.checkpoint = Array("x\n".utf8)
        source.logs[log.origin]?.entries.removeSubrange(256...)
        let found = Self.findings(await Audit(of: source, trusting: trust).run())
        #expect(
            found == ["checkpoint_unusable", "entries_missing 256", "region_unknown"]
        )
    }

    @Test("where very many entries are changed, every other one is still counted as not judged")
    func manyOfALog() async throws {
        var log = try SyntheticLog("jiangxi.ipr.example/home")
        for number in 1..<8_400 { log = try log.adding(Array("entry \(number)".utf8)) }
        let key = try SyntheticLog.signer(log.node).verifierKey
        var source = try SyntheticLog.source([log], offering: [key])
        var tree = TreeRecomputation(watching: [])
        var tiles: [TreeRecomputation.Tile] = []
        for entry in log.entries { tiles += tree.append(leafHash: MerkleTree.leafHash(of: entry)) }
        for tile in tiles + tree.partialTiles {
            let width = tile.hashes.count
            let place = StoredTileCoordinate(level: tile.level, index: tile.index, width: width)
            source.tileChanges[place] = tile.hashes.flatMap(\.bytes)
        }
        var entries = log.entries
        for index in stride(from: 1, to: 8_400, by: 2) { entries[index] = [1] }
        source.logs[log.origin]?.entries = entries
        let report = await Audit(of: source, trusting: Trust()).run()
        let changed = report.findings.filter { $0.code == .entryChanged }
        #expect(changed.reduce(0) { $0 + $1.count } == 4_200)
        #expect(Self.findings(report).contains("entries_not_judged 2 (4199)"))
        #expect(report.logs.first?.verdicts.valid == 1)
    }

    /// The specimen with a checkpoint that nobody signed, over tiles that were made to fit it and hold another leaf.
    private static func forged(
        leaf: Int = 5
    ) throws -> (log: SyntheticLog, source: VectorSource, Trust) {
        let (log, sound, trust) = try specimen()
        var source = sound
        var tree = TreeRecomputation(watching: [])
        var tiles: [TreeRecomputation.Tile] = []
        for (index, entry) in log.entries.enumerated() {
            let leaf = MerkleTree.leafHash(of: index == leaf ? [5] : entry)
            tiles += tree.append(leafHash: leaf)
        }
        for tile in tiles + tree.partialTiles {
            let width = tile.hashes.count
            let place = StoredTileCoordinate(level: tile.level, index: tile.index, width: width)
            source.tileChanges[place] = tile.hashes.flatMap(\.bytes)
        }
        let genuine = try UnverifiedCheckpoint(parsing: log.checkpoint())
        let text = Checkpoint.text(origin: log.origin, size: log.size, root: tree.root)
        var checkpoint = text + Array("\n".utf8)
        checkpoint += genuine.note.signatures.flatMap(\.encoded)
        source.logs[log.origin]?.checkpoint = checkpoint
        return (log, source, trust)
    }

    @Test(
        "tiles that fit a checkpoint that the log's key has not signed accuse no entry and no receipt"
    )
    func forgedCheckpoint() async throws {
        let (_, source, trust) = try Self.forged()
        for brought in [trust, Trust()] {
            let report = await Audit(of: source, trusting: brought).run()
            let found = Self.findings(report)
            #expect(found.contains("checkpoint_unusable"), "\(found)")
            #expect(found.contains("checkpoint_root_differs"))
            #expect(found.contains("tile_differs"))
            #expect(!found.contains { $0.hasPrefix("entr") || $0.hasPrefix("cosignature_unu") })
            #expect(!found.contains("checkpoint_not_checked"))
            #expect(report.logs.first?.verdicts.valid == 300 && !report.isSound)
            #expect(report.logs.first?.cosignatureCount == (brought.isEmpty ? 0 : 1))
        }
    }

    @Test(
        "a checkpoint by nobody's key over tiles that fit it silences no receipt, whichever leaf they change",
        arguments: [0, 5]
    )
    func strangersCheckpoint(leaf: Int) async throws {
        let (log, source, trust) = try Self.forged(leaf: leaf)
        let stranger = try SyntheticLog("\(log.origin)", tag: "stranger")
        var other = source
        let bytes = try #require(source.logs[log.origin]).checkpoint
        let root = try UnverifiedCheckpoint(parsing: bytes)
        let signed = try UnverifiedCheckpoint(parsing: stranger.checkpoint())
        let line = try #require(signed.note.signatures.first)
        other.logs[log.origin]?.checkpoint = root.note.text + Array("\n".utf8) + line.encoded
        let report = await Audit(of: other, trusting: trust).run()
        let found = Self.findings(report)
        #expect(found.contains("checkpoint_unusable") && found.contains("tile_differs"), "\(found)")
        #expect(report.logs.first?.verdicts.valid == 300)
        #expect(report.logs.first?.anchoredCosignatureCount == 1)
        #expect(!found.contains { $0.hasPrefix("entr") || $0.hasPrefix("cosignature_unu") })
    }

    @Test("a tile that is missing hides neither a false signature nor a first entry by a stranger")
    func missingTile() async throws {
        let (log, sound, trust) = try Self.specimen()
        var source = sound
        source.tileChanges[StoredTileCoordinate(level: 0, index: 0, width: 256)] = []
        let genuine = try UnverifiedCheckpoint(parsing: log.checkpoint())
        let text = Checkpoint.text(origin: log.origin, size: log.size, root: log.root(299))
        source.logs[log.origin]?.checkpoint =
            text + Array("\n".utf8) + genuine.note.signatures.flatMap(\.encoded)
        let found = Self.findings(await Audit(of: source, trusting: trust).run())
        #expect(
            Set(found) == [
                "checkpoint_root_differs", "checkpoint_unusable", "region_unknown", "tile_missing",
            ]
        )
        var stranger = Trust()
        let key = try SyntheticLog.signer(log.node, tag: "stranger").verifierKey
        let isAdded = stranger.add(key)
        #expect(isAdded)
        let other = Self.findings(await Audit(of: source, trusting: stranger).run())
        #expect(other.contains("node_key_not_trusted 0"), "\(other)")
    }

    @Test("where the entry that named the log's key was changed, the receipts tell what was logged")
    func rekeyed() async throws {
        var log = try SyntheticLog("jiangxi.ipr.example/home")
        for number in 1..<20 { try log.enrol("o\(number)") }
        try log.rekey(tag: "next")
        let keys = [try SyntheticLog.signer(log.node).verifierKey]
        var source = try SyntheticLog.source([log], offering: keys)
        let place = StoredTileCoordinate(level: 0, index: 0, width: 21)
        source.tileChanges[place] = log.entries.flatMap { MerkleTree.leafHash(of: $0).bytes }
        source.logs[log.origin]?.entries[20][30] ^= 1
        var trust = Trust()
        let isAdded = trust.add(keys[0])
        #expect(isAdded)
        let found = Self.findings(await Audit(of: source, trusting: trust).run())
        #expect(
            found == [
                "entry_changed 20", "checkpoint_root_differs", "region_unknown",
                "checkpoint_not_checked",
            ]
        )
    }

    @Test(
        "beyond a head that was set back, entries and receipts are looked at although an earlier entry was changed"
    )
    func setBack() async throws {
        let (log, sound, trust) = try Self.specimen()
        var source = sound
        let mirror = try SyntheticLog.mirror("fujian.ipr.example")
        source.logs[log.origin]?.checkpoint = try log.checkpoint(90)
        let leaves = log.entries.prefix(90).flatMap { MerkleTree.leafHash(of: $0).bytes }
        source.tileChanges[StoredTileCoordinate(level: 0, index: 0, width: 90)] = leaves
        source.logs[log.origin]?.entries[5][30] ^= 1
        let report = await Audit(of: source, trusting: trust).run()
        let found = Self.findings(report)
        #expect(found.first == "entry_changed 5", "\(found)")
        #expect(found.contains("entries_surplus 90") && found.contains("checkpoint_root_differs"))
        #expect(report.logs.first?.anchoredCosignatureCount == 1)
        var other = try SyntheticLog("jiangxi.ipr.example/home")
        for number in 1..<200 { try other.enrol("other\(number)") }
        source.logs[log.origin]?.cosignatures = [try other.cosignature(by: mirror)]
        let rival = Self.findings(await Audit(of: source, trusting: trust).run())
        #expect(rival.contains("cosignature_unusable (1)"), "\(rival)")
    }

    @Test("an invalid entry that the log commits to is its author's, and is told as that")
    func committed() async throws {
        var log = try SyntheticLog("jiangxi.ipr.example/home")
        try log.enrol("one", by: "stranger")
        let key = try SyntheticLog.signer(log.node).verifierKey
        let source = try SyntheticLog.source([log], offering: [key])
        var trust = Trust()
        let isAdded = trust.add(key)
        #expect(isAdded)
        let found = Self.findings(await Audit(of: source, trusting: trust).run())
        #expect(found == ["entry_invalid 1", "region_unknown"])
    }

    @Test("very many changed entries are counted, and each is told from those that stand")
    func many() throws {
        let log = try Origin("a.example/home")
        var changed = ChangedEntries()
        for index in stride(from: UInt64(3), to: 20_000, by: 2) {
            changed.append(EntryIndex(unchecked: index), of: log)
        }
        #expect(changed.first == 3)
        #expect(changed.contains(3) && !changed.contains(4) && changed.contains(8_193))
        #expect(!changed.contains(2) && !changed.contains(20_000) && changed.contains(19_999))
        #expect(changed.findings.count == 9_999)
    }
}
