/// What a step does in other states than those that it leaves as a rule.
extension MachineReader {
    private static let crossingKeys: Set<String> = ["from", "to", "timers"]

    /// Reads the states that a step crosses and those beside which it is taken: each state has one way at most.
    func readWays(
        of step: Transition,
        _ object: PackObject,
        _ names: Names
    ) throws(CaseworkError) -> Transition {
        var read = step
        read.beside = try object.ids("beside", in: names.states, kind: "state")
        read.crossings = try object.list("crossings", max: Limits.transitionCrossingCountMax) {
            (node, path) throws(CaseworkError) -> Transition.Crossing in
            try crossing(node, path, names, step)
        }
        let isApart = step.opens || step.from.isEmpty
        if isApart, object.has("crossings") {
            try object.reportMalformed("crossings", "none: opens, or from: []")
        }
        if isApart || step.automatic != nil, object.has("beside") {
            try object.reportMalformed("beside", "none: opens, automatic, or from: []")
        }
        var seen = Set(step.from)
        for (index, state) in read.beside.enumerated() where !seen.insert(state).inserted {
            try object.report(.packIDRepeated, "beside", index, id: state.text)
        }
        for (index, crossing) in read.crossings.enumerated() {
            for state in crossing.from where !seen.insert(state).inserted {
                try object.report(.packIDRepeated, "crossings", index, id: state.text)
            }
        }
        return read
    }

    private func crossing(
        _ node: JSONNode,
        _ path: PackPath,
        _ names: Names,
        _ step: Transition
    ) throws(CaseworkError) -> Transition.Crossing {
        let object = try PackObject(node, path, keys: Self.crossingKeys)
        let stays = try object.text("to") == "="
        let timers = try object.list("timers") { (node, path) throws(CaseworkError) in
            try timer(node, path, names: names)
        }
        return Transition.Crossing(
            from: try object.someIDs("from", names.states, "state"),
            to: stays ? nil : try object.id("to", in: names.states, kind: "state"),
            timers: object.has("timers") ? timers : step.timers
        )
    }
}
