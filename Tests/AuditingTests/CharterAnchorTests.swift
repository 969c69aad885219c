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

    /// A revision by these nodes, signed by all of them.
    private static func revision(after earlier: Charter, _ nodes: [String]) throws -> Charter {
        var content = try rival(nodes).content
        content.revision = earlier.content.revision + 1
        content.predecessor = earlier.digest
        return try Charter(content, signers: nodes.map { try SyntheticLog.signer($0) })
    }

    /// A source of these charters, and of a log under each, opened by its first or its last member.
    private static func source(
        _ charters: [Charter],
        under opened: [(node: String, charter: Charter)]
    ) throws -> VectorSource {
        var source = try VectorSource()
        source.logs = [:]
        source.charterNotes = charters.map(\.note.encoded)
        source.keys = []
        for (node, charter) in opened {
            let log = try SyntheticLog("\(node)/\(mechanism)", charter: charter.digest)
            source.logs[log.origin] = try log.kept()
            source.keys.append(try SyntheticLog.signer(node).verifierKey.encoded)
        }
        return source
    }

    private static func trust(_ node: String) throws -> Trust {
        var trust = Trust()
        let isAdded = trust.add(try SyntheticLog.signer(node).verifierKey)
        #expect(isAdded)
        return trust
    }

    private static func valid(_ report: AuditReport) -> Set<String> {
        Set(report.logs.filter { $0.verdicts.valid == 1 }.map { "\($0.origin)" })
    }

    @Test(
        "where the charter that counts is a later revision, no rival first revision gets ahead of its ancestors"
    )
    func laterAnchor() async throws {
        let founders = ["m0.example", "m1.example"]
        let first = try Self.rival(founders)
        let second = try Self.revision(after: first, founders + ["m2.example"])
        let third = try Self.revision(after: second, founders + ["m2.example", "m3.example"])
        // Whichever of the first revisions has the lower digest.
        for number in 0..<4 {
            let node = "r\(number).example"
            let rival = try Self.rival([node])
            let source = try Self.source(
                [rival, first, second, third],
                under: [
                    (node, rival), ("m0.example", first), ("m2.example", second),
                    ("m3.example", third),
                ]
            )
            let report = await Audit(of: source, trusting: try Self.trust("m3.example")).run()
            let finding = try #require(report.findings.first { $0.code == .chartersRival })
            #expect(finding.arguments["used"] == third.digest.hex)
            #expect(finding.arguments["others"] == rival.digest.hex)
            let counting = ["m0", "m2", "m3"].map { "\($0).example/\(Self.mechanism)" }
            #expect(Self.valid(report) == Set(counting))
        }
    }

    @Test(
        "a charter that is missing in the middle is told as missing, makes no rivals and accuses nobody",
        arguments: ["m0.example", "m3.example"]
    )
    func missingRevision(_ trusted: String) async throws {
        let founders = ["m0.example", "m1.example"]
        let first = try Self.rival(founders)
        let second = try Self.revision(after: first, founders + ["m2.example"])
        let third = try Self.revision(after: second, founders + ["m2.example", "m3.example"])
        let source = try Self.source(
            [first, third],
            under: [("m0.example", first), ("m3.example", third)]
        )
        let report = await Audit(of: source, trusting: try Self.trust(trusted)).run()
        #expect(!report.findings.contains { $0.code == .chartersRival })
        #expect(!report.findings.contains { $0.code == .charterUnusable })
        #expect(!report.findings.contains { $0.code == .entryInvalid })
        let missing = report.findings.filter { $0.code == .charterMissing && $0.log == nil }
        #expect(missing.map { $0.arguments["digest"] } == [second.digest.hex])
        let isFirst = trusted == "m0.example"
        #expect(Self.valid(report) == (isFirst ? ["m0.example/\(Self.mechanism)"] : []))
        #expect(report.logs.allSatisfy { $0.verdicts.invalid == 0 } && !report.isSound)
    }

    @Test(
        "of two charters for which as much speaks the one of the smaller digest counts, in whatever order they come"
    )
    func tie() async throws {
        let charters = try [Self.rival(["m0.example"]), Self.rival(["r0.example"])]
        let opened = zip(["m0.example", "r0.example"], charters).map { ($0.0, $0.1) }
        for order in [charters, charters.reversed()] {
            let source = try Self.source(order, under: opened)
            let report = await Audit(of: source, trusting: Trust()).run()
            let finding = try #require(report.findings.first { $0.code == .chartersRival })
            let digests = charters.map(\.digest).sorted()
            #expect(finding.arguments["used"] == digests[0].hex)
            #expect(finding.arguments["others"] == digests[1].hex)
            #expect(Self.valid(report).count == 1)
        }
    }

    @Test("a log whose first entry no key of its node has signed makes no rivals")
    func unsignedVoice() async throws {
        let first = try Self.rival(["m0.example"])
        let rival = try Self.rival(["r0.example"])
        let source = try Self.source(
            [first, rival],
            under: [("m0.example", first), ("stranger.example", rival)]
        )
        let report = await Audit(of: source, trusting: Trust()).run()
        #expect(!report.findings.contains { $0.code == .chartersRival })
        #expect(Self.valid(report) == ["m0.example/\(Self.mechanism)"])
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
        // However many revisions name it.
        var content = try Self.rival(["aaa.example"], rules: [reference]).content
        content.revision = 2
        content.predecessor = charter.digest
        let signers = [try SyntheticLog.signer("aaa.example")]
        source.charterNotes.append(try Charter(content, signers: signers).note.encoded)
        let again = await Audit(of: source, trusting: Trust()).run()
        #expect(again.findings.count { $0.code == .rulePackUnusable } == 1)
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
