import Cryptography
import TestSupport
import Testing

@testable import Casework

/// One result for one set of entries, whatever the order in which they come: over the published cases and over generated
/// histories of every machine, with everything that may go wrong among them.
@Suite struct CaseOrderTests {
    static let caseSeeds: Range<UInt64> = 0..<1_000
    static let walkSeeds: Range<UInt64> = 1_000..<1_520

    /// Entries of several records, and what is known of others.
    private struct History {
        struct Record {
            let digest: Digest
            let home: Digest?
            let machine: Machine
        }

        let pack: RulePack
        let records: [Record]
        var entries: [CaseEvent]
        var known: [Digest: EntryKnowledge] = [:]

        init(_ history: CaseHistory) throws {
            pack = history.pack
            entries = history.entries
            records = try history.parts.map { part in
                Record(
                    digest: part.record,
                    home: history.home(of: part)?.record,
                    machine: try #require(history.pack.machine(part.machine))
                )
            }
        }

        init(_ scene: Scene, _ first: Digest) throws {
            pack = scene.pack
            // As in the cases there is room between the entries of a log.
            entries = scene.entries.map { entry in
                var spaced = entry
                spaced.index *= CaseHistory.indexStride
                return spaced
            }
            let machine = try #require(scene.pack.machine(scene.machine))
            records = [Record(digest: first, home: nil, machine: machine)]
        }

        /// Adds what goes wrong: entries beside those of the history, and entries that never came.
        mutating func disturb(_ random: inout SeededGenerator) {
            for number in 0..<Int.random(in: 1...8, using: &random) {
                guard let record = records.randomElement(using: &random),
                    let model = entries.filter({ ($0.record ?? $0.digest) == record.digest })
                        .randomElement(using: &random)
                else { return }
                disturb(record, model, number, &random)
            }
            if Int.random(in: 0..<4, using: &random) == 0 {
                // What others build on has not come yet.
                entries.remove(at: Int.random(in: 0..<entries.count, using: &random))
            }
        }

        private mutating func disturb(
            _ record: Record,
            _ model: CaseEvent,
            _ number: Int,
            _ random: inout SeededGenerator
        ) {
            var entry = model
            let used = Set(entries.filter { $0.origin == model.origin }.map(\.index))
            repeat {
                entry.index = UInt64.random(in: 1...4_000, using: &random)
            } while used.contains(entry.index)
            let kind = Int.random(in: 0..<12, using: &random)
            // The same bytes once more, elsewhere in the same log.
            guard kind > 0 else { return entries.append(entry) }
            entry.digest = digest("\(record.digest) \(number) \(entry.index)")
            if model.record == nil, kind < 11 { entry.record = record.digest }
            // A step of its own, beside the others: concurrent with some, and often not allowed.
            let other = entries.filter { ($0.record ?? $0.digest) == record.digest }
                .randomElement(using: &random)
            if let other {
                entry.parents = [other.digest]
                if Bool.random(using: &random) {
                    (entry.event, entry.node, entry.from) = (other.event, other.node, other.from)
                    (entry.office, entry.to, entry.origin) = (other.office, other.to, other.origin)
                    (entry.isHome, entry.parties) = (other.isHome, other.parties)
                }
            }
            if Bool.random(using: &random),
                let step = record.machine.transitions.randomElement(using: &random)
            {
                entry.event = step.id
            }
            let shift = Int64.random(in: -400_000...400_000, using: &random)
            entry.at = (try? Federation.time(entry.at.instant + shift)) ?? entry.at
            spoil(&entry, kind, number, &random)
            entries.append(entry)
        }

        private mutating func spoil(
            _ entry: inout CaseEvent,
            _ kind: Int,
            _ number: Int,
            _ random: inout SeededGenerator
        ) {
            let unknown = digest("unknown \(number) \(entry.index)")
            switch kind {
            case 1: entry.parents.append(unknown)
            case 2:
                entry.parents.append(unknown)
                known[unknown] = .valid
            case 3:
                entry.parents.append(unknown)
                known[unknown] = .invalid
            case 4: entry.standing = .invalid
            case 5: entry.standing = .beyondEnd
            case 6: entry.standing = .revokedAfterwards
            case 7: entry.origin += "/2"
            case 8: entry.office = .system
            case 9: entry.to = entries.randomElement(using: &random)?.to ?? []
            default: break
            }
        }

        func summaries(
            of entries: [CaseEvent],
            _ clocks: inout ClockFold
        ) -> [RecordSummary] {
            let known = known
            let states = records.map { record in
                RecordFold(record: record.digest, packs: PackSet([pack])) { known[$0] ?? .missing }
                    .state(of: entries)
            }
            return zip(records, states).map { record, state in
                let home = records.firstIndex { $0.digest == record.home }.map { states[$0] }
                return RecordSummary(state, clocks: clocks.clocks(of: state, home: home))
            }
        }
    }

