import Ledger
import LogStorage
import Replication
import Sequencing
import TransparencyLog

/// A slice whose leaves were hashed onto the tree that is stored.
struct HashedSlice: Sendable {
    let id: Replication.RequestID
    let start: TreeSize
    let entries: [ArraySlice<UInt8>]
    let tree: GrowingTree
    let growth: TreeGrowth

    init(
        _ id: Replication.RequestID,
        _ entries: [ArraySlice<UInt8>],
        onto tree: GrowingTree
    ) async {
        // A hasher stays with one task.
        let leafHashes = await Parallel.map(chunksOf: entries) { chunk in
            let hasher = TreeHasher()
            return chunk.map { hasher.leafHash(of: $0) }
        }
        var grown = tree
        self.id = id
        start = tree.size
        self.entries = entries
        growth = grown.append(leafHashes, hasher: TreeHasher())
        self.tree = grown
    }
}

/// A slice whose entries were read and whose signatures were checked.
struct CheckedSlice: Sendable {
    let start: TreeSize
    let entries: [CheckedEntry]
    let verifier: SliceVerifier
}

/// Everything that storing one slice needs.
struct MirrorPart: Sendable {
    let hashed: HashedSlice
    let checked: CheckedSlice
    let remembered: RememberedChecks
}

/// What signature lines of stored entries beyond the head were worth, so that they are not checked twice.
struct RememberedChecks: Sendable {
    /// The first entry's index.
    private(set) var start: TreeSize
    /// For each entry the outcomes of its lines.
    private(set) var outcomes: [[CheckedEntry.Outcome]] = []

    init(from start: TreeSize) { self.start = start }

    /// What is known of an entry; nil where nothing is.
    subscript(index: UInt64) -> [CheckedEntry.Outcome]? {
        guard index >= start.rawValue, index - start.rawValue < UInt64(outcomes.count) else {
            return nil
        }
        return outcomes[Int(index - start.rawValue)]
    }

    /// Adds a slice that was stored; beyond the limit nothing more is remembered.
    mutating func add(_ slice: CheckedSlice) {
        if start.adding(outcomes.count) != slice.start {
            self = RememberedChecks(from: slice.start)
        }
        guard outcomes.count + slice.entries.count <= Limits.rememberedCheckCountMax else { return }
        outcomes += slice.entries.map { entry in
            if case .readable(_, let outcomes) = entry { outcomes } else { [] }
        }
    }
}

/// What a follower's loop knows of its stored copy between two slices.
struct MirrorState {
    /// The slice that is on its way to the disk.
    private var current: Replication.RequestID?
    /// The slice that was hashed last, until it is stored.
    private var hashed: HashedSlice?
    /// The slice that was checked last, until it is stored.
    private var checked: CheckedSlice?
    /// Whether the slice on its way to the disk moves the head.
    var isCommitting = false
    /// Receipts that the origin has answered; they leave the store with the next cosignature.
    var answered: Set<TreeSize> = []
    /// The tree of all stored entries; nil until it was read.
    private(set) var tree: GrowingTree?
    /// The verifier with what it has learnt since the head; nil until the history was read.
    private(set) var verifier: SliceVerifier?
    /// The checks of entries beyond the head.
    private(set) var remembered: RememberedChecks

    init(headSize: TreeSize, stagedSize: TreeSize) {
        remembered = RememberedChecks(from: stagedSize)
    }

    /// Another slice is hashed from now on; what still comes of an earlier one is dropped.
    mutating func begin(_ slice: Slice) {
        current = slice.id
        hashed = nil
        checked = nil
    }

    /// A slice was hashed.
    mutating func take(_ slice: HashedSlice) {
        if slice.id == current { hashed = slice }
    }

    /// The entries of a slice were checked.
    mutating func take(_ slice: CheckedSlice, of id: Replication.RequestID) {
        if id == current { checked = slice }
    }

    /// What is to be stored; nil where the loop lacks a part of it.
    func part(of slice: Slice) -> MirrorPart? {
        guard let hashed, let checked, hashed.id == slice.id,
            hashed.start == slice.start.end, checked.start == hashed.start,
            checked.entries.count == hashed.entries.count
        else { return nil }
        return MirrorPart(hashed: hashed, checked: checked, remembered: remembered)
    }

    /// The slice is durable.
    mutating func stored() {
        tree = hashed?.tree
        if isCommitting {
            // The history has grown: the verifier is made anew from it.
            verifier = nil
            remembered = RememberedChecks(from: tree?.size ?? 0)
        } else if let checked {
            verifier = checked.verifier
            remembered.add(checked)
        }
        current = nil
        hashed = nil
        checked = nil
        isCommitting = false
    }

    /// The head moved over everything that is stored.
    mutating func headCommitted() {
        verifier = nil
        remembered = RememberedChecks(from: tree?.size ?? 0)
    }

    /// The entries beyond the head were forgotten.
    mutating func discarded() {
        tree = nil
        verifier = nil
        current = nil
        hashed = nil
        checked = nil
        remembered = RememberedChecks(from: 0)
    }
}
