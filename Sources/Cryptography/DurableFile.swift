internal import Glibc

/// Small files that are made whole or not at all, and read whole.
enum DurableFile {
    /// Who may read a file.
    enum Readers: mode_t {
        /// Its owner only: the file holds a secret.
        case owner = 0o600
        /// Everybody, within what the umask allows.
        case everybody = 0o644
    }

    /// Writes a new file; when this returns, the file and its name are on disk.
    ///
    /// The bytes are made durable under a temporary name first, so that a crash leaves no half of a key behind.
    /// Throws `file_exists` when something has the name already: a key is never overwritten.
    static func create(_ bytes: [UInt8], at path: String, readers: Readers) throws {
        let (folder, name) = split(path)
        let suffix = Hex.encode(try SecureRandom.bytes(count: 8))
        let temporary = folder + "/." + name + "." + suffix
        try write(bytes, toNewFile: temporary, readers: readers, for: path)
        defer { unlink(temporary) }
        guard link(temporary, path) == 0 else {
            let number = errno
            guard number != EEXIST else {
                throw CryptographyError(.fileExists, ["path": path])
            }
            throw notWritten(path, number)
        }
        try synchronizeFolder(folder, for: path)
    }

    /// Reads a whole file of at most `byteCountMax` bytes.
    ///
    /// With readers `.owner` a file that anybody else may read or write is refused. The mode is checked on the open
    /// file, so that a swapped name gains nothing.
    static func read(_ path: String, byteCountMax: Int, readers: Readers) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let number = errno
            guard number != ENOENT else {
                throw CryptographyError(.fileMissing, ["path": path])
            }
            throw unreadable(path, number)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw unreadable(path, EINVAL) }
        guard readers == .everybody || status.st_mode & 0o077 == 0 else {
            let digits = String(status.st_mode & 0o7777, radix: 8)
            let mode = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            throw CryptographyError(.keyFileExposed, ["path": path, "mode": mode])
        }
        guard status.st_size <= byteCountMax else { throw unreadable(path, EFBIG) }
        return try readAll(descriptor, path, byteCountMax: byteCountMax)
    }

    /// Folder and last name of a path; a path without a slash lies in the current folder.
    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }

    private static func write(
        _ bytes: [UInt8],
        toNewFile temporary: String,
        readers: Readers,
        for path: String
    ) throws {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let descriptor = open(temporary, flags, readers.rawValue)
        guard descriptor >= 0 else { throw notWritten(path, errno) }
        var failure: Int32 = 0
        // A umask such as 0177 would take the owner's own right to read away.
        if readers == .owner, fchmod(descriptor, readers.rawValue) != 0 { failure = errno }
        var offset = 0
        while failure == 0, offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + offset }, bytes.count - offset)
            }
            if count > 0 {
                offset += count
            } else if errno != EINTR {
                failure = errno
            }
        }
        if failure == 0, fsync(descriptor) != 0 { failure = errno }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        guard failure == 0 else {
            unlink(temporary)
            throw notWritten(path, failure)
        }
    }

    private static func synchronizeFolder(_ folder: String, for path: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw notWritten(path, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw notWritten(path, errno) }
    }

    private static func readAll(
        _ descriptor: Int32,
        _ path: String,
        byteCountMax: Int
    ) throws
        -> [UInt8]
    {
        var bytes = [UInt8](repeating: 0, count: byteCountMax + 1)
        var count = 0
        while count < bytes.count {
            let added = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress.map { $0 + count }, $0.count - count)
            }
            if added == 0 { break }
            if added > 0 {
                count += added
            } else if errno != EINTR {
                throw unreadable(path, errno)
            }
        }
        guard count <= byteCountMax else { throw unreadable(path, EFBIG) }
        return Array(bytes.prefix(count))
    }

    private static func notWritten(_ path: String, _ number: Int32) -> CryptographyError {
        CryptographyError(.fileNotWritten, ["path": path, "reason": SystemFailure.text(number)])
    }

    private static func unreadable(_ path: String, _ number: Int32) -> CryptographyError {
        CryptographyError(.fileUnreadable, ["path": path, "reason": SystemFailure.text(number)])
    }
}

/// The text of an errno.
enum SystemFailure {
    /// The C library's sentence for `number`, such as "No space left on device".
    static func text(_ number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard strerror_r(number, &buffer, buffer.count) == 0 else { return "errno \(number)" }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
    }
}
