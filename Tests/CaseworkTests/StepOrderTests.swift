import Cryptography
import Testing

@testable import Casework

/// The fold gives one result for one set of entries, whatever the order in which they came.
@Suite struct StepOrderTests {
    static let seedCount: UInt64 = 1_000

    /// A random history of one clue, with everything that may go wrong in it.
    private struct History {
        var federation: Federation
        var clue: CaseEvent
        var known: [Digest: EntryKnowledge] = [:]

        init(_ random: inout SeededGenerator) throws {
            federation = try Federation()
            clue = try federation.open()
            let count = Int.random(in: 3...18, using: &random)
            for _ in 0..<count { try add(&random) }
        }

        private static let events: [StaticString] = [
            "receive", "accept", "start_verification", "extend", "pause", "resume", "file",
            "send_feedback", "confirm", "supplement", "escalate", "urge", "return_misdirected",
            "redirect", "cancel", "send", "nonsense",
        ]

        private mutating func add(_ random: inout SeededGenerator) throws {
            let nodes = [Federation.fujian, Federation.jiangxi, Federation.guizhou]
            let node = nodes[Int.random(in: 0..<3, using: &random)]
            let event = Self.events[Int.random(in: 0..<Self.events.count, using: &random)]
            let kind = Int.random(in: 0..<20, using: &random)
            let entries = federation.entries
            let parent = entries[Int.random(in: 0..<entries.count, using: &random)].digest
            let shift = Int64.random(in: -300...300, using: &random)
            let isSystem = Bool.random(using: &random)
            let unknown = digest("unknown \(entries.count)")
            let standing: EntryKnowledge =
                kind == 3 ? .missing : kind == 4 ? .invalid : .valid
            if kind == 3 || kind == 4 || kind == 5 { known[unknown] = standing }
            if kind == 6, let last = entries.last {
                // The same bytes again, later in the same log.
                try federation.add(last.node, event) {
                    let index = $0.index
                    $0 = last
                    $0.index = index
                }
                return
            }
            let clue = clue
            try federation.add(node, event) {
                $0.record = clue.digest
                $0.at = try Federation.time($0.at.instant + shift)
                if kind > 1 { $0.parents = [parent] }
                if kind == 3 || kind == 4 || kind == 5 { $0.parents.append(unknown) }
                if kind == 7 { $0.standing = .invalid }
                if kind == 8 { $0.standing = .beyondEnd }
                if kind == 9 { $0.standing = .revokedAfterwards }
                if kind == 10 { $0.origin += "/2" }
                if kind == 11 { $0.parents = [digest("entry \(entries.count + 2)")] }
                if kind == 12 { $0.to = [try address("520000")] }
                if isSystem { $0.office = .system }
            }
        }

        func state(of entries: [CaseEvent]) -> RecordState {
            let known = known
            let fold = RecordFold(record: clue.digest, packs: federation.packs) {
                known[$0] ?? .missing
            }
            return fold.state(of: entries)
        }
    }

    @Test("any order of arrival, with repetitions, gives the same state (seed in the message)")
    func anyOrder() throws {
        var states: Set<String> = []
        var verdicts: Set<String> = []
        for seed in 0..<Self.seedCount {
            var random = SeededGenerator(seed: seed)
            let history = try History(&random)
            let entries = history.federation.entries
            let state = history.state(of: entries)
            let expected = RecordSummary(state)
            for _ in 0..<2 {
                var arrived = entries.shuffled(using: &random)
                arrived += entries.filter { _ in Bool.random(using: &random) }
                let found = RecordSummary(history.state(of: arrived))
                guard found == expected else {
                    Issue.record("seed \(seed): \(found) is not \(expected)")
                    return
                }
            }
            guard state.steps.count == entries.count else {
                Issue.record("seed \(seed): \(state.steps.count) of \(entries.count) steps")
                return
            }
            states.insert(state.state?.text ?? "–")
            for step in state.steps {
                if case .irregular(let reasons) = step.verdict {
                    verdicts.formUnion(reasons.map(\.code.rawValue))
                } else {
                    verdicts.insert("\(step.verdict)".prefix(7).description)
                }
            }
        }
        // The generator reaches what it is meant to reach.
        #expect(states.count >= 6, "\(states)")
        let wanted: Set<String> = [
            "applied", "pending", "invalid", "duplicate", "state_not_allowed",
            "role_not_allowed", "event_unknown", "parent_invalid", "parent_not_earlier",
            "second_opening", "log_ended", "addressee_count",
        ]
        #expect(verdicts.isSuperset(of: wanted), "\(wanted.subtracting(verdicts))")
    }

