import Glibc

/// A file that was not there before and that its owner alone may read: it may hold personal data.
enum NewFile {
    /// Writes it; throws `output_failed`.
    static func write(_ bytes: [UInt8], to path: String) throws(CommandError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandError(.outputFailed, ["path": path], cause: words)
        }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else {
                let cause = words
                // Half a file is none, and would be in the way of the next attempt.
                unlink(path)
                throw CommandError(.outputFailed, ["path": path], cause: cause)
            }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// What the system says of its last error.
    private static var words: String { String(cString: strerror(errno)) }
}
