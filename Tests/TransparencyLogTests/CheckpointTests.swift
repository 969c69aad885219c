import Cryptography
import Testing
import TransparencyLog

@Suite struct CheckpointTests {
    static let sizes = [0, 1, 2, 255, 256, 257, 299, 300]

    @Test("the vectors' checkpoints verify, and carry the root of their entries", arguments: sizes)
    func vectors(size: Int) throws {
        let checkpoint = try Fixture.checkpoint(size)
        #expect(checkpoint.size.int == size)
        #expect(checkpoint.origin == (try Fixture.logSignerName()))
        #expect(checkpoint.root == MerkleTree.root(ofLeafHashes: Fixture.leafHashes(size)))
        let signed = try Checkpoint(
            size: checkpoint.size,
            root: checkpoint.root,
            signer: Fixture.logSigner()
        )
        #expect(try signed.note.encoded == Fixture.checkpointBytes(size))
        #expect(signed == checkpoint)
    }

    /// Signs with another key than it says, as a faulty token would.
    private struct FaultySigner: NoteSigner {
        let named: Ed25519Signer
        let used: Ed25519Signer
        var verifierKey: VerifierKey { named.verifierKey }
        func signature(for text: [UInt8]) throws -> [UInt8] { try used.signature(for: text) }
    }

