import LocalAPI
import LogStorage
import Logging
import SQLiteStorage
import Synchronization

/// What a node knows since it has started of the rows by which it knows a request again: at which version of the database, as others
/// change it, they were counted, and since when no id is known to be new.
final class RequestWatch: Sendable {
    private struct State {
        var version: Int64?
        var lost: LostRequests?
    }

    private let state = Mutex(State())

    /// Whether the rows were counted at a version.
    func isCounted(at version: Int64) -> Bool { state.withLock { $0.version == version } }

    /// Notes that they were.
    func counted(at version: Int64, _ lost: LostRequests?) {
        state.withLock { $0 = State(version: version, lost: lost) }
    }

    /// What is gone; nil while nothing was missed.
    var lost: LostRequests? { state.withLock { $0.lost } }
}

/// Misses rows of requests, after a start and whenever something else than this node has written to the database.
///
/// A request whose row is gone would be signed a second time, and nobody can tell its id from a new one but by the time in it.
struct RequestKeeper {
    let node: Node

    init(_ node: Node) { self.node = node }

    /// Counts the rows, unless nothing else has written since they were; what is gone, an alarm that stays.
    ///
    /// What was missed once is not missed again; what goes later is.
    @discardableResult
    func count() async throws -> LostRequests? {
        let version = try await node.store.latestForeignVersion()
        guard !node.requests.isCounted(at: version) else { return node.requests.lost }
        let (found, known) = try await node.store.read {
            (try $0.requestDeviations(), try $0.lostRequests())
        }
        guard found.contains(where: { Self.isNew($0, to: known) }) else {
            node.requests.counted(at: version, known)
            return known
        }
        let now = node.time.now()
        let texts = found.map {
            CodedText(
                "node.requests_lost",
                ["count": "\($0.missingCount)", "origin": "\($0.origin)"]
            )
        }
        for text in texts {
            node.logger.error("\(text.code)", metadata: ["arguments": "\(text.arguments)"])
        }
        let lost = try await node.store.write { transaction in
            var lost = try transaction.lostRequests() ?? LostRequests(at: now, logs: [:])
            lost.at = max(lost.at, now)
            for deviation in found { lost.logs["\(deviation.origin)"] = deviation.found }
            try transaction.restoreRequestCounts()
            try transaction.putLostRequests(lost)
            for text in texts { try AlarmBook.keep(text, at: now, in: transaction) }
            return lost
        }
        node.requests.counted(at: version, lost)
        return lost
    }

    private static func isNew(_ deviation: RequestDeviation, to known: LostRequests?) -> Bool {
        deviation.isUncounted || known?.logs["\(deviation.origin)"] != deviation.found
    }

    /// Throws for an id of which nobody can say whether it was acknowledged before its row was lost.
    static func require(_ id: RequestID, knowing lost: LostRequests?) throws {
        guard let lost, !isMade(id, after: lost.at) else { return }
        throw NodeError(
            .requestsLost,
            ["at": NodeTime.shown(at: lost.at) ?? "\(lost.at)", "request": "\(id)"]
        )
    }

    /// Whether an id says that it was made after a second: a UUID of version 7 begins with its time in milliseconds.
    static func isMade(_ id: RequestID, after second: Int64) -> Bool {
        guard id.bytes[6] >> 4 == 7 else { return false }
        let milliseconds = id.bytes.prefix(6).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return milliseconds / 1_000 > second
    }
}
