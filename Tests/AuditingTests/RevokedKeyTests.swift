import Auditing
import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// A key that was revoked with effect from an earlier entry: whoever lost it says so, and nobody has forged anything.
@Suite struct RevokedKeyTests {
    private static let node = "jiangxi.ipr.example"

    /// A home log in which an office enrols some officers, and is revoked from the first of these entries on.
    private static func log(officerCount: Int) throws -> SyntheticLog {
        var log = try SyntheticLog("\(node)/home")
        try log.enrol("scjg")
        for number in 0..<officerCount { try log.enrolOfficer("o-\(number)", in: "scjg") }
        try log.revoke("scjg", since: 2)
        return log
    }

    private static func report(on log: SyntheticLog) async throws -> AuditReport {
        let key = try SyntheticLog.signer(node).verifierKey
        var trust = Trust()
        let isAdded = trust.add(key)
        #expect(isAdded)
        let source = try SyntheticLog.source([log], offering: [key])
        return await Audit(of: source, trusting: trust).run()
    }

    @Test(
        "entries before a revocation and after its reach are in doubt, named and counted, and no fault",
        arguments: [1, 3, 25]
    )
    func inDoubt(_ count: Int) async throws {
        let report = try await Self.report(on: Self.log(officerCount: count))
        #expect(report.isSound && report.isAnchored, "\(report.findings)")
        let doubts = report.findings.filter { $0.code == .entryInDoubt }
        #expect(doubts.allSatisfy { $0.weight == .notice })
        #expect(doubts.reduce(0) { $0 + $1.count } == count)
        #expect(doubts.first?.index == 2)
        let reason = try #require(doubts.first?.reason)
        #expect(reason.code == "ledger.key_revoked_afterwards")
        #expect(reason.arguments == ["name": "\(Self.node)/office/scjg", "since": "2"])
        let log = try #require(report.logs.first)
        #expect(log.verdicts.invalid == count && log.verdicts.valid == 3)
    }

    @Test("an entry that was signed after the revocation stood in the log is a fault")
    func afterwards() async throws {
        var log = try Self.log(officerCount: 1)
        try log.enrolOfficer("o-late", in: "scjg")
        let report = try await Self.report(on: log)
        let faults = report.findings.filter { $0.weight == .fault }
        #expect(faults.map(\.code) == [.entryInvalid], "\(faults)")
        #expect(faults.first?.index == 4)
        #expect(faults.first?.reason?.code == "ledger.key_revoked")
        #expect(report.findings.filter { $0.code == .entryInDoubt }.map(\.index) == [2])
    }

    @Test("an entry before the reach of a revocation stays as it was")
    func before() async throws {
        var log = try SyntheticLog("\(Self.node)/home")
        try log.enrol("scjg")
        try log.enrolOfficer("o-early", in: "scjg")
        try log.revoke("scjg", since: 3)
        let report = try await Self.report(on: log)
        #expect(report.isSound && report.logs.first?.verdicts.valid == 4, "\(report.findings)")
        #expect(!report.findings.contains { $0.code == .entryInDoubt })
    }
}
