import Cryptography
import Testing
import TransparencyLog

@Suite struct TlogProofTests {
    private static func bytes() throws -> [UInt8] {
        Array(try Fixture.value("tlog_proof_5", as: String.self).utf8)
    }

    private let leaf = MerkleTree.leafHash(of: Array("entry 5".utf8))

    @Test("the vectors' proof is read, verified and written")
    func vector() throws {
        let bytes = try Self.bytes()
        let proof = try TlogProof(parsing: bytes)
        #expect(proof.index == 5)
        #expect(proof.hashes.count == 9)
        #expect(proof.extra == nil)
        #expect(proof.encoded == bytes)
        let checkpoint = try proof.verify(leafHash: leaf, logKey: Fixture.logKey())
        #expect(checkpoint.size == 300)

        let source = LeafHashSource(Fixture.leafHashes(300))
        let inclusion = try InclusionProof(of: 5, in: 300, from: source, hasher: TreeHasher())
        let line = try Fixture.witnessSigner().cosign(Fixture.checkpoint(300), at: 1_767_139_200)
        let note = try Fixture.checkpoint(300).note.adding([line])
        let made = try TlogProof(inclusion, checkpoint: UnverifiedCheckpoint(note))
        #expect(made.encoded == bytes)
    }

    @Test("the policy's quorum is asked for")
    func policy() throws {
        let proof = try TlogProof(parsing: Self.bytes())
        let file = try """
        log \(Fixture.string("log", "vkey"))
        witness w \(Fixture.string("witness_ed25519", "vkey"))
        quorum w

        """
        let policy = try TlogPolicy(parsing: file.utf8)
        let verified = try proof.verify(leafHash: leaf, policy: policy)
        #expect(verified.cosignatures.map(\.time) == [1_767_139_200])
        let bare = try TlogProof(
            InclusionProof(
                of: 5,
                in: 300,
                from: LeafHashSource(Fixture.leafHashes(300)),
                hasher: TreeHasher()
            ),
            checkpoint: UnverifiedCheckpoint(Fixture.checkpoint(300).note)
        )
        #expect(
            Fixture.code { try bare.verify(leafHash: leaf, policy: policy) } == .policyQuorumNotMet
        )
    }

    @Test(
        "no single-bit change of a proof passes, but in the witness's line for whom only the log counts"
    )
    func bitFlips() throws {
        let bytes = try Self.bytes()
        let key = try Fixture.logKey()
        let witness = try Fixture.witnessKey()
        let lineStart = bytes.count - (try Fixture.string("witness_ed25519", "line")).utf8.count
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << bit
                let result = Result {
                    let proof = try TlogProof(parsing: changed)
                    return (proof, try proof.verify(leafHash: leaf, logKey: key))
                }
                guard case .success(let (proof, checkpoint)) = result else { continue }
                #expect(position >= lineStart, "byte \(position) bit \(bit)")
                #expect(proof.index == 5 && checkpoint.size == 300)
                // For whom the witness counts, too, nothing passes but a line that is a stranger's now.
                let cosignatures = try? checkpoint.cosignatures(by: [witness])
                #expect(cosignatures?.isEmpty ?? true)
            }
        }
    }

    @Test("no strict substring of a proof passes but one that lost whole lines of witnesses")
    func substrings() throws {
        let bytes = try Self.bytes()
        let key = try Fixture.logKey()
        let lineStart = bytes.count - (try Fixture.string("witness_ed25519", "line")).utf8.count
        for start in 0..<24 {
            for end in start...bytes.count where end - start < bytes.count {
                let result = Result {
                    try TlogProof(parsing: bytes[start..<end]).verify(leafHash: leaf, logKey: key)
                }
                if case .success = result { #expect(start == 0 && end == lineStart) }
            }
        }
        for start in 24..<bytes.count {
            #expect(throws: TransparencyLogError.self) { try TlogProof(parsing: bytes[start...]) }
        }
    }

    @Test("another leaf, or the same under another index, is not proven")
    func otherLeaf() throws {
        let proof = try TlogProof(parsing: Self.bytes())
        let other = MerkleTree.leafHash(of: Array("entry 6".utf8))
        #expect(
            Fixture.code { try proof.verify(leafHash: other, logKey: Fixture.logKey()) }
                == .tlogProofInvalid
        )
        let moved = try #require(InclusionProof(of: 4, in: 300, hashes: proof.hashes))
        let shifted = try TlogProof(moved, checkpoint: proof.checkpoint)
        #expect(
            Fixture.code { try shifted.verify(leafHash: leaf, logKey: Fixture.logKey()) }
                == .tlogProofInvalid
        )
    }

    @Test("extra data is carried, and proves nothing")
    func extra() throws {
        let proof = try TlogProof(parsing: Self.bytes())
        let inclusion = try #require(InclusionProof(of: 5, in: 300, hashes: proof.hashes))
        for extra in [[], [1, 2, 3], [UInt8](repeating: 9, count: 65_536)] {
            let made = try TlogProof(inclusion, checkpoint: proof.checkpoint, extra: extra)
            let read = try TlogProof(parsing: made.encoded)
            #expect(read == made && read.extra == extra)
            #expect(try read.verify(leafHash: leaf, logKey: Fixture.logKey()).size == 300)
        }
        #expect(
            Fixture.code {
                try TlogProof(
                    inclusion,
                    checkpoint: proof.checkpoint,
                    extra: [UInt8](repeating: 9, count: 65_537)
                )
            } == .tlogProofTooLong
        )
        let wrongSize = try #require(InclusionProof(of: 5, in: 299, hashes: proof.hashes))
        #expect(
            Fixture.code { try TlogProof(wrongSize, checkpoint: proof.checkpoint) }
                == .tlogProofSizeMismatch
        )
    }

    private static let hash = "SFM123z+yWXxX/dF/GJcQdXqJkaTaTAWWCj3PdS2iFQ="

    static let malformed: [(String, Int)] = [
        ("c2sp.org/tlog-proof@v2\nindex 5\n", 1),
        ("c2sp.org/tlog-proof@v1 \nindex 5\n", 1),
        ("\nc2sp.org/tlog-proof@v1\nindex 5\n", 1),
        ("c2sp.org/tlog-proof@v1\n", 2),
        ("c2sp.org/tlog-proof@v1\nindex 05\n", 2),
        ("c2sp.org/tlog-proof@v1\nindex +5\n", 2),
        ("c2sp.org/tlog-proof@v1\nindex\n", 2),
        ("c2sp.org/tlog-proof@v1\nindex 4611686018427387904\n", 2),
        ("c2sp.org/tlog-proof@v1\nextra AB==\nindex 5\n", 2),
        ("c2sp.org/tlog-proof@v1\nextra AAAA\n", 3),
        ("c2sp.org/tlog-proof@v1\nindex 5\nextra AAAA\n", 3),
        ("c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 5\n", 3),
        ("c2sp.org/tlog-proof@v1\nindex 5\n\(hash.dropLast())\n", 3),
        ("c2sp.org/tlog-proof@v1\nindex 5\n\(hash)\n \(hash)\n", 4),
    ]

    @Test("a malformed proof is refused with the line", arguments: malformed)
    func refusal(head: String, line: Int) throws {
        let text = try head + "\n" + Fixture.string("checkpoints", "300")
        #expect {
            try TlogProof(parsing: text.utf8)
        } throws: { error in
            guard let error = error as? TransparencyLogError else { return false }
            return error.code == .tlogProofMalformed && error.arguments["line"] == "\(line)"
        }
    }

    @Test("63 hashes are read, one more is refused; an index beyond the tree is refused")
    func limits() throws {
        let head = "c2sp.org/tlog-proof@v1\nindex 5\n"
        let checkpoint = try "\n" + Fixture.string("checkpoints", "300")
        let hashes = String(repeating: Self.hash + "\n", count: 63)
        let longest = try TlogProof(parsing: (head + hashes + checkpoint).utf8)
        #expect(longest.hashes.count == 63)
        #expect(
            Fixture.code { try longest.verify(leafHash: leaf, logKey: Fixture.logKey()) }
                == .tlogProofInvalid
        )
        #expect(
            Fixture.code {
                try TlogProof(parsing: (head + hashes + Self.hash + "\n" + checkpoint).utf8)
            } == .tlogProofMalformed
        )
        let beyond = "c2sp.org/tlog-proof@v1\nindex 300\n" + checkpoint
        #expect(Fixture.code { try TlogProof(parsing: beyond.utf8) } == .entryOutOfRange)
        let limit = [UInt8](repeating: UInt8(ascii: "a"), count: 1_179_648)
        #expect(Fixture.code { try TlogProof(parsing: limit) } == .tlogProofMalformed)
        #expect(Fixture.code { try TlogProof(parsing: limit + [0x61]) } == .tlogProofTooLong)
    }
}
