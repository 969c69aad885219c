public import Cryptography

/// The origin of a log.
///
/// It is a key name, because a log's key bears its origin as its name (`c2sp.org/tlog-checkpoint`).
public typealias Origin = KeyName

/// The name of a key in signed notes (`c2sp.org/signed-note`): opaque UTF-8 bytes, equal only when all bytes are.
///
/// 1 to 255 bytes, no control character, no Unicode white space, no `+`. A `String` would not do: its equality is that
/// of Unicode, under which different names are one.
public struct KeyName: Hashable, Comparable, Sendable {
    /// The name's bytes.
    public let bytes: [UInt8]

    /// Takes a name's bytes; throws `key_name_malformed` or `key_name_too_long`.
    public init(_ bytes: some Collection<UInt8>) throws(TransparencyLogError) {
        guard bytes.count <= Limits.keyNameByteCountMax else {
            throw TransparencyLogError(.keyNameTooLong, ["limit": "\(Limits.keyNameByteCountMax)"])
        }
        let array = Array(bytes)
        guard Self.isWellFormed(array) else { throw TransparencyLogError(.keyNameMalformed) }
        self.bytes = array
    }

    /// Takes a name's text; throws as `init(_:)` for bytes does.
    public init(_ text: String) throws(TransparencyLogError) {
        try self.init(Array(text.utf8))
    }

    private static func isWellFormed(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return false }
        var isASCII = true
        for byte in bytes {
            guard byte > UInt8(ascii: " "), byte != UInt8(ascii: "+") else { return false }
            if byte >= 0x80 { isASCII = false }
        }
        if isASCII { return true }
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        return !text.unicodeScalars.contains { $0.properties.isWhitespace }
    }

    /// The SHA-256 of the name: the id of a log in URLs, in lower-case hex.
    public var digest: Digest { SHA256.digest(of: bytes) }

    /// Order by bytes.
    public static func < (a: KeyName, b: KeyName) -> Bool {
        a.bytes.lexicographicallyPrecedes(b.bytes)
    }
}

extension KeyName: CustomStringConvertible {
    /// The name as text, for people; compare names, never their texts.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
