import Auditing
import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// What an audit counts as a storage receipt, and what as one of the auditor's own cosigners.
@Suite struct ReceiptTests {
    private static let jiangxi = "jiangxi.ipr.example"
    private static let fujian = "fujian.ipr.example"
    private static let guizhou = "guizhou.ipr.example"

    private static func log(_ mechanism: String = "home") throws -> SyntheticLog {
        let charter = mechanism == "home" ? nil : try charter(mechanism).digest
        var log = try SyntheticLog("\(jiangxi)/\(mechanism)", charter: charter)
        try log.enrol("scjg")
        return log
    }

    /// The charter of a mechanism that has jiangxi for its only member.
    private static func charter(_ mechanism: String) throws -> Charter {
        let node = try SyntheticLog.signer(jiangxi)
        let member = CharterContent.Member(
            address: try #require(Address("360000")),
            key: node.verifierKey,
            isCrossBorder: false
        )
        let content = CharterContent(
            mechanism: try #require(MechanismID(mechanism)),
            revision: 1,
            predecessor: nil,
            titleZh: "演练",
            titleEn: "Exercise",
            members: [try #require(member)]
        )
        return try Charter(content, signers: [node])
    }

    private static func trust(_ keys: [VerifierKey]) throws -> Trust {
        var trust = Trust()
        for key in [try SyntheticLog.signer(jiangxi).verifierKey] + keys {
            let isAdded = trust.add(key)
            #expect(isAdded)
        }
        return trust
    }

    /// What was found, but that no card tells the region of a node at home.
    private static func codes(_ report: AuditReport) -> [AuditCode] {
        report.findings.map(\.code).filter { $0 != .regionUnknown }
    }

    private static func report(
        on log: SyntheticLog,
        _ cosignatures: [KeptCosignature],
        offering keys: [VerifierKey] = [],
        trusting trust: Trust
    ) async throws -> AuditReport {
        let node = try SyntheticLog.signer(jiangxi).verifierKey
        var source = try SyntheticLog.source([log], offering: [node] + keys)
        source.logs[log.origin] = try log.kept(cosignatures)
        if let name = LogName(log.origin), !name.isHome {
            source.charterNotes = [try charter(name.mechanism.text).note.encoded]
        }
        return await Audit(of: source, trusting: trust).run()
    }

    @Test(
        "receipts under keys that only the source offers are not counted with those of the auditor's cosigners"
    )
    func offered() async throws {
        let log = try Self.log()
        let genuine = try SyntheticLog.mirror(Self.fujian)
        let forged = try SyntheticLog.mirror(Self.guizhou, tag: "forged")
        let receipts = [
            try log.cosignature(by: genuine), try log.cosignature(by: forged),
        ]
        let report = try await Self.report(
            on: log,
            receipts,
            offering: [forged.verifierKey],
            trusting: try Self.trust([genuine.verifierKey])
        )
        let row = try #require(report.logs.first)
        #expect(row.cosignatureCount == 2 && row.anchoredCosignatureCount == 1)
        let notices = report.findings.filter { $0.code == .cosignerNotAnchored }
        #expect(
            notices.map(\.arguments) == [
                [
                    "cosigner": "\(Self.guizhou)/mirror", "count": "1",
                    "fingerprint": Fingerprint(of: forged.verifierKey).text,
                ]
            ]
        )
        #expect(report.isSound && report.isAnchored, "\(report.findings)")
        // Beside a key that the auditor named, another one that the source offers under its name proves nothing.
        let other = try SyntheticLog.mirror(Self.fujian, tag: "forged")
        let replaced = try await Self.report(
            on: log,
            [try log.cosignature(by: other)],
            offering: [other.verifierKey],
            trusting: try Self.trust([genuine.verifierKey])
        )
        #expect(replaced.logs.first?.cosignatureCount == 0)
        #expect(Self.codes(replaced) == [.cosignerUnknown])
    }

    @Test("one cosigner's receipt of one size counts once, however many lines it comes in")
    func repeated() async throws {
        let log = try Self.log()
        let mirror = try SyntheticLog.mirror(Self.fujian)
        let line = try log.cosignature(by: mirror)
        let receipts = [line, line, line, try log.cosignature(by: mirror, at: 9)]
        let report = try await Self.report(
            on: log,
            receipts,
            trusting: try Self.trust([mirror.verifierKey])
        )
        let row = try #require(report.logs.first)
        #expect(row.cosignatureCount == 1 && row.anchoredCosignatureCount == 1)
        #expect(Self.codes(report) == [])
    }

