/// Whom a step calls on because a period of its record is over, and what those may begin besides.
package struct StepCall: Hashable, Sendable {
    /// A step of another machine by which a matter of its own begins, beside the record.
    package struct Opening: Hashable, Sendable {
        /// The machine.
        package let machine: MachineID
        /// The step.
        package let event: EventID
    }

    /// The roles that are called on; each may take some step wherever the call may be made.
    package let roles: [RoleID]
    /// What whoever is called on may open, linked to the record.
    package let opens: [Opening]
}

extension StepCall {
    /// Reads the `calls` of a step.
    static func read(
        _ node: JSONNode,
        _ path: PackPath,
        roles: Set<RoleID>
    ) throws(CaseworkError) -> StepCall {
        let object = try PackObject(node, path, keys: ["roles", "opens"])
        return StepCall(
            roles: try object.someIDs("roles", roles, "role"),
            opens: try object.list("opens") { (node, path) throws(CaseworkError) -> Opening in
                let object = try PackObject(node, path, keys: ["machine", "event"])
                return Opening(machine: try object.id("machine"), event: try object.id("event"))
            }
        )
    }
}

extension MachineReader {
    /// A step with whom it calls on.
    func calling(
        _ step: Transition,
        _ node: JSONNode,
        _ path: PackPath,
        _ names: Names
    ) throws(CaseworkError) -> Transition {
        guard case .object(let members) = node.value,
            let value = members.first(where: { $0.key == "calls" })?.node
        else { return step }
        let place = path.member("calls")
        guard engine >= Limits.packEnginePartyGuards else {
            try place.report(.packKeyUnknown, line: value.line)
            return step
        }
        var calling = step
        calling.calls = try StepCall.read(value, place, roles: names.roles)
        return calling
    }
}

extension MachineChecks {
    /// Whoever a step calls on can take some step wherever the record stands then: nobody is called on in vain.
    ///
    /// What he may open besides is a matter of another kind.
    func checkCalls() throws(CaseworkError) {
        for (index, step) in machine.transitions.enumerated() {
            guard let call = step.calls else { continue }
            if call.opens.contains(where: { $0.machine == machine.id }) {
                try place.report(.packCallOpensOwn, "transitions", index, id: step.id.text)
            }
            let states = step.to.map { [$0] } ?? step.from
            let canAnswer = call.roles.allSatisfy { role in
                states.allSatisfy { state in
                    machine.transitions.contains { $0.from.contains(state) && $0.by.contains(role) }
                }
            }
            guard !canAnswer else { continue }
            try place.report(.packCallInVain, "transitions", index, id: step.id.text)
        }
    }
}

extension PackReader {
    /// What those who are called on may open stands in the same pack, and begins a matter.
    static func checkCalls(
        _ machines: [(machine: Machine, place: PackObject)]
    ) throws(CaseworkError) {
        for (machine, place) in machines {
            for opening in machine.transitions.compactMap(\.calls).flatMap(\.opens) {
                let found = machines.first { $0.machine.id == opening.machine }?.machine
                    .transition(opening.event)
                guard found.map({ !$0.from.isEmpty }) ?? true else { continue }
                try place.path.report(
                    .packReferenceUnknown,
                    line: place.line,
                    ["id": "\(opening.machine.text) \(opening.event.text)", "kind": "opening step"]
                )
            }
        }
    }
}
