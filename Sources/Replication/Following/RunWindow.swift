internal import TransparencyLog

/// The runs of one target that are planned, on their way, or waiting to be stored, in order and without a gap.
struct RunWindow: Sendable {
    /// Where a run stands.
    enum Standing: Hashable, Sendable {
        case waiting
        case inFlight(RequestID, source: KeyName, since: Duration, check: Duration)
        case received(RequestID, source: KeyName, byteCount: Int)
    }

    struct Item: Hashable, Sendable {
        let start: TreeSize
        let end: TreeSize
        var standing: Standing = .waiting
    }

    private(set) var items: [Item] = []
    /// Bytes that runs here and on their way may take, besides the first.
    var byteCountMax = Limits.windowByteCountMax
    /// When the first run that is not yet in a slice arrived.
    private(set) var oldestArrival: Duration?
    /// The largest run seen, from which the room for those on their way is reckoned.
    private(set) var largestRunByteCount = 1_048_576

    /// How far runs are narrowed: one step more with each that took too long, one less with each that came in good time.
    private(set) var narrowing = 0

    /// Entries in the next run: at last one bundle, of which no part can be asked for.
    private var width: UInt64 {
        max(UInt64(TileCoordinate.fullWidth), UInt64(Limits.runEntryCountMax) >> UInt64(narrowing))
    }

    /// How many times as long as usual a run may take: as long as the transport allows, where a run is one bundle.
    var patienceFactor: Int { min(1 << narrowing, Limits.runPatienceFactorMax) }

    /// A run took too long: what is not on its way is asked for in smaller runs, fewer at a time.
    mutating func narrow() {
        narrowing = min(narrowing + 1, Limits.runNarrowingMax)
        items = items.flatMap { item -> [Item] in
            guard item.standing == .waiting else { return [item] }
            var parts: [Item] = []
            while parts.last?.end ?? item.start < item.end {
                parts.append(nextItem(after: parts.last?.end ?? item.start, to: item.end))
            }
            return parts
        }
    }

    /// A run came in good time.
    mutating func widen() { narrowing = max(0, narrowing - 1) }

    private func nextItem(after start: TreeSize, to end: TreeSize) -> Item {
        let aligned = (start.rawValue / width + 1) * width
        return Item(start: start, end: TreeSize(unchecked: min(aligned, end.rawValue)))
    }

    /// When the oldest run that waits for its slice arrived; nil while the first run of all is still missing.
    var sliceBegan: Duration? {
        if case .received = items.first?.standing { oldestArrival } else { nil }
    }

    var inFlightCount: Int {
        items.count { if case .inFlight = $0.standing { true } else { false } }
    }

    var bufferedByteCount: Int {
        items.reduce(0) { sum, item in
            if case .received(_, _, let count) = item.standing { sum + count } else { sum }
        }
    }

    /// Whether one more run may be on its way.
    ///
    /// The first one always may, so that the window moves.
    var hasRoom: Bool {
        let inFlight = inFlightCount
        guard inFlight < max(1, Limits.runsInFlightMax >> narrowing) else { return false }
        let reserved = (inFlight + 1) * largestRunByteCount
        return inFlight == 0 && isFirstWaiting
            || bufferedByteCount + reserved <= byteCountMax
    }

    private var isFirstWaiting: Bool { items.first.map { $0.standing == .waiting } ?? true }

    /// Plans the next run after the last, up to the target; false when there is none or the window is full.
    mutating func plan(after start: TreeSize, to target: TreeSize) -> Bool {
        let from = items.last?.end ?? start
        guard from < target, items.count < Limits.runCountMax else { return false }
        items.append(nextItem(after: from, to: target))
        return true
    }

    mutating func set(_ index: Int, _ standing: Standing) { items[index].standing = standing }

    /// Finds the run on its way under a request.
    func indexInFlight(_ id: RequestID) -> Int? {
        items.firstIndex {
            if case .inFlight(let request, _, _, _) = $0.standing { request == id } else { false }
        }
    }

    mutating func receive(
        _ index: Int,
        _ id: RequestID,
        from source: KeyName,
        byteCount: Int,
        now: Duration
    ) {
        items[index].standing = .received(id, source: source, byteCount: byteCount)
        largestRunByteCount = max(largestRunByteCount, byteCount)
        if oldestArrival == nil { oldestArrival = now }
    }

    /// The runs from the first that make the next slice; empty while they are too few.
    func slice(target: TreeSize, now: Duration, maxAge: Duration) -> [Run] {
        var runs: [Run] = []
        var byteCount = 0
        var isFull = false
        for item in items {
            guard case .received(let id, let source, let count) = item.standing else { break }
            let first = runs.first?.start ?? item.start
            guard item.end.rawValue - first.rawValue <= UInt64(Limits.sliceEntryCountMax) else {
                isFull = true
                break
            }
            runs.append(Run(id: id, start: item.start, end: item.end, source: source))
            byteCount += count
            if byteCount >= Limits.sliceByteCountMax {
                isFull = true
                break
            }
        }
        guard let last = runs.last, let first = runs.first else { return [] }
        let isOld = oldestArrival.map { now - $0 >= maxAge } ?? false
        let isLong =
            last.end.rawValue - first.start.rawValue
            > UInt64(Limits.sliceEntryCountMin - Limits.runEntryCountMax)
        // What has no room for more waits for nothing.
        isFull = isFull || inFlightCount == 0 && !hasRoom
        return isFull || isOld || isLong || last.end == target ? runs : []
    }

    /// Drops the runs of a slice that is stored.
    mutating func removeFirst(_ count: Int, now: Duration) {
        items.removeFirst(count)
        let hasReceived = items.contains {
            if case .received = $0.standing { true } else { false }
        }
        oldestArrival = hasReceived ? now : nil
    }

    /// Forgets all runs; the room stays as it was set, and so does what is known of the link.
    mutating func removeAll() {
        let (room, narrowing) = (byteCountMax, narrowing)
        self = RunWindow()
        byteCountMax = room
        self.narrowing = narrowing
    }

    /// The requests whose bytes the shell holds or fetches.
    var requests: [RequestID] {
        items.compactMap { item in
            switch item.standing {
            case .waiting: nil
            case .inFlight(let id, _, _, _), .received(let id, _, _): id
            }
        }
    }
}