    /// What the histories have met, so that a generator that does nothing fails.
    private struct Met {
        var verdicts: Set<String> = []
        var machines: Set<String> = []
        var clocks: Set<String> = []
        var waiting = 0
        var concurrent = 0

        mutating func note(_ history: History, _ summaries: [RecordSummary]) {
            for (record, summary) in zip(history.records, summaries) {
                machines.insert(record.machine.id.text)
                clocks.formUnion(summary.clocks.map(\.clock.id.text))
                waiting += summary.awaited.isEmpty ? 0 : 1
                concurrent += summary.steps.contains(where: \.isPlacedByClock) ? 1 : 0
                for step in summary.steps {
                    if case .irregular(let reasons) = step.verdict {
                        verdicts.formUnion(reasons.map(\.code.rawValue))
                    } else {
                        verdicts.insert("\(step.verdict)".prefix(7).description)
                    }
                }
            }
        }
    }

    /// Whether three orders of arrival, with repetitions, come to the same.
    private static func agrees(
        _ history: History,
        _ clocks: inout ClockFold,
        _ random: inout SeededGenerator,
        _ met: inout Met
    ) -> Bool {
        let expected = history.summaries(of: history.entries, &clocks)
        met.note(history, expected)
        for _ in 0..<3 {
            var arrived = history.entries.shuffled(using: &random)
            arrived += history.entries.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
            guard history.summaries(of: arrived, &clocks) == expected else { return false }
        }
        return true
    }

    private static func clockFold(_ pack: RulePack) throws -> ClockFold {
        let calendars = try CalendarSet.builtIn()
        return ClockFold(
            packs: PackSet([pack]),
            calendars: calendars,
            fallback: calendars.references
        )
    }

    @Test(
        "a thousand disturbed replays of the published cases come to the same states and clocks in every order (seed in the message)"
    )
    func cases() throws {
        let pack = try CooperationPackTests.pack.get()
        let whole = try CaseReplayTests.cases.get().map { try CaseHistory($0, pack) }
        var clocks = try Self.clockFold(pack)
        var met = Met()
        for seed in Self.caseSeeds {
            var random = SeededGenerator(seed: seed)
            var history = try History(whole[Int(seed) % whole.count])
            history.disturb(&random)
            guard Self.agrees(history, &clocks, &random, &met) else {
                Issue.record("seed \(seed): \(whole[Int(seed) % whole.count].published.id)")
                return
            }
        }
        let wanted: Set<String> = [
            "applied", "pending", "invalid", "duplicate", "state_not_allowed", "role_not_allowed",
            "parent_invalid", "second_opening", "log_ended", "addressee_count", "approver_missing",
        ]
        #expect(met.verdicts.isSuperset(of: wanted), "\(wanted.subtracting(met.verdicts))")
        #expect(met.waiting > 50 && met.concurrent > 50)
        #expect(met.clocks.isSuperset(of: ["A1", "A2", "B2", "B3", "B6", "B10", "D3"]))
    }

    @Test(
        "generated histories of every machine do the same (seed in the message)"
    )
    func walks() throws {
        let pack = try CooperationPackTests.pack.get()
        var clocks = try Self.clockFold(pack)
        var met = Met()
        for seed in Self.walkSeeds {
            var random = SeededGenerator(seed: seed)
            let machine = PackWalkTests.machines[Int(seed) % PackWalkTests.machines.count]
            guard var history = try Self.walk(machine, pack, &random) else { continue }
            history.disturb(&random)
            guard Self.agrees(history, &clocks, &random, &met) else {
                Issue.record("seed \(seed): \(machine)")
                return
            }
        }
        #expect(met.machines == Set(PackWalkTests.machines))
        #expect(met.waiting > 50 && met.concurrent > 50)
        #expect(met.clocks.count > 20, "\(met.clocks.sorted())")
    }

    /// A lawful history of up to 24 steps in the mechanism; nil where it ends at home.
    private static func walk(
        _ machine: String,
        _ pack: RulePack,
        _ random: inout SeededGenerator
    ) throws -> History? {
        var walker = try PackWalker(RulePack.cooperationBytes, machine)
        var scene = try Scene(pack, machine)
        var first: CaseEvent?
        for _ in 0..<24 where !walker.isTerminal {
            var move: PackWalker.Move?
            for step in walker.allowed.shuffled(using: &random) where move == nil {
                move = walker.move(step, using: &random)
            }
            guard let move else { break }
            let words = Scene.Words(to: move.to, facts: move.facts, rank: move.rank)
            if walker.take(move) {
                first =
                    walker.isHome
                    ? try scene.beginAtHome(move.event, words)
                    : try scene.open(by: move.signer, move.event, words)
            } else {
                try scene.step(move.signer, move.event, words)
            }
        }
        return try first.map { try History(scene, $0.digest) }
    }
}
