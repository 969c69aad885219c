/// The limits of this module, in one place.
enum Limits {
    /// Bytes of one sealed message, tag included: far above the 1 MiB pieces of FORMATS.md §4, and within an Int32.
    static let sealedByteCountMax = 64 << 20
    /// Bytes of one key that is wrapped.
    static let wrappedKeyByteCountMax = 512
    /// Bytes of a key file or of a passphrase file's first line that is read.
    static let keyFileByteCountMax = 64 << 10
    /// Bytes of a passphrase.
    static let passphraseByteCountMax = 1024
    /// Bytes of a certificate or CA file.
    static let certificateFileByteCountMax = 1 << 20
    /// Bytes of one DER certificate.
    static let certificateByteCountMax = 64 << 10
    /// Subject alternative names that are read from one certificate.
    static let alternativeNameCountMax = 256
    /// Certificates in one file.
    static let certificateCountMax = 512
}
