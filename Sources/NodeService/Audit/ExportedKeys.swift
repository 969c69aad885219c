import Casework
import Cryptography
import Ledger
import SQLiteStorage
import TransparencyLog

/// The entries of a log that name its keys, as an export keeps them, and the node key that signed the first.
enum ExportedKeys {
    /// The `log`/`open` and `log`/`rekey` entries by which the log's keys are known, oldest first.
    ///
    /// Others of machine `log`, which anybody's own log can hold in any number, name no key.
    static func entries(
        of origin: Origin,
        in source: SQLiteAuditSource,
        size: TreeSize
    ) throws -> [[UInt8]] {
        try keyIndexes(of: origin, in: source, size: size).filter { $0 < size.rawValue }
            .flatMap { try source.entries(of: origin, from: EntryIndex(unchecked: $0), count: 1) }
    }

    /// Where the keys stand, as the home knows it; where its row is missing or damaged, as the log itself says.
    private static func keyIndexes(
        of origin: Origin,
        in source: SQLiteAuditSource,
        size: TreeSize
    ) throws -> [UInt64] {
        // A row that cannot be read says nothing; the audit of the home names it.
        if let state = try? source.projectedLog(origin),
            let history = try? KeyHistory(decoding: state), history.origin == origin
        {
            return history.logKeyIndexes
        }
        var keys = try source.offeredKeys().compactMap { try? VerifierKey(parsing: $0) }
        for note in try source.charters() {
            // One that is none names no member.
            guard let charter = try? Charter(parsing: note) else { continue }
            keys += charter.content.memberKeys
        }
        let node = LogName(origin)?.node.text
        let trusted = keys.filter { "\($0.name)" == node }
        guard var history = KeyHistory(origin: origin, trusted: trusted) else { return [] }
        // What stands in a log's charters decides of no key.
        let context = LogContext(charters: CharterLibrary())
        while history.size < size.rawValue {
            let start = EntryIndex(unchecked: history.size)
            let run = try source.entries(of: origin, from: start, count: 4_096)
            guard !run.isEmpty else { break }
            for bytes in run {
                let index = EntryIndex(unchecked: history.size)
                let checked = EntryVerifier(history).check(bytes)
                history.apply(history.judge(checked, at: index, in: context))
            }
        }
        return history.logKeyIndexes
    }

    /// The entries as an entry bundle frames them, in any number.
    static func encoded(_ entries: [[UInt8]]) throws -> [UInt8] {
        try entries.flatMap { try EntryBundle([$0]).encoded }
    }

    /// Reads the frames; throws where one is cut short, or `keys_too_many` where there are more than a log can have keys.
    static func parse(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var rest = bytes[...]
        while rest.count >= 2 {
            let count = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            guard count <= rest.count - 2 else { break }
            guard entries.count < entryCountMax else {
                throw NodeError(.keysTooMany, ["limit": "\(entryCountMax)"])
            }
            entries.append(Array(rest.dropFirst(2).prefix(count)))
            rest = rest.dropFirst(2 + count)
        }
        guard rest.isEmpty else {
            throw TransparencyLogError(.bundleTruncated, ["entry": "\(entries.count)"])
        }
        return entries
    }

    /// As many entries of a log may name a key (FORMATS.md §9).
    private static let entryCountMax = Ledger.Limits.keyStepCountMax

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
