/// The node's storage key, 32 random bytes in a file of their own that wrap the keys of objects at rest (FORMATS.md §7).
package enum StorageKeyFile {
    /// Makes a new random key in a new file of mode 0600, durable on return, and returns it.
    ///
    /// Throws `file_exists`, `file_not_written` or `random_failed`.
    package static func create(at path: String) throws -> [UInt8] {
        let key = try SecureRandom.bytes(count: AESKeyWrap.keyByteCount)
        try DurableFile.create(key, at: path, readers: .owner)
        return key
    }

    /// Reads the key.
    ///
    /// Throws `file_missing`, `key_file_exposed`, `file_unreadable`, or `key_file_malformed` when the file
    /// does not hold exactly 32 bytes.
    package static func load(from path: String) throws -> [UInt8] {
        let key = try DurableFile.read(
            path,
            byteCountMax: Limits.keyFileByteCountMax,
            readers: .owner
        )
        guard key.count == AESKeyWrap.keyByteCount else {
            throw CryptographyError(
                .keyFileMalformed,
                ["path": path, "expected": "AES-256, 32 B"]
            )
        }
        return key
    }
}
