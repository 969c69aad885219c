/// A complete subtree of a log: the entries `[index · 2^level, (index + 1) · 2^level)`.
public struct CompleteSubtree: Hashable, Sendable {
    /// The height: 0 for one entry.
    public let level: Int
    /// The place among the subtrees of that height, from 0.
    public let index: UInt64

    /// Makes a subtree; level 0 to 62, and its end at most 2^62, else a trap.
    package init(level: Int, index: UInt64) {
        precondition(level >= 0 && level <= 62 && index < Limits.treeSizeMax >> UInt64(level))
        self.level = level
        self.index = index
    }

    /// The first entry's index.
    public var start: UInt64 { index << UInt64(level) }
    /// One past the last entry's index.
    public var end: UInt64 { (index + 1) << UInt64(level) }

    /// The maximal complete subtrees that together are `[start, end)`, left to right (FORMATS.md §6).
    ///
    /// At most 62 for a range from 0, at most 124 for any other. Empty for an empty range.
    public static func covering(_ start: TreeSize, _ end: TreeSize) -> [CompleteSubtree] {
        var subtrees: [CompleteSubtree] = []
        var position = start.rawValue
        while position < end.rawValue {
            let room = 63 - (end.rawValue - position).leadingZeroBitCount
            let level = min(position == 0 ? 62 : position.trailingZeroBitCount, room)
            subtrees.append(CompleteSubtree(level: level, index: position >> UInt64(level)))
            position += 1 << UInt64(level)
        }
        return subtrees
    }
}
