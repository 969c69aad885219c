import Cryptography
import Testing
import TransparencyLog

@testable import Replication

/// Receipts of a mirror whose clock is stepped ahead and back, at an origin whose clock is right.
@Suite struct ReceiptClockTests {
    @Test(
        "whatever a mirror's clock does, no receipt that its origin took is given another time, and once the clock is right the newest head has its receipt",
        arguments: 0..<20
    )
    func clocks(block: Int) {
        for seed in UInt64(block) * 50..<UInt64(block + 1) * 50 {
            do {
                try ReceiptClockRun(seed: seed).run()
            } catch {
                Issue.record("seed \(seed): \(error)")
            }
        }
    }

    @Test("the runs contain crashes, receipts that are refused, and some that are given anew")
    func runsAreNotEmpty() throws {
        var sums = (crashed: 0, refused: 0, anew: 0, covered: 0)
        for seed in UInt64(0)..<50 {
            let run = try ReceiptClockRun(seed: seed)
            try run.run()
            sums.crashed += run.crashCount
            sums.refused += run.refusedCount
            sums.anew += run.anewCount
            sums.covered += run.forgottenCount
        }
        #expect(sums.crashed > 50 && sums.refused > 100 && sums.anew > 20 && sums.covered > 20)
    }
}

/// One run, drawn from its seed.
private final class ReceiptClockRun {
    private enum Work {
        case cosign(Checkpoint, time: UInt64, answered: Set<TreeSize>)
        case send(TreeSize)
    }

    private var random: SeededRandom
    private var machine: FollowerMachine
    private var state: FollowerState
    private let author: KeyName

    // The truth, and how far the mirror's clock is from it.
    private var uptime: Duration = .zero
    private var offset: Int64 = 0
    private var isOriginHeard = true
    private let start: UInt64 = 1_800_000_000
    private var truth: UInt64 { start + UInt64(uptime.components.seconds) }
    private var clock: UInt64 { UInt64(Int64(truth) + offset) }
    private var isClockRight: Bool { abs(offset) <= 120 }
    private var latest: UInt64 { truth + Limits.receiptLeadSecondCountMax }

    // What is durable at the mirror, and what it has in memory and on its way.
    private var outbox: [TreeSize: UInt64] = [:]
    private var signed: [TreeSize: UInt64] = [:]
    private var answered: Set<TreeSize> = []
    private var work: [Work] = []
    /// Times that the origin has refused in this life of the mirror while the clocks agreed.
    private var knownWrong: Set<UInt64> = []

    // What the origin has published and taken.
    private var published: Checkpoint
    private var taken: [TreeSize: UInt64] = [:]

    private(set) var crashCount = 0
    private(set) var refusedCount = 0
    private(set) var anewCount = 0
    private(set) var forgottenCount = 0

    init(seed: UInt64) throws {
        random = SeededRandom(seed: seed)
        author = try KeyName("jiangxi.ipr.example")
        state = FollowerState(origin: try Fixture.origin(), author: author)
        state.keys = try Fixture.keys()
        published = try Fixture.checkpoint(1)
        machine = FollowerMachine(state, now: .zero)
    }

    private var now: Moment { Moment(uptime: uptime, posixSeconds: clock) }

    private func fail(_ what: String) -> SimFailure {
        SimFailure(description: "\(what), \(uptime) after the start, clock \(offset) off")
    }

    func run() throws {
        try tell { $0.start(now: $1) }
        for _ in 0..<120 { try step() }
        (offset, isOriginHeard) = (0, true)
        try settle()
        guard let head = state.head, head.size == published.size else {
            throw fail("the head was not followed")
        }
        guard taken.keys.max() == head.size, machine.unsentReceiptCount == 0 else {
            throw fail("no receipt of \(head.size): the last one is of \(taken.keys.max() ?? 0)")
        }
    }

