import Casework
import Ledger

extension PlannedStep {
    /// Throws where a step would be signed for other addressees than those that a person was shown; nil: nobody was shown any.
    func requireReviewed(_ shown: [String]?) throws {
        guard let shown else { return }
        let planned = draft.header.to.map(\.text)
        guard planned != shown else { return }
        func list(_ texts: [String]) -> String {
            texts.isEmpty ? "-" : texts.joined(separator: ", ")
        }
        throw NodeError(
            .addresseesNotReviewed,
            ["addresses": list(planned), "expected": list(shown)]
        )
    }
}
