internal import Cryptography
internal import LogStorage
internal import SQLiteStorage
internal import Sequencing
internal import TransparencyLog

/// Says everything that is wrong with a store after a crash: what was acknowledged must be there, and the tree must be whole.
package struct StoreChecker: Sendable {
    private let workload: Workload

    /// A checker for the workload's log.
    package init(_ workload: Workload) { self.workload = workload }

    /// Opens a data directory as the next start would, and lists all findings.
    package func findings(_ directory: String, acknowledged: [Acknowledged]) async -> [String] {
        do {
            let store = try await workload.open(directory)
            var findings: [String] = []
            if store.plan != .start { findings.append("plan: \(store.plan)") }
            let workload = workload
            findings += try await store.read { try Self.check($0, workload, acknowledged) }
            try store.close()
            return findings
        } catch {
            return ["\(error)"]
        }
    }

    private static func check(
        _ reader: SQLiteTransaction,
        _ workload: Workload,
        _ acknowledged: [Acknowledged]
    ) throws -> [String] {
        guard let log = try reader.log(workload.origin) else { return ["the log is gone"] }
        var findings: [String] = []
        var entries: [[UInt8]] = []
        while entries.count < log.size.int {
            entries += try reader.entries(
                of: log.origin,
                from: EntryIndex(integerLiteral: UInt64(entries.count)),
                count: 65_536
            )
        }
        findings += try checkTree(reader, workload, log, entries)
        for answer in acknowledged {
            guard answer.index.int < entries.count else {
                findings.append("entry \(answer.index) was acknowledged and is gone")
                continue
            }
            if entries[answer.index.int] != workload.entry(answer.number) {
                findings.append("entry \(answer.index) is another one")
            }
            let request = try reader.request(workload.requestID(answer.number))
            if request?.location.index != answer.index || request?.treeSize != answer.treeSize {
                findings.append("the acknowledgement of \(answer.number) is gone")
            }
            findings += try checkObject(reader, workload, answer)
        }
        return findings
    }

    private static func checkObject(
        _ reader: SQLiteTransaction,
        _ workload: Workload,
        _ answer: Acknowledged
    ) throws -> [String] {
        guard answer.number.isMultiple(of: 3) else { return [] }
        let entry = workload.entry(answer.number)
        let key = HoldingKey(
            origin: workload.origin,
            index: answer.index,
            object: SHA256.digest(of: entry)
        )
        return try reader.holding(key)?.sealed == entry
            ? [] : ["the object of \(answer.number) is gone"]
    }

    /// Recomputes the tree and compares head, every checkpoint and every tile.
    private static func checkTree(
        _ reader: SQLiteTransaction,
        _ workload: Workload,
        _ log: StoredLog,
        _ entries: [[UInt8]]
    ) throws -> [String] {
        var findings: [String] = []
        let hasher = TreeHasher()
        var range = CompactRange()
        var roots: [TreeSize: Digest] = [0: MerkleTree.emptyRoot]
        for entry in entries {
            range.append(leafHash: hasher.leafHash(of: entry), hasher: hasher)
            roots[range.end] = range.root(hasher: hasher)
        }
        if log.root != roots[log.size] { findings.append("the head's root is wrong") }
        let sizes = try reader.checkpointSizes(of: log.origin, from: 0, limit: .max)
        if log.size > 0, sizes.last != log.size { findings.append("the newest checkpoint is gone") }
        for size in sizes {
            guard let note = try reader.checkpoint(of: log.origin, size: size) else { continue }
            let checkpoint = try UnverifiedCheckpoint(parsing: note)
                .verified(by: workload.signer.verifierKey)
            if checkpoint.size != size || checkpoint.root != roots[size] {
                findings.append("checkpoint \(size) is wrong")
            }
        }
        _ = try GrowingTree(of: log, reader: reader)
        let tree = StoredTree(origin: log.origin, reader: reader)
        if try tree.head(at: log.size) != log.head { findings.append("the tiles are wrong") }
        return findings
    }
}
