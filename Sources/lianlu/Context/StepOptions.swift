import ArgumentParser
import Foundation
import LocalAPI

/// What every step of every kind of record takes.
struct StepOptions: ParsableArguments {
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
    @Flag(help: Help.option("ask")) var ask = false
    @Flag(help: Help.option("for_approval")) var forApproval = false

    /// What the options ask for; the record is still to be resolved.
    func submission(
        kind: String?,
        event: String?,
        _ context: CommandContext
    ) throws -> EntrySubmission {
        let id = (request ?? UUID().uuidString).lowercased()
        guard UUID(uuidString: id) != nil else {
            throw CommandError(.usageInvalidValue, ["value": id, "option": "--request"])
        }
        var submission = EntrySubmission(request: id, machine: kind, event: event)
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
}
