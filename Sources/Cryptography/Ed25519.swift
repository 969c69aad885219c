internal import COpenSSL

/// Ed25519 (RFC 8032) through OpenSSL.
package enum Ed25519 {
    /// Bytes in a raw public key and in a private key's seed.
    package static let keyByteCount = 32
    /// Bytes in a signature.
    package static let signatureByteCount = 64

    /// The encodings of the points whose order divides 8, without the sign bit: 0, 1, the two of order 8, p − 1, p and p + 1.
    private static let smallOrderPoints: [[UInt8]] = {
        let zeros = [UInt8](repeating: 0, count: 30)
        let ones = [UInt8](repeating: 0xFF, count: 30)
        let order8 = [
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        ]
        return [[0] + zeros + [0], [1] + zeros + [0]] + order8.compactMap { Hex.decode($0.utf8) }
            + [[0xEC] + ones + [0x7F], [0xED] + ones + [0x7F], [0xEE] + ones + [0x7F]]
    }()

    /// Whether 32 bytes encode a point of small order.
    private static func isOfSmallOrder(_ bytes: [UInt8]) -> Bool {
        let masked = bytes.dropLast() + [bytes[keyByteCount - 1] & 0x7F]
        return smallOrderPoints.contains { $0.elementsEqual(masked) }
    }

    /// A public key, safe to use from several tasks at once.
    package final class PublicKey: @unchecked Sendable {
        // Sendable because an EVP_PKEY is only read after it was built, and OpenSSL allows that from many threads.
        private let pointer: OpaquePointer
        /// The 32 raw bytes.
        package let rawBytes: [UInt8]

        /// Takes 32 raw bytes; nil for another count, and for a point of small order: anybody can make "signatures" under such
        /// a key, of which each holds for many messages (RFC 8032 §8.4 leaves the check to the protocol).
        package init?(rawBytes: some Collection<UInt8>) {
            let bytes = Array(rawBytes)
            guard bytes.count == Ed25519.keyByteCount, !Ed25519.isOfSmallOrder(bytes) else {
                return nil
            }
            OpenSSLFailure.clear()
            guard
                let pointer = EVP_PKEY_new_raw_public_key_ex(
                    nil,
                    "ED25519",
                    nil,
                    bytes,
                    bytes.count
                )
            else {
                OpenSSLFailure.clear()
                return nil
            }
            self.pointer = pointer
            self.rawBytes = bytes
        }

        deinit { EVP_PKEY_free(pointer) }

        /// Whether `signature` is this key's over exactly `message`; one of another length is not.
        package func isValid(
            _ signature: some Collection<UInt8>,
            for message: some Collection<UInt8>
        ) -> Bool {
            guard signature.count == Ed25519.signatureByteCount, let context = EVP_MD_CTX_new()
            else { return false }
            defer { EVP_MD_CTX_free(context) }
            OpenSSLFailure.clear()
            defer { OpenSSLFailure.clear() }
            guard EVP_DigestVerifyInit_ex(context, nil, nil, nil, nil, pointer, nil) == 1 else {
                return false
            }
            return signature.withContiguousBytes { signatureBytes in
                message.withContiguousBytes { messageBytes in
                    EVP_DigestVerify(
                        context,
                        signatureBytes.baseAddress,
                        signatureBytes.count,
                        messageBytes.baseAddress,
                        messageBytes.count
                    ) == 1
                }
            }
        }
    }

    /// A private key, safe to use from several tasks at once; its bytes are never printed.
    package final class PrivateKey: @unchecked Sendable {
        // Sendable because an EVP_PKEY is only read after it was built, and OpenSSL allows that from many threads.
        let pointer: OpaquePointer
        /// The public half.
        package let publicKey: PublicKey

        /// A new random key; throws when OpenSSL's random source fails.
        package convenience init() throws {
            try self.init(seed: SecureRandom.bytes(count: Ed25519.keyByteCount))
        }

        /// The key of a 32-byte seed.
        package convenience init(seed: some Collection<UInt8>) throws {
            let bytes = Array(seed)
            OpenSSLFailure.clear()
            guard
                let pointer = EVP_PKEY_new_raw_private_key_ex(
                    nil,
                    "ED25519",
                    nil,
                    bytes,
                    bytes.count
                )
            else {
                throw CryptographyError(
                    .keyUnusable,
                    ["algorithm": "Ed25519"],
                    cause: OpenSSLFailure.drain()
                )
            }
            try self.init(adopting: pointer)
        }

        /// Takes over an EVP_PKEY, which must be Ed25519.
        init(adopting pointer: OpaquePointer) throws {
            var raw = [UInt8](repeating: 0, count: Ed25519.keyByteCount)
            var count = raw.count
            OpenSSLFailure.clear()
            guard EVP_PKEY_is_a(pointer, "ED25519") == 1,
                EVP_PKEY_get_raw_public_key(pointer, &raw, &count) == 1,
                let publicKey = PublicKey(rawBytes: raw)
            else {
                EVP_PKEY_free(pointer)
                throw CryptographyError(
                    .keyUnusable,
                    ["algorithm": "Ed25519"],
                    cause: OpenSSLFailure.drain()
                )
            }
            self.pointer = pointer
            self.publicKey = publicKey
        }

        deinit { EVP_PKEY_free(pointer) }

        /// The 64-byte signature over exactly `message`.
        package func signature(for message: some Collection<UInt8>) throws -> [UInt8] {
            OpenSSLFailure.clear()
            guard let context = EVP_MD_CTX_new() else {
                throw CryptographyError(
                    .signingFailed,
                    ["algorithm": "Ed25519"],
                    cause: OpenSSLFailure.drain()
                )
            }
            defer { EVP_MD_CTX_free(context) }
            var signature = [UInt8](repeating: 0, count: Ed25519.signatureByteCount)
            var count = signature.count
            let signed = message.withContiguousBytes { bytes in
                EVP_DigestSignInit_ex(context, nil, nil, nil, nil, pointer, nil) == 1
                    && EVP_DigestSign(context, &signature, &count, bytes.baseAddress, bytes.count)
                        == 1
            }
            guard signed, count == Ed25519.signatureByteCount else {
                throw CryptographyError(
                    .signingFailed,
                    ["algorithm": "Ed25519"],
                    cause: OpenSSLFailure.drain()
                )
            }
            return signature
        }
    }
}

extension Collection<UInt8> {
    /// Calls `body` with the bytes in one piece, copying them only where the collection does not store them so.
    func withContiguousBytes<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        if let result = try withContiguousStorageIfAvailable(body) { return result }
        return try Array(self).withUnsafeBufferPointer(body)
    }
}
