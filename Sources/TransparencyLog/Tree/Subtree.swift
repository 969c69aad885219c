/// A subtree `[start, end)` that a subtree proof can speak of (`c2sp.org/tlog-cosignature`).
///
/// Its start is a multiple of the smallest power of two that is not less than its length; or it is empty.
public struct Subtree: Hashable, Sendable {
    /// The first entry's index.
    public let start: TreeSize
    /// One past the last entry's index.
    public let end: TreeSize

    /// Makes a subtree; nil when the two bounds are not those of one.
    public init?(start: TreeSize, end: TreeSize) {
        guard start <= end else { return nil }
        let count = end.rawValue - start.rawValue
        if count > 1 {
            let width = UInt64(1) << UInt64(64 - (count - 1).leadingZeroBitCount)
            guard start.rawValue & (width - 1) == 0 else { return nil }
        }
        self.start = start
        self.end = end
    }

    /// The subtree of a single entry.
    public init(_ index: EntryIndex) {
        start = TreeSize(unchecked: index.rawValue)
        end = index.treeSize
    }

    /// The first `size` entries.
    public init(first size: TreeSize) {
        start = 0
        end = size
    }

    /// Whether it has no entry.
    public var isEmpty: Bool { start == end }

    /// Where the left half of `[low, high)` ends: `low` and the largest power of two below the length.
    ///
    /// Needs at least two entries.
    static func split(_ low: UInt64, _ high: UInt64) -> UInt64 {
        low + (1 << UInt64(63 - (high - low - 1).leadingZeroBitCount))
    }
}

extension Subtree: CustomStringConvertible {
    /// The half-open interval.
    public var description: String { "[\(start), \(end))" }
}
