import Casework
import Ledger
import LocalAPI

/// Days and times that lie before the signing of a step that came first.
extension StepDates {
    /// A day or time before a step that the rules have it come after.
    private struct Precedence {
        let field: String
        let value: Moment
        let event: EventID
        let taken: Timestamp

        var arguments: [String: String] {
            ["at": taken.text, "event": event.text, "field": field, "value": value.text]
        }
    }

    private var precedences: [Precedence] {
        rules.afterSteps.sorted { $0.key < $1.key }.compactMap { field, events in
            guard let value = moment(field.text, in: fields),
                let (event, taken) = events.compactMap({ event in
                    self.taken[event].map { (event, $0) }
                })
                .max(by: { $0.1.instant < $1.1.instant }), Self.lies(value, before: taken)
            else { return nil }
            return Precedence(field: field.text, value: value, event: event, taken: taken)
        }
    }

    /// Clocks of two offices differ a little, and a day has no hour.
    private static func lies(_ value: Moment, before taken: Timestamp) -> Bool {
        if let instant = value.instant {
            return instant + Casework.Limits.arrivalLeadSecondCount < taken.instant
        }
        return value.day < LocalDate(inChinaAt: taken) ?? LocalDate(of: taken)
    }

    /// What cannot have happened before a step that was taken later, unless the officer says how: a paper may have gone before.
    func stepFaults(explainedBy stated: [FieldID: BodyValue]) -> [NodeError] {
        guard !Self.explain(stated) else { return [] }
        return precedences.map { NodeError(.fieldBeforeStep, $0.arguments) }
    }

    /// The same where the officer has said how.
    func stepWarnings() -> [CodedText] {
        precedences.map { CodedText("node.day_before_step", $0.arguments) }
    }

    /// When the steps of some parts of a record were taken last, as far as they count.
    static func taken(in parts: [RecordState]) -> [EventID: Timestamp] {
        parts.reduce(into: [:]) { taken, part in
            for step in part.steps.prefix(part.placedCount) where step.verdict == .applied {
                taken[step.event.event] = step.event.at
            }
        }
    }
}

extension StepPlanner {
    /// When the steps of a matter were taken last, those at home included.
    func takenSteps(of record: RecordKey?, at state: RecordState?) throws -> [EventID: Timestamp] {
        let home = try homePart(of: record, at: state, isOpening: false)
        return StepDates.taken(in: [home, state].compactMap(\.self))
    }
}
