package import Cryptography

/// A timestamped Ed25519 cosignature of a checkpoint, type 0x04, `cosignature/v1` (`c2sp.org/tlog-cosignature`).
public struct Cosignature: Hashable, Sendable {
    /// The line in the note.
    public let line: SignatureLine
    /// When the cosigner says that it signed: POSIX seconds, at most 2^63 − 1.
    public let time: UInt64
    /// The 64 bytes of the Ed25519 signature.
    public var signature: ArraySlice<UInt8> { line.signature.dropFirst(8) }

    /// Takes a line apart; nil when it has not the form of a 0x04 line.
    ///
    /// Verifies nothing.
    package init?(_ line: SignatureLine) {
        guard line.signature.count == SignatureAlgorithm.ed25519Cosignature.signatureByteCount
        else { return nil }
        time = line.signature.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        guard time <= Limits.timestampMax else { return nil }
        self.line = line
    }

    /// What is signed: `cosignature/v1`, the time, and the checkpoint's whole text.
    static func message(time: UInt64, text: some Collection<UInt8>) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n".utf8) + Array(text)
    }
}

/// Signs cosignatures with an Ed25519 key (type 0x04) in memory.
///
/// Never use a log's or node's key here.
public struct CosignatureSigner: Sendable {
    /// The public half.
    public let verifierKey: VerifierKey
    private let privateKey: Ed25519.PrivateKey

    /// Takes a private key under a name; throws only what `VerifierKey` does.
    package init(name: KeyName, privateKey: Ed25519.PrivateKey) throws(TransparencyLogError) {
        verifierKey = try VerifierKey(
            name: name,
            algorithm: .ed25519Cosignature,
            publicKey: privateKey.publicKey.rawBytes
        )
        self.privateKey = privateKey
    }

    /// Takes the 32-byte seed of a private key; throws when OpenSSL refuses it.
    public init(name: KeyName, seed: some Collection<UInt8>) throws {
        try self.init(name: name, privateKey: Ed25519.PrivateKey(seed: seed))
    }

    /// Cosigns a verified checkpoint at `time`, POSIX seconds; throws `cosignature_time_out_of_range` or `signer_failed`.
    ///
    /// A cosigner never signs a smaller size, or another root, after this one: that is the caller's to hold.
    public func cosign(
        _ checkpoint: Checkpoint,
        at time: UInt64
    ) throws(TransparencyLogError) -> SignatureLine {
        guard time <= Limits.timestampMax else {
            throw TransparencyLogError(
                .cosignatureTimeOutOfRange,
                ["limit": "\(Limits.timestampMax)"]
            )
        }
        let name = verifierKey.name
        do {
            let signature = try privateKey.signature(
                for: Cosignature.message(time: time, text: checkpoint.text)
            )
            let timeBytes = withUnsafeBytes(of: time.bigEndian) { Array($0) }
            return try SignatureLine(
                name: name,
                keyID: verifierKey.id,
                signature: timeBytes + signature
            )
        } catch {
            throw TransparencyLogError(.signerFailed, ["name": "\(name)"], cause: "\(error)")
        }
    }
}
