extension RulePack {
    /// The laws that a letter of a step cites: those of the step that fit, else those of its kind that do.
    ///
    /// A law whose fit nothing decides is left out: a letter that cites none is better than one that cites another authority's.
    package func lawsCited(
        by step: Transition,
        of machine: Machine,
        _ facts: DocumentFacts
    ) -> [(law: Law, article: String?)] {
        let kind = kinds.first { kind in kind.machines.contains { $0.id == machine.id } }
        let own = fitting(step.law, facts)
        return own.isEmpty ? fitting(kind?.law ?? [], facts) : own
    }

    private func fitting(
        _ references: [LawReference],
        _ facts: DocumentFacts
    ) -> [(law: Law, article: String?)] {
        references.compactMap { reference in
            guard let law = laws.first(where: { $0.id == reference.law }),
                (law.when + reference.when).allSatisfy({ $0.isCertain(for: facts) })
            else { return nil }
            return (law, reference.article)
        }
    }
}

extension DocumentCondition {
    /// Whether it holds by what is known; of an office without a known title nothing is certain.
    fileprivate func isCertain(for facts: DocumentFacts) -> Bool {
        if case .otherSigner = self, facts.signerTitle == nil { return false }
        return holds(for: facts) == true
    }
}