    @Test("a checkpoint of a signer whose signature does not verify is never made")
    func faultySigner() throws {
        let checkpoint = try Fixture.checkpoint(300)
        let named = try Fixture.logSigner()
        let used = try Ed25519Signer(
            name: named.verifierKey.name,
            seed: [UInt8](repeating: 7, count: 32)
        )
        #expect(named.isProven && !FaultySigner(named: named, used: used).isProven)
        let signed = try Checkpoint(
            size: checkpoint.size,
            root: checkpoint.root,
            signer: FaultySigner(named: named, used: named)
        )
        #expect(signed == checkpoint)
        #expect(throws: TransparencyLogError.self) {
            try Checkpoint(
                size: checkpoint.size,
                root: checkpoint.root,
                signer: FaultySigner(named: named, used: used)
            )
        }
    }

    @Test("lines of others do not disturb, and do not get into the log's note")
    func othersLines() throws {
        let lines = try [
            Fixture.string("witness_mldsa44", "line"), Fixture.string("sm2_example", "line"),
            Fixture.string("witness_ed25519", "line"),
        ]
        let bytes = try Fixture.checkpoint(300, with: lines)
        let checkpoint = try UnverifiedCheckpoint(parsing: bytes).verified(by: Fixture.logKey())
        #expect(checkpoint.note.encoded == bytes)
        #expect(try checkpoint.logNote.encoded == Fixture.checkpointBytes(300))
        let cosignatures = try checkpoint.cosignatures(by: [Fixture.witnessKey()])
        #expect(cosignatures.map(\.time) == [1_767_139_200])
        #expect(try Fixture.checkpoint(300).cosignatures(by: [Fixture.witnessKey()]).isEmpty)
    }

    @Test("no single-bit change of a checkpoint verifies", arguments: [0, 300])
    func bitFlips(size: Int) throws {
        let bytes = try Fixture.checkpointBytes(size)
        let key = try Fixture.logKey()
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << bit
                #expect(throws: TransparencyLogError.self, "byte \(position) bit \(bit)") {
                    try UnverifiedCheckpoint(parsing: changed).verified(by: key)
                }
            }
        }
    }

    @Test("no single-bit change of a cosigned checkpoint changes what is verified")
    func bitFlipsOfCosigned() throws {
        let key = try Fixture.logKey()
        let witness = try Fixture.witnessKey()
        let bytes = try Fixture.checkpoint(
            300,
            with: [Fixture.string("witness_ed25519", "line")]
        )
        let good = try Fixture.checkpoint(300)
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << bit
                let result = Result {
                    let checkpoint = try UnverifiedCheckpoint(parsing: changed).verified(by: key)
                    return (checkpoint, try checkpoint.cosignatures(by: [witness]))
                }
                guard case .success(let (checkpoint, cosignatures)) = result else { continue }
                // What is left is a changed name or id, which makes the witness unknown.
                #expect(checkpoint.logNote == good.logNote)
                #expect(cosignatures.isEmpty, "byte \(position) bit \(bit)")
            }
        }
    }

    @Test("no strict substring of a checkpoint verifies")
    func substrings() throws {
        let bytes = try Fixture.checkpointBytes(300)
        let key = try Fixture.logKey()
        for start in bytes.indices {
            for end in start...bytes.count where end - start < bytes.count {
                #expect(throws: TransparencyLogError.self) {
                    try UnverifiedCheckpoint(parsing: bytes[start..<end]).verified(by: key)
                }
            }
        }
    }

    static let root = "yjk9Apa+xeC43KuYO9H7fRRh9RLnJny4ljGtJv1m2Eg="
    static let malformed: [(String, Int)] = [
        ("\n300\n\(root)\n", 1),
        ("a b\n300\n\(root)\n", 1),
        ("a\n", 2),
        ("a\n\n\(root)\n", 2),
        ("a\n0300\n\(root)\n", 2),
        ("a\n+300\n\(root)\n", 2),
        ("a\n-0\n\(root)\n", 2),
        ("a\n 300\n\(root)\n", 2),
        ("a\n3e2\n\(root)\n", 2),
        ("a\n4611686018427387905\n\(root)\n", 2),
        ("a\n18446744073709551616\n\(root)\n", 2),
        ("a\n300\n", 3),
        ("a\n300\n\(root.dropLast(2))h=\n", 3),
        ("a\n300\n\(root.dropLast())\n", 3),
        ("a\n300\nAAAA\n", 3),
        ("a\n300\n\(root)\n\nx\n", 4),
    ]

    @Test("a text that is no checkpoint is refused with the line", arguments: malformed)
    func refusal(text: String, line: Int) throws {
        let note = try Note(parsing: (text + "\n— a AAAAAAA=\n").utf8)
        #expect {
            try UnverifiedCheckpoint(note)
        } throws: { error in
            guard let error = error as? TransparencyLogError else { return false }
            return error.code == .checkpointMalformed && error.arguments["line"] == "\(line)"
        }
    }

    @Test("the largest size is read")
    func largestSize() throws {
        let text = "a\n4611686018427387904\n\(Self.root)\n\n— a AAAAAAA=\n"
        #expect(try UnverifiedCheckpoint(parsing: text.utf8).size.rawValue == 1 << 62)
    }

    @Test("sixty-four extension lines are read, one more is refused")
    func extensionLines() throws {
        let head = "a\n300\n\(Self.root)\n"
        let tail = "\n— a AAAAAAA=\n"
        let lines = String(repeating: "x\n", count: 64)
        #expect(try UnverifiedCheckpoint(parsing: (head + lines + tail).utf8).hasExtensionLines)
        #expect(
            Fixture.code { try UnverifiedCheckpoint(parsing: (head + lines + "x\n" + tail).utf8) }
                == .checkpointMalformed
        )
    }

    @Test("an empty tree has one root only")
    func emptyRoot() throws {
        let text = "a\n0\n\(Self.root)\n\n— a AAAAAAA=\n"
        #expect(
            Fixture.code { try UnverifiedCheckpoint(parsing: text.utf8) }
                == .checkpointEmptyRootWrong
        )
    }

    @Test("a key of another name or role proves nothing")
    func wrongKeys() throws {
        let checkpoint = try UnverifiedCheckpoint(parsing: Fixture.checkpointBytes(300))
        let key = try Fixture.logKey()
        let other = try VerifierKey(
            name: KeyName("log.example/t2"),
            algorithm: .ed25519,
            publicKey: key.publicKey
        )
        #expect(Fixture.code { try checkpoint.verified(by: other) } == .checkpointOriginMismatch)
        let cosigner = try VerifierKey(
            name: key.name,
            algorithm: .ed25519Cosignature,
            publicKey: key.publicKey
        )
        #expect(Fixture.code { try checkpoint.verified(by: cosigner) } == .verifierKeyRoleMismatch)
        #expect(
            Fixture.code { try checkpoint.cosignatures(by: [key]) } == .verifierKeyRoleMismatch
        )
        let stranger = try Ed25519Signer(
            name: key.name,
            seed: [UInt8](repeating: 1, count: 32)
        )
        #expect(
            Fixture.code { try checkpoint.verified(by: stranger.verifierKey) } == .noteUnverified
        )
    }
}

