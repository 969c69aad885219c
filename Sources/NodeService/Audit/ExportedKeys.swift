import Ledger
import SQLiteStorage
import TransparencyLog

/// The entries of a log that name its keys, as an export keeps them, and the node key that signed the first.
enum ExportedKeys {
    /// The `log`/`open` and `log`/`rekey` entries by which the home knows the log's keys, oldest first.
    ///
    /// Others of machine `log`, which anybody's own log can hold in any number, name no key.
    static func entries(
        of origin: Origin,
        in source: SQLiteAuditSource,
        size: TreeSize
    ) throws -> [[UInt8]] {
        guard let state = try source.projectedLog(origin) else { return [] }
        return try KeyHistory(decoding: state).logKeyIndexes.filter { $0 < size.rawValue }
            .flatMap { try source.entries(of: origin, from: EntryIndex(unchecked: $0), count: 1) }
    }

    /// The entries as an entry bundle frames them, in any number.
    static func encoded(_ entries: [[UInt8]]) throws -> [UInt8] {
        try entries.flatMap { try EntryBundle([$0]).encoded }
    }

    /// Reads the frames; throws where one is cut short, or there are more than a log can have keys.
    static func parse(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var rest = bytes[...]
        while rest.count >= 2, entries.count < entryCountMax {
            let count = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            guard count <= rest.count - 2 else { break }
            entries.append(Array(rest.dropFirst(2).prefix(count)))
            rest = rest.dropFirst(2 + count)
        }
        guard rest.isEmpty else {
            throw TransparencyLogError(.bundleTruncated, ["entry": "\(entries.count)"])
        }
        return entries
    }

    /// As many entries of a log may name a key (FORMATS.md §9).
    private static let entryCountMax = 16_384

    /// The text of the offered key that signed an entry; nil where none did.
    static func nodeKey(of entry: [UInt8], among offered: [[UInt8]]) throws -> [UInt8]? {
        let note = try Note(parsing: entry)
        return offered.first { text in
            // A text that is no key signed nothing.
            guard let key = try? VerifierKey(parsing: text) else { return false }
            return note.signatures.contains { key.isValid($0, over: note.text) }
        }
    }
}
