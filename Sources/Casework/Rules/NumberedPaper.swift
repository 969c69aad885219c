/// Whose number the number of a step is: a step states one, and each of its papers bears its own or none.
extension Machine {
    /// The papers that go out: those that a step which opens the record issues.
    package var outgoing: Set<DocumentID> {
        Set(transitions.filter(\.opens).flatMap(\.documents))
    }

    /// The paper whose number a step's number is: the first one that what is known does not rule out.
    ///
    /// At home it is one of those that the opening does not issue: a letter is numbered when it goes out.
    package func numbered(
        by step: Transition,
        isHome: Bool,
        _ facts: DocumentFacts
    ) -> Document? {
        papers(of: step, isHome: isHome).first { !$0.isRuledOut(by: facts) }
    }

    /// The papers of a step, at home without the drafts of what goes out.
    package func papers(of step: Transition, isHome: Bool) -> [Document] {
        let drafts = isHome && !step.opens ? outgoing : []
        return step.documents.filter { !drafts.contains($0) }
            .compactMap { id in documents.first { $0.id == id } }
    }
}

extension Document {
    /// Whether it is a letter or a writ that bears a number wherever it is made: no table, and no paper of the office's own files.
    package var isWrit: Bool { !isInternal && (says != nil || addressee != nil) }
}
