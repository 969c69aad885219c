import Cryptography
import Ledger
import Synchronization

/// What a node knows since it has started of the rows that its entries give: at which version of the database, as others change it,
/// they were compared, and which openings have no matter at home any more.
final class DerivedRowWatch: Sendable {
    private struct State {
        var logs: Int64?
        var links: Int64?
        var rows: Int64?
        var open: [RecordKey: LostLink] = [:]
    }

    private let state = Mutex(State())
    /// What is compared is compared once at a time.
    let turn = Turnstile(1)

    /// Whether each log was found projected as far as it goes, at a version.
    func hasLogs(at version: Int64) -> Bool { state.withLock { $0.logs == version } }

    /// Notes that each log was.
    func foundLogs(at version: Int64) { state.withLock { $0.logs = version } }

    /// Whether the links were compared at a version.
    func hasLinks(at version: Int64) -> Bool { state.withLock { $0.links == version } }

    /// Notes that they were, and which matters may be those of openings without a link.
    func foundLinks(at version: Int64, open: [RecordKey: LostLink]) {
        state.withLock { state in
            state.links = version
            state.open = open
        }
    }

    /// Whether entries, records and duties were compared at a version.
    func hasRows(at version: Int64) -> Bool { state.withLock { $0.rows == version } }

    /// Notes that they were.
    func foundRows(at version: Int64) { state.withLock { $0.rows = version } }

    /// The opening by which a matter at home may have been sent already, though nothing links them; nil where there is none.
    func lostLink(of home: RecordKey) -> LostLink? { state.withLock { $0.open[home] } }
}

/// An opening of this node that continues a matter at home, and nothing says which.
struct LostLink: Hashable, Sendable {
    let opening: Digest
    let scope: RecordScope
}
