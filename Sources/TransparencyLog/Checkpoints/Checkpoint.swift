public import Cryptography

/// A checkpoint that the log's key signed: the log then had this size and this root.
///
/// There are two ways to one: `UnverifiedCheckpoint.verified(by:)` and signing.
public struct Checkpoint: Hashable, Sendable {
    /// The log.
    public let origin: Origin
    /// The tree's size.
    public let size: TreeSize
    /// The tree's root.
    public let root: Digest
    /// The key that signed.
    public let logKey: VerifierKey
    /// The note as it was read.
    ///
    /// Its lines by other keys are not verified.
    public let note: Note
    /// The same text with the log's own verified lines only: what goes to witnesses and into evidence.
    public let logNote: Note

    /// Keeps what `UnverifiedCheckpoint.verified(by:)` proved.
    init(
        verified checkpoint: UnverifiedCheckpoint,
        logKey: VerifierKey,
        logLines: [SignatureLine]
    ) throws(TransparencyLogError) {
        origin = checkpoint.origin
        size = checkpoint.size
        root = checkpoint.root
        self.logKey = logKey
        note = checkpoint.note
        logNote = try Note(text: checkpoint.note.text, signatures: logLines)
    }

    /// Signs a new checkpoint as the log; the signer's name is the origin.
    ///
    /// A log never signs two roots for one size: that is the caller's to hold. Throws `signer_failed`,
    /// `verifier_key_role_mismatch` for a signer that is not of type 0x01, and `checkpoint_empty_root_wrong`.
    public init(
        size: TreeSize,
        root: Digest,
        signer: any NoteSigner
    ) throws(TransparencyLogError) {
        let key = signer.verifierKey
        try key.require(.ed25519)
        let text = Self.text(origin: key.name, size: size, root: root)
        let note = try Note(text: text, signers: [signer])
        let checkpoint = try UnverifiedCheckpoint(note)
        // Verified once more, so that a faulty token never lets out a checkpoint that nobody accepts; a key in this
        // process has been tried when it was loaded.
        self =
            signer.isProven
            ? try Checkpoint(verified: checkpoint, logKey: key, logLines: note.signatures)
            : try checkpoint.verified(by: key)
    }

    /// The three lines of a checkpoint's text.
    public static func text(origin: Origin, size: TreeSize, root: Digest) -> [UInt8] {
        origin.bytes + [lineFeed] + Decimal.encode(size.rawValue) + [lineFeed]
            + Base64.encodeBytes(root.bytes) + [lineFeed]
    }

    /// The signed text, its last LF included.
    public var text: ArraySlice<UInt8> { note.text }

    /// The cosignatures among the note's lines by any of `keys`; as `UnverifiedCheckpoint.cosignatures(by:)`.
    public func cosignatures(
        by keys: some Collection<VerifierKey>
    ) throws(TransparencyLogError) -> [Cosignature] {
        try UnverifiedCheckpoint(note).cosignatures(by: keys)
    }
}
