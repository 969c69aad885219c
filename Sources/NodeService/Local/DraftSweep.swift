import Logging
import SQLiteStorage

/// Forgets the drafts that wait no longer, and tells operators of those that nobody approved in time.
struct DraftSweep: Sendable {
    let node: Node

    /// Sweeps now; writes only where there is something to forget.
    func run() async throws {
        let book = DraftBook(storageKey: node.view.keyring.storageKey)
        let now = node.time.now()
        guard try await !node.store.read({ try book.chores(now, in: $0) }).isEmpty else { return }
        // Nothing is taken for over that is being approved at this moment.
        let chores = try await node.numbering.pass {
            let now = node.time.now()
            return try await node.store.write { try book.sweep(now, in: $0) }
        }
        tell(chores)
    }

    /// Says which drafts expired, and of which expired ones nothing could be read any more.
    func tell(_ chores: [DraftBook.Chore]) {
        for chore in chores {
            switch chore {
            case .expire(let draft):
                node.logger.notice(
                    "a draft expired that nobody approved",
                    metadata: [
                        "draft": "\(draft.id)", "office": "\(draft.office ?? "")",
                        "expired": "\(NodeTime.shown(at: draft.at) ?? "")",
                        "step": "\(draft.step ?? "-")", "record": "\(draft.record ?? "-")",
                    ]
                )
            case .forget(let key, isDamaged: true):
                node.logger.warning(
                    "what was known of an expired draft could not be read and is forgotten",
                    metadata: ["row": "\(String(decoding: key, as: UTF8.self))"]
                )
            case .forget, .remove, .setDue: break
            }
        }
    }
}
