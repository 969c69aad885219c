package import Cryptography
package import TransparencyLog

/// A durable store of logs and of the node's state: one writer, many readers.
///
/// Every engine keeps these rules, and one conformance suite tests them:
/// - `write` returns only after the transaction is on disk. Before it returns, nothing of it may leave the process.
/// - A body that throws leaves no trace.
/// - A commit or an fsync that fails throws `durability_unknown`, then and for every later call: the process must end.
/// - Reads see one state, that of some finished `write`, and never wait for a writer.
package protocol LogStore: Sendable {
    /// What a read body gets.
    associatedtype Reader: StoreReader
    /// What a write body gets.
    associatedtype Transaction where Transaction == Writer.Transaction
    /// What a body on the writer's own thread gets.
    associatedtype Writer: StoreWriter

    /// Runs `body` on one unchanging state.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Reader) throws -> Value
    ) async throws -> Value

    /// Runs `body` in the one write transaction and makes it durable. Not stopped by the cancellation of the task.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value

    /// Runs `body` on the writer's own thread, after every write and body that was asked for before.
    func withWriter(_ body: @escaping @Sendable (Writer) -> Void)
}

/// Writes from the writer's own thread, for whoever appends often: each change of threads costs as much as a signature.
package protocol StoreWriter {
    /// What a write body gets.
    associatedtype Transaction: StoreTransaction

    /// Runs `body` in the one write transaction and makes it durable, as `LogStore.write`. Blocks the thread meanwhile.
    func write<Value>(_ body: (Transaction) throws -> Value) throws -> Value
}

/// What can be read of logs, objects and the node's state, at one moment.
package protocol StoreReader {
    /// All logs, ordered by origin.
    func logs() throws -> [StoredLog]
    /// One log; nil when it is not here.
    func log(_ origin: Origin) throws -> StoredLog?

    /// Up to `count` entries from `start`, in order, as far as the staged size; at most 65,536.
    ///
    /// Throws `log_unknown`, `limit_exceeded`, and `data_missing` for a gap.
    func entries(of origin: Origin, from start: EntryIndex, count: Int) throws -> [[UInt8]]
    /// Where entries with this digest are, ordered by origin and index; usually none or one.
    func locations(ofEntry digest: Digest) throws -> [EntryLocation]

    /// The first `width` hashes of a tile, 1 to 256, cut from the stored one; nil when so many are not stored.
    func tile(
        of origin: Origin,
        level: TileLevel,
        index: UInt64,
        width: Int
    ) throws -> [UInt8]?

    /// The note of the checkpoint of one size, with the log's own lines; nil when none was stored.
    func checkpoint(of origin: Origin, size: TreeSize) throws -> [UInt8]?
    /// The sizes of up to `limit` stored checkpoints from `size` up, ascending.
    func checkpointSizes(of origin: Origin, from size: TreeSize, limit: Int) throws -> [TreeSize]

    /// All cosignatures of one size, ordered by cosigner.
    func cosignatures(of origin: Origin, size: TreeSize) throws -> [StoredCosignature]
    /// The cosignature of the largest size by each cosigner, ordered by cosigner: the storage receipts of `status`.
    func newestCosignatures(of origin: Origin) throws -> [StoredCosignature]
    /// The cosignature of the largest size by one cosigner.
    func newestCosignature(
        of origin: Origin,
        by cosigner: CosignerID
    ) throws -> StoredCosignature?

    /// The first acknowledgement of a request; nil for an unknown id.
    func request(_ id: RequestID) throws -> AcknowledgedRequest?

    /// One holding; nil when there is none.
    func holding(_ key: HoldingKey) throws -> Holding?
    /// The status of each holding under one entry, ordered by object.
    func holdingStatuses(
        of origin: Origin,
        index: EntryIndex
    ) throws -> [(object: Digest, status: HoldingStatus)]
    /// Up to `limit` holdings of a log that are wanted, by index and object, after `key` when it is given.
    func wantedHoldings(
        of origin: Origin,
        after key: HoldingKey?,
        limit: Int
    ) throws -> [HoldingKey]

    /// One document of the node's state; nil when there is none.
    func document(_ kind: DocumentKind, _ key: [UInt8]) throws -> [UInt8]?
    /// All documents of a kind whose keys begin with `prefix`, ordered by the keys' bytes.
    func documents(_ kind: DocumentKind, prefix: [UInt8]) throws -> [Document]
}

/// A write transaction: it also reads, and sees what it wrote.
package protocol StoreTransaction: StoreReader {
    /// Adds an empty log; throws `log_exists`.
    func createLog(_ origin: Origin, kind: LogKind) throws

    /// Puts an entry beyond an own log's head, so that what runs in this transaction can read it.
    ///
    /// The places follow each other without a gap. An `append` whose entries begin with exactly the staged ones must come
    /// in the same transaction: one without it is refused as `batch_malformed`, and leaves no trace.
    func stage(_ entry: NewEntry, at location: EntryLocation) throws
    /// The bytes of one entry, a staged one too; nil for none. Not compared with the tree.
    func stagedOrStoredEntry(at location: EntryLocation) throws -> [UInt8]?

    /// Appends to an own log: entries, tiles, checkpoint, head and acknowledgements.
    ///
    /// Throws `checkpoint_conflict` unless the stored head is the expected one, `log_unknown`, `log_kind_mismatch`,
    /// `batch_malformed`, and `limit_exceeded`.
    func append(_ batch: AppendBatch) throws

    /// Stores a slice of a mirrored log beyond its head; the head stays.
    ///
    /// Throws `checkpoint_conflict` unless the slice begins at the staged size; otherwise as `append`.
    func commitSlice(_ slice: MirrorSlice) throws
    /// Moves a mirrored log's head over all staged entries; throws as `append`.
    func commitHead(_ head: MirrorHead) throws
    /// Forgets the staged entries of a mirrored log beyond `edge`, which is the tree's own at its size: the head's, or a larger one
    /// where many are forgotten in several transactions.
    ///
    /// Throws `batch_malformed` for an edge that ends before the head or beyond what is staged.
    func discardStaged(_ origin: Origin, beyond edge: CompactRange) throws

    /// Keeps a cosignature, unless the same cosigner's of the same size and no later time is here. Says whether it did.
    func insertCosignature(_ cosignature: StoredCosignature) throws -> Bool

    /// Adds or replaces a holding. An erased one stays erased: then nothing changes, and the answer is false.
    func putHolding(_ holding: Holding) throws -> Bool
    /// Destroys the key and the bytes of a holding, or notes that it must never be fetched.
    func eraseHolding(_ key: HoldingKey) throws

    /// Adds or replaces a document; at most 4 MiB, its key at most 512 bytes, else `limit_exceeded`.
    func putDocument(_ kind: DocumentKind, _ key: [UInt8], _ bytes: [UInt8]) throws
    /// Removes a document, if it is there.
    func removeDocument(_ kind: DocumentKind, _ key: [UInt8]) throws
}
