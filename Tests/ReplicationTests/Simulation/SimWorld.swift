import Cryptography
import Replication
import TransparencyLog

/// What a run found wrong.
struct SimFailure: Error, CustomStringConvertible {
    let description: String
}

/// One author, its mirrors, and a network that loses, cuts and delays; time is a number.
///
/// Everything is drawn from the seed, so that a failing run can be run again.
final class SimWorld {
    private struct Event {
        let time: Duration
        let order: Int
        let action: () throws -> Void
    }

    var random: SeededRandom
    let author: SimAuthor
    var nodes: [SimNode] = []
    private(set) var now: Duration = .zero
    private var queue: [Event] = []
    private var order = 0
    /// Until then there are losses, cuts and crashes.
    let troubleEnds: Duration = .seconds(240)
    var crashesLeft: Int
    let lossPercent: Int
    let crashPercent: Int
    var crashCount = 0
    var quarantineCount = 0
    var cosignatureCount = 0
    var trace = false

    init(seed: UInt64) throws {
        random = SeededRandom(seed: seed)
        let names = try (1...Int.random(in: 3...5, using: &random)).map {
            try KeyName("mirror-\($0).example")
        }
        var conduct = SimAuthor.Conduct.honest
        let kind = Int.random(in: 0..<10, using: &random)
        if kind < 4 {
            conduct = .forks(
                victims: Set(names.prefix(Int.random(in: 1..<names.count, using: &random)))
            )
        } else if kind == 4 {
            conduct = .rollsBack
        }
        author = try SimAuthor(
            conduct: conduct,
            fork: random.chance(15) ? 0 : Int.random(in: 1...1_500, using: &random),
            rekeyIndex: random.chance(30) ? Int.random(in: 1...900, using: &random) : nil
        )
        lossPercent = [0, 5, 25].randomElement(using: &random) ?? 0
        crashPercent = [0, 2, 5].randomElement(using: &random) ?? 0
        crashesLeft = 12
        for name in names { nodes.append(SimNode(name: name, lie: nil, author: author)) }
        for index in 0..<Int.random(in: 0...3, using: &random) {
            let name = try KeyName("liar-\(index).example")
            nodes.append(
                SimNode(name: name, lie: Lie.allCases.randomElement(using: &random), author: author)
            )
        }
    }

    var moment: Moment {
        Moment(uptime: now, posixSeconds: 1_800_000_000 + UInt64(now.components.seconds))
    }

    var isTroubled: Bool { now < troubleEnds }

    func schedule(after delay: Duration, _ action: @escaping () throws -> Void) {
        order += 1
        let event = Event(time: now + delay, order: order, action: action)
        var low = 0
        var high = queue.count
        // The queue is kept with the next event last.
        while low < high {
            let middle = (low + high) / 2
            if (queue[middle].time, queue[middle].order) > (event.time, event.order) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        queue.insert(event, at: low)
    }

    /// Runs everything until the end of time.
    func run() throws {
        try plan()
        let end: Duration = .seconds(4_800)
        var eventCount = 0
        while let event = queue.popLast(), event.time <= end {
            now = event.time
            eventCount += 1
            guard eventCount < 200_000 else { throw SimFailure(description: "the run never rests") }
            try event.action()
        }
        try checkEnd()
    }

    private func plan() throws {
        var size = 0
        var otherSize = 0
        for step in 0..<Int.random(in: 2...7, using: &random) {
            size += [1, 3, 255, 256, 400, 600].randomElement(using: &random) ?? 1
            let shift = [0, 0, 0, 1, -1].randomElement(using: &random) ?? 0
            otherSize = max(otherSize + 1, size + shift)
            let delay: Duration = .seconds(step * 20) + random.duration(0...15_000)
            schedule(after: delay) { [self, size, otherSize] in
                try author.publish(size: size, otherSize: otherSize)
                announce()
            }
        }
        if author.conduct == .rollsBack {
            schedule(after: .seconds(200)) { [self] in author.rollBack() }
        }
        for node in nodes where node.isHonest {
            schedule(after: random.duration(0...3_000)) { [self] in try start(node) }
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let from = random.duration(5_000...180_000)
                schedule(after: from) { [self] in try setCut(node, true) }
                schedule(after: from + random.duration(1_000...60_000)) { [self] in
                    try setCut(node, false)
                }
            }
        }
        for second in Array(stride(from: 1, to: 300, by: 10))
            + stride(from: 300, to: 4_700, by: 100)
        {
            schedule(after: .seconds(second)) { [self] in announce() }
        }
    }

