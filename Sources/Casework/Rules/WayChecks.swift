/// Whether the further ways of a machine's steps can ever be taken.
struct WayChecks {
    let machine: Machine
    let place: PackObject
    /// The states that a matter can be in once it was opened.
    let mechanism: Set<StateID>

    func run() throws(CaseworkError) {
        let line = lineBeside()
        let crossed = crossedStates()
        for (index, step) in machine.transitions.enumerated() {
            for state in step.beside + step.crossings.flatMap(\.from) {
                if machine.state(state)?.isTerminal == true {
                    try place.report(.packStateTerminalLeft, "transitions", index, id: state.text)
                } else if !mechanism.contains(state) {
                    try report(index, state)
                }
            }
            if let first = step.beside.first, line.isDisjoint(with: step.from) {
                try report(index, first)
            }
            for state in step.crossings.flatMap(\.from)
            where crossed[state, default: []].isDisjoint(with: step.from) {
                try report(index, state)
            }
        }
    }

    /// Where what was begun at home can stand once the matter was opened.
    private func lineBeside() -> Set<StateID> {
        var line = Set(machine.transitions.filter(\.opens).flatMap(\.from))
        grow { () -> Bool in
            let reached = machine.transitions.filter { step in
                !step.beside.isEmpty && !line.isDisjoint(with: step.from)
            }
            .compactMap(\.to)
            defer { line.formUnion(reached) }
            return !line.isSuperset(of: reached)
        }
        return line
    }

    /// For each state where a record can stand for those who have not heard of what led it there.
    private func crossedStates() -> [StateID: Set<StateID>] {
        var crossed: [StateID: Set<StateID>] = [:]
        for step in machine.transitions where !step.opens {
            if let to = step.to { crossed[to, default: []].formUnion(step.from) }
            for crossing in step.crossings {
                if let to = crossing.to { crossed[to, default: []].formUnion(crossing.from) }
            }
        }
        grow { () -> Bool in
            var hasGrown = false
            for step in machine.transitions {
                guard let to = step.to else { continue }
                for state in step.crossings.filter({ $0.to == nil }).flatMap(\.from)
                where !crossed[state, default: []].isDisjoint(with: step.from) {
                    hasGrown = crossed[state, default: []].insert(to).inserted || hasGrown
                }
            }
            return hasGrown
        }
        return crossed
    }

    private func grow(_ round: () -> Bool) {
        while round() {}
    }

    private func report(_ index: Int, _ state: StateID) throws(CaseworkError) {
        try place.report(.packWayInVain, "transitions", index, id: state.text)
    }
}
