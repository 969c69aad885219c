import Cryptography
import Testing
import TransparencyLog

@Suite struct NoteTests {
    static let example = """
        This is an example message.

        — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

        """
    static let exampleKey =
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

    @Test("the specification's own note verifies and is written as it was read")
    func specificationNote() throws {
        let note = try Note(parsing: Self.example.utf8)
        #expect(note.encoded == Array(Self.example.utf8))
        #expect(note.text == ArraySlice("This is an example message.\n".utf8))
        let key = try VerifierKey(parsing: Self.exampleKey)
        #expect(try note.verify(with: [key]).map(\.key) == [key])
    }

    @Test("signing gives the vectors' bytes", arguments: [0, 1, 2, 255, 256, 257, 299, 300])
    func signing(size: Int) throws {
        let signer = try Fixture.logSigner()
        let bytes = try Fixture.checkpointBytes(size)
        let text = try Note(parsing: bytes).text
        #expect(try Note(text: text, signers: [signer]).encoded == bytes)
    }

    /// A note with a blank line in its text, two known lines and one unknown line.
    static func mixed() throws -> (bytes: [UInt8], keys: [VerifierKey], unknown: Range<Int>) {
        let first = try Fixture.logSigner()
        let second = try Ed25519Signer(
            name: KeyName("second.example"),
            seed: [UInt8](repeating: 7, count: 32)
        )
        let stranger = try Ed25519Signer(
            name: KeyName("stranger.example"),
            seed: [UInt8](repeating: 8, count: 32)
        )
        let text = Array("one\n\nthree\n".utf8)
        let note = try Note(text: text, signers: [first, stranger, second])
        let firstEnd = text.count + 1 + note.signatures[0].encoded.count
        return (
            note.encoded, [first.verifierKey, second.verifierKey],
            firstEnd..<(firstEnd + note.signatures[1].encoded.count)
        )
    }

    @Test("a text may hold blank lines: the last one separates")
    func blankLines() throws {
        let (bytes, keys, _) = try Self.mixed()
        let note = try Note(parsing: bytes)
        #expect(note.text == ArraySlice("one\n\nthree\n".utf8))
        #expect(try note.verify(with: keys).map(\.key) == keys)
        #expect(try note.verify(with: [keys[1]]).map(\.key) == [keys[1]])
    }