extension Fixture {
    static func logSignerName() throws -> KeyName { try logSigner().verifierKey.name }
}

@Suite struct CosignatureTests {
    @Test("cosigning gives the vectors' message and line")
    func vector() throws {
        let checkpoint = try Fixture.checkpoint(300)
        let line = try Fixture.witnessSigner().cosign(checkpoint, at: 1_767_139_200)
        #expect(try line.encoded == Array(Fixture.string("witness_ed25519", "line").utf8))
        let message = try Fixture.hexBytes("witness_ed25519", "signed_message_hex")
        let publicKey = try #require(
            Ed25519.PublicKey(rawBytes: Fixture.witnessKey().publicKey)
        )
        #expect(publicKey.isValid(line.signature.dropFirst(8), for: message))
        let cosigned = try checkpoint.note.adding([line])
        let found = try UnverifiedCheckpoint(cosigned).cosignatures(by: [Fixture.witnessKey()])
        #expect(found.map(\.time) == [1_767_139_200])
        #expect(found.map(\.line) == [line])
    }

    @Test("the largest time is signed, a larger one is not")
    func times() throws {
        let checkpoint = try Fixture.checkpoint(300)
        let signer = try Fixture.witnessSigner()
        let key = signer.verifierKey
        let last = try signer.cosign(checkpoint, at: UInt64(Int64.max))
        #expect(key.isValid(last, over: checkpoint.text))
        #expect(
            Fixture.code { try signer.cosign(checkpoint, at: 1 << 63) }
                == .cosignatureTimeOutOfRange
        )
        var blob = Array(last.signature)
        blob[0] |= 0x80
        let line = try SignatureLine(name: key.name, keyID: key.id, signature: blob)
        #expect(!key.isValid(line, over: checkpoint.text))
    }

    @Test("a cosignature with a changed time, length or text is not valid")
    func changes() throws {
        let checkpoint = try Fixture.checkpoint(300)
        let signer = try Fixture.witnessSigner()
        let key = signer.verifierKey
        let line = try signer.cosign(checkpoint, at: 1_767_139_200)
        let other = try Fixture.checkpoint(299)
        #expect(!key.isValid(line, over: other.text))
        for position in 0..<line.signature.count {
            var blob = Array(line.signature)
            blob[position] ^= 1
            let changed = try SignatureLine(name: key.name, keyID: key.id, signature: blob)
            #expect(!key.isValid(changed, over: checkpoint.text), "byte \(position)")
        }
        for blob in [Array(line.signature.dropLast()), Array(line.signature) + [0]] {
            let changed = try SignatureLine(name: key.name, keyID: key.id, signature: blob)
            let note = try checkpoint.note.adding([changed])
            #expect(
                Fixture.code { try UnverifiedCheckpoint(note).cosignatures(by: [key]) }
                    == .noteSignatureInvalid
            )
        }
    }

    @Test("a plain signature under the cosigner's key bytes is no cosignature, and the reverse")
    func roles() throws {
        let checkpoint = try Fixture.checkpoint(300)
        let seed = try Fixture.hexBytes("witness_ed25519", "seed")
        let name = try KeyName(Fixture.string("witness_ed25519", "name"))
        let plain = try Ed25519Signer(name: name, seed: seed)
        let line = try plain.line(for: Array(checkpoint.text))
        let key = try Fixture.witnessKey()
        #expect(plain.verifierKey.id != key.id)
        #expect(!key.isValid(line, over: checkpoint.text))
        let forged = try SignatureLine(name: name, keyID: key.id, signature: line.signature)
        #expect(!key.isValid(forged, over: checkpoint.text))
    }
}
