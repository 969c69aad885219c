import Ledger

/// How much of a published log is taken; a server that offers more is refused by name.
package struct DownloadLimits: Sendable {
    /// Entries of the log: two files for 256 of them.
    package var entryCountMax: UInt64 = 1 << 30
    /// Files besides bundles and tiles.
    package var companionCountMax = 4_000_000
    /// Bytes of everything together.
    package var byteCountMax: UInt64 = 64 << 30

    /// Bytes that stay free on the disk of the temporary folder.
    package var freeByteCountMin: UInt64 = 256 << 20

    /// The least bytes that an entry takes: its hash, its length and a header.
    static let entryByteCountLeast: UInt64 = 160
    /// After how many bytes the free space is looked at again.
    static let freeCheckByteCount: UInt64 = 16 << 20

    /// Bytes of a checkpoint with all its signatures, of a charter, a card or the keys of nodes.
    static let noteByteCountMax = 64 << 10
    /// Bytes of the cosignatures of one size.
    static let cosignaturesByteCountMax = 1 << 20
    /// Bytes of one bundle: 256 entries with two bytes of length each.
    static let bundleByteCountMax = 256 * (65_535 + 2)
    /// Bytes of one tile: 256 hashes.
    static let tileByteCountMax = 256 * 32
    /// Bytes of a rule pack.
    static let documentByteCountMax = 16 << 20
    /// Bytes of the entries that name a log's keys: as many and as long as any log can have them, each with its length.
    static let keysByteCountMax =
        Ledger.Limits.keyStepCountMax * (Ledger.Limits.entryByteCountMax + 2)
    /// Bytes of the list of digests; an export whose list is longer is refused where it would be written.
    static let digestsByteCountMax = 256 << 20
    /// Requests under way at once.
    static let requestCountMax = 4

    /// 2^30 entries, four million other files, 64 GiB.
    package init() {}
}
