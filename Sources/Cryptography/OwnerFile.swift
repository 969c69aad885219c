/// A short text in a file that nobody but its owner may read.
package enum OwnerFile {
    /// The bytes of the first line, without its end; the file is refused when anybody but its owner may read it.
    ///
    /// Throws `file_missing`, `key_file_exposed` or `file_unreadable`; no error holds a byte of it.
    package static func firstLine(of path: String) throws -> [UInt8] {
        let bytes = try DurableFile.read(
            path,
            byteCountMax: Limits.keyFileByteCountMax,
            readers: .owner
        )
        var line = Array(bytes.prefix { $0 != UInt8(ascii: "\n") })
        // Some editors end a line so.
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }
}
