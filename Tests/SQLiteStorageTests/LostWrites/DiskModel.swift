import Cryptography
import Foundation

/// What a disk may hold after the power fails at some point of a recording.
///
/// What was synced before the point is there. Of the rest, each write, truncation, and change of a name may be there or not.
/// Names need a sync of their directory, as POSIX has it.
struct DiskModel: Sendable {
    private let operations: [Recording.Operation]
    /// For each operation, the sync that makes it durable; beyond the end where none does.
    private let syncedAt: [Int]

    init(_ recording: Recording) {
        operations = recording.operations
        var syncedAt = [Int](repeating: Int.max, count: operations.count)
        for (position, operation) in operations.enumerated().reversed() {
            switch operation {
            case .syncFile(let file):
                Self.mark(operations, before: position, &syncedAt) { $0.file == file }
            case .syncDirectory(let path):
                Self.mark(operations, before: position, &syncedAt) { $0.directory == path }
            default: continue
            }
        }
        self.syncedAt = syncedAt
    }

    private static func mark(
        _ operations: [Recording.Operation],
        before position: Int,
        _ syncedAt: inout [Int],
        _ isCovered: (Recording.Operation) -> Bool
    ) {
        for earlier in 0..<position where isCovered(operations[earlier]) {
            syncedAt[earlier] = position
        }
    }

    /// The operations before a point that were not durable then.
    func unsynced(at point: Int) -> [Int] {
        (0..<point).filter { syncedAt[$0] >= point && operations[$0].changesDisk }
    }

    /// The files and directories when exactly the unsynced operations in `kept` came through.
    ///
    /// With `torn`, of the last of them, when it is a write, only the first half of its 512-byte sectors did.
    func disk(at point: Int, keeping kept: Set<Int>, torn: Bool = false) -> Disk {
        var disk = Disk()
        let last = torn ? kept.max() : nil
        for position in 0..<point where syncedAt[position] < point || kept.contains(position) {
            disk.apply(operations[position], torn: position == last)
        }
        return disk
    }

    /// Names and contents.
    struct Disk: Sendable {
        private var directories: Set<String> = []
        private var names: [String: Int] = [:]
        private var contents: [Int: [UInt8]] = [:]

        fileprivate mutating func apply(_ operation: Recording.Operation, torn: Bool) {
            switch operation {
            case .create(let file, let path): names[path] = file
            case .makeDirectory(let path): directories.insert(path)
            case .unlink(let path): names[path] = nil
            case .rename(let from, let to):
                if let file = names.removeValue(forKey: from) { names[to] = file }
            case .truncate(let file, let size):
                var bytes = contents[file, default: []]
                if bytes.count > size { bytes.removeSubrange(size...) }
                bytes += [UInt8](repeating: 0, count: size - bytes.count)
                contents[file] = bytes
            case .write(let file, let offset, let all):
                let bytes = torn ? all.prefix(all.count / 512 / 2 * 512) : all[...]
                var content = contents[file, default: []]
                let end = offset + bytes.count
                if content.count < end {
                    content += [UInt8](repeating: 0, count: end - content.count)
                }
                content.replaceSubrange(offset..<end, with: bytes)
                contents[file] = content
            case .syncFile, .syncDirectory, .output: break
            }
        }

        /// Equal for equal disks, as far as names can be reached.
        var fingerprint: Digest {
            let hasher = SHA256Hasher()
            hasher.update(Array(directories.sorted().joined(separator: "\0").utf8))
            for (path, file) in names.sorted(by: { $0.key < $1.key }) {
                let bytes = contents[file, default: []]
                hasher.update(Array("\0\0\(path)\0\(bytes.count)\0".utf8))
                hasher.update(bytes)
            }
            return hasher.finish()
        }

        /// Writes everything below a directory.
        func write(to directory: String) throws {
            for path in directories.sorted() {
                try FileManager.default.createDirectory(
                    atPath: directory + "/" + path,
                    withIntermediateDirectories: true
                )
            }
            for (path, file) in names {
                let parent = (path as NSString).deletingLastPathComponent
                guard parent.isEmpty || directories.contains(parent) else { continue }
                try Data(contents[file, default: []])
                    .write(to: URL(filePath: directory + "/" + path))
            }
        }
    }
}

extension Recording.Operation {
    /// The file whose sync makes it durable.
    fileprivate var file: Int? {
        switch self {
        case .write(let file, _, _), .truncate(let file, _): file
        default: nil
        }
    }

    /// The directory whose sync makes it durable.
    fileprivate var directory: String? {
        switch self {
        case .create(_, let path), .makeDirectory(let path), .unlink(let path),
            .rename(let path, _):
            (path as NSString).deletingLastPathComponent
        default: nil
        }
    }

    fileprivate var changesDisk: Bool { file != nil || directory != nil }
}
