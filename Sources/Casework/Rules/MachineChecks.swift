/// What must hold for a machine as a whole, beyond the form of its parts (FORMATS.md "Rule packs").
struct MachineChecks {
    let machine: Machine
    let place: PackObject

    func run() throws(CaseworkError) {
        try checkBeginnings()
        try checkReachable()
        try checkEnds()
        try checkOpenings()
    }

    /// A record begins with a step that somebody may take who is then its opener.
    private func checkBeginnings() throws(CaseworkError) {
        guard !machine.beginnings.isEmpty else {
            throw place.fault(.packCreationMissing, id: machine.id.text)
        }
        guard machine.transitions.contains(where: \.opens) else {
            throw place.fault(.packOpeningMissing, id: machine.id.text)
        }
        for step in machine.transitions where step.opens || step.from.isEmpty {
            let isOpener = step.signers.contains { role in
                // A record that has not been opened yet has no opening event: whoever creates it counts as any opener.
                step.opens ? role.isFilledByOpener(of: step.id) : Self.isOpener(role)
            }
            guard isOpener else { throw place.fault(.packEventBeginner, id: step.id.text) }
        }
    }

    private func checkReachable() throws(CaseworkError) {
        let reached = reach(from: [], over: { _ in true })
        for state in machine.states where !reached.contains(state.id) {
            throw place.fault(.packStateUnreachable, id: state.id.text)
        }
    }

    /// From every state some terminal state can be reached, and no step leaves a terminal one.
    private func checkEnds() throws(CaseworkError) {
        var ending = Set(machine.states.filter(\.isTerminal).map(\.id))
        for step in machine.transitions {
            for state in step.from where ending.contains(state) {
                throw place.fault(.packStateTerminalLeft, id: state.text)
            }
        }
        var count = -1
        while count != ending.count {
            count = ending.count
            for step in machine.transitions {
                if let to = step.to, ending.contains(to) { ending.formUnion(step.from) }
            }
        }
        for state in machine.states where !ending.contains(state.id) {
            throw place.fault(.packStateDeadEnd, id: state.id.text)
        }
    }

    /// The opener's own roles can bring a matter to each opening at home, where no other role acts.
    private func checkOpenings() throws(CaseworkError) {
        let reached = reach(from: []) { step in
            !step.opens && (step.admitsSystem || step.signers.contains(where: Self.isOpener))
        }
        for step in machine.transitions where step.opens && !step.from.isEmpty {
            guard step.from.contains(where: reached.contains) else {
                throw place.fault(.packOpeningUnreachable, id: step.id.text)
            }
        }
    }

    private static func isOpener(_ role: Role) -> Bool {
        role.bindings.contains { if case .opener = $0 { true } else { false } }
    }

    private func reach(
        from start: Set<StateID>,
        over isAllowed: (Transition) -> Bool
    ) -> Set<StateID> {
        var reached = start
        var count = -1
        while count != reached.count {
            count = reached.count
            for step in machine.transitions where isAllowed(step) {
                guard step.from.isEmpty || step.from.contains(where: reached.contains) else {
                    continue
                }
                if let to = step.to { reached.insert(to) }
            }
        }
        return reached
    }
}
