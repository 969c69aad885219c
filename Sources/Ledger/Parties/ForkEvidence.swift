package import Cryptography
package import TransparencyLog

internal import Casework

/// Proof that a node signed two histories of one log (FORMATS.md §6).
///
/// It convinces anyone who knows the node key: reading evidence checks every signature and hash in it, so no value of
/// this type is false. It speaks of the key in `node` only; whoever reads it compares that key with the one that he
/// trusts for the name. Anything that is not one of the three forms is a bad source, never a fork.
package struct ForkEvidence: Hashable, Sendable {
    /// What the two histories disagree on.
    package enum Form: String, CaseIterable, Hashable, Sendable {
        /// Two signed checkpoints of one size have different roots.
        case sameSize = "same-size"
        /// A signed checkpoint is no prefix of a larger signed one.
        case growth
        /// Two different first entries were signed.
        case open
    }

    /// The form.
    package let form: Form
    /// The node key that vouches for the log's keys.
    package let node: VerifierKey
    /// The log.
    package let origin: Origin
    /// The two checkpoints, the smaller first; none for `open`.
    package let checkpoints: [Checkpoint]
    /// The whole text, at most 64 KiB.
    package let encoded: [UInt8]

    /// Reads evidence and checks that it proves what it says; throws what is wrong with it.
    package init(parsing bytes: some Collection<UInt8>) throws(PartyError) {
        let parts = try ForkParts(parsing: Array(bytes))
        try self.init(parts)
    }

    /// Writes down two checkpoints of one size; `keys` are the entries that name their keys.
    package static func sameSize(
        node: VerifierKey,
        keys: [[UInt8]],
        _ first: Checkpoint,
        _ second: Checkpoint
    ) throws(PartyError) -> ForkEvidence {
        let pair = [first, second].sorted { $0.root < $1.root }
        return try ForkEvidence(
            ForkParts(
                form: .sameSize,
                node: node,
                keys: keys,
                checkpoints: pair.map(\.logNote.encoded),
                hashes: []
            )
        )
    }

    /// Writes down a checkpoint and a larger one that does not grow from it.
    ///
    /// `hashes` are the roots of the maximal complete subtrees of `[0, smaller)`, then of `[smaller, larger)`, in the
    /// tree of the larger one: `hashPlan(smaller:larger:)` says which.
    package static func growth(
        node: VerifierKey,
        keys: [[UInt8]],
        smaller: Checkpoint,
        larger: Checkpoint,
        hashes: [Digest]
    ) throws(PartyError) -> ForkEvidence {
        try ForkEvidence(
            ForkParts(
                form: .growth,
                node: node,
                keys: keys,
                checkpoints: [smaller.logNote.encoded, larger.logNote.encoded],
                hashes: hashes
            )
        )
    }

    /// Writes down two different first entries of one log.
    package static func open(
        node: VerifierKey,
        _ first: [UInt8],
        _ second: [UInt8]
    ) throws(PartyError) -> ForkEvidence {
        try ForkEvidence(
            ForkParts(
                form: .open,
                node: node,
                keys: [first, second],
                checkpoints: [],
                hashes: []
            )
        )
    }

    /// The subtrees whose roots a `growth` lists, left to right.
    package static func hashPlan(smaller: TreeSize, larger: TreeSize) -> [CompleteSubtree] {
        CompleteSubtree.covering(0, smaller) + CompleteSubtree.covering(smaller, larger)
    }

    private init(_ parts: ForkParts) throws(PartyError) {
        guard parts.node.nodeName != nil else {
            throw PartyError(.keyNotOfNode, ["key": "\(parts.node)", "required": "<node>, 0x01"])
        }
        form = parts.form
        node = parts.node
        encoded = try parts.encoded()
        let certificates = try LogKeyCertificate.read(parts.keys, signedBy: parts.node)
        origin = certificates[0].origin
        checkpoints = try Self.checkpoints(parts, certificates)
        switch form {
        case .open: try Self.requireTwoOpenings(certificates)
        case .sameSize: try Self.requireTwoRoots(checkpoints)
        case .growth: try Self.requireNoPrefix(checkpoints, parts.hashes)
        }
    }

    /// Verifies the checkpoints: each under a key that one of the entries names from a smaller size on.
    ///
    /// A later `rekey` among the entries does not bar an earlier key here: of two histories only one may have it.
    private static func checkpoints(
        _ parts: ForkParts,
        _ certificates: [LogKeyCertificate]
    ) throws(PartyError) -> [Checkpoint] {
        var checkpoints: [Checkpoint] = []
        for (place, bytes) in parts.checkpoints.enumerated() {
            let unverified: UnverifiedCheckpoint
            do throws(TransparencyLogError) {
                unverified = try UnverifiedCheckpoint(parsing: bytes)
            } catch {
                throw PartyError(
                    .forkCheckpointInvalid,
                    ["checkpoint": "\(place + 1)"],
                    cause: error.code.rawValue
                )
            }
            guard unverified.origin == certificates[0].origin else {
                throw PartyError(
                    .forkOriginsDiffer,
                    ["found": "\(unverified.origin)", "required": "\(certificates[0].origin)"]
                )
            }
            let keys = certificates.filter { $0.start < unverified.size.rawValue }.map(\.key)
            // Which of the keys fails does not matter; only whether one of them signed.
            guard let checkpoint = keys.lazy.compactMap({ try? unverified.verified(by: $0) }).first
            else {
                throw PartyError(.forkCheckpointKeyUnnamed, ["checkpoint": "\(place + 1)"])
            }
            checkpoints.append(checkpoint)
        }
        return checkpoints
    }

    /// Compares texts, not bytes: anybody can add a line of an unknown key to an honest entry.
    private static func requireTwoOpenings(
        _ certificates: [LogKeyCertificate]
    ) throws(PartyError) {
        guard certificates.allSatisfy({ $0.start == 0 }),
            certificates[0].text != certificates[1].text
        else { throw PartyError(.forkProvesNothing) }
    }

    private static func requireTwoRoots(_ pair: [Checkpoint]) throws(PartyError) {
        guard pair[0].size == pair[1].size else { throw sizesWrong(pair) }
        guard pair[0].root != pair[1].root else { throw PartyError(.forkProvesNothing) }
    }

    private static func requireNoPrefix(
        _ pair: [Checkpoint],
        _ hashes: [Digest]
    ) throws(PartyError) {
        let (smaller, larger) = (pair[0], pair[1])
        guard smaller.size < larger.size else { throw sizesWrong(pair) }
        let firstCount = CompleteSubtree.covering(0, smaller.size).count
        let plan = hashPlan(smaller: smaller.size, larger: larger.size)
        guard hashes.count == plan.count,
            var tree = CompactRange(end: smaller.size, hashes: Array(hashes.prefix(firstCount))),
            let rest = CompactRange(
                start: smaller.size,
                end: larger.size,
                hashes: Array(hashes.dropFirst(firstCount))
            )
        else {
            throw PartyError(
                .forkHashCountWrong,
                ["count": "\(hashes.count)", "required": "\(plan.count)"]
            )
        }
        let hasher = TreeHasher()
        let rootThen = tree.root(hasher: hasher)
        guard tree.append(rest, hasher: hasher), tree.root(hasher: hasher) == larger.root else {
            throw PartyError(.forkRootNotRecomputed, ["size": "\(larger.size)"])
        }
        guard rootThen != smaller.root else { throw PartyError(.forkProvesNothing) }
    }

    private static func sizesWrong(_ pair: [Checkpoint]) -> PartyError {
        PartyError(.forkSizesWrong, ["first": "\(pair[0].size)", "second": "\(pair[1].size)"])
    }
}

