import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct ForkEvidenceTests {
    @Test("the nine fork files are judged as they say, and the true ones made again byte for byte")
    func vectors() throws {
        let forks = try PartyVectors.forks()
        #expect(forks.count == 9)
        #expect(forks.filter(\.holds).count == 4)
        for fork in forks {
            guard fork.holds else {
                let code = try code { _ = try ForkEvidence(parsing: fork.bytes) }
                let expected: PartyError.Code =
                    fork.why.hasPrefix("last hash changed")
                    ? .forkRootNotRecomputed
                    : fork.why.hasPrefix("second checkpoint signed")
                        ? .forkCheckpointKeyUnnamed : .forkProvesNothing
                #expect(code == expected, "\(fork.why)")
                continue
            }
            let evidence = try ForkEvidence(parsing: fork.bytes)
            #expect(evidence.form.rawValue == fork.form)
            #expect(evidence.encoded == fork.bytes)
            #expect(evidence.node.nodeName == (try Fixtures.name("jiangxi")))
            #expect("\(evidence.origin)" == "jiangxi.ipr.example/pan-pearl-river-delta")
        }
    }

    @Test("an independent program judges the nine fork files as they say")
    func independent() async throws {
        let key = try Fixtures.node("jiangxi").verifierKey
        for fork in try PartyVectors.forks() {
            let answer = try await IndependentReader.check(fork: fork.bytes, vkey: key.description)
            #expect(answer.status == (fork.holds ? 0 : 1), "\(fork.why): \(answer)")
            guard fork.holds else { continue }
            let said = "fork \(fork.form)\nlog jiangxi.ipr.example/pan-pearl-river-delta\n"
            #expect(answer.output == said)
            // Not under another node's key, and not with any part cut off.
            let other = try Fixtures.node("fujian").verifierKey
            #expect(
                try await IndependentReader.check(fork: fork.bytes, vkey: other.description).status
                    == 1
            )
            let cut = Array(fork.bytes.dropLast(70))
            #expect(try await IndependentReader.check(fork: cut, vkey: key.description).status == 1)
            let vkey = key.description
            let changes = try await IndependentReader.check(changesOf: fork.bytes, vkey: vkey)
            #expect(changes.output == "changes \(8 * fork.bytes.count)\n", "\(changes.complaint)")
        }
    }

    @Test("an independent program agrees about the growth of small trees")
    func independentGrowth() async throws {
        let key = try Fixtures.node("jiangxi").verifierKey
        for (smaller, larger) in [(1, 2), (2, 3), (3, 7), (4, 9), (5, 8), (7, 16), (8, 17)] {
            let evidence = try Self.growth(
                Self.leaves("a", smaller),
                Self.leaves("b", larger)
            )
            let answer = try await IndependentReader.check(
                fork: evidence.encoded,
                vkey: key.description
            )
            #expect(answer.status == 0, "\(smaller) \(larger): \(answer)")
        }
    }

    // MARK: - A log of one's own

    static let origin = "jiangxi.ipr.example/delta"

    static func logSigner(tag: String = "") throws -> Ed25519Signer {
        try Fixtures.signer(origin, tag: tag)
    }

    /// A `log` entry that names a key, signed by the node.
    static func keyEntry(
        tag: String = "",
        rekeyAt since: UInt64? = nil,
        second: String = "00",
        origin: String = origin,
        signer: String = "jiangxi"
    ) throws -> [UInt8] {
        let at = try #require(Timestamp("2026-11-20T09:00:\(second)+08:00"))
        var header = EntryHeader(at: at, machine: .log, event: since == nil ? .open : .rekey)
        header.key = try Fixtures.signer(origin, tag: tag).verifierKey
        if since == nil { header.charter = SHA256.digest(of: [9]) }
        header.since = since
        let text = UnverifiedEntry.text(origin: try Origin(origin), header: header)
        return try Note(text: text, signers: [Fixtures.node(signer)]).encoded
    }

    static func leaves(_ name: String, _ count: Int) -> [Digest] {
        (0..<count).map { MerkleTree.leafHash(of: Array("\(name) \($0)".utf8)) }
    }

    static func checkpoint(_ leaves: [Digest], tag: String = "") throws -> Checkpoint {
        try Checkpoint(
            size: TreeSize(count: leaves.count),
            root: MerkleTree.root(ofLeafHashes: leaves),
            signer: logSigner(tag: tag)
        )
    }

    static func growth(_ old: [Digest], _ new: [Digest]) throws -> ForkEvidence {
        let plan = ForkEvidence.hashPlan(
            smaller: TreeSize(count: old.count),
            larger: TreeSize(count: new.count)
        )
        let hashes = plan.map { subtree in
            MerkleTree.root(ofLeafHashes: new[Int(subtree.start)..<Int(subtree.end)])
        }
        return try ForkEvidence.growth(
            node: Fixtures.node("jiangxi").verifierKey,
            keys: [keyEntry()],
            smaller: checkpoint(old),
            larger: checkpoint(new),
            hashes: hashes
        )
    }

    @Test("growth is proven for every pair of sizes, and never against an honest log")
    func growthOfAllSizes() throws {
        for larger in 2...17 {
            let branch = Self.leaves("b", larger)
            for smaller in 1..<larger {
                let fork = try Self.growth(Self.leaves("a", smaller), branch)
                #expect(try ForkEvidence(parsing: fork.encoded) == fork)
                #expect(fork.checkpoints.map(\.size.int) == [smaller, larger])
                let honest = try code {
                    _ = try Self.growth(Array(branch.prefix(smaller)), branch)
                }
                #expect(honest == .forkProvesNothing)
            }
        }
    }

    @Test("two roots of one size are evidence whatever their order, one root is not")
    func sameSize() throws {
        let node = try Fixtures.node("jiangxi").verifierKey
        let a = try Self.checkpoint(Self.leaves("a", 5))
        let b = try Self.checkpoint(Self.leaves("b", 5))
        let keys = [try Self.keyEntry()]
        let evidence = try ForkEvidence.sameSize(node: node, keys: keys, a, b)
        #expect(try ForkEvidence.sameSize(node: node, keys: keys, b, a) == evidence)
        #expect(try ForkEvidence(parsing: evidence.encoded) == evidence)
        #expect(
            try code { _ = try ForkEvidence.sameSize(node: node, keys: keys, a, a) }
                == .forkProvesNothing
        )
        let c = try Self.checkpoint(Self.leaves("c", 6))
        #expect(
            try code { _ = try ForkEvidence.sameSize(node: node, keys: keys, a, c) }
                == .forkSizesWrong
        )
        #expect(
            try code {
                _ = try ForkEvidence.growth(
                    node: node,
                    keys: keys,
                    smaller: c,
                    larger: a,
                    hashes: []
                )
            } == .forkSizesWrong
        )
    }

    @Test("a key signs only sizes above the index that names it")
    func rekey() throws {
        let node = try Fixtures.node("jiangxi").verifierKey
        let rekey = try Self.keyEntry(tag: " 2", rekeyAt: 5)
        let keys = [try Self.keyEntry(), rekey]
        func evidence(_ size: Int) throws {
            let a = try Self.checkpoint(Self.leaves("a", size))
            let b = try Self.checkpoint(Self.leaves("b", size), tag: " 2")
            _ = try ForkEvidence.sameSize(node: node, keys: keys, a, b)
        }
        try evidence(6)
        #expect(try code { try evidence(5) } == .forkCheckpointKeyUnnamed)
    }

    @Test("checkpoints under the keys of two openings are evidence")
    func twoOpenings() throws {
        let node = try Fixtures.node("jiangxi").verifierKey
        let keys = [try Self.keyEntry(), try Self.keyEntry(tag: " 2")]
        let a = try Self.checkpoint(Self.leaves("a", 3))
        let b = try Self.checkpoint(Self.leaves("b", 3), tag: " 2")
        _ = try ForkEvidence.sameSize(node: node, keys: keys, a, b)
        let open = try ForkEvidence.open(node: node, keys[0], keys[1])
        #expect(try ForkEvidence(parsing: open.encoded) == open)
        #expect(open.checkpoints.isEmpty)
    }

    @Test("an honest first entry with a stranger's line added frames nobody")
    func addedLine() throws {
        let node = try Fixtures.node("jiangxi").verifierKey
        let entry = try Self.keyEntry()
        let note = try Note(parsing: entry)
        let line = try Fixtures.node("stranger").line(for: Array(note.text))
        let dressed = try note.adding([line]).encoded
        #expect(
            try code { _ = try ForkEvidence.open(node: node, entry, dressed) }
                == .forkProvesNothing
        )
    }

    @Test("key entries must be log entries of that node, log and key")
    func keyEntries() throws {
        let node = try Fixtures.node("jiangxi").verifierKey
        let good = try Self.keyEntry()
        func open(_ second: [UInt8], node other: VerifierKey? = nil) throws -> PartyError.Code? {
            try code { _ = try ForkEvidence.open(node: other ?? node, good, second) }
        }
        #expect(try open(Self.keyEntry(second: "01")) == nil)
        #expect(try open(Self.keyEntry(second: "01", signer: "fujian")) == .forkKeyEntryInvalid)
        #expect(
            try open(Self.keyEntry(origin: "jiangxi.ipr.example/belt")) == .forkOriginsDiffer
        )
        #expect(
            try open(Self.keyEntry(origin: "fujian.ipr.example/delta")) == .forkKeyEntryInvalid
        )
        #expect(try open(Self.keyEntry(rekeyAt: 4)) == .forkProvesNothing)
        #expect(try open(Array(good.dropLast())) == .forkKeyEntryInvalid)
        let thief = try Fixtures.node("jiangxi", tag: " thief").verifierKey
        #expect(try open(Self.keyEntry(second: "01"), node: thief) == .forkKeyEntryInvalid)
        let mirror = try Fixtures.mirror("jiangxi")
        #expect(try open(Self.keyEntry(second: "01"), node: mirror) == .keyNotOfNode)
        // A well signed entry of another machine certifies nothing.
        let at = try #require(Timestamp("2026-11-20T09:00:00+08:00"))
        var header = EntryHeader(at: at, machine: .charter, event: EventID(unchecked: "adopt"))
        header.charter = SHA256.digest(of: [9])
        let text = UnverifiedEntry.text(origin: try Origin(Self.origin), header: header)
        let adopt = try Note(text: text, signers: [Fixtures.node("jiangxi")]).encoded
        #expect(try open(adopt) == .forkKeyEntryInvalid)
    }

    /// What is replaced in a true growth file, and what is said of the result.
    static let badTexts: [(String, String, PartyError.Code)] = [
        ("lianlu/fork/v1", "lianlu/fork/v2", .documentUnknown),
        ("\ngrowth\n", "\nform growth\n", .forkFormUnknown),
        ("\ngrowth\n", "\nsame-size\n", .forkBlockCountWrong),
        ("\ngrowth\n", "\nopen\n", .forkBlockCountWrong),
        ("node jiangxi", "node Jiangxi", .forkBlockMalformed),
        ("key 423\n", "key 0423\n", .forkBlockMalformed),
        ("key 423\n", "key 422\n", .forkBlockCountWrong),
        ("key 423\n", "key 99999999999\n", .forkBlockMalformed),
        ("key 423\n", "key -1\n", .forkBlockMalformed),
        ("checkpoint 229\n", "checkpoints 229\n", .forkBlockCountWrong),
        ("hash 9", "hash A", .forkBlockMalformed),
        ("hash 9", "\nhash 9", .textNotCanonical),
        ("lianlu/fork/v1\n", "lianlu/fork/v1 \n", .documentUnknown),
    ]

    @Test("a block that is not as the format says is refused by name", arguments: badTexts)
    func badBlocks(_ wrong: (find: String, replace: String, code: PartyError.Code)) throws {
        let good = try #require(
            PartyVectors.forks().first { $0.form == "growth" && $0.holds }
        ).bytes
        let text = String(decoding: good, as: UTF8.self)
        #expect(text.contains(wrong.find))
        let bad = text.replacing(wrong.find, with: wrong.replace, maxReplacements: 1)
        #expect(try code { _ = try ForkEvidence(parsing: Array(bad.utf8)) } == wrong.code)
    }

    @Test("a hash too few or too many is counted")
    func hashCount() throws {
        let good = try #require(
            PartyVectors.forks().first { $0.form == "growth" && $0.holds }
        ).bytes
        let hash = Array("hash \(SHA256.digest(of: [1]).hex)\n".utf8)
        #expect(
            try code { _ = try ForkEvidence(parsing: good + hash) } == .forkHashCountWrong
        )
        #expect(
            try code { _ = try ForkEvidence(parsing: good.dropLast(hash.count)) }
                == .forkHashCountWrong
        )
    }

    @Test("no byte of true evidence can be changed, cut off or added")
    func everyByte() throws {
        for fork in try PartyVectors.forks() where fork.holds {
            for place in fork.bytes.indices {
                var bad = fork.bytes
                bad[place] ^= 1
                // A changed name or id in a signature line is a stranger's line, and then nobody has signed.
                #expect(throws: PartyError.self) { _ = try ForkEvidence(parsing: bad) }
            }
            for count in stride(from: 0, to: fork.bytes.count, by: 7) {
                #expect(throws: PartyError.self) {
                    _ = try ForkEvidence(parsing: fork.bytes.prefix(count))
                }
            }
            #expect(throws: PartyError.self) { _ = try ForkEvidence(parsing: fork.bytes + [10]) }
        }
    }

    @Test("64 KiB is the limit, one byte more is refused")
    func byteLimit() throws {
        let node = try Fixtures.node("jiangxi").verifierKey
        let entry = try Self.keyEntry()
        let a = try Self.checkpoint(Self.leaves("a", 5))
        let b = try Self.checkpoint(Self.leaves("b", 5))
        let note = try Note(parsing: entry)
        // A stranger's line of any length fills the entries, each of which has a limit of its own.
        func filled(_ nameCount: Int, _ signatureCount: Int) throws -> [UInt8] {
            let line = try SignatureLine(
                name: KeyName(String(repeating: "x", count: nameCount)),
                keyID: node.id,
                signature: [UInt8](repeating: 1, count: signatureCount)
            )
            return try note.adding([line]).encoded
        }
        let full = try filled(1, 11_300)
        func evidence(_ nameCount: Int, _ groups: Int) throws -> ForkEvidence {
            // Four bytes of key id and 3 × groups − 4 of signature make groups × 4 characters.
            let keys = [full, full, full, full, try filled(nameCount, 3 * groups - 4)]
            return try ForkEvidence.sameSize(node: node, keys: keys, a, b)
        }
        // The last block has a count of four digits throughout, so that only the line grows.
        let spare = Limits.forkByteCountMax - (try evidence(1, 200)).encoded.count
        let (groups, bytes) = (200 + spare / 4, 1 + spare % 4)
        let largest = try evidence(bytes, groups)
        #expect(largest.encoded.count == Limits.forkByteCountMax)
        #expect(try ForkEvidence(parsing: largest.encoded) == largest)
        #expect(try code { _ = try evidence(bytes + 1, groups) } == .textTooLong)
        let tooLong = largest.encoded + [10]
        #expect(try code { _ = try ForkEvidence(parsing: tooLong) } == .textTooLong)
    }
}
