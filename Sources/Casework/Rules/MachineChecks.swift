/// What must hold for a machine as a whole, beyond the form of its parts (FORMATS.md "Rule packs").
struct MachineChecks {
    let machine: Machine
    let place: PackObject

    /// The states that a matter can be in at home, and those that it can be in once it was opened.
    private let home: Set<StateID>
    private let mechanism: Set<StateID>

    init(machine: Machine, place: PackObject) {
        self.machine = machine
        self.place = place
        let atHome = Self.reach(machine, from: []) { !$0.opens && Self.isHomeStep($0) }
        home = atHome
        let opened = machine.transitions.filter { step in
            step.opens && (step.from.isEmpty || step.from.contains(where: atHome.contains))
        }
        mechanism = Self.reach(machine, from: Set(opened.compactMap(\.to))) { step in
            !step.opens && !step.from.isEmpty && Self.isSigned(step)
        }
    }

    func run() throws(CaseworkError) {
        let before = place.path.faultCount
        try checkBeginnings()
        try checkSigners()
        // Whether states can be reached is a question once the steps to them can be taken.
        guard place.path.faultCount == before else { return }
        try checkOpenings()
        try checkReachable()
        try checkEnds()
        try checkCalls()
        try checkHome()
        try checkWaiting()
        try checkClocks()
        try checkGuards()
        try WayChecks(machine: machine, place: place, mechanism: mechanism).run()
    }

    // MARK: Who may sign

    private static func isOpener(_ role: Role) -> Bool {
        role.bindings.contains { if case .opener = $0 { true } else { false } }
    }

    /// Whether some office may ever sign a step.
    private static func isSigned(_ step: Transition) -> Bool {
        step.admitsSystem || step.signers.contains { $0.bindings != [.outside] }
    }

    /// Whether the opener's own roles, or its node, may sign a step: at home no other role acts.
    private static func isHomeStep(_ step: Transition) -> Bool {
        step.admitsSystem || step.signers.contains(where: isOpener)
    }

    /// A record begins with a step that somebody may take who is then its opener.
    private func checkBeginnings() throws(CaseworkError) {
        if machine.beginnings.isEmpty {
            try place.report(.packCreationMissing, id: machine.id.text)
        }
        if !machine.transitions.contains(where: \.opens) {
            try place.report(.packOpeningMissing, id: machine.id.text)
        }
        for (index, step) in machine.transitions.enumerated()
        where step.opens || step.from.isEmpty {
            let isOpener = step.signers.contains { role in
                // A record that has not been opened yet has no opening event: whoever creates it counts as any opener.
                step.opens ? role.isFilledByOpener(of: step.id) : Self.isOpener(role)
            }
            if !isOpener { try report(.packEventBeginner, step, index) }
        }
    }

    private func checkSigners() throws(CaseworkError) {
        for (index, step) in machine.transitions.enumerated() where !Self.isSigned(step) {
            try report(.packEventUnsigned, step, index)
        }
    }

    // MARK: Ways through the machine

    /// The opener's own roles can bring a matter to each opening at home, where no other role acts.
    private func checkOpenings() throws(CaseworkError) {
        for (index, step) in machine.transitions.enumerated()
        where step.opens && !step.from.isEmpty {
            if !step.from.contains(where: home.contains) {
                try report(.packOpeningUnreachable, step, index)
            }
        }
    }

    private func checkReachable() throws(CaseworkError) {
        for (index, state) in machine.states.enumerated() {
            if !home.contains(state.id), !mechanism.contains(state.id) {
                try report(.packStateUnreachable, state, index)
            }
        }
    }

    /// From every state some terminal state can be reached, and no step leaves a terminal one.
    private func checkEnds() throws(CaseworkError) {
        let terminal = Set(machine.states.filter(\.isTerminal).map(\.id))
        for (index, step) in machine.transitions.enumerated() {
            for state in step.from where terminal.contains(state) {
                try place.report(.packStateTerminalLeft, "transitions", index, id: state.text)
            }
        }
        let ending = leading(to: terminal) { !$0.opens && Self.isSigned($0) }
        let dead = machine.states.enumerated().filter { _, state in
            mechanism.contains(state.id) && !ending.contains(state.id)
        }
        // The state that nothing leaves is where the fault is; those that lead to it only suffer from it.
        let last = dead.filter { _, state in
            !machine.transitions.contains { $0.to != nil && $0.from.contains(state.id) }
        }
        for (index, state) in last.isEmpty ? Array(dead.prefix(1)) : last {
            try report(.packStateDeadEnd, state, index)
        }
    }

    /// A matter at home can be opened or ended by whoever began it.
    private func checkHome() throws(CaseworkError) {
        var leaving = Set(machine.states.filter(\.isTerminal).map(\.id))
        for step in machine.transitions where step.opens { leaving.formUnion(step.from) }
        let ending = leading(to: leaving) { !$0.opens && Self.isHomeStep($0) }
        for (index, state) in machine.states.enumerated() where home.contains(state.id) {
            if !ending.contains(state.id) { try report(.packStateStuckAtHome, state, index) }
        }
    }

