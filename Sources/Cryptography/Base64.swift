internal import COpenSSL

/// Standard base64 with padding (RFC 4648 §4), canonical only: bytes that decode but would be written otherwise are refused.
///
/// OpenSSL does the coding. Its decoder skips white space and accepts stray trailing bits, so every decoded value is
/// encoded again and compared with what was read.
package enum Base64 {
    /// ASCII bytes of the padded form.
    package static func encodeBytes(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let input = Array(bytes)
        guard !input.isEmpty else { return [] }
        let outputCount = (input.count + 2) / 3 * 4
        return [UInt8](unsafeUninitializedCapacity: outputCount + 1) { output, count in
            // EVP_EncodeBlock writes a trailing NUL, hence the spare byte.
            count = Int(EVP_EncodeBlock(output.baseAddress, input, Int32(input.count)))
        }
    }

    /// The padded form as text.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: encodeBytes(bytes), as: UTF8.self)
    }

    /// Decodes canonical base64; nil for anything else.
    ///
    /// The empty input decodes to no bytes.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let input = Array(text)
        guard !input.isEmpty else { return [] }
        guard input.count.isMultiple(of: 4), input.count <= Int(Int32.max) else { return nil }
        let padding = input.suffix(2).reduce(0) { $0 + ($1 == UInt8(ascii: "=") ? 1 : 0) }
        var decodedCount: Int32 = -1
        let decoded = [UInt8](unsafeUninitializedCapacity: input.count / 4 * 3) { output, count in
            decodedCount = EVP_DecodeBlock(output.baseAddress, input, Int32(input.count))
            count = max(0, Int(decodedCount) - padding)
        }
        ERR_clear_error()
        guard decodedCount >= 0, encodeBytes(decoded) == input else { return nil }
        return decoded
    }
}
