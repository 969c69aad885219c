/// The level of a hash tile: 0 to 63, each 256 times coarser than the one below (`c2sp.org/tlog-tiles`).
public struct TileLevel: Hashable, Comparable, Sendable {
    /// The level, from 0 (leaf hashes).
    public let rawValue: UInt8

    /// Takes a level; nil above 63.
    public init?(_ value: UInt64) {
        guard value <= 63 else { return nil }
        rawValue = UInt8(value)
    }

    /// The level of leaf hashes.
    public static let leaves = TileLevel(integerLiteral: 0)

    /// Order from the leaves up.
    public static func < (a: TileLevel, b: TileLevel) -> Bool { a.rawValue < b.rawValue }
}

extension TileLevel: ExpressibleByIntegerLiteral {
    /// A literal in the program; traps above 63.
    public init(integerLiteral value: UInt8) {
        precondition(value <= 63, "tile level out of range")
        rawValue = value
    }
}

extension TileLevel: CustomStringConvertible {
    /// Decimal digits.
    public var description: String { String(rawValue) }
}
