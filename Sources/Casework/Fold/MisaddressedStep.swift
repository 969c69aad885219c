/// An applied step that went to somebody whose offices are not called as its rules ask.
package struct MisaddressedStep: Hashable, Sendable {
    /// The step.
    package let event: EventID
    /// Whom it names.
    package let address: Address
    /// What the offices there are called.
    package let titles: [String]
    /// The role that the step puts them into.
    package let role: Role
    /// The rule of that role which none of them meets.
    package let rule: OfficeRule
}

extension RecordState {
    /// The applied steps that went to somebody else than their rules ask for by what the record had said until then.
    ///
    /// `titles` says what the offices at an address are called, as cards have it; nil where none is here, and then nothing is known to be
    /// wrong. Cards change and are in no log, so that no verdict hangs on it.
    package func misaddressed(titles: (Address) -> [String]?) -> [MisaddressedStep] {
        guard let machine = progress.machine,
            machine.roles.contains(where: { !$0.officeWords.isEmpty || !$0.officeRules.isEmpty })
        else { return [] }
        var stated: [FieldID: FactValue] = [:]
        var found: [MisaddressedStep] = []
        for step in steps.prefix(placedCount) where step.verdict == .applied {
            for fact in step.event.facts { stated[fact.field] = fact.value }
            for role in machine.roles where role.isAddressed(by: step.event.event) {
                let rules = role.officeRules { stated[$0] }
                guard !rules.isEmpty else { continue }
                for address in step.event.to {
                    guard let titles = titles(address), !titles.isEmpty else { continue }
                    found += rules.filter { !titles.contains(where: $0.admits) }.map { rule in
                        MisaddressedStep(
                            event: step.event.event,
                            address: address,
                            titles: titles,
                            role: role,
                            rule: rule
                        )
                    }
                }
            }
        }
        return found
    }
}

extension Role {
    /// Whether a step puts those into the role to whom it is addressed.
    package func isAddressed(by event: EventID) -> Bool {
        bindings.contains { binding in
            if case .addressees(let events) = binding { events.contains(event) } else { false }
        }
    }
}
