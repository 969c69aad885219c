import Cryptography
import Ledger
import Replication
import Synchronization
import TransparencyLog

/// What a node knows since it has started of the rows that its entries give: at which version of the database, as others change it,
/// they were compared, and which openings have no matter at home any more.
final class DerivedRowWatch: Sendable {
    /// Under what entries, records and duties are compared.
    struct Standing: Hashable, Sendable {
        /// The version of the database, as others change it.
        var version: Int64
        /// Whether everything that is stored was judged by what the node knows now.
        ///
        /// Otherwise only what is missing can be told from what waits to be judged anew.
        var isSettled: Bool

        /// Whether what was compared under this standing needs no comparison under another.
        func covers(_ other: Standing) -> Bool {
            version == other.version && (isSettled || !other.isSettled)
        }
    }

    /// What comes before rows are compared, and can be kept from it by something that is damaged.
    enum Part: Hashable, Sendable {
        case logs, links
    }

    /// A comparison that something broke off.
    private struct Cut {
        var standing: Standing
        var backoff = Backoff(base: .seconds(30), ceiling: .seconds(3_600))
        var until = ContinuousClock.now
    }

    private struct State {
        var logs: Int64?
        var links: Int64?
        var damaged: [Part: Int64] = [:]
        var left: [Origin: any Error] = [:]
        var rows: Standing?
        var cut: Cut?
        var leftCount = 0
        var leftRecords: Set<RecordKey> = []
        var unsignedCount = 0
        var open: [RecordKey: LostLink] = [:]
    }

    private let state = Mutex(State())
    /// What is compared is compared once at a time.
    let turn = Turnstile(1)

    /// Whether each log was found projected as far as it goes, at a version.
    func hasLogs(at version: Int64) -> Bool { state.withLock { $0.logs == version } }

    /// Notes that each log was, but for those of which something is damaged.
    func foundLogs(at version: Int64, leaving left: [Origin: any Error]) {
        state.withLock { state in
            state.logs = version
            state.left = left
            state.damaged[.logs] = nil
        }
    }

    /// The logs whose keys are not here and that cannot be judged anew, sorted.
    var leftLogs: [Origin] { state.withLock { $0.left.keys.sorted() } }

    /// The scopes of their records.
    var leftScopes: Set<RecordScope> {
        Set(leftLogs.compactMap { LogName($0).map { RecordScope($0) } })
    }

    /// What is damaged of each such log in the scope of a log, itself among them, by their names.
    func damages(besides origin: Origin) -> [(log: Origin, damage: any Error)] {
        let left = state.withLock { $0.left }
        guard !left.isEmpty, let scope = LogName(origin).map({ RecordScope($0) }) else {
            return []
        }
        return left.sorted { $0.key < $1.key }
            .filter { other, _ in LogName(other).map { RecordScope($0) } == scope }
            .map { ($0.key, $0.value) }
    }

    /// How many records the node's own signer left out when it last looked, because something of them is damaged.
    var unsignedCount: Int { state.withLock { $0.unsignedCount } }

    /// Notes that.
    func leftUnsigned(_ count: Int) { state.withLock { $0.unsignedCount = count } }

    /// What has been kept from being done by something that is damaged.
    var damagedParts: Set<Part> { state.withLock { Set($0.damaged.keys) } }

    /// Whether the links were compared at a version.
    func hasLinks(at version: Int64) -> Bool { state.withLock { $0.links == version } }

    /// Notes that they were, and which matters may be those of openings without a link.
    func foundLinks(at version: Int64, open: [RecordKey: LostLink]) {
        state.withLock { state in
            state.links = version
            state.damaged[.links] = nil
            state.open = open
        }
    }

    /// Has the links compared again.
    func forgetLinks() {
        state.withLock { state in
            state.links = nil
            state.damaged[.links] = nil
        }
    }

    /// Whether something that is damaged has kept a part from being done at a version.
    func isDamaged(_ part: Part, at version: Int64) -> Bool {
        state.withLock { $0.damaged[part] == version }
    }

    /// Notes that it has: without another version it would again.
    func foundDamage(_ part: Part, at version: Int64) {
        state.withLock { $0.damaged[part] = version }
    }

    /// Whether entries, records and duties need no comparison now: they were compared, or that was broken off a short while ago.
    func hasRows(under standing: Standing) -> Bool {
        state.withLock { state in
            if state.rows?.covers(standing) == true { return true }
            guard let cut = state.cut, cut.standing == standing else { return false }
            return ContinuousClock.now < cut.until
        }
    }

    /// Notes that they were, and how many rows could not be, those of which records among them.
    func foundRows(
        under standing: Standing,
        leaving leftCount: Int,
        records: Set<RecordKey> = []
    ) {
        state.withLock { state in
            state.rows = standing
            state.cut = nil
            state.leftCount = leftCount
            state.leftRecords = records
        }
    }

    /// Notes that the comparison was broken off: under the same standing it is begun anew after a pause that grows.
    func cutRows(under standing: Standing) {
        state.withLock { state in
            let former = state.cut.flatMap { $0.standing == standing ? $0 : nil }
            var cut = former ?? Cut(standing: standing)
            cut.until = ContinuousClock.now.advanced(by: cut.backoff.next(random: .max))
            state.cut = cut
        }
    }

    /// How many rows the last comparison could neither compare nor make anew.
    var leftCount: Int { state.withLock { $0.leftCount } }

    /// Whether the last comparison found that entries of a record are damaged, so that its row could not be compared with them.
    func isLeft(_ record: RecordKey) -> Bool { state.withLock { $0.leftRecords.contains(record) } }

    /// How many matters at home may have been sent already, though nothing links them.
    var openCount: Int { state.withLock { $0.open.count } }

    /// The opening by which a matter at home may have been sent already, though nothing links them; nil where there is none.
    func lostLink(of home: RecordKey) -> LostLink? { state.withLock { $0.open[home] } }
}

/// An opening of this node that continues a matter at home, and nothing says which.
struct LostLink: Hashable, Sendable {
    let opening: Digest
    let scope: RecordScope
}
