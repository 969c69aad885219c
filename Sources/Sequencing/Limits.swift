/// Every limit of this module, unit last.
///
/// Inputs at the limit are accepted, one past it is refused by name.
package enum Limits {
    /// Entries in one append.
    package static let batchEntryCountMax = 256
    /// Entries that wait for the writer, retries of waiting ones included.
    package static let waitingEntryCountMax = 4_096
    /// Bytes in an entry (FORMATS.md §3).
    package static let entryByteCountMax = 16_384
    /// Sealed objects that come with one entry.
    package static let entryHoldingCountMax = 17
}