/// A `log`/`open` or `log`/`rekey` entry: a certificate of a log key by the node key.
private struct LogKeyCertificate {
    let origin: Origin
    let text: ArraySlice<UInt8>
    let key: VerifierKey
    /// The key signs checkpoints of sizes above this index.
    let start: UInt64

    static func read(
        _ entries: [[UInt8]],
        signedBy node: VerifierKey
    ) throws(PartyError) -> [LogKeyCertificate] {
        var certificates: [LogKeyCertificate] = []
        for (place, bytes) in entries.enumerated() {
            let certificate = try LogKeyCertificate(bytes, place + 1, signedBy: node)
            if let first = certificates.first, first.origin != certificate.origin {
                throw PartyError(
                    .forkOriginsDiffer,
                    ["found": "\(certificate.origin)", "required": "\(first.origin)"]
                )
            }
            certificates.append(certificate)
        }
        return certificates
    }

    private init(
        _ bytes: [UInt8],
        _ place: Int,
        signedBy node: VerifierKey
    ) throws(PartyError) {
        let entry: UnverifiedEntry
        do throws(Reason) {
            entry = try UnverifiedEntry(parsing: bytes)
        } catch {
            throw Self.invalid(place, error.code.rawValue)
        }
        let header = entry.header
        guard LogName(entry.origin)?.node == node.nodeName, header.machine == .log,
            let key = header.key, key.algorithm == .ed25519, key.name == entry.origin
        else { throw Self.invalid(place, "header") }
        switch (header.event, header.since) {
        case (.open, nil): start = 0
        case (.rekey, let since?): start = since
        default: throw Self.invalid(place, "header")
        }
        guard let line = entry.note.signatures.first, node.isValid(line, over: entry.note.text)
        else { throw Self.invalid(place, "signature") }
        origin = entry.origin
        text = entry.note.text
        self.key = key
    }

    private static func invalid(_ place: Int, _ cause: String) -> PartyError {
        PartyError(.forkKeyEntryInvalid, ["block": "\(place)"], cause: cause)
    }
}
