import Casework
import SQLiteStorage
import Synchronization

/// What a node knows of its index of identifiers since it has started: at which version of the database, as others change it,
/// every object was compared with its rows, and for which packs those that wait were looked at.
///
/// Nobody but this node writes to its database; whoever does all the same changes the version, and everything is compared again.
package final class IdentifierWatch: Sendable {
    private struct State {
        var version: Int64?
        var packs: Set<PackReference>?
    }

    private let state = Mutex(State())

    /// Whether everything was compared at a version.
    func isCompared(at version: Int64) -> Bool { state.withLock { $0.version == version } }

    /// Notes that everything was compared at a version and is whole.
    func compared(at version: Int64) { state.withLock { $0.version = version } }

    /// Has everything compared again.
    func forget() { state.withLock { $0 = State() } }

    /// Whether those that wait were looked at for these packs.
    func isScanned(for packs: Set<PackReference>) -> Bool {
        state.withLock { $0.packs == packs }
    }

    /// Notes that those that wait were looked at for these packs.
    func scanned(for packs: Set<PackReference>) { state.withLock { $0.packs = packs } }
}

/// Whether the index of identifiers is known to be whole while an answer is made.
enum IdentifierStanding: Hashable, Sendable {
    /// Every object has the rows that it should have.
    case whole
    /// Something else than this node has changed it.
    case damaged
    /// Objects of an earlier schema are not listed yet.
    case unlisted
    /// It is too large to be compared for one answer, and whoever compares it is not done.
    case comparing
}

/// Compares objects with the rows that the index holds of them, page by page.
struct IdentifierComparison {
    let codes: IdentifierCode
    /// Objects that are compared for one answer.
    var quickObjectCountMax = Limits.quickObjectCountMax

    /// What one page of objects holds.
    struct Page {
        /// The numbers of objects that have not the rows that they should have.
        var damaged: [Int64] = []
        /// The numbers of objects of which the index says nothing.
        var unlisted: [Int64] = []
        var objectCount = 0
        var rowCount = 0
        /// Where the next page begins; nil where there is none.
        var end: Int64?
    }

    /// One page of objects, behind the number of one.
    func page(after last: Int64?, limit: Int, in transaction: SQLiteTransaction) throws -> Page {
        var page = Page()
        for held in try transaction.heldIndexes(after: last, limit: limit) {
            if held.noted == nil {
                page.unlisted.append(held.number)
            } else if !codes.isWhole(held) {
                page.damaged.append(held.number)
            }
            page.objectCount += 1
            page.rowCount += held.rows.rows.count
            page.end = held.number
        }
        return page
    }

    /// Looks at a small index whole; `comparing` for one that is larger.
    func quick(in transaction: SQLiteTransaction) throws -> IdentifierStanding {
        let isListed = try transaction.identifierStanding()?.isListed == true
        var last: Int64?
        var (objectCount, rowCount) = (0, 0)
        while objectCount < quickObjectCountMax, rowCount < Limits.quickRowCountMax {
            let limit = min(
                Limits.indexedObjectCount,
                quickObjectCountMax - objectCount
            )
            let page = try page(after: last, limit: limit, in: transaction)
            guard page.damaged.isEmpty else { return .damaged }
            guard page.unlisted.isEmpty else { return isListed ? .damaged : .unlisted }
            guard let end = page.end, page.objectCount == limit else { return .whole }
            last = end
            objectCount += page.objectCount
            rowCount += page.rowCount
        }
        return .comparing
    }

    /// How many objects there are, and how many of them have not the rows that they should have.
    func counts(
        in transaction: SQLiteTransaction
    ) throws -> (objectCount: Int, damagedCount: Int) {
        let isListed = try transaction.identifierStanding()?.isListed == true
        var counts = (objectCount: 0, damagedCount: 0)
        var last: Int64?
        while true {
            let page = try page(after: last, limit: Limits.indexedObjectCount, in: transaction)
            counts.objectCount += page.objectCount
            counts.damagedCount += page.damaged.count + (isListed ? page.unlisted.count : 0)
            guard let end = page.end else { return counts }
            last = end
        }
    }
}
