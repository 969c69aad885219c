internal import Cryptography

/// An approval that a revocation of its keys made void, as the clocks see the one that takes its place.
///
/// What it was signed for happened, if at all, by a signature that counts no more: the first that counts is the one of the step which is
/// taken anew, and a time that it states counts where it lies after the void one.
struct VoidedStep: Hashable, Sendable {
    /// The entry.
    let entry: Digest
    /// When it was signed.
    let at: Timestamp

    /// The latest void step of a part of a record with the name, the office and the node of an event; nil where there is none before it.
    init?(before event: CaseEvent, in part: RecordState) {
        // What is judged stands first, and what is void behind it.
        let same = part.steps.dropFirst(part.placedCount).filter { $0.verdict == .invalid }
            .map(\.event)
            .filter {
                $0.machine == event.machine && $0.event == event.event
                    && $0.signer == event.signer && $0.node == event.node
                    && $0.at.instant <= event.at.instant
            }
        guard let last = same.max(by: { ($0.at.instant, $0.digest) < ($1.at.instant, $1.digest) })
        else { return nil }
        entry = last.digest
        at = last.at
    }

    /// Whether a time can only be that of the void step.
    func tells(_ moment: Timestamp) -> Bool { moment.instant <= at.instant }
}

extension RecordClock {
    /// Says of a stated time that it is of a void step, so that the signature's counts.
    mutating func noteVoided(_ stated: Timestamp?, _ step: ClockStep) {
        guard let stated, let voided = step.voided else { return }
        note(
            .statedVoided,
            step,
            ["at": step.event.at.text, "stated": stated.text, "voided": voided.entry.hex]
        )
    }
}
