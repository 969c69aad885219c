import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct PeerCardTests {
    @Test("the keys that the vectors print follow from their names")
    func vectorKeys() throws {
        let keys = try #require(PartyVectors.file()["keys"] as? [String: String])
        #expect(keys.count == 13)
        for (label, vkey) in keys {
            let parts = label.split(separator: " ")
            let name = try KeyName(String(parts[0]))
            let type = parts.count == 2 ? 4 : 1
            let key = try TestKeys.privateKey(String(parts[0]), type: type)
            let algorithm: SignatureAlgorithm = type == 4 ? .ed25519Cosignature : .ed25519
            let own = try VerifierKey(
                name: name,
                algorithm: algorithm,
                publicKey: key.publicKey.rawBytes
            )
            #expect("\(own)" == vkey)
        }
    }

    @Test("every card of the vectors is read, written and signed again byte for byte")
    func vectorCards() throws {
        let cards = try PartyVectors.cards()
        #expect(cards.count == 2)
        for vector in cards {
            let card = try PeerCard(parsing: vector.note)
            #expect(card.node.text == vector.node)
            #expect(card.fingerprint.text == vector.fingerprint)
            #expect(card.content.text[...] == card.note.text)
            let signer = try Fixtures.signer(vector.node)
            #expect(try PeerCard(card.content, signer: signer).note.encoded == vector.note)
        }
    }

    @Test("a card with every optional line is read and written alike")
    func fullCard() throws {
        var content = try Fixtures.card("jiangxi")
        content.pins.append(Fixtures.pin("next"))
        content.retiredMirrors = [
            .init(key: try Fixtures.mirror("jiangxi", tag: " old"), end: 1_763_000_000)
        ]
        content.box = try Fixtures.certificate("jiangxi").bytes
        content.offices = [
            .init(id: try #require(OfficeID("psb")), title: "江西省公安厅"),
            .init(id: try #require(OfficeID("scjg")), title: "江西省市场监督管理局"),
        ]
        let card = try Fixtures.signed(content)
        #expect(card.content == content)
        #expect(try PeerCard(parsing: card.note.encoded) == card)
    }

    /// What is replaced in a good card's text, and what is said of the result.
    static let badTexts: [(String, String, PartyError.Code)] = [
        ("lianlu/card/v1", "lianlu/card/v2", .documentUnknown),
        ("node jiangxi.ipr.example\n", "", .lineMissing),
        ("node jiangxi", "node Jiangxi", .lineMalformed),
        ("node jiangxi.ipr.example", "node fujian.ipr.example", .keyNotOfNode),
        ("node jiangxi.ipr.example\n", "node jiangxi.ipr.example\ncolour red\n", .lineUnknown),
        (
            "region 360000\n", "region 360000\nregion 360000\n", .lineRepeated
        ),
        ("region 360000", "region 36000", .lineMalformed),
        ("region 360000\n", "", .lineMissing),
        ("https://", "http://", .lineMalformed),
        (":7443", ":7443/", .lineMalformed),
        (":7443", ":0", .lineMalformed),
        (":7443", ":65536", .lineMalformed),
        (":7443", ":07443", .lineMalformed),
        ("tls sha256:", "tls sha1:", .lineMalformed),
        ("issued 2026-11-20T08:00:00+08:00", "issued 2026-11-20T08:00:00Z", .lineMalformed),
        ("serial 1763600001", "serial +1763600001", .lineMalformed),
        ("serial 1763600001", "serial 01763600001", .lineMalformed),
        ("serial 1763600001\n", "serial 1763600001\nserial 1763600001\n", .lineRepeated),
        (
            "serial 1763600001\nissued 2026-11-20T08:00:00+08:00\n",
            "issued 2026-11-20T08:00:00+08:00\nserial 1763600001\n", .lineMissing
        ),
        ("expires 2027-11-20T08:00:00+08:00\n", "", .lineMissing),
        (
            "expires 2027-11-20T08:00:00+08:00\n",
            "expires 2027-11-20T08:00:00+08:00\nbox AAAA\n", .lineRepeated
        ),
        ("office scjg 江西省市场监督管理局", "office scjg ", .lineMalformed),
        ("office scjg 江西省市场监督管理局", "office scjg", .lineMalformed),
        ("office scjg 江西省", "office scjg \u{9b}31m江西省", .lineMalformed),
        ("office scjg", "office SCJG", .lineMalformed),
        ("office scjg", "office zzz z\noffice scjg", .linesUnsorted),
        ("office scjg", "office scjg z\noffice scjg", .lineRepeated),
        ("serial 1763600001", "serial 1763600001\r", .lineMalformed),
        ("office scjg", "box AAA=A\noffice scjg", .lineMalformed),
        ("office scjg", "box AAB=\noffice scjg", .lineMalformed),
    ]

    @Test("a signed card with a wrong line is refused by name", arguments: badTexts)
    func badLines(_ wrong: (find: String, replace: String, code: PartyError.Code)) throws {
        let cards = try PartyVectors.cards()
        let vector = try #require(cards.first { $0.node == "jiangxi.ipr.example" })
        let good = try PeerCard(parsing: vector.note)
        let text = String(decoding: good.note.text, as: UTF8.self)
        #expect(text.contains(wrong.find))
        let bad = text.replacing(wrong.find, with: wrong.replace, maxReplacements: 1)
        // A carriage return cannot stand in a note at all.
        let expected: PartyError.Code = bad.utf8.contains(13) ? .noteMalformed : wrong.code
        let bytes = Array(bad.utf8)
        let line = try Fixtures.node("jiangxi").line(for: bytes)
        #expect(try code { _ = try PeerCard(parsing: bytes + [10] + line.encoded) } == expected)
    }

    @Test("two pins are the limit")
    func pins() throws {
        var content = try Fixtures.card("jiangxi")
        content.pins = ["a", "b"].map(Fixtures.pin)
        _ = try Fixtures.signed(content)
        content.pins.append(Fixtures.pin("c"))
        #expect(try code { _ = try Fixtures.signed(content) } == .linesTooMany)
        content.pins = [content.pins[0], content.pins[0]]
        #expect(try code { _ = try Fixtures.signed(content) } == .lineRepeated)
        content.pins = []
        #expect(try code { _ = try Fixtures.signed(content) } == .lineMissing)
    }

    @Test("16 KiB is the limit, one byte more is refused")
    func byteLimit() throws {
        func card(titleByteCount: Int) throws -> PeerCard {
            var content = try Fixtures.card("jiangxi")
            content.offices = [
                .init(
                    id: try #require(OfficeID("scjg")),
                    title: String(repeating: "x", count: titleByteCount)
                )
            ]
            return try Fixtures.signed(content)
        }
        let spare = Limits.cardByteCountMax - (try card(titleByteCount: 1)).note.encoded.count
        #expect(try card(titleByteCount: 1 + spare).note.encoded.count == Limits.cardByteCountMax)
        #expect(try code { _ = try card(titleByteCount: 2 + spare) } == .textTooLong)
    }

    @Test("a card has exactly one signature, by its own node key")
    func signatures() throws {
        let content = try Fixtures.card("jiangxi")
        let text = String(decoding: content.text, as: UTF8.self)
        let (own, other) = (try Fixtures.node("jiangxi"), try Fixtures.node("fujian"))
        let two = try Fixtures.note(text, by: [own, other])
        #expect(try code { _ = try PeerCard(parsing: two) } == .cardSignatureCount)
        let foreign = try Fixtures.note(text, by: [other])
        #expect(try code { _ = try PeerCard(parsing: foreign) } == .cardSignatureInvalid)
        let stolenName = try Fixtures.note(text, by: [Fixtures.node("jiangxi", tag: " thief")])
        #expect(try code { _ = try PeerCard(parsing: stolenName) } == .cardSignatureInvalid)
        let unsigned = content.text
        #expect(try code { _ = try PeerCard(parsing: unsigned) } == .noteMalformed)
    }

    @Test("no byte of a card can be changed unnoticed")
    func everyByte() throws {
        let good = try #require(PartyVectors.cards().first).note
        for place in good.indices {
            var bad = good
            bad[place] ^= 1
            #expect(throws: PartyError.self) { _ = try PeerCard(parsing: bad) }
            #expect(throws: PartyError.self) { _ = try PeerCard(parsing: good[..<place]) }
        }
    }

    @Test("one key for two purposes is refused")
    func keyRepeated() throws {
        var content = try Fixtures.card("jiangxi")
        let key = try TestKeys.privateKey("jiangxi.ipr.example")
        let mirrorName = try KeyName("jiangxi.ipr.example/mirror")
        content.mirror = try CosignatureSigner(name: mirrorName, privateKey: key).verifierKey
        #expect(try code { _ = try Fixtures.signed(content) } == .cardKeyRepeated)
        content.mirror = try Fixtures.mirror("jiangxi")
        content.retiredMirrors = [.init(key: content.mirror, end: 1)]
        #expect(try code { _ = try Fixtures.signed(content) } == .cardKeyRepeated)
        content.retiredMirrors = []
        let certificate = try Fixtures.certificate("jiangxi")
        content.box = certificate.bytes
        _ = try Fixtures.signed(content)
        content.pins = [certificate.pin.digest]
        #expect(try code { _ = try Fixtures.signed(content) } == .cardKeyRepeated)
    }

    @Test("a box that is no certificate is refused")
    func badBox() throws {
        var content = try Fixtures.card("jiangxi")
        for box in [[], [0x30, 0], try Fixtures.certificate("jiangxi").bytes + [0]] {
            content.box = box
            #expect(try code { _ = try Fixtures.signed(content) } == .lineMalformed)
        }
    }

    @Test("a mirror key of another node or type is refused")
    func mirrorKey() throws {
        var content = try Fixtures.card("jiangxi")
        content.mirror = try Fixtures.mirror("fujian")
        #expect(try code { _ = try Fixtures.signed(content) } == .keyNotOfNode)
        content.mirror = try Fixtures.signer("jiangxi.ipr.example/mirror").verifierKey
        #expect(try code { _ = try Fixtures.signed(content) } == .keyNotOfNode)
    }

    @Test("a card expires at its second, not before")
    func expiry() throws {
        let card = try Fixtures.signed(Fixtures.card("jiangxi"))
        let end = card.content.expires.instant
        #expect(!card.isExpired(at: end - 1))
        #expect(card.isExpired(at: end))
    }

    @Test("the next serial rises, and follows the clock where that is ahead")
    func serials() {
        #expect(CardContent.nextSerial(after: nil, now: 50) == 50)
        #expect(CardContent.nextSerial(after: 10, now: 50) == 50)
        #expect(CardContent.nextSerial(after: 50, now: 50) == 51)
        #expect(CardContent.nextSerial(after: 90, now: 50) == 91)
        #expect(CardContent.nextSerial(after: nil, now: -1) == 0)
        #expect(CardContent.nextSerial(after: .max, now: 50) == .max)
    }

    @Test(
        "a URL is https, a host and perhaps a port, nothing else",
        arguments: [
            ("https://a", true), ("https://a:443", true), ("https://127.0.0.1:7443", true),
            ("https://[::1]:7443", true), ("https://[2001:db8::1]", true), ("https://", false),
            ("https://A", false), ("https://a:", false), ("https://a:1:2", false),
            ("https://a/", false), ("https://a..b", false), ("https://u@a", false),
            ("https://a?b", false), ("https://[::1", false), ("https://[a]", false),
            ("https://[::g]", false), ("https://a b", false), ("HTTPS://a", false),
            ("https://a:65535", true), ("https://a:65536", false), ("https://a:00", false),
        ]
    )
    func urls(_ text: String, isURL: Bool) {
        #expect((NodeURL(text) != nil) == isURL)
    }

    @Test("a typed fingerprint matches whatever its spaces are")
    func typedFingerprint() throws {
        let vector = try #require(PartyVectors.cards().first)
        let digits = vector.fingerprint.replacing(" ", with: "")
        #expect(Fingerprint(typed: digits)?.text == vector.fingerprint)
        #expect(Fingerprint(typed: vector.fingerprint)?.text == vector.fingerprint)
        #expect(Fingerprint(typed: String(digits.dropLast())) == nil)
        #expect(Fingerprint(typed: digits.replacing("2", with: "x")) == nil)
    }
}
