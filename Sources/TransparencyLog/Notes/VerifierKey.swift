internal import Cryptography

/// A public key with its name: the vkey of `c2sp.org/signed-note`, `name+hex key id+base64(type ‖ key)`.
///
/// The OpenSSL object behind an Ed25519 key is built once, here, and shared by all copies: keep a key rather than
/// parsing it for each signature.
public struct VerifierKey: Sendable {
    /// Who signs with it.
    public let name: KeyName
    /// The kind of signature.
    public let algorithm: SignatureAlgorithm
    /// The raw public key, without the type byte.
    public let publicKey: [UInt8]
    /// The id that stands in the key's signature lines.
    public let id: KeyID

    private let ed25519: Ed25519.PublicKey?

    /// Makes a key from its parts; throws `verifier_key_unusable` when the key has not the length of its algorithm.
    public init(
        name: KeyName,
        algorithm: SignatureAlgorithm,
        publicKey: some Collection<UInt8>
    ) throws(TransparencyLogError) {
        let bytes = Array(publicKey)
        var verifier: Ed25519.PublicKey?
        if algorithm.isSupported { verifier = Ed25519.PublicKey(rawBytes: bytes) }
        guard bytes.count == algorithm.publicKeyByteCount,
            verifier != nil || !algorithm.isSupported
        else {
            throw TransparencyLogError(.verifierKeyUnusable, ["algorithm": "\(algorithm)"])
        }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = bytes
        id = KeyID(name: name, type: algorithm.rawValue, publicKey: bytes)
        ed25519 = verifier
    }

    /// Reads the text of a vkey, without a line end, in its one canonical form.
    ///
    /// Throws `verifier_key_malformed`, `verifier_key_too_long`, `verifier_key_algorithm_unknown`,
    /// `verifier_key_unusable`, `verifier_key_id_mismatch` or an error of the name.
    public init(parsing text: some Collection<UInt8>) throws(TransparencyLogError) {
        guard text.count <= Limits.verifierKeyByteCountMax else {
            throw TransparencyLogError(
                .verifierKeyTooLong,
                ["limit": "\(Limits.verifierKeyByteCountMax)"]
            )
        }
        // Base64 may hold a plus sign too, so only the first two separate.
        let parts = text.split(
            separator: UInt8(ascii: "+"),
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard parts.count == 3, let idBytes = Hex.decode(parts[1]), let id = KeyID(bytes: idBytes),
            let material = Base64.decode(parts[2]), let type = material.first
        else { throw TransparencyLogError(.verifierKeyMalformed) }
        guard let algorithm = SignatureAlgorithm(rawValue: type) else {
            throw TransparencyLogError(
                .verifierKeyAlgorithmUnknown,
                ["type": Hex.encode(CollectionOfOne(type))]
            )
        }
        let name = try KeyName(parts[0])
        try self.init(name: name, algorithm: algorithm, publicKey: material.dropFirst())
        guard id == self.id else {
            throw TransparencyLogError(
                .verifierKeyIDMismatch,
                ["found": "\(id)", "name": "\(name)", "required": "\(self.id)"]
            )
        }
    }

    /// Reads the text of a vkey; throws as `init(parsing:)` for bytes does.
    public init(parsing text: String) throws(TransparencyLogError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// The vkey's text in ASCII and name bytes.
    public var encoded: [UInt8] {
        name.bytes + [UInt8(ascii: "+")] + Hex.encodeBytes(id.bytes) + [UInt8(ascii: "+")]
            + Base64.encodeBytes([algorithm.rawValue] + publicKey)
    }

    /// Whether a signature line with this name and id claims to be by this key.
    public func matches(_ line: SignatureLine) -> Bool {
        id == line.keyID && name == line.name
    }

    /// Whether `line` is this key's valid signature of a note's text.
    ///
    /// For a 0x04 key the text must be a checkpoint's; its time is in `Cosignature`. A key of an unsupported
    /// algorithm answers no. A line whose base64 is not canonical is not valid.
    public func isValid(_ line: SignatureLine, over text: some Collection<UInt8>) -> Bool {
        guard matches(line), line.isCanonical, let ed25519 else { return false }
        switch algorithm {
        case .ed25519:
            return ed25519.isValid(line.signature, for: text)
        case .ed25519Cosignature:
            guard let cosignature = Cosignature(line) else { return false }
            let message = Cosignature.message(time: cosignature.time, text: text)
            return ed25519.isValid(cosignature.signature, for: message)
        case .mlDSA44:
            return false
        }
    }
}

extension VerifierKey: Hashable {
    /// Two keys are one when name, algorithm and public key are.
    public static func == (a: VerifierKey, b: VerifierKey) -> Bool {
        a.id == b.id && a.algorithm == b.algorithm && a.name == b.name && a.publicKey == b.publicKey
    }

    /// Feeds the identity to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(algorithm)
        hasher.combine(publicKey)
    }
}

extension VerifierKey: CustomStringConvertible {
    /// The vkey as text.
    public var description: String { String(decoding: encoded, as: UTF8.self) }
}
