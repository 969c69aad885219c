import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// One test for each row of the table of verdicts in FORMATS.md §3.
@Suite struct VerdictTests {
    private let jiangxi: TestNode
    private let fujian: TestNode
    private let book: TestCharterBook
    private let store = InMemoryProjectionStore()

    init() throws {
        jiangxi = try .jiangxi()
        fujian = try .fujian()
        try jiangxi.open()
        try fujian.open()
        book = TestCharterBook([try Fixture.charter([jiangxi, fujian])])
    }

    private func projector(packs: [RulePack]? = nil) throws -> Projector {
        try Fixture.projector(book, for: jiangxi, packs: packs)
    }

    /// Projects both logs and returns the verdict on one entry.
    private func verdict(on digest: Digest) throws -> EntryVerdict {
        let projector = try projector()
        try projector.follow(jiangxi, try jiangxi.mechanism, into: store)
        try projector.follow(fujian, try fujian.mechanism, into: store)
        return try projector.verdict(digest, in: store)
    }

    private func irregularCodes(_ verdict: EntryVerdict) -> [IrregularReason.Code] {
        guard case .irregular(let reasons) = verdict.step else { return [] }
        return reasons.map(\.code)
    }

    /// Appends to 江西's log an entry signed by whoever; not checked by the builder.
    private func append(
        _ header: EntryHeader,
        signers: [any NoteSigner],
        to origin: Origin? = nil
    ) throws -> Digest {
        let target = try jiangxi.mechanism
        let note = try Note(
            text: UnverifiedEntry.text(origin: origin ?? target, header: header),
            signers: signers
        )
        try jiangxi.append(note.encoded, to: target)
        return SHA256.digest(of: note.encoded)
    }

    // MARK: Valid

