import Casework
import Ledger
import LocalAPI

extension StepRules {
    /// What a step that brings somebody in does not repeat: the number of an earlier letter, and offices that are not those to whom it goes.
    func renewed(_ fields: [FieldID: BodyValue], for addressees: [Address]) -> Set<FieldID> {
        let offices = fields.keys.filter { id in
            guard let field = machine.field(id, in: pack), field.kind == .office, field.isList,
                let value = fields[id]
            else { return false }
            let named = PrintableSteps.Taken.addresses(value)
            func meet(_ a: Address, _ b: Address) -> Bool { a.contains(b) || b.contains(a) }
            return !named.allSatisfy { office in addressees.contains { meet($0, office) } }
                || !addressees.allSatisfy { address in named.contains { meet(address, $0) } }
        }
        return Set(offices).union([NumberPlanner.fieldID].compactMap(\.self))
    }

    /// What a step says anew although it was said before: what its guards look for in its own header, and in a mechanism its own fields.
    ///
    /// A second reply or report says something of its own, and its letter says what it says. What every letter of the pack asks for (number, offices, officers, liaison) tells of the matter, and stands once it was said. An
    /// opening, and a step that brings somebody in, repeat it themselves; a draft at home is written in several steps.
    func statedAnew(isOpening: Bool, isHome: Bool) -> Set<FieldID> {
        guard !isOpening else { return [] }
        guard !machine.bringsIn(step) else {
            return Set([NumberPlanner.fieldID].compactMap(\.self))
        }
        let ofForm = Set(pack.fields.filter(\.isRequired).map(\.id))
        let own = isHome ? [] : Set(step.requiredFields).subtracting(ofForm)
        return step.guards.reduce(into: own) { found, condition in
            if case .facts(let fields) = condition { found.formUnion(fields) }
        }
    }
}