    @Test("a receipt that a retired key signed after its end does not count", arguments: [6, 7, 8])
    func retired(_ time: UInt64) async throws {
        let log = try Self.log()
        let mirror = try SyntheticLog.mirror(Self.fujian)
        var trust = try Self.trust([])
        let isAdded = trust.add(mirror.verifierKey, until: 7)
        #expect(isAdded)
        let report = try await Self.report(
            on: log,
            [try log.cosignature(by: mirror, at: time)],
            trusting: trust
        )
        let isInTime = time <= 7
        #expect(report.logs.first?.anchoredCosignatureCount == (isInTime ? 1 : 0))
        #expect(Self.codes(report) == (isInTime ? [] : [.cosignatureUnusable]))
    }

    @Test(
        "a card that a node key of the auditor's has signed brings its mirror's keys, with their ends"
    )
    func carded() async throws {
        let log = try Self.log()
        let json = try Vectors.json("lianlu-vectors.json")
        let cards = try #require(json["cards"] as? [String: [String: Any]])
        let note = try #require(cards[Self.jiangxi]?["note"] as? String)
        var content = try PeerCard(
            parsing: try #require(Base64.decode(Array(note.utf8)))
        ).content
        let retired = try SyntheticLog.mirror(Self.jiangxi, tag: "retired")
        content.retiredMirrors = [.init(key: retired.verifierKey, end: 7)]
        let node = try SyntheticLog.signer(Self.jiangxi)
        let card = try PeerCard(content, signer: node)
        let current = try SyntheticLog.mirror(Self.jiangxi)
        for (signers, time, count, anchored) in [
            ([current], 9, 1, 1), ([retired], 7, 1, 1), ([retired], 8, 0, 0),
        ] as [([CosignatureSigner], UInt64, Int, Int)] {
            var source = try SyntheticLog.source([log], offering: [node.verifierKey])
            source.cardNotes = [card.note.encoded]
            let receipts = try signers.map { try log.cosignature(by: $0, at: time) }
            source.logs[log.origin] = try log.kept(receipts)
            let row = try #require(
                await Audit(of: source, trusting: try Self.trust([])).run().logs.first
            )
            #expect(row.cosignatureCount == count && row.anchoredCosignatureCount == anchored)
            // Under a key that nobody brought, the same card anchors nothing.
            let alone = try #require(await Audit(of: source, trusting: Trust()).run().logs.first)
            #expect(alone.cosignatureCount == count && alone.anchoredCosignatureCount == 0)
        }
    }

    /// A policy of one log and three witnesses, two of which must have signed.
    private static func policy(_ log: VerifierKey?) throws -> TlogPolicy {
        var text = log.map { "log \($0)\n" } ?? ""
        for name in [fujian, guizhou, jiangxi] {
            text += "witness \(name) \(try SyntheticLog.mirror(name).verifierKey)\n"
        }
        text += "group two 2 \(fujian) \(guizhou) \(jiangxi)\nquorum two\n"
        return try TlogPolicy(parsing: Array(text.utf8))
    }

    @Test("a policy asks for its quorum at the checkpoint, whether it names the log's key or not")
    func quorum() async throws {
        for isNamed in [true, false] { try await checkQuorum(isNamed) }
        // A home log stays at home, where nobody cosigns it: no policy that names no log is about it.
        var trust = try Self.trust([])
        trust.add(try Self.policy(nil))
        let home = try await Self.report(on: try Self.log(), [], trusting: trust)
        #expect(home.isSound && Self.codes(home) == [], "\(home.findings)")
    }

    private func checkQuorum(_ isNamed: Bool) async throws {
        var log = try Self.log(isNamed ? "home" : "exercise")
        let earlier = try [Self.fujian, Self.guizhou].map { name in
            try log.cosignature(by: try SyntheticLog.mirror(name))
        }
        try log.enrol("system")
        let first = try log.cosignature(by: SyntheticLog.mirror(Self.fujian))
        let second = try log.cosignature(by: SyntheticLog.mirror(Self.guizhou))
        let again = try log.cosignature(by: SyntheticLog.mirror(Self.fujian), at: 5)
        let forged = try log.cosignature(by: SyntheticLog.mirror(Self.guizhou, tag: "forged"))
        var trust = try Self.trust([])
        trust.add(try Self.policy(isNamed ? log.logKey : nil))
        for (receipts, isMet) in [
            ([first, second], true), ([], false), ([first], false), ([first, again], false),
            ([first, forged], false),
        ] {
            let report = try await Self.report(on: log, earlier + receipts, trusting: trust)
            let fault = report.findings.first { $0.code == .policyNotMet }
            #expect((fault == nil) == isMet, "\(report.findings)")
            #expect(report.isSound == isMet, "\(report.findings)")
            if let fault {
                #expect(fault.arguments == ["met": "2", "quorum": "two", "size": "3"])
            }
        }
        // Lines under the checkpoint itself count as well.
        let node = try SyntheticLog.signer(Self.jiangxi).verifierKey
        var source = try SyntheticLog.source([log], offering: [node])
        source.logs[log.origin]?.checkpoint += first.line + second.line
        if !isNamed { source.charterNotes = [try Self.charter("exercise").note.encoded] }
        let report = await Audit(of: source, trusting: trust).run()
        #expect(report.isSound && report.isAnchored, "\(report.findings)")
        #expect(report.logs.first?.anchoredCosignatureCount == 2)
    }

    @Test("a log's own key anchors it, and another key for it is a fault")
    func logKey() async throws {
        var log = try Self.log()
        let node = try SyntheticLog.signer(Self.jiangxi).verifierKey
        let first = log.logKey
        try log.rekey(tag: "second")
        let source = try SyntheticLog.source([log], offering: [node])
        func report(_ keys: [VerifierKey]) async -> AuditReport {
            var trust = Trust()
            for key in keys {
                let isAdded = trust.add(key)
                #expect(isAdded)
            }
            return await Audit(of: source, trusting: trust).run()
        }
        let anchored = await report([log.logKey])
        #expect(anchored.isSound && anchored.isAnchored, "\(anchored.findings)")
        #expect(Self.codes(anchored) == [])
        // The node alone has signed that the log's key is another one now.
        let wrong = await report([first])
        #expect(Self.codes(wrong) == [.logKeyNotTrusted, .logNotTrusted])
        #expect(
            wrong.findings.first { $0.code == .logKeyNotTrusted }?.arguments == [
                "found": Fingerprint(of: log.logKey).text, "trusted": Fingerprint(of: first).text,
            ]
        )
        #expect(!wrong.isSound && !wrong.isAnchored)
        let both = await report([node, first])
        #expect(Self.codes(both) == [.logKeyNotTrusted])
        #expect(!both.isSound)
    }

    @Test(
        "a key or a policy for a log that is not here is refused by name, and no key of another use is taken"
    )
    func useless() async throws {
        let log = try Self.log()
        let other = try SyntheticLog.signer("\(Self.fujian)/exercise").verifierKey
        var keyed = try Self.trust([other])
        let byKey = try await Self.report(on: log, [], trusting: keyed)
        #expect(Self.codes(byKey) == [.trustUnusable])
        #expect(byKey.findings.first?.arguments == ["name": "\(Self.fujian)/exercise"])
        #expect(!byKey.isSound)
        var policed = try Self.trust([])
        policed.add(try Self.policy(other))
        let byPolicy = try await Self.report(on: log, [], trusting: policed)
        #expect(Self.codes(byPolicy) == [.trustUnusable])
        // A node's key where a log's should stand is told as that.
        var misnamed = try Self.trust([])
        let node = try SyntheticLog.signer(Self.jiangxi).verifierKey
        misnamed.add(try TlogPolicy(parsing: Array("log \(node)\nquorum none\n".utf8)))
        let byNode = try await Self.report(on: log, [], trusting: misnamed)
        #expect(Self.codes(byNode).map(\.rawValue) == ["policy_names_node"])
        #expect(byNode.findings.first?.arguments == ["node": Self.jiangxi])
        // Beside it, another log that is not here is named; logs of other programs are nobody's node.
        var shared = try Self.trust([])
        let foreign = try SyntheticLog.signer("sum.example").verifierKey
        shared.add(
            try TlogPolicy(parsing: Array("log \(log.logKey)\nlog \(foreign)\nquorum none\n".utf8))
        )
        let byForeign = try await Self.report(on: log, [], trusting: shared)
        #expect(byForeign.isSound && Self.codes(byForeign) == [], "\(byForeign.findings)")
        var mixed = try Self.trust([])
        mixed.add(try TlogPolicy(parsing: Array("log \(node)\nlog \(other)\nquorum none\n".utf8)))
        let byBoth = try await Self.report(on: log, [], trusting: mixed)
        #expect(Self.codes(byBoth) == [.trustUnusable, .policyNamesNode])
        #expect(byBoth.findings.first?.arguments == ["name": "\(Self.fujian)/exercise"])
        let office = try SyntheticLog.signer("\(Self.jiangxi)/office/scjg").verifierKey
        let isTaken = keyed.add(office)
        #expect(!isTaken)
    }
}
