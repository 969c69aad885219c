import Auditing
import Casework
import Cryptography
import Ledger
import Testing
import TransparencyLog

/// A mechanism hangs on the charter that most speaks for, and not on the one whose log has the first name.
@Suite struct CharterAnchorTests {
    private static let mechanism = "pan-pearl-river-delta"

    /// A charter of the vectors' mechanism by nodes of somebody's own making.
    private static func rival(
        _ nodes: [String],
        rules: [PackReference] = []
    ) throws -> Charter {
        var members: [CharterContent.Member] = []
        for (number, node) in nodes.enumerated() {
            let address = try #require(Address("\(11 + number)0000"))
            let key = try SyntheticLog.signer(node).verifierKey
            let member = CharterContent.Member(address: address, key: key, isCrossBorder: false)
            members.append(try #require(member))
        }
        var content = CharterContent(
            mechanism: try #require(MechanismID(mechanism)),
            revision: 1,
            predecessor: nil,
            titleZh: "机制",
            titleEn: "Another",
            members: members
        )
        content.rules = rules
        return try Charter(content, signers: nodes.map { try SyntheticLog.signer($0) })
    }

    /// The federation of the vectors, with logs of these nodes under a rival charter that sort before all others.
    private static func source(_ nodes: [String]) throws -> VectorSource {
        var source = try VectorSource()
        let charter = try rival(nodes)
        source.charterNotes.insert(charter.note.encoded, at: 0)
        for node in nodes {
            let log = try SyntheticLog("\(node)/\(mechanism)", charter: charter.digest)
            source.logs[log.origin] = try log.kept()
            source.keys.append(try SyntheticLog.signer(node).verifierKey.encoded)
        }
        return source
    }

    /// Logs whose entries count for something else than without any rival, and all that are new.
    private static func changed(_ report: AuditReport) async throws -> Set<String> {
        let plain = await Audit(of: try VectorSource(), trusting: Trust()).run()
        let known = Dictionary(plain.logs.map { ($0.origin, $0.verdicts) }) { first, _ in first }
        let changed = report.logs.filter { known[$0.origin] != $0.verdicts }
        #expect(changed.allSatisfy { $0.verdicts.valid == 0 })
        return Set(changed.map { "\($0.origin)" })
    }

    @Test("a log under a rival charter that sorts first makes no other log invalid")
    func sortsFirst() async throws {
        let source = try Self.source(["aaa.example"])
        let report = await Audit(of: source, trusting: Trust()).run()
        let finding = try #require(report.findings.first { $0.code == .chartersRival })
        #expect(finding.arguments["mechanism"] == Self.mechanism)
        #expect(finding.arguments["others"] == (try Self.rival(["aaa.example"]).digest.hex))
        #expect(!report.isSound)
        #expect(try await Self.changed(report) == ["aaa.example/\(Self.mechanism)"])
    }

    @Test(
        "however many logs a rival charter has, that of a node whose key the auditor brought counts"
    )
    func trusted() async throws {
        let nodes = ["aaa.example", "aab.example", "aac.example"]
        let source = try Self.source(nodes)
        let logs = Set(nodes.map { "\($0)/\(Self.mechanism)" })
        var trust = Trust()
        let key = try SyntheticLog.signer("jiangxi.ipr.example").verifierKey
        let isAdded = trust.add(key)
        #expect(isAdded)
        let report = await Audit(of: source, trusting: trust).run()
        #expect(report.findings.contains { $0.code == .chartersRival })
        #expect(try await Self.changed(report) == logs)
    }

    @Test("a rule pack that a charter names and that is none is named")
    func unusablePack() async throws {
        let junk = Array("no pack".utf8)
        let reference = try #require(PackReference("test@\(SHA256.digest(of: junk))"))
        let charter = try Self.rival(["aaa.example"], rules: [reference])
        var source = try VectorSource()
        source.logs = [:]
        source.charterNotes = [charter.note.encoded]
        let log = try SyntheticLog("aaa.example/\(Self.mechanism)", charter: charter.digest)
        source.logs[log.origin] = try log.kept()
        source.keys = [try SyntheticLog.signer("aaa.example").verifierKey.encoded]
        let absent = await Audit(of: source, trusting: Trust()).run()
        #expect(!absent.findings.contains { $0.code == .rulePackUnusable })
        source.packs = [junk]
        let report = await Audit(of: source, trusting: Trust()).run()
        let finding = try #require(report.findings.first { $0.code == .rulePackUnusable })
        #expect(finding.arguments["digest"] == SHA256.digest(of: junk).hex && !report.isSound)
    }

    @Test("a log speaks for a charter of its own mechanism alone")
    func otherMechanism() async throws {
        var source = try VectorSource()
        let charter = try Self.rival(["aaa.example"])
        source.charterNotes.insert(charter.note.encoded, at: 0)
        let log = try SyntheticLog("aaa.example/other", charter: charter.digest)
        source.logs[log.origin] = try log.kept()
        source.keys.append(try SyntheticLog.signer("aaa.example").verifierKey.encoded)
        let report = await Audit(of: source, trusting: Trust()).run()
        #expect(try await Self.changed(report) == ["aaa.example/other"])
        #expect(report.logs.count == 4)
    }
}
