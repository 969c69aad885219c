/// Every limit of this module, unit last.
///
/// Inputs at the limit are accepted, one past it is refused by name.
package enum Limits {
    // MARK: Entries (FORMATS.md §3)

    /// Bytes of an entry.
    package static let entryByteCountMax = 16_384
    /// The largest integer in a header, 2^53 − 1.
    package static let headerIntegerMax: UInt64 = (1 << 53) - 1
    /// Members of `facts`.
    package static let headerFactCountMax = 16
    /// Bytes of a fact that is a string.
    package static let headerFactByteCountMax = 128
    /// Elements of `objects`.
    package static let headerObjectCountMax = 16
    /// Elements of `parents`.
    package static let headerParentCountMax = 16
    /// Elements of `to`, and of an audience that is a list.
    package static let headerAddressCountMax = 64
    /// Seconds that `at` of an own entry may be ahead of the node's clock.
    package static let clockLeadSecondCountMax: Int64 = 600

    // MARK: Projections

    /// Folds of one record in one pass of the projector.
    static let recordFoldCountMax = 16
    /// Entries of one log that name one record: any member may name it, and it is folded whole with each entry.
    package static let recordEntryCountMax = 1_024
    /// Logs of which the key history is kept as it was last read.
    static let keyHistoryCacheCountMax = 256
    /// Rows that are read at once when a log is judged again.
    static let projectionPageCount = 1_024

    /// Entries of one log that name a key or a charter: the history that they make is kept whole, and rewritten when the log grows.
    package static let keyStepCountMax = 16_384

    /// Parsed entries of one log that a pass of the projector keeps at hand.
    static let projectionContentCountMax = 4_096
    /// Ends of clocks that are kept of a record for the inbox; of more the earliest.
    package static let dutyEndCountMax = 200

    // MARK: Objects (FORMATS.md §4)

    /// Bytes of salt before an object's content.
    package static let objectSaltByteCount = 32
    /// Bytes of a piece of a salted object.
    package static let objectPieceByteCount = 1_048_576
    /// Bytes of the largest salted object, 1 TiB, which is also the largest rounded size.
    package static let objectSizeMax: UInt64 = 1 << 40
    /// Bytes of a body or a manifest, without its salt.
    package static let bodyByteCountMax = 1_048_576
    /// Levels of lists and objects within a body.
    package static let bodyDepthMax = 16
    /// Files in a body or a manifest.
    package static let bodyFileCountMax = 4_096
    /// Identifiers and names of one body that are indexed.
    package static let bodyIdentifierCountMax = 256
    /// Words of a body's running text that are looked at as identifiers.
    package static let bodyTextWordCountMax = 64
    /// Parts of such words, where a number is glued to other text.
    package static let bodyTextPieceCountMax = 256
    /// Numbers of a body's running text that are read whether their check digits are right or wrong.
    package static let bodyTextNumberCountMax = 64
}
