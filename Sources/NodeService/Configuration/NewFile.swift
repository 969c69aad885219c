import Foundation

/// Small files that hold no secret and are made whole or not at all.
enum NewFile {
    /// Writes a new file, on disk with its name when this returns; throws where something has the name already.
    static func create(_ bytes: [UInt8], at path: String) throws {
        let file = URL(filePath: path)
        try Data(bytes).write(to: file, options: [.withoutOverwriting])
        try keepOthersOut(path)
        try sync(path)
        try sync(file.deletingLastPathComponent().path)
    }

    /// Writes a file anew, or over an older one, in one step.
    static func replace(_ bytes: [UInt8], at path: String) throws {
        let file = URL(filePath: path)
        try Data(bytes).write(to: file, options: [.atomic])
        try keepOthersOut(path)
        try sync(path)
        try sync(file.deletingLastPathComponent().path)
    }

    /// Takes the right to write from everybody but the owner, whatever the umask gave.
    private static func keepOthersOut(_ path: String) throws {
        let manager = FileManager.default
        let mode = try manager.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        guard let mode = mode?.intValue, mode & 0o022 != 0 else { return }
        try manager.setAttributes([.posixPermissions: mode & ~0o022], ofItemAtPath: path)
    }

    private static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw NodeError(
                .fileFailed,
                ["path": path, "reason": String(cString: strerror(errno))]
            )
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw NodeError(
                .fileFailed,
                ["path": path, "reason": String(cString: strerror(errno))]
            )
        }
    }
}
