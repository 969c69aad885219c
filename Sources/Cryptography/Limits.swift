/// The limits of this module, in one place.
enum Limits {
    /// Bytes of one sealed message, tag included: far above the 1 MiB pieces of FORMATS.md §4, and within an Int32.
    static let sealedByteCountMax = 64 << 20
    /// Bytes of one key that is wrapped.
    static let wrappedKeyByteCountMax = 512
}