    @Test("a clue that is sent, received and accepted is valid in every step")
    func valid() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let receive = try fujian.receive(send)
        let accept = try fujian.write("accept", record: send, parents: [receive])
        for digest in [send, receive, accept] {
            let verdict = try verdict(on: digest)
            #expect(verdict.verdictClass == .valid, "\(verdict)")
            #expect(verdict.step == .applied)
        }
        #expect(try projector().record(send, in: store)?.state == "accepted")
    }

    // MARK: Invalid

    @Test("a form that is not canonical is invalid")
    func malformed() throws {
        let entry = Array("lianlu/entry/v1\nx\n{}\n\n".utf8)
        try jiangxi.append(entry, to: try jiangxi.mechanism)
        let verdict = try verdict(on: SHA256.digest(of: entry))
        #expect(verdict.verdictClass == .invalid)
        #expect(verdict.reasons.map(\.code) == [.entryNoteMalformed])
    }

    @Test("a key set that the table does not allow is invalid, with every key named")
    func keySet() throws {
        var header = try jiangxi.step("send")
        header.since = 3
        let verdict = try verdict(on: append(header, signers: [try jiangxi.office("scjg")]))
        #expect(verdict.verdictClass == .invalid)
        #expect(verdict.reasons.map(\.code) == [.headerKeyMissing, .headerKeyForbidden])
        #expect(verdict.reasons.map { $0.arguments["key"] } == ["to", "since"])
    }

    @Test("a missing, an unexpected and a wrong signature are invalid")
    func signatures() throws {
        let header = try jiangxi.step("send", to: ["350000"])
        let system = try jiangxi.office("system")
        let missing = try verdict(on: append(header, signers: [system]))
        #expect(missing.reasons.map(\.code) == [.signatureMissing, .signatureUnexpected])
        let scjg = try jiangxi.office("scjg")
        let extra = try verdict(on: append(header, signers: [scjg, system]))
        #expect(extra.reasons.map(\.code) == [.signatureUnexpected])
        let twice = try verdict(on: append(header, signers: [scjg, scjg]))
        #expect(twice.reasons.map(\.code) == [.signatureUnexpected])
    }

    @Test("an unknown key of a known name is invalid")
    func unknownKey() throws {
        let header = try jiangxi.step("send", to: ["350000"])
        let stranger = try jiangxi.office("scjg", tag: "stranger")
        let verdict = try verdict(on: append(header, signers: [stranger]))
        #expect(verdict.reasons.map(\.code) == [.keyNotEnrolled])
    }

    @Test(
        "one more line of each signer, of a kind that is not known yet, is allowed after the others"
    )
    func laterKind() throws {
        let header = try jiangxi.step("send", to: ["350000"])
        let text = UnverifiedEntry.text(origin: try jiangxi.mechanism, header: header)
        let own = try jiangxi.office("scjg").line(for: text)
        let later = try SignatureLine(
            name: own.name,
            keyID: KeyID(rawValue: 7),
            signature: [1, 2, 3]
        )
        for (lines, codes) in [
            ([own, later], []), ([later, own], [.keyNotEnrolled, .signatureUnexpected]),
            ([own, later, later], [.signatureUnexpected]),
        ] as [([SignatureLine], [Reason.Code])] {
            let note = try Note(text: text, signatures: lines)
            try jiangxi.append(note.encoded, to: try jiangxi.mechanism)
            let verdict = try verdict(on: SHA256.digest(of: note.encoded))
            #expect(verdict.reasons.map(\.code) == codes)
        }
    }

    @Test("a key that is enrolled later, or was revoked before, is invalid")
    func enrolledLaterAndRevoked() throws {
        let header = try jiangxi.step("send", to: ["350000"])
        let late = try jiangxi.office("late")
        var other = header
        other.office = OfficeID("late")
        let early = try append(other, signers: [late])
        try jiangxi.enrol("late", in: try jiangxi.mechanism)
        let index = try #require(
            EntryIndex(UInt64(jiangxi.logs[try jiangxi.mechanism]?.count ?? 0))
        )
        try jiangxi.append(
            EntryHeader.revokeOffice(
                at: try jiangxi.tick(),
                key: late.verifierKey,
                since: index
            ),
            to: try jiangxi.mechanism,
            signers: [try jiangxi.signer()]
        )
        other.at = try jiangxi.tick()
        let after = try append(other, signers: [late])
        #expect(try verdict(on: early).reasons.map(\.code) == [.keyNotEnrolled])
        #expect(try verdict(on: after).reasons.map(\.code) == [.keyRevoked])
    }

    @Test("another log's origin is invalid")
    func origin() throws {
        let header = try jiangxi.step("send", to: ["350000"])
        let verdict = try verdict(
            on: append(
                header,
                signers: [try jiangxi.office("scjg")],
                to: try fujian.mechanism
            )
        )
        #expect(verdict.reasons.map(\.code) == [.entryOriginMismatch])
    }

    @Test("a region that is not this node's is invalid, for its automatic office too")
    func foreignRegion() throws {
        for office in ["scjg", "system"] {
            var header = try jiangxi.step("send", office: office, to: ["350000"])
            header.from = fujian.region
            let verdict = try verdict(on: append(header, signers: [try jiangxi.office(office)]))
            #expect(verdict.reasons.map(\.code) == [.signerNotOfNode])
        }
    }

    @Test("an adoption that is not of a child in force of the revision before is invalid")
    func adoption() throws {
        let child = SHA256.digest(of: Array("child".utf8))
        let stranger = SHA256.digest(of: Array("stranger".utf8))
        let unsigned = SHA256.digest(of: Array("unsigned".utf8))
        var book = TestCharterBook([
            try Fixture.charter([jiangxi, fujian]),
            try Fixture.charter([jiangxi], digest: child, predecessor: Fixture.charterDigest),
            try Fixture.charter([jiangxi], digest: stranger, predecessor: unsigned),
            try Fixture.charter(
                [jiangxi],
                digest: unsigned,
                predecessor: child,
                isInForce: false
            ),
        ])
        book.ended = [:]
        let origin = try jiangxi.mechanism
        let digests = try [stranger, child, child, unsigned].map {
            let header = EntryHeader.adopt(at: try jiangxi.tick(), charter: $0)
            return try jiangxi.append(header, to: origin, signers: [try jiangxi.signer()])
        }
        let projector = try Fixture.projector(book, for: jiangxi)
        try projector.follow(jiangxi, origin, into: store)
        let codes = try digests.map {
            try projector.verdict($0, in: store).reasons.map(\.code)
        }
        #expect(codes == [[.charterNotChild], [], [.charterNotChild], [.charterNotInForce]])
        #expect(
            try projector.history(of: origin, in: store)?.namedCharters.count == 5
        )
    }

    // MARK: Irregular

    @Test("an unknown event of a known pack is irregular")
    func unknownEvent() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let odd = try jiangxi.write("sing", record: send)
        let verdict = try verdict(on: odd)
        #expect(verdict.verdictClass == .irregular)
        #expect(irregularCodes(verdict) == [.eventUnknown])
    }

    @Test("a pack that the charter does not name is irregular")
    func foreignPack() throws {
        var header = try jiangxi.step("send", to: ["350000"])
        header.rules = PackReference("other@\(Fixture.charterDigest.hex)")
        let digest = try append(header, signers: [try jiangxi.office("scjg")])
        #expect(irregularCodes(try verdict(on: digest)).contains(.packNotNamed))
    }

    @Test("a role or a state that does not allow the step is irregular, with both reasons")
    func roleAndState() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let own = try jiangxi.write("accept", record: send)
        #expect(
            irregularCodes(try verdict(on: own)) == [.stateNotAllowed, .roleNotAllowed]
        )
    }

    @Test("an addressee outside the mechanism is irregular")
    func addressee() throws {
        let send = try jiangxi.write("send", to: ["520000"])
        #expect(irregularCodes(try verdict(on: send)) == [.addresseeOutside])
    }

    @Test("the same bytes a second time are irregular, in a record and out of one")
    func repeated() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let origin = try jiangxi.mechanism
        let log = try #require(jiangxi.logs[origin])
        try jiangxi.append(try #require(log.last), to: origin)
        try jiangxi.append(log[1], to: origin)
        _ = try verdict(on: send)
        let classes = store.projectedEntries(of: origin, from: 0, limit: 100)
            .map(\.verdictClass)
        #expect(classes == [.valid, .valid, .valid, .valid, .irregular, .irregular])
    }

    @Test("a record that is a later entry of another one is irregular")
    func recordNotFirst() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let receive = try fujian.receive(send)
        let odd = try jiangxi.write("send_feedback", record: receive)
        #expect(irregularCodes(try verdict(on: odd)).contains(.recordNotFirst))
    }

    @Test("an invalid parent makes irregular")
    func invalidParent() throws {
        let bad = try append(
            try jiangxi.step("send", to: ["350000"]),
            signers: [try jiangxi.office("system")]
        )
        let send = try jiangxi.write("send", to: ["350000"], parents: [bad])
        #expect(irregularCodes(try verdict(on: send)).contains(.parentInvalid))
    }

    @Test("a second opening is irregular")
    func secondOpening() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let again = try jiangxi.write("send", to: ["350000"], record: send)
        #expect(irregularCodes(try verdict(on: again)).contains(.secondOpening))
    }

    @Test("a home step after the opening is irregular")
    func homeAfterOpening() throws {
        let home = try jiangxi.home
        try jiangxi.openHome()
        func step(_ event: String, _ record: Digest?) throws -> Digest {
            let header = try jiangxi.step(event, record: record)
            return try jiangxi.append(header, to: home, signers: [try jiangxi.office("scjg")])
        }
        let create = try step("create", nil)
        let approve = try step("approve", create)
        let projector = try projector()
        try projector.follow(jiangxi, home, into: store)
        let size = UInt64(jiangxi.logs[home]?.count ?? 0)
        let send = try jiangxi.write("send", to: ["350000"])
        try projector.follow(jiangxi, try jiangxi.mechanism, into: store)
        let scope = RecordScope(try #require(LogName(home)))
        let mechanism = try #require(MechanismID(Fixture.mechanism))
        let key = RecordKey(scope: scope, record: create)
        let report = try projector.link(
            HomeLink(
                home: key,
                opening: send,
                scope: RecordScope(mechanism: mechanism),
                origin: home,
                size: size
            ),
            in: store
        )
        #expect(report.records == [key])
        let late = try step("cancel", create)
        try projector.follow(jiangxi, home, into: store)
        #expect(irregularCodes(try projector.verdict(late, in: store)).contains(.homeAfterOpening))
        for digest in [create, approve] {
            #expect(try projector.verdict(digest, in: store).verdictClass == .valid)
        }
        let row = try #require(store.projectedRecord(key))
        let summary = try RecordSummary(decoding: row.summary)
        #expect(summary.openedBy == send)
        #expect(summary.findings == [])
        #expect(row.state == "approved")
    }

    @Test("a correction by another office than the target's is irregular")
    func correction() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let object = try SaltedObject(salt: [UInt8](repeating: 7, count: 32), content: [1])
        func correct(_ node: TestNode, _ office: String) throws -> Digest {
            let header = EntryHeader.correct(
                at: try node.tick(),
                signer: (node.region, try #require(OfficeID(office))),
                record: send,
                target: send,
                objects: [
                    object.reference(role: .body, label: .internal, audience: .addressees)
                ]
            )
            return try node.append(
                header,
                to: try node.mechanism,
                signers: [try node.office(office)]
            )
        }
        let own = try correct(jiangxi, "scjg")
        let other = try correct(fujian, "scjg")
        #expect(try verdict(on: own).verdictClass == .valid)
        #expect(irregularCodes(try verdict(on: other)) == [.correctByOther])
    }

    // MARK: Pending

    @Test("a step whose pack, record or parent is missing is pending, and judged when it arrives")
    func pending() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let receive = try fujian.receive(send)
        let projector = try projector()
        try projector.follow(fujian, try fujian.mechanism, into: store)
        let waiting = try projector.verdict(receive, in: store)
        #expect(waiting.verdictClass == .pending)
        #expect(waiting.awaited == [.entry(send)])
        let report = try projector.follow(jiangxi, try jiangxi.mechanism, into: store)
        #expect(try projector.verdict(receive, in: store).verdictClass == .valid)
        #expect(report.rejudged.map(\.verdictClass) == [.valid])
        #expect(report.rejudged.map(\.index) == [3])
        #expect(try projector.record(send, in: store)?.state == "received")
    }

    @Test("a step is pending while its pack is missing, and judged when that arrives")
    func pendingPack() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let blind = try projector(packs: [])
        try blind.follow(jiangxi, try jiangxi.mechanism, into: store)
        let pack = try Fixture.pack()
        #expect(try blind.verdict(send, in: store).awaited == [.pack(pack.reference)])
        let seeing = try projector()
        _ = try seeing.refresh(dependentsOf: pack.reference.digest, in: store)
        #expect(try seeing.verdict(send, in: store).verdictClass == .valid)
    }

    @Test("entries are pending while the charter is missing, and judged when it arrives")
    func pendingCharter() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let blind = try Fixture.projector(TestCharterBook([]), for: jiangxi)
        try blind.follow(jiangxi, try jiangxi.mechanism, into: store)
        let waiting = try blind.verdict(send, in: store)
        #expect(waiting.verdictClass == .pending)
        #expect(waiting.reasons.map(\.code) == [.charterMissing])
        let seeing = try projector()
        let report = try seeing.refresh(dependentsOf: Fixture.charterDigest, in: store)
        #expect(report.rejudged.count == 4)
        #expect(try seeing.verdict(send, in: store).verdictClass == .valid)
        #expect(try seeing.record(send, in: store)?.state == "sent")
    }

    @Test("a later version line is pending")
    func laterVersion() throws {
        let entry = Array("lianlu/entry/v2\nwhatever\n".utf8)
        try jiangxi.append(entry, to: try jiangxi.mechanism)
        let verdict = try verdict(on: SHA256.digest(of: entry))
        #expect(verdict.verdictClass == .pending)
        #expect(verdict.reasons == [Reason(.entryVersionLater, ["version": "2"])])
    }

    // MARK: Findings

    @Test("a time before that of an earlier entry, compared as instants, is a finding only")
    func clockWentBack() throws {
        var same = try jiangxi.step("send", to: ["350000"])
        same.at = try #require(
            Timestamp(instant: same.at.instant - 60, offsetMinutes: 540)
        )
        var back = same
        back.at = try #require(
            Timestamp(instant: same.at.instant - 1, offsetMinutes: 840)
        )
        let signer = try jiangxi.office("scjg")
        let first = try verdict(on: append(same, signers: [signer]))
        #expect(first.findings == [])
        let second = try verdict(on: append(back, signers: [signer]))
        #expect(second.findings.map(\.code) == [.clockWentBack])
        #expect(second.verdictClass == .valid)
    }

    @Test(
        "of one log as many entries count in a record as the limit says, and another member's steps go on"
    )
    func surplus() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let stranger = try fujian.receive(send)
        var steps: [Digest] = []
        for number in 1..<Limits.recordEntryCountMax {
            let fact = Fact(field: try #require(FieldID("number")), value: .integer(Int64(number)))
            steps.append(try jiangxi.write("accept", record: send, facts: [fact]))
        }
        let past = try jiangxi.write("accept", record: send)
        let accept = try fujian.write("accept", record: send, parents: [stranger])
        let projector = try projector()
        // A thousand entries at a time.
        for _ in 0..<2 { try projector.follow(jiangxi, try jiangxi.mechanism, into: store) }
        #expect(irregularCodes(try verdict(on: past)) == [.recordStepsTooMany])
        let last = try #require(steps.last)
        let found = try projector.verdict(last, in: store)
        #expect(!irregularCodes(found).contains(.recordStepsTooMany))
        for digest in [send, stranger, accept] {
            #expect(try projector.verdict(digest, in: store).verdictClass == .valid)
        }
        // What does not count is not read with the record either.
        let more = try jiangxi.write("accept", record: send)
        try projector.follow(jiangxi, try jiangxi.mechanism, into: store)
        let scope = RecordScope(mechanism: try #require(MechanismID(Fixture.mechanism)))
        let rows = store.projectedEntries(record: RecordKey(scope: scope, record: send))
        let origin = try jiangxi.mechanism
        #expect(rows.count { $0.origin == origin } == Limits.recordEntryCountMax)
        #expect(rows.last { $0.origin == origin }?.digest == last)
        for digest in [past, more] {
            #expect(store.projectedEntries(digest: digest).map(\.record) == [nil])
        }
        // A revocation that reaches back, and a charter that comes last, leave the same.
        let revoke = EntryHeader.revokeOffice(
            at: try jiangxi.tick(),
            key: try jiangxi.office("scjg").verifierKey,
            since: try #require(EntryIndex(UInt64(Limits.recordEntryCountMax + 3)))
        )
        try jiangxi.append(revoke, to: origin, signers: [try jiangxi.signer()])
        let blind = try Fixture.projector(TestCharterBook([]), for: jiangxi)
        let late = InMemoryProjectionStore()
        for node in [fujian, jiangxi, jiangxi] {
            try projector.follow(node, try node.mechanism, into: store)
            try blind.follow(node, try node.mechanism, into: late)
        }
        _ = try projector.refresh(dependentsOf: Fixture.charterDigest, in: late)
        #expect(store.contents.differences(from: late.contents) == [])
        #expect(try verdict(on: past).verdictClass == .invalid)
        #expect(irregularCodes(try verdict(on: past)).isEmpty)
    }

    @Test("what a removed member writes beyond the end of its log is stored and never folded")
    func beyondEnd() throws {
        let send = try jiangxi.write("send", to: ["350000"])
        let late = try jiangxi.write("send", to: ["350000"])
        var book = book
        book.ended[try jiangxi.mechanism] = 4
        let projector = try Fixture.projector(book, for: fujian)
        try projector.follow(jiangxi, try jiangxi.mechanism, into: store)
        #expect(try projector.verdict(send, in: store).verdictClass == .valid)
        #expect(irregularCodes(try projector.verdict(late, in: store)) == [.logEnded])
        #expect(try projector.record(late, in: store)?.state == "")
    }
}
