import Casework
import LogStorage
import Logging
import SQLiteStorage

/// Keeps the index of identifiers: indexes what is stored and was not indexed with it, and compares each object with its rows
/// after a start, and whenever something else than this node has written to the database.
package struct IdentifierKeeper: Sendable {
    private static let pause: Duration = .seconds(10)
    private let node: Node

    /// Indexes what a node stores.
    package init(_ node: Node) { self.node = node }

    /// Indexes now and after each change of what the node knows, until the task is cancelled.
    func run() async throws {
        let bell = node.identifierBell
        node.onViewChange { _ in bell.ring() }
        node.onHead { _ in bell.ring() }
        while !Task.isCancelled {
            var retry: ContinuousClock.Instant?
            do {
                try await indexDue()
            } catch  where PeerFailure.endsNode(error) || Task.isCancelled {
                throw error
            } catch {
                retry = ContinuousClock.now.advanced(by: Self.pause)
                node.logger.error("identifiers not indexed", metadata: ["error": "\(error)"])
            }
            await bell.wait(until: retry)
        }
    }

    /// Compares what was not compared yet, and indexes everything that is due.
    ///
    /// Nothing is opened twice: what waits for a rule pack, or cannot be opened, is noted as such. The former is looked at again when
    /// other packs are here.
    package func indexDue() async throws {
        try await requireEdition()
        let version = try await node.store.foreignVersion()
        let isCompared = node.identifierWatch.isCompared(at: version)
        if !isCompared { try await compare() }
        try await scanWaiting()
        while try await indexPage() > 0 {}
        try await removeStrays()
        if !isCompared { node.identifierWatch.compared(at: version) }
    }

    /// Indexes up to `Limits.indexedObjectCount` objects that are due; how many of them are indexed now.
    ///
    /// What was erased between reading and writing is not among them.
    private func indexPage() async throws -> Int {
        let index = IdentifierIndex(node.view)
        let page = try await node.store.read { transaction in
            try transaction.dueHoldings(limit: Limits.indexedObjectCount).map {
                ($0.key, try index.note(of: $0.key, in: transaction))
            }
        }
        guard !page.isEmpty else { return 0 }
        return try await node.store.write { transaction in
            try page.count { key, note in try transaction.putIdentifiers(note, of: key) }
        }
    }

    /// Removes what is still due though nothing of it is stored.
    private func removeStrays() async throws {
        let isClean = try await node.store.read { try !$0.hasStrayIdentifiers }
        guard !isClean else { return }
        let count = try await node.store.write { try $0.removeStrayIdentifiers() }
        node.logger.warning(
            "index of identifiers named what is not stored, and is mended",
            metadata: ["objects": "\(count)"]
        )
    }

    /// Compares each stored object with its rows, and makes due what has not the rows that it should have.
    private func compare() async throws {
        let comparison = IdentifierComparison(codes: IdentifierIndex(node.view).codes)
        let standing = try await node.store.read { try $0.identifierStanding() }
        var damagedCount = 0
        var last: Int64?
        while true {
            let page = try await node.store.read { [last] transaction in
                try comparison.page(
                    after: last,
                    limit: Limits.comparedObjectCount,
                    in: transaction
                )
            }
            let due = page.damaged + page.unlisted
            if !due.isEmpty {
                damagedCount += standing?.isListed == true ? due.count : page.damaged.count
                try await node.store.write { try $0.makeIdentifiersDue(due) }
            }
            guard let end = page.end else { break }
            last = end
        }
        if damagedCount > 0 {
            node.logger.warning(
                "index of identifiers was changed by something else, and is mended",
                metadata: ["objects": "\(damagedCount)"]
            )
        }
        // Objects of an earlier schema were not listed until now: that is no damage.
        if let standing, !standing.isListed {
            try await node.store.write { try $0.noteIdentifiersListed() }
        }
    }

    /// Makes due what waits for rule packs that have come.
    private func scanWaiting() async throws {
        let view = node.view
        let packs = Set(view.packs.references)
        guard !node.identifierWatch.isScanned(for: packs) else { return }
        let index = IdentifierIndex(view)
        var last: Int64?
        while true {
            let page = try await node.store.read { [last] transaction in
                try transaction.holdings(
                    indexedAs: .waiting,
                    before: last,
                    limit: Limits.comparedObjectCount
                )
                .map { ($0.number, try index.waits($0.key, in: transaction)) }
            }
            guard let end = page.last else { break }
            last = end.0
            let ready = page.filter { !$0.1 }.map(\.0)
            guard !ready.isEmpty else { continue }
            try await node.store.write { try $0.makeIdentifiersDue(ready) }
        }
        node.identifierWatch.scanned(for: packs)
    }

    /// Begins another epoch where another edition made the index.
    private func requireEdition() async throws {
        let standing = try await node.store.read { try $0.identifierStanding() }
        guard standing?.edition != IdentifierIndex.edition else { return }
        try await node.store.write { transaction in
            guard standing != nil else {
                return try transaction.putIdentifierStanding(
                    edition: IdentifierIndex.edition,
                    epoch: 1,
                    isListed: false
                )
            }
            try transaction.resetIdentifiers(edition: IdentifierIndex.edition)
        }
    }
}
