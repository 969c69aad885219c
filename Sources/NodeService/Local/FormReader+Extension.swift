import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage

/// What a letter that names a later end says of the one before it, and whether it moves any end.
extension FormReader {
    /// Sets the letter of the same office that this one corrects, and says where the end that it names does not count.
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
        if findings.contains(where: { $0.code == .extensionCorrected }) {
            let earlier = before.last { earlier in
                earlier.key == taken.key && earlier.event.signer == taken.event.signer
                    && earlier.event.event == taken.event.event
                    && earlier.fitting.contains { $0.id == chosen.document.id }
            }
            form.corrects = try earlier.map(cited)
        }
        let void = findings.first { MatterClocks.void.contains($0.code) }
        guard let void, form.corrects == nil else { return }
        form.notes = (form.notes ?? []) + [Self.told(void)]
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
