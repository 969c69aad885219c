import Casework
import Ledger
import LocalAPI
import SQLiteStorage

extension RecordPresenter {
    /// The applied steps of a record that were taken before the time that bodies state for them, for a caller who may read these.
    ///
    /// What was stated last before the step counts. No state depends on it: the time is secret, and who reads it judges.
    func earlySteps(of key: RecordKey, at state: RecordState?) throws -> [CodedText] {
        guard let state, let machine = machine(of: state) else { return [] }
        let waiting = state.steps.prefix(state.placedCount).filter { step in
            step.verdict == .applied && machine.transition(step.event.event)?.notBefore != nil
        }
        guard !waiting.isEmpty, try mayReadBodies(of: key) else { return [] }
        let places = Dictionary(
            state.order.enumerated().map { ($1, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let said = try bodies.statements(of: key, in: transaction)
            .compactMap { statement in places[statement.entry].map { ($0, statement.fields) } }
            .sorted { $0.0 < $1.0 }
        return waiting.compactMap { step in
            guard let field = machine.transition(step.event.event)?.notBefore,
                let place = places[step.event.digest]
            else { return nil }
            let stated = said.last { $0.0 <= place && $0.1[field] != nil }?.1[field]?.string
            return StepDates.early(step.event.event, at: step.event.at, stated: stated, in: field)
        }
    }

    private func machine(of state: RecordState) -> Machine? {
        guard let id = state.machine else { return nil }
        return state.pack.flatMap { view.packs.pack($0) }?.machine(id)
    }
}
