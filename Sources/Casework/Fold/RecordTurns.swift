package import Cryptography

/// To whom a record turned, one after another.
///
/// The opening names the other side, and a step that names the same role anew (`redirect`, `resend`, `reroute`) turns to somebody else.
package struct RecordTurn: Hashable, Sendable {
    /// The step that turned to them.
    package let entry: Digest
    /// Those to whom it turned.
    package let addressees: [Address]
}

extension RecordState {
    /// The steps that name the other side: the opening, and those that name the same role as it does.
    package var turnEvents: Set<EventID> {
        guard let machine = progress.machine, let opening = progress.opening else { return [] }
        return machine.turnEvents(of: opening.event)
    }

    /// To whom the record has turned, in order; empty where its opening names no role.
    package var turns: [RecordTurn] {
        let events = turnEvents
        return progress.bindings.filter { events.contains($0.event) }.map { binding in
            RecordTurn(entry: binding.digest, addressees: binding.addressees.map(\.address))
        }
    }

    /// Whether a step hands the matter on: it turns to somebody to whom it did not go before, so that no earlier body was granted to him.
    package func handsOn(_ step: Transition, to addressees: [Address]) -> Bool {
        if step.handsOn { return true }
        guard turnEvents.contains(step.id) else { return false }
        let known = Set(turns.flatMap(\.addressees))
        return addressees.contains { !known.contains($0) }
    }
}

extension Machine {
    /// The steps that name the role which this opening names, itself included; empty where it names none.
    func turnEvents(of opening: EventID) -> Set<EventID> {
        let named = roles.flatMap(\.bindings).compactMap { binding -> [EventID]? in
            guard case .addressees(let events) = binding, events.contains(opening) else {
                return nil
            }
            return events
        }
        return Set(named.joined())
    }

    /// Whether a step brings somebody into a matter that the same side opened without him: it must name its addressees, and they take another
    /// part than those to whom the opening went.
    package func bringsIn(_ step: Transition) -> Bool {
        let asks = step.guards.contains { condition in
            if case .addressees(let least, _) = condition { least > 0 } else { false }
        }
        guard asks, !step.opens, !step.handsOn else { return false }
        let openings = transitions.filter(\.opens)
        return openings.contains { $0.by == step.by }
            && openings.allSatisfy { !turnEvents(of: $0.id).contains(step.id) }
    }

    /// Whether a step may hand a matter on to somebody new, who is then told what the same side said in its opening.
    package func mayHandOn(_ step: Transition) -> Bool {
        if step.handsOn { return true }
        return transitions.contains { other in
            other.opens && other.id != step.id && other.by == step.by
                && turnEvents(of: other.id).contains(step.id)
        }
    }
}
