import Logging
import SQLiteStorage

/// Forgets the drafts that wait no longer, and tells operators of those that nobody approved in time.
struct DraftSweep: Sendable {
    let node: Node

    /// Sweeps now; writes only where there is something to forget.
    func run() async throws {
        let book = DraftBook(storageKey: node.view.keyring.storageKey)
        let now = node.time.now()
        guard try await node.store.read({ try book.isSweepDue(now, in: $0) }) else { return }
        // Nothing is taken for over that is being approved at this moment.
        let expired = try await node.numbering.pass {
            let now = node.time.now()
            return try await node.store.write { try book.sweep(now, in: $0) }
        }
        tell(expired)
    }

    /// Says which drafts expired.
    func tell(_ expired: [DraftBook.Expired]) {
        for draft in expired {
            node.logger.notice(
                "a draft expired that nobody approved",
                metadata: [
                    "draft": "\(draft.id)", "office": "\(draft.office ?? "")",
                    "expired": "\(NodeTime.shown(at: draft.at) ?? "")",
                ]
            )
        }
    }
}
