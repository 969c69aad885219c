/// The place of an entry in its log: 0 to 2^62 − 1.
public struct EntryIndex: Hashable, Comparable, Sendable {
    /// The index, from 0.
    public let rawValue: UInt64

    /// Takes an index; nil at 2^62 and above.
    public init?(_ value: UInt64) {
        guard value < Limits.treeSizeMax else { return nil }
        rawValue = value
    }

    /// Takes an index that the caller knows to be in range; traps otherwise.
    package init(unchecked value: UInt64) {
        precondition(value < Limits.treeSizeMax, "entry index out of range")
        rawValue = value
    }

    /// The index as `Int`, which it always fits.
    public var int: Int { Int(rawValue) }

    /// The size of the smallest tree that holds this entry.
    public var treeSize: TreeSize { TreeSize(unchecked: rawValue + 1) }

    /// The index `count` places later; traps out of range.
    package func adding(_ count: Int) -> EntryIndex {
        EntryIndex(unchecked: rawValue + UInt64(count))
    }

    /// Order by place.
    public static func < (a: EntryIndex, b: EntryIndex) -> Bool { a.rawValue < b.rawValue }
}

extension EntryIndex: ExpressibleByIntegerLiteral {
    /// A literal in the program; traps at 2^62 and above.
    public init(integerLiteral value: UInt64) { self.init(unchecked: value) }
}

extension EntryIndex: CustomStringConvertible {
    /// Decimal digits.
    public var description: String { String(rawValue) }
}
