internal import COpenSSL

/// AES-256 key wrap (RFC 3394) with its default initial value, for keys that are stored under another key.
package enum AESKeyWrap {
    /// Bytes in a wrapping key.
    package static let keyByteCount = 32
    /// Bytes that wrapping adds.
    package static let overheadByteCount = 8

    /// Wraps `key`, whose count must be a multiple of 8 from 16 to `Limits.wrappedKeyByteCountMax`.
    ///
    /// Throws `sealing_failed` for another count or a wrapping key that is not 32 bytes.
    package static func wrap(
        _ key: some Collection<UInt8>,
        with wrappingKey: some Collection<UInt8>
    ) throws -> [UInt8] {
        guard wrappingKey.count == keyByteCount, key.count.isMultiple(of: 8), key.count >= 16,
            key.count <= Limits.wrappedKeyByteCountMax
        else { throw CryptographyError(.sealingFailed, ["algorithm": "AES-256-WRAP"]) }
        guard let wrapped = transform(key, with: wrappingKey, direction: 1) else {
            throw CryptographyError(
                .sealingFailed,
                ["algorithm": "AES-256-WRAP"],
                cause: OpenSSLFailure.drain()
            )
        }
        return wrapped
    }

    /// The key that `wrapped` holds.
    ///
    /// Throws `opening_failed` when another key wrapped it or a bit of it has changed.
    package static func unwrap(
        _ wrapped: some Collection<UInt8>,
        with wrappingKey: some Collection<UInt8>
    ) throws -> [UInt8] {
        guard wrappingKey.count == keyByteCount, wrapped.count.isMultiple(of: 8),
            wrapped.count >= 16 + overheadByteCount,
            wrapped.count <= Limits.wrappedKeyByteCountMax + overheadByteCount
        else { throw CryptographyError(.openingFailed, ["algorithm": "AES-256-WRAP"]) }
        guard let key = transform(wrapped, with: wrappingKey, direction: 0) else {
            throw CryptographyError(
                .openingFailed,
                ["algorithm": "AES-256-WRAP"],
                cause: OpenSSLFailure.drain()
            )
        }
        return key
    }

    private static func transform(
        _ input: some Collection<UInt8>,
        with key: some Collection<UInt8>,
        direction: Int32
    ) -> [UInt8]? {
        OpenSSLFailure.clear()
        guard let context = EVP_CIPHER_CTX_new(),
            let cipher = EVP_CIPHER_fetch(nil, "AES-256-WRAP", nil)
        else { return nil }
        defer {
            EVP_CIPHER_free(cipher)
            EVP_CIPHER_CTX_free(context)
        }
        // Wrap modes are refused unless the caller asks for them by this flag.
        EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW)
        let bytes = Array(input)
        var output = [UInt8](repeating: 0, count: bytes.count + overheadByteCount)
        var count: Int32 = 0
        var finalCount: Int32 = 0
        let isDone = key.withContiguousBytes {
            EVP_CipherInit_ex2(context, cipher, $0.baseAddress, nil, direction, nil) == 1
        }
        guard isDone, EVP_CipherUpdate(context, &output, &count, bytes, Int32(bytes.count)) == 1,
            EVP_CipherFinal_ex(context, nil, &finalCount) == 1,
            Int(count) == bytes.count + (direction == 1 ? overheadByteCount : -overheadByteCount)
        else { return nil }
        return Array(output.prefix(Int(count)))
    }
}
