import Cryptography
import Testing
import TransparencyLog

@Suite struct TlogPolicyTests {
    static func key(
        _ name: String,
        _ number: UInt8,
        _ type: SignatureAlgorithm
    ) throws -> VerifierKey {
        let seed = [UInt8](repeating: number, count: 32)
        let publicKey = try Ed25519.PrivateKey(seed: seed).publicKey.rawBytes
        return try VerifierKey(name: KeyName(name), algorithm: type, publicKey: publicKey)
    }

    static func log(_ number: UInt8) throws -> VerifierKey {
        try key("log.example/\(number)", number, .ed25519)
    }

    static func witness(_ number: UInt8) throws -> VerifierKey {
        try key("witness.example/\(number)", number, .ed25519Cosignature)
    }

    /// Puts keys for `{L1}`, `{W1}` and so on.
    static func fill(_ text: String) throws -> [UInt8] {
        var filled = text
        for number in 1...9 as ClosedRange<UInt8> {
            filled = filled.replacing("{L\(number)}", with: try log(number).description)
            filled = filled.replacing("{W\(number)}", with: try witness(number).description)
        }
        filled = filled.replacing("{M}", with: try Fixture.string("witness_mldsa44", "vkey"))
        filled = filled.replacing("{S}", with: try Fixture.string("sm2_example", "vkey"))
        return Array(filled.utf8)
    }

    static func policy(_ text: String) throws -> TlogPolicy { try TlogPolicy(parsing: fill(text)) }

    /// The specification's own example, with keys.
    static let example = """
        # logs
        log {L1} https://log.example/
          log\t{L2}

        witness X1 {W1}
        witness X2 {W2} https://w.example/#frag
        witness X3 {W3}
        group X-witnesses 2 X1 X2 X3

        witness Y1 {W4}
        witness Y2 {W5}
        witness Y3 {W6}
        \t # the second operator
        group Y-witnesses any Y1 Y2 Y3

        group X-and-Y all X-witnesses Y-witnesses
        quorum X-and-Y

        """

