import Cryptography
import Replication
import Testing
import TransparencyLog

/// The documents of FORMATS.md §5: written and read back, strict where it counts, limits and one past them.
@Suite struct WireDocumentTests {
    static func session(
        card: Int = 3,
        charters: Int = 2,
        logs: Int = 2
    ) throws -> SessionDocument {
        try SessionDocument(
            boot: Fixture.boot(),
            card: [UInt8](repeating: UInt8(ascii: "c"), count: card),
            charters: (0..<charters).map {
                .init(digest: Fixture.digest(UInt8($0 & 255)), mechanism: "m-\(1_000 + $0)")
            },
            logs: (0..<logs).map { try Fixture.claim(5, origin: "n.example/\(10_000 + $0)") },
            now: Fixture.time()
        )
    }

    @Test("a session document is read back as it was written, in the bytes of FORMATS.md")
    func sessionRoundTrip() throws {
        let origin = try Fixture.origin()
        let document = try SessionDocument(
            boot: Fixture.boot(),
            card: Array("卡\n".utf8),
            charters: [.init(digest: Fixture.digest(1), mechanism: "delta")],
            logs: [HeadClaim(origin: origin, size: 7, root: Fixture.digest(2))],
            now: Fixture.time()
        )
        let bytes = try document.encoded()
        let expected = """
            {"boot":"07070707070707070707070707070707","card":"卡\\n","charters":[{"digest":"\
            \(Fixture.digest(1).hex)","mechanism":"delta"}],"logs":[{"origin":"\
            jiangxi.ipr.example/delta","root":"\(Fixture.digest(2).hex)","size":7}],"now":"\
            2026-11-20T09:30:00+08:00","version":1}
            """
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
        #expect(try SessionDocument(parsing: bytes) == document)
    }

    @Test("lists are sorted on writing, and an unknown key is ignored on reading")
    func sortingAndUnknownKeys() throws {
        let document = try SessionDocument(
            boot: Fixture.boot(),
            card: [],
            charters: ["z", "a"].map { .init(digest: Fixture.digest(1), mechanism: $0) },
            logs: ["b.example/m", "a.example/m"].map { try Fixture.claim(1, origin: $0) },
            now: Fixture.time()
        )
        #expect(document.charters.map(\.mechanism) == ["a", "z"])
        #expect(document.logs.map(\.origin.description) == ["a.example/m", "b.example/m"])
        var text = String(decoding: try document.encoded(), as: UTF8.self)
        text.replace("\"version\":1", with: "\"later\":[{}],\"version\":1")
        #expect(try SessionDocument(parsing: Array(text.utf8)) == document)
    }

    @Test(
        "a session document that breaks a rule is refused",
        arguments: [
            ("\"version\":1", "\"version\":2", .documentVersionUnsupported),
            ("\"version\":1", "\"versio\":1", .documentMalformed),
            ("\"version\":1", "\"version\":\"1\"", .documentMalformed),
            ("0707\"", "07\"", .documentMalformed), ("0707\"", "070A\"", .documentMalformed),
            ("m-1001", "m-1000", .listNotSorted), ("m-1001", "M-1001", .documentMalformed),
            ("m-1001", "", .documentMalformed), ("10001\"", "10000\"", .listNotSorted),
            ("example/10001", "example 10001", .documentMalformed),
            ("\"size\":5", "\"size\":-5", .documentMalformed),
            ("\"size\":5", "\"size\":9007199254740992", .documentMalformed),
            ("\"size\":5", "\"size\":5.5", .documentMalformed),
            ("\"root\":\"6e", "\"root\":\"6E", .documentMalformed),
            ("+08:00", "Z", .documentMalformed), ("{", "[", .documentMalformed),
        ] as [(String, String, ReplicationError.Code)]
    )
    func sessionRefused(old: String, new: String, code: ReplicationError.Code) throws {
        var text = String(decoding: try Self.session().encoded(), as: UTF8.self)
        try #require(text.contains(old))
        text.replace(old, with: new, maxReplacements: 1)
        let found = try ReplicationError.code {
            _ = try SessionDocument(parsing: Array(text.utf8))
        }
        #expect(found == code)
    }

