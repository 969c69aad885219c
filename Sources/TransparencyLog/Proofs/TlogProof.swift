public import Cryptography

/// A proof for one entry that can be checked offline (`c2sp.org/tlog-proof`): index, inclusion proof, checkpoint.
///
/// Reading proves the form only.
///
///     c2sp.org/tlog-proof@v1
///     index 1
///     <base64 hash> …
///
///     <checkpoint, with cosignatures>
public struct TlogProof: Hashable, Sendable {
    private static let magic = Array("c2sp.org/tlog-proof@v1".utf8)
    private static let extraWord = Array("extra ".utf8)
    private static let indexWord = Array("index ".utf8)

    /// What the application added; nobody signed it.
    public let extra: [UInt8]?
    /// The entry's index, in the checkpoint's tree.
    public let index: EntryIndex
    /// The inclusion proof, leaf's sibling first.
    public let hashes: [Digest]
    /// The checkpoint.
    public let checkpoint: UnverifiedCheckpoint

    /// Joins a proof and a checkpoint; throws `tlog_proof_size_mismatch` when they are not of one tree size.
    ///
    /// `extra` of more than 65,536 bytes is `tlog_proof_too_long`.
    public init(
        _ proof: InclusionProof,
        checkpoint: UnverifiedCheckpoint,
        extra: [UInt8]? = nil
    ) throws(TransparencyLogError) {
        guard proof.size == checkpoint.size else {
            throw TransparencyLogError(
                .tlogProofSizeMismatch,
                ["found": "\(proof.size)", "required": "\(checkpoint.size)"]
            )
        }
        guard extra?.count ?? 0 <= Limits.proofExtraByteCountMax else { throw Self.tooLong }
        self.extra = extra
        index = proof.index
        hashes = proof.hashes
        self.checkpoint = checkpoint
    }

    /// Reads a proof, in its one canonical form.
    ///
    /// Throws `tlog_proof_too_long`, `tlog_proof_malformed` with the line's number, `entry_out_of_range` when the
    /// checkpoint's tree has no such entry, or what reading the checkpoint does.
    public init(parsing bytes: some Collection<UInt8>) throws(TransparencyLogError) {
        guard bytes.count <= Limits.proofByteCountMax else { throw Self.tooLong }
        let all = Array(bytes)[...]
        // The checkpoint has a blank line of its own, so it is the first that ends the proof.
        guard let split = all.firstBlankLine() else { throw Self.malformed(line: 1) }
        var rest = all[...split]
        guard rest.popLine() == Self.magic[...] else { throw Self.malformed(line: 1) }
        var number = 2
        var line = rest.popLine() ?? []
        var extra: [UInt8]?
        if line.dropPrefix(Self.extraWord) {
            guard let decoded = Base64.decode(line) else { throw Self.malformed(line: number) }
            guard decoded.count <= Limits.proofExtraByteCountMax else { throw Self.tooLong }
            extra = decoded
            number += 1
            line = rest.popLine() ?? []
        }
        guard line.dropPrefix(Self.indexWord),
            let index = Decimal.decode(line).flatMap({ EntryIndex($0) })
        else { throw Self.malformed(line: number) }
        var hashes: [Digest] = []
        while let line = rest.popLine() {
            number += 1
            guard hashes.count < Limits.proofHashCountMax, line.count == 44,
                let hash = Base64.decode(line).flatMap({ Digest($0) })
            else { throw Self.malformed(line: number) }
            hashes.append(hash)
        }
        let checkpoint = try UnverifiedCheckpoint(parsing: all[(split + 2)...])
        guard checkpoint.size.contains(index) else {
            throw TransparencyLogError(
                .entryOutOfRange,
                ["index": "\(index)", "size": "\(checkpoint.size)"]
            )
        }
        self.extra = extra
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint
    }

    /// The proof's text.
    public var encoded: [UInt8] {
        var text = Self.magic + [lineFeed]
        if let extra { text += Self.extraWord + Base64.encodeBytes(extra) + [lineFeed] }
        text += Self.indexWord + Decimal.encode(index.rawValue) + [lineFeed]
        for hash in hashes { text += Base64.encodeBytes(hash.bytes) + [lineFeed] }
        return text + [lineFeed] + checkpoint.note.encoded
    }

    /// Proves that the entry with `leafHash` stands at the index in the log of `logKey`.
    ///
    /// Throws what `UnverifiedCheckpoint.verified(by:)` does, or `tlog_proof_invalid`.
    public func verify(
        leafHash: Digest,
        logKey: VerifierKey
    ) throws(TransparencyLogError) -> Checkpoint {
        let verified = try checkpoint.verified(by: logKey)
        try verifyInclusion(of: leafHash)
        return verified
    }

    /// Proves the same for one of the policy's logs, with the policy's quorum of cosignatures.
    ///
    /// Throws what `TlogPolicy.verify(_:)` does, or `tlog_proof_invalid`. Times of cosignatures are not judged.
    public func verify(
        leafHash: Digest,
        policy: TlogPolicy
    ) throws(TransparencyLogError) -> (checkpoint: Checkpoint, cosignatures: [Cosignature]) {
        let verified = try policy.verify(checkpoint)
        try verifyInclusion(of: leafHash)
        return verified
    }

    private func verifyInclusion(of leafHash: Digest) throws(TransparencyLogError) {
        let proof = InclusionProof(of: index, in: checkpoint.size, hashes: hashes)
        guard
            proof?.isValid(leafHash: leafHash, root: checkpoint.root, hasher: TreeHasher()) == true
        else {
            throw TransparencyLogError(
                .tlogProofInvalid,
                ["index": "\(index)", "size": "\(checkpoint.size)"]
            )
        }
    }

    private static func malformed(line: Int) -> TransparencyLogError {
        TransparencyLogError(.tlogProofMalformed, ["line": "\(line)"])
    }

    private static var tooLong: TransparencyLogError {
        TransparencyLogError(.tlogProofTooLong, ["limit": "\(Limits.proofByteCountMax)"])
    }
}
