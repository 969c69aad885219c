/// A SHA-256 digest: 32 bytes, held inline so that copying and comparing one never allocates.
///
/// Ordered by bytes. The textual form everywhere in Lianlu is 64 lower-case hex digits (FORMATS.md §0).
public struct Digest: Hashable, Comparable, Sendable {
    /// Bytes in a digest.
    public static let byteCount = 32

    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes exactly 32 bytes; any other count gives nil.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self = bytes.withContiguousBytes { buffer in
            Digest { $0.copyMemory(from: UnsafeRawBufferPointer(buffer)) }
        }
    }

    /// Reads 64 lower-case hex digits; anything else, upper case included, gives nil.
    public init?(hex: some StringProtocol) {
        self.init(hexBytes: hex.utf8)
    }

    /// Reads 64 lower-case hex digits given as ASCII bytes.
    public init?(hexBytes: some Collection<UInt8>) {
        // Headers are full of digests, so the digits go into place with no array between.
        let digest = hexBytes.withContiguousBytes { digits -> Digest? in
            guard digits.count == 2 * Self.byteCount else { return nil }
            var isHex = true
            let digest = Digest { output in
                for position in 0..<Self.byteCount {
                    let high = Hex.value(of: digits[2 * position])
                    let low = Hex.value(of: digits[2 * position + 1])
                    guard let high, let low else {
                        isHex = false
                        return
                    }
                    output[position] = high << 4 | low
                }
            }
            return isHex ? digest : nil
        }
        guard let digest else { return nil }
        self = digest
    }

    /// Lets `write` fill the 32 bytes of a new digest in place.
    package init(unsafeFill write: (UnsafeMutableRawBufferPointer) -> Void) {
        var storage: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &storage, write)
        words = (
            UInt64(bigEndian: storage.0), UInt64(bigEndian: storage.1),
            UInt64(bigEndian: storage.2), UInt64(bigEndian: storage.3)
        )
    }

    /// Reads the 32 bytes of the digest without copying them to the heap.
    public func withUnsafeBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        var storage = (
            words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
        )
        return try Swift.withUnsafeBytes(of: &storage, body)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// 64 lower-case hex digits.
    public var hex: String { withUnsafeBytes { Hex.encode($0) } }

    /// Equality of all 32 bytes.
    ///
    /// Digests are public values, so the comparison need not take constant time.
    public static func == (a: Digest, b: Digest) -> Bool { a.words == b.words }

    /// Order by bytes, first byte first.
    public static func < (a: Digest, b: Digest) -> Bool { a.words < b.words }

    /// Feeds the digest to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension Digest: CustomStringConvertible {
    /// The hex form.
    public var description: String { hex }
}
