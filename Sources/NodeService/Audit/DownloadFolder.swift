import Foundation

/// A folder for one download, of this user alone, which is removed after the audit.
///
/// Whoever interrupts an audit leaves the folder behind, objects included: the next audit of the same user removes it. It tells
/// such a folder from one in use by a lock that ends with its process.
struct DownloadFolder {
    private static let prefix = "lianlu-download-"
    /// What it is called until it is locked.
    private static let newPrefix = "lianlu-new-"
    /// After how many seconds a folder that is not locked yet was left: between its making and its lock lies no wait.
    private static let newSecondCountMax: Double = 3_600

    /// Where it lies.
    let url: URL
    private let lock: CInt

    /// Makes a folder in `parent`, after those that interrupted audits left there were removed.
    ///
    /// Throws `file_failed` where it cannot be locked: the next audit would take it for one that was left.
    init(in parent: URL) throws {
        Self.removeLeft(in: parent)
        let id = UUID().uuidString
        // It gets its name once it is locked, so that nobody takes it for one that was left.
        let unnamed = parent.appending(path: Self.newPrefix + id, directoryHint: .isDirectory)
        url = parent.appending(path: Self.prefix + id, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(
            at: unnamed,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        do {
            lock = try Self.lock(unnamed.path)
        } catch {
            // What is left of it is empty, and removed by a later audit.
            try? FileManager.default.removeItem(at: unnamed)
            throw error
        }
        do {
            try FileManager.default.moveItem(at: unnamed, to: url)
        } catch {
            try? FileManager.default.removeItem(at: unnamed)
            close(lock)
            throw error
        }
    }

    /// Removes it with all that is in it.
    func remove() {
        // What could not be removed, the next audit tries to remove again.
        try? FileManager.default.removeItem(at: url)
        close(lock)
    }

    private static func lock(_ path: String) throws -> CInt {
        let place = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard place >= 0, flock(place, LOCK_EX | LOCK_NB) == 0 else {
            let reason = String(cString: strerror(errno))
            if place >= 0 { close(place) }
            throw NodeError(.fileFailed, ["path": path, "reason": reason])
        }
        return place
    }

    /// Removes the folders of this user that no running audit holds.
    private static func removeLeft(in parent: URL) {
        // A folder that cannot be listed has nothing that could be removed.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        for name in names where name.hasPrefix(prefix) || name.hasPrefix(newPrefix) {
            let path = parent.appending(path: name, directoryHint: .isDirectory).path
            let place = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard place >= 0 else { continue }
            defer { close(place) }
            guard isOurs(path, isNamed: name.hasPrefix(prefix)),
                flock(place, LOCK_EX | LOCK_NB) == 0
            else { continue }
            // What could not be removed stays until the next audit.
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// Whether a folder is this user's, and, where it has no name yet, has been so for long.
    private static func isOurs(_ path: String, isNamed: Bool) -> Bool {
        // One of which nothing can be told is nobody's.
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
            (facts[.ownerAccountID] as? NSNumber)?.uint32Value == geteuid(),
            let date = facts[.modificationDate] as? Date
        else { return false }
        return isNamed || date.timeIntervalSinceNow < -newSecondCountMax
    }
}
