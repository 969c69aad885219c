import Auditing
import Cryptography
import Testing
import TransparencyLog

@Suite struct AuditTests {
    private static let jiangxi = "jiangxi.ipr.example/pan-pearl-river-delta"

    private static func trust(_ source: VectorSource) throws -> Trust {
        var trust = Trust()
        for key in source.keys {
            let isAdded = trust.add(try VerifierKey(parsing: key))
            #expect(isAdded)
        }
        return trust
    }

    /// The faults of a report, with log and index.
    private static func faults(_ report: AuditReport) -> [String] {
        report.findings.filter { $0.weight == .fault }.map { finding in
            let log = finding.log.map { "\($0)" } ?? "-"
            return "\(finding.code.rawValue) \(log) \(finding.index.map { "\($0)" } ?? "-")"
        }
    }

    @Test(
        "finds the federation of the vectors sound, and anchored only by keys that the auditor brings"
    )
    func vectors() async throws {
        let source = try VectorSource()
        let alone = await Audit(of: source, trusting: Trust()).run()
        #expect(alone.isSound, "\(Self.faults(alone))")
        #expect(!alone.isAnchored)
        #expect(alone.logs.count == 3)
        let unanchored = alone.findings.filter { $0.code == .keysNotAnchored }
        #expect(unanchored.count == 3)
        #expect(
            unanchored.contains {
                $0.arguments["fingerprint"] == "22669 98291 09203 50701 61241 99565 06832 23766"
            }
        )
        let anchored = await Audit(of: source, trusting: try Self.trust(source)).run()
        #expect(anchored.isSound && anchored.isAnchored)
        #expect(anchored.logs.map(\.cosignatureCount).reduce(0, +) == 2)
    }

    @Test("names the log, and the entry, of every changed byte in an entry or a checkpoint")
    func everyByte() async throws {
        let source = try VectorSource()
        let trust = try Self.trust(source)
        let origin = try Origin(Self.jiangxi)
        let log = try #require(source.logs[origin])
        for (index, entry) in log.entries.enumerated() {
            for position in stride(from: 0, to: entry.count, by: 13) {
                var changed = source
                changed.logs[origin]?.entries[index][position] ^= 1
                let report = await Audit(of: changed, trusting: trust).run()
                let ours = report.findings.filter { $0.log == origin && $0.weight == .fault }
                #expect(ours.contains { $0.code == .checkpointRootDiffers })
            }
        }
        for position in log.checkpoint.indices {
            var changed = source
            changed.logs[origin]?.checkpoint[position] ^= 1
            let report = await Audit(of: changed, trusting: trust).run()
            #expect(!report.isSound, "byte \(position) of the checkpoint")
        }
    }

    @Test("sees entries that are missing, surplus or in another order")
    func order() async throws {
        let source = try VectorSource()
        let trust = try Self.trust(source)
        let origin = try Origin(Self.jiangxi)
        var shorter = source
        shorter.logs[origin]?.entries.removeLast()
        var longer = source
        let first = try #require(source.logs[origin]?.entries.first)
        longer.logs[origin]?.entries.append(first)
        var swapped = source
        swapped.logs[origin]?.entries.swapAt(1, 2)
        for (changed, code) in [
            (shorter, AuditCode.entriesMissing), (longer, .entriesSurplus),
            (swapped, .checkpointRootDiffers),
        ] {
            let report = await Audit(of: changed, trusting: trust).run()
            #expect(report.findings.contains { $0.code == code && $0.log == origin })
        }
    }

    @Test("names a tile that is changed, missing or surplus")
    func tiles() async throws {
        let source = try VectorSource()
        let trust = try Self.trust(source)
        let place = StoredTileCoordinate(level: 0, index: 0, width: 4)
        var changed = source
        changed.tileChanges[place] = [UInt8](repeating: 1, count: 4 * 32)
        var missing = source
        missing.tileChanges[place] = []
        var surplus = source
        surplus.surplusTiles = [StoredTileCoordinate(level: 1, index: 0, width: 1)]
        for (source, code) in [
            (changed, AuditCode.tileDiffers), (missing, .tileMissing), (surplus, .tileSurplus),
        ] {
            let report = await Audit(of: source, trusting: trust).run()
            #expect(report.findings.contains { $0.code == code })
            #expect(!report.isSound)
        }
    }

    @Test("does not count a storage receipt that does not verify, nor one whose key is not here")
    func cosignatures() async throws {
        let source = try VectorSource()
        let trust = try Self.trust(source)
        let origin = try Origin(Self.jiangxi)
        let kept = try #require(source.logs[origin]?.cosignatures.first)
        var line = kept.line
        line[line.count - 20] = line[line.count - 20] == 0x41 ? 0x42 : 0x41
        var changed = source
        changed.logs[origin]?.cosignatures = [KeptCosignature(size: kept.size, line: line)]
        let report = await Audit(of: changed, trusting: trust).run()
        #expect(report.findings.contains { $0.code == .cosignatureUnusable })
        var smaller = source
        smaller.logs[origin]?.cosignatures = [KeptCosignature(size: 3, line: kept.line)]
        let other = await Audit(of: smaller, trusting: trust).run()
        #expect(other.findings.contains { $0.code == .cosignatureUnusable })
        var unknown = source
        unknown.keys.removeAll { String(decoding: $0, as: UTF8.self).contains("/mirror") }
        let third = await Audit(of: unknown, trusting: Trust()).run()
        #expect(third.isSound)
        #expect(third.findings.contains { $0.code == .cosignerUnknown })
    }

    @Test("names a checkpoint that is none or of another key, and a charter that is none")
    func unusable() async throws {
        let source = try VectorSource()
        let trust = try Self.trust(source)
        let origin = try Origin(Self.jiangxi)
        var forged = source
        let last = try #require(source.logs[origin]?.checkpoint.count) - 10
        forged.logs[origin]?.checkpoint[last] ^= 1
        var malformed = source
        malformed.logs[origin]?.checkpoint = Array("no checkpoint".utf8)
        var charter = source
        charter.charterNotes.append(Array("no charter".utf8))
        for (changed, code, log) in [
            (forged, AuditCode.checkpointUnusable, origin as Origin?),
            (malformed, .checkpointUnusable, origin), (charter, .charterUnusable, nil),
        ] {
            let faults = await Audit(of: changed, trusting: trust).run().findings
                .filter { $0.weight == .fault }
            #expect(faults.map(\.code) == [code] && faults.first?.log == log, "\(faults)")
        }
    }

    @Test("says once that a charter is missing, with the logs that name it, and fails")
    func charterMissing() async throws {
        var source = try VectorSource()
        source.charterNotes = []
        let report = await Audit(of: source, trusting: try Self.trust(source)).run()
        let missing = report.findings.filter { $0.code == .charterAwaited }
        #expect(Set(missing.compactMap { $0.arguments["digest"] }).count == missing.count)
        #expect(missing.first?.arguments["logs"]?.contains(Self.jiangxi) == true)
        #expect(!report.isSound)
    }

    @Test(
        "fails a federation under keys that the auditor does not trust, although it is self-consistent"
    )
    func rewritten() async throws {
        let source = try VectorSource()
        var trust = Trust()
        let name = try KeyName("jiangxi.ipr.example")
        let other = try Ed25519Signer(name: name, seed: [UInt8](repeating: 9, count: 32))
        let isAdded = trust.add(other.verifierKey)
        #expect(isAdded)
        let report = await Audit(of: source, trusting: trust).run()
        let fault = try #require(report.findings.first { $0.code == .nodeKeyNotTrusted })
        #expect(fault.log?.description.hasPrefix("jiangxi.ipr.example/") == true)
        #expect(!report.isSound && !report.isAnchored)
        #expect(report.logs.allSatisfy { $0.anchoring == .selfConsistentOnly })
    }

    @Test(
        "a log that is cut short by what cannot be read keeps what was found before, and nothing is said of the rest"
    )
    func cutShort() async throws {
        var log = try SyntheticLog("jiangxi.ipr.example/home")
        for number in 1..<300 { try log.enrol("o\(number)") }
        let key = try SyntheticLog.signer(log.node).verifierKey
        var source = try SyntheticLog.source([log], offering: [key])
        var trust = Trust()
        let isAdded = trust.add(key)
        #expect(isAdded)
        source.tileChanges[StoredTileCoordinate(level: 0, index: 0, width: 256)] = [1]
        // One of a larger log than could be read.
        source.surplusTiles = [StoredTileCoordinate(level: 0, index: 1, width: 44)]
        let mirror = try SyntheticLog.mirror("fujian.ipr.example")
        source.logs[log.origin]?.cosignatures = [try log.cosignature(by: mirror)]
        source.unreadable[log.origin] = 256
        let report = await Audit(of: source, trusting: trust).run()
        let origin = "jiangxi.ipr.example/home"
        #expect(
            Self.faults(report) == [
                "tile_differs \(origin) -", "source_unreadable \(origin) 256",
                "entries_missing \(origin) 256",
            ]
        )
        #expect(report.logs.map(\.entryCount) == [256])
        #expect(report.logs.first?.verdicts.valid == 256)
    }

    @Test("what cannot be read of the charters ends no audit of a log")
    func chartersUnread() async throws {
        var source = try VectorSource()
        source.hasUnreadableCharters = true
        let report = await Audit(of: source, trusting: try Self.trust(source)).run()
        #expect(report.findings.contains { $0.code == .sourceUnreadable && $0.place == "charters" })
        #expect(report.logs.count == 3)
        #expect(report.logs.allSatisfy { $0.entryCount > 0 })
    }
}
