internal import Foundation
internal import Glibc

/// The database file before SQLite opens it: SQLite takes a file without a whole first page for a new database.
enum DatabaseFile {
    private static let title = Array("SQLite format 3\0".utf8)
    private static let pageByteCountMin = 512

    /// Makes an empty file, unless one is there, that only its owner may read; the write-ahead log gets the same mode.
    static func make(_ path: String) throws(SQLiteStorageError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file("open", path, errno: errno) }
        close(descriptor)
    }

    /// Refuses what SQLite would replace by an empty database, with all that stands in the write-ahead log beside it.
    static func check(_ path: String, mayBeEmpty: Bool) throws(SQLiteStorageError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file("open", path, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .file("fstat", path, errno: errno) }
        if status.st_size == 0, mayBeEmpty, byteCount(path + "-wal") == 0 { return }
        var start = [UInt8](repeating: 0, count: title.count)
        guard status.st_size >= pageByteCountMin,
            pread(descriptor, &start, start.count, 0) == start.count, start == title
        else {
            throw SQLiteStorageError(
                .databaseCorrupt,
                ["path": path],
                cause: "the first page is cut or damaged"
            )
        }
    }

    /// Requires that a database is there and that this user may read it; throws `database_missing` or `access_denied`.
    static func requireReadable(_ path: String) throws(SQLiteStorageError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor < 0 else {
            close(descriptor)
            return
        }
        switch errno {
        case ENOENT, ENOTDIR: throw SQLiteStorageError(.databaseMissing, ["path": path])
        case EACCES, EPERM: throw SQLiteStorageError(.accessDenied, ["path": path])
        default: throw .file("open", path, errno: errno)
        }
    }

    /// Refuses a write-ahead log of which SQLite would drop whole transactions in silence, and later cut the file.
    static func checkWriteAheadLog(_ path: String) throws {
        guard byteCount(path) > 0 else { return }
        let bytes = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        if let frame = bytes.withUnsafeBytes({ WriteAheadLogCheck.firstFrameLost(in: $0) }) {
            throw SQLiteStorageError(
                .writeAheadLogDamaged,
                ["frame": "\(frame)", "path": path]
            )
        }
    }

    /// Makes durable what a file holds.
    static func sync(_ path: String) throws(SQLiteStorageError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file("open", path, errno: errno) }
        defer { close(descriptor) }
        guard fdatasync(descriptor) == 0 else { throw .file("fdatasync", path, errno: errno) }
    }

    /// Fills a write-ahead log's file up with zeros, which SQLite takes for the end of the log.
    ///
    /// A commit that overwrites bytes of a file is durable in half the time of one that makes the file longer.
    static func extend(_ path: String, to byteCount: Int) throws(SQLiteStorageError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file("open", path, errno: errno) }
        defer { close(descriptor) }
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        var position = Self.byteCount(path)
        while position < byteCount {
            let part = pwrite(descriptor, zeros, min(zeros.count, byteCount - position), position)
            // A full disk is for the commits to meet; the log works without this.
            if part < 0, errno == ENOSPC { return }
            guard part > 0 else { throw .file("write", path, errno: errno) }
            position += part
        }
        guard fdatasync(descriptor) == 0 else { throw .file("fdatasync", path, errno: errno) }
    }

    /// The size of a file; 0 when there is none.
    static func byteCount(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