    @Test("entries that come one by one end in the state of the whole (seed in the message)")
    func oneByOne() throws {
        var continuedCount = 0
        for seed in 5_000..<5_100 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let history = try History(&random)
            let entries = history.federation.entries.shuffled(using: &random)
            var arrived: [CaseEvent] = []
            var last: RecordState?
            for entry in entries {
                arrived.append(entry)
                let state = history.state(of: arrived)
                if let last, state.firstReordered(since: last.order) == nil {
                    continuedCount += 1
                    #expect(state.order.starts(with: last.order), "seed \(seed)")
                }
                last = state
            }
            let whole = history.state(of: history.federation.entries)
            #expect(last.map { RecordSummary($0) } == RecordSummary(whole), "seed \(seed)")
        }
        #expect(continuedCount > 100, "\(continuedCount)")
    }

    @Test("parents and the order of each log come before any clock")
    func causality() throws {
        var comparedCount = 0
        for seed in 9_000..<9_100 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let history = try History(&random)
            let state = history.state(of: history.federation.entries)
            let placed = state.steps.prefix(state.placedCount)
            let place = Dictionary(
                placed.enumerated().map { ($1.event.digest, $0) },
                uniquingKeysWith: { first, _ in first }
            )
            for (position, step) in placed.enumerated() {
                let isColluding: Bool
                if case .irregular(let reasons) = step.verdict {
                    isColluding = reasons.contains { $0.code == .parentNotEarlier }
                } else {
                    isColluding = false
                }
                for parent in step.event.parents where !isColluding {
                    if let earlier = place[parent] {
                        comparedCount += 1
                        #expect(earlier < position, "seed \(seed)")
                    }
                }
            }
        }
        #expect(comparedCount > 100, "\(comparedCount)")
    }

    @Test(
        "of two concurrent steps the one with the earlier clock comes first, then origin, then index"
    )
    func tieBreak() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let at = try Federation.time(Federation.start + 3_600)
        let early = try Federation.time(Federation.start + 1_800)
        func add(_ node: NodeName, _ event: StaticString, _ at: Timestamp) throws -> Digest {
            try federation.add(node, event) {
                $0.record = clue.digest
                $0.parents = [clue.digest]
                $0.at = at
            }.digest
        }
        let fujian = try add(Federation.fujian, "receive", at)
        let guizhou = try add(Federation.guizhou, "urge", at)
        let jiangxi = try add(Federation.jiangxi, "supplement", early)
        let state = federation.state(of: clue)
        #expect(state.order == [clue.digest, jiangxi, fujian, guizhou])
        #expect(state.isTailConcurrent)
        #expect(state.steps.map(\.isPlacedByClock) == [false, false, true, true])
    }

    @Test("a clock set back does not move a step before what it builds on, nor what builds on it")
    func predecessorsClock() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let late = try Federation.time(Federation.start + 7_200)
        let receive = try federation.step(Federation.fujian, "receive", of: clue) { $0.at = late }
        let accept = try federation.step(Federation.fujian, "accept", of: clue) {
            $0.at = try Federation.time(Federation.start)
        }
        let supplement = try federation.step(Federation.jiangxi, "supplement", of: clue) {
            $0.parents = [clue.digest]
            $0.at = try Federation.time(Federation.start + 3_600)
        }
        let order = federation.state(of: clue).order
        #expect(order == [clue, supplement, receive, accept].map(\.digest))
    }

    @Test("a late concurrent entry reorders the tail, and the state can say where")
    func reordered() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let receive = try federation.step(Federation.fujian, "receive", of: clue)
        let before = federation.state(of: clue)
        try federation.step(Federation.jiangxi, "cancel", of: clue) {
            $0.parents = [clue.digest]
            $0.at = try Federation.time(receive.at.instant - 1)
        }
        let after = federation.state(of: clue)
        #expect(after.firstReordered(since: before.order) == 1)
        #expect(before.firstReordered(since: before.order) == nil)
        #expect(after.state?.text == "cancelled")
        #expect(after.reasons(receive) == [.stateNotAllowed])
    }

    @Test("a successor log comes after its predecessor, by number and not by text")
    func successors() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let origin = "fujian.ipr.example/pan-pearl-river-delta"
        var digests: [Digest] = [clue.digest]
        for (suffix, event) in [("/10", "accept"), ("/2", "receive"), ("", "supplement")]
            as [(String, StaticString)]
        {
            let entry = try federation.add(Federation.fujian, event) {
                $0.record = clue.digest
                $0.origin = origin + suffix
            }
            digests.insert(entry.digest, at: 1)
        }
        let state = federation.state(of: clue)
        #expect(state.order == digests)
        #expect(state.state?.text == "accepted")
    }

    @Test("a record of thousands of entries from one log is folded, not refused")
    func flood() throws {
        var federation = try Federation()
        let clue = try federation.open()
        for _ in 0..<3_000 { try federation.step(Federation.guizhou, "urge", of: clue) }
        let state = federation.state(of: clue)
        #expect(state.placedCount == 3_001)
        #expect(state.state?.text == "sent")
    }
}
