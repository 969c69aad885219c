/// The kinds of verifier keys that this module knows, by the type byte of `c2sp.org/signed-note`.
public enum SignatureAlgorithm: UInt8, CaseIterable, Hashable, Sendable {
    /// Ed25519 over the note's text.
    case ed25519 = 0x01
    /// A timestamped Ed25519 cosignature, `cosignature/v1` (`c2sp.org/tlog-cosignature`).
    case ed25519Cosignature = 0x04
    /// A timestamped ML-DSA-44 signature of a (sub)tree. Known by form only: its keys verify nothing here.
    case mlDSA44 = 0x06

    /// Bytes in a public key.
    public var publicKeyByteCount: Int {
        switch self {
        case .ed25519, .ed25519Cosignature: 32
        case .mlDSA44: 1_312
        }
    }

    /// Bytes that follow the key id in a signature line.
    public var signatureByteCount: Int {
        switch self {
        case .ed25519: 64
        case .ed25519Cosignature: 8 + 64
        case .mlDSA44: 8 + 2_420
        }
    }

    /// Whether signatures of this kind can be verified here.
    public var isSupported: Bool { self != .mlDSA44 }
}

extension SignatureAlgorithm: CustomStringConvertible {
    /// The name for people.
    public var description: String {
        switch self {
        case .ed25519: "Ed25519"
        case .ed25519Cosignature: "Ed25519 cosignature/v1"
        case .mlDSA44: "ML-DSA-44"
        }
    }
}
