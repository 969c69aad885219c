import Foundation

/// What a recorded process did to its home, in order: see `Tests/LostWriteRecorder/recorder.c`.
struct Recording: Sendable {
    /// One thing that was done.
    ///
    /// A file is named by a number, because its path can change.
    enum Operation: Sendable {
        case create(file: Int, path: String)
        case write(file: Int, offset: Int, bytes: [UInt8])
        case truncate(file: Int, size: Int)
        case makeDirectory(path: String)
        case rename(from: String, to: String)
        case unlink(path: String)
        case syncFile(Int)
        case syncDirectory(path: String)
        case output(String)
    }

    struct Malformed: Error {}

    let operations: [Operation]

    init(_ bytes: [UInt8]) throws {
        var reader = Reader(bytes: bytes[...])
        var operations: [Operation] = []
        var files: [UInt64: Int] = [:]
        var directories: Set<String> = [""]
        while let record = try reader.next() {
            let file = files[record.inode]
            switch record.kind {
            case "O" where record.number == 1:
                // An inode's number comes again after the file was unlinked.
                files[record.inode] = operations.count
                operations.append(.create(file: operations.count, path: record.path))
            case "O": continue
            case "W":
                operations.append(
                    .write(
                        file: try Self.known(file),
                        offset: Int(record.number),
                        bytes: record.data
                    )
                )
            case "T":
                operations.append(
                    .truncate(file: try Self.known(file), size: Int(record.number))
                )
            case "D":
                directories.insert(record.path)
                operations.append(.makeDirectory(path: record.path))
            case "R": operations.append(.rename(from: record.path, to: record.second))
            case "U": operations.append(.unlink(path: record.path))
            case "S" where directories.contains(record.path):
                operations.append(.syncDirectory(path: record.path))
            case "S": operations.append(.syncFile(try Self.known(file)))
            case "A": operations.append(.output(String(decoding: record.data, as: UTF8.self)))
            default: throw Malformed()
            }
        }
        self.operations = operations
    }

    private static func known(_ file: Int?) throws -> Int {
        guard let file else { throw Malformed() }
        return file
    }

    private struct Reader {
        struct Record {
            let kind: Character
            let inode: UInt64
            let number: UInt64
            let path: String
            let second: String
            let data: [UInt8]
        }

        var bytes: ArraySlice<UInt8>

        mutating func next() throws -> Record? {
            guard let kind = bytes.popFirst() else { return nil }
            let (inode, number) = (try integer(8), try integer(8))
            let lengths = try (0..<3).map { _ in Int(try integer(4)) }
            let parts = try lengths.map { try take($0) }
            return Record(
                kind: Character(UnicodeScalar(kind)),
                inode: inode,
                number: number,
                path: String(decoding: parts[0], as: UTF8.self),
                second: String(decoding: parts[1], as: UTF8.self),
                data: Array(parts[2])
            )
        }

        private mutating func integer(_ count: Int) throws -> UInt64 {
            try take(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }

        private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
            guard bytes.count >= count else { throw Malformed() }
            defer { bytes = bytes.dropFirst(count) }
            return bytes.prefix(count)
        }
    }
}
