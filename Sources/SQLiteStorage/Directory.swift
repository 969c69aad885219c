internal import Glibc

/// Directories on disk: made and synced so that the names in them survive a power failure.
enum Directory {
    /// The directory that holds `path`.
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes a directory that only its owner may enter, unless it is there; syncs its parent.
    static func make(_ path: String) throws(SQLiteStorageError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .file("mkdir", path, errno: errno)
        }
        try sync(parent(of: path))
    }

    /// Makes the names in a directory durable.
    static func sync(_ path: String) throws(SQLiteStorageError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file("open", path, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .file("fsync", path, errno: errno) }
    }
}
