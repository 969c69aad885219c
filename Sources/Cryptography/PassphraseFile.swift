/// A passphrase in a file of its own: the bytes of its first line.
package enum PassphraseFile {
    /// The fewest bytes of a passphrase under which a new key is put.
    package static let byteCountMin = 8

    /// Reads the passphrase; the file is refused when anybody but its owner may read it.
    ///
    /// Throws `file_missing`, `key_file_exposed`, `file_unreadable` or `passphrase_unfit`; no error holds a byte of it.
    package static func load(from path: String) throws -> [UInt8] {
        let line = try OwnerFile.firstLine(of: path)
        guard (1...Limits.passphraseByteCountMax).contains(line.count) else { throw unfit }
        return line
    }

    /// Throws `passphrase_unfit` for one that is too short or too long for a new key.
    package static func requireFit(_ passphrase: [UInt8]) throws {
        guard (byteCountMin...Limits.passphraseByteCountMax).contains(passphrase.count) else {
            throw unfit
        }
    }

    private static var unfit: CryptographyError {
        CryptographyError(
            .passphraseUnfit,
            ["least": "\(byteCountMin)", "limit": "\(Limits.passphraseByteCountMax)"]
        )
    }
}
