import LogStorage
import Logging
import SQLiteStorage

/// Indexes what is stored and was not indexed with it: bodies of a home of an earlier edition, and those whose rule pack came
/// after them.
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

    /// Indexes everything that is due and can be read; what waits for a rule pack stays due.
    package func indexDue() async throws {
        try await requireEdition()
        var last: Int64?
        while true {
            let index = IdentifierIndex(node.view)
            let page = try await node.store.read { [last] transaction in
                try transaction.dueHoldings(after: last, limit: Limits.indexedObjectCount).map {
                    (due: $0, rows: try index.rows(of: $0.key, in: transaction))
                }
            }
            guard let end = page.last else { return }
            last = end.due.number
            let ready = page.compactMap { item in item.rows.map { (item.due.key, $0) } }
            guard !ready.isEmpty else { continue }
            try await node.store.write { transaction in
                for (key, rows) in ready { _ = try transaction.putIdentifiers(rows, of: key) }
            }
        }
    }

    /// Empties the index where another edition made it.
    private func requireEdition() async throws {
        let edition = Array(IdentifierIndex.edition.utf8)
        let kept = try await node.store.read { try $0.meta(IdentifierIndex.name) }
        guard kept != edition else { return }
        try await node.store.write { transaction in
            try transaction.resetIdentifiers()
            try transaction.putMeta(IdentifierIndex.name, edition)
        }
    }
}
