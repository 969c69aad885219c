/// What the statistics count of one record, as every node and auditor computes it: from headers, charters, packs and clocks alone.
///
/// What answered and on time mean is derived from the clocks that the packs declare (ARCHITECTURE.md "Statistics").
package struct RecordCount: Hashable, Sendable {
    /// Whether the answer came in time.
    package enum Promptness: String, CaseIterable, Sendable {
        /// Every period that the answer ended was kept.
        case onTime = "on_time"
        /// One of them was over.
        case late
        /// The rules set no period, or it cannot be counted.
        case untimed
        /// The rules set a period, of which nothing is told because rules that it goes by are not here.
        case withheld
    }

    /// The step by which the other side answered.
    package struct Answer: Hashable, Sendable {
        /// Its own time.
        package let at: Timestamp
        /// Whether it came in time.
        package let promptness: Promptness
    }

    /// What became of a record that the rules count under a name of its own.
    package struct Tallied: Hashable, Sendable {
        /// The tally.
        package let tally: RuleTally
        /// The outcome; nil while there is none.
        package let outcome: StateID?
    }

    /// The kind of the record.
    package let kind: KindID
    /// The kind's title in the record's pack.
    package let kindTitle: Title
    /// The region of the office that opened it.
    package let from: RegionCode
    /// The regions that the opening turned to, sorted, each once.
    package let to: [RegionCode]
    /// The opening's own time.
    package let opened: Timestamp
    /// The answer; nil while there is none.
    package private(set) var answer: Answer?
    /// Whether somebody is behind at the time that was asked about.
    package private(set) var isOverdue: Bool
    /// Whether it ended, or was taken back, unanswered and after a period of the other side was over.
    package private(set) var isUnansweredLate: Bool
    /// What else it is counted as; nil for nothing.
    package let tallied: Tallied?
    /// Whether the opening says that it is an exercise, which no sum of real matters holds; nobody takes a matter out afterwards.
    package let isExercise: Bool
    /// What it counts for with each side that it turned to, where it turned to others after its opening; empty where it did not.
    private var parts: [RecordCount] = []
    /// Whether a period binds somebody else than the opener.
    private var isBound = false

    /// What it counts for with each side that it turned to, in order: between regions nobody answers for what another one did.
    package var turns: [RecordCount] { parts.isEmpty ? [self] : parts }

    /// Counts one record of a mechanism with its clocks, as they stand at a time.
    ///
    /// Nil while its opening is not applied: its rules or its first entry are not here, or it does not count.
    package init?(of state: RecordState, clocks: [RecordClock], asOf now: Timestamp) {
        let applied = state.steps.prefix(state.placedCount).filter { $0.verdict == .applied }
            .map(\.event)
        guard let machine = state.progress.machine, let opening = state.progress.opening,
            let first = applied.first(where: { $0.digest == opening.digest }),
            let pack = state.progress.pack,
            let kind = pack.kinds.first(where: { kind in
                kind.machines.contains { $0.id == machine.id }
            })
        else { return nil }
        self.kind = kind.id
        kindTitle = kind.title
        from = first.from
        to = Set(first.to.map(\.region)).sorted()
        opened = first.at
        isExercise = state.isExercise
        let search = AnswerSearch(
            state: state,
            machine: machine,
            opening: opening,
            steps: applied,
            clocks: clocks,
            now: now
        )
        answer = search.answer()
        isBound = search.isBound
        isOverdue = clocks.contains { $0.isOverdue(asOf: now) }
        isUnansweredLate = answer == nil && search.isLeftLate
        tallied = machine.tally.flatMap { Self.tallied($0, state, applied) }
        let found = Self.parts(of: self, state, search)
        if found.count > 1 { parts = found }
    }

    private init(
        _ whole: RecordCount,
        turn: (to: [RegionCode], opened: Timestamp),
        answer: Answer?,
        isOverdue: Bool,
        isUnansweredLate: Bool,
        tallied: Tallied?
    ) {
        kind = whole.kind
        kindTitle = whole.kindTitle
        from = whole.from
        to = turn.to
        opened = turn.opened
        self.answer = answer
        self.isOverdue = isOverdue
        self.isUnansweredLate = isUnansweredLate
        self.tallied = tallied
        isExercise = whole.isExercise
    }

    /// The record with each side that it turned to; turns to the same regions, one after the other, are one.
    private static func parts(
        of whole: RecordCount,
        _ state: RecordState,
        _ search: AnswerSearch
    ) -> [RecordCount] {
        var turns: [(to: [RegionCode], opened: Timestamp, start: Int)] = [
            (whole.to, whole.opened, 0)
        ]
        for turn in state.turns {
            let to = Set(turn.addressees.map(\.region)).sorted()
            guard to != turns[turns.count - 1].to,
                let place = search.steps.firstIndex(where: { $0.digest == turn.entry })
            else { continue }
            turns.append((to, search.steps[place].at, place + 1))
        }
        return turns.enumerated().map { number, turn in
            let isLast = number == turns.count - 1
            // Whoever sends it on does so with the step that names the next one.
            let part = search.within(
                turn.start..<(isLast ? search.steps.count : turns[number + 1].start)
            )
            let answer = part.answer()
            var count = RecordCount(
                whole,
                turn: (turn.to, turn.opened),
                answer: answer,
                isOverdue: isLast && whole.isOverdue,
                isUnansweredLate: answer == nil && part.isLeftLate,
                tallied: isLast ? whole.tallied : nil
            )
            count.isBound = part.isBound
            return count
        }
    }

    /// The same where what came after some time is not here: nobody is known to be behind.
    package var cutOff: RecordCount {
        var count = self
        count.isOverdue = false
        count.parts = parts.map(\.cutOff)
        return count
    }

    /// The same where some clocks tell nothing, because rules that they go by are not here: `told` was counted without these.
    ///
    /// It is answered by the same step; whether in time and whether somebody is behind the others say.
    package func telling(only told: RecordCount) -> RecordCount {
        var count = self
        count.isOverdue = told.isOverdue
        count.isUnansweredLate = told.isUnansweredLate
        count.answer = answer.map { own in
            let known = told.answer?.at == own.at ? told.answer?.promptness : nil
            // Where no period is left of those that bind, what the others say is that there is none.
            let isLeft = told.isBound || !isBound
            return Answer(at: own.at, promptness: isLeft ? known ?? .withheld : .withheld)
        }
        count.parts = zip(parts, told.parts).map { $0.telling(only: $1) }
        return count
    }

    /// Seconds from the opening to the answer, by the offices' own clocks; 0 where the answer's clock went behind.
    package var answerSeconds: Int64? { answer.map { max(0, $0.at.instant - opened.instant) } }

    /// The month of the opening by Chinese time, `YYYY-MM`.
    package var month: String {
        String((LocalDate(inChinaAt: opened) ?? LocalDate(of: opened)).text.prefix(7))
    }

    private static func tallied(
        _ tally: RuleTally,
        _ state: RecordState,
        _ applied: [CaseEvent]
    ) -> Tallied? {
        let isCounted = tally.when.allSatisfy {
            $0.holds(for: state.progress.latestFact($0.field)) == true
        }
        guard isCounted else { return nil }
        let told = applied.last { event in
            tally.outcomes.contains { $0.events.contains(event.event) }
        }
        let outcome = told.flatMap { event in
            tally.outcomes.first { $0.events.contains(event.event) }?.id
        }
        return Tallied(tally: tally, outcome: outcome)
    }
}

