internal import Cryptography
internal import TransparencyLog

/// Everything that an in-memory store holds.
struct InMemoryState: Sendable {
    /// A tile's place in its log.
    struct TileKey: Hashable, Sendable {
        let level: TileLevel
        let index: UInt64
    }

    /// One log.
    struct Log: Sendable {
        var record: StoredLog
        var entries: [[UInt8]] = []
        var tiles: [TileKey: [UInt8]] = [:]
        var checkpoints: [TreeSize: [UInt8]] = [:]
        var cosignatures: [TreeSize: [CosignerID: StoredCosignature]] = [:]
        var holdings: [EntryIndex: [Digest: Holding]] = [:]

        /// The same log with another head or staged range.
        func record(
            root: Digest? = nil,
            checkpoint: [UInt8]? = nil,
            edge: CompactRange? = nil,
            stagedEdge: CompactRange
        ) -> StoredLog {
            StoredLog(
                origin: record.origin,
                kind: record.kind,
                root: root ?? record.root,
                checkpoint: checkpoint ?? record.checkpoint,
                edge: edge ?? record.edge,
                stagedEdge: stagedEdge
            )
        }
    }

    var logs: [Origin: Log] = [:]
    var locations: [Digest: Set<EntryLocation>] = [:]
    var requests: [RequestID: AcknowledgedRequest] = [:]
    var documents: [DocumentKind: [[UInt8]: [UInt8]]] = [:]
}
