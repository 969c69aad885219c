import Foundation

/// A folder for one download, of this user alone, which is removed after the audit.
///
/// Whoever interrupts an audit leaves the folder behind, objects included: the next audit of the same user removes it. It tells
/// such a folder from one in use by a lock that ends with its process.
struct DownloadFolder {
    private static let prefix = "lianlu-download-"

    /// Where it lies.
    let url: URL
    private let lock: CInt

    /// Makes a folder in `parent`, after those that interrupted audits left there were removed.
    init(in parent: URL) throws {
        Self.removeLeft(in: parent)
        let id = UUID().uuidString
        // It gets its name once it is locked, so that nobody takes it for one that was left.
        let unnamed = parent.appending(path: "lianlu-new-\(id)", directoryHint: .isDirectory)
        url = parent.appending(path: Self.prefix + id, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(
            at: unnamed,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        lock = open(unnamed.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if lock >= 0 { flock(lock, LOCK_EX | LOCK_NB) }
        try FileManager.default.moveItem(at: unnamed, to: url)
    }

    /// Removes it with all that is in it.
    func remove() {
        // What could not be removed, the next audit tries to remove again.
        try? FileManager.default.removeItem(at: url)
        if lock >= 0 { close(lock) }
    }

    /// Removes the folders of this user that no running audit holds.
    private static func removeLeft(in parent: URL) {
        // A folder that cannot be listed has nothing that could be removed.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let path = parent.appending(path: name, directoryHint: .isDirectory).path
            let place = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard place >= 0 else { continue }
            defer { close(place) }
            var status = stat()
            guard fstat(place, &status) == 0, status.st_uid == geteuid(),
                flock(place, LOCK_EX | LOCK_NB) == 0
            else { continue }
            // What could not be removed stays until the next audit.
            try? FileManager.default.removeItem(atPath: path)
        }
    }
}