    // MARK: What states, clocks and guards promise

    /// Whoever a state waits for can take a step from it, or have it recorded.
    private func checkWaiting() throws(CaseworkError) {
        for (index, state) in machine.states.enumerated() {
            guard let role = state.waitsFor else { continue }
            let asked = [role] + [state.then].compactMap(\.self)
            let canAnswer = state.answeredBy.allSatisfy { event in
                machine.transition(event).map { takes($0, from: state, role) } ?? false
            }
            if !canAnswer || !asked.allSatisfy({ canAct($0, in: state) }) {
                try report(.packStateWaitsInVain, state, index)
            }
        }
    }

    private func canAct(_ role: RoleID, in state: State) -> Bool {
        machine.transitions.contains { takes($0, from: state, role) }
    }

    private func takes(_ step: Transition, from state: State, _ role: RoleID) -> Bool {
        step.from.contains(state.id) && (step.by.contains(role) || step.recordedBy.contains(role))
    }

    /// A clock that some step stops, pauses, resumes or extends, or that may outlive the record, is started by another.
    private func checkClocks() throws(CaseworkError) {
        let started = Set(
            machine.transitions.flatMap(\.allTimers).filter { $0.operation == .start }.map(\.clock)
        )
        for (index, step) in machine.transitions.enumerated() {
            for timer in step.allTimers where !started.contains(timer.clock) {
                try place.report(
                    .packClockNotStarted,
                    "transitions",
                    index,
                    id: timer.clock.text
                )
            }
        }
        for (index, clock) in machine.outlivingClocks.enumerated()
        where !started.contains(clock) {
            try place.report(
                .packClockNotStarted,
                "outliving_clocks",
                index,
                id: clock.text
            )
        }
    }

    /// Entries at home name no addressees, so a step that only home can take cannot ask for any.
    private func checkGuards() throws(CaseworkError) {
        for (index, step) in machine.transitions.enumerated() {
            let canHold = step.guards.allSatisfy { isPossible($0, of: step) }
            if !canHold { try report(.packGuardInVain, step, index) }
        }
        for (index, step) in machine.transitions.enumerated() where !step.opens {
            let isAtHome = !(step.from + step.beside).contains(where: mechanism.contains)
            guard isAtHome, step.guards.contains(where: Self.asksForAddressees) else { continue }
            try report(.packGuardAtHome, step, index)
        }
    }

    private static func asksForAddressees(_ condition: Guard) -> Bool {
        switch condition {
        case .addressees, .newAddressees, .otherAddressees, .addresseesWithout: true
        case .latest, .once, .facts, .otherSigner, .first, .ownLatest, .allOfRole, .someOfRole:
            false
        }
    }

    /// Whether those whose answers a guard asks for may give them, and may have come so far before the step.
    private func isPossible(_ condition: Guard, of step: Transition) -> Bool {
        switch condition {
        case .ownLatest(_, let allowed, let orNone):
            return orNone || allowed.contains { isTaken($0, byOneOf: step.by + step.recordedBy) }
        case .allOfRole(let answers), .someOfRole(let answers):
            let among = answers.among.map(\.isOneOf) ?? answers.isOneOf
            return (step.from + step.beside).contains(where: mechanism.contains)
                && [answers.isOneOf, among].allSatisfy { events in
                    events.contains { isTaken($0, byOneOf: [answers.role]) }
                }
        case .addressees, .newAddressees, .latest, .once, .facts, .otherAddressees, .otherSigner,
            .first, .addresseesWithout:
            return true
        }
    }

    private func isTaken(_ event: EventID, byOneOf roles: [RoleID]) -> Bool {
        machine.transition(event).map { step in
            (step.by + step.recordedBy).contains(where: roles.contains)
        } ?? false
    }

    // MARK: Places

    private func report(
        _ code: CaseworkError.Code,
        _ step: Transition,
        _ index: Int
    ) throws(CaseworkError) {
        try place.report(code, "transitions", index, id: step.id.text)
    }

    private func report(
        _ code: CaseworkError.Code,
        _ state: State,
        _ index: Int
    ) throws(CaseworkError) {
        try place.report(code, "states", index, id: state.id.text)
    }

    // MARK: Sets of states

    /// The states from which the allowed steps lead to one of these.
    private func leading(
        to goal: Set<StateID>,
        over isAllowed: (Transition) -> Bool
    ) -> Set<StateID> {
        var found = goal
        var count = -1
        while count != found.count {
            count = found.count
            for step in machine.transitions where isAllowed(step) {
                if let to = step.to, found.contains(to) { found.formUnion(step.from) }
            }
        }
        return found
    }

    private static func reach(
        _ machine: Machine,
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
            // What only a crossing leads to must end as well; a way out is none, since nobody who knows the record has it.
            for crossing in machine.transitions.filter(isAllowed).flatMap(\.crossings) {
                guard let to = crossing.to, crossing.from.contains(where: reached.contains) else {
                    continue
                }
                reached.insert(to)
            }
        }
        return reached
    }
}
