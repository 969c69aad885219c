internal import LogStorage
internal import TransparencyLog

/// The integers under which rows of entries, checkpoints and tiles are kept, in the order of log and place.
enum RowKey {
    private static let indexMask = (Int64(1) << Limits.indexBitCount) - 1

    /// The row of an index or a size: both come from a store or a checked batch, so they fit.
    static func position(_ log: Int64, _ index: UInt64) -> Int64 {
        log << Limits.indexBitCount | Int64(index)
    }

    /// The number of a log, if rows can be kept under it; throws `data_corrupt`.
    ///
    /// The end of its rows is the place of the next log, so that one must be a key too.
    static func log(numbered number: Int64) throws(LogStorageError) -> Int64 {
        guard number >= 0, number < Int64.max >> Limits.indexBitCount else {
            throw LogStorageError(.dataCorrupt, ["what": "log \(number)"])
        }
        return number
    }

    /// The log of a position.
    static func log(_ position: Int64) -> Int64 { position >> Limits.indexBitCount }

    /// The index, or size, of a position.
    static func index(_ position: Int64) -> UInt64 { UInt64(position & indexMask) }

    /// The row of a tile, `level << 36` and its index below the log: a log below 2^40 entries has no tile beyond.
    static func tile(_ log: Int64, level: TileLevel, index: UInt64) -> Int64 {
        position(log, UInt64(level.rawValue) << UInt64(Limits.tileIndexBitCount) | index)
    }

    /// Whether a tile can exist at all.
    static func holds(level: TileLevel, index: UInt64) -> Bool {
        level.rawValue < 16 && index < 1 << UInt64(Limits.tileIndexBitCount)
    }
}
