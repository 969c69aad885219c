import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// States, clocks and counts are the same at a member, at an observer and for an auditor, whatever came to them first: over drawn
/// histories in which members leave, packs are left out, calendars come late and clocks count from stated days.
@Suite struct HistoryAgreementTests {
    /// The seeds; `LIANLU_HISTORY_SEEDS=1000-3999` has others drawn by hand.
    static let seeds: ClosedRange<UInt64> = {
        let ends = (ProcessInfo.processInfo.environment["LIANLU_HISTORY_SEEDS"] ?? "")
            .split(separator: "-").compactMap { UInt64($0) }
        return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : 0...23
    }()
    /// Halves that run beside each other.
    static let parts = 0..<2

    /// What the histories have met, so that a generator that draws nothing fails.
    private struct Met {
        var clocks: Set<ClockID> = []
        var reasons: Set<String> = []
        var clockFindings: Set<String> = []
        var phases: Set<ClockStanding.Phase> = []
        var machines: Set<MachineID> = []
        var answered = 0
        var expiries = 0
        var leftToOffices = 0
        var ways: Set<Transition.Way.Kind> = []
        var stepFindings: Set<String> = []

        mutating func note(_ findings: some Collection<HistoryFinding>, _ now: Timestamp) {
            for finding in findings {
                if let machine = finding.machine { machines.insert(machine) }
                answered += finding.count?.answer == nil ? 0 : 1
                expiries += finding.expiries.count
                leftToOffices += finding.leftToOffices.count
                for clock in finding.clocks {
                    clocks.insert(clock.clock.id)
                    phases.insert(clock.standing(asOf: now).phase)
                    clockFindings.formUnion(clock.findings.map(\.code.rawValue))
                }
                reasons.formUnion(finding.reasons)
                ways.formUnion(finding.steps.compactMap(\.way))
                stepFindings.formUnion(finding.steps.flatMap(\.findings).map(\.code.rawValue))
            }
        }
    }

    @Test(
        "a drawn history comes to the same states, clocks, steps of clocks, inbox lines and counts for a member, an observer and an auditor (seed in the message)",
        arguments: parts
    )
    func agreement(_ part: Int) async throws {
        var met = Met()
        for seed in Self.seeds where Int(seed) % Self.parts.count == part {
            try await compare(seed, &met)
        }
        #expect(met.machines.count >= 9, "\(met)")
        #expect(met.clocks.count >= 9, "\(met)")
        #expect(met.reasons.isSuperset(of: ["log_ended", "pack_not_named"]), "\(met)")
        #expect(met.clockFindings.contains { $0.hasPrefix("clock_extension_") }, "\(met)")
        #expect(met.clockFindings.contains { $0.hasPrefix("clock_start_fact_") }, "\(met)")
        let told = ["clock_start_corrected", "clock_stop_stated", "clock_right_lapsed"]
        #expect(met.clockFindings.isSuperset(of: told), "\(met)")
        #expect(met.expiries > 0 && met.leftToOffices > 0, "\(met)")
        #expect(met.answered > 5, "\(met)")
        #expect(met.ways == [.own, .crossing, .beside], "\(met)")
        #expect(met.stepFindings.contains("step_crossed"), "\(met)")
        #expect(met.phases.isSuperset(of: [.running, .passed, .kept, .late]), "\(met)")
    }

    private func compare(_ seed: UInt64, _ met: inout Met) async throws {
        let history = try DrawnHistory(seed: seed)
        var random = SplitMix(seed: seed ^ 0xA11CE)
        let now = try #require(Timestamp("2027-02-01T09:00:00+08:00"))
        let fujian = history.nodes[1]
        let observer = try #require(NodeName("audit-bureau.example"))
        var whole = try HistoryReader(fujian.name, fujian.region)
        try whole.take(history)
        let expected = try whole.findings(asOf: now)
        met.note(expected.values, now)
        var member = try HistoryReader(fujian.name, fujian.region)
        try member.take(history, &random)
        let differences = member.store.contents.differences(from: whole.store.contents)
        #expect(differences == [], "seed \(seed)")
        let inside = try member.findings(asOf: now)
        #expect(Self.differences(inside, expected) == [], "seed \(seed)")
        var outside = try HistoryReader(observer, .everywhere)
        try outside.take(history, &random)
        let observed = try outside.findings(asOf: now)
        #expect(Self.differences(observed, expected) == [], "seed \(seed)")
        let (report, records) = try await HistorySource(history).audited()
        // What a revoked key signed is the history's own fault, and no disagreement.
        let faults = report.findings.filter { $0.weight == .fault && $0.code != .entryInvalid }
        #expect(faults.isEmpty, "seed \(seed): \(faults)")
        let keys = records.keys(beginning: "")
        let audited = try HistoryFinding.all(keys, asOf: now) { key in
            let context = records.context(of: key.scope)
            return (context, try Projector(context).state(of: key, in: records.projection))
        }
        #expect(Self.differences(audited, expected) == [], "seed \(seed)")
    }

    /// Where two find something else of a record, in a few words.
    private static func differences(
        _ found: [Digest: HistoryFinding],
        _ expected: [Digest: HistoryFinding]
    ) -> [String] {
        Set(found.keys).union(expected.keys).sorted().flatMap { record -> [String] in
            guard let one = found[record], let other = expected[record] else {
                return ["\(record) is not there"]
            }
            var told: [String] = []
            if one.state != other.state {
                told.append("\(record): \(one.state?.text ?? "–") / \(other.state?.text ?? "–")")
            }
            for (a, b) in zip(one.steps, other.steps) where a != b { told.append("\(a) / \(b)") }
            for (a, b) in zip(one.clocks, other.clocks) where a != b { told.append("\(a) / \(b)") }
            if told.isEmpty, one != other { told.append("\(one) / \(other)") }
            return told
        }
    }
}
