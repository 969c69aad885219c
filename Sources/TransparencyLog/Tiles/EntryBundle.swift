public import Cryptography

/// Entries as `c2sp.org/tlog-tiles` frames them: for each a big-endian u16 byte count, then its bytes.
///
/// An entry has 0 to 65,535 bytes, a bundle at most 256 entries.
public struct EntryBundle: Hashable, Sendable {
    /// The framed bytes.
    public let encoded: [UInt8]
    private let ends: [Int]

    /// Frames entries; throws `bundle_entry_too_long` or `bundle_entry_count_exceeded`.
    public init(_ entries: some Collection<[UInt8]>) throws(TransparencyLogError) {
        var encoded: [UInt8] = []
        var ends: [Int] = []
        encoded.reserveCapacity(entries.reduce(0) { $0 + 2 + $1.count })
        for entry in entries {
            guard entry.count <= Limits.entryByteCountMax else {
                throw TransparencyLogError(
                    .bundleEntryTooLong,
                    ["limit": "\(Limits.entryByteCountMax)"]
                )
            }
            guard ends.count < Limits.bundleEntryCountMax else { throw Self.tooManyEntries }
            encoded.append(UInt8(entry.count >> 8))
            encoded.append(UInt8(entry.count & 255))
            encoded += entry
            ends.append(encoded.count)
        }
        self.encoded = encoded
        self.ends = ends
    }

    /// Reads framed entries, as many as there are; throws `bundle_truncated` or `bundle_entry_count_exceeded`.
    public init(parsing bytes: some Collection<UInt8>) throws(TransparencyLogError) {
        let encoded = Array(bytes)
        var ends: [Int] = []
        var position = 0
        while position < encoded.count {
            guard ends.count < Limits.bundleEntryCountMax else { throw Self.tooManyEntries }
            guard position + 2 <= encoded.count else {
                throw TransparencyLogError(.bundleTruncated, ["entry": "\(ends.count)"])
            }
            position += 2 + Int(encoded[position]) << 8 + Int(encoded[position + 1])
            guard position <= encoded.count else {
                throw TransparencyLogError(.bundleTruncated, ["entry": "\(ends.count)"])
            }
            ends.append(position)
        }
        self.encoded = encoded
        self.ends = ends
    }

    /// Reads the bundle of a coordinate; throws also `bundle_width_mismatch` when it has not exactly its width.
    public init(
        parsing bytes: some Collection<UInt8>,
        for coordinate: BundleCoordinate
    ) throws(TransparencyLogError) {
        try self.init(parsing: bytes)
        guard count == coordinate.width else {
            throw TransparencyLogError(
                .bundleWidthMismatch,
                ["found": "\(count)", "path": coordinate.path, "required": "\(coordinate.width)"]
            )
        }
    }

    /// The leaf hashes of all entries, in order.
    public func leafHashes(hasher: TreeHasher) -> [Digest] {
        map { hasher.leafHash(of: $0) }
    }

    private static var tooManyEntries: TransparencyLogError {
        TransparencyLogError(
            .bundleEntryCountExceeded,
            ["limit": "\(Limits.bundleEntryCountMax)"]
        )
    }
}

extension EntryBundle: RandomAccessCollection {
    /// The first entry's position.
    public var startIndex: Int { 0 }
    /// The number of entries.
    public var endIndex: Int { ends.count }

    /// The bytes of one entry.
    public subscript(position: Int) -> ArraySlice<UInt8> {
        encoded[((position == 0 ? 0 : ends[position - 1]) + 2)..<ends[position]]
    }
}
