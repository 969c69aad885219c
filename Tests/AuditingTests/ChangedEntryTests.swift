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

    @Test("an entry that was changed is named by its place, and everything else of its log stands")
    func changed() async throws {
        let (log, source, trust) = try Self.specimen()
        let sound = await Audit(of: source, trusting: trust).run()
        #expect(Self.findings(sound) == ["region_unknown"])
        for index in [5, 270] {
            // Of the header, and of a signature: one that cannot be read, and one that does not verify.
            for position in [30, log.entries[index].count - 20] {
                var changed = source
                changed.logs[log.origin]?.entries[index][position] ^= 1
                let report = await Audit(of: changed, trusting: trust).run()
                #expect(
                    Self.findings(report) == [
                        "entry_changed \(index)", "checkpoint_root_differs", "region_unknown",
                    ]
                )
                #expect(report.isAnchored && !report.isSound)
                #expect(report.logs.first?.verdicts.valid == 299)
                #expect(report.logs.first?.anchoredCosignatureCount == 1)
            }
        }
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
        let found = Self.findings(await Audit(of: changed, trusting: trust).run())
        #expect(found.contains("checkpoint_root_differs"))
        #expect(found.contains("entries_not_judged 5 (1)"))
        #expect(!found.contains { $0.hasPrefix("entry_") }, "\(found)")
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
