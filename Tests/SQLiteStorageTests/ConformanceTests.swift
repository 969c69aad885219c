import Cryptography
import LogStorage
import SQLiteStorage
import Sequencing
import Testing
import TransparencyLog

@Suite("Every storage engine")
struct ConformanceTests {
    @Test("gives back entries, tiles, head and checkpoints as appended", arguments: Engine.allCases)
    func append(engine: Engine) async throws {
        let store = try engine.make()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        try await store.write { try $0.createLog(origin, kind: .own) }
        var sizes: [TreeSize] = []
        for count in [1, 254, 1, 1, 300, 43] {
            let batch = try log.batch(TestLog.entries(count, from: log.entries.count))
            try await store.write { try $0.append(batch) }
            sizes.append(log.head.size)
        }
        let (entries, head, storedSizes) = (log.entries, log.head, sizes)
        try await store.read { (reader) throws in
            let stored = try #require(try reader.log(origin))
            #expect(stored.head == head)
            #expect(stored.kind == .own)
            #expect(stored.stagedSize == head.size)
            #expect(try reader.entries(of: origin, from: 0, count: 1000) == entries)
            #expect(
                try reader.entries(of: origin, from: 250, count: 9) == Array(entries[250..<259])
            )
            #expect(try reader.entries(of: origin, from: 600, count: 1).isEmpty)
            #expect(
                try reader.checkpointSizes(of: origin, from: 0, limit: 100) == storedSizes
            )
            #expect(
                try reader.checkpointSizes(of: origin, from: 256, limit: 2)
                    == Array(storedSizes[2...3])
            )
            #expect(try reader.checkpoint(of: origin, size: head.size) == stored.checkpoint)
            #expect(try reader.checkpoint(of: origin, size: 2) == nil)
            for size in storedSizes {
                let root = MerkleTree.root(
                    ofLeafHashes: entries[..<size.int].map { MerkleTree.leafHash(of: $0) }
                )
                let tree = StoredTree(origin: origin, reader: reader)
                #expect(try tree.head(at: size) == LogHead(size: size, root: root))
            }
        }
    }

    @Test("serves a narrower tile as the beginning of the stored one", arguments: Engine.allCases)
    func tiles(engine: Engine) async throws {
        let store = try engine.make()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        let batch = try log.batch(TestLog.entries(300))
        try await store.write {
            try $0.createLog(origin, kind: .own)
            try $0.append(batch)
        }
        let leaves = log.entries.map { MerkleTree.leafHash(of: $0) }
        try await store.read { (reader) throws in
            func tile(_ level: TileLevel, _ index: UInt64, _ width: Int) throws -> [UInt8]? {
                try reader.tile(of: origin, level: level, index: index, width: width)
            }
            #expect(try tile(0, 0, 256) == leaves[..<256].flatMap(\.bytes))
            #expect(try tile(0, 0, 3) == leaves[..<3].flatMap(\.bytes))
            #expect(try tile(0, 1, 44) == leaves[256...].flatMap(\.bytes))
            #expect(try tile(0, 1, 45) == nil)
            #expect(try tile(0, 2, 1) == nil)
            #expect(try tile(1, 0, 1) == MerkleTree.root(ofLeafHashes: leaves[..<256]).bytes)
            #expect(try tile(1, 0, 2) == nil)
            #expect(try tile(0, 0, 0) == nil)
            #expect(try tile(0, 0, 257) == nil)
            #expect(try tile(63, UInt64.max >> 2, 1) == nil)
        }
    }

    @Test("refuses a second writer by the stored checkpoint", arguments: Engine.allCases)
    func compareAndSwap(engine: Engine) async throws {
        let store = try engine.make()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        let first = try log.batch(TestLog.entries(2))
        var other = log
        try await store.write {
            try $0.createLog(origin, kind: .own)
            try $0.append(first)
        }
        let second = try log.batch(TestLog.entries(1, from: 2))
        let rival = try other.batch(TestLog.entries(1, mark: "rival"))
        try await store.write { try $0.append(second) }
        let error = await #expect(throws: LogStorageError.self) {
            try await store.write { try $0.append(rival) }
        }
        #expect(error?.code == .checkpointConflict)
        let head = log.head
        try await store.read { (reader) throws in #expect(try reader.log(origin)?.head == head) }
    }

    @Test("leaves no trace of a body that throws", arguments: Engine.allCases)
    func rollback(engine: Engine) async throws {
        struct Refusal: Error {}
        let store = try engine.make()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        let batch = try log.batch(TestLog.entries(2))
        await #expect(throws: Refusal.self) {
            try await store.write {
                try $0.createLog(origin, kind: .own)
                try $0.append(batch)
                try $0.putMeta("name", [1])
                throw Refusal()
            }
        }
        try await store.read { (reader) throws in
            #expect(try reader.log(origin) == nil)
            #expect(try reader.meta("name") == nil)
            #expect(try reader.locations(ofEntry: batch.entries[0].digest).isEmpty)
        }
    }

    @Test("finds every place of an entry by its digest", arguments: Engine.allCases)
    func locations(engine: Engine) async throws {
        let store = try engine.make()
        var (a, b) = (try TestLog("b.example/home"), try TestLog("a.example/home"))
        let batches = [
            try a.batch(TestLog.entries(3) + TestLog.entries(1)), try b.batch(TestLog.entries(1)),
        ]
        try await store.write { (transaction) throws in
            for batch in batches {
                try transaction.createLog(batch.origin, kind: .own)
                try transaction.append(batch)
            }
        }
        let (digest, origins) = (TestLog.entry(a.entries[0]).digest, [b.origin, a.origin])
        try await store.read { (reader) throws in
            #expect(
                try reader.locations(ofEntry: digest) == [
                    EntryLocation(origin: origins[0], index: 0),
                    EntryLocation(origin: origins[1], index: 0),
                    EntryLocation(origin: origins[1], index: 3),
                ]
            )
            #expect(try reader.logs().map(\.origin) == origins)
        }
    }

    @Test(
        "stores slices of a mirrored log beyond its head, and moves the head over them",
        arguments: Engine.allCases
    )
    func mirror(engine: Engine) async throws {
        let store = try engine.make()
        var log = try TestLog("peer.example/mechanism")
        let origin = log.origin
        let (first, second) = (
            log.slice(TestLog.entries(300)), log.slice(TestLog.entries(212, from: 300))
        )
        try await store.write {
            try $0.createLog(origin, kind: .mirrored)
            try $0.commitSlice(first)
        }
        try await store.read { (reader) throws in
            let stored = try #require(try reader.log(origin))
            #expect(stored.size == 0)
            #expect(stored.checkpoint == nil)
            #expect(stored.stagedSize == 300)
        }
        let again = await #expect(throws: LogStorageError.self) {
            try await store.write { try $0.commitSlice(first) }
        }
        #expect(again?.code == .checkpointConflict)
        let move = try log.move()
        let early = await #expect(throws: LogStorageError.self) {
            try await store.write { try $0.commitHead(move) }
        }
        #expect(early?.code == .checkpointConflict)
        try await store.write {
            try $0.commitSlice(second)
            try $0.commitHead(move)
        }
        let (entries, head) = (log.entries, log.head)
        try await store.read { (reader) throws in
            #expect(try reader.log(origin)?.head == head)
            #expect(try reader.entries(of: origin, from: 0, count: 512) == entries)
            #expect(try StoredTree(origin: origin, reader: reader).head(at: 512) == head)
        }
    }

    @Test("forgets staged entries and takes others instead", arguments: Engine.allCases)
    func discard(engine: Engine) async throws {
        let store = try engine.make()
        var log = try TestLog("peer.example/mechanism")
        let origin = log.origin
        let first = log.slice(TestLog.entries(300))
        let move = try log.move()
        var other = log
        let (bad, good) = (
            log.slice(TestLog.entries(300, mark: "bad")), other.slice(TestLog.entries(10))
        )
        let goodMove = try other.move()
        try await store.write {
            try $0.createLog(origin, kind: .mirrored)
            try $0.commitSlice(first)
            try $0.commitHead(move)
            try $0.commitSlice(bad)
        }
        try await store.write {
            try $0.discardStaged(origin, beyond: first.edge)
            #expect(try $0.tile(of: origin, level: 0, index: 1, width: 44) != nil)
            #expect(try $0.tile(of: origin, level: 0, index: 1, width: 45) == nil)
            #expect(try $0.tile(of: origin, level: 0, index: 2, width: 1) == nil)
            #expect(try $0.tile(of: origin, level: 1, index: 0, width: 1) != nil)
            #expect(try $0.tile(of: origin, level: 1, index: 0, width: 2) == nil)
            #expect(try $0.locations(ofEntry: bad.entries[0].digest).isEmpty)
            try $0.commitSlice(good)
            try $0.commitHead(goodMove)
        }
        let (entries, head) = (other.entries, other.head)
        try await store.read { (reader) throws in
            #expect(try reader.entries(of: origin, from: 0, count: 600) == entries)
            #expect(try StoredTree(origin: origin, reader: reader).head(at: 310) == head)
        }
    }

    @Test(
        "forgets the newest of the staged entries and keeps the others",
        arguments: Engine.allCases
    )
    func discardNewest(engine: Engine) async throws {
        let store = try engine.make()
        var log = try TestLog("peer.example/mechanism")
        let origin = log.origin
        let first = log.slice(TestLog.entries(300))
        let move = try log.move()
        let kept = log.slice(TestLog.entries(2_000, mark: "kept"))
        var other = log
        let dropped = log.slice(TestLog.entries(1_500, mark: "dropped"))
        let instead = other.slice(TestLog.entries(7, mark: "instead"))
        let last = try other.move()
        try await store.write {
            try $0.createLog(origin, kind: .mirrored)
            try $0.commitSlice(first)
            try $0.commitHead(move)
            try $0.commitSlice(kept)
            try $0.commitSlice(dropped)
        }
        for edge in [CompactRange(), log.slice(TestLog.entries(1)).edge] {
            await #expect("an edge at \(edge.end)") {
                try await store.write { try $0.discardStaged(origin, beyond: edge) }
            } throws: {
                ($0 as? LogStorageError)?.code == .batchMalformed
            }
        }
        try await store.write {
            try $0.discardStaged(origin, beyond: kept.edge)
            #expect(try $0.log(origin)?.stagedSize == 2_300)
            #expect(try $0.locations(ofEntry: dropped.entries[1_499].digest).isEmpty)
            #expect(try $0.locations(ofEntry: kept.entries[1_999].digest).count == 1)
            try $0.commitSlice(instead)
            try $0.commitHead(last)
        }
        let (entries, head) = (other.entries, other.head)
        try await store.read { (reader) throws in
            #expect(try reader.entries(of: origin, from: 0, count: 3_000) == entries)
            #expect(try StoredTree(origin: origin, reader: reader).head(at: 2_307) == head)
        }
    }

    @Test(
        "shows staged entries to their own transaction, and refuses one that does not append them",
        arguments: Engine.allCases
    )
    func staging(engine: Engine) async throws {
        let store = try engine.make()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        let batch = try log.batch(TestLog.entries(3))
        try await store.write { try $0.createLog(origin, kind: .own) }
        @Sendable func location(_ index: EntryIndex) -> EntryLocation {
            EntryLocation(origin: origin, index: index)
        }
        let bodies: [@Sendable (any StoreTransaction) throws -> Void] = [
            { try $0.stage(batch.entries[0], at: location(0)) },
            { try $0.stage(batch.entries[0], at: location(1)) },
            { transaction in
                try transaction.stage(batch.entries[1], at: location(0))
                try transaction.append(batch)
            },
        ]
        for body in bodies {
            let error = await #expect(throws: LogStorageError.self) { try await store.write(body) }
            #expect(error?.code == .batchMalformed)
        }
        try await store.write { (transaction) throws in
            for (index, entry) in [(0, batch.entries[0]), (1, batch.entries[1])]
                as [(EntryIndex, NewEntry)]
            {
                #expect(try transaction.stagedOrStoredEntry(at: location(index)) == nil)
                try transaction.stage(entry, at: location(index))
                #expect(try transaction.stagedOrStoredEntry(at: location(index)) == entry.bytes)
                #expect(try transaction.locations(ofEntry: entry.digest) == [location(index)])
            }
            #expect(try transaction.entries(of: origin, from: 0, count: 9).isEmpty)
            try transaction.append(batch)
        }
        let entries = log.entries
        try await store.read { (reader) throws in
            #expect(try reader.entries(of: origin, from: 0, count: 9) == entries)
        }
    }

    @Test("keeps an own log and a mirrored one apart", arguments: Engine.allCases)
    func kinds(engine: Engine) async throws {
        let store = try engine.make()
        var (own, mirrored) = (try TestLog("a.example/home"), try TestLog("b.example/home"))
        let (slice, batch) = (own.slice(TestLog.entries(1)), try mirrored.batch(TestLog.entries(1)))
        try await store.write {
            try $0.createLog(slice.origin, kind: .own)
            try $0.createLog(batch.origin, kind: .mirrored)
        }
        for body: @Sendable (any StoreTransaction) throws -> Void in [
            { try $0.commitSlice(slice) }, { try $0.append(batch) },
        ] {
            let error = await #expect(throws: LogStorageError.self) { try await store.write(body) }
            #expect(error?.code == .logKindMismatch)
        }
        let exists = await #expect(throws: LogStorageError.self) {
            try await store.write { try $0.createLog(slice.origin, kind: .own) }
        }
        #expect(exists?.code == .logExists)
        let unknown = try Origin("c.example/home")
        let missing = await #expect(throws: LogStorageError.self) {
            try await store.read { _ = try $0.entries(of: unknown, from: 0, count: 1) }
        }
        #expect(missing?.code == .logUnknown)
    }

    @Test("keeps the first acknowledgement of a request", arguments: Engine.allCases)
    func requests(engine: Engine) async throws {
        let store = try engine.make()
        var log = try TestLog("node.example/home")
        let origin = log.origin
        let id = try #require(RequestID(text: "0123abcd-0000-4000-8000-00000000000f"))
        let request = AcknowledgedRequest(
            id: id,
            digest: SHA256.digest(of: [1]),
            location: EntryLocation(origin: origin, index: 1),
            treeSize: 3
        )
        let first = try log.batch(TestLog.entries(3), requests: [request])
        try await store.write {
            try $0.createLog(origin, kind: .own)
            try $0.append(first)
        }
        try await store.read { (reader) throws in #expect(try reader.request(id) == request) }
        let twice = AcknowledgedRequest(
            id: id,
            digest: SHA256.digest(of: [2]),
            location: EntryLocation(origin: origin, index: 3),
            treeSize: 4
        )
        let second = try log.batch(TestLog.entries(1), requests: [twice])
        await #expect(throws: (any Error).self) {
            try await store.write { try $0.append(second) }
        }
        try await store.read { (reader) throws in
            #expect(try reader.request(id) == request)
            #expect(try reader.log(origin)?.size == 3)
        }
    }

    @Test("keeps the earliest cosignature of each cosigner and size", arguments: Engine.allCases)
    func cosignatures(engine: Engine) async throws {
        let store = try engine.make()
        let log = try TestLog("node.example/home")
        let names = try ["b.example/mirror", "a.example/mirror"].map { try KeyName($0) }
        @Sendable func cosignature(
            _ name: Int,
            _ size: TreeSize,
            _ time: UInt64
        ) -> StoredCosignature {
            StoredCosignature(
                origin: log.origin,
                size: size,
                cosigner: CosignerID(name: names[name], keyID: KeyID(rawValue: .max)),
                time: time,
                line: Array("line \(name) \(size) \(time)\n".utf8)
            )
        }
        let all = [
            cosignature(0, 5, 100), cosignature(0, 9, 120), cosignature(1, 5, 90),
            cosignature(0, 5, 99), cosignature(0, 5, 101),
        ]
        let kept = try await store.write { (transaction) throws in
            try transaction.createLog(log.origin, kind: .own)
            return try all.map { try transaction.insertCosignature($0) }
        }
        #expect(kept == [true, true, true, true, false])
        try await store.read { (reader) throws in
            #expect(try reader.cosignatures(of: log.origin, size: 5) == [all[2], all[3]])
            #expect(try reader.cosignatures(of: log.origin, size: 6).isEmpty)
            #expect(try reader.newestCosignatures(of: log.origin) == [all[2], all[1]])
            #expect(
                try reader.newestCosignature(of: log.origin, by: all[0].cosigner) == all[1]
            )
            let stranger = CosignerID(name: names[0], keyID: KeyID(rawValue: 1))
            #expect(try reader.newestCosignature(of: log.origin, by: stranger) == nil)
        }
    }

    @Test(
        "keeps holdings by entry and object; an erased one stays erased",
        arguments: Engine.allCases
    )
    func holdings(engine: Engine) async throws {
        let store = try engine.make()
        let log = try TestLog("node.example/home")
        let objects = (0..<4).map { SHA256.digest(of: [UInt8($0)]) }.sorted()
        @Sendable func key(_ index: EntryIndex, _ object: Int) -> HoldingKey {
            HoldingKey(origin: log.origin, index: index, object: objects[object])
        }
        let stored = Holding(stored: key(0, 0), wrappedKey: [1, 2], sealed: [3, 4, 5])
        try await store.write { (transaction) throws in
            try transaction.createLog(log.origin, kind: .own)
            #expect(try transaction.putHolding(stored))
            for (index, object) in [(2, 1), (1, 3), (1, 2)] as [(EntryIndex, Int)] {
                #expect(try transaction.putHolding(Holding(wanted: key(index, object))))
            }
        }
        try await store.read { (reader) throws in
            #expect(try reader.holding(key(0, 0)) == stored)
            #expect(try reader.holding(key(1, 0)) == nil)
            #expect(
                try reader.wantedHoldings(of: log.origin, after: nil, limit: 9)
                    == [key(1, 2), key(1, 3), key(2, 1)]
            )
            #expect(
                try reader.wantedHoldings(of: log.origin, after: key(1, 2), limit: 1)
                    == [key(1, 3)]
            )
            let statuses = try reader.holdingStatuses(of: log.origin, index: 1)
            #expect(statuses.map(\.object) == [objects[2], objects[3]])
            #expect(statuses.map(\.status) == [.wanted, .wanted])
        }
        let fetched = Holding(stored: key(1, 2), wrappedKey: [1], sealed: [2])
        try await store.write { (transaction) throws in
            #expect(try transaction.putHolding(fetched))
            try transaction.eraseHolding(key(0, 0))
            try transaction.eraseHolding(key(3, 0))
            #expect(try transaction.putHolding(stored) == false)
        }
        try await store.read { (reader) throws in
            #expect(try reader.holding(key(1, 2)) == fetched)
            let erased = try #require(try reader.holding(key(0, 0)))
            #expect(erased.status == .erased)
            #expect(erased.sealed.isEmpty && erased.wrappedKey.isEmpty)
            #expect(try reader.holding(key(3, 0))?.status == .erased)
        }
    }

    @Test("keeps documents by kind and key, and lists them by prefix", arguments: Engine.allCases)
    func documents(engine: Engine) async throws {
        let store = try engine.make()
        let (node, other) = (try KeyName("a.example"), try KeyName("a.example.b"))
        let origin = try Origin("a.example/home")
        try await store.write { (transaction) throws in
            try transaction.putCard(of: node, serial: 9, note: [9])
            try transaction.putCard(of: node, serial: 300, note: [30])
            try transaction.putCard(of: other, serial: 1, note: [1])
            try transaction.putPeer(node, [5])
            try transaction.putDocument(.alarm, [255], [1])
            try transaction.putDocument(.alarm, [255, 255], [2])
            try transaction.putDocument(.alarm, [254], [0])
            try transaction.putOutgoingReceipt(origin, size: 7, body: [7])
            try transaction.putOutgoingReceipt(origin, size: 300, body: [8])
            try transaction.quarantine(origin, evidence: [1, 2, 3])
        }
        try await store.write { (transaction) throws in
            try transaction.putPeer(node, [6])
            try transaction.removeOutgoingReceipt(origin, size: 7)
        }
        try await store.read { (reader) throws in
            #expect(try reader.cards(of: node).map(\.serial) == [9, 300])
            #expect(try reader.cards().map(\.node) == [node, node, other])
            #expect(try reader.peer(node) == [6])
            #expect(try reader.peer(other) == nil)
            #expect(try reader.alarms().map(\.bytes) == [[0], [1], [2]])
            #expect(try reader.documents(.alarm, prefix: [255]).map(\.bytes) == [[1], [2]])
            #expect(try reader.outgoingReceipts().map(\.size) == [300])
            #expect(try reader.outgoingReceipts(of: origin).map(\.body) == [[8]])
            let digest = SHA256.digest(of: [1, 2, 3] as [UInt8])
            #expect(try reader.quarantine(of: origin) == Array(digest.hex.utf8))
            #expect(
                try reader.forkEvidence() == [
                    DigestedText(digest: digest, bytes: [1, 2, 3])
                ]
            )
        }
    }

    @Test("reads one unchanging state while a writer goes on", arguments: Engine.allCases)
    func isolation(engine: Engine) async throws {
        let store = try engine.make()
        try await store.write { try $0.putMeta("n", [0]) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for n in 1...100 {
                    try await store.write {
                        try $0.putMeta("n", [UInt8(n)])
                        try $0.putMeta("m", [UInt8(n)])
                    }
                }
            }
            for _ in 0..<50 {
                group.addTask {
                    try await store.read { (reader) throws in
                        let first = try reader.meta("n")
                        let second = try reader.meta("m") ?? [0]
                        #expect(first == second)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