    private func step() throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<15: try publish()
        case 15..<60: try perform(isLost: random.chance(20))
        case 60..<75: try pass(random.duration(100...7_200_000))
        case 75..<85: stepClock()
        case 85..<93: isOriginHeard = true
        default: try crash()
        }
    }

    /// Everything that is on its way or due ends, and nothing is lost any more.
    private func settle() throws {
        for _ in 0..<1_000 {
            if !work.isEmpty {
                try perform(isLost: false)
            } else if machine.head?.size != published.size {
                try tell { [claim = HeadClaim(published), author] in
                    $0.onHeads(claim, from: author, now: $1)
                }
                try pass(FollowerMachine.requestLimit)
            } else if let deadline = machine.deadline(now: uptime) {
                try pass(max(deadline - uptime, .milliseconds(1)))
            } else {
                return
            }
        }
        throw fail("the run never rests")
    }

    // MARK: Time

    private func stepClock() {
        let day: Int64 = 86_400
        offset =
            [
                0, 0, 0, 90, -90, 20 * 3_600, 30 * day, 30 * day, 365 * day, -30 * day,
                -3_650 * day,
            ].randomElement(using: &random) ?? 0
        // What was heard of the origin's clock says nothing of one that was set since.
        isOriginHeard = false
    }

    private func pass(_ duration: Duration) throws {
        uptime += duration
        try tell { $0.onTick(now: $1) }
    }

    // MARK: The mirror

    private func publish() throws {
        published = try Fixture.checkpoint(
            published.size.adding(Int.random(in: 1...3, using: &random))
        )
        try tell { [claim = HeadClaim(published), author] in
            $0.onHeads(claim, from: author, now: $1)
        }
    }

    private func crash() throws {
        crashCount += 1
        // What was being written is there or not, and what was being sent came there or not.
        if random.chance(50), let first = work.first {
            switch first {
            case .cosign(let checkpoint, let time, let answered):
                store(checkpoint, time, answered)
            case .send(let size): _ = try receive(size)
            }
        }
        (work, answered, knownWrong) = ([], [], [])
        state.unsentReceipts = outbox.keys.sorted()
        state.cosigned = signed.keys.max().flatMap { size in
            signed[size].map { FollowerState.Cosigned(size: size, time: $0) }
        }
        machine = FollowerMachine(state, now: uptime)
        try tell { $0.start(now: $1) }
        try tell { [claim = HeadClaim(published), author] in
            $0.onHeads(claim, from: author, now: $1)
        }
    }

    private func tell(
        _ event: (inout FollowerMachine, Moment) -> [FollowerDirective]
    ) throws {
        for directive in event(&machine, now) { try take(directive) }
    }

    /// What has to do with receipts waits for its turn; everything else is done at once.
    private func take(_ directive: FollowerDirective) throws {
        switch directive {
        case .fetchCheckpoint(let id, _):
            let note = published.note.encoded
            try tell { $0.onCheckpoint(id, .received(note), now: $1) }
        case .fetchRun(let run, _): try tell { $0.onRun(run.id, .received(600), now: $1) }
        case .authenticateSlice(let slice):
            let edge = try Follower.range(slice.end)
            try tell { $0.onSliceHashed(slice.id, edge, now: $1) }
        case .verifyEntries(let slice): try tell { $0.onEntriesVerified(slice.id, now: $1) }
        case .storeSlice(let slice, let edge, let target, _, let commitsHead):
            state.stagedEdge = edge
            state.stagedTarget = target
            if commitsHead { commit(target) }
            try tell { $0.onSliceStored(slice.id, now: $1) }
        case .commitHead(let checkpoint, _):
            commit(checkpoint)
            try tell { $0.onHeadCommitted(now: $1) }
        case .cosign(let checkpoint, let time):
            try check(checkpoint.size, time)
            work.append(.cosign(checkpoint, time: time, answered: answered))
            answered = []
        case .sendReceipt(let size): work.append(.send(size))
        case .forgetReceipt(let size):
            forgottenCount += 1
            answered.insert(size)
        case .alarm(let alarm) where alarm.code == .receiptRefused: break
        case .announceHead, .fetchObjects, .dropRuns: break
        default: throw fail("\(directive)")
        }
    }

    private func commit(_ checkpoint: Checkpoint) {
        state.head = checkpoint
        state.headEdge = state.stagedEdge
        state.stagedTarget = nil
    }

    /// Holds a time that is about to be signed against the rules.
    private func check(_ size: TreeSize, _ time: UInt64) throws {
        if isClockRight, time > latest + 120, knownWrong.contains(time) {
            throw fail("\(size) is signed with a time that its origin has refused: \(time)")
        }
        guard let former = signed[size] else { return }
        anewCount += 1
        guard time < former, time + 120 >= truth, time <= latest + 120 else {
            throw fail("\(size) is given anew at \(time) instead of \(former)")
        }
        guard taken[size] == nil else { throw fail("\(size) was taken, and is given anew") }
    }

    /// As the store does it: the earliest time of a size stays, and a size that was answered may be cosigned again.
    private func store(_ checkpoint: Checkpoint, _ time: UInt64, _ answered: Set<TreeSize>) {
        signed[checkpoint.size] = min(signed[checkpoint.size] ?? .max, time)
        for size in answered { outbox[size] = nil }
        outbox[checkpoint.size] = time
    }

    private func perform(isLost: Bool) throws {
        guard !work.isEmpty else { return }
        switch work.removeFirst() {
        case .cosign(let checkpoint, let time, let answered):
            store(checkpoint, time, answered)
            try tell { $0.onCosigned(size: checkpoint.size, time: time, now: $1) }
        case .send(let size):
            // The question or its answer is lost.
            let outcome = isLost && random.chance(50) ? .failed : try receive(size)
            try hear(size, isLost ? .failed : outcome)
        }
    }

    private func hear(_ size: TreeSize, _ outcome: ReceiptOutcome) throws {
        if outcome == .accepted || outcome == .refused { answered.insert(size) }
        if case .putOff(let isSound) = outcome {
            refusedCount += 1
            if isSound, let newest = machine.cosigned, newest.time > clock + 86_400 {
                knownWrong.insert(newest.time)
            }
        }
        try tell { $0.onReceipt(size: size, outcome, now: $1) }
    }

    // MARK: The origin

    private func receive(_ size: TreeSize) throws -> ReceiptOutcome {
        guard let time = outbox[size] else { return .refused }
        guard size <= published.size else { return .sizeUnknown(published.size) }
        guard time <= latest else {
            return .putOff(isClockSound: isOriginHeard && isClockRight)
        }
        guard taken[size] ?? time == time else {
            throw fail("\(size) was taken at \(taken[size] ?? 0) and comes again at \(time)")
        }
        taken[size] = time
        return .accepted
    }
}
