import Casework
import Cryptography
import TransparencyLog

extension KeyHistory {
    /// The history for a projection's store; equal histories give equal bytes.
    package func encoded() -> [UInt8] {
        var writer = StoredWriter()
        writer.put("\(origin)")
        writer.put(all: trusted) { $0.put($1) }
        writer.put(size)
        writer.put(optional: latestAt) { $0.put($1.text) }
        for periods in [logKeys, nodeKeys, rotatedMirrorKeys] {
            writer.put(all: periods) {
                $0.put($1.key)
                $0.put($1.start)
            }
        }
        writer.put(all: enrolled.sorted { $0.key.precedes($1.key) }) {
            $0.put($1.key)
            $1.value.write(to: &$0)
        }
        writer.put(all: adoptions) {
            $0.put($1.index)
            $0.put($1.charter)
        }
        return writer.bytes
    }

    /// Reads what `encoded` wrote; throws `projection_unreadable`.
    package init(decoding bytes: [UInt8]) throws(LedgerError) {
        var reader = try StoredReader(bytes, as: "key history")
        let text = try reader.text()
        let trusted = try reader.all { reader throws(LedgerError) in try reader.key() }
        // Any reason makes it no origin of ours.
        let origin = try reader.known(try? Origin(text))
        self = try reader.known(KeyHistory(origin: origin, trusted: trusted))
        restore(
            size: try reader.unsigned(),
            latestAt: try reader.optional { reader throws(LedgerError) in
                try reader.known(Timestamp(try reader.text()))
            },
            logKeys: try Self.periods(&reader),
            nodeKeys: try Self.periods(&reader),
            mirrorKeys: try Self.periods(&reader),
            enrolled: Dictionary(
                try reader.all { reader throws(LedgerError) in
                    (try reader.key(), try Enrolled(from: &reader))
                },
                uniquingKeysWith: { a, _ in a }
            ),
            adoptions: try reader.all { reader throws(LedgerError) in
                Adoption(index: try reader.unsigned(), charter: try reader.digest())
            }
        )
        try reader.finish()
    }

    private static func periods(_ reader: inout StoredReader) throws(LedgerError) -> [Period] {
        try reader.all { reader throws(LedgerError) in
            Period(key: try reader.key(), start: try reader.unsigned())
        }
    }
}

extension KeyHistory.Enrolled {
    fileprivate func write(to writer: inout StoredWriter) {
        writer.put(all: enrolments) {
            $0.put($1.index)
            $0.put(optional: $1.enroller) { $0.put($1) }
            $0.put(optional: $1.rank) { $0.put($1.text) }
        }
        writer.put(all: revocations) {
            $0.put($1.index)
            $0.put($1.since)
        }
    }

    fileprivate init(from reader: inout StoredReader) throws(LedgerError) {
        enrolments = try reader.all { reader throws(LedgerError) in
            KeyHistory.Enrolment(
                index: try reader.unsigned(),
                enroller: try reader.optional { reader throws(LedgerError) in try reader.key() },
                rank: try reader.optional { reader throws(LedgerError) in
                    try reader.known(RankID(try reader.text()))
                }
            )
        }
        revocations = try reader.all { reader throws(LedgerError) in
            KeyHistory.Revocation(index: try reader.unsigned(), since: try reader.unsigned())
        }
    }
}

extension VerifierKey {
    /// One order of all keys, the same at every node.
    fileprivate func precedes(_ other: VerifierKey) -> Bool {
        guard name == other.name else {
            return name.bytes.lexicographicallyPrecedes(other.name.bytes)
        }
        guard algorithm == other.algorithm else {
            return algorithm.rawValue < other.algorithm.rawValue
        }
        return publicKey.lexicographicallyPrecedes(other.publicKey)
    }
}
