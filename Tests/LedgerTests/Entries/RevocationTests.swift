import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct RevocationTests {
    private let jiangxi: TestNode
    private let fujian: TestNode
    private let projector: Projector
    private let store = InMemoryProjectionStore()

    init() throws {
        jiangxi = try .jiangxi()
        fujian = try .fujian()
        try jiangxi.open()
        try fujian.open()
        let book = TestCharterBook([try Fixture.charter([jiangxi, fujian])])
        projector = try Fixture.projector(book, for: jiangxi)
    }

    private func follow() throws -> ProjectionReport {
        let first = try projector.follow(fujian, try fujian.mechanism, into: store)
        let second = try projector.follow(jiangxi, try jiangxi.mechanism, into: store)
        var merged = second
        if second.rejudged.isEmpty { merged = first }
        return merged
    }

    private func revoke(_ node: TestNode, _ office: String, since: UInt64) throws {
        let header = EntryHeader.revokeOffice(
            at: try node.tick(),
            key: try node.office(office).verifierKey,
            since: try #require(EntryIndex(since))
        )
        try node.append(header, to: try node.mechanism, signers: [try node.signer()])
    }

    private func classes(_ digests: Digest...) throws -> [VerdictClass] {
        try digests.map { try projector.verdict($0, in: store).verdictClass }
    }

    @Test("a revocation reaches back: later entries of the key unfold, earlier ones stay")
    func reachesBack() throws {
        let first = try jiangxi.write("send", to: ["350000"])
        let second = try jiangxi.write("send", to: ["350000"])
        _ = try follow()
        #expect(try classes(first, second) == [.valid, .valid])
        try revoke(jiangxi, "scjg", since: 4)
        let report = try follow()
        #expect(try classes(first, second) == [.valid, .invalid])
        #expect(report.rejudged.map(\.index) == [4])
        #expect(
            try projector.verdict(second, in: store).reasons.map(\.code)
                == [.keyRevokedAfterwards]
        )
        #expect(try projector.record(first, in: store)?.state == "sent")
        #expect(try projector.record(second, in: store)?.state == "")
        let summary = try RecordSummary(
            decoding: try #require(try projector.record(second, in: store)).summary
        )
        #expect(summary.faultCount == 1)
    }

    @Test("a key that was revoked is never enrolled again, and an enrolled one only without effect")
    func enrolledAgain() throws {
        let origin = try jiangxi.mechanism
        let twice = try jiangxi.enrol("scjg", in: origin)
        try revoke(jiangxi, "scjg", since: 4)
        let again = try jiangxi.enrol("scjg", in: origin)
        _ = try follow()
        #expect(try projector.verdict(twice, in: store).findings.map(\.code) == [.keyEnrolledAgain])
        #expect(try projector.verdict(again, in: store).reasons.map(\.code) == [.keyRevoked])
    }

    @Test("a second revocation may reach back further, never less far")
    func irreversible() throws {
        let first = try jiangxi.write("send", to: ["350000"])
        let second = try jiangxi.write("send", to: ["350000"])
        try revoke(jiangxi, "scjg", since: 4)
        try revoke(jiangxi, "scjg", since: 100)
        _ = try follow()
        #expect(try classes(first, second) == [.valid, .invalid])
        try revoke(jiangxi, "scjg", since: 0)
        _ = try follow()
        #expect(try classes(first, second) == [.invalid, .invalid])
    }

    @Test("with an office's key falls every officer whom it enrolled from that index on")
    func officers() throws {
        let origin = try jiangxi.mechanism
        let office = try jiangxi.office("scjg")
        let officer = try jiangxi.officer("p7k2", in: "scjg")
        let scjg = try #require(OfficeID("scjg"))
        let rank = try #require(RankID("responsible"))
        let enrolment = try jiangxi.append(
            EntryHeader.enrolOfficer(
                at: try jiangxi.tick(),
                key: officer.verifierKey,
                office: scjg,
                rank: rank
            ),
            to: origin,
            signers: [office]
        )
        // A second key of the office is enrolled, so that the approval itself is not signed by the revoked one.
        try jiangxi.enrol("scjg", in: origin, tag: "second")
        var header = try jiangxi.step("send", to: ["350000"])
        header.officer = OfficerID("p7k2")
        let signers = [try jiangxi.office("scjg", tag: "second"), officer]
        let approved = try jiangxi.append(header, to: origin, signers: signers)
        _ = try follow()
        #expect(try classes(enrolment, approved) == [.valid, .valid])
        let history = try #require(try projector.history(of: origin, in: store))
        #expect(history.rank(of: officer.verifierKey, at: 5) == rank)
        try revoke(jiangxi, "scjg", since: 3)
        header.at = try jiangxi.tick()
        let after = try jiangxi.append(header, to: origin, signers: signers)
        _ = try follow()
        #expect(try classes(enrolment, approved, after) == [.invalid, .invalid, .invalid])
        #expect(
            try projector.verdict(after, in: store).reasons
                == [Reason(.keyRevoked, ["name": "\(officer.verifierKey.name)", "since": "3"])]
        )
        #expect(
            try projector.verdict(approved, in: store).reasons.map(\.code)
                == [.keyRevokedAfterwards]
        )
    }

    @Test("an officer whom the office enrolled before that index stays")
    func earlierOfficer() throws {
        let origin = try jiangxi.mechanism
        let officer = try jiangxi.officer("p7k2", in: "scjg")
        try jiangxi.append(
            EntryHeader.enrolOfficer(
                at: try jiangxi.tick(),
                key: officer.verifierKey,
                office: try #require(OfficeID("scjg")),
                rank: try #require(RankID("chief"))
            ),
            to: origin,
            signers: [try jiangxi.office("scjg")]
        )
        try revoke(jiangxi, "scjg", since: 4)
        _ = try follow()
        let history = try #require(try projector.history(of: origin, in: store))
        #expect(history.standing(of: officer.verifierKey, at: 5) == .holds)
        try jiangxi.enrol("scjg", in: origin, tag: "second")
        try jiangxi.append(
            EntryHeader.revokeOfficer(
                at: try jiangxi.tick(),
                key: officer.verifierKey,
                office: try #require(OfficeID("scjg")),
                since: 4
            ),
            to: origin,
            signers: [try jiangxi.office("scjg", tag: "second")]
        )
        _ = try follow()
        let later = try #require(try projector.history(of: origin, in: store))
        #expect(later.standing(of: officer.verifierKey, at: 7) == .revoked(since: 4))
        #expect(later.standing(of: officer.verifierKey, at: 5) == .revokedAfterwards(since: 4))
    }

    @Test(
        "nobody undoes a receipt by revoking himself: what another node built on keeps its effect, disputed"
    )
    func disputed() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let receive = try fujian.receive(send)
        let accept = try fujian.write("accept", record: send, parents: [receive])
        try revoke(jiangxi, "scjg", since: 0)
        _ = try follow()
        let kept = try projector.verdict(send, in: store)
        #expect(kept.verdictClass == .valid)
        #expect(kept.isKept)
        #expect(kept.coded.reasons == [])
        #expect(kept.stepFindings.map(\.code) == [.revokedAfterwards])
        #expect(try classes(receive, accept) == [.valid, .valid])
        #expect(try projector.record(send, in: store)?.state == "accepted")
    }

    @Test("an entry that only its own node, or an irregular step, names does not keep its effect")
    func notDisputed() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let cancel = try jiangxi.write("cancel", record: send, parents: [send])
        let other = try jiangxi.write("send", to: ["350000"])
        let odd = try fujian.write("confirm", record: other, parents: [other])
        try revoke(jiangxi, "scjg", since: 0)
        _ = try follow()
        #expect(try classes(send, cancel, other) == [.invalid, .invalid, .invalid])
        #expect(try projector.verdict(odd, in: store).verdictClass == .irregular)
    }

    @Test("a stored history comes back the same; one that is cut, longer or changed does not")
    func coding() throws {
        _ = try jiangxi.write("send", to: ["350000"])
        try revoke(jiangxi, "scjg", since: 1)
        try jiangxi.append(
            EntryHeader.rotateNode(at: try jiangxi.tick(), key: try jiangxi.mirrorKey()),
            to: try jiangxi.mechanism,
            signers: [try jiangxi.signer()]
        )
        _ = try follow()
        let history = try #require(
            try projector.history(of: try jiangxi.mechanism, in: store)
        )
        let bytes = history.encoded()
        #expect(try KeyHistory(decoding: bytes) == history)
        for count in bytes.indices {
            #expect(throws: LedgerError.self) {
                try KeyHistory(decoding: Array(bytes.prefix(count)))
            }
        }
        #expect(throws: LedgerError.self) { try KeyHistory(decoding: bytes + [0]) }
        #expect(throws: LedgerError.self) { try KeyHistory(decoding: [1] + bytes.dropFirst()) }
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 0x80
            // Whatever can be read is another history: every byte counts.
            if let read = try? KeyHistory(decoding: changed) { #expect(read != history) }
        }
    }
}