    @Test("the specification's example is read")
    func reading() throws {
        let policy = try Self.policy(Self.example)
        #expect(try policy.logs.map(\.key) == [Self.log(1), Self.log(2)])
        #expect(policy.logs.map(\.url) == [Array("https://log.example/".utf8), nil])
        #expect(
            policy.witnesses.map(\.name)
                == ["X1", "X2", "X3", "Y1", "Y2", "Y3"].map { Array($0.utf8) }
        )
        #expect(policy.witnesses[1].url == Array("https://w.example/#frag".utf8))
        #expect(policy.groups.map(\.threshold) == [2, 1, 2])
        #expect(policy.quorum == Array("X-and-Y".utf8))
    }

    @Test("a quorum is met by exactly the sets that the groups ask for")
    func quorum() throws {
        let policy = try Self.policy(Self.example)
        let witnesses = try (1...6).map { try Self.witness(UInt8($0)) }
        for set in 0..<64 {
            let signers = witnesses.indices.filter { set & (1 << $0) != 0 }
            let inX = signers.filter { $0 < 3 }.count
            let inY = signers.count - inX
            let keys = signers.flatMap { [witnesses[$0], witnesses[$0]] }
            #expect(policy.isQuorum(of: keys) == (inX >= 2 && inY >= 1), "set \(set)")
        }
        let strangers = try (7...9).map { try Self.witness(UInt8($0)) }
        #expect(!policy.isQuorum(of: strangers))
        #expect(try Self.policy("quorum none\n").isQuorum(of: []))
        let single = try Self.policy("witness w {W1}\nquorum w\n")
        #expect(single.isQuorum(of: [witnesses[0]]))
        #expect(!single.isQuorum(of: [witnesses[1]]))
        // Keys count, not names of keys: the same name with another key is another witness.
        let impostor = try Self.key("witness.example/1", 9, .ed25519Cosignature)
        #expect(!single.isQuorum(of: [impostor]))
    }

    @Test("a checkpoint needs a listed log's signature and the quorum")
    func verification() throws {
        let signer = try Ed25519Signer(
            name: KeyName("log.example/1"),
            seed: [UInt8](repeating: 1, count: 32)
        )
        let checkpoint = try Checkpoint(size: 0, root: MerkleTree.emptyRoot, signer: signer)
        let lines = try [1, 2, 4].map { (number: UInt8) in
            try CosignatureSigner(
                name: KeyName("witness.example/\(number)"),
                seed: [UInt8](repeating: number, count: 32)
            ).cosign(checkpoint, at: UInt64(number))
        }
        let policy = try Self.policy(Self.example)
        func verify(_ lines: [SignatureLine]) throws -> [UInt64] {
            let note = try checkpoint.note.adding(lines)
            return try policy.verify(UnverifiedCheckpoint(note)).cosignatures.map(\.time)
        }
        #expect(try verify(lines) == [1, 2, 4])
        #expect(Fixture.code { try verify(Array(lines.dropLast())) } == .policyQuorumNotMet)
        #expect(Fixture.code { try verify([lines[0], lines[0], lines[2]]) } == .policyQuorumNotMet)
        #expect(try verify(lines + [lines[0]]) == [1, 2, 4, 1])
        let mangled = try SignatureLine(
            name: lines[1].name,
            keyID: lines[1].keyID,
            signature: lines[0].signature
        )
        #expect(Fixture.code { try verify(lines + [mangled]) } == .noteSignatureInvalid)
        #expect(
            Fixture.code { try policy.verify(UnverifiedCheckpoint(Fixture.checkpoint(300).note)) }
                == .policyLogUnknown
        )
        let other = try Self.policy("log \(Self.key("log.example/1", 5, .ed25519))\nquorum none\n")
        #expect(
            Fixture.code { try other.verify(UnverifiedCheckpoint(checkpoint.note)) }
                == .noteUnverified
        )
        // A log in transition has two keys under one origin; either one is enough.
        let both = try Self.policy(
            "log \(Self.key("log.example/1", 5, .ed25519))\nlog {L1}\nquorum none\n"
        )
        #expect(
            try both.verify(UnverifiedCheckpoint(checkpoint.note)).checkpoint == checkpoint
        )
    }

    @Test("names are bytes: what looks alike in Unicode is not one name")
    func names() throws {
        let kelvin =
            "witness K {W1}\nwitness \u{212A} {W2}\nwitness caf\u{e9} {W3}\nwitness cafe\u{301} {W4}\nquorum K\n"
        let policy = try Self.policy(kelvin)
        #expect(policy.witnesses.count == 4)
        #expect(!policy.isQuorum(of: [try Self.witness(2)]))
        let bytes = try Self.fill("witness \u{7} {W1}\nquorum \u{7}\n").map { $0 == 7 ? 0xFF : $0 }
        #expect(try TlogPolicy(parsing: bytes).quorum == [0xFF])
    }

    static let refused: [(String, TransparencyLogError.Code, Int?)] = [
        ("", .policyQuorumMissing, nil),
        ("log {L1}\n", .policyQuorumMissing, nil),
        ("quorum none", .policyLineUnfinished, 1),
        ("log {L1}\r\nquorum none\r\n", .policyByteForbidden, 1),
        ("quorum none\n\u{0}\n", .policyByteForbidden, 2),
        ("# \u{7F}\nquorum none\n", .policyByteForbidden, 1),
        ("quorum none\nlogs {L1}\n", .policyKeywordUnknown, 2),
        ("Log {L1}\nquorum none\n", .policyKeywordUnknown, 1),
        ("log\nquorum none\n", .policyWordCount, 1),
        ("log {L1} url more\nquorum none\n", .policyWordCount, 1),
        ("log {L1} https://a/ # text\nquorum none\n", .policyWordCount, 1),
        ("witness w\nquorum none\n", .policyWordCount, 1),
        ("witness w {W1} url more\nquorum none\n", .policyWordCount, 1),
        ("group g any\nquorum none\n", .policyWordCount, 1),
        ("quorum\n", .policyWordCount, 1),
        ("quorum none none\n", .policyWordCount, 1),
        ("log log.example\nquorum none\n", .policyKeyRefused, 1),
        ("log {W1}\nquorum none\n", .policyKeyRefused, 1),
        ("witness w {L1}\nquorum none\n", .policyKeyRefused, 1),
        ("quorum none\nwitness w {M}\n", .policyKeyRefused, 2),
        ("log {M}\nquorum none\n", .policyKeyRefused, 1),
        ("log {S}\nquorum none\n", .policyKeyRefused, 1),
        ("log {L1}\nlog {L1}\nquorum none\n", .policyKeyRepeated, 2),
        ("witness a {W1}\nwitness b {W1}\nquorum none\n", .policyKeyRepeated, 2),
        ("witness none {W1}\nquorum none\n", .policyNameReserved, 1),
        ("witness a {W1}\ngroup none any a\nquorum none\n", .policyNameReserved, 2),
        ("witness a {W1}\nwitness a {W2}\nquorum none\n", .policyNameTaken, 2),
        ("witness a {W1}\ngroup a any a\nquorum none\n", .policyNameTaken, 2),
        ("witness a {W1}\ngroup g any g\nquorum g\n", .policyNameUnknown, 2),
        ("witness a {W1}\ngroup g any none\nquorum g\n", .policyNameUnknown, 2),
        ("quorum a\nwitness a {W1}\n", .policyNameUnknown, 1),
        ("witness A {W1}\nquorum a\n", .policyNameUnknown, 2),
        ("witness a {W1}\ngroup g any a a\nquorum g\n", .policyMemberRepeated, 2),
        ("witness a {W1}\ngroup g any a\ngroup h any a\nquorum g\n", .policyMemberRepeated, 3),
        ("witness a {W1}\ngroup g 0 a\nquorum g\n", .policyThresholdOutOfRange, 2),
        ("witness a {W1}\ngroup g 2 a\nquorum g\n", .policyThresholdOutOfRange, 2),
        ("witness a {W1}\ngroup g 01 a\nquorum g\n", .policyThresholdOutOfRange, 2),
        ("witness a {W1}\ngroup g some a\nquorum g\n", .policyThresholdOutOfRange, 2),
        ("quorum none\nquorum none\n", .policyQuorumRepeated, 2),
    ]

    @Test("a faulty policy is refused with the line", arguments: refused)
    func refusal(text: String, code: TransparencyLogError.Code, line: Int?) throws {
        let bytes = try Self.fill(text)
        #expect {
            try TlogPolicy(parsing: bytes)
        } throws: { error in
            guard let error = error as? TransparencyLogError else { return false }
            return error.code == code && error.arguments["line"] == line.map(String.init)
        }
    }

    @Test("a key that cannot be used is named with its fault")
    func causes() throws {
        #expect {
            try TlogPolicy(parsing: Self.fill("quorum none\nwitness w {M}\n"))
        } throws: { error in
            (error as? TransparencyLogError)?.cause
                == "verifier_key_algorithm_unsupported algorithm=ML-DSA-44"
        }
        #expect {
            try TlogPolicy(parsing: Self.fill("log {S}\nquorum none\n"))
        } throws: { error in
            (error as? TransparencyLogError)?.cause == "verifier_key_algorithm_unknown type=ff"
        }
    }

    @Test("1,024 logs, witnesses and groups are read, one more is refused")
    func limits() throws {
        func publicKey(_ number: Int) -> [UInt8] {
            SHA256.digest(of: Array("\(number)".utf8)).bytes
        }
        func text(logs: Int, witnesses: Int, groups: Int) throws -> [UInt8] {
            var text = ""
            let name = try KeyName("n")
            for number in 0..<logs {
                text +=
                    "log \(try VerifierKey(name: name, algorithm: .ed25519, publicKey: publicKey(number)))\n"
            }
            for number in 0..<witnesses {
                let key = try VerifierKey(
                    name: name,
                    algorithm: .ed25519Cosignature,
                    publicKey: publicKey(number)
                )
                text += "witness w\(number) \(key)\n"
            }
            for number in 0..<groups {
                text += "group g\(number) any \(number == 0 ? "w0" : "g\(number - 1)")\n"
            }
            return Array((text + "quorum \(groups > 0 ? "g\(groups - 1)" : "none")\n").utf8)
        }
        let largest = try TlogPolicy(parsing: text(logs: 1_024, witnesses: 1_024, groups: 1_024))
        #expect(largest.logs.count == 1_024)
        #expect(largest.isQuorum(of: [largest.witnesses[0].key]))
        #expect(!largest.isQuorum(of: [largest.witnesses[1].key]))
        for (logs, witnesses, groups) in [(1_025, 1, 0), (0, 1_025, 0), (0, 1, 1_025)] {
            #expect(
                Fixture.code {
                    try TlogPolicy(parsing: text(logs: logs, witnesses: witnesses, groups: groups))
                } == .policyTooComplex
            )
        }
        let comment = [UInt8](repeating: UInt8(ascii: "#"), count: 1_048_576 - 13)
        let quorum = Array("\nquorum none\n".utf8)
        #expect(try TlogPolicy(parsing: comment + quorum).quorum == nil)
        #expect(
            Fixture.code { try TlogPolicy(parsing: [0x23] + comment + quorum) } == .policyTooLong
        )
    }
}
