internal import COpenSSL

/// PKCS#8 PEM (RFC 5958, RFC 7468) of private keys, in the clear or under a passphrase.
enum PKCS8 {
    /// PBKDF2 rounds over HMAC-SHA-256 (RFC 8018).
    private static let iterationCount: Int32 = 600_000
    private static let saltByteCount = 16

    static func encode(_ key: some StoredPrivateKey, passphrase: [UInt8]?) throws -> [UInt8] {
        OpenSSLFailure.clear()
        if let passphrase,
            passphrase.isEmpty || passphrase.count > Limits.passphraseByteCountMax
        {
            throw CryptographyError(.sealingFailed, ["algorithm": "PBES2"])
        }
        let salt = try SecureRandom.bytes(count: saltByteCount)
        let bytes = key.withUnsafePointer { pointer -> [UInt8]? in
            guard let info = EVP_PKEY2PKCS8(pointer) else { return nil }
            defer { PKCS8_PRIV_KEY_INFO_free(info) }
            return PEM.encode { bio in
                guard let passphrase else { return PEM_write_bio_PKCS8_PRIV_KEY_INFO(bio, info) }
                return encrypt(info, passphrase, salt: salt, to: bio)
            }
        }
        guard let bytes else {
            throw CryptographyError(
                .sealingFailed,
                ["algorithm": "PKCS#8"],
                cause: OpenSSLFailure.drain()
            )
        }
        return bytes
    }

    private static func encrypt(
        _ info: OpaquePointer,
        _ passphrase: [UInt8],
        salt: [UInt8],
        to bio: OpaquePointer
    ) -> Int32 {
        var salt = salt
        let encrypted = passphrase.withUnsafeBytes { secret in
            PKCS8_encrypt(
                -1,
                EVP_aes_256_cbc(),
                secret.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(secret.count),
                &salt,
                Int32(salt.count),
                iterationCount,
                info
            )
        }
        guard let encrypted else { return 0 }
        defer { X509_SIG_free(encrypted) }
        return PEM_write_bio_PKCS8(bio, encrypted)
    }
}

/// Collects what OpenSSL's `PEM_write_bio_…` functions write.
enum PEM {
    /// The text that `write` puts into a memory BIO, or nil when it does not return 1.
    static func encode(_ write: (OpaquePointer) -> Int32) -> [UInt8]? {
        guard let bio = BIO_new(BIO_s_secmem()) else { return nil }
        defer { BIO_free(bio) }
        guard write(bio) == 1 else { return nil }
        var data: UnsafeMutablePointer<CChar>?
        let count = cossl_BIO_get_mem_data(bio, &data)
        guard count > 0, let data else { return nil }
        return Array(UnsafeRawBufferPointer(start: data, count: count))
    }
}
