internal import COpenSSL

/// SHA-256 (FIPS 180-4) through OpenSSL.
///
/// The algorithm is fetched once for the process: an implicit fetch in each call costs more than hashing 64 bytes.
package enum SHA256 {
    fileprivate struct Algorithm: @unchecked Sendable {
        // Sendable because a fetched EVP_MD is immutable and reference counted.
        let pointer: OpaquePointer?
        init() { pointer = EVP_MD_fetch(nil, "SHA256", nil) }
    }
    fileprivate static let algorithm = Algorithm()

    /// The digest of `bytes`.
    package static func digest(of bytes: some Collection<UInt8>) -> Digest {
        let hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.finish()
    }
}

/// An incremental SHA-256, reusable after `finish`.
///
/// It stays with one task: it is not Sendable.
package final class SHA256Hasher {
    private let context: OpaquePointer

    /// Starts an empty hash.
    ///
    /// Traps only when memory is exhausted or the process has no SHA-256 at all.
    package init() {
        guard let context = EVP_MD_CTX_new() else {
            preconditionFailure("EVP_MD_CTX_new: out of memory")
        }
        self.context = context
        start()
    }

    deinit { EVP_MD_CTX_free(context) }

    private func start() {
        precondition(
            EVP_DigestInit_ex2(context, SHA256.algorithm.pointer, nil) == 1,
            "OpenSSL has no SHA-256: \(OpenSSLFailure.drain())"
        )
    }

    /// Adds bytes to the hash.
    package func update(_ bytes: some Collection<UInt8>) {
        let handled: Void? = bytes.withContiguousStorageIfAvailable {
            update(UnsafeRawBufferPointer($0))
        }
        if handled == nil { Array(bytes).withUnsafeBytes { update($0) } }
    }

    /// Adds bytes to the hash.
    package func update(_ bytes: UnsafeRawBufferPointer) {
        precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1)
    }

    /// Adds a digest's 32 bytes to the hash.
    package func update(_ digest: Digest) {
        digest.withUnsafeBytes { update($0) }
    }

    /// The digest of all bytes added since the last `finish`; the hasher is empty afterwards.
    package func finish() -> Digest {
        let digest = Digest { output in
            var count: UInt32 = 0
            let bytes = output.assumingMemoryBound(to: UInt8.self)
            precondition(EVP_DigestFinal_ex(context, bytes.baseAddress, &count) == 1 && count == 32)
        }
        start()
        return digest
    }
}
