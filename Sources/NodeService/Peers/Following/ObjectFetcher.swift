import Casework
import Cryptography
import Ledger
import LogStorage
import Logging
import PeerAPI
import Replication
import SQLiteStorage
import TransparencyLog

/// Fetches the objects that the entries of one mirrored log grant this node.
///
/// In batches, from the author first, then from whoever else shows the log; holders that failed lately come last. Each is verified against its entry, sealed under a key of its own, and then stored.
struct ObjectFetcher: Sendable {
    private static let pauseMin: Duration = .seconds(2)
    private static let pauseMax: Duration = .seconds(300)

    /// One object that is wanted, as its entry names it.
    private struct Want: Sendable {
        let key: HoldingKey
        let reference: ObjectReference
    }

    private let follower: FollowerShell
    private let supervisor: PeerSupervisor

    init(follower: FollowerShell, _ supervisor: PeerSupervisor) {
        self.follower = follower
        self.supervisor = supervisor
    }

    /// Fetches whenever the bell rings, and again while something is missing that no peer has given.
    func run() async throws {
        var pause = Self.pauseMin
        var order = HolderOrder()
        while !Task.isCancelled {
            var isMissing = false
            do {
                let (stored, missing) = try await fetchAll(&order)
                isMissing = missing > 0
                pause = stored > 0 ? Self.pauseMin : min(pause * 2, Self.pauseMax)
            } catch  where PeerFailure.endsNode(error) {
                throw error
            } catch {
                if Task.isCancelled { return }
                isMissing = true
                pause = min(pause * 2, Self.pauseMax)
                supervisor.node.logger.error("objects not fetched", metadata: ["error": "\(error)"])
            }
            await follower.objectsBell.wait(
                until: isMissing ? ContinuousClock.now.advanced(by: pause) : nil
            )
        }
    }

    /// Asks for everything wanted once; says how many objects were stored and how many are still missing.
    private func fetchAll(
        _ order: inout HolderOrder
    ) async throws -> (stored: Int, missing: Int) {
        var (stored, missing) = (0, 0)
        // Whoever failed once is not asked for the other batches of the same pass.
        var failed: Set<KeyName> = []
        var last: HoldingKey?
        while true {
            let (wants, next) = try await wants(after: last)
            if !wants.isEmpty {
                let rest = try await fetch(wants, &order, &failed)
                missing += rest
                stored += wants.count - rest
                if rest < wants.count { supervisor.receipts.ring() }
            }
            guard let next else { return (stored, missing) }
            last = next
        }
    }

    /// The next page, and where to go on; the second gate is asked again for each object.
    private func wants(after last: HoldingKey?) async throws -> (wants: [Want], next: HoldingKey?) {
        let (node, origin) = (supervisor.node, follower.origin)
        let (view, clock) = (node.view, supervisor.clock.state)
        return try await node.store.read { transaction in
            guard try transaction.log(origin) != nil,
                try transaction.quarantine(of: origin) == nil
            else { return ([], nil) }
            let limit = Limits.wantPageCount
            let keys = try transaction.wantedHoldings(of: origin, after: last, limit: limit)
            let gate = ObjectGate(view: view, clock: clock, transaction: transaction)
            let wants = try keys.compactMap { key -> Want? in
                guard
                    try gate.access(to: key.object, at: key.index, of: origin, for: view.own)?
                        .isAllowed == true
                else { return nil }
                // The gate has the entry at hand.
                let grant = try gate.grant(at: key.index, of: origin)
                return grant?.objects.first { $0.sha256 == key.object }
                    .flatMap { reference in
                        reference.tree == nil ? Want(key: key, reference: reference) : nil
                    }
            }
            return (wants, keys.count == limit ? keys.last : nil)
        }
    }

