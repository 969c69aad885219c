import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct AdmissionTests {
    private let jiangxi: TestNode
    private let fujian: TestNode
    private let projector: Projector
    private let store = InMemoryProjectionStore()
    private let origin: Origin

    init() throws {
        jiangxi = try .jiangxi()
        fujian = try .fujian()
        try jiangxi.open()
        try fujian.open()
        origin = try jiangxi.mechanism
        let book = TestCharterBook([try Fixture.charter([jiangxi, fujian])])
        projector = try Fixture.projector(book, for: jiangxi)
        try projector.follow(jiangxi, origin, into: store)
    }

    private func both(_ header: EntryHeader, now: Int64? = nil) throws -> (Admission, Admission) {
        let office = try #require(header.office)
        let note = try Note(
            text: UnverifiedEntry.text(origin: origin, header: header),
            signers: [try jiangxi.office(office.text)]
        )
        let entry = try UnverifiedEntry(parsing: note.encoded)
        let now = now ?? header.at.instant
        return (
            try projector.admit(entry, of: origin, now: now, in: store),
            try projector.preview(header, of: origin, now: now, in: store)
        )
    }

    private func codes(_ admission: Admission) -> [String] {
        switch admission {
        case .admitted: []
        case .refused(let reasons, let awaited): reasons.map(\.code) + awaited.map(\.text)
        }
    }

    @Test("admits a lawful opening, and changes nothing in the store")
    func admits() throws {
        let before = store.contents
        let (signed, unsigned) = try both(try jiangxi.step("send", to: ["350000"]))
        #expect(signed == .admitted(findings: []))
        #expect(unsigned == .admitted(findings: []))
        #expect(store.contents == before)
    }

    @Test("refuses before signing what would stand beyond the end of its log")
    func beyondEnd() throws {
        var book = TestCharterBook([try Fixture.charter([jiangxi, fujian])])
        let header = try jiangxi.step("send", to: ["350000"])
        for (end, expected) in [(4, []), (3, ["casework.log_ended"])] {
            book.ended[origin] = UInt64(end)
            let projector = try Fixture.projector(book, for: jiangxi)
            let preview = try projector.preview(
                header,
                of: origin,
                now: header.at.instant,
                in: store
            )
            #expect(codes(preview) == expected)
        }
    }

    @Test("refuses before signing what would be irregular, with every reason")
    func irregular() throws {
        let (signed, unsigned) = try both(try jiangxi.step("accept", to: ["520000"]))
        let expected = [
            "casework.addressee_outside", "casework.first_step_not_allowed",
            "casework.role_not_allowed",
        ]
        #expect(codes(signed).sorted() == expected)
        #expect(codes(unsigned).sorted() == expected)
    }

    @Test("refuses before signing what would be pending")
    func pending() throws {
        let missing = SHA256.digest(of: [1])
        let (signed, unsigned) = try both(try jiangxi.step("send_feedback", record: missing))
        #expect(codes(signed) == [missing.hex])
        #expect(codes(unsigned) == [missing.hex])
    }

    @Test("refuses before signing an office that is not enrolled, and a wrong key set")
    func invalid() throws {
        var header = try jiangxi.step("send", office: "customs", to: ["350000"])
        header.since = 1
        let expected = ["ledger.header_key_forbidden", "ledger.key_not_enrolled"]
        let (signed, unsigned) = try both(header)
        #expect(codes(signed) == expected)
        #expect(codes(unsigned) == expected)
    }

    @Test("allows a clock that is ten minutes ahead, and not one second more")
    func clock() throws {
        let header = try jiangxi.step("send", to: ["350000"])
        let (limit, previewed) = try both(header, now: header.at.instant - 600)
        #expect(limit == .admitted(findings: []))
        #expect(previewed == .admitted(findings: []))
        let (over, alike) = try both(header, now: header.at.instant - 601)
        #expect(codes(over) == ["ledger.clock_ahead"])
        #expect(codes(alike) == ["ledger.clock_ahead"])
    }

    @Test("refuses the same bytes a second time")
    func repeated() throws {
        let header = try jiangxi.step("send", to: ["350000"])
        try jiangxi.append(header, to: origin, signers: [try jiangxi.office("scjg")])
        try projector.follow(jiangxi, origin, into: store)
        let (signed, _) = try both(header)
        #expect(codes(signed).contains("ledger.entry_repeated"))
    }

    @Test("refuses everything for a log that is not opened")
    func unopened() throws {
        let header = try jiangxi.step("send", to: ["350000"])
        let other = try fujian.mechanism
        let admission = try projector.preview(
            header,
            of: other,
            now: header.at.instant,
            in: store
        )
        #expect(codes(admission) == ["ledger.log_not_opened"])
    }

    @Test("a projection takes entries only from where it stands")
    func outOfStep() throws {
        #expect(
            throws: LedgerError(
                .projectionOutOfStep,
                ["found": "9", "origin": "\(origin)", "required": "3"]
            )
        ) {
            try projector.append([], of: origin, from: 9, trusted: [], in: store)
        }
    }

    @Test("in one session each entry counts for those after it, and refused ones leave no trace")
    func session() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let cancel = try jiangxi.write("cancel", record: send)
        let again = try jiangxi.write("cancel", record: send)
        let log = try #require(jiangxi.logs[origin])
        let trusted = [try jiangxi.signer().verifierKey]
        var session = try AppendSession(projector, log: origin, trusted: trusted, store: store)
        let verifier = try session.verifier()
        var admitted = 0
        for bytes in log[3...] {
            let checked = verifier.check(bytes)
            guard case .admitted = try session.admit(checked, now: 1_795_140_000) else { continue }
            store.store(bytes, of: origin, at: session.nextIndex)
            try session.append(checked)
            admitted += 1
        }
        let report = try session.finish()
        #expect(admitted == 2)
        #expect(report.classes == [.valid, .valid])
        #expect(report.records.map(\.record) == [send])
        #expect(try projector.record(send, in: store)?.state == "cancelled")
        #expect(try projector.verdict(cancel, in: store).verdictClass == .valid)
        #expect(store.projectedEntries(digest: again) == [])
        #expect(try projector.history(of: origin, in: store)?.size == 5)
    }

    @Test("a new log is opened, enrolled and written in one session")
    func newLog() throws {
        let home = try jiangxi.home
        try jiangxi.openHome()
        let create = try jiangxi.append(
            try jiangxi.step("create"),
            to: home,
            signers: [try jiangxi.office("scjg")]
        )
        let trusted = [try jiangxi.signer().verifierKey]
        var session = try AppendSession(projector, log: home, trusted: trusted, store: store)
        for bytes in try #require(jiangxi.logs[home]) {
            let checked = try session.verifier().check(bytes)
            #expect(
                try session.admit(checked, now: 1_795_140_000) == .admitted(findings: [])
            )
            store.store(bytes, of: home, at: session.nextIndex)
            try session.append(checked)
        }
        #expect(try session.finish().classes == [.valid, .valid, .valid, .valid])
        #expect(try projector.verdict(create, in: store).step == .applied)
    }

    @Test("a home matter whose pack is installed later is judged then")
    func packInstalledLater() throws {
        let home = try jiangxi.home
        try jiangxi.openHome()
        let create = try jiangxi.append(
            try jiangxi.step("create"),
            to: home,
            signers: [try jiangxi.office("scjg")]
        )
        let book = TestCharterBook([try Fixture.charter([jiangxi, fujian])])
        let blind = try Fixture.projector(book, for: jiangxi, packs: [])
        try blind.follow(jiangxi, home, into: store)
        #expect(try blind.verdict(create, in: store).verdictClass != .valid)
        let pack = try Fixture.pack().reference.digest
        _ = try projector.refresh(dependentsOf: pack, in: store)
        #expect(try projector.verdict(create, in: store).verdictClass == .valid)
    }
}
