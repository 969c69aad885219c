/// Every limit and fixed quantity of this module, unit last.
package enum Limits {
    /// Connections that read at the same time.
    package static let readerCountMax = 8
    /// Pages in the write-ahead log from which a checkpoint is made after a commit: 16 MiB.
    package static let walPageCountTarget = 4_096
    /// Bytes that the write-ahead log's file keeps while the store is open: the pages of the target and some more.
    package static let walByteCountKept = 20_971_520
    /// Free bytes under which writes are refused, so that a commit does not meet a full disk.
    package static let freeByteCountMin: UInt64 = 67_108_864
    /// KiB of database pages that each connection keeps in memory.
    package static let cacheKibibyteCount = 65_536
    /// Milliseconds that a connection waits for another one's lock.
    package static let lockWaitMillisecondCount = 5_000
    /// Milliseconds after a first unsynced write of the instance file until it is synced.
    package static let instanceSyncMillisecondCount = 1_000
    /// How often the instance file is read at most where one of its slots cannot be: a node may be writing it.
    static let instanceReadCountMax = 3
    /// Bytes in the smallest slot of the instance file.
    package static let instanceSlotByteCountMin = 4_096
    /// Bytes in the largest slot of the instance file: room for 16,384 logs under names of 255 bytes.
    package static let instanceSlotByteCountMax = 8_388_608
    /// Bits of a row key that hold an index, a size, or a tile's place.
    static let indexBitCount: Int64 = 40
    /// Bits of a row key that hold a tile's index within its level.
    static let tileIndexBitCount: Int64 = 36
    /// How many faults of the database's structure an audit asks SQLite for.
    static let integrityFaultCountMax = 100_000
}
