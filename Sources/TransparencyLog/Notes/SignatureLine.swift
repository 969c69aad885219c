internal import Cryptography

/// One signature line of a note: `— name base64(key id ‖ signature)` (`c2sp.org/signed-note`).
///
/// Unverified by itself.
public struct SignatureLine: Hashable, Sendable {
    /// The em dash and the space that begin each line.
    static let prefix: [UInt8] = [0xE2, 0x80, 0x94, 0x20]

    /// Who is said to have signed.
    public let name: KeyName
    /// Which of that name's keys is said to have signed.
    public let keyID: KeyID
    private let blob: [UInt8]
    // Kept only where the line was not written canonically, so that a note reads and writes the same bytes.
    private let laxBase64: [UInt8]?

    /// Makes a line; `signature` is everything after the key id and must not be empty.
    public init(
        name: KeyName,
        keyID: KeyID,
        signature: some Collection<UInt8>
    ) throws(TransparencyLogError) {
        guard !signature.isEmpty, signature.count <= Limits.signatureByteCountMax else {
            throw TransparencyLogError(.noteSignatureLineMalformed, ["line": "1"])
        }
        self.name = name
        self.keyID = keyID
        blob = keyID.bytes + Array(signature)
        laxBase64 = nil
    }

    /// Reads one line, without its LF; nil when it is not one.
    ///
    /// Stray bits after the last base64 digit are tolerated, as in Go, because the line may be a stranger's; such a
    /// line never verifies.
    init?(parsing line: ArraySlice<UInt8>) {
        var rest = line
        guard rest.dropPrefix(Self.prefix), let space = rest.firstIndex(of: UInt8(ascii: " ")),
            // A name that no key can have makes the line malformed; the reason does not matter here.
            let name = try? KeyName(rest[..<space])
        else { return nil }
        let base64 = rest[(space + 1)...]
        guard base64.count <= (Limits.signatureByteCountMax + 4 + 2) / 3 * 4 else { return nil }
        var lax: [UInt8]?
        var decoded = Base64.decode(base64)
        if decoded == nil {
            lax = Array(base64)
            decoded = Self.clearingStrayBits(base64).flatMap { Base64.decode($0) }
        }
        guard let blob = decoded, blob.count >= 5,
            blob.count <= Limits.signatureByteCountMax + 4, let id = KeyID(bytes: blob[..<4])
        else { return nil }
        self.name = name
        keyID = id
        self.blob = blob
        laxBase64 = lax
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// The same base64 with the bits cleared that its padding says are unused; nil where it has no padding.
    private static func clearingStrayBits(_ base64: ArraySlice<UInt8>) -> [UInt8]? {
        let padding = base64.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding == 1 || padding == 2, base64.count > padding else { return nil }
        var cleared = Array(base64)
        let last = cleared.count - padding - 1
        guard let digit = alphabet.firstIndex(of: cleared[last]) else { return nil }
        cleared[last] = alphabet[digit & (padding == 1 ? 0x3C : 0x30)]
        return cleared
    }

    /// What follows the key id.
    public var signature: ArraySlice<UInt8> { blob.dropFirst(4) }

    /// Whether the line was written in canonical base64.
    ///
    /// One that was not never verifies.
    public var isCanonical: Bool { laxBase64 == nil }

    /// The line with its LF, in the bytes in which it was read.
    public var encoded: [UInt8] {
        Self.prefix + name.bytes + [UInt8(ascii: " ")]
            + (laxBase64 ?? Base64.encodeBytes(blob)) + [lineFeed]
    }
}
