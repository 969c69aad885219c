/// Every limit of this module, unit last.
///
/// Inputs at the limit are accepted, one past it is refused by name.
package enum Limits {
    /// Bytes in an entry: what an entry bundle's two length bytes can say (`c2sp.org/tlog-tiles`).
    package static let entryByteCountMax = 65_535
    /// Entries in one append, slice or read: a slice of a mirrored log.
    package static let batchEntryCountMax = 65_536
    /// Entries in one log, so that log and index fit one 63-bit key.
    package static let logEntryCountMax: UInt64 = (1 << 40) - 1
    /// Logs in one store, own and mirrored: `data/instance` has room for so many heads under the longest names.
    package static let logCountMax = 16_384
    /// Logs in one store from which on no mirrored one is added: the rest is for own ones.
    package static let mirroredLogCountMax = 15_360
    /// Bytes in one document of the node's state: a notice has at most 64 KiB, a rule pack more.
    package static let documentByteCountMax = 4_194_304
    /// Bytes in the key of a document.
    package static let documentKeyByteCountMax = 512
    /// Bytes of a sealed object that stands in the database: 1 MiB and the tag of its one piece (FORMATS.md §4).
    package static let sealedByteCountMax = 1_048_576 + 16
    /// Bytes in an object's wrapped key.
    package static let wrappedKeyByteCountMax = 64
}
