package import Cryptography

/// Signs notes' texts under one key.
///
/// Implementations may keep the key in a file, a token or a service.
public protocol NoteSigner: Sendable {
    /// The public half: the name and the id that the lines bear.
    var verifierKey: VerifierKey { get }

    /// Signs a note's text, its last LF included; returns what follows the key id in the line.
    func signature(for text: [UInt8]) throws -> [UInt8]
}

extension NoteSigner {
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
    private let privateKey: Ed25519.PrivateKey

    /// Takes a private key under a name; throws only what `VerifierKey` does.
    package init(name: KeyName, privateKey: Ed25519.PrivateKey) throws(TransparencyLogError) {
        verifierKey = try VerifierKey(
            name: name,
            algorithm: .ed25519,
            publicKey: privateKey.publicKey.rawBytes
        )
        self.privateKey = privateKey
    }

    /// Takes the 32-byte seed of a private key; throws when OpenSSL refuses it.
    public init(name: KeyName, seed: some Collection<UInt8>) throws {
        try self.init(name: name, privateKey: Ed25519.PrivateKey(seed: seed))
    }

    /// The 64-byte signature over exactly the text.
    public func signature(for text: [UInt8]) throws -> [UInt8] {
        try privateKey.signature(for: text)
    }
}
