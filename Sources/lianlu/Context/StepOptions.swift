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
        let id = (request ?? NewRequest.id()).lowercased()
        guard UUID(uuidString: id) != nil else {
            throw CommandError(.requestNoUUID, ["value": request ?? id])
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
        var filed: [String: FieldValue] = [:]
        for path in file {
            filed.merge(try FieldFile.read(path, in: context)) { _, later in later }
        }
        Self.fill(&submission, filed, try FieldOption.all(field))
        return submission
    }

    /// Options prevail over files: by the name that both use, and where one of them uses a title, by the field, which the node knows.
    private static func fill(
        _ submission: inout EntrySubmission,
        _ filed: [String: FieldValue],
        _ given: FieldOption.Given
    ) {
        submission.fields = given.fields
        submission.without = given.without.isEmpty ? nil : given.without.sorted()
        let rest = filed.filter {
            given.fields[$0.key] == nil && !given.without.contains($0.key)
        }
        let stated = Set(given.fields.keys).union(given.without)
        if stated.isEmpty || stated.union(rest.keys).allSatisfy(Identifier.isID) {
            submission.fields.merge(rest) { own, _ in own }
        } else if !rest.isEmpty {
            submission.defaults = rest
        }
    }
}
