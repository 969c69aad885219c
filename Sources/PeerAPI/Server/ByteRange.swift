internal import TransparencyLog

/// One range of bytes as `Range: bytes=<first>-[<last>]` names it (RFC 9110 §14.1.2).
///
/// Suffix ranges and lists of ranges are not part of the protocol: a peer resumes where it stopped.
struct ByteRange: Hashable {
    let first: Int
    let last: Int?

    /// Reads a header's value; nil when it has another form, which RFC 9110 §14.2 lets a server ignore.
    init?(_ value: String) {
        let bytes = Array(value.utf8)
        let prefix = Array("bytes=".utf8)
        guard bytes.starts(with: prefix) else { return nil }
        let parts = bytes.dropFirst(prefix.count)
            .split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, let first = Decimal.decode(parts[0]),
            let position = Int(exactly: first)
        else { return nil }
        self.first = position
        if parts[1].isEmpty {
            last = nil
        } else {
            guard let end = Decimal.decode(parts[1]).flatMap({ Int(exactly: $0) }), end >= position
            else { return nil }
            last = end
        }
    }

    /// The range within a body of `count` bytes; nil when it begins beyond its end.
    func resolved(in count: Int) -> Range<Int>? {
        guard first < count else { return nil }
        // A peer may name any last byte: it is cut before anything is added to it.
        let end = last.map { min($0, count - 1) } ?? count - 1
        return first..<end + 1
    }
}
