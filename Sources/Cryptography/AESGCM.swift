internal import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) with a 96-bit nonce and a 128-bit tag, ciphertext and tag in one piece.
///
/// Objects at rest are sealed with it, one call for each piece (FORMATS.md §4). The caller sees to it that one
/// (key, nonce) never seals two different messages.
package enum AESGCM {
    /// Bytes in a key.
    package static let keyByteCount = 32
    /// Bytes in a nonce.
    package static let nonceByteCount = 12
    /// Bytes that sealing adds: the tag.
    package static let tagByteCount = 16

    fileprivate struct Algorithm: @unchecked Sendable {
        // Sendable because a fetched EVP_CIPHER is immutable and reference counted.
        let pointer: OpaquePointer?
        init() { pointer = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil) }
    }
    fileprivate static let algorithm = Algorithm()

    /// The ciphertext of `plaintext`, followed by the tag.
    ///
    /// Throws `sealing_failed` when key or nonce has another length, or when the message is longer than
    /// `Limits.sealedByteCountMax`.
    package static func seal(
        _ plaintext: some Collection<UInt8>,
        key: some Collection<UInt8>,
        nonce: some Collection<UInt8>,
        authenticating additionalData: some Collection<UInt8>
    ) throws -> [UInt8] {
        guard plaintext.count <= Limits.sealedByteCountMax - tagByteCount else {
            throw CryptographyError(.sealingFailed, ["algorithm": "AES-256-GCM"])
        }
        return try plaintext.withContiguousBytes { input in
            try run(.seal, key: key, nonce: nonce, additionalData: additionalData) { context in
                var output = [UInt8](repeating: 0, count: input.count + tagByteCount)
                let isSealed = output.withUnsafeMutableBufferPointer { buffer in
                    Self.transform(context, input, to: buffer.baseAddress)
                        && Self.tag(context, EVP_CTRL_AEAD_GET_TAG, buffer.suffix(tagByteCount))
                }
                return isSealed ? output : nil
            }
        }
    }

    /// The plaintext of `sealed`, which is ciphertext followed by the tag.
    ///
    /// Throws `opening_failed` for anything that this key did not seal under this nonce and this additional data;
    /// no byte of an unverified plaintext leaves this function.
    package static func open(
        _ sealed: some Collection<UInt8>,
        key: some Collection<UInt8>,
        nonce: some Collection<UInt8>,
        authenticating additionalData: some Collection<UInt8>
    ) throws -> [UInt8] {
        guard sealed.count >= tagByteCount, sealed.count <= Limits.sealedByteCountMax else {
            throw CryptographyError(.openingFailed, ["algorithm": "AES-256-GCM"])
        }
        return try sealed.withContiguousBytes { input in
            try run(.open, key: key, nonce: nonce, additionalData: additionalData) { context in
                let ciphertext = UnsafeBufferPointer(rebasing: input.dropLast(tagByteCount))
                var tagBytes = Array(input.suffix(tagByteCount))
                var output = [UInt8](repeating: 0, count: ciphertext.count)
                let isOpened =
                    tagBytes.withUnsafeMutableBufferPointer {
                        Self.tag(context, EVP_CTRL_AEAD_SET_TAG, $0[...])
                    }
                    && output.withUnsafeMutableBufferPointer {
                        Self.transform(context, ciphertext, to: $0.baseAddress)
                    }
                return isOpened ? output : nil
            }
        }
    }

    private enum Direction: Int32 {
        case open = 0
        case seal = 1

        var failureCode: CryptographyError.Code { self == .seal ? .sealingFailed : .openingFailed }
    }

    private static func run(
        _ direction: Direction,
        key: some Collection<UInt8>,
        nonce: some Collection<UInt8>,
        additionalData: some Collection<UInt8>,
        _ body: (OpaquePointer) -> [UInt8]?
    ) throws -> [UInt8] {
        OpenSSLFailure.clear()
        guard key.count == keyByteCount, nonce.count == nonceByteCount,
            let context = EVP_CIPHER_CTX_new()
        else { throw CryptographyError(direction.failureCode, ["algorithm": "AES-256-GCM"]) }
        defer { EVP_CIPHER_CTX_free(context) }
        let isReady = key.withContiguousBytes { keyBytes in
            nonce.withContiguousBytes { nonceBytes in
                EVP_CipherInit_ex2(
                    context,
                    algorithm.pointer,
                    keyBytes.baseAddress,
                    nonceBytes.baseAddress,
                    direction.rawValue,
                    nil
                ) == 1
            }
        }
        let isAuthenticating = additionalData.withContiguousBytes { bytes in
            var count: Int32 = 0
            return bytes.isEmpty
                || EVP_CipherUpdate(context, nil, &count, bytes.baseAddress, Int32(bytes.count))
                    == 1
        }
        guard isReady, isAuthenticating, let output = body(context) else {
            throw CryptographyError(
                direction.failureCode,
                ["algorithm": "AES-256-GCM"],
                cause: OpenSSLFailure.drain()
            )
        }
        return output
    }

    private static func transform(
        _ context: OpaquePointer,
        _ input: UnsafeBufferPointer<UInt8>,
        to output: UnsafeMutablePointer<UInt8>?
    ) -> Bool {
        var count: Int32 = 0
        if !input.isEmpty {
            guard
                EVP_CipherUpdate(context, output, &count, input.baseAddress, Int32(input.count))
                    == 1
            else { return false }
        }
        // GCM has no final block: the call only checks or makes the tag, and writes nothing.
        var spare = [UInt8](repeating: 0, count: tagByteCount)
        var finalCount: Int32 = 0
        return EVP_CipherFinal_ex(context, &spare, &finalCount) == 1
            && Int(count) + Int(finalCount) == input.count
    }

    private static func tag(
        _ context: OpaquePointer,
        _ command: Int32,
        _ bytes: Slice<UnsafeMutableBufferPointer<UInt8>>
    ) -> Bool {
        let buffer = UnsafeMutableBufferPointer(rebasing: bytes)
        return EVP_CIPHER_CTX_ctrl(context, command, Int32(buffer.count), buffer.baseAddress) == 1
    }
}
