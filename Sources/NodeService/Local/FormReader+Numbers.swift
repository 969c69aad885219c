import Casework
import Ledger
import LocalAPI

/// Which number a document bears: its own, and never that of another paper of the step.
extension FormReader {
    /// The number of a document: no other office's; in a mechanism that of the step alone, for the first document that it issues; at home a
    /// letter's own for its draft, and for a paper that stays here the one that its step took for it.
    func number(
        of chosen: Chosen,
        from said: [PrintableSteps.Taken],
        home isHome: Bool
    ) throws -> String? {
        let taken = chosen.taken
        guard isHome else {
            guard taken.fitting.first?.id == chosen.document.id else { return nil }
            return try number(statedBy: taken)
        }
        guard taken.step.opens || taken.machine.outgoing.contains(chosen.document.id) else {
            let number = try number(statedBy: taken)
            return number.flatMap { paper(of: $0, taken) == chosen.document.id ? $0 : nil }
        }
        for step in said.reversed() where step.event.signer == taken.event.signer {
            guard let number = try number(statedBy: step), paper(of: number, step) == nil else {
                continue
            }
            return number
        }
        return nil
    }

    /// The paper that stays at home whose number this is; nil for a letter's.
    private func paper(of number: String, _ taken: PrintableSteps.Taken) -> DocumentID? {
        let rules = StepRules(pack: taken.pack, machine: taken.machine, step: taken.step)
        return prefixes.paper(of: number, at: rules, for: taken.event.office, taken.facts)
    }

    /// The number that one step states, in its canonical form where it has one.
    private func number(statedBy taken: PrintableSteps.Taken) throws -> String? {
        var fields: [FieldID: BodyValue] = [:]
        _ = try steps.said(by: taken, into: &fields)
        return Names.number.flatMap { fields[$0]?.string }.map(Self.canonical)
    }

    /// A document number in its canonical form where it has one, else as it was written.
    static func canonical(_ text: String) -> String {
        let number = SubjectIdentifier(text, as: .officialDocument)
        return number.status == .valid ? number.text : text
    }
}
