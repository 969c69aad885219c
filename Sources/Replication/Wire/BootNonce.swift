internal import Cryptography

/// 16 random bytes that a node draws at each start: a peer tells a restart, or a second live copy, by them.
package struct BootNonce: Hashable, Sendable {
    /// Bytes in a nonce.
    package static let byteCount = 16

    /// The bytes.
    package let bytes: [UInt8]

    /// Takes 16 bytes; nil for another count.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// Reads 32 lower-case hex digits; nil for anything else.
    package init?(hex: some Collection<UInt8>) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }
}

extension BootNonce: CustomStringConvertible {
    /// 32 lower-case hex digits.
    package var description: String { Hex.encode(bytes) }
}
