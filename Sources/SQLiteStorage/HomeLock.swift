internal import Glibc
internal import Synchronization

/// The lock that keeps a second process out of a home: `flock` on a file that holds the owner's process id.
///
/// The kernel drops it with the process, however it ends. Never on a file system that shares no locks between hosts.
final class HomeLock: Sendable {
    private let descriptor: Mutex<CInt?>

    /// How often a lock that readers alone hold is tried for, and how long after each: `doctor` holds its share for moments.
    private static let shareTryCountMax = 40
    private static let shareWaitMicrosecondCount: UInt32 = 50_000

    /// Takes the lock or throws `home_in_use` with the owner's process id, or `home_being_read` where readers alone keep it away.
    ///
    /// Another owner is told at once. Readers are waited for, up to two seconds; `onShared` is called before each wait.
    init(path: String, onShared: () -> Void = {}) throws(SQLiteStorageError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file("open", path, errno: errno) }
        switch Self.take(descriptor, onShared) {
        case .taken: break
        case .failed(let reason):
            close(descriptor)
            throw .file("flock", path, errno: reason)
        case .owned:
            let owner = Self.owner(descriptor)
            close(descriptor)
            throw SQLiteStorageError(.homeInUse, ["path": path, "pid": owner])
        case .shared:
            // The number in the file is that of the last owner, which is gone.
            close(descriptor)
            throw SQLiteStorageError(.homeBeingRead, ["path": path])
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

    /// What became of trying for the lock.
    private enum Outcome {
        case taken
        /// Another process has the lock itself.
        case owned
        /// Readers have it, and have not gone.
        case shared
        /// The system refused, with its reason.
        case failed(CInt)
    }

    /// Takes the lock where nobody but readers keeps it away for a while.
    private static func take(_ descriptor: CInt, _ onShared: () -> Void) -> Outcome {
        for _ in 0..<shareTryCountMax {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return .taken }
            guard errno == EWOULDBLOCK else { return .failed(errno) }
            // Where a share can be had, nobody holds the lock itself.
            guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else {
                return errno == EWOULDBLOCK ? .owned : .failed(errno)
            }
            _ = flock(descriptor, LOCK_UN)
            onShared()
            usleep(shareWaitMicrosecondCount)
        }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return .taken }
        return errno == EWOULDBLOCK ? .shared : .failed(errno)
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
