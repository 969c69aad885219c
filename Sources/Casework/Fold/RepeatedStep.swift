extension RecordState {
    /// Whether a step that may be taken once would be taken beside what goes on in the mechanism after it was taken at home.
    ///
    /// The node that has the home part knows of it, and nobody else. Of a step that each signer takes once only what `office` took counts.
    package func repeats(
        _ step: Transition,
        by office: OfficeID? = nil,
        home: RecordState?
    ) -> Bool {
        guard let home, way(of: step)?.kind == .beside else { return false }
        let taken = (home.steps + steps.prefix(placedCount)).filter { $0.verdict == .applied }
        return step.guards.contains { condition in
            guard case .once(let perSigner, let after) = condition else { return false }
            let start = taken.lastIndex { after.contains($0.event.event) }.map { $0 + 1 } ?? 0
            return taken[start...].contains { past in
                past.event.event == step.id && (!perSigner || past.event.office == office)
            }
        }
    }
}
