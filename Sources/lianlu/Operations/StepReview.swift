import Casework
import Foundation
import Ledger
import LocalAPI

/// Shows a person what a step would sign before it is signed: all of it, with what earlier steps have said and the node adds.
struct StepReview {
    let context: CommandContext

    /// Shows it field by field, and who would receive it; only a yes goes on.
    ///
    /// Returns the addressees that were shown, which are those of the text that would be signed; nil where they cannot be read.
    func confirm(_ submission: EntrySubmission, _ form: StepForm) async throws -> [String]? {
        let preview = try await context.send(.preview(submission))
        // What was given is shown where the text is in another form than this edition's.
        let planned = preview.header?.to.map(\.text)
        let names: [String: [String: String]] = preview.recipients.compactMap(\.names)
            .reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        let talk = Renderer(
            language: context.language,
            json: false,
            streams: TalkOnly(base: context.streams)
        )
        talk.streams.data("\n")
        talk.pairs([
            ("record_kind", talk.official(form.machineTitles, else: form.machine)),
            ("event", talk.official(form.eventTitles, else: form.event)),
            ("addressees", Self.list(planned ?? submission.to, names, talk)),
        ])
        talk.rawPairs(talk.fields(preview.fields(besides: submission.fields), form.labels))
        talk.outline(preview)
        let isHome = preview.origin.hasSuffix("/home")
        context.streams.talk(context.text(isHome ? "ask_step_home" : "ask_step"))
        guard context.streams.readYes() else { throw CommandError(.stepDeclined) }
        return planned
    }

    private static func list(
        _ addresses: [String],
        _ names: [String: [String: String]],
        _ talk: Renderer
    ) -> String? {
        addresses.isEmpty ? nil : talk.list(addresses.map { talk.place($0, names) })
    }
}

extension StepForm {
    /// What the fields and their listed values are called.
    fileprivate var labels: [FieldLabel] {
        fields.map { field in
            let values = (field.values ?? []).map { ($0.value, $0.titles) }
            return FieldLabel(
                field: field.field,
                titles: field.titles,
                values: Dictionary(values) { first, _ in first },
                type: field.type
            )
        }
    }
}

extension Streams {
    /// Whether a person agrees to a question: yes or 是, and nothing else.
    func readYes() -> Bool {
        // Some terminals end a line with a carriage return.
        let answer = readLine()
        return ["yes", "yes\r", "是", "是\r"].contains(answer)
    }
}
