internal import Cryptography

extension Transition {
    /// What a step does in states to which its signer's view of the record did not reach: something had led the record there of which he
    /// had not heard.
    package struct Crossing: Hashable, Sendable {
        /// Those states.
        package let from: [StateID]
        /// The state that it leads to from there; nil where the state stays.
        package let to: StateID?
        /// What it does to clocks then.
        package let timers: [Timer]
    }

    /// What one step that was taken did to the state and to the clocks.
    package struct Way: Sendable {
        /// How it came to that.
        package enum Kind: Hashable, Sendable {
            /// As the rules have it for the state.
            case own
            /// By somebody who had not heard of what led the record into its state.
            case crossing
            /// Beside what goes on in the mechanism, which it leaves as it is.
            case beside
        }

        /// How it came to that.
        package let kind: Kind
        /// The state that it led to; nil where the state stayed.
        package let to: StateID?
        /// What it does to clocks.
        package let timers: [Timer]

        /// Where what was begun at home may stand after a step beside the mechanism's, by where it could stand before.
        func line(after before: Set<StateID>, _ step: Transition) -> Set<StateID> {
            step.to.map { [$0] } ?? before.intersection(step.from)
        }
    }

    /// What it does to clocks in any way.
    package var allTimers: [Timer] { timers + crossings.flatMap(\.timers) }

    /// The step as the rules have it for the states of `from`.
    var own: Way { Way(kind: .own, to: to, timers: timers) }
}

extension RecordProgress {
    /// Whether the rules offer a step in a state to whoever knows the record: what is for those who do not is never offered.
    func offers(_ step: Transition, in state: StateID) -> Bool {
        step.from.contains(state) || isBeside(step, state)
    }

    /// The way in which a step can be taken; nil where the state does not allow it.
    ///
    /// `knows` answers whether the signer knew an entry. It crosses where he did not know the one that led the record into its state, and
    /// where the step would have been in place without that one.
    func way(
        of step: Transition,
        isFirst: Bool = false,
        knows: (Digest) -> Bool
    ) -> Transition.Way? {
        guard !isFirst, let state, !step.from.contains(state) else { return step.own }
        if isBeside(step, state) {
            return Transition.Way(kind: .beside, to: nil, timers: step.timers)
        }
        guard let crossing = step.crossings.first(where: { $0.from.contains(state) }),
            let crossed, step.from.contains(crossed), let leading, !knows(leading)
        else { return nil }
        return Transition.Way(kind: .crossing, to: crossing.to, timers: crossing.timers)
    }

    private func isBeside(_ step: Transition, _ state: StateID) -> Bool {
        step.beside.contains(state) && !beside.isDisjoint(with: step.from)
    }
}

extension RecordState {
    /// The way in which somebody who knows the record takes a step; nil where the state does not allow it.
    package func way(of step: Transition) -> Transition.Way? {
        progress.way(of: step) { _ in true }
    }

    /// Where what was begun at home stands beside what goes on in the mechanism, as far as that can be told: the node that has the
    /// home part knows where it stood when the matter went out.
    package func beside(home: RecordState?) -> Set<StateID> {
        guard let start = home?.state, let machine = progress.machine else {
            return progress.beside
        }
        return steps.prefix(placedCount).reduce([start]) { line, step in
            guard let way = step.way, way.kind == .beside,
                let rule = machine.transition(step.event.event)
            else { return line }
            return way.line(after: line, rule)
        }
    }

    /// Whether a step is one that the rules have for this state, or what was begun at home stands where the step can be taken beside.
    package func isInLine(_ step: Transition, home: RecordState?) -> Bool {
        guard way(of: step)?.kind == .beside else { return true }
        return !beside(home: home).isDisjoint(with: step.from)
    }

    /// What was begun at home and is not done when a step ends the record: the states in which it may stand.
    ///
    /// None where the step ends nothing, and where nothing could be done about it.
    package func leftOpen(by step: Transition, home: RecordState?) -> [State] {
        guard let machine = progress.machine, let state, way(of: step)?.kind == .own,
            let to = step.to.flatMap(machine.state), to.isTerminal
        else { return [] }
        let line = beside(home: home)
        let possible = machine.transitions.filter { $0.beside.contains(state) }
        return machine.states.filter { state in
            line.contains(state.id) && possible.contains { $0.from.contains(state.id) }
        }
    }
}