/// Finds the step by which the other side of a record answered.
private struct AnswerSearch {
    let state: RecordState
    let machine: Machine
    let opening: RecordProgress.Opening
    let steps: [CaseEvent]
    let clocks: [RecordClock]
    let now: Timestamp

    func answer() -> RecordCount.Answer? {
        let periods = periods
        return periods.isEmpty ? untimed() : timed(periods)
    }

    /// The periods that bind somebody else than the opener.
    private var periods: [RecordClock] {
        clocks.filter { clock in
            !clock.isProposal && clock.clock.kind == .limit && !isOpeners(clock)
        }
    }

    /// Whether there is any.
    var isBound: Bool { !periods.isEmpty }

    /// Whether the record ended, or its opener took it back, after one of these periods was over.
    var isLeftLate: Bool {
        let own = Set(steps.filter(isOpeners).map(\.digest))
        return periods.contains { clock in
            guard let end = clock.end, clock.standing(asOf: now).phase == .late else {
                return false
            }
            return end.reason != .stopped || own.contains(end.mark.entry)
        }
    }

    /// The same search among some of the steps, with the clocks that ran there.
    func within(_ range: Range<Int>) -> AnswerSearch {
        let places = Dictionary(
            steps.enumerated().map { ($1.digest, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return AnswerSearch(
            state: state,
            machine: machine,
            opening: opening,
            steps: Array(steps[range]),
            clocks: clocks.filter { clock in
                let start = places[clock.started.entry] ?? 0
                let end = clock.end.flatMap { places[$0.mark.entry] } ?? .max
                return start < range.upperBound && end >= range.lowerBound
            },
            now: now
        )
    }

    /// The first step of another than the opener that ends a period and leaves none open that ran before it.
    private func timed(_ periods: [RecordClock]) -> RecordCount.Answer? {
        let places = Dictionary(
            steps.enumerated().map { ($1.digest, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let spans = periods.map { clock in
            Span(
                clock: clock,
                start: places[clock.started.entry] ?? -1,
                end: clock.end.flatMap { end in
                    end.reason == .recordEnded ? nil : places[end.mark.entry]
                } ?? .max
            )
        }
        for (place, step) in steps.enumerated() where !isOpeners(step) {
            let ends = spans.contains { $0.end == place && $0.isDone }
            let isLeft = spans.contains { $0.start < place && $0.end > place }
            guard ends, !isLeft else { continue }
            let phases = spans.filter { $0.end <= place && ($0.isDone || $0.isRenewed) }
                .map { $0.clock.standing(asOf: now).phase }
            let promptness: RecordCount.Promptness =
                phases.contains(.late)
                ? .late
                : phases.contains { [.uncountable, .undecided].contains($0) } ? .untimed : .onTime
            return RecordCount.Answer(at: step.at, promptness: promptness)
        }
        return nil
    }

    private struct Span {
        let clock: RecordClock
        let start: Int
        let end: Int
        /// Whether what was due was done; a period that fell away answers nothing.
        var isDone: Bool { clock.end?.reason == .stopped }
        /// Whether it was missed and a later end was set afterwards.
        var isRenewed: Bool { clock.end?.reason == .extended }
    }

    /// Where no period binds: the first step of an addressee that is more than the acknowledgement.
    private func untimed() -> RecordCount.Answer? {
        let step = steps.first { step in
            !isOpeners(step) && step.office != .system && isAddressed(step.signer)
                && machine.transition(step.event)?.automatic == nil
        }
        return step.map { RecordCount.Answer(at: $0.at, promptness: .untimed) }
    }

    private func isAddressed(_ signer: Address) -> Bool {
        state.progress.bindings.contains { binding in
            binding.addressees.contains { $0.address.contains(signer) }
        }
    }

    /// Whether a step is the opener's own, or that of its node's automatic signer.
    private func isOpeners(_ step: CaseEvent) -> Bool {
        step.signer == opening.signer || step.office == .system && step.node == opening.node
    }

    /// Whether a period binds the opener alone: its bearer is a role that nobody else fills.
    private func isOpeners(_ clock: RecordClock) -> Bool {
        guard let role = machine.role(clock.clock.bearer), !role.bindings.isEmpty else {
            return false
        }
        return role.bindings.allSatisfy { binding in
            if case .opener = binding { true } else { false }
        }
    }
}
