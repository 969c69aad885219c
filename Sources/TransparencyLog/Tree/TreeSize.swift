/// How many entries a tree has: 0 to 2^62.
public struct TreeSize: Hashable, Comparable, Sendable {
    /// The number of entries.
    public let rawValue: UInt64

    /// Takes a number of entries; nil above 2^62.
    public init?(_ value: UInt64) {
        guard value <= Limits.treeSizeMax else { return nil }
        rawValue = value
    }

    /// Takes a number of entries that the caller knows to be in range; traps otherwise.
    package init(unchecked value: UInt64) {
        precondition(value <= Limits.treeSizeMax, "tree size out of range")
        rawValue = value
    }

    /// Takes a count of things in memory, which is always in range when it is not negative.
    package init(count: Int) { self.init(unchecked: UInt64(count)) }

    /// The number as `Int`, which it always fits.
    public var int: Int { Int(rawValue) }

    /// The size after `count` more entries; traps beyond 2^62.
    package func adding(_ count: Int) -> TreeSize {
        TreeSize(unchecked: rawValue + UInt64(count))
    }

    /// Whether an entry with this index exists.
    public func contains(_ index: EntryIndex) -> Bool { index.rawValue < rawValue }

    /// Order by number.
    public static func < (a: TreeSize, b: TreeSize) -> Bool { a.rawValue < b.rawValue }
}

extension TreeSize: ExpressibleByIntegerLiteral {
    /// A literal in the program; traps above 2^62.
    public init(integerLiteral value: UInt64) { self.init(unchecked: value) }
}

extension TreeSize: CustomStringConvertible {
    /// Decimal digits.
    public var description: String { String(rawValue) }
}
