internal import Glibc
internal import LogStorage
internal import Sequencing
internal import TransparencyLog

/// `data/instance` on disk: two slots of equal length, each half of the file (FORMATS.md §7).
///
/// One slot is overwritten in place at each commit. When it has been synced, the next write goes to the other one, so
/// that the slot last synced stays whole whatever a power failure leaves of the other.
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

    /// Reads the file as it is; never writes.
    static func read(path: String) throws(SQLiteStorageError) -> RecoveryPlan.InstanceFile {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return .missing }
            throw .file("open", path, errno: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .file("fstat", path, errno: errno) }
        let count = Int(status.st_size)
        guard count <= 2 * Limits.instanceSlotByteCountMax else { return .unreadable }
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
        return InstanceRecord.newest(ofSlots: slots).map { .record($0) } ?? .unreadable
    }

    /// Writes a whole new file with the record in its first slot: synced, renamed into place, its directory synced.
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
            try Self.write(
                bytes + [UInt8](repeating: 0, count: 2 * slotByteCount - bytes.count),
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
