import Auditing
import Cryptography
import Ledger
import TestSupport
import TransparencyLog
import Testing

/// What an audit hangs on: keys that the auditor brought, and nothing else.
@Suite struct AnchorTests {
    private static let home = "jiangxi.ipr.example/home"
    private static let jiangxi = "jiangxi.ipr.example"

    private static func trust(_ keys: VerifierKey...) throws -> Trust {
        var trust = Trust()
        for key in keys {
            let isAdded = trust.add(key)
            #expect(isAdded)
        }
        return trust
    }

    private static func faults(_ report: AuditReport) -> [String] {
        report.findings.filter { $0.weight == .fault }.map(\.code.rawValue)
    }

    @Test("fails an export whose log belongs to another node than those whose keys were brought")
    func otherName() async throws {
        let log = try SyntheticLog("jiangxi.ipr.exannple/home")
        let key = try SyntheticLog.signer(log.node).verifierKey
        let source = try SyntheticLog.source([log], offering: [key])
        let mine = try SyntheticLog.signer(Self.jiangxi).verifierKey
        let report = await Audit(of: source, trusting: try Self.trust(mine)).run()
        #expect(Self.faults(report) == ["log_not_trusted"])
        #expect(!report.isAnchored)
        let finding = try #require(report.findings.first { $0.weight == .fault })
        #expect(finding.arguments["fingerprint"] == Fingerprint(of: key).text)
        #expect(finding.arguments["node"] == log.node)
        // With that node's own key it holds, and without any it is only not anchored.
        let right = await Audit(of: source, trusting: try Self.trust(key)).run()
        #expect(right.isSound && right.isAnchored, "\(right.findings)")
        let alone = await Audit(of: source, trusting: Trust()).run()
        #expect(alone.isSound && !alone.isAnchored)
    }

