internal import Cryptography

/// Two steps of a record that cross: one was signed by an entry that was not written after the other, and is in place by that.
///
/// An entry tells what its signer names, not what he had. Where times that are signed show that his node had the other's entry before,
/// that is worth saying; where they do not, nothing is to be said either way.
package struct CrossedStep: Sendable {
    /// The step that crosses.
    package let step: CaseEvent
    /// The step that it crosses: the one that had led the record into its state.
    package let other: CaseEvent

    /// Whether the signer's node had the other step's entry before this one was signed.
    ///
    /// `received` is when that node's mirror has cosigned the other's log with the entry. Both times are by the node's own clock: what other
    /// nodes' clocks say of either proves nothing of the order in which it received and signed.
    package func isAfterReceipt(at received: Timestamp?) -> Bool {
        received.map { $0.instant < step.at.instant } ?? false
    }
}

extension RecordState {
    /// The steps that cross another, in their order.
    package var crossedSteps: [CrossedStep] {
        steps.prefix(placedCount).flatMap { step -> [CrossedStep] in
            step.findings.filter { $0.code == .stepCrossed }.compactMap { finding in
                steps.first { $0.event.digest.hex == finding.arguments["entry"] }
                    .map { CrossedStep(step: step.event, other: $0.event) }
            }
        }
    }
}
