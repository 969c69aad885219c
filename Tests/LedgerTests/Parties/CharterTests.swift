import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct CharterTests {
    @Test("every charter of the vectors is read, written and signed again byte for byte")
    func vectorCharters() throws {
        let charters = try PartyVectors.charters()
        #expect(charters.count == 3)
        for vector in charters {
            let charter = try Charter(parsing: vector.note)
            #expect(charter.digest.hex == vector.digest)
            #expect(charter.content.text[...] == charter.note.text)
            #expect(charter.content.digest == charter.digest)
            #expect(charter.content.predecessor?.hex == vector.predecessor)
            let signers = try charter.note.signatures.map { try Fixtures.signer("\($0.name)") }
            #expect(try Charter(charter.content, signers: signers).note.encoded == vector.note)
        }
    }

    @Test("the charters of the vectors are in force as they say")
    func vectorStandings() throws {
        let vectors = try PartyVectors.charters()
        var chain = CharterChain(anchor: try Charter(parsing: vectors[0].note))
        for vector in vectors.dropFirst() {
            #expect(try chain.insert(Charter(parsing: vector.note)) == .added)
        }
        for vector in vectors {
            let digest = try #require(Digest(hex: vector.digest))
            #expect(chain.isInForce(digest) == vector.isInForce)
        }
        #expect(chain.newestInForce()?.digest.hex == vectors[1].digest)
        #expect(chain.rivalries.isEmpty)
    }

    @Test("a charter with every optional line is read and written alike, its lists sorted")
    func fullCharter() throws {
        let charter = try Fixtures.charter(
            [("360000/psb", "jxpsb"), ("360000", "jiangxi"), ("350000", "fujian")]
        ) { content in
            content.members.swapAt(0, 2)
            content.members[0].isCrossBorder = true
            content.observers = [
                try Fixtures.node("zaudit").verifierKey, try Fixtures.node("audit").verifierKey,
            ]
            let role = try #require(RoleID("superior"))
            content.roles = try ["360000", "000000"].map {
                .init(role: role, address: try Fixtures.address($0))
            }
            content.rules = try ["b", "a"].map {
                let id = try #require(PackID($0))
                return PackReference(id: id, digest: SHA256.digest(of: Array($0.utf8)))
            }
            let origin = try Origin("guizhou.ipr.example/delta")
            content.ended = [.init(origin: origin, size: 7)]
            content.threshold = 2
        }
        #expect(charter.content.members.map(\.address.text) == ["350000", "360000", "360000/psb"])
        #expect(
            charter.content.observers.map { "\($0.name)" } == [
                "audit.ipr.example", "zaudit.ipr.example",
            ]
        )
        #expect(charter.content.roles.map(\.address.text) == ["000000", "360000"])
        #expect(try Charter(parsing: charter.note.encoded) == charter)
    }

    private static let fujianKey =
        "fujian.ipr.example+a4af229e+AeUX2O7pnJiZyQO9mgYIg4l78w1vowN28v300hG15XFp"
    private static let jiangxiKey =
        "jiangxi.ipr.example+c1c1f8dc+Aca0Lt9+TVoTfyyVZb5pMNcTUi7Axjf/9QiTcE2OVEyi"

    /// What is replaced in the first charter's text, and what is said of the result.
    static let badTexts: [(String, String, PartyError.Code)] = [
        ("lianlu/charter/v1", "lianlu/charter/v9", .documentUnknown),
        ("mechanism pan-pearl-river-delta", "mechanism Pan", .lineMalformed),
        ("mechanism pan-pearl-river-delta", "mechanism home", .charterMechanismReserved),
        ("mechanism pan-pearl-river-delta\n", "", .lineMissing),
        ("revision 1", "revision 0", .lineMalformed),
        ("revision 1", "revision 01", .lineMalformed),
        ("revision 1", "revision 2", .charterPredecessorWrong),
        (
            "predecessor none",
            "predecessor 445c02531bb43a0766cfb9ec6eb71fe1fd74fd77440a4e29e881f7d023ba6aca",
            .charterPredecessorWrong
        ),
        ("predecessor none", "predecessor 445C", .lineMalformed),
        ("title-en Pan-Pearl River Delta", "title-en ", .lineMalformed),
        ("title-en Pan-Pearl River Delta\n", "", .lineMissing),
        ("member 350000 ", "member 370000 ", .linesUnsorted),
        ("member 350000 ", "member 35000 ", .lineMalformed),
        ("member 350000 ", "member  350000 ", .lineMalformed),
        (
            "member 360000 \(jiangxiKey)", "member 360000 \(jiangxiKey) crossborder",
            .lineMalformed
        ),
        (
            "member 360000 \(jiangxiKey)",
            "member 360000 \(jiangxiKey)\nmember 360000 \(jiangxiKey)", .lineRepeated
        ),
        (
            "member 360000 \(jiangxiKey)",
            "member 360000 \(fujianKey)\nmember 360000 \(jiangxiKey)", .charterAddressRepeated
        ),
        (
            "member 360000 \(jiangxiKey)",
            "member 360000 \(jiangxiKey)\nmember 360000 \(jiangxiKey) cross-border",
            .charterAddressRepeated
        ),
        ("rules test-pack@", "observer \(fujianKey)\nrules test-pack@", .charterObserverIsMember),
        ("rules test-pack@", "observer x\nrules test-pack@", .lineMalformed),
        ("rules test-pack@", "role superior\nrules test-pack@", .lineMalformed),
        ("rules test-pack@", "role superior 36000\nrules test-pack@", .lineMalformed),
        (
            "rules test-pack@", "role b 350000\nrole a 350000\nrules test-pack@",
            .linesUnsorted
        ),
        ("rules test-pack@269f", "rules test-pack@269", .lineMalformed),
        ("rules test-pack@", "ended a/b 7\nrules test-pack@", .lineRepeated),
    ]

    @Test("a signed charter with a wrong line is refused by name", arguments: badTexts)
    func badLines(_ wrong: (find: String, replace: String, code: PartyError.Code)) throws {
        let good = try Charter(parsing: try #require(PartyVectors.charters().first).note)
        let text = String(decoding: good.note.text, as: UTF8.self)
        #expect(text.contains(wrong.find))
        let bad = text.replacing(wrong.find, with: wrong.replace, maxReplacements: 1)
        let signers = try [Fixtures.node("fujian"), Fixtures.node("jiangxi")]
        let bytes = try Fixtures.note(bad, by: signers)
        let found = try code { _ = try Charter(parsing: bytes) }
        // Lines after the one that is missing are met first where their keyword is known.
        #expect(found == wrong.code)
    }

    static let badTails: [(String, PartyError.Code?)] = [
        ("ended a.example/delta 7\n", nil),
        ("ended a.example/delta 7\nended a.example/delta 8\n", .lineRepeated),
        ("ended b.example/delta 7\nended a.example/delta 7\n", .linesUnsorted),
        ("ended a.example/delta 07\n", .lineMalformed),
        ("ended a.example/delta\n", .lineMalformed),
        ("ended a+b/delta 7\n", .lineMalformed),
        ("threshold 1\n", nil),
        ("threshold 2\n", nil),
        ("threshold 0\n", .charterThresholdWrong),
        ("threshold 3\n", .charterThresholdWrong),
        ("threshold -1\n", .lineMalformed),
        ("threshold 1\nthreshold 1\n", .lineRepeated),
        ("threshold 1\nnote x\n", .lineUnknown),
        ("threshold 1\nended a.example/delta 7\n", .lineRepeated),
        ("\n", .lineUnknown),
    ]

    @Test("the last lines of a charter are read as strictly", arguments: badTails)
    func lastLines(_ tail: (text: String, code: PartyError.Code?)) throws {
        let good = try Charter(parsing: try #require(PartyVectors.charters().first).note)
        let text = String(decoding: good.note.text, as: UTF8.self) + tail.text
        let bytes = try Fixtures.note(text, by: [Fixtures.node("fujian")])
        #expect(try code { _ = try Charter(parsing: bytes) } == tail.code)
    }

    @Test("a charter without a member is refused")
    func noMembers() throws {
        #expect(
            try code { _ = try Fixtures.charter([], signers: ["jiangxi"]) } == .lineMissing
        )
    }

    @Test("one node under two keys, or observing twice, is refused")
    func twoKeys() throws {
        let members = [("350000", "fujian"), ("360000", "jiangxi")]
        let other = try Fixtures.member("370000", "fujian", tag: " other")
        #expect(
            try code {
                _ = try Fixtures.charter(members) { $0.members.append(other) }
            } == .charterNodeKeysDiffer
        )
        let observers = try ["", " other"].map { try Fixtures.node("audit", tag: $0).verifierKey }
        #expect(
            try code {
                _ = try Fixtures.charter(members) { $0.observers = observers }
            } == .charterNodeKeysDiffer
        )
    }

    @Test("no byte of a fully signed charter can be changed unnoticed")
    func everyByte() throws {
        let good = try #require(PartyVectors.charters().first).note
        let charter = try Charter(parsing: good)
        let members = charter.content.memberKeys
        for place in good.indices {
            var bad = good
            bad[place] ^= 1
            let outcome: Set<VerifierKey>?
            do {
                // A changed name in a signature line makes it a stranger's, which is kept and counts for nothing.
                outcome = try Charter(parsing: bad).signers(among: members)
            } catch {
                outcome = nil
            }
            #expect(outcome != members, "byte \(place)")
        }
    }

    @Test("a member's bad signature is refused, a stranger's line is passed over")
    func badSignature() throws {
        let content = try Fixtures.charter([("350000", "fujian"), ("360000", "jiangxi")]).content
        let good = try Fixtures.node("fujian").line(for: content.text)
        let member = try Fixtures.node("jiangxi").verifierKey
        let bad = try SignatureLine(
            name: member.name,
            keyID: member.id,
            signature: [UInt8](repeating: 7, count: 64)
        )
        let bytes = try Note(text: content.text, signatures: [good, bad]).encoded
        #expect(try code { _ = try Charter(parsing: bytes) } == .charterSignatureInvalid)
        let stranger = try Fixtures.node("stranger").line(for: content.text)
        let note = try Note(text: content.text, signatures: [stranger, good])
        let charter = try Charter(parsing: note.encoded)
        let signers = try charter.signers(among: content.memberKeys)
        #expect(signers.compactMap(\.nodeName) == [try Fixtures.name("fujian")])
    }

    @Test("100 signatures and 48 KiB are the limits, one more is refused")
    func limits() throws {
        let content = try Fixtures.charter([("350000", "fujian"), ("360000", "jiangxi")]).content
        func signed(_ count: Int) throws -> [UInt8] {
            let text = content.text.map(\.self)
            let lines = try (0..<count).map { try Fixtures.node("n\($0)").line(for: text) }
            var note = text + [10]
            for line in lines { note += line.encoded }
            return note
        }
        #expect(try Charter(parsing: signed(100)).note.signatures.count == 100)
        #expect(try code { _ = try Charter(parsing: signed(101)) } == .signaturesTooMany)

        func titled(_ count: Int) throws -> Charter {
            try Fixtures.charter([("350000", "fujian")]) {
                $0.titleEn = String(repeating: "x", count: count)
            }
        }
        let spare = Limits.charterByteCountMax - (try titled(1)).note.encoded.count
        #expect(try titled(1 + spare).note.encoded.count == Limits.charterByteCountMax)
        #expect(try code { _ = try titled(2 + spare) } == .textTooLong)
    }

    @Test("signatures gather in any order, and strangers' lines never crowd out a member's")
    func gathering() throws {
        let members = [("350000", "fujian"), ("360000", "jiangxi"), ("520000", "guizhou")]
        let first = try Fixtures.charter(members, signers: ["jiangxi"])
        let second = try Fixtures.charter(members, signers: ["guizhou", "fujian"])
        let keys = first.content.memberKeys
        let merged = try first.merging(second, by: keys)
        #expect(try second.merging(first, by: keys) == merged)
        #expect(
            merged.note.signatures.map { "\($0.name)" } == [
                "fujian.ipr.example", "guizhou.ipr.example", "jiangxi.ipr.example",
            ]
        )
        let text = first.content.text
        let junk = try (0..<99).map { try Fixtures.node("n\($0)").line(for: text) }
        let full = try Charter(
            parsing: Note(text: text, signatures: junk + first.note.signatures).encoded
        )
        #expect(try full.merging(second, by: keys) == merged)
        #expect(try full.merging(full, by: keys).note.signatures == first.note.signatures)

        let signed = try first.signed(by: Fixtures.node("fujian"), among: keys)
        #expect(try signed.signers(among: keys).count == 2)
        #expect(
            try code { _ = try first.signed(by: Fixtures.node("stranger"), among: keys) }
                == .charterSignerUnknown
        )
        let other = try Fixtures.charter([("350000", "fujian")])
        #expect(try code { _ = try first.merging(other, by: keys) } == .charterTextsDiffer)
    }
}
