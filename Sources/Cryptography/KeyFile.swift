internal import COpenSSL

/// A private key that a key file or a key store can hold.
package protocol StoredPrivateKey: Sendable {
    /// The algorithm's name in messages.
    static var algorithmName: String { get }
    /// Takes over an EVP_PKEY; throws `key_unusable` when it is of another kind.
    static func adopt(_ pointer: OpaquePointer) throws -> Self
    /// Lends the EVP_PKEY to OpenSSL.
    func withUnsafePointer<Result>(_ body: (OpaquePointer) throws -> Result) rethrows -> Result
}

/// Gives a passphrase when a key file or a key store asks for one.
///
/// It comes from a file, a terminal or a credential, never from an argument or the environment.
package typealias PassphraseSource = () throws -> [UInt8]

/// Private keys on disk: PKCS#8 PEM, mode 0600, refused when anybody but the owner may read them.
///
/// Loading goes through OpenSSL's OSSL_STORE, so a location such as `pkcs11:token=office;object=node` works where a
/// provider for it is installed.
package enum KeyFile {
    /// Writes `key` to a new file, encrypted under `passphrase` where one is given.
    ///
    /// Durable on return. Throws `file_exists` or `file_not_written`; never overwrites.
    package static func create(
        _ key: some StoredPrivateKey,
        at path: String,
        passphrase: [UInt8]? = nil
    ) throws {
        try DurableFile.create(
            PKCS8.encode(key, passphrase: passphrase),
            at: path,
            readers: .owner
        )
    }

    /// Opens the private key at `location`, a path or a URI that OSSL_STORE knows.
    ///
    /// `passphrase` is called only when the key asks for one. Throws `file_missing`, `key_file_exposed`,
    /// `file_unreadable`, `key_file_malformed`, `passphrase_required`, `passphrase_wrong` or
    /// `key_store_unusable`; no error holds a byte of the key, the passphrase or a PIN.
    package static func load<Key: StoredPrivateKey>(
        _ kind: Key.Type = Key.self,
        from location: String,
        passphrase: PassphraseSource? = nil
    ) throws -> Key {
        let asker = PassphraseAsker(passphrase)
        let found =
            if isStoreAddress(location) {
                KeyStore.key(at: location, asker: asker)
            } else {
                try fileKey(location, asker: asker)
            }
        if let error = asker.error {
            if let found { EVP_PKEY_free(found) }
            throw error
        }
        guard let found else { throw failure(location, asker: asker, expected: Key.algorithmName) }
        do {
            return try Key.adopt(found)
        } catch {
            throw CryptographyError(
                .keyFileMalformed,
                ["path": displayed(location), "expected": Key.algorithmName]
            )
        }
    }

    private static func fileKey(_ path: String, asker: PassphraseAsker) throws -> OpaquePointer? {
        let bytes = try DurableFile.read(
            path,
            byteCountMax: Limits.keyFileByteCountMax,
            readers: .owner
        )
        return KeyStore.key(in: bytes, asker: asker)
    }

    private static func failure(
        _ location: String,
        asker: PassphraseAsker,
        expected: String
    )
        -> CryptographyError
    {
        let cause = OpenSSLFailure.drained()
        let place = displayed(location)
        if asker.wasAsked {
            // Of a wrong passphrase OpenSSL says only that what it deciphered is no key.
            return asker.hasSource
                ? CryptographyError(.passphraseWrong, ["path": place])
                : CryptographyError(.passphraseRequired, ["path": place], cause: cause)
        }
        guard isStoreAddress(location) else {
            return CryptographyError(
                .keyFileMalformed,
                ["path": place, "expected": expected],
                cause: cause
            )
        }
        return CryptographyError(.keyStoreUnusable, ["uri": place], cause: cause)
    }

    /// Whether a location is a URI: a scheme of two characters or more, then a colon.
    ///
    /// `file:` is not: it would go around the check of the file's mode.
    static func isStoreAddress(_ location: String) -> Bool {
        let scheme = location.utf8.prefix { $0 != UInt8(ascii: ":") }
        guard scheme.count >= 2, scheme.count < location.utf8.count,
            scheme.allSatisfy({
                $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z")
                    || $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")
            })
        else { return false }
        return String(location.prefix(scheme.count)).lowercased() != "file"
    }

    /// A location without what RFC 7512 allows to be a PIN: everything from the query or a `pin-value` on.
    static func displayed(_ location: String) -> String {
        guard isStoreAddress(location) else { return location }
        let bytes = Array(location.utf8)
        var end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
        let pin = Array("pin-".utf8)
        for start in bytes.indices where bytes[start...].starts(with: pin) {
            end = min(end, start)
        }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}

extension Ed25519.PrivateKey: StoredPrivateKey {
    /// The name in messages.
    package static var algorithmName: String { "Ed25519" }

    /// Takes over an EVP_PKEY, which must be Ed25519.
    package static func adopt(_ pointer: OpaquePointer) throws -> Ed25519.PrivateKey {
        try Ed25519.PrivateKey(adopting: pointer)
    }

    /// Lends the EVP_PKEY to OpenSSL.
    package func withUnsafePointer<Result>(
        _ body: (OpaquePointer) throws -> Result
    ) rethrows
        -> Result
    {
        try body(pointer)
    }
}

extension P256.PrivateKey: StoredPrivateKey {
    /// The name in messages.
    package static var algorithmName: String { "P-256" }

    /// Takes over an EVP_PKEY, which must be an EC key on P-256.
    package static func adopt(_ pointer: OpaquePointer) throws -> P256.PrivateKey {
        try P256.PrivateKey(adopting: pointer)
    }
}
