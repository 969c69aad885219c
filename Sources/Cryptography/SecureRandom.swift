internal import COpenSSL

/// Random bytes for salts, keys, nonces and identifiers, from OpenSSL's seeded generator.
package enum SecureRandom {
    /// As many random bytes as asked for.
    ///
    /// Throws `random_failed` when the generator has no entropy; never returns weak bytes.
    package static func bytes(count: Int) throws -> [UInt8] {
        OpenSSLFailure.clear()
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&bytes, Int32(count)) == 1 else {
            throw CryptographyError(.randomFailed, cause: OpenSSLFailure.drain())
        }
        return bytes
    }
}
