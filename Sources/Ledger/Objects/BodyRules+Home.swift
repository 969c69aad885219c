package import Casework

extension BodyRules {
    /// The open fields that an opening keeps in its body: times from which only clocks of the home part count.
    ///
    /// A step at home has them in its own header, for its clocks. In the mechanism no clock reads them from the opening, and when an office
    /// reported and approved is for those alone to whom the body goes. What the opening itself asks for, or what decides a timer or a guard,
    /// stays open.
    package var fieldsOfHome: Set<FieldID> {
        guard step.opens else { return [] }
        let kept = Set(homeSteps.flatMap(\.allTimers).compactMap(\.at))
        return kept.subtracting(step.requiredFields)
            .subtracting(step.allTimers.compactMap(\.at))
            .subtracting(machine.transitions.flatMap(\.allTimers).flatMap(\.when).map(\.field))
            .subtracting(machine.transitions.flatMap(\.guards).flatMap(Self.fields))
    }

    /// The open fields of which a guard asks something.
    private static func fields(of condition: Guard) -> [FieldID] {
        switch condition {
        case .facts(let fields): fields
        case .first(let field): [field]
        case .addressees, .newAddressees, .latest, .once, .otherAddressees, .otherSigner,
            .ownLatest, .allOfRole, .someOfRole, .addresseesWithout:
            []
        }
    }
}
