import ArgumentParser
import LocalAPI

/// The command `lianlu record form <kind or record> [<step>]`: what a step asks for.
struct RecordFormCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("form", text: "record_form") }

    @Argument(help: Help.option("kind_or_record")) var subject: String
    @Argument(help: Help.option("step")) var step: String?
    @Option(help: Help.option("mechanism")) var mechanism: String?
    @Option(help: Help.option("rules_one")) var rules: String?
    @Flag(help: Help.option("yaml")) var yaml = false
    @Flag(help: Help.option("all_fields")) var all = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        var query = StepFormQuery(event: step, mechanism: mechanism, rules: rules)
        if InvokedKind.isKind(subject) {
            query.kind = subject
        } else if let prefix = try? Identifier.digestPrefix(subject) {
            // What is no digest is the name of a kind, of which the node knows more than this program.
            guard step != nil else { return try await Self.steps(of: prefix, context) }
            query.record = try await context.wholeDigest(prefix)
        } else {
            query.kind = subject
        }
        let form = try await context.send(.form(query))
        let renderer = context.renderer
        if context.json { return try renderer.line(form) }
        if yaml { return template(form, context) }
        renderer.pairs([
            ("record_kind", renderer.official(form.machineTitles, else: form.machine)),
            ("event", renderer.official(form.eventTitles, else: form.event)),
            ("rules", form.rules),
            ("law", form.law.isEmpty ? nil : renderer.list(renderer.law(form))),
            (
                "notes",
                form.conditions.isEmpty
                    ? nil : renderer.list(form.conditions.map { renderer.title($0, else: "") })
            ),
        ])
        let asked = form.fields.filter { $0.required }
        renderer.heading("required_fields")
        for field in asked { Self.show(field, renderer) }
        let others = form.fields.filter { !$0.required && $0.elsewhere != true }
        if !others.isEmpty { renderer.heading("other_fields") }
        for field in others {
            if all { Self.show(field, renderer) } else { Self.name(field, renderer) }
        }
        guard !asked.isEmpty else { return }
        context.talk("talk_form", ["example": Self.example(asked[0], renderer)])
    }

    /// The steps that a record may take next, each with the command that shows what it asks for.
    private static func steps(of prefix: String, _ context: CommandContext) async throws {
        let detail = try await context.send(.record(prefix))
        let renderer = context.renderer
        let steps = (detail.next ?? []).filter { $0.automatic == nil }
        if context.json { return try renderer.line(detail) }
        guard !steps.isEmpty else {
            let key = detail.next == nil ? "next_unknown" : "no_next"
            return context.streams.talk(renderer.label(key) + "\n")
        }
        let record = renderer.short(detail.summary.record)
        renderer.heading("next")
        renderer.table(
            ["event", "here", "command"],
            steps.map { step in
                let word = step.event.replacing("_", with: "-")
                return [
                    renderer.title(step.titles, else: step.event), renderer.yes(step.here),
                    "lianlu record form \(record) \(word)",
                ]
            }
        )
    }

    /// How a field is given on the command line.
    private static func example(_ field: StepForm.Field, _ renderer: Renderer) -> String {
        let title = renderer.title(field.titles, else: field.field)
        let value = field.values?.first.map { renderer.title($0.titles, else: $0.value) } ?? "…"
        // A shell takes a name with blanks or brackets only in quotes.
        let isPlain = (title + value).allSatisfy { $0.isLetter || $0.isNumber || $0 == "…" }
        return isPlain ? "\(title)=\(value)" : "'\(title)=\(value)'"
    }

    /// A field in one line.
    private static func name(_ field: StepForm.Field, _ renderer: Renderer) {
        let said = field.said ? " (\(renderer.label("said_before")))" : ""
        let title = renderer.title(field.titles, else: field.field)
        renderer.paragraph("\(title)  \(field.field)\(said)", [])
    }

    /// A field by its name, and below it what may stand in it.
    private static func show(_ field: StepForm.Field, _ renderer: Renderer) {
        let said = field.said ? " (\(renderer.label("said_before")))" : ""
        let notes = renderer.notes(of: field)
        let values = (field.values ?? []).map {
            "  \(renderer.title($0.titles, else: $0.value))  \($0.value)"
        }
        renderer.paragraph(
            "\(renderer.title(field.titles, else: field.field))  \(field.field)\(said)",
            [renderer.type(of: field), notes == "-" ? "" : notes] + values
        )
    }

    /// The fields as a file that `--file` reads once it is filled in: what is required first, then what may be said besides.
    ///
    /// Each line is a remark until somebody fills it in, since a field without a value is none.
    private func template(_ form: StepForm, _ context: CommandContext) {
        let fields = form.fields.filter { !$0.said && $0.elsewhere != true }
        let required = fields.filter { $0.required }
        let others = fields.filter { !$0.required }
        for (heading, fields) in [("required_fields", required), ("other_fields", others)]
        where !fields.isEmpty {
            context.streams.data("# == \(context.renderer.label(heading)) ==\n")
            for field in fields { line(field, context) }
        }
    }

    private func line(_ field: StepForm.Field, _ context: CommandContext) {
        let renderer = context.renderer
        let title = renderer.title(field.titles, else: field.field)
        // A remark is one line, whatever a pack's title holds.
        // In a file a number stands as it is; the sign of the command line has no meaning there.
        let remark = TextWidth.harmless(
            "\(title): \(renderer.form(of: field).replacing(":=", with: ""))"
        )
        context.streams.data("# \(remark)\n")
        context.streams.data("#\(field.field):\(field.list ? "\n#  - " : " ")\n")
    }
}

extension InvokedKind {
    /// Whether a word names a kind of the program's own packs.
    static func isKind(_ word: String) -> Bool {
        installed.contains { $0.isCalled(word) }
    }
}

extension Renderer {
    /// The law behind a step.
    func law(_ form: StepForm) -> [String] {
        form.law.map { title($0, else: "") }.filter { !$0.isEmpty }
    }

    /// The type of a field's value.
    func type(of field: StepForm.Field) -> String {
        let one = label("type_\(field.type)")
        return field.list ? "\(label("list_of")) \(one)" : one
    }

    /// Which values a field takes.
    func form(of field: StepForm.Field) -> String {
        guard let values = field.values else { return type(of: field) }
        let names = list(values.map { "\(title($0.titles, else: $0.value)) \($0.value)" })
        return field.list ? "\(label("list_of")) \(names)" : names
    }

    /// What the rules say of a field, and who will see it.
    func notes(of field: StepForm.Field) -> String {
        let open = field.open ? label("field_open") : ""
        let personal = field.personal ? label("field_personal") : ""
        let notes = [title(field.notes, else: ""), open, personal].filter { !$0.isEmpty }
        return notes.isEmpty ? "-" : notes.joined(separator: " · ")
    }
}
