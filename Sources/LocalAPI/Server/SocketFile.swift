import Foundation
import Glibc

/// The file of a Unix socket that listens: claimed, published with its mode, and removed when it is still ours.
///
/// The listener binds to a staging name beside the path; only a socket that already has mode 0660 is renamed to
/// the path, so no client ever sees one that is half set up, and a stale one is replaced in one step.
struct SocketFile: Sendable {
    /// The path that clients use.
    let path: String
    /// The path to bind to before ``publish()``.
    let stagingPath: String

    /// Takes a path; refuses one that a Unix socket cannot have.
    init(path: String) throws(LocalAPIError) {
        self.path = path
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
        stagingPath = "\(folder).\(getpid())"
        let length = max(path.utf8.count, stagingPath.utf8.count)
        guard length <= Limits.socketPathByteCountMax else {
            throw LocalAPIError(
                .socketPathTooLong,
                [
                    "path": path, "length": String(length),
                    "limit": String(Limits.socketPathByteCountMax),
                ]
            )
        }
    }

    /// Makes sure that nobody listens at the path and that nothing but a stale socket lies there.
    func claim() throws(LocalAPIError) {
        for candidate in [path, stagingPath] {
            guard let kind = try Self.kind(of: candidate) else { continue }
            guard kind == .typeSocket else {
                throw LocalAPIError(.socketNotSocket, ["path": candidate])
            }
        }
        if try Self.isLive(path) { throw LocalAPIError(.socketInUse, ["path": path]) }
    }

    /// Gives the bound socket its mode and its name.
    func publish() throws(LocalAPIError) {
        guard chmod(stagingPath, 0o660) == 0, rename(stagingPath, path) == 0 else {
            throw Self.unusable(path)
        }
    }

    /// The identity of the file at the path; nil where there is none.
    func identity() -> FileIdentity? {
        // What cannot be looked at is not known to be ours, and is left alone.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let device = attributes[.systemNumber] as? NSNumber,
            let inode = attributes[.systemFileNumber] as? NSNumber
        else { return nil }
        return FileIdentity(device: device.uint64Value, inode: inode.uint64Value)
    }

    /// Removes the file unless another process has put its own there in the meantime.
    func remove(ifStill identity: FileIdentity) {
        if self.identity() == identity { unlink(path) }
    }

    /// What lies at a path, a symbolic link not followed; nil for nothing.
    private static func kind(of path: String) throws(LocalAPIError) -> FileAttributeType? {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return attributes[.type] as? FileAttributeType ?? .typeUnknown
        } catch CocoaError.fileReadNoSuchFile, CocoaError.fileNoSuchFile {
            return nil
        } catch {
            throw LocalAPIError(.socketUnusable, ["path": path], cause: "\(error)")
        }
    }

    /// Whether a process accepts connections at a path.
    private static func isLive(_ path: String) throws(LocalAPIError) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_NONBLOCK | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw unusable(path) }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if connected == 0 { return true }
        switch errno {
        case ECONNREFUSED, ENOENT: return false
        // A full backlog means that somebody listens.
        case EAGAIN, EINPROGRESS: return true
        default: throw unusable(path)
        }
    }

    private static func unusable(_ path: String) -> LocalAPIError {
        LocalAPIError(.socketUnusable, ["path": path], cause: String(cString: strerror(errno)))
    }
}

/// What makes a file the same file, whatever its name.
struct FileIdentity: Hashable, Sendable {
    /// The device number.
    let device: UInt64
    /// The inode number.
    let inode: UInt64
}
