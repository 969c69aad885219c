import Cryptography
import Testing
import TransparencyLog

@Suite struct VerifierKeyTests {
    @Test(
        "a published vkey reads and writes the same text",
        arguments: [
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
        ]
    )
    func roundTrip(text: String) throws {
        let key = try VerifierKey(parsing: text)
        #expect(key.description == text)
        #expect(key.algorithm == .ed25519)
    }

    @Test("Go's private keys give Go's verifier keys")
    func goKeys() throws {
        let seed = try #require(
            Base64.decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz".utf8)
        ).dropFirst()
        let peter = try Ed25519Signer(name: KeyName("PeterNeumann"), seed: seed)
        #expect(
            peter.verifierKey.description
                == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        )
        let enoch = try Ed25519Signer(
            name: KeyName("EnochRoot"),
            seed: [UInt8](repeating: 0, count: 32)
        )
        #expect(
            enoch.verifierKey.description
                == "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
        )
    }

    @Test("the vectors' keys have the vectors' types and follow from the vectors' seeds")
    func vectorKeys() throws {
        #expect(try Fixture.logKey() == Fixture.logSigner().verifierKey)
        #expect(try Fixture.witnessKey() == Fixture.witnessSigner().verifierKey)
        #expect(try Fixture.witnessKey().algorithm == .ed25519Cosignature)
        let mlDSA = try VerifierKey(parsing: Fixture.string("witness_mldsa44", "vkey"))
        #expect(mlDSA.algorithm == .mlDSA44)
        #expect(mlDSA.id.description == "d64f62ae")
        #expect(try mlDSA.description == Fixture.string("witness_mldsa44", "vkey"))
    }

    static let refused: [(String, TransparencyLogError.Code)] = [
        ("", .verifierKeyMalformed),
        ("example.com/foo", .verifierKeyMalformed),
        ("example.com/foo+530d903a", .verifierKeyMalformed),
        ("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .keyNameMalformed),
        ("a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .keyNameMalformed),
        (
            "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            .verifierKeyMalformed
        ),
        (
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
            .verifierKeyMalformed
        ),
        (
            "example.com/foo+530d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            .verifierKeyMalformed
        ),
        (
            "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            .verifierKeyIDMismatch
        ),
        (
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            .verifierKeyMalformed
        ),
        (
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBAAA",
            .verifierKeyUnusable
        ),
        (
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            .verifierKeyAlgorithmUnknown
        ),
    ]

    @Test("a vkey that is not well formed is refused with the reason", arguments: refused)
    func refusal(text: String, code: TransparencyLogError.Code) {
        #expect(Fixture.code { try VerifierKey(parsing: text) } == code)
    }

    @Test("the vectors' SM2 key is of an unknown type here")
    func sm2() throws {
        let text = try Fixture.string("sm2_example", "vkey")
        #expect(Fixture.code { try VerifierKey(parsing: text) } == .verifierKeyAlgorithmUnknown)
    }

    @Test("no single-bit change of a vkey gives a key")
    func bitFlips() throws {
        let text = Array(try Fixture.string("log", "vkey").utf8)
        let key = try VerifierKey(parsing: text)
        for position in text.indices {
            for bit in 0..<8 {
                var changed = text
                changed[position] ^= 1 << bit
                // Whether it is refused is the question.
                let other = try? VerifierKey(parsing: changed)
                #expect(other == nil, "byte \(position) bit \(bit) still gives \(key)")
            }
        }
    }

    @Test("names are equal only byte by byte, and hold no space in any script")
    func names() throws {
        let composed = try KeyName("caf\u{e9}")
        let decomposed = try KeyName("cafe\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        for text in [
            "", "a b", "a\tb", "a+b", "a+\u{301}b", "a\u{a0}b", "a\u{3000}b", "a\u{2028}",
            "a\u{85}",
        ] {
            #expect(
                Fixture.code { try KeyName(text) } == .keyNameMalformed,
                "\(text.debugDescription)"
            )
        }
        #expect(Fixture.code { try KeyName([0x61, 0xFF]) } == .keyNameMalformed)
        #expect(try KeyName("江西").bytes.count == 6)
    }

    @Test("a name has at most 255 bytes, a vkey at most 4,096")
    func limits() throws {
        let name = String(repeating: "n", count: 255)
        #expect(try KeyName(name).bytes.count == 255)
        #expect(Fixture.code { try KeyName(name + "n") } == .keyNameTooLong)
        let longest = [UInt8](repeating: UInt8(ascii: "a"), count: 4_096)
        #expect(Fixture.code { try VerifierKey(parsing: longest) } == .verifierKeyMalformed)
        #expect(
            Fixture.code { try VerifierKey(parsing: longest + [0x61]) } == .verifierKeyTooLong
        )
    }

    @Test("the id of a log is the SHA-256 of its origin")
    func originDigest() throws {
        let hashes: [String: String] = try Fixture.value("origin_hash")
        for (origin, hash) in hashes where !origin.contains(" ") {
            #expect(try Origin(origin).digest.hex == hash)
        }
        #expect(hashes.count == 3)
    }
}
