package import Cryptography

/// Signs notes' texts under one key.
///
/// Implementations may keep the key in a file, a token or a service.
public protocol NoteSigner: Sendable {
    /// The public half: the name and the id that the lines bear.
    var verifierKey: VerifierKey { get }

    /// Whether a signature of this signer was verified under its key when it was made, in this process.
    ///
    /// Whoever makes checkpoints verifies each signature of any other signer.
    var isProven: Bool { get }

    /// Signs a note's text, its last LF included; returns what follows the key id in the line.
    func signature(for text: [UInt8]) throws -> [UInt8]
}

extension NoteSigner {
    /// False, unless the signer says otherwise.
    public var isProven: Bool { false }

    /// The whole signature line for a text; throws `signer_failed` with the signer's own error as the cause.
    public func line(for text: [UInt8]) throws(TransparencyLogError) -> SignatureLine {
        let key = verifierKey
        do {
            return try SignatureLine(
                name: key.name,
                keyID: key.id,
                signature: signature(for: text)
            )
        } catch {
            throw TransparencyLogError(.signerFailed, ["name": "\(key.name)"], cause: "\(error)")
        }
    }
}

/// A signer with an Ed25519 key (type 0x01) in memory.
public struct Ed25519Signer: NoteSigner {
    /// The public half.
    public let verifierKey: VerifierKey
    /// True: `init` has tried.
    public let isProven = true
    private let privateKey: Ed25519.PrivateKey

    /// Takes a private key under a name.
    ///
    /// It signs once and verifies that, so that a faulty key file is found here and need not be looked for in each
    /// signature. Throws what `VerifierKey` does, and `signer_failed`.
    package init(name: KeyName, privateKey: Ed25519.PrivateKey) throws(TransparencyLogError) {
        verifierKey = try VerifierKey(
            name: name,
            algorithm: .ed25519,
            publicKey: privateKey.publicKey.rawBytes
        )
        self.privateKey = privateKey
        let line = try line(for: Self.probe)
        guard verifierKey.isValid(line, over: Self.probe) else {
            throw TransparencyLogError(.signerFailed, ["name": "\(name)"])
        }
    }

    /// Takes the 32-byte seed of a private key; throws when OpenSSL refuses it.
    public init(name: KeyName, seed: some Collection<UInt8>) throws {
        try self.init(name: name, privateKey: Ed25519.PrivateKey(seed: seed))
    }

    /// No note's text, since it does not end with a line feed.
    private static let probe = Array("lianlu/probe/v1".utf8)

    /// The 64-byte signature over exactly the text.
    public func signature(for text: [UInt8]) throws -> [UInt8] {
        try privateKey.signature(for: text)
    }
}
