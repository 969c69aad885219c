public import Cryptography

/// A note whose text is a checkpoint by form (`c2sp.org/tlog-checkpoint`).
///
/// Who signed it is not known yet.
public struct UnverifiedCheckpoint: Hashable, Sendable {
    /// The note as it was read.
    public let note: Note
    /// The log that it speaks of.
    public let origin: Origin
    /// The tree's size.
    public let size: TreeSize
    /// The tree's root.
    public let root: Digest
    /// Whether lines follow the third; their bytes are signed by Ed25519 keys but mean nothing here.
    public let hasExtensionLines: Bool

    /// Takes a note; throws `checkpoint_malformed` with the line's number, or `checkpoint_empty_root_wrong`.
    ///
    /// An origin that no key can bear as its name is refused, because nobody could sign for it.
    public init(_ note: Note) throws(TransparencyLogError) {
        var rest = note.text
        guard let originLine = rest.popLine(),
            // The reason why it is no name adds nothing to the line's number.
            let origin = try? Origin(originLine)
        else { throw Self.malformed(line: 1) }
        guard let sizeLine = rest.popLine(),
            let size = Decimal.decode(sizeLine).flatMap({ TreeSize($0) })
        else { throw Self.malformed(line: 2) }
        guard let rootLine = rest.popLine(), rootLine.count == 44,
            let root = Base64.decode(rootLine).flatMap({ Digest($0) })
        else { throw Self.malformed(line: 3) }
        var extensionLineCount = 0
        while let line = rest.popLine() {
            extensionLineCount += 1
            guard !line.isEmpty, extensionLineCount <= Limits.extensionLineCountMax else {
                throw Self.malformed(line: 3 + extensionLineCount)
            }
        }
        guard size > 0 || root == MerkleTree.emptyRoot else {
            throw TransparencyLogError(.checkpointEmptyRootWrong)
        }
        self.note = note
        self.origin = origin
        self.size = size
        self.root = root
        hasExtensionLines = extensionLineCount > 0
    }

    /// Reads a note and then its text; throws as `Note` and `init(_:)` do.
    public init(parsing bytes: some Collection<UInt8>) throws(TransparencyLogError) {
        try self.init(Note(parsing: bytes))
    }

    /// Proves that the log's key signed it.
    ///
    /// The key must be a log key (0x01) and bear the origin as its name: `verifier_key_role_mismatch`,
    /// `checkpoint_origin_mismatch`. A bad line of this key is `note_signature_invalid`; no line of it,
    /// `note_unverified`. Lines of other keys are ignored and stay unverified.
    public func verified(by logKey: VerifierKey) throws(TransparencyLogError) -> Checkpoint {
        try logKey.require(.ed25519)
        guard logKey.name == origin else {
            throw TransparencyLogError(
                .checkpointOriginMismatch,
                ["found": "\(origin)", "required": "\(logKey.name)"]
            )
        }
        let lines = try note.verify(with: CollectionOfOne(logKey)).map(\.line)
        return try Checkpoint(verified: self, logKey: logKey, logLines: lines)
    }

    /// The cosignatures by any of `keys`, all of them verified; empty when there is none.
    ///
    /// A key that is no cosigner's is `verifier_key_role_mismatch`; a bad line of a known key, `note_signature_invalid`.
    /// Says nothing of the log's own signature.
    public func cosignatures(
        by keys: some Collection<VerifierKey>
    ) throws(TransparencyLogError) -> [Cosignature] {
        try verifiedCosignatures(by: keys).compactMap { Cosignature($0.line) }
    }

    /// As `cosignatures(by:)`, with the key of each.
    package func verifiedCosignatures(
        by keys: some Collection<VerifierKey>
    ) throws(TransparencyLogError) -> [Note.VerifiedSignature] {
        for key in keys { try key.require(.ed25519Cosignature) }
        do {
            return try note.verify(with: keys)
        } catch {
            guard error.code == .noteUnverified else { throw error }
            return []
        }
    }

    private static func malformed(line: Int) -> TransparencyLogError {
        TransparencyLogError(.checkpointMalformed, ["line": "\(line)"])
    }
}

extension VerifierKey {
    /// Throws `verifier_key_role_mismatch` unless the key is of the algorithm that its place asks for.
    package func require(_ required: SignatureAlgorithm) throws(TransparencyLogError) {
        guard algorithm == required else {
            throw TransparencyLogError(
                .verifierKeyRoleMismatch,
                ["found": "\(algorithm)", "name": "\(name)", "required": "\(required)"]
            )
        }
    }
}