    @Test(
        "no single-bit change passes, except in a line of an unknown key, where it changes no result"
    )
    func bitFlips() throws {
        let (bytes, keys, unknown) = try Self.mixed()
        let expected = try Note(parsing: bytes).verify(with: keys)
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << bit
                let verified = Result { try Note(parsing: changed).verify(with: keys) }
                guard case .success(let signatures) = verified else { continue }
                // A changed name or id makes a known line an unknown one; the text and the other line still hold.
                let text = try Note(parsing: changed).text
                #expect(text == ArraySlice("one\n\nthree\n".utf8))
                #expect(signatures.allSatisfy { expected.contains($0) })
                if unknown.contains(position) { #expect(signatures == expected) }
            }
        }
    }

    @Test("no single-bit change of a note with one signature passes")
    func bitFlipsOfOneLine() throws {
        let key = try VerifierKey(parsing: Self.exampleKey)
        let bytes = Array(Self.example.utf8)
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << bit
                #expect(
                    throws: TransparencyLogError.self,
                    "byte \(position) bit \(bit)"
                ) { try Note(parsing: changed).verify(with: [key]) }
            }
        }
    }

    @Test("no strict substring of a note passes with another text")
    func substrings() throws {
        let key = try VerifierKey(parsing: Self.exampleKey)
        let bytes = Array(Self.example.utf8)
        for start in bytes.indices {
            for end in start...bytes.count where end - start < bytes.count {
                #expect(throws: TransparencyLogError.self) {
                    try Note(parsing: bytes[start..<end]).verify(with: [key])
                }
            }
        }
    }

    @Test("a line less or more changes no other line's result")
    func wholeLines() throws {
        let (bytes, keys, _) = try Self.mixed()
        let note = try Note(parsing: bytes)
        let fewer = try Note(text: note.text, signatures: [note.signatures[2]])
        #expect(try fewer.verify(with: keys).map(\.key) == [keys[1]])
        let twice = try note.adding([note.signatures[0]])
        #expect(try twice.verify(with: keys).map(\.key) == [keys[0], keys[1], keys[0]])
        let strangerOnly = try Note(text: note.text, signatures: [note.signatures[1]])
        #expect(Fixture.code { try strangerOnly.verify(with: keys) } == .noteUnverified)
        #expect(Fixture.code { try note.verify(with: []) } == .noteUnverified)
    }

    @Test("a bad line of a known key rejects the note although another line is good")
    func badKnownLine() throws {
        let (bytes, keys, _) = try Self.mixed()
        let note = try Note(parsing: bytes)
        let good = note.signatures[2]
        let bad = try SignatureLine(
            name: keys[0].name,
            keyID: keys[0].id,
            signature: [UInt8](repeating: 1, count: 64)
        )
        let mangled = try Note(text: note.text, signatures: [bad, good])
        #expect(Fixture.code { try mangled.verify(with: keys) } == .noteSignatureInvalid)
        #expect(try mangled.verify(with: [keys[1]]).map(\.line) == [good])
    }

    @Test("half of a known pair of name and id is an unknown key")
    func halfPairs() throws {
        let (bytes, keys, _) = try Self.mixed()
        let note = try Note(parsing: bytes)
        let signature = [UInt8](repeating: 1, count: 64)
        let lines = try [
            SignatureLine(name: keys[0].name, keyID: keys[1].id, signature: signature),
            SignatureLine(name: keys[1].name, keyID: keys[0].id, signature: signature),
        ]
        #expect(try note.adding(lines).verify(with: keys).map(\.key) == keys)
    }

    @Test("lines of unknown types, SM2 and ML-DSA among them, are ignored")
    func unknownTypes() throws {
        let lines = try [
            Fixture.string("sm2_example", "line"), Fixture.string("witness_mldsa44", "line"),
            Fixture.string("witness_ed25519", "line"),
        ]
        let note = try Note(parsing: Fixture.checkpoint(300, with: lines))
        let mlDSA = try VerifierKey(parsing: Fixture.string("witness_mldsa44", "vkey"))
        let log = try Fixture.logKey()
        #expect(note.signatures.count == 4)
        #expect(try note.encoded == Fixture.checkpoint(300, with: lines))
        #expect(try note.verify(with: [log, mlDSA]).map(\.key) == [log])
        #expect(Fixture.code { try note.verify(with: [mlDSA]) } == .noteUnverified)
    }

    static let malformed: [(String, TransparencyLogError.Code)] = [
        ("", .noteSignatureBlockMissing),
        ("\n", .noteSignatureBlockMissing),
        ("text\n", .noteSignatureBlockMissing),
        ("text\n\n", .noteSignatureBlockMissing),
        ("text\n— a AAAAAAA=\n", .noteSignatureBlockMissing),
        ("text\n\n— a AAAAAAA=", .noteSignatureBlockMissing),
        ("text\r\n\r\n— a AAAAAAA=\r\n", .noteNotText),
        ("te\u{0}xt\n\n— a AAAAAAA=\n", .noteNotText),
        ("te\txt\n\n— a AAAAAAA=\n", .noteNotText),
        ("text\n\n- a AAAAAAA=\n", .noteSignatureLineMalformed),
        ("text\n\n—  AAAAAAA=\n", .noteSignatureLineMalformed),
        ("text\n\n— aAAAAAAA=\n", .noteSignatureLineMalformed),
        ("text\n\n— a+b AAAAAAA=\n", .noteSignatureLineMalformed),
        ("text\n\n— a AAAAAA==\n", .noteSignatureLineMalformed),
        ("text\n\n— a AAAAAAA\n", .noteSignatureLineMalformed),
        ("text\n\n— a AAAA AAA=\n", .noteSignatureLineMalformed),
        ("text\n\n— a AAAAAAA=\n\n", .noteSignatureBlockMissing),
        ("\u{feff}text\n\n— a\u{a0} AAAAAAA=\n", .noteSignatureLineMalformed),
    ]

    @Test("a note of another form is refused", arguments: malformed)
    func refusal(text: String, code: TransparencyLogError.Code) {
        #expect(Fixture.code { try Note(parsing: text.utf8) } == code)
    }

    @Test("invalid UTF-8 is refused wherever it stands")
    func invalidUTF8() {
        let note = Array("text\n\n— a AAAAAAA=\n".utf8)
        for position in note.indices {
            var changed = note
            changed.insert(0xFF, at: position)
            #expect(throws: TransparencyLogError.self) { try Note(parsing: changed) }
        }
    }

    @Test("stray bits in a stranger's base64 are kept; in a known key's they are a bad signature")
    func strayBits() throws {
        let key = try VerifierKey(parsing: Self.exampleKey)
        let lax = Array(Self.example.replacing("IneyaQM=", with: "IneyaQN=").utf8)
        let note = try Note(parsing: lax)
        #expect(note.encoded == lax)
        #expect(!note.signatures[0].isCanonical)
        #expect(try Note(text: note.text, signatures: note.signatures) == note)
        #expect(Fixture.code { try note.verify(with: [key]) } == .noteSignatureInvalid)
    }

    @Test("a text that is unfinished, empty or no text cannot be signed")
    func signingBadTexts() throws {
        let signer = try Fixture.logSigner()
        let texts: [([UInt8], TransparencyLogError.Code)] = [
            ([], .noteTextUnfinished), (Array("a".utf8), .noteTextUnfinished),
            (Array("a\r\n".utf8), .noteNotText), ([0xFF, 0x0A], .noteNotText),
        ]
        for (text, code) in texts {
            #expect(Fixture.code { try Note(text: text, signers: [signer]) } == code)
        }
        #expect(
            Fixture.code { try Note(text: Array("a\n".utf8), signatures: []) }
                == .noteSignatureBlockMissing
        )
    }

    @Test("a hundred signature lines are read, one more is refused")
    func lineLimit() throws {
        let line = "— a AAAAAAA=\n"
        let hundred = "text\n\n" + String(repeating: line, count: 100)
        #expect(try Note(parsing: hundred.utf8).signatures.count == 100)
        #expect(
            Fixture.code { try Note(parsing: (hundred + line).utf8) }
                == .noteSignatureCountExceeded
        )
        let note = try Note(parsing: hundred.utf8)
        #expect(
            Fixture.code { try note.adding([note.signatures[0]]) } == .noteSignatureCountExceeded
        )
    }

    @Test("a note of 1 MiB is read, one byte more is refused")
    func byteLimit() throws {
        let tail = "\n\n— a AAAAAAA=\n"
        let text = String(repeating: "t", count: 1_048_576 - tail.utf8.count)
        #expect(try Note(parsing: (text + tail).utf8).signatures.count == 1)
        #expect(Fixture.code { try Note(parsing: ("t" + text + tail).utf8) } == .noteTooLong)
    }

    @Test("a signature of 16,384 bytes is read, one byte more is refused")
    func signatureLimit() throws {
        let name = try KeyName("a")
        let id = KeyID(rawValue: 1)
        let longest = try SignatureLine(
            name: name,
            keyID: id,
            signature: [UInt8](repeating: 0, count: 16_384)
        )
        let note = try Note(text: Array("t\n".utf8), signatures: [longest])
        #expect(try Note(parsing: note.encoded) == note)
        #expect(
            Fixture.code {
                try SignatureLine(
                    name: name,
                    keyID: id,
                    signature: [UInt8](repeating: 0, count: 16_385)
                )
            } == .noteSignatureLineMalformed
        )
        let longer = Base64.encode([UInt8](repeating: 0, count: 4 + 16_385))
        #expect(
            Fixture.code { try Note(parsing: "t\n\n— a \(longer)\n".utf8) }
                == .noteSignatureLineMalformed
        )
    }

    @Test("two different keys with one name and id are refused, one key given twice is not")
    func ambiguity() throws {
        let key = try VerifierKey(parsing: Self.exampleKey)
        let note = try Note(parsing: Self.example.utf8)
        #expect(try note.verify(with: [key, key]).count == 1)
        let (twin, other) = try Self.collidingKeys()
        let line = try SignatureLine(
            name: twin.name,
            keyID: twin.id,
            signature: [UInt8](repeating: 1, count: 64)
        )
        let signed = try Note(text: Array("t\n".utf8), signatures: [line])
        #expect(Fixture.code { try signed.verify(with: [twin, other]) } == .noteKeyAmbiguous)
    }

    /// Two keys of one name whose four-byte ids collide, found by the birthday of 2^17 tries.
    static func collidingKeys() throws -> (VerifierKey, VerifierKey) {
        let name = try KeyName("a")
        var seen: [KeyID: [UInt8]] = [:]
        var number: UInt64 = 0
        while true {
            let bytes = withUnsafeBytes(of: number.bigEndian) { Array($0) }
            let key = bytes + [UInt8](repeating: 0, count: 24)
            let id = KeyID(name: name, type: 1, publicKey: key)
            if let other = seen.updateValue(key, forKey: id) {
                return (
                    try VerifierKey(name: name, algorithm: .ed25519, publicKey: key),
                    try VerifierKey(name: name, algorithm: .ed25519, publicKey: other)
                )
            }
            number += 1
        }
    }
}
