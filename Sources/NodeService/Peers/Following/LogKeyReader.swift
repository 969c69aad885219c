import Casework
import Ledger
import Replication
import TransparencyLog

/// Reads the entries that name a log's keys, as certificates by the node key.
struct LogKeyReader {
    private let origin: Origin
    private let trusted: [VerifierKey]

    /// `trusted` are the node keys that a card or a charter gives for the log's node.
    init(_ origin: Origin, _ trusted: [VerifierKey]) {
        self.origin = origin
        self.trusted = trusted
    }

    /// What the entries name, oldest first; throws `document_malformed` for anything that is not exactly that.
    func read(_ entries: [[UInt8]]) throws -> LogKeys {
        let certificates = try entries.enumerated().map { place, bytes in
            guard let certificate = certificate(bytes, isFirst: place == 0) else {
                throw Self.malformed(place)
            }
            return certificate
        }
        let keys = LogKeys(
            entries: entries,
            texts: certificates.map(\.text),
            spans: certificates.map(\.span)
        )
        guard let keys else {
            throw Self.malformed(entries.count)
        }
        return keys
    }

    private static func malformed(_ place: Int) -> ReplicationError {
        ReplicationError(.documentMalformed, ["detail": "entry \(place)", "document": "keys"])
    }

    private func certificate(
        _ bytes: [UInt8],
        isFirst: Bool
    ) -> (text: [UInt8], span: LogKeys.Span)? {
        // Why it is no entry adds nothing to its place. One line by the node key, and one extension line at most.
        guard let entry = try? UnverifiedEntry(parsing: bytes), entry.origin == origin,
            entry.note.signatures.count <= 2,
            entry.header.machine == .log, let key = entry.header.key, key.name == origin,
            key.algorithm == .ed25519, isSigned(entry)
        else { return nil }
        let text = Array(entry.note.text)
        switch (entry.header.event, entry.header.since) {
        case (.open, nil) where isFirst: return (text, LogKeys.Span(key: key, from: 1))
        case (.rekey, let since?) where !isFirst:
            return TreeSize(since).flatMap { TreeSize($0.rawValue + 1) }
                .map { (text, LogKeys.Span(key: key, from: $0)) }
        default: return nil
        }
    }

    private func isSigned(_ entry: UnverifiedEntry) -> Bool {
        entry.note.signatures.first.map { line in
            trusted.contains { $0.isValid(line, over: entry.note.text) }
        } ?? false
    }
}
