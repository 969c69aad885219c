import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct BuilderTests {
    /// A signer by its full name, with the vectors' key.
    private func signer(_ name: String) throws -> Ed25519Signer {
        try Ed25519Signer(name: KeyName(name), seed: TestKeys.seed(name))
    }

    @Test(
        "builds every entry of the vectors again from its header, byte for byte",
        arguments: EntryVectorTests.origins
    )
    func rebuilds(origin: String) throws {
        let vectors = try EntryVectors()
        for logged in try vectors.entries(origin) {
            let entry = try UnverifiedEntry(parsing: logged.bytes)
            let log = try #require(LogName(entry.origin))
            let names = try #require(EntryBuilder.signerNames(of: entry.header, in: log))
            var shuffled = entry.header
            shuffled.to.reverse()
            shuffled.objects.reverse()
            let built = try EntryBuilder.entry(
                shuffled,
                of: entry.origin,
                signers: try names.map { try signer($0) }
            )
            #expect(built.bytes == logged.bytes)
            #expect(built.digest == logged.digest)
        }
    }

    @Test("makes the headers of the vectors with its own functions")
    func makesHeaders() throws {
        let vectors = try EntryVectors()
        let origin = EntryVectorTests.origins[1]
        let headers = try vectors.entries(origin).map {
            try UnverifiedEntry(parsing: $0.bytes).header
        }
        let at = headers[0].at
        let charter = try #require(vectors.charters().first?.digest)
        #expect(headers[0] == .openLog(at: at, key: try vectors.key(origin), charter: charter))
        #expect(
            headers[1]
                == .enrolOffice(at: at, key: try vectors.key("jiangxi.ipr.example/office/scjg"))
        )
    }

    @Test("refuses to build what the table does not allow, and names every key")
    func refuses() throws {
        let jiangxi = try TestNode.jiangxi()
        var header = try jiangxi.step("send")
        header.target = Fixture.charterDigest
        #expect(
            throws: LedgerError(
                .entryNotBuilt,
                ["reasons": "header_key_missing (to), header_key_forbidden (target)"]
            )
        ) {
            try EntryBuilder.entry(
                header,
                of: jiangxi.mechanism,
                signers: [jiangxi.office("scjg")]
            )
        }
        let step = try jiangxi.step("send", to: ["350000"])
        #expect(
            throws: LedgerError(
                .signerMissing,
                ["name": "jiangxi.ipr.example/office/scjg"]
            )
        ) {
            try EntryBuilder.entry(
                step,
                of: jiangxi.mechanism,
                signers: [jiangxi.office("system")]
            )
        }
        #expect(throws: LedgerError(.originNotOurs, ["origin": "x"])) {
            try EntryBuilder.entry(step, of: Origin("x"), signers: [])
        }
    }

    /// The answer of a node that has erased an object of an entry.
    private static func answer(
        _ target: Digest,
        _ object: Digest,
        by node: TestNode
    ) throws -> Digest {
        try node.append(
            .erased(at: try node.tick(), from: node.region, target: target, object: object),
            to: try node.mechanism,
            signers: [try node.office("system")]
        )
    }

    /// Enrols an officer's key in the mechanism.
    private static func enrol(
        _ officer: Ed25519Signer,
        of office: OfficeID,
        at node: TestNode
    ) throws {
        try node.append(
            .enrolOfficer(
                at: try node.tick(),
                key: officer.verifierKey,
                office: office,
                rank: try #require(RankID("responsible"))
            ),
            to: try node.mechanism,
            signers: [try node.office(office.text)]
        )
    }

    @Test("erasures and their answers are built, and judged by the entry that they name")
    func erasures() throws {
        let (jiangxi, fujian) = (try TestNode.jiangxi(), try TestNode.fujian())
        try jiangxi.open()
        try fujian.open()
        let origin = try jiangxi.mechanism
        let body = try SaltedObject(salt: [UInt8](repeating: 1, count: 32), content: [2])
        var send = try jiangxi.step("send", to: ["350000"])
        send.objects = [
            body.reference(role: .body, label: .personal, audience: .addressees)
        ]
        let office = try jiangxi.office("scjg")
        let target = try jiangxi.append(send, to: origin, signers: [office])
        let officer = try jiangxi.officer("p7k2", in: "scjg")
        let scjg = try #require(OfficeID("scjg"))
        let approver = try #require(OfficerID("p7k2"))
        try Self.enrol(officer, of: scjg, at: jiangxi)
        func erase(_ object: Digest, _ record: Digest) throws -> Digest {
            try jiangxi.append(
                .erase(
                    at: try jiangxi.tick(),
                    signer: (jiangxi.region, scjg, approver),
                    record: record,
                    target: target,
                    object: object
                ),
                to: origin,
                signers: [office, officer]
            )
        }
        let erase1 = try erase(body.name, target)
        let erase2 = try erase(Fixture.charterDigest, target)
        let erased = try Self.answer(target, body.name, by: fujian)
        let book = TestCharterBook([try Fixture.charter([jiangxi, fujian])])
        let projector = try Fixture.projector(book, for: jiangxi)
        let store = InMemoryProjectionStore()
        try projector.follow(fujian, try fujian.mechanism, into: store)
        #expect(try projector.verdict(erased, in: store).reasons.map(\.code) == [.targetMissing])
        try projector.follow(jiangxi, origin, into: store)
        #expect(try projector.verdict(erased, in: store).verdictClass == .valid)
        #expect(try projector.verdict(erase1, in: store).verdictClass == .valid)
        #expect(
            try projector.verdict(erase2, in: store).reasons.map(\.code) == [.objectNotOfTarget]
        )
        let unsigned = try Note(
            text: UnverifiedEntry.text(
                origin: origin,
                header: .erase(
                    at: try jiangxi.tick(),
                    signer: (jiangxi.region, scjg, approver),
                    record: target,
                    target: target,
                    object: body.name
                )
            ),
            signers: [office]
        )
        try jiangxi.append(unsigned.encoded, to: origin)
        try projector.follow(jiangxi, origin, into: store)
        let digest = SHA256.digest(of: unsigned.encoded)
        #expect(
            try projector.verdict(digest, in: store).reasons.map(\.code) == [.signatureMissing]
        )
    }
}
