import Cryptography
import LogStorage
import Sequencing
import TransparencyLog

/// A log whose batches a test builds by hand.
struct TestLog: Sendable {
    let origin: Origin
    let signer: Ed25519Signer
    var tree = GrowingTree()
    var head = LogHead.empty
    var entries: [[UInt8]] = []

    init(_ name: String, seed: UInt8 = 7) throws {
        origin = try Origin(name)
        signer = try Ed25519Signer(name: origin, seed: [UInt8](repeating: seed, count: 32))
    }

    static func entries(_ count: Int, from start: Int = 0, mark: String = "entry") -> [[UInt8]] {
        (start..<(start + count)).map { Array("\(mark) \($0)".utf8) }
    }

    /// The batch that appends these entries, and moves on.
    mutating func batch(
        _ new: [[UInt8]],
        requests: [AcknowledgedRequest] = []
    ) throws -> AppendBatch {
        let growth = tree.append(new.map { MerkleTree.leafHash(of: $0) }, hasher: TreeHasher())
        let checkpoint = try Checkpoint(size: tree.size, root: growth.root, signer: signer)
        let batch = AppendBatch(
            origin: origin,
            expected: head,
            entries: new.map(Self.entry),
            tiles: growth.tiles,
            edge: growth.edge,
            root: growth.root,
            checkpoint: checkpoint.note.encoded,
            requests: requests
        )
        head = LogHead(size: tree.size, root: growth.root)
        entries += new
        return batch
    }

    /// The slice that a mirror commits for these entries, and moves on.
    mutating func slice(_ new: [[UInt8]]) -> MirrorSlice {
        let start = tree.size
        let growth = tree.append(new.map { MerkleTree.leafHash(of: $0) }, hasher: TreeHasher())
        entries += new
        return MirrorSlice(
            origin: origin,
            start: start,
            entries: new.map(Self.entry),
            tiles: growth.tiles,
            edge: growth.edge
        )
    }

    /// The move of a mirror's head to what was sliced so far.
    mutating func move() throws -> MirrorHead {
        let next = LogHead(size: tree.size, root: tree.edge.root(hasher: TreeHasher()))
        let checkpoint = try Checkpoint(size: next.size, root: next.root, signer: signer)
        defer { head = next }
        return MirrorHead(
            origin: origin,
            expected: head,
            head: next,
            checkpoint: checkpoint.note.encoded
        )
    }

    static func entry(_ bytes: [UInt8]) -> NewEntry {
        NewEntry(bytes: bytes, digest: SHA256.digest(of: bytes))
    }
}
