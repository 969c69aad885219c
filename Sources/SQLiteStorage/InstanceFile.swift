internal import Glibc
internal import LogStorage
internal import Sequencing
internal import TransparencyLog

/// `data/instance` on disk: two slots of equal length, each half of the file (FORMATS.md §7).
///
/// One slot is overwritten in place at each commit. When it has been synced, the next write goes to the other one, so
/// that the slot last synced stays whole whatever a power failure leaves of the other. A new file has its record in both, so that a
/// slot which cannot be read is always a sign of a failure or of a change.
final class InstanceFile {
    private let path: String
    private var descriptor: CInt
    private var slotByteCount: Int
    private var slot = 0
    private var record: InstanceRecord
    private var lines: [[UInt8]] = []
    private var positions: [Origin: Int] = [:]
    /// Whether something was written since the last sync.
    private(set) var isDirty = false

    /// What a file holds.
    struct Contents {
        /// The record that counts.
        let file: RecoveryPlan.InstanceFile
        /// Whether the other slot, which may have been the newer one, cannot be read.
        var isSlotDamaged = false
    }

    /// Reads the file as it is; never writes.
    static func read(path: String) throws(SQLiteStorageError) -> RecoveryPlan.InstanceFile {
        try contents(path: path).file
    }

    /// Reads the file as it is, and whether both of its slots are whole; never writes.
    ///
    /// A node that writes meanwhile may be seen in the middle of a slot: that is looked at again.
    static func contents(path: String) throws(SQLiteStorageError) -> Contents {
        var contents = try slots(path: path)
        for _ in 0..<Limits.instanceReadCountMax - 1 where contents.isSlotDamaged {
            contents = try slots(path: path)
        }
        return contents
    }

    private static func slots(path: String) throws(SQLiteStorageError) -> Contents {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return Contents(file: .missing) }
            throw .file("open", path, errno: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .file("fstat", path, errno: errno) }
        let count = Int(status.st_size)
        guard count <= 2 * Limits.instanceSlotByteCountMax else {
            return Contents(file: .unreadable)
        }
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let part = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, filled)
            }
            guard part > 0 else { throw .file("read", path, errno: part < 0 ? errno : EIO) }
            filled += part
        }
        let slots = [Array(bytes[..<(count / 2)]), Array(bytes[(count / 2)...])]
        guard let record = InstanceRecord.newest(ofSlots: slots) else {
            return Contents(file: .unreadable)
        }
        return Contents(
            file: .record(record),
            isSlotDamaged: slots.contains { InstanceRecord(slot: $0) == nil }
        )
    }

    /// Writes a whole new file with the record in both slots: synced, renamed into place, its directory synced.
    init(path: String, record: InstanceRecord) throws(SQLiteStorageError) {
        self.path = path
        self.record = record
        slotByteCount = Limits.instanceSlotByteCountMin
        descriptor = -1
        for (origin, head) in record.heads.sorted(by: { $0.key < $1.key }) {
            positions[origin] = lines.count
            lines.append(InstanceRecord.line(origin, head))
        }
        try replace(with: record.encoded)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Overwrites the current slot with newer heads.
    ///
    /// Not synced: the process's death does not lose it, a power failure may.
    func write(_ heads: [Origin: LogHead]) throws(SQLiteStorageError) {
        record.generation += 1
        var isNew = false
        for (origin, head) in heads {
            record.heads[origin] = head
            if let position = positions[origin] {
                lines[position] = InstanceRecord.line(origin, head)
            } else {
                isNew = true
            }
        }
        if isNew { insertLines() }
        var bytes = record.leadingLines
        for line in lines { bytes += line }
        bytes = InstanceRecord.sealed(bytes)
        guard bytes.count <= slotByteCount else { return try replace(with: bytes) }
        try Self.write(bytes, to: descriptor, at: slot * slotByteCount, path)
        isDirty = true
    }

    /// Makes what was written durable, and turns to the other slot.
    func sync() throws(SQLiteStorageError) {
        guard isDirty else { return }
        guard fdatasync(descriptor) == 0 else { throw .file("fdatasync", path, errno: errno) }
        isDirty = false
        slot = 1 - slot
    }

    /// Lists all heads anew, in order, after a log was added.
    private func insertLines() {
        lines = []
        for (origin, head) in record.heads.sorted(by: { $0.key < $1.key }) {
            positions[origin] = lines.count
            lines.append(InstanceRecord.line(origin, head))
        }
    }

    private func replace(with bytes: [UInt8]) throws(SQLiteStorageError) {
        var slotByteCount = slotByteCount
        while slotByteCount < bytes.count { slotByteCount *= 2 }
        guard slotByteCount <= Limits.instanceSlotByteCountMax else {
            throw SQLiteStorageError(
                .instanceTooLarge,
                ["found": "\(bytes.count)", "limit": "\(Limits.instanceSlotByteCountMax)"]
            )
        }
        let temporary = path + ".new"
        let new = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard new >= 0 else { throw .file("open", temporary, errno: errno) }
        do throws(SQLiteStorageError) {
            let slot = bytes + [UInt8](repeating: 0, count: slotByteCount - bytes.count)
            try Self.write(
                slot + slot,
                to: new,
                at: 0,
                temporary
            )
            guard fsync(new) == 0 else { throw .file("fsync", temporary, errno: errno) }
            guard rename(temporary, path) == 0 else { throw .file("rename", path, errno: errno) }
        } catch {
            // The file in place is still the one to write to.
            close(new)
            throw error
        }
        if descriptor >= 0 { close(descriptor) }
        descriptor = new
        self.slotByteCount = slotByteCount
        slot = 1
        try Directory.sync(Directory.parent(of: path))
        isDirty = false
    }

    private static func write(
        _ bytes: [UInt8],
        to descriptor: CInt,
        at offset: Int,
        _ path: String
    ) throws(SQLiteStorageError) {
        var written = 0
        while written < bytes.count {
            let part = bytes.withUnsafeBytes { buffer in
                pwrite(
                    descriptor,
                    buffer.baseAddress.map { $0 + written },
                    bytes.count - written,
                    offset + written
                )
            }
            guard part > 0 else { throw .file("write", path, errno: part < 0 ? errno : EIO) }
            written += part
        }
    }
}
