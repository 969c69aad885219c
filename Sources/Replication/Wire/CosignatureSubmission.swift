package import TransparencyLog

/// A storage receipt on its way: checkpoint text, blank line, 0x04 lines, at most 16 KiB (FORMATS.md §5).
package struct CosignatureSubmission: Hashable, Sendable {
    /// The checkpoint, whose lines are the cosignatures.
    ///
    /// The log's own line is not among them.
    package let checkpoint: UnverifiedCheckpoint

    /// The bytes to send.
    package var encoded: [UInt8] { checkpoint.note.encoded }

    private static let document = "cosignatures"

    /// Joins a checkpoint's text and a mirror's lines; throws `document_too_long` and `document_malformed`.
    package init(
        _ checkpoint: Checkpoint,
        lines: [SignatureLine]
    ) throws(ReplicationError) {
        do {
            self.checkpoint = try UnverifiedCheckpoint(
                Note(text: checkpoint.text, signatures: lines)
            )
        } catch {
            throw .malformed(Self.document, error.code.rawValue, cause: "\(error)")
        }
        try ReplicationError.check(
            encoded.count,
            atMost: Limits.cosignaturesByteCountMax,
            of: Self.document
        )
    }

    /// Reads a submission by form; throws `document_too_long` and `document_malformed`.
    package init(parsing bytes: some Collection<UInt8>) throws(ReplicationError) {
        try ReplicationError.check(
            bytes.count,
            atMost: Limits.cosignaturesByteCountMax,
            of: Self.document
        )
        do {
            checkpoint = try UnverifiedCheckpoint(parsing: bytes)
        } catch {
            throw .malformed(Self.document, error.code.rawValue, cause: "\(error)")
        }
    }

    /// The cosignatures by the sender's mirror keys: at least one, else `cosignature_missing`.
    ///
    /// A bad line of a known key is `document_malformed`. Lines of other keys count for nothing and are dropped. Says
    /// nothing of size and root: the caller compares them with its own log.
    package func cosignatures(
        by keys: [VerifierKey]
    ) throws(ReplicationError) -> [Cosignature] {
        let found: [Cosignature]
        do {
            found = try checkpoint.cosignatures(by: keys)
        } catch {
            throw .malformed(Self.document, error.code.rawValue, cause: "\(error)")
        }
        guard !found.isEmpty else {
            throw ReplicationError(.cosignatureMissing, ["origin": "\(checkpoint.origin)"])
        }
        return found
    }
}

/// The body of a 409: the size that the log has, `<size>` and LF.
package enum SizeConflict {
    /// The bytes to send.
    package static func encode(_ size: TreeSize) -> [UInt8] {
        Decimal.encode(size.rawValue) + [UInt8(ascii: "\n")]
    }

    /// Reads the body; nil for anything else.
    package static func decode(_ bytes: some Collection<UInt8>) -> TreeSize? {
        let line = Array(bytes.prefix(32))
        guard line.count == bytes.count, line.last == UInt8(ascii: "\n") else { return nil }
        return Decimal.decode(line.dropLast()).flatMap { TreeSize($0) }
    }
}
