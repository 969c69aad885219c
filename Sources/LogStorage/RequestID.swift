internal import Cryptography

/// The id that a client makes for a request so that it can send it again: a UUID (FORMATS.md §8).
package struct RequestID: Hashable, Sendable {
    /// Bytes in an id.
    package static let byteCount = 16
    /// The 16 bytes.
    package let bytes: [UInt8]

    /// Takes 16 bytes; nil for another count.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// Reads the canonical text, lower-case hex in groups of 8, 4, 4, 4 and 12; nil for anything else.
    package init?(text: String) {
        let groups = text.utf8.split(
            separator: UInt8(ascii: "-"),
            omittingEmptySubsequences: false
        )
        guard groups.map(\.count) == [8, 4, 4, 4, 12],
            let bytes = Hex.decode(groups.flatMap { Array($0) })
        else { return nil }
        self.init(bytes: bytes)
    }
}

extension RequestID: CustomStringConvertible {
    /// The canonical text.
    package var description: String {
        var text = ""
        for (position, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(position) { text += "-" }
            text += Hex.encode(CollectionOfOne(byte))
        }
        return text
    }
}
