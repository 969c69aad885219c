import Auditing
import Testing
import TransparencyLog

@Suite struct AuditFindingsTests {
    private static func finding(
        _ index: UInt64,
        _ code: AuditCode = .rulePackMissing
    ) throws -> AuditFinding {
        AuditFinding(
            code,
            ["digest": "\(index)"],
            log: try Origin("jiangxi.ipr.example/home"),
            index: EntryIndex(index)
        )
    }

    @Test(
        "of one kind twenty are listed, and one stands for all others with their count, first and last entry",
        arguments: [(1, 1, 1), (20, 20, 1), (21, 21, 1), (22, 21, 2), (100_000, 21, 99_980)]
    )
    func kinds(found: Int, listed: Int, rest: Int) throws {
        var findings = AuditFindings()
        for number in 0..<found { findings.append(try Self.finding(UInt64(found - 1 - number))) }
        #expect(findings.count == found && findings.all.count == listed)
        let last = try #require(findings.all.last)
        #expect(last.count == rest)
        if rest > 1 {
            #expect(last.index == 0 && last.lastIndex == EntryIndex(UInt64(rest) - 1))
            #expect(last.arguments == ["digest": "\(rest - 1)"])
        }
        // Put together from parts, it says the same.
        let again = AuditFindings(AuditFindings(findings.all).all)
        #expect(again.all == findings.all && again.count == found)
    }

    @Test("a thousand findings of one sort neither hide nor precede a fault of another")
    func faultsFirst() throws {
        var findings = AuditFindings()
        for number in 0..<1_000 { findings.append(try Self.finding(UInt64(number))) }
        findings.append(try Self.finding(5, .charterMissing))
        #expect(findings.faultsFirst.first?.code == .charterMissing)
        #expect(findings.faultsFirst.count == 22 && findings.all.first?.code == .rulePackMissing)
    }

    @Test(
        "logs, reasons and sorts of place are told apart, numbered places and names without end are not"
    )
    func places() throws {
        var findings = AuditFindings()
        for number in 0..<30 {
            findings.append(AuditFinding(.fileDiffers, place: "tile/0/\(number)"))
            findings.append(AuditFinding(.fileDiffers, place: "objects/\(number)/a"))
        }
        #expect(findings.all.count == 42 && findings.all.suffix(2).map(\.count) == [10, 10])
        var names = AuditFindings()
        for number in 0..<10_000 { names.append(AuditFinding(.fileSurplus, place: "x\(number)")) }
        #expect(names.count == 10_000 && names.all.count < 5_000)
        #expect(names.all.reduce(0) { $0 + $1.count } == 10_000)
    }

    @Test("an audit of a log with many invalid entries names the first ones and counts the others")
    func audit() async throws {
        var source = try VectorSource()
        let origin = try Origin("jiangxi.ipr.example/pan-pearl-river-delta")
        let size = UInt64(try #require(source.logs[origin]?.entries.count))
        for number in 0..<50 { source.logs[origin]?.entries.append(Array("junk \(number)".utf8)) }
        let report = await Audit(of: source, trusting: Trust()).run()
        let invalid = report.findings.filter { $0.code == .entryInvalid && $0.log == origin }
        #expect(invalid.count == 21 && invalid.last?.count == 30)
        #expect(invalid.last?.index == EntryIndex(size + 20))
        #expect(invalid.last?.lastIndex == EntryIndex(size + 49))
        let notice = try #require(report.findings.firstIndex { $0.weight == .notice })
        #expect(report.findings[notice...].allSatisfy { $0.weight == .notice })
    }
}
