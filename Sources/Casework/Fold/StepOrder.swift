internal import Cryptography

/// Puts the entries of a record in the one order that every node finds (ARCHITECTURE.md "Order").
///
/// Kahn's algorithm over parents, the record's first entry, and the order of each log, a successor log after its
/// predecessor. Among the entries that are ready, the smallest (latest `at` of the entry and its predecessors, origin,
/// index) comes first.
struct StepOrder {
    /// Entries in order, as positions in the list that was given.
    private(set) var ordered: [Int] = []
    /// Entries that name an entry which comes after them, with that entry: possible only by collusion, and broken here.
    private(set) var cyclic: [Int: Digest] = [:]
    /// What each entry that is not in `ordered` waits for.
    private(set) var waiting: [Int: Set<Digest>] = [:]
    /// The positions of the direct predecessors of each entry.
    private(set) var predecessors: [[Int]]
    /// The position of the entry before each one in its log.
    private(set) var logPredecessor: [Int?]

    private let events: [CaseEvent]
    private var successors: [[Int]]
    private var openCount: [Int]
    private var latest: [Int64]
    private var ready: [Int] = []

    /// Orders the entries at `positions` of `events`.
    ///
    /// `predecessors[i]` are positions of parents among them and `missing[i]` parents that are not here.
    init(
        events: [CaseEvent],
        positions: [Int],
        predecessors: [[Int]],
        missing: [[Digest]]
    ) {
        self.events = events
        self.predecessors = predecessors
        logPredecessor = Array(repeating: nil, count: events.count)
        successors = Array(repeating: [], count: events.count)
        openCount = Array(repeating: 0, count: events.count)
        latest = events.map(\.at.instant)
        chainLogs(positions)
        for position in positions {
            for predecessor in self.predecessors[position] {
                successors[predecessor].append(position)
            }
            openCount[position] = self.predecessors[position].count
        }
        for position in positions where !missing[position].isEmpty {
            wait(position, for: Set(missing[position]))
        }
        ready = positions.filter { openCount[$0] == 0 && waiting[$0] == nil }
        run()
        while let position = colluding(positions) {
            openCount[position] = 0
            ready.append(position)
            run()
        }
    }

    /// Whether an entry was written after another: it names it, builds on one that does, or comes later in its log.
    func names(_ digest: Digest, before position: Int) -> Bool {
        var seen: Set<Int> = [position]
        var open = [position]
        while let next = open.popLast() {
            for earlier in predecessors[next] where seen.insert(earlier).inserted {
                if events[earlier].digest == digest { return true }
                open.append(earlier)
            }
        }
        return false
    }

    /// Links each entry of a log to the one before it in the record.
    private mutating func chainLogs(_ positions: [Int]) {
        var places: [(lineage: LogLineage, position: Int)] = []
        places.reserveCapacity(positions.count)
        var last: LogLineage?
        for position in positions {
            let origin = events[position].origin
            let lineage = last?.origin == origin ? last : nil
            let current = lineage ?? LogLineage(origin)
            last = current
            places.append((current, position))
        }
        places.sort { a, b in
            if a.lineage.base != b.lineage.base { return a.lineage.base < b.lineage.base }
            if a.lineage.number != b.lineage.number { return a.lineage.number < b.lineage.number }
            return events[a.position].index < events[b.position].index
        }
        for (earlier, later) in zip(places, places.dropFirst())
        where earlier.lineage.base == later.lineage.base {
            logPredecessor[later.position] = earlier.position
            if !predecessors[later.position].contains(earlier.position) {
                predecessors[later.position].append(earlier.position)
            }
        }
    }

    private mutating func wait(_ start: Int, for digests: Set<Digest>) {
        var pending = [start]
        while let position = pending.popLast() {
            let known = waiting[position] ?? []
            let grown = known.union(digests)
            guard grown.count > known.count else { continue }
            waiting[position] = grown
            pending.append(contentsOf: successors[position])
        }
    }

    /// Each log is a chain, so at most one entry of each log is ready and a plain scan suffices.
    private mutating func run() {
        while let choice = ready.indices.min(by: { comesBefore(ready[$0], ready[$1]) }) {
            let position = ready.remove(at: choice)
            ordered.append(position)
            for successor in successors[position] {
                latest[successor] = max(latest[successor], latest[position])
                openCount[successor] -= 1
                if openCount[successor] == 0 && waiting[successor] == nil {
                    ready.append(successor)
                }
            }
        }
    }

    private func comesBefore(_ a: Int, _ b: Int) -> Bool {
        if latest[a] != latest[b] { return latest[a] < latest[b] }
        let (first, second) = (events[a], events[b])
        if first.origin != second.origin { return first.origin < second.origin }
        return (first.index, first.digest) < (second.index, second.digest)
    }

    /// The entry at which a cycle is broken: the smallest that names, as a parent, an entry that cannot come before it.
    private mutating func colluding(_ positions: [Int]) -> Int? {
        let left = Set(positions.filter { openCount[$0] > 0 && waiting[$0] == nil })
        guard !left.isEmpty else { return nil }
        var core = left
        var count = -1
        while count != core.count {
            count = core.count
            core = core.filter { position in successors[position].contains(where: core.contains) }
        }
        let candidates = core.filter { position in namedLater(position, core) != nil }
        guard let choice = candidates.min(by: comesBefore) else { return nil }
        cyclic[choice] = namedLater(choice, core)
        return choice
    }

    /// An entry of the core that this one names as a parent or as its record; not merely the one before it in its log.
    private func namedLater(_ position: Int, _ core: Set<Int>) -> Digest? {
        let event = events[position]
        return predecessors[position].lazy.filter(core.contains).map { events[$0].digest }
            .first { event.parents.contains($0) || event.record == $0 }
    }
}

/// The place of a log in the line of a node's logs in one mechanism: `<node>/<mechanism>`, then its number.
struct LogLineage {
    let origin: String
    /// The origin without the number of a successor log.
    let base: Substring
    /// 1 for a first log, n for a successor `…/<n>`.
    let number: UInt64

    init(_ origin: String) {
        self.origin = origin
        let parts = origin.utf8.split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        if parts.count == 3, parts[2].allSatisfy(\.isDigit),
            let number = UInt64(Substring(parts[2]))
        {
            base = origin[..<parts[1].endIndex]
            self.number = number
        } else {
            base = origin[...]
            number = 1
        }
    }
}