    private func setCut(_ node: SimNode, _ isCut: Bool) throws {
        node.isCut = isCut
        for other in nodes where other.isHonest && other !== node {
            if isCut { try tell(other) { $0.onSourceGone(node.name, now: $1) } }
        }
        if isCut, let machine = node.machine {
            for source in machine.sources.sources.keys.sorted() {
                try tell(node) { $0.onSourceGone(source, now: $1) }
            }
        }
    }

    // MARK: Heads

    /// Everybody shows its head to everybody, as the long poll would when it changed.
    func announce() {
        for node in nodes where node.isHonest {
            if let checkpoint = author.checkpoint(shownTo: node.name) {
                show(HeadClaim(checkpoint), of: author.name, to: node)
            }
            for other in nodes where other !== node && !other.isCut {
                if let claim = claim(of: other, to: node) { show(claim, of: other.name, to: node) }
            }
        }
    }

    func claim(of node: SimNode, to peer: SimNode) -> HeadClaim? {
        guard node.lie != nil else { return node.disk.state.head.map(HeadClaim.init) }
        guard let shown = author.checkpoint(shownTo: peer.name) else { return nil }
        guard node.lie == .bragging else { return HeadClaim(shown) }
        return HeadClaim(
            origin: author.origin,
            size: shown.size.adding(Int.random(in: 0...9, using: &random)),
            root: SimEntry.leafHash(7)
        )
    }

    func show(_ claim: HeadClaim, of source: KeyName, to node: SimNode) {
        guard !node.isCut else { return }
        schedule(after: random.duration(1...200)) { [self] in
            guard !node.isCut else { return }
            try tell(node) { $0.onHeads(claim, from: source, now: $1) }
        }
    }

    // MARK: Machines

    func start(_ node: SimNode) throws {
        node.life += 1
        node.buffers = [:]
        node.tickAt = nil
        var machine = FollowerMachine(node.disk.state, now: now)
        let directives = machine.start(now: moment)
        node.machine = machine
        try perform(directives, on: node)
    }

    func crash(_ node: SimNode) {
        crashCount += 1
        crashesLeft -= 1
        node.machine = nil
        node.life += 1
        schedule(after: random.duration(10...5_000)) { [self] in try start(node) }
    }

    /// Tells a node's machine something and does what it says.
    func tell(
        _ node: SimNode,
        _ event: (inout FollowerMachine, Moment) -> [FollowerDirective]
    ) throws {
        guard var machine = node.machine else { return }
        node.machine = nil
        let directives = event(&machine, moment)
        node.machine = machine
        try perform(directives, on: node)
    }

    private func perform(_ directives: [FollowerDirective], on node: SimNode) throws {
        for directive in directives {
            // A crash strikes before a directive, or (in `finish`) after it and before its answer.
            if mayCrash() {
                crash(node)
                return
            }
            if trace { print(now, node.name, String("\(directive)".prefix(160))) }
            try perform(directive, on: node)
            guard node.machine != nil else { return }
        }
        try planTick(node)
    }

    func mayCrash() -> Bool {
        isTroubled && crashesLeft > 0 && crashPercent > 0 && random.chance(crashPercent)
    }

    private func planTick(_ node: SimNode) throws {
        guard let machine = node.machine, let deadline = machine.deadline(now: now) else { return }
        let time = max(deadline, now + .milliseconds(1))
        if let planned = node.tickAt, planned <= time, planned > now { return }
        node.tickAt = time
        let life = node.life
        schedule(after: time - now) { [self] in
            guard node.life == life else { return }
            node.tickAt = nil
            try tell(node) { $0.onTick(now: $1) }
        }
    }

    /// Answers later, unless the node has crashed by then; it may crash just before.
    func finish(
        _ node: SimNode,
        after delay: Duration,
        _ event: @escaping (inout FollowerMachine, Moment) -> [FollowerDirective]
    ) {
        let life = node.life
        schedule(after: delay) { [self] in
            guard node.life == life else { return }
            if mayCrash() { return crash(node) }
            try tell(node, event)
        }
    }
}
