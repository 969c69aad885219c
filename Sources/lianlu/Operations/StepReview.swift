import Casework
import Foundation
import Ledger
import LocalAPI

/// Shows a person what a step would sign before it is signed: all of it, with what earlier steps have said and the node adds.
struct StepReview {
    /// What of a body is shown by its fields.
    private struct Body: Decodable {
        let fields: [String: FieldValue]
    }

    let context: CommandContext

    /// Shows it field by field, and who would receive it; only a yes goes on.
    ///
    /// Returns the addressees that were shown, which are those of the text that would be signed; nil where they cannot be read.
    func confirm(_ submission: EntrySubmission, _ form: StepForm) async throws -> [String]? {
        let preview = try await context.send(.preview(submission))
        // A text in another form than this edition's is the node's matter: what was given is shown then.
        let planned = (try? ApprovalText(parsing: Array(preview.text.utf8)))?.header.to.map(\.text)
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
        talk.rawPairs(talk.fields(try Self.fields(of: preview, submission), form.labels))
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

    /// The fields of the body and of the header; what was given, where a node answers neither.
    private static func fields(
        of preview: EntryPreview,
        _ submission: EntrySubmission
    ) throws -> [String: FieldValue] {
        var fields = submission.fields
        // A text in another form than this edition's is the node's matter: what was given is shown all the same.
        if let text = try? ApprovalText(parsing: Array(preview.text.utf8)) {
            for fact in text.header.facts {
                switch fact.value {
                case .integer(let number): fields[fact.field.text] = .integer(number)
                case .string(let value): fields[fact.field.text] = .text(value)
                }
            }
        }
        // The same of a body.
        let body = try? JSONDecoder().decode(Body.self, from: Data(preview.body.utf8))
        return fields.merging(body?.fields ?? [:]) { _, signed in signed }
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
