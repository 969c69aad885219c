import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage

/// What a letter that names a later end says of the one before it, and whether it moves any end.
extension FormReader {
    /// Sets the letter of the same office that this one corrects, or whose end it moves further, and says where the end that it names does not
    /// count.
    func explain(
        _ form: inout PrintedForm,
        _ chosen: Chosen,
        after before: [PrintableSteps.Taken]
    ) throws {
        let taken = chosen.taken
        guard taken.step.timers.contains(where: { $0.operation == .extend }),
            let state = try view.projector.state(of: taken.key, in: transaction)
        else { return }
        let presenter = ClockPresenter(view: view, transaction: transaction, now: taken.event.at)
        let findings = try presenter.matter(of: taken.key, at: state)
            .findings(of: taken.event.digest)
        let moved = findings.first { $0.code == .extensionCorrected }
        if let moved {
            let earlier = before.last { earlier in
                earlier.key == taken.key && earlier.event.signer == taken.event.signer
                    && earlier.event.event == taken.event.event
                    && earlier.fitting.contains { $0.id == chosen.document.id }
            }
            if try names(taken, laterThan: moved) {
                form.prolongs = try earlier.map(cited)
            } else {
                form.corrects = try earlier.map(cited)
            }
        }
        let void = findings.first { MatterClocks.void.contains($0.code) }
        guard let void, moved == nil else { return }
        form.notes = (form.notes ?? []) + [Self.told(void)]
    }

    /// Whether a step names a later day than the one that it replaces: a further extension, which says nothing of a mistake.
    private func names(_ taken: PrintableSteps.Taken, laterThan moved: ClockFinding) throws -> Bool
    {
        var fields: [FieldID: BodyValue] = [:]
        _ = try steps.said(by: taken, into: &fields)
        guard
            let day = FieldID("new_due").flatMap({ fields[$0]?.string }).flatMap({ LocalDate($0) }),
            let replaced = moved.arguments["day"].flatMap({ LocalDate($0) })
        else { return false }
        return replaced < day
    }

    /// That whoever signed the paper has taken the matter back since, by the title that the rules give the step; nil where nobody has.
    static func withdrawn(
        _ chosen: Chosen,
        before later: some Sequence<PrintableSteps.Taken>
    ) -> CodedText? {
        let taken = chosen.taken
        // A pack of this edition has no other mark of such a step.
        let words = ["撤回", "取消", "撤销"]
        let step = later.first { step in
            step.key == taken.key && step.event.signer == taken.event.signer
                && words.contains { step.step.title.zh.hasPrefix($0) }
        }
        guard let step, let day = LocalDate(inChinaAt: step.event.at) else { return nil }
        return CodedText(
            "casework.letter_withdrawn",
            [
                "day": day.text, "day_zh": "\(day.year)年\(day.month)月\(day.day)日",
                "step_en": step.step.title.en, "step_zh": step.step.title.zh,
            ]
        )
    }

    /// That the later end does not count, with the day of the end that had passed.
    private static func told(_ void: ClockFinding) -> CodedText {
        guard void.code == .extensionLate,
            let day = void.arguments["due"].flatMap({ Timestamp($0) })
                .flatMap({ LocalDate(inChinaAt: $0) })
        else { return CodedText("casework.letter_extension_void") }
        return CodedText(
            "casework.letter_extension_late",
            ["day": day.text, "day_zh": "\(day.year)年\(day.month)月\(day.day)日"]
        )
    }
}

extension MatterClocks {
    /// What is to be said of an entry on any clock.
    fileprivate func findings(of entry: Digest) -> [ClockFinding] {
        (home + shared).flatMap(\.findings).filter { $0.arguments["entry"] == entry.hex }
    }
}
