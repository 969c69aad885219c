import Auditing
import Casework
import Ledger
import Testing
import TransparencyLog

/// From when to when a log goes, as receipts prove, and which of its entries are later than a moment.
@Suite struct AuditEndsTests {
    private static let jiangxi = "jiangxi.ipr.example"
    private static let fujian = "fujian.ipr.example"

    /// A log of two entries of which a mirror has cosigned either size, audited with or without the mirror's key.
    private static func audited(
        knowing isKnown: Bool
    ) async throws -> (report: AuditReport, entries: AuditedEntries) {
        let mirror = try SyntheticLog.mirror(fujian)
        var log = try SyntheticLog("\(jiangxi)/home")
        var receipts = [try log.cosignature(by: mirror, at: 4_000_000_000)]
        try log.enrol("scjg")
        receipts.append(try log.cosignature(by: mirror, at: 4_000_000_100))
        let node = try SyntheticLog.signer(jiangxi).verifierKey
        var source = try SyntheticLog.source([log], offering: [node, mirror.verifierKey])
        source.logs[log.origin] = try log.kept(receipts)
        var trust = Trust()
        for key in [node] + (isKnown ? [mirror.verifierKey] : []) {
            let isAdded = trust.add(key)
            #expect(isAdded)
        }
        return await Audit(of: source, trusting: trust).runKeepingEntries()
    }

    @Test("the first and the last entry of a log are told with the times that receipts prove")
    func ends() async throws {
        let row = try #require(try await Self.audited(knowing: true).report.logs.first)
        let (first, last) = (try #require(row.first), try #require(row.last))
        #expect(first.index.rawValue == 0 && last.index.rawValue == 1)
        #expect(first.notBefore == nil && first.notAfter == 4_000_000_000)
        #expect(last.notBefore == 4_000_000_000 && last.notAfter == 4_000_000_100)
        #expect(first.statedAt != nil && last.statedAt == row.newestAt)
        #expect(row.keyID?.count == 8)
    }

    @Test("receipts under a key that the auditor did not give prove no time")
    func unproven() async throws {
        let report = try await Self.audited(knowing: false).report
        let row = try #require(report.logs.first)
        for end in [row.first, row.last] {
            #expect(end?.notBefore == nil && end?.notAfter == nil && end?.statedAt != nil)
        }
        let told = report.unchecked.first { $0.kind == .finding }
        #expect(told?.places.map(\.name) == ["cosigner_not_anchored"])
    }

    @Test(
        "an entry that receipts prove to be later than a moment is later, whatever it says itself"
    )
    func later() async throws {
        let known = try await Self.audited(knowing: true).entries.later(than: 3_999_999_999)
        #expect(known.map(\.log.description) == ["\(Self.jiangxi)/home"])
        #expect(known.first?.entries.count == 1 && known.first?.entries.index.rawValue == 1)
        #expect(known.first?.entries.first == 4_000_000_000)
        let all = try await Self.audited(knowing: true).entries.later(than: 0)
        #expect(all.first?.entries.count == 2 && all.first?.entries.index.rawValue == 0)
        let unknown = try await Self.audited(knowing: false).entries.later(than: 3_999_999_999)
        #expect(unknown.isEmpty)
    }

    @Test("what was not looked into is named up to a limit, and counted beyond it")
    func limit() throws {
        let origin = try Origin("\(Self.jiangxi)/home")
        for count in [1, 20, 21] {
            var unchecked = AuditReport.Unchecked(.notGranted)
            for number in 0..<count { unchecked.note(origin, nil, "\(number)") }
            #expect(unchecked.count == count && unchecked.places.count == min(count, 20))
            #expect(unchecked.places.last?.name == "\(min(count, 20) - 1)")
        }
    }
}
