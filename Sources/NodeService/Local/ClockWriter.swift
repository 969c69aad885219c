import Casework
import Cryptography
import LocalAPI

/// Writes clocks as local documents.
struct ClockWriter {
    let packs: PackSet
    /// The entries of the record.
    let events: [Digest: CaseEvent]
    let now: Timestamp

    func document(_ clock: RecordClock) -> ClockDocument {
        let rule = clock.clock
        let standing = clock.standing(asOf: now)
        var shown = ClockDocument(
            clock: rule.id.text,
            titles: rule.title.byLanguage,
            kind: rule.kind.rawValue,
            bearer: rule.bearer.text,
            length: rule.until == nil
                ? ClockDocument.Length(count: rule.length, unit: rule.unit.rawValue) : nil,
            roll: rule.roll.rawValue,
            rules: clock.pack.text,
            rulesVersion: clock.version,
            status: rule.status.rawValue,
            started: mark(clock.started),
            standing: "casework.\(standing.code)"
        )
        shown.binding = !clock.isProposal
        shown.bearerTitles =
            machine(of: clock.started.entry)?.role(rule.bearer)?.title.byLanguage ?? [:]
        shown.condition = clock.condition?.byLanguage
        shown.duty = rule.due.byLanguage
        shown.expiry = rule.expiry?.byLanguage
        shown.law = clock.law.map(Self.law)
        shown.node = clock.node?.text
        shown.note = rule.note?.byLanguage
        shown.outlivesRecord = clock.outlivesRecord
        shown.overdue = clock.isOverdue(asOf: now)
        shown.trigger = rule.trigger.byLanguage
        shown.pauses = clock.pauses.map { pause($0, in: clock) }
        shown.extensions = clock.extensions.map(prolongation)
        shown.possibleEnds = clock.possibleEnds.map {
            .init(mark: mark($0.mark), condition: $0.condition.byLanguage)
        }
        shown.findings = clock.findings.map {
            CodedText("casework.\($0.code.rawValue)", $0.arguments)
        }
        writeEnd(of: clock, to: &shown)
        return shown
    }

    private func writeEnd(of clock: RecordClock, to shown: inout ClockDocument) {
        // A clock that cannot be counted says so in its findings, and has no end.
        let due = (try? clock.due(asOf: now)) ?? nil
        shown.due = due.map(Self.due)
        if let end = clock.end {
            var written = ClockDocument.End(mark: mark(end.mark), reason: end.reason.rawValue)
            written.proof = due.map { end.mark.proof(by: $0).rawValue }
            shown.end = written
        } else {
            shown.secondsLeft = due.map { $0.last.instant - now.instant }
        }
    }

    private static func due(_ due: ClockDue) -> ClockDocument.Due {
        var shown = ClockDocument.Due(last: due.last.text, day: due.lastDay.text)
        shown.calendars = due.calendars.map { "\($0.id)@\($0.digest.hex)" }
        shown.fixedHolidays = due.fixedHolidays.map { "\($0.id)@\($0.digest.hex)" }
        shown.elapsed = due.elapsed?.text
        shown.named = due.isNamed
        if due.nominal != due.lastDay { shown.nominal = due.nominal?.text }
        shown.pausedDayCount = due.pausedDayCount
        shown.provisional = due.isProvisional
        shown.provisionalYears = due.provisionalYears
        return shown
    }

    private static func law(_ citation: LawCitation) -> ClockDocument.Law {
        ClockDocument.Law(
            titles: citation.law.title.byLanguage,
            article: citation.article,
            number: citation.law.number,
            status: citation.law.status.rawValue
        )
    }

    private func pause(_ pause: ClockPause, in clock: RecordClock) -> ClockDocument.Pause {
        var shown = ClockDocument.Pause(began: mark(pause.began), from: pause.from.text)
        shown.condition = pause.condition?.byLanguage
        shown.ended = pause.ended.map(mark)
        shown.reason = pause.reason
        shown.to = pause.to?.text
        let field = FieldID("pause_reason").flatMap {
            machine(of: pause.began.entry)?.openField($0)
        }
        let choice = packs.pack(clock.pack)?.choices.first { $0.id == field?.choice }
        if let value = choice?.values.first(where: { $0.id.text == pause.reason }) {
            shown.reasonTitles = value.title.byLanguage
        }
        return shown
    }

    private func prolongation(_ prolongation: ClockProlongation) -> ClockDocument.Extension {
        var shown = ClockDocument.Extension(mark: mark(prolongation.mark))
        shown.condition = prolongation.condition?.byLanguage
        shown.day = prolongation.named?.text
        shown.length = prolongation.length.map {
            ClockDocument.Length(count: $0.count, unit: $0.unit.rawValue)
        }
        return shown
    }

    private func mark(_ mark: ClockMark) -> ClockDocument.Mark {
        let step = machine(of: mark.entry)?.transition(mark.event)
        var shown = ClockDocument.Mark(
            entry: mark.entry.hex,
            event: mark.event.text,
            eventTitles: step?.title.byLanguage ?? [:],
            at: mark.at.text,
            signer: mark.signer.text
        )
        shown.provenAfter = mark.proven?.earliest?.text
        shown.provenBefore = mark.proven?.latest?.text
        return shown
    }

    private func machine(of entry: Digest) -> Machine? {
        guard let event = events[entry] else { return nil }
        return event.rules.flatMap(packs.pack)?.machine(event.machine)
    }
}
