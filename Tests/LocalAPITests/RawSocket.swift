import Foundation

/// A Unix socket by hand, for clients and servers that behave badly.
struct RawSocket: Sendable {
    /// What the kernel refused.
    struct Refused: Error {
        let call: String
        let number: Int32
    }

    private let descriptor: Int32

    private init() throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        if descriptor < 0 { throw Refused(call: "socket", number: errno) }
    }

    /// A client's connection.
    static func connected(to path: String) throws -> RawSocket {
        let made = try RawSocket()
        try made.withAddress(path, "connect") { connect(made.descriptor, $0, $1) }
        return made
    }

    /// A socket with a file that listens, though nobody ever accepts.
    static func listening(at path: String) throws -> RawSocket {
        let made = try bound(to: path)
        if listen(made.descriptor, 4) != 0 { throw Refused(call: "listen", number: errno) }
        return made
    }

    /// A socket with a file.
    static func bound(to path: String) throws -> RawSocket {
        let made = try RawSocket()
        try made.withAddress(path, "bind") { bind(made.descriptor, $0, $1) }
        return made
    }

    /// Closes the socket; its file stays.
    func close() { Glibc.close(descriptor) }

    /// Sends a text whole.
    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard
            Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        else { throw Refused(call: "send", number: errno) }
    }

    /// Sends a text so many times, on a thread of its own: the other side may stop reading, and end the connection.
    func send(_ text: String, times count: Int) async {
        await onThread {
            for _ in 0..<count {
                do { try send(text) } catch { return }
            }
        }
    }

    /// Waits until the other side has hung up, at most 15 seconds, on a thread of its own.
    func hangUp() async {
        await onThread {
            var event = pollfd(fd: descriptor, events: 0, revents: 0)
            poll(&event, 1, 15_000)
        }
    }

    /// Everything until the other side closes or breaks off, at most 15 seconds a piece, on a thread of its own.
    func rest() async -> String {
        await onThread {
            var bytes: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 65_536)
            while true {
                var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&event, 1, 15_000) > 0 else { break }
                let count = recv(descriptor, &piece, piece.count, 0)
                guard count > 0 else { break }
                bytes += piece[..<count]
            }
            return String(validating: bytes, as: UTF8.self) ?? ""
        }
    }

    private func onThread<Result: Sendable>(
        _ body: @escaping @Sendable () -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }

    private func withAddress(
        _ path: String,
        _ call: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if result != 0 { throw Refused(call: call, number: errno) }
    }
}