    @Test("a key of a node that has no log here, beside one that has, is told to be of no use")
    func uselessNode() async throws {
        let log = try SyntheticLog(Self.home)
        let mine = try SyntheticLog.signer(Self.jiangxi).verifierKey
        let other = try SyntheticLog.signer("fujian.ipr.example").verifierKey
        let source = try SyntheticLog.source([log], offering: [mine])
        let report = await Audit(of: source, trusting: try Self.trust(mine, other)).run()
        #expect(report.isSound && report.isAnchored)
        let notice = report.findings.first { $0.code.rawValue == "node_key_unused" }
        #expect(notice?.arguments == ["node": "fujian.ipr.example"])
        // The source's card of that node may be the one whose mirror's keys hang on the key.
        let json = try Vectors.json("lianlu-vectors.json")
        let cards = try #require(json["cards"] as? [String: [String: Any]])
        let note = try #require(cards["fujian.ipr.example"]?["note"] as? String)
        var carded = source
        carded.cardNotes = [try #require(Base64.decode(Array(note.utf8)))]
        let withCard = await Audit(of: carded, trusting: try Self.trust(mine, other)).run().findings
        #expect(!withCard.contains { $0.code.rawValue == "node_key_unused" })
        // With a card come its mirror's keys, which are of use for receipts.
        let mirror = try SyntheticLog.mirror("fujian.ipr.example").verifierKey
        let trust = try Self.trust(mine, other, mirror)
        let withMirror = await Audit(of: source, trusting: trust).run().findings
        #expect(!withMirror.contains { $0.code.rawValue == "node_key_unused" })
    }

    @Test(
        "a log under fresh keys is not anchored, whether the source offers those keys or leaves them out"
    )
    func fresh() async throws {
        let forged = try SyntheticLog(Self.home, tag: "forged")
        let key = try SyntheticLog.signer(Self.jiangxi, tag: "forged").verifierKey
        let innocent = try SyntheticLog.signer(Self.jiangxi, tag: "older card").verifierKey
        let mine = try SyntheticLog.signer(Self.jiangxi).verifierKey
        for (offered, found) in [
            ([], "-"), ([innocent], "-"), ([innocent, key], Fingerprint(of: key).text),
        ] {
            let source = try SyntheticLog.source([forged], offering: offered)
            let report = await Audit(of: source, trusting: try Self.trust(mine)).run()
            let finding = try #require(
                report.findings.first { $0.code == .nodeKeyNotTrusted },
                "\(report.findings)"
            )
            #expect(
                finding.arguments == ["found": found, "trusted": Fingerprint(of: mine).text]
            )
            #expect(!report.findings.contains { $0.code == .nodeKeyUnknown })
            #expect(!report.isSound && !report.isAnchored)
            #expect(report.logs.map(\.anchoring) == [.selfConsistentOnly])
        }
    }

    @Test("nothing is anchored where no log could be read, and each log keeps its row")
    func unread() async throws {
        let log = try SyntheticLog(Self.home)
        let mine = try SyntheticLog.signer(Self.jiangxi).verifierKey
        let trust = try Self.trust(mine)
        var source = try SyntheticLog.source([log], offering: [mine])
        source.unreadable[log.origin] = 0
        let unread = await Audit(of: source, trusting: trust).run()
        #expect(!unread.isSound && !unread.isAnchored)
        #expect(unread.logs.map(\.origin) == [log.origin])
        let empty = await Audit(of: try SyntheticLog.source([], offering: []), trusting: trust)
            .run()
        #expect(!empty.isAnchored)
    }

    @Test(
        "a key that the log itself proves as the successor of its first one anchors it, with a notice"
    )
    func rotated() async throws {
        var log = try SyntheticLog(Self.home)
        try log.enrol("scjg")
        try log.rotate(from: "", to: "second")
        try log.enrol("system", by: "second")
        let first = try SyntheticLog.signer(Self.jiangxi).verifierKey
        let second = try SyntheticLog.signer(Self.jiangxi, tag: "second").verifierKey
        let other = try SyntheticLog.signer(Self.jiangxi, tag: "other").verifierKey
        let source = try SyntheticLog.source([log], offering: [other, second, first])
        let report = await Audit(of: source, trusting: try Self.trust(second)).run()
        #expect(report.isSound && report.isAnchored, "\(report.findings)")
        #expect(report.logs.first?.verdicts.valid == 4)
        let notice = try #require(report.findings.first { $0.code.rawValue == "node_key_rotated" })
        #expect(
            notice.arguments == [
                "found": Fingerprint(of: first).text, "trusted": Fingerprint(of: second).text,
            ]
        )
        let old = await Audit(of: source, trusting: try Self.trust(first)).run()
        #expect(old.isSound && old.isAnchored)
        #expect(!old.findings.contains { $0.code.rawValue == "node_key_rotated" })
        let wrong = await Audit(of: source, trusting: try Self.trust(other)).run()
        #expect(wrong.findings.contains { $0.code == .nodeKeyNotTrusted })
        #expect(!wrong.isSound && !wrong.isAnchored)
    }

    @Test("a checkpoint from before must still be that of the log, which may only have grown")
    func known() async throws {
        var log = try SyntheticLog(Self.home)
        try log.enrol("scjg")
        let before = try log.checkpoint()
        var longer = log
        try longer.enrol("system")
        var other = try SyntheticLog(Self.home)
        try other.enrol("other")
        try other.enrol("system")
        let first = try SyntheticLog(Self.home)
        let mine = try SyntheticLog.signer(Self.jiangxi).verifierKey
        for (log, codes) in [
            (log, []), (longer, []), (other, ["known_checkpoint_differs"]),
            (first, ["log_rolled_back"]),
            (try SyntheticLog("\(Self.jiangxi)/home/2"), ["previous_differs", "trust_unusable"]),
        ] {
            var trust = try Self.trust(mine)
            trust.add(known: try UnverifiedCheckpoint(parsing: before))
            let source = try SyntheticLog.source([log], offering: [mine])
            let report = await Audit(of: source, trusting: trust).run()
            #expect(Self.faults(report).sorted() == codes)
        }
    }

    @Test(
        "a checkpoint from before that the log's key has not signed does not say that the log was written anew"
    )
    func changedKnown() async throws {
        var log = try SyntheticLog(Self.home)
        try log.enrol("scjg")
        let note = try log.checkpoint()
        let claim = try UnverifiedCheckpoint(parsing: note)
        let mine = try SyntheticLog.signer(Self.jiangxi).verifierKey
        let text = String(decoding: note, as: UTF8.self)
        let root = Base64.encode(claim.root.bytes)
        for changed in [
            text.replacing(root, with: Base64.encode([UInt8](repeating: 7, count: 32))),
            text.replacing("\n\(claim.size)\n", with: "\n\(claim.size.rawValue + 5)\n"),
        ] {
            var trust = try Self.trust(mine)
            trust.add(known: try UnverifiedCheckpoint(parsing: Array(changed.utf8)))
            let source = try SyntheticLog.source([log], offering: [mine])
            let report = await Audit(of: source, trusting: trust).run()
            #expect(Self.faults(report) == ["known_checkpoint_unproven"])
        }
    }

    @Test("what a successor says of the log before it is held against that log")
    func previous() async throws {
        var before = try SyntheticLog(Self.home)
        try before.enrol("scjg")
        let root = before.root()
        let mine = try SyntheticLog.signer(Self.jiangxi).verifierKey
        let elsewhere = try Origin("fujian.ipr.example/home")
        func report(
            _ previous: EntryHeader.Previous?,
            besides logs: [SyntheticLog]
        ) async throws -> AuditReport {
            let next = try SyntheticLog("\(Self.home)/2", previous: previous)
            let source = try SyntheticLog.source(logs + [next], offering: [mine])
            return await Audit(of: source, trusting: try Self.trust(mine)).run()
        }
        let good = EntryHeader.Previous(origin: before.origin, root: root, size: 2)
        #expect(try await report(good, besides: [before]).isSound)
        var rewritten = try SyntheticLog(Self.home)
        try rewritten.enrol("other")
        for (previous, log) in [
            (good, rewritten), (nil, before),
            (.init(origin: before.origin, root: root, size: 1), before),
            (.init(origin: before.origin, root: root, size: 3), before),
            (.init(origin: elsewhere, root: root, size: 2), before),
        ] as [(EntryHeader.Previous?, SyntheticLog)] {
            #expect(Self.faults(try await report(previous, besides: [log])) == ["previous_differs"])
        }
        let alone = try await report(good, besides: [])
        #expect(alone.isSound)
        #expect(alone.findings.contains { $0.code.rawValue == "previous_missing" })
    }

    @Test("a rotation that the new key has not signed proves nothing")
    func rotationForged() async throws {
        let forged = try SyntheticLog(Self.home, tag: "forged")
        let mine = try SyntheticLog.signer(Self.jiangxi).verifierKey
        let forger = try SyntheticLog.signer(Self.jiangxi, tag: "forged")
        var genuine = try SyntheticLog(Self.home, tag: "first")
        try genuine.rotate(from: "first", to: "")
        // The forger knows a genuine rotation to the trusted key, and cannot sign one of his own.
        let copied = try forged.adding(try #require(genuine.entries.last))
        let text = UnverifiedEntry.text(
            origin: forged.origin,
            header: try UnverifiedEntry(parsing: try #require(genuine.entries.last)).header
        )
        let alone = try forged.adding(try Note(text: text, signers: [forger]).encoded)
        for log in [copied, alone] {
            let source = try SyntheticLog.source([log], offering: [forger.verifierKey, mine])
            let report = await Audit(of: source, trusting: try Self.trust(mine)).run()
            #expect(report.findings.contains { $0.code == .nodeKeyNotTrusted })
            #expect(!report.isSound && !report.isAnchored)
        }
    }
}
