internal import Glibc
internal import Synchronization

/// The lock that keeps a second process out of a home: `flock` on a file that holds the owner's process id.
///
/// The kernel drops it with the process, however it ends. Never on a file system that shares no locks between hosts.
final class HomeLock: Sendable {
    private let descriptor: Mutex<CInt?>

    /// Takes the lock or throws `home_in_use` with the owner's process id.
    init(path: String) throws(SQLiteStorageError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file("open", path, errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let owner = Self.owner(descriptor)
            close(descriptor)
            guard reason == EWOULDBLOCK else { throw .file("flock", path, errno: reason) }
            throw SQLiteStorageError(.homeInUse, ["path": path, "pid": owner])
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count
        else {
            let reason = errno
            close(descriptor)
            throw .file("write", path, errno: reason)
        }
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// Lets other processes in.
    func release() {
        descriptor.withLock { descriptor in
            guard let open = descriptor else { return }
            // Closing alone would leave the lock with a child that was forked and has not executed its program yet.
            _ = flock(open, LOCK_UN)
            close(open)
            descriptor = nil
        }
    }

    private static func owner(_ descriptor: CInt) -> String {
        var buffer = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        let digits = buffer.prefix(max(0, count)).prefix {
            $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")
        }
        return digits.isEmpty ? "?" : String(decoding: digits, as: UTF8.self)
    }
}
