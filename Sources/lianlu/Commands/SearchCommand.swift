import ArgumentParser
import Casework
import LocalAPI

/// The command `lianlu search [<identifier>]`.
struct SearchCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("search", text: "search") }

    @Argument(help: Help.option("identifier")) var identifier: String?
    @Option(help: Help.option("identifier_file")) var file: String?
    @Option(help: Help.option("identifier_kind")) var kind: String?
    @Option(help: Help.option("linking_limit")) var limit = Limits.linkedRecordCountDefault
    @Flag(help: Help.option("search_rebuild")) var rebuild = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        guard !rebuild else { return try await rebuild(in: context) }
        var query = IdentifierQuery(try text(in: context), kind: kind)
        let total = try LinkingPage.total(limit)
        var shown = 0
        repeat {
            query.limit = min(total - shown, Limits.linkingPageRecordCount)
            let answer = try await context.send(.search(query))
            try show(answer, isFirst: shown == 0, in: context)
            shown += answer.hits.count
            query.after = answer.next
            if answer.next == nil { return }
        } while shown < total
        context.talk("talk_linking_more", ["count": String(total)])
    }

    private func rebuild(in context: CommandContext) async throws {
        // What is wrong with the command line must not repeat the number.
        let others = [
            ("<identifier>", identifier != nil), ("--file", file != nil), ("--kind", kind != nil),
        ]
        for (other, isGiven) in others where isGiven {
            throw CommandError(.usageTogether, ["option": "--rebuild", "other": other])
        }
        let answer = try await context.send(.rebuildIndex)
        if context.json { return try context.renderer.line(answer) }
        context.talk("talk_index_rebuilt", ["count": String(answer.objectCount)])
    }

    private func show(
        _ answer: SearchAnswer,
        isFirst: Bool,
        in context: CommandContext
    ) throws {
        let isMixed = answer.findings.contains { $0.code == "node.words_around_number" }
        if isFirst, identifier != nil, isMixed || answer.readings.contains(where: \.personal) {
            context.talk("talk_identifier_visible")
        }
        let renderer = context.renderer
        if renderer.json { return try renderer.line(answer) }
        if isFirst { showReadings(answer, in: context) }
        for hit in answer.hits {
            context.streams.data("\n")
            let rest = hit.placeCount - hit.places.count
            renderer.paragraph(
                RecordLine.head(hit.record, region: hit.region, renderer),
                hit.places.map { place in
                    let number = Self.number(place, answer.readings, renderer)
                    return RecordLine.place(place, renderer) + (number.map { "  " + $0 } ?? "")
                }
                    + (rest > 0 ? ["… +\(rest)"] : [])
            )
        }
        guard isFirst else { return }
        for finding in answer.findings {
            context.streams.talk(TextWidth.harmless(renderer.sentence(finding)) + "\n")
        }
    }

    private func showReadings(_ answer: SearchAnswer, in context: CommandContext) {
        let renderer = context.renderer
        renderer.table(
            ["kind", "shown", "status", "notes"],
            answer.readings.map { reading in
                [
                    renderer.title(reading.kindTitles, else: reading.kind), reading.shown,
                    renderer.label(Self.status(of: reading)),
                    reading.findings.isEmpty ? "-" : renderer.sentences(reading.findings),
                ]
            }
        )
        if answer.readings.isEmpty { context.talk("talk_identifier_unknown") }
        if answer.hits.isEmpty { context.talk("talk_no_places") }
    }

    /// Which number stands at a place, where more than one was searched, or it is not right.
    static func number(
        _ place: MentionPlace,
        _ readings: [IdentifierReading],
        _ renderer: Renderer
    ) -> String? {
        guard let matched = place.matched else { return nil }
        let isOnly =
            readings.count == 1 && readings.first?.kind == matched.kind
            && readings.first?.shown == matched.shown && matched.status == "valid"
        guard !isOnly else { return nil }
        let kind = renderer.title(matched.kindTitles, else: matched.kind)
        return
            "\(kind) \(matched.shown) \(renderer.label(status(matched.status, of: matched.kind)))"
    }

    /// What is said of a reading: a form without a check digit is never called right.
    static func status(of reading: IdentifierReading) -> String {
        status(reading.status, of: reading.kind)
    }

    private static func status(_ status: String, of kind: String) -> String {
        let isChecked = IdentifierKind(rawValue: kind)?.distinction == .checked
        return status == "valid" && !isChecked ? "status_form_only" : "status_\(status)"
    }

    /// The identifier from the argument, a file, standard input or the terminal, without the blanks and ends of lines around it.
    private func text(in context: CommandContext) throws -> String {
        if let identifier {
            // What is wrong with the command line must not repeat the number.
            guard file == nil else {
                throw CommandError(
                    .usageTogether,
                    ["option": "--file", "other": "<identifier>"]
                )
            }
            return identifier
        }
        if let file {
            let bytes = try context.read(file, limit: Limits.identifierFileByteCountMax)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw CommandError(.fileNotText, ["path": file])
            }
            return Self.trimmed(text)
        }
        guard context.streams.canAsk else {
            throw CommandError(.usageMissingArgument, ["argument": "<identifier>"])
        }
        context.streams.talk(context.text("talk_identifier_ask"))
        return Self.trimmed(context.streams.readLine() ?? "")
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}

/// How many records a command about identifiers lists.
enum LinkingPage {
    /// The number that was asked for; throws for none, and for one beyond the limit.
    static func total(_ limit: Int) throws -> Int {
        guard (1...Limits.linkedRecordCountMax).contains(limit) else {
            throw CommandError(
                .usageInvalidValue,
                ["option": "--limit", "value": String(limit)]
            )
        }
        return limit
    }
}

/// How records and places are named in the answers about identifiers.
enum RecordLine {
    /// Record, kind, title, state, region and mechanism.
    static func head(_ record: RecordSummary, region: String?, _ renderer: Renderer) -> String {
        [
            renderer.short(record.record),
            renderer.title(record.machineTitles ?? [:], else: record.machine),
            renderer.state(of: record), region,
            record.mechanism ?? renderer.label("home_log"), record.title,
        ]
        .compactMap(\.self).joined(separator: "  ")
    }

    /// Field, step, office's region, time and entry.
    static func place(_ place: MentionPlace, _ renderer: Renderer) -> String {
        let verdict =
            place.verdict == .valid ? nil : renderer.label("class_\(place.verdict.rawValue)")
        return [
            renderer.title(place.fieldTitles, else: place.field),
            renderer.title(place.eventTitles, else: place.event), place.from, place.at,
            renderer.short(place.entry), verdict,
        ]
        .compactMap(\.self).joined(separator: "  ")
    }
}
