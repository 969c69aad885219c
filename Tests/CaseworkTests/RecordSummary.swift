import Cryptography

@testable import Casework

/// Everything of a record's state and clocks that can be compared.
struct RecordSummary: Equatable {
    struct Step: Equatable {
        let place: String
        let verdict: StepVerdict
        let findings: [CaseFinding]
        let state: StateID?
        let isPlacedByClock: Bool
    }

    let steps: [Step]
    let placedCount: Int
    let state: StateID?
    let addressees: [Address]
    let pack: PackReference?
    let awaited: [Awaited]
    let clocks: [RecordClock]

    init(_ state: RecordState, clocks: [RecordClock] = []) {
        steps = state.steps.map { step in
            Step(
                place: "\(step.event.origin) \(step.event.index) \(step.event.digest)",
                verdict: step.verdict,
                findings: step.findings,
                state: step.state,
                isPlacedByClock: step.isPlacedByClock
            )
        }
        placedCount = state.placedCount
        self.state = state.state
        addressees = state.addressees
        pack = state.pack
        awaited = state.awaited
        self.clocks = clocks
    }
}
