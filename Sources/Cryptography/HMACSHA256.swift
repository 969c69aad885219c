/// HMAC-SHA-256 (RFC 2104, FIPS 198-1) under one key.
package struct HMACSHA256: Sendable {
    private static let blockByteCount = 64
    private let inner: [UInt8]
    private let outer: [UInt8]

    /// Prepares a key of any length; one of more than 64 bytes counts by its digest.
    package init(key: [UInt8]) {
        let short = key.count > Self.blockByteCount ? SHA256.digest(of: key).bytes : key
        let block = short + [UInt8](repeating: 0, count: Self.blockByteCount - short.count)
        inner = block.map { $0 ^ 0x36 }
        outer = block.map { $0 ^ 0x5c }
    }

    /// The authentication code of some bytes, 32 bytes.
    package func code(of bytes: some Collection<UInt8>) -> Digest {
        let hasher = SHA256Hasher()
        hasher.update(inner)
        hasher.update(bytes)
        let first = hasher.finish()
        hasher.update(outer)
        hasher.update(first)
        return hasher.finish()
    }
}
