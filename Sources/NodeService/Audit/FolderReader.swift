// What `stat` is a part of hangs on what the compiler reads first: of CDispatch, or of what Foundation brings.
import CDispatch
import Foundation
import TransparencyLog

/// Reads regular files below one folder, of which others wrote every name, and follows no link out of it.
struct FolderReader: Sendable {
    /// Bytes in the longest file that is read; the list of digests has its own limit.
    static let fileByteCountMax = 64 * 1_024 * 1_024

    private let folder: String

    /// Takes the folder's path, which may itself be a link.
    init(_ folder: URL) { self.folder = folder.path }

    /// The bytes of a file, `/` between the folders on its way; nil where there is none.
    ///
    /// Throws `file_failed` for what is no regular file, or is longer than the limit, or cannot be read.
    func bytes(_ path: String, atMost limit: Int = fileByteCountMax) throws -> [UInt8]? {
        var names = path.split(separator: "/").map(String.init)
        guard let last = names.popLast() else { return nil }
        let directory = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        var place = open(folder, directory)
        defer { if place >= 0 { close(place) } }
        for name in names where place >= 0 {
            let next = openat(place, name, directory | O_NOFOLLOW)
            let reason = errno
            close(place)
            place = next
            errno = reason
        }
        guard place >= 0 else { return try missing(path) }
        // Without O_NONBLOCK a pipe would wait for its writer.
        let file = openat(place, last, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return try missing(path) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw failure(path, "not a regular file")
        }
        guard status.st_size <= limit else {
            throw failure(path, "longer than \(limit) bytes")
        }
        // Once more than it says: a file that grows meanwhile is no file of an export.
        let bytes = try handle.read(upToCount: Int(status.st_size) + 1) ?? Data()
        guard bytes.count <= Int(status.st_size) else { throw failure(path, "it grows") }
        return Array(bytes)
    }

    /// Nil for what is not there; throws `file_failed` with the reason otherwise.
    private func missing(_ path: String) throws -> [UInt8]? {
        let reason = errno
        guard reason != ENOENT else { return nil }
        throw failure(path, String(cString: strerror(reason)))
    }

    private func failure(_ path: String, _ reason: String) -> NodeError {
        NodeError(.fileFailed, ["path": "\(folder)/\(path)", "reason": reason])
    }

    /// Everything below the folder, or below one of its folders, that is no folder, sorted; links are listed as what they are.
    func files(_ below: String?, atMost limit: Int) throws -> [(path: String, isRegular: Bool)] {
        let root = below.map { "\(folder)/\($0)" } ?? folder
        let manager = FileManager.default
        guard manager.fileExists(atPath: root), below == nil || type(of: root) == .typeDirectory
        else { return [] }
        let names = try manager.subpathsOfDirectory(atPath: root)
        guard names.count <= limit else {
            throw NodeError(.folderNoExport, ["path": folder], cause: "too many files")
        }
        let prefix = below.map { $0 + "/" } ?? ""
        return names.compactMap { name in
            let type = type(of: "\(root)/\(name)")
            return type == .typeDirectory ? nil : (prefix + name, type == .typeRegular)
        }
        .sorted { $0.path < $1.path }
    }

    /// What lies at a path itself, be it a link; nil where that cannot be told.
    private func type(of path: String) -> FileAttributeType? {
        // What cannot be told is no regular file.
        (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    }
}