    @Test("an integer of 2^53 − 1 is read")
    func integerLimit() throws {
        let text = String(decoding: try Self.session().encoded(), as: UTF8.self)
            .replacing("\"size\":5", with: "\"size\":9007199254740991")
        #expect(
            try SessionDocument(parsing: Array(text.utf8)).logs[0].size.rawValue
                == Limits.integerMax
        )
    }

    @Test("a session document holds its limits of card, charters and logs, and not one more")
    func sessionLimits() throws {
        _ = try Self.session(card: Limits.cardByteCountMax)
        _ = try Self.session(charters: Limits.charterCountMax)
        let full = try Self.session(logs: Limits.headCountMax).encoded()
        #expect(try SessionDocument(parsing: full).logs.count == Limits.headCountMax)
        let card = try ReplicationError.code {
            _ = try Self.session(card: Limits.cardByteCountMax + 1)
        }
        #expect(card == .documentTooLong)
        let charters = try ReplicationError.code {
            _ = try Self.session(charters: Limits.charterCountMax + 1)
        }
        #expect(charters == .listTooLong)
        let logs = try ReplicationError.code { _ = try Self.session(logs: Limits.headCountMax + 1) }
        #expect(logs == .listTooLong)
        let bytes = try Self.session().encoded()
        let padding = [UInt8](
            repeating: UInt8(ascii: " "),
            count: Limits.sessionByteCountMax - bytes.count
        )
        _ = try SessionDocument(parsing: bytes + padding)
        let long = try ReplicationError.code {
            _ = try SessionDocument(parsing: bytes + padding + [UInt8(ascii: " ")])
        }
        #expect(long == .documentTooLong)
    }

    @Test("an answer of heads is read back, and holds 10,000 heads and not one more")
    func heads() throws {
        let cursor = HeadsCursor(boot: try Fixture.boot(), counter: 3)
        let claims = try (0..<Limits.headCountMax).map {
            try Fixture.claim(9, origin: "n.example/\(10_000 + $0)")
        }
        let document = try HeadsDocument(cursor: cursor, logs: claims.reversed())
        #expect(try HeadsDocument(parsing: document.encoded()) == document)
        let more = claims + [try Fixture.claim(9, origin: "z.example/m")]
        let code = try ReplicationError.code {
            _ = try HeadsDocument(cursor: cursor, logs: more)
        }
        #expect(code == .listTooLong)
        let text = String(decoding: try document.encoded(), as: UTF8.self)
            .replacing(cursor.text, with: "a b")
        let malformed = try ReplicationError.code {
            _ = try HeadsDocument(parsing: Array(text.utf8))
        }
        #expect(malformed == .documentMalformed)
    }

    @Test("a submission bears cosignatures of the sender's mirror keys over the checkpoint's text")
    func cosignatures() throws {
        let checkpoint = try Fixture.checkpoint(300)
        let signer = try CosignatureSigner(
            name: KeyName("guizhou.ipr.example/mirror"),
            seed: [UInt8](repeating: 5, count: 32)
        )
        let stranger = try CosignatureSigner(
            name: KeyName("x.example/mirror"),
            seed: [UInt8](repeating: 6, count: 32)
        )
        let line = try signer.cosign(checkpoint, at: 1_800_000_000)
        let other = try stranger.cosign(checkpoint, at: 1_800_000_000)
        let sent = try CosignatureSubmission(checkpoint, lines: [line, other])
        let read = try CosignatureSubmission(parsing: sent.encoded)
        #expect(read == sent)
        #expect(read.checkpoint.size == 300)
        let found = try read.cosignatures(by: [signer.verifierKey])
        #expect(found.map(\.time) == [1_800_000_000])
        let missing = try ReplicationError.code {
            _ = try CosignatureSubmission(checkpoint, lines: [other])
                .cosignatures(by: [signer.verifierKey])
        }
        #expect(missing == .cosignatureMissing)
        let elsewhere = try CosignatureSubmission(try Fixture.checkpoint(301), lines: [line])
        let bad = try ReplicationError.code {
            _ = try elsewhere.cosignatures(by: [signer.verifierKey])
        }
        #expect(bad == .documentMalformed)
    }

    @Test("a submission of more than 16 KiB is refused before it is read")
    func cosignaturesLimit() throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: Limits.cosignaturesByteCountMax)
        let atLimit = try ReplicationError.code { _ = try CosignatureSubmission(parsing: long) }
        #expect(atLimit == .documentMalformed)
        let past = try ReplicationError.code { _ = try CosignatureSubmission(parsing: long + [0]) }
        #expect(past == .documentTooLong)
    }

    @Test("a request for objects is read back, 256 of them and not one more")
    func objectsRequest() throws {
        let wants = (0..<UInt8(255)).map {
            ObjectsRequest.Want(index: 7, object: Fixture.digest($0))
        }
        let last = ObjectsRequest.Want(index: 9_007_199_254_740_991, object: Fixture.digest(9))
        let request = try ObjectsRequest(wants + [last])
        #expect(request.wants.count == Limits.objectWantCountMax)
        #expect(try ObjectsRequest(parsing: request.encoded()) == request)
        let code = try ReplicationError.code { _ = try ObjectsRequest(wants + [last, last]) }
        #expect(code == .listTooLong)
        for text in [
            #"{"version":1,"want":[{"index":-1,"sha256":"\#(Fixture.digest(0).hex)"}]}"#,
            #"{"version":1,"want":[{"index":1,"sha256":"00"}]}"#, #"{"version":1}"#,
            #"{"version":1,"want":[{"index":9007199254740992,"sha256":"\#(Fixture.digest(0).hex)"}]}"#,
        ] {
            let code = try ReplicationError.code {
                _ = try ObjectsRequest(parsing: Array(text.utf8))
            }
            #expect(code == .documentMalformed, "\(text)")
        }
    }

    @Test("an answer of objects is framed as u8 status, u32 length, bytes")
    func objectsAnswer() throws {
        var answer = ObjectsAnswer(wantCount: 3)
        answer.append(.bytes([9, 8]))
        answer.append(.denied)
        answer.append(.later)
        let bytes = answer.encoded()
        #expect(bytes == [1, 0, 0, 0, 2, 9, 8, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0])
        #expect(try ObjectsAnswer(parsing: bytes, wantCount: 3) == answer)
        for (broken, count) in [
            (bytes, 2), (bytes, 4), (bytes.dropLast(), 3), (bytes + [0], 3), ([3, 0, 0, 0, 0], 1),
            ([0, 0, 0, 0, 1, 7], 1), ([1, 255, 255, 255, 255, 1], 1),
        ] as [([UInt8], Int)] {
            let code = try ReplicationError.code {
                _ = try ObjectsAnswer(parsing: broken, wantCount: count)
            }
            #expect(code == .documentMalformed)
        }
    }

    @Test("an answer of objects stays within 16 MiB: what has no room is to be asked for later")
    func objectsAnswerLimit() throws {
        let half = [UInt8](repeating: 1, count: Limits.objectsAnswerByteCountMax / 2 - 5)
        var exact = ObjectsAnswer(wantCount: 2)
        exact.append(.bytes(half))
        exact.append(.bytes(half))
        let bytes = exact.encoded()
        #expect(bytes.count == Limits.objectsAnswerByteCountMax)
        #expect(try ObjectsAnswer(parsing: bytes, wantCount: 2) == exact)
        var over = ObjectsAnswer(wantCount: 2)
        over.append(.bytes(half))
        over.append(.bytes(half + [1]))
        #expect(over.items.last == .later)
        let code = try ReplicationError.code {
            _ = try ObjectsAnswer(parsing: bytes + [0], wantCount: 2)
        }
        #expect(code == .documentTooLong)
    }

    @Test("the entries that name keys are framed as in a bundle, within their limits")
    func keyEntries() throws {
        let keys = try KeyEntries([[1, 2], [3]])
        #expect(keys.encoded == [0, 2, 1, 2, 0, 1, 3])
        #expect(try KeyEntries(parsing: keys.encoded) == keys)
        for broken in [[], [0], [0, 2, 1], [0, 0]] as [[UInt8]] {
            let code = try ReplicationError.code { _ = try KeyEntries(parsing: broken) }
            #expect(code == .documentMalformed)
        }
        _ = try KeyEntries([[UInt8](repeating: 1, count: Limits.keyEntryByteCountMax)])
        let long = try ReplicationError.code {
            _ = try KeyEntries([[UInt8](repeating: 1, count: Limits.keyEntryByteCountMax + 1)])
        }
        #expect(long == .documentTooLong)
        _ = try KeyEntries([[UInt8]](repeating: [1], count: Limits.keyEntryCountMax))
        let many = try ReplicationError.code {
            _ = try KeyEntries([[UInt8]](repeating: [1], count: Limits.keyEntryCountMax + 1))
        }
        #expect(many == .listTooLong)
    }

    @Test("the kind of a notice is its first line", arguments: Notice.Kind.allCases)
    func notice(kind: Notice.Kind) throws {
        let text = Array("\(kind.rawValue)\nnode x\n".utf8)
        let notice = try Notice(parsing: text)
        #expect(notice.kind == kind)
        #expect(notice.digest == SHA256.digest(of: text))
        let longest =
            text
            + [UInt8](
                repeating: UInt8(ascii: "\n"),
                count: Limits.noticeByteCountMax - text.count
            )
        #expect(try Notice(parsing: longest).kind == kind)
        let code = try ReplicationError.code {
            _ = try Notice(parsing: longest + [UInt8(ascii: "\n")])
        }
        #expect(code == .documentTooLong)
    }

    @Test(
        "a text of no known kind, or no text, is refused",
        arguments: [
            (Array("lianlu/card/v2\n".utf8), .noticeKindUnknown),
            (Array("lianlu/card/v1\r\n".utf8), .noticeKindUnknown),
            (Array("lianlu/card/v1 \n".utf8), .noticeKindUnknown),
            (Array("lianlu/card/v1".utf8), .documentMalformed), ([], .documentMalformed),
            ([0xFF, 0x0A], .documentMalformed),
        ] as [([UInt8], ReplicationError.Code)]
    )
    func noticeRefused(bytes: [UInt8], code: ReplicationError.Code) throws {
        #expect(try ReplicationError.code { _ = try Notice(parsing: bytes) } == code)
    }

    @Test(
        "a problem has a code of the closed list with its one status",
        arguments: Problem.Code.allCases
    )
    func problem(code: Problem.Code) throws {
        let problem = Problem(code, cause: "因", remedy: "do \"this\"")
        #expect(try Problem(parsing: problem.encoded()) == problem)
        #expect([400, 404, 409, 413, 422, 429, 503].contains(problem.status))
    }

    @Test("a peer's problem is read whatever its code, and refused in another form")
    func problemOfPeers() throws {
        let text = """
            {"cause":"c","code":"later_code","remedy":"r","status":429,"type":"about:blank"}
            """
        #expect(try Problem(parsing: Array(text.utf8)).code == "later_code")
        for (old, new) in [
            ("429", "418"), ("about:blank", "x"), ("later_code", "Later"), ("later_code", ""),
            ("later_code", String(repeating: "a", count: 65)),
        ] {
            let code = try ReplicationError.code {
                _ = try Problem(parsing: Array(text.replacing(old, with: new).utf8))
            }
            #expect(code == .documentMalformed, "\(new)")
        }
        let long =
            text + String(repeating: " ", count: Limits.problemByteCountMax - text.utf8.count)
        _ = try Problem(parsing: Array(long.utf8))
        let code = try ReplicationError.code { _ = try Problem(parsing: Array((long + " ").utf8)) }
        #expect(code == .documentTooLong)
    }
}
