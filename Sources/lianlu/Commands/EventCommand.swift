import ArgumentParser
import Foundation
import LocalAPI

/// The command `lianlu clue <event>`, one for every event of a machine.
struct EventCommand<Event: RecordEvent>: LianluCommand {
    static var configuration: CommandConfiguration {
        let name = Event.event.replacing("_", with: "-")
        return Help.command(
            name,
            text: "\(Event.machine)_\(Event.event)",
            aliases: name == Event.event ? [] : [Event.event]
        )
    }

    @Argument(help: Help.option("record")) var record: String?
    @Option(parsing: .singleValue, help: Help.option("field")) var field: [String] = []
    @Option(parsing: .singleValue, help: Help.option("file")) var file: [String] = []
    @Option(parsing: .singleValue, help: Help.option("to")) var to: [String] = []
    @Option(help: Help.option("mechanism")) var mechanism: String?
    @Option(help: Help.option("office")) var office: String?
    @Option(help: Help.option("from")) var from: String?
    @Option(parsing: .singleValue, help: Help.option("parent")) var parent: [String] = []
    @Option(help: Help.option("audience")) var audience: String?
    @Option(help: Help.option("label")) var label: String?
    @Option(help: Help.option("rules_one")) var rules: String?
    @Option(help: Help.option("request")) var request: String?
    @Flag(help: Help.option("dry_run")) var dryRun = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        var submission = try submission(context)
        if let record = try recordArgument() {
            submission.record = try await context.wholeDigest(Identifier.digestPrefix(record))
        }
        if dryRun {
            return try show(try await context.send(.preview(submission)), context)
        }
        let acknowledgement: Acknowledgement
        do {
            acknowledgement = try await context.send(.submit(submission))
        } catch let error as LocalAPIError where [.answerCut, .answerLate].contains(error.code) {
            // The entry may be on disk: the same id asks for its acknowledgement.
            let problem = Problem(error).worded(in: context.renderer.language)
            throw CommandError(
                .outcomeUnknown,
                ["request": submission.request],
                cause: problem.cause
            )
        }
        try show(acknowledgement, context)
    }

    /// The record that the step belongs to: only a first step has none.
    func recordArgument() throws(CommandError) -> String? {
        switch (Event.event, record) {
        case ("create", let record?):
            throw CommandError(.usageUnexpectedArgument, ["argument": record])
        case ("create", nil): return nil
        case (_, nil): throw CommandError(.usageMissingArgument, ["argument": "<record>"])
        case (_, let record?): return record
        }
    }

    /// What the options ask for; the record is still to be resolved.
    func submission(_ context: CommandContext) throws -> EntrySubmission {
        let id = (request ?? UUID().uuidString).lowercased()
        guard UUID(uuidString: id) != nil else {
            throw CommandError(.usageInvalidValue, ["value": id, "option": "--request"])
        }
        var submission = EntrySubmission(
            request: id,
            machine: Event.machine,
            event: Event.event
        )
        submission.mechanism = mechanism
        submission.from = from
        submission.office = office
        submission.to = Identifier.list(to)
        submission.parents = parent.isEmpty ? nil : try parent.map(Identifier.wholeDigest)
        submission.rules = rules
        submission.audience = audience.map(Identifier.audience)
        submission.label = label
        for path in file {
            submission.fields.merge(try FieldFile.read(path, in: context)) { _, later in later }
        }
        let given = try FieldOption.all(field)
        submission.fields.merge(given.fields) { _, later in later }
        for id in given.without { submission.fields[id] = nil }
        submission.without = given.without.isEmpty ? nil : given.without.sorted()
        return submission
    }

    private func show(_ acknowledgement: Acknowledgement, _ context: CommandContext) throws {
        if context.json { return try context.renderer.line(acknowledgement) }
        context.renderer.pairs([
            (record == nil ? "record" : "entry", acknowledgement.entry),
            ("log", acknowledgement.origin), ("index", String(acknowledgement.index)),
        ])
        let isHome = acknowledgement.origin.hasSuffix("/home")
        context.talk(isHome ? "talk_at_home" : "talk_this_disk_only")
        for warning in acknowledgement.warnings ?? [] {
            let parts = [context.renderer.sentence(warning), context.renderer.remedy(warning)]
            context.streams.talk(TextWidth.harmless(context.renderer.prose(parts)) + "\n")
        }
    }

    private func show(_ preview: EntryPreview, _ context: CommandContext) throws {
        let renderer = context.renderer
        if renderer.json { return try renderer.line(preview) }
        renderer.pairs([
            ("log", preview.origin), ("signers", renderer.list(preview.signers)),
            ("notes", preview.findings.isEmpty ? nil : renderer.sentences(preview.findings)),
        ])
        renderer.heading("recipients")
        renderer.table(
            ["node", "address", "header", "body", "notes"],
            preview.recipients.map { recipient in
                [
                    recipient.node, recipient.addresses.joined(separator: ","), renderer.yes(true),
                    renderer.yes(recipient.body), recipient.reason.map(renderer.sentence) ?? "-",
                ]
            }
        )
        for (key, text) in [("signed_text", preview.text), ("body", preview.body)]
        where !text.isEmpty {
            renderer.heading(key)
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                context.streams.data(TextWidth.harmless(String(line)) + "\n")
            }
        }
        context.talk("talk_dry_run")
    }
}
