import Ledger
import LogStorage
import SQLiteStorage

@testable import NodeService

extension TestNode {
    /// Judges everything by the charters and packs that the node knows, as replication does in a running node.
    func settle() async throws {
        let refresher = ProjectionRefresher()
        var refold = ProjectionRefresher.Refold()
        while true {
            let view = node.view
            let changes = try await node.store.read { transaction in
                try ProjectionRefresher.facts(in: transaction)
                    .symmetricDifference(ProjectionRefresher.facts(of: view)).sorted()
            }
            guard !changes.isEmpty else { return }
            for change in changes { try await refresher.settle(change, node, &refold) }
        }
    }

    /// Has the node know that all is judged by what it knows, or that one pack has come since, without judging anything.
    func note(settled isSettled: Bool) async throws {
        let facts = ProjectionRefresher.facts(of: node.view).sorted()
        let noted = isSettled ? facts : facts.filter { !$0.hasPrefix("pack ") }
        let text = Array(noted.joined(separator: "\n").utf8)
        try await node.store.write {
            try $0.putMeta(CharterLibrary.projectedFactsName, text)
        }
    }
}
