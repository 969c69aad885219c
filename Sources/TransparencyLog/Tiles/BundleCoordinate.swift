/// The place and width of an entry bundle, with the one path that names it (`c2sp.org/tlog-tiles`).
///
/// Bundle N holds the entries `[256 N, 256 N + width)`, whose leaf hashes are in tile (0, N).
public struct BundleCoordinate: Hashable, Sendable {
    /// The place, from 0.
    public let index: UInt64
    /// How many entries, 1 to 256; fewer than 256 in a partial bundle.
    public let width: Int

    /// Makes a coordinate; nil for a width outside 1 to 256 or an index above 10^18 − 1.
    public init?(index: UInt64, width: Int = TileCoordinate.fullWidth) {
        guard let tile = TileCoordinate(level: .leaves, index: index, width: width) else {
            return nil
        }
        self.init(over: tile)
    }

    /// The bundle with the entries of a level-0 tile; nil for a tile of another level.
    public init?(of tile: TileCoordinate) {
        guard tile.level == .leaves else { return nil }
        self.init(over: tile)
    }

    private init(over tile: TileCoordinate) {
        index = tile.index
        width = tile.width
    }

    /// The level-0 tile with the leaf hashes of the bundle's entries.
    public var tile: TileCoordinate {
        TileCoordinate(unchecked: 0, index: index, width: width)
    }

    /// The path below a log's prefix: `tile/entries/<N>` or `tile/entries/<N>.p/<W>`.
    public var path: String {
        String(decoding: encodedPath, as: UTF8.self)
    }

    /// `path` in ASCII bytes.
    public var encodedPath: [UInt8] {
        Array("tile/entries/".utf8) + TilePath.encode(index: index, width: width)
    }

    /// Reads a path, canonical form only; nil for anything that `path` would not have written.
    public init?(path: some Collection<UInt8>) {
        let bytes = Array(path)
        guard let (folder, index, width) = TilePath.decode(bytes[...]),
            folder.elementsEqual("entries".utf8)
        else { return nil }
        self.init(index: index, width: width)
        guard encodedPath == bytes else { return nil }
    }

    /// Reads a path given as text.
    public init?(path: String) { self.init(path: Array(path.utf8)) }
}

extension BundleCoordinate: CustomStringConvertible {
    /// The path.
    public var description: String { path }
}
