import Casework
import Cryptography
import TransparencyLog

/// Where the logs of members that left end, by the revisions of one undisputed line (FORMATS.md §2).
struct LogEnds: Sendable {
    /// Which rule the ends are computed by; it rises with each change of what the same revisions mean.
    static let edition: UInt64 = 2

    /// One end: entries from `size` on do not count, unless their log had adopted `since` or a revision after it.
    struct End: Hashable, Sendable {
        var size: UInt64
        /// The first revision that does not name the node any more.
        let since: Digest
    }

    /// The ends of each log, oldest first: one for each time that its node left.
    private(set) var byOrigin: [Origin: [End]] = [:]
    private(set) var members: Set<NodeName> = []
    /// The revisions with which a node left.
    private(set) var departures: [NodeName: [Digest]] = [:]
    /// The revision since which a node is out.
    private(set) var absence: [NodeName: Digest] = [:]

    /// Adds the next revision of the line.
    ///
    /// A line for a node that the same revision names as a member says nothing, and of several while a node is out the
    /// last one holds.
    mutating func add(_ charter: Charter) {
        let now = Set(charter.content.members.map(\.node))
        for node in members.subtracting(now) {
            absence[node] = charter.digest
            departures[node, default: []].append(charter.digest)
        }
        for node in now { absence[node] = nil }
        for ended in charter.content.ended {
            guard let log = LogName(ended.origin), log.mechanism == charter.mechanism,
                !now.contains(log.node)
            else { continue }
            let since = absence[log.node] ?? charter.digest
            absence[log.node] = since
            var ends = byOrigin[ended.origin, default: []]
            if ends.last?.since == since { ends.removeLast() }
            ends.append(End(size: ended.size.rawValue, since: since))
            byOrigin[ended.origin] = ends
        }
        members = now
    }

    /// The ends of a log, those included that no line states: with each departure a successor ends where an earlier absence's line has
    /// ended it, else at 0.
    func ends(of log: LogName, _ origin: Origin) -> [End] {
        let stated = byOrigin[origin] ?? []
        guard log.generation > 1 else { return stated }
        let departures = departures[log.node] ?? []
        var ends = stated
        var size = stated.last { !departures.contains($0.since) }?.size ?? 0
        for since in departures {
            if let end = stated.last(where: { $0.since == since }) {
                size = end.size
            } else {
                ends.append(End(size: size, since: since))
            }
        }
        return ends
    }

    /// The size at which a log of a node that is out has ended; nil for logs of members, and where no line says so.
    func size(of log: LogName, _ origin: Origin) -> UInt64? {
        guard !members.contains(log.node) else { return nil }
        let end = ends(of: log, origin).last { $0.since == absence[log.node] }
        return end?.size ?? (log.generation > 1 ? 0 : nil)
    }
}
