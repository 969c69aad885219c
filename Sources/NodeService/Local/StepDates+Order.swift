import Casework
import Ledger
import LocalAPI

/// What lies before what brought it about, and steps before their time.
extension StepDates {
    /// The field in which an officer says why a step is taken before its time.
    private static let remarks = FieldID("remarks")

    /// Whether the officer says in the step why it is as it is.
    static func explain(_ stated: [FieldID: BodyValue]) -> Bool {
        remarks.flatMap { stated[$0] }.map { !$0.isEmpty } ?? false
    }

    /// A day or time that lies before the one that the rules have it come after.
    private struct Reversal {
        let field: String
        let later: Moment
        let cause: (field: String, moment: Moment)
        /// Whether only others have said when the cause was, and that lies ahead of our clock: nobody is kept from a step by it.
        let isOthers: Bool
    }

    /// What is stated now and lies before its cause, as far as this node can read when that was.
    ///
    /// Whoever finds that the earlier one is wrong states both in one step.
    private var reversals: [Reversal] {
        rules.after.sorted { $0.key < $1.key }.compactMap { field, before in
            guard fields[field] != nil || fields[before] != nil,
                let later = moment(field.text, in: fields) ?? moment(field.text, in: earlier)
            else { return nil }
            let ofOther = moment(before.text, in: ofOthers)
            let own =
                ofOther == nil
                ? moment(before.text, in: fields) ?? moment(before.text, in: earlier) : nil
            guard let cause = own ?? ofOther ?? moment(before.text, in: others),
                later.isBefore(cause)
            else { return nil }
            return Reversal(
                field: field.text,
                later: later,
                cause: (before.text, cause),
                isOthers: own == nil && isAhead(cause)
            )
        }
    }

    /// What cannot have come before its cause.
    func orderFaults() -> [NodeError] {
        reversals.filter { !$0.isOthers }.map { reversal in
            NodeError(
                .fieldBeforeCause,
                [
                    "field": reversal.field, "fields": reversal.cause.field,
                    "other": reversal.cause.moment.text, "value": reversal.later.text,
                ]
            )
        }
    }

    /// What lies before a cause that others say is still to come.
    func orderWarnings() -> [CodedText] {
        reversals.filter(\.isOthers).map { reversal in
            Self.warning(
                "node.day_before_another",
                reversal.field,
                reversal.later,
                before: reversal.cause
            )
        }
    }

    /// A step before the time that this node stated for it, unless the officer says why.
    func timeFaults(explainedBy words: [FieldID: BodyValue]) -> [NodeError] {
        guard rules.takesRemarks, stated(in: [fields, earlier]) != nil, !Self.explain(words)
        else { return [] }
        return timeWarnings().map { NodeError(.stepTooEarly, $0.arguments) }
    }

    /// A step that is taken before the time that was stated for it.
    func timeWarnings() -> [CodedText] {
        guard let event = rules.notBefore?.event, let field = rules.notBefore?.field,
            let stated = stated(in: [fields, earlier, others]),
            // A clock that shows no calendar time is refused with the entry's own time.
            let at = try? NodeTime.timestamp(at: now)
        else { return [] }
        return [Self.early(event, at: at, stated: stated.text, in: field)].compactMap(\.self)
    }

    /// The time that the step waits for, by the first of these that says it.
    private func stated(in places: [[FieldID: BodyValue]]) -> Moment? {
        guard let field = rules.notBefore?.field.text else { return nil }
        return places.lazy.compactMap { moment(field, in: $0) }.first
    }
}
