extension RulePack {
    /// The laws that a letter of a step cites: those of the step that fit, else those of another step that issues the same document, else those of
    /// its kind that do.
    ///
    /// So a letter cites the same law when it is approved and when it is sent. A law whose fit nothing decides is left out: a letter that
    /// cites none is better than one that cites another authority's.
    package func lawsCited(
        by step: Transition,
        of machine: Machine,
        for document: DocumentID? = nil,
        _ facts: DocumentFacts
    ) -> [(law: Law, article: String?)] {
        let others = machine.transitions.filter { other in
            document.map { other.id != step.id && other.documents.contains($0) } ?? false
        }
        let kind = kinds.first { kind in kind.machines.contains { $0.id == machine.id } }
        let laws =
            [step.law] + others.filter(\.opens).map(\.law) + others.filter { !$0.opens }.map(\.law)
            + [kind?.law ?? []]
        return laws.lazy.map { fitting($0, facts) }.first { !$0.isEmpty } ?? []
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
