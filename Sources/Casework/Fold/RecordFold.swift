package import Cryptography

/// Folds all entries of one record into its state: `fold(entries, rules) -> state`, without clock, storage or network.
///
/// A record has tens of entries and is folded anew on every change. The result does not depend on the order in which
/// the entries are given.
package struct RecordFold {
    /// The edition of the fold: raised whenever the same entries and rules give another summary than before, so that homes fold anew.
    package static let edition: UInt64 = 7

    private let record: Digest
    private let packs: PackSet
    private let homeOpening: HomeOpening?
    private let known: (Digest) -> EntryKnowledge

    /// Prepares a fold.
    ///
    /// `record` names the record by its first entry. `known` answers for entries that a step names and that are not entries
    /// of this record. `homeOpening` is for a matter at home that has gone into a mechanism.
    package init(
        record: Digest,
        packs: PackSet,
        homeOpening: HomeOpening? = nil,
        known: @escaping (Digest) -> EntryKnowledge
    ) {
        self.record = record
        self.packs = packs
        self.homeOpening = homeOpening
        self.known = known
    }

    /// The state that these entries make; entries of other records are left out.
    package func state(of entries: [CaseEvent]) -> RecordState {
        let sorting = FoldSorting(record: record, entries: entries)
        let events = sorting.events
        var links = FoldLinks(sorting: sorting, record: record, known: known)
        let order = StepOrder(
            events: events,
            positions: sorting.foldable,
            predecessors: links.predecessors,
            missing: links.missing
        )
        for (position, parent) in order.cyclic {
            links.reasons[position].append(
                IrregularReason(.parentNotEarlier, ["parent": parent.hex])
            )
        }
        var judge = StepJudge(
            record: record,
            isHome: events.first?.isHome ?? false,
            packs: packs,
            homeOpening: homeOpening,
            known: known
        )
        var steps = judged(order, events: events, links: links, judge: &judge)
        let placedCount = steps.count
        for position in sorting.foldable {
            guard let digests = order.waiting[position] else { continue }
            let awaited = digests.sorted().map { Awaited.entry($0) }
            steps.append(Self.step(events[position], .pending(awaited)))
        }
        for (position, verdict) in sorting.unfolded {
            steps.append(Self.step(events[position], verdict))
        }
        return RecordState(
            record: record,
            steps: steps,
            placedCount: placedCount,
            findings: judge.homeFindings + Self.besideFindings(steps, judge.progress),
            openedBy: homeOpening?.event.digest,
            ratifications: (homeOpening?.event.event).map(judge.progress.ratifications) ?? [],
            progress: judge.progress
        )
    }

    /// How far whoever kept something back has come beside the procedure whose state the record has; nothing where no such step was taken,
    /// and where that is done.
    private static func besideFindings(
        _ steps: [RecordState.Step],
        _ progress: RecordProgress
    ) -> [CaseFinding] {
        func goesOn(_ id: StateID) -> Bool { progress.machine?.state(id)?.isTerminal == false }
        guard let last = steps.last(where: { $0.way?.kind == .beside }),
            progress.state.map(goesOn) ?? false, progress.beside.contains(where: goesOn)
        else { return [] }
        let event = last.event
        return [
            CaseFinding(
                .besideTaken,
                ["at": event.at.text, "event": event.event.text, "signer": event.signer.text]
            )
        ]
    }

    private func judged(
        _ order: StepOrder,
        events: [CaseEvent],
        links: FoldLinks,
        judge: inout StepJudge
    ) -> [RecordState.Step] {
        var steps: [RecordState.Step] = []
        steps.reserveCapacity(events.count)
        // Steps that build on a step whose rules are not here wait for the same rules.
        var awaited: [Int: Set<Awaited>] = [:]
        var latest: [Timestamp?] = Array(repeating: nil, count: events.count)
        var previous: Int?
        let lineage = EntryLineage(order)
        for position in order.ordered {
            let event = events[position]
            var inherited: Set<Awaited> = []
            if !awaited.isEmpty {
                for predecessor in order.predecessors[position] {
                    inherited.formUnion(awaited[predecessor] ?? [])
                }
            }
            var (verdict, findings) =
                inherited.isEmpty
                ? judge.judge(event, reasons: links.reasons[position]) {
                    lineage.order.names($0, before: position)
                } : (.pending(inherited.sorted()), [])
            if case .pending(let items) = verdict {
                let rules = items.filter { if case .pack = $0 { true } else { false } }
                if !rules.isEmpty { awaited[position] = Set(rules) }
            }
            let earlier = order.logPredecessor[position].flatMap { latest[$0] }
            if let earlier, earlier.instant > event.at.instant {
                findings.append(
                    CaseFinding(
                        .clockWentBack,
                        ["at": event.at.text, "earlier": earlier.text]
                    )
                )
                latest[position] = earlier
            } else {
                latest[position] = event.at
            }
            let follows = previous.map(order.predecessors[position].contains) ?? true
            steps.append(
                RecordState.Step(
                    event: event,
                    verdict: verdict,
                    findings: findings,
                    state: verdict == .applied ? judge.progress.state : nil,
                    way: verdict == .applied ? judge.way : nil,
                    isPlacedByClock: !follows
                )
            )
            previous = position
        }
        return steps
    }

    /// The order as each judgement of a step refers to it: by itself it would be copied for each.
    private final class EntryLineage {
        let order: StepOrder

        init(_ order: StepOrder) { self.order = order }
    }

    private static func step(_ event: CaseEvent, _ verdict: StepVerdict) -> RecordState.Step {
        RecordState.Step(
            event: event,
            verdict: verdict,
            findings: [],
            state: nil,
            way: nil,
            isPlacedByClock: false
        )
    }
}
