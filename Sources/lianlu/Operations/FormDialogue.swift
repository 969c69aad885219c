import Foundation
import LocalAPI

/// Asks a person at a terminal for what a step needs, one field after the other.
struct FormDialogue {
    let context: CommandContext

    /// The submission with the answers for those required fields that nobody has given yet.
    ///
    /// Throws `terminal_needed` where nobody can be asked, and `dialogue_ended` at the end of input.
    func completed(
        _ submission: EntrySubmission
    ) async throws -> (submission: EntrySubmission, form: StepForm) {
        guard context.streams.canAsk else { throw CommandError(.terminalNeeded) }
        let form = try await context.send(
            .form(
                StepFormQuery(
                    kind: submission.machine,
                    event: submission.event,
                    record: submission.record,
                    mechanism: submission.mechanism,
                    rules: submission.rules
                )
            )
        )
        let renderer = context.renderer
        let title = renderer.title(form.eventTitles, else: form.event)
        let machine = renderer.title(form.machineTitles, else: form.machine)
        say("\(machine) · \(title)")
        for line in renderer.law(form) { say("  " + line) }
        var completed = submission
        completed.event = form.event
        completed.fields = form.byID(submission.fields)
        if form.opens {
            // What goes into a mechanism goes to somebody.
            if completed.mechanism == nil { completed.mechanism = try line("option_mechanism") }
            if completed.to.isEmpty {
                completed.to = Identifier.list([try line("option_to") ?? ""])
            }
        }
        for field in form.fields where field.required && !field.said {
            guard completed.fields[field.field] == nil,
                submission.without?.contains(where: field.isCalled) != true
            else { continue }
            // Said once already, as the place to which the step goes.
            if field.type == "mechanism", let mechanism = completed.mechanism {
                completed.fields[field.field] = .text(mechanism)
            } else {
                completed.fields[field.field] = try ask(field)
            }
        }
        return (completed, form)
    }

    /// Shows what would be signed, field by field, and who would receive it; only `yes` goes on.
    func confirm(_ submission: EntrySubmission, _ form: StepForm) async throws {
        let preview = try await context.send(.preview(submission))
        let talk = Renderer(
            language: context.language,
            json: false,
            streams: TalkOnly(base: context.streams)
        )
        talk.streams.data("\n")
        talk.rawPairs(talk.fields(submission.fields, form.labels))
        talk.outline(preview)
        let isHome = preview.origin.hasSuffix("/home")
        context.streams.talk(context.text(isHome ? "ask_step_home" : "ask_step"))
        let answer = context.streams.readLine()
        guard answer == "yes" || answer == "yes\r" else { throw CommandError(.stepDeclined) }
    }

    /// What somebody types for an option; nil for an empty line.
    private func line(_ option: String) throws -> String? {
        context.streams.talk("\n")
        say(context.text(option))
        context.streams.talk("> ")
        guard let line = context.streams.readLine() else {
            throw CommandError(.dialogueEnded, ["field": context.text(option)])
        }
        let text = line.trimmingCharacters(in: .whitespaces)
        return text.isEmpty ? nil : text
    }

    /// One field's value; nil where nothing was said in any of the tries: the node says what is missing.
    private func ask(_ field: StepForm.Field) throws -> FieldValue? {
        let renderer = context.renderer
        context.streams.talk("\n")
        say(renderer.title(field.titles, else: field.field) + " (\(field.field))")
        let notes = renderer.notes(of: field)
        if notes != "-" { say("  " + notes) }
        for (number, value) in (field.values ?? []).enumerated() {
            say("  \(number + 1)  \(renderer.title(value.titles, else: value.value))")
        }
        guard field.list else { return try value(field, isFirst: true) }
        say("  " + context.text("ask_items"))
        var items: [FieldValue] = []
        while items.count < Limits.promptItemCountMax,
            let item = try value(field, isFirst: items.isEmpty)
        {
            items.append(item)
        }
        return items.isEmpty ? nil : .list(items)
    }

    /// One value, asked for again where a line cannot be one; nil after an empty line, or several of them for the first one.
    private func value(_ field: StepForm.Field, isFirst: Bool) throws -> FieldValue? {
        for _ in 0..<Limits.promptTryCountMax {
            context.streams.talk("> ")
            guard let line = context.streams.readLine() else {
                throw CommandError(.dialogueEnded, ["field": field.field])
            }
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.isEmpty {
                guard isFirst else { return nil }
                continue
            }
            if let value = single(text, field) { return value }
            let form = context.renderer.form(of: field)
            context.streams.talk(context.text("ask_again", ["form": form]) + "\n")
        }
        return nil
    }

    private func single(_ text: String, _ field: StepForm.Field) -> FieldValue? {
        if let values = field.values {
            let number = Int(text).map { $0 - 1 }
            let named =
                number.flatMap { values.indices.contains($0) ? values[$0] : nil }
                ?? values.first { $0.value == text || $0.titles.values.contains(text) }
            return named.map { .text($0.value) }
        }
        switch field.type {
        case "boolean":
            if ["yes", "y", "是"].contains(text) { return .boolean(true) }
            return ["no", "n", "否"].contains(text) ? .boolean(false) : nil
        case "integer", "money", "quantity":
            return Int64(text).map { .integer($0) }
        default:
            return .text(text)
        }
    }

    private func say(_ line: String) { context.streams.talk(TextWidth.harmless(line) + "\n") }
}

extension StepForm {
    /// Fields that go by their titles under their ids; what no field or more than one is called is for the node to judge.
    fileprivate func byID(_ given: [String: FieldValue]) -> [String: FieldValue] {
        given.reduce(into: [:]) { named, pair in
            let called = fields.filter { $0.titles.values.contains(pair.key) }
            let id = called.count == 1 ? called[0].field : pair.key
            // Of one that is given by two names both go on, and the node says so.
            named[given[id] == nil ? id : pair.key] = pair.value
        }
    }

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

extension StepForm.Field {
    /// Whether a name is its id or one of its titles.
    fileprivate func isCalled(_ name: String) -> Bool {
        name == field || titles.values.contains(name)
    }
}