    /// Asks one holder after the other for what is still missing of a page; says how much no holder gave.
    ///
    /// What came is stored after each answer, so that a link that is cut never begins from nothing, and while the next
    /// one is on its way. Of all logs together so many answers are in memory as `objectRounds` has places.
    private func fetch(
        _ wants: [Want],
        _ order: inout HolderOrder,
        _ failed: inout Set<KeyName>
    ) async throws -> Int {
        var rest = wants
        let holders = order.order(follower.holders, now: supervisor.clock.uptime)
        try await withThrowingTaskGroup(of: Void.self) { storing in
            var storingCount = 0
            for holder in holders where !rest.isEmpty && !failed.contains(holder) {
                var open = rest
                while !open.isEmpty {
                    let part = Array(open.prefix(order.batchCount(of: holder)))
                    let found: [(want: Want, object: SaltedObject)]
                    let later: [Want]
                    do {
                        (found, later) = try await ask(holder, for: part)
                        order.answered(holder)
                    } catch {
                        if Task.isCancelled { throw error }
                        failed.insert(holder)
                        note(error, of: holder, &order)
                        break
                    }
                    storing.addTask {
                        defer { supervisor.objectRounds.leave() }
                        try await store(found)
                    }
                    storingCount += 1
                    if storingCount == 2 {
                        try await storing.next()
                        storingCount = 1
                    }
                    let names = Set(found.map(\.want.key))
                    rest.removeAll { names.contains($0.key) }
                    // What an answer had no room for is asked for again at once, while something comes.
                    open = (found.isEmpty ? [] : later) + open.dropFirst(part.count)
                }
            }
            try await storing.waitForAll()
        }
        return rest.count
    }

    private func note(_ error: any Error, of holder: KeyName, _ order: inout HolderOrder) {
        guard let peer = NodeName(holder), !(error is SourceGone) else { return }
        if PeerFailure.reason(error, malformed: .bundleMalformed) == .sourceSlow {
            order.wasTooSlow(holder)
        }
        order.failed(holder, now: supervisor.clock.uptime)
        supervisor.observed.failed(peer, error)
    }

    /// Asks once; says what came and what the answer had no room for.
    private func ask(
        _ holder: KeyName,
        for wants: [Want]
    ) async throws -> (found: [(want: Want, object: SaltedObject)], later: [Want]) {
        let line = try supervisor.line(to: holder, for: follower.name)
        let request = try ObjectsRequest(
            wants.map { .init(index: $0.key.index, object: $0.key.object) }
        )
        let answer = try await line.inObjects(of: supervisor.objectRounds) {
            try await $0.objects(request, of: follower.id)
        }
        var found: [(want: Want, object: SaltedObject)] = []
        var later: [Want] = []
        for (want, item) in zip(wants, answer.items) {
            switch item {
            case .denied: break
            case .later: later.append(want)
            case .bytes(let bytes):
                if let object = verified(bytes, want, from: holder) { found.append((want, object)) }
            }
        }
        return (found, later)
    }

    private func verified(_ bytes: [UInt8], _ want: Want, from holder: KeyName) -> SaltedObject? {
        do {
            return try SaltedObject(salted: bytes, matching: want.reference)
        } catch {
            if let peer = NodeName(holder) { supervisor.observed.failed(peer, error) }
            return nil
        }
    }

    private func store(_ found: [(want: Want, object: SaltedObject)]) async throws {
        guard !found.isEmpty else { return }
        let storageKey = supervisor.node.view.keyring.storageKey
        let holdings = try found.map { want, object in
            let sealed = try SealedObject(
                name: object.name,
                key: SecureRandom.bytes(count: AESGCM.keyByteCount)
            )
            return Holding(
                stored: want.key,
                wrappedKey: try sealed.wrappedKey(under: storageKey),
                sealed: try sealed.seal(object)
            )
        }
        let notes = try await identifiers(in: found)
        try await supervisor.node.store.write { transaction in
            for holding in holdings where try transaction.holding(holding.key)?.status == .wanted {
                _ = try transaction.putHolding(holding)
                guard let note = notes[holding.key] else { continue }
                try IdentifierIndex.put(note, of: holding.key, in: transaction)
            }
        }
        // What waits for rules, or has no note, is left to the keeper.
        let isDue = holdings.contains { (notes[$0.key]?.state ?? .waiting) == .waiting }
        if isDue { supervisor.node.identifierBell.ring() }
    }

    /// What the index says of what came.
    private func identifiers(
        in found: [(want: Want, object: SaltedObject)]
    ) async throws -> [HoldingKey: IndexNote] {
        let index = IdentifierIndex(supervisor.node.view)
        return try await supervisor.node.store.read { transaction in
            var notes: [HoldingKey: IndexNote] = [:]
            for (want, object) in found {
                let key = want.key
                guard let bytes = try transaction.entryBytes(of: key.origin, at: key.index),
                    // What grants it was read from this entry.
                    let header = (try? UnverifiedEntry(parsing: bytes))?.header
                else { continue }
                notes[key] = index.note(of: object.content, named: key.object, in: header)
            }
            return notes
        }
    }
}
