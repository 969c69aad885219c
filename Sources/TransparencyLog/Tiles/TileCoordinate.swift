/// The place and width of a hash tile, with the one path that names it (`c2sp.org/tlog-tiles`).
///
/// Hash i of tile (L, N) is the root over the entries `[(256 N + i) · 256^L, (256 N + i + 1) · 256^L)`.
public struct TileCoordinate: Hashable, Sendable {
    /// Hashes in a full tile, and entries in a full bundle.
    public static let fullWidth = 256

    /// The level, 0 over the entries.
    public let level: TileLevel
    /// The place in the level, from 0.
    public let index: UInt64
    /// How many hashes, 1 to 256; fewer than 256 in a partial tile.
    public let width: Int

    /// Makes a coordinate; nil for a width outside 1 to 256 or an index above 10^18 − 1.
    public init?(level: TileLevel, index: UInt64, width: Int = fullWidth) {
        guard (1...Self.fullWidth).contains(width), index <= Limits.tileIndexMax else { return nil }
        self.level = level
        self.index = index
        self.width = width
    }

    /// Makes a coordinate whose parts follow from a tree's size.
    init(unchecked level: Int, index: UInt64, width: Int = fullWidth) {
        self.level = TileLevel(integerLiteral: UInt8(level))
        self.index = index
        self.width = width
    }

    /// Whether fewer than 256 hashes are meant.
    public var isPartial: Bool { width < Self.fullWidth }

    /// Whether a tree of `size` entries has all the hashes of this tile.
    public func exists(in size: TreeSize) -> Bool {
        let hashCount = size.rawValue >> (8 * UInt64(level.rawValue))
        return hashCount >> 8 > index
            || hashCount >> 8 == index && hashCount & 255 >= UInt64(width)
    }

    /// The full tile that has this one's root among its hashes, one level up; nil above level 62.
    var parent: (level: Int, index: UInt64, position: Int)? {
        level.rawValue >= 63
            ? nil : (Int(level.rawValue) + 1, index >> 8, Int(index & 255))
    }

    /// The path below a log's prefix: `tile/<L>/<N>` or `tile/<L>/<N>.p/<W>`.
    public var path: String {
        String(decoding: encodedPath, as: UTF8.self)
    }

    /// `path` in ASCII bytes.
    public var encodedPath: [UInt8] {
        Array("tile/\(level)/".utf8) + TilePath.encode(index: index, width: width)
    }

    /// Reads a path, canonical form only; nil for anything that `path` would not have written.
    public init?(path: some Collection<UInt8>) {
        let bytes = Array(path)
        guard let (folder, index, width) = TilePath.decode(bytes[...]),
            let level = Decimal.decode(folder).flatMap({ TileLevel($0) })
        else { return nil }
        self.init(level: level, index: index, width: width)
        guard encodedPath == bytes else { return nil }
    }

    /// Reads a path given as text.
    public init?(path: String) { self.init(path: Array(path.utf8)) }
}

extension TileCoordinate: CustomStringConvertible {
    /// The path.
    public var description: String { path }
}

extension TreeSize {
    /// How many tile levels a tree of this size has: 0 for none, 1 for up to 255 entries, and so on.
    public var tileLevelCount: Int {
        rawValue == 0 ? 0 : (63 - rawValue.leadingZeroBitCount) / 8 + 1
    }

    /// How many full tiles stand at a level.
    public func fullTileCount(at level: TileLevel) -> UInt64 {
        rawValue >> (8 * (UInt64(level.rawValue) + 1))
    }

    /// The partial tile at the right end of a level; nil where the level ends with a full one, or is not there.
    public func partialTile(at level: TileLevel) -> TileCoordinate? {
        let width = Int((rawValue >> (8 * UInt64(level.rawValue))) & 255)
        guard width > 0 else { return nil }
        return TileCoordinate(
            unchecked: Int(level.rawValue),
            index: fullTileCount(at: level),
            width: width
        )
    }

    /// The partial tiles of all levels, from level 0 up.
    ///
    /// Together they hold every hash from which the root follows. Empty for the empty tree only.
    public var partialTiles: [TileCoordinate] {
        (0..<tileLevelCount).compactMap { partialTile(at: TileLevel(integerLiteral: UInt8($0))) }
    }

    /// The tiles that a tree of this size has and one of `old` entries has not, level by level, left to right.
    ///
    /// A tile that grew counts with its new width. Empty unless `old` is smaller.
    public func tiles(since old: TreeSize = 0) -> [TileCoordinate] {
        guard old < self else { return [] }
        var tiles: [TileCoordinate] = []
        for number in 0..<tileLevelCount {
            let level = TileLevel(integerLiteral: UInt8(number))
            for index in old.fullTileCount(at: level)..<fullTileCount(at: level) {
                tiles.append(TileCoordinate(unchecked: number, index: index))
            }
            if let partial = partialTile(at: level), partial != old.partialTile(at: level) {
                tiles.append(partial)
            }
        }
        return tiles
    }
}
