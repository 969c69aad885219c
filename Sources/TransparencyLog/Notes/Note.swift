internal import Cryptography

/// A signed note (`c2sp.org/signed-note`): a text, a blank line, and at least one signature line.
///
/// A note that was read is written again in the same bytes. Reading proves the form only; `verify(with:)` proves who
/// signed. For example:
///
///     This is an example message.
///
///     — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
public struct Note: Hashable, Sendable {
    /// A signature line that a known key verified.
    public struct VerifiedSignature: Hashable, Sendable {
        /// The key.
        public let key: VerifierKey
        /// The line.
        public let line: SignatureLine
    }

    /// The whole note in bytes.
    public let encoded: [UInt8]
    private let textEnd: Int
    /// The signature lines, in order, none of them verified.
    public let signatures: [SignatureLine]

    /// The signed text, its last LF included.
    public var text: ArraySlice<UInt8> { encoded[..<textEnd] }

    /// Reads a whole note of at most 1 MiB and 100 signature lines.
    ///
    /// Throws `note_too_long`, `note_not_text`, `note_signature_block_missing`, `note_signature_line_malformed` (the
    /// line is counted among the signature lines, from 1) or `note_signature_count_exceeded`.
    public init(parsing bytes: some Collection<UInt8>) throws(TransparencyLogError) {
        guard bytes.count <= Limits.noteByteCountMax else {
            throw TransparencyLogError(.noteTooLong, ["limit": "\(Limits.noteByteCountMax)"])
        }
        let encoded = Array(bytes)
        guard Self.isText(encoded) else { throw TransparencyLogError(.noteNotText) }
        guard let split = encoded[...].lastBlankLine(), encoded.last == lineFeed,
            split + 2 < encoded.count
        else { throw TransparencyLogError(.noteSignatureBlockMissing) }
        var rest = encoded[(split + 2)...]
        var lines: [SignatureLine] = []
        while let line = rest.popLine() {
            guard lines.count < Limits.noteSignatureCountMax else {
                throw Self.tooManySignatures
            }
            guard let signature = SignatureLine(parsing: line) else {
                throw TransparencyLogError(
                    .noteSignatureLineMalformed,
                    ["line": "\(lines.count + 1)"]
                )
            }
            lines.append(signature)
        }
        self.encoded = encoded
        textEnd = split + 1
        signatures = lines
    }

    /// Joins a text, which ends in LF, and its signature lines; throws as reading the result would.
    public init(
        text: some Collection<UInt8>,
        signatures: [SignatureLine]
    ) throws(TransparencyLogError) {
        guard text.count <= Limits.noteByteCountMax else {
            throw TransparencyLogError(.noteTooLong, ["limit": "\(Limits.noteByteCountMax)"])
        }
        var encoded = Array(text)
        guard Self.isText(encoded) else { throw TransparencyLogError(.noteNotText) }
        guard encoded.last == lineFeed else { throw TransparencyLogError(.noteTextUnfinished) }
        guard !signatures.isEmpty else { throw TransparencyLogError(.noteSignatureBlockMissing) }
        guard signatures.count <= Limits.noteSignatureCountMax else { throw Self.tooManySignatures }
        textEnd = encoded.count
        encoded.append(lineFeed)
        for line in signatures { encoded += line.encoded }
        guard encoded.count <= Limits.noteByteCountMax else {
            throw TransparencyLogError(.noteTooLong, ["limit": "\(Limits.noteByteCountMax)"])
        }
        self.encoded = encoded
        self.signatures = signatures
    }

    /// Signs a text with each signer, in order; throws `signer_failed`, or as joining does.
    public init(
        text: some Collection<UInt8>,
        signers: [any NoteSigner]
    ) throws(TransparencyLogError) {
        let bytes = Array(text)
        var lines: [SignatureLine] = []
        for signer in signers { lines.append(try signer.line(for: bytes)) }
        try self.init(text: bytes, signatures: lines)
    }

    /// The note with more signature lines after its own; throws as joining does.
    public func adding(_ lines: [SignatureLine]) throws(TransparencyLogError) -> Note {
        try Note(text: text, signatures: signatures + lines)
    }

    /// Verifies every line that names one of `keys`, and returns those lines in order.
    ///
    /// Lines of unknown keys, and of keys whose algorithm is not supported, are ignored. One bad line of a known key
    /// rejects the note, whatever else it holds: `note_signature_invalid`. No known line at all is `note_unverified`.
    /// Two different keys with one name and id are `note_key_ambiguous`. A key that signed twice is returned twice.
    public func verify(
        with keys: some Collection<VerifierKey>
    ) throws(TransparencyLogError) -> [VerifiedSignature] {
        var verified: [VerifiedSignature] = []
        for line in signatures {
            var known: VerifierKey?
            for key in keys where key.algorithm.isSupported && key.matches(line) {
                if let known, known != key {
                    throw TransparencyLogError(.noteKeyAmbiguous, Self.arguments(of: line))
                }
                known = key
            }
            guard let known else { continue }
            guard known.isValid(line, over: text) else {
                throw TransparencyLogError(.noteSignatureInvalid, Self.arguments(of: line))
            }
            verified.append(VerifiedSignature(key: known, line: line))
        }
        guard !verified.isEmpty else { throw TransparencyLogError(.noteUnverified) }
        return verified
    }

    private static func arguments(of line: SignatureLine) -> [String: String] {
        ["key": "\(line.keyID)", "name": "\(line.name)"]
    }

    private static var tooManySignatures: TransparencyLogError {
        TransparencyLogError(
            .noteSignatureCountExceeded,
            ["limit": "\(Limits.noteSignatureCountMax)"]
        )
    }

    /// Whether the bytes are valid UTF-8 without a control character other than LF.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        for byte in bytes where byte < 0x20 && byte != lineFeed { return false }
        // Only whether it is valid counts here, not where it is not.
        return (try? UTF8Span(validating: bytes.span)) != nil
    }
}
