public import TransparencyLog

/// Where an audit reads from: a home, an exported directory, a download.
///
/// A source hands over bytes as they lie and takes no decision; everything it says is checked. Whatever it cannot read it
/// reports through `containerFindings` or by throwing, which the audit turns into a finding.
public protocol AuditSource: Sendable {
    /// What is audited, as the report names it.
    var name: String { get }

    /// The logs that are there.
    func origins() throws -> [Origin]
    /// The newest checkpoint of a log, as published.
    func checkpoint(of origin: Origin) throws -> [UInt8]?
    /// The sizes for which checkpoints are kept besides, in rising order; empty where only the newest is.
    func checkpointSizes(of origin: Origin) throws -> [TreeSize]
    /// The checkpoint that is kept for one of those sizes.
    func checkpoint(of origin: Origin, size: TreeSize) throws -> [UInt8]?
    /// At most `count` entries from an index on; fewer only at the end of what is there.
    func entries(of origin: Origin, from start: EntryIndex, count: Int) throws -> [[UInt8]]
    /// The first `width` hashes of one tile as they are stored, joined; fewer where fewer are stored.
    func tile(of origin: Origin, level: TileLevel, index: UInt64, width: Int) throws -> [UInt8]?
    /// The coordinates of all tiles that are stored for a log, so that surplus ones are seen.
    func tileCoordinates(of origin: Origin) throws -> [StoredTileCoordinate]
    /// Every cosignature that is kept: the size that it is for and its signature line.
    func cosignatures(of origin: Origin) throws -> [KeptCosignature]
    /// The charter notes that are kept.
    func charters() throws -> [[UInt8]]
    /// The rule packs that are kept.
    func rulePacks() throws -> [[UInt8]]
    /// The `keys` resource of a log: the entries that name its keys; nil where the source keeps none.
    func keyEntries(of origin: Origin) throws -> [[UInt8]]?
    /// The verifier keys of nodes, and of their mirrors, that the source itself offers. They anchor nothing.
    func offeredKeys() throws -> [[UInt8]]
    /// The peer cards that the source offers, older ones too. They say in which region a node is, and anchor nothing.
    func cards() throws -> [[UInt8]]
    /// Faults of the container itself: damaged pages, torn journals, files that belong to nothing.
    func containerFindings() throws -> [AuditFinding]
}

extension AuditSource {
    /// None: only the newest checkpoint is kept.
    public func checkpointSizes(of origin: Origin) throws -> [TreeSize] { [] }
    /// None: only the newest checkpoint is kept.
    public func checkpoint(of origin: Origin, size: TreeSize) throws -> [UInt8]? { nil }
}

/// The place of one stored tile.
public struct StoredTileCoordinate: Hashable, Sendable {
    /// The level.
    public let level: TileLevel
    /// The tile's number in its level.
    public let index: UInt64
    /// How many hashes are stored, 1 to 256.
    public let width: Int

    /// Makes a coordinate.
    public init(level: TileLevel, index: UInt64, width: Int) {
        self.level = level
        self.index = index
        self.width = width
    }
}

/// One cosignature as it is kept.
public struct KeptCosignature: Hashable, Sendable {
    /// The size of the checkpoint that it is for.
    public let size: TreeSize
    /// The signature line, its LF included.
    public let line: [UInt8]

    /// Makes a cosignature.
    public init(size: TreeSize, line: [UInt8]) {
        self.size = size
        self.line = line
    }
}
