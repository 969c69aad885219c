import Casework
import Cryptography
import Ledger
import Testing
import TransparencyLog

@testable import Auditing

/// A home whose program is newer than the auditor's: what its packs govern is left open, and nobody is accused.
@Suite struct NewerPackTests {
    private static let node = "m0.example"
    private static let mechanism = "exercise"

    /// A pack of the next edition of the rules engine.
    private static func pack() throws -> (bytes: [UInt8], reference: PackReference) {
        let engine = Casework.Limits.packEngineMax + 1
        let text = """
            {"format": "lianlu/rules/v1", "id": "later", "version": 1, "engine": \(engine),
            "effective_from": "2026-11-10", "title": {"zh": "规则", "en": "rules"}}
            """
        let bytes = Array(text.utf8)
        let reference = try #require(PackReference("later@\(SHA256.digest(of: bytes))"))
        return (bytes, reference)
    }

    /// A log in which an office opens a matter under such a pack.
    private static func source(_ reference: PackReference) throws -> VectorSource {
        let signer = try SyntheticLog.signer(node)
        let address = try #require(Address("110000"))
        let member = CharterContent.Member(
            address: address,
            key: signer.verifierKey,
            isCrossBorder: false
        )
        var content = CharterContent(
            mechanism: try #require(MechanismID(mechanism)),
            revision: 1,
            predecessor: nil,
            titleZh: "机制",
            titleEn: "Exercise",
            members: [try #require(member)]
        )
        content.rules = [reference]
        let charter = try Charter(content, signers: [signer])
        var log = try SyntheticLog("\(node)/\(mechanism)", charter: charter.digest)
        try log.enrol("o1")
        var header = EntryHeader(
            at: try #require(Timestamp("2026-11-20T09:00:00+08:00")),
            machine: try #require(MachineID("matter")),
            event: try #require(EventID("send"))
        )
        header.from = address.region
        header.office = OfficeID("o1")
        header.rules = reference
        header.to = [address]
        try log.append(header, by: [try SyntheticLog.signer("\(node)/office/o1")])
        var source = try SyntheticLog.source([log], offering: [signer.verifierKey])
        source.charterNotes = [charter.note.encoded]
        return source
    }

    @Test(
        "a verdict under a pack that is too new for this program is a notice; under one that is not here it is a fault"
    )
    func newer() async throws {
        let (bytes, reference) = try Self.pack()
        for isHere in [true, false] {
            var source = try Self.source(reference)
            if isHere { source.packs = [bytes] }
            let computed = await Audit(of: source, trusting: Trust()).runKeepingEntries().entries
            var rows = computed.origins.flatMap { computed.projection.entries(of: $0) }
            #expect(rows.map(\.verdictClass) == [.valid, .valid, .pending])
            rows = rows.map { row in
                var claimed = row
                claimed.verdictClass = .valid
                claimed.verdict = []
                return claimed
            }
            let report = await Audit(
                of: source,
                trusting: Trust(),
                comparing: ClaimedRows(rows: rows)
            ).run()
            let told = report.findings.filter {
                [.verdictUnsupported, .rulePackNewer, .rulePackMissing].contains($0.code)
            }
            #expect(
                Set(told.map(\.code))
                    == (isHere ? [.rulePackNewer] : [.verdictUnsupported, .rulePackMissing])
            )
            let packs = told.filter { $0.code != .verdictUnsupported }
            #expect(packs.map { $0.arguments["digest"] } == [reference.digest.hex])
            #expect(packs.allSatisfy { $0.weight == .notice })
            #expect(!report.findings.contains { $0.code == .verdictDiffers })
        }
    }

    @Test(
        "a home that says it has judged by a pack that is too new for this program lacks none, and one whose pack is gone does"
    )
    func facts() async throws {
        let (bytes, reference) = try Self.pack()
        for isHere in [true, false] {
            var source = try Self.source(reference)
            if isHere { source.packs = [bytes] }
            let computed = await Audit(of: source, trusting: Trust()).runKeepingEntries().entries
            let rows = computed.origins.flatMap { computed.projection.entries(of: $0) }
            let report = await Audit(
                of: source,
                trusting: Trust(),
                comparing: ClaimedRows(rows: rows, facts: ["pack \(reference.digest.hex)"])
            ).run()
            let missing = report.findings.filter { $0.code == .rulePackMissing }
            #expect(missing.isEmpty == isHere, "\(missing)")
            #expect(report.findings.contains { $0.code == .rulePackNewer } == isHere)
            #expect(!report.findings.contains { $0.place == "document" && $0.weight == .fault })
        }
    }
}
