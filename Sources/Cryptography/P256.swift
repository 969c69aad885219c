internal import COpenSSL

/// ECDSA keys on the curve P-256 (FIPS 186-4), for TLS certificates and box keys.
package enum P256 {
    /// A private key, safe to use from several tasks at once; its bytes are never printed.
    package final class PrivateKey: @unchecked Sendable {
        // Sendable because an EVP_PKEY is only read after it was built, and OpenSSL allows that from many threads.
        let pointer: OpaquePointer
        /// The DER form of the public half (SubjectPublicKeyInfo), which a pin digests.
        package let subjectPublicKeyInfo: [UInt8]

        /// A new random key; throws when OpenSSL cannot make one.
        package convenience init() throws {
            OpenSSLFailure.clear()
            guard let pointer = cossl_EVP_EC_gen("P-256") else {
                throw CryptographyError(
                    .keyUnusable,
                    ["algorithm": "P-256"],
                    cause: OpenSSLFailure.drain()
                )
            }
            try self.init(adopting: pointer)
        }

        /// Takes over an EVP_PKEY, which must be an EC key on P-256.
        init(adopting pointer: OpaquePointer) throws {
            OpenSSLFailure.clear()
            guard P256.isP256(pointer), let info = P256.subjectPublicKeyInfo(of: pointer) else {
                EVP_PKEY_free(pointer)
                throw CryptographyError(
                    .keyUnusable,
                    ["algorithm": "P-256"],
                    cause: OpenSSLFailure.drain()
                )
            }
            self.pointer = pointer
            self.subjectPublicKeyInfo = info
        }

        deinit { EVP_PKEY_free(pointer) }

        /// The pin of the public half.
        package var pin: CertificatePin {
            CertificatePin(digest: SHA256.digest(of: subjectPublicKeyInfo))
        }

        /// Lends the EVP_PKEY to a module that must hand it to OpenSSL.
        package func withUnsafePointer<Result>(
            _ body: (OpaquePointer) throws -> Result
        ) rethrows
            -> Result
        {
            try body(pointer)
        }
    }

    private static func isP256(_ key: OpaquePointer) -> Bool {
        var name = [CChar](repeating: 0, count: 64)
        var count = 0
        guard EVP_PKEY_is_a(key, "EC") == 1,
            EVP_PKEY_get_utf8_string_param(
                key,
                OSSL_PKEY_PARAM_GROUP_NAME,
                &name,
                name.count,
                &count
            ) == 1
        else { return false }
        let bytes = name.prefix(count).map(UInt8.init(bitPattern:))
        return [Array("prime256v1".utf8), Array("P-256".utf8)].contains(bytes)
    }

    static func subjectPublicKeyInfo(of key: OpaquePointer) -> [UInt8]? {
        DER.encode { i2d_PUBKEY(key, $0) }
    }
}

/// Collects what OpenSSL's `i2d_…` functions write.
enum DER {
    /// The bytes that `write` allocates, or nil when it fails.
    static func encode(
        _ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>) -> Int32
    )
        -> [UInt8]?
    {
        var pointer: UnsafeMutablePointer<UInt8>?
        let count = write(&pointer)
        guard count >= 0, let pointer else { return nil }
        defer { cossl_OPENSSL_free(pointer) }
        return Array(UnsafeBufferPointer(start: pointer, count: Int(count)))
    }
}
