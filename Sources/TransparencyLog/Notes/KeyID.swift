internal import Cryptography

/// The four bytes that, with the name, say which key a signature line is by.
///
/// An identifier only: collisions can be made.
public struct KeyID: Hashable, Comparable, Sendable {
    /// The big-endian value.
    public let rawValue: UInt32

    /// Takes the big-endian value.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The recommended id (`c2sp.org/signed-note`): SHA-256(name ‖ LF ‖ type ‖ public key), first four bytes.
    public init(name: KeyName, type: UInt8, publicKey: some Collection<UInt8>) {
        let hasher = SHA256Hasher()
        hasher.update(name.bytes)
        hasher.update(CollectionOfOne(lineFeed))
        hasher.update(CollectionOfOne(type))
        hasher.update(publicKey)
        rawValue = hasher.finish().withUnsafeBytes {
            UInt32(bigEndian: $0.loadUnaligned(as: UInt32.self))
        }
    }

    /// Takes four big-endian bytes; nil for another count.
    init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 4 else { return nil }
        rawValue = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The four big-endian bytes.
    var bytes: [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: rawValue >> $0) }
    }

    /// Order by value.
    public static func < (a: KeyID, b: KeyID) -> Bool { a.rawValue < b.rawValue }
}

extension KeyID: CustomStringConvertible {
    /// Eight lower-case hex digits.
    public var description: String { Hex.encode(bytes) }
}
