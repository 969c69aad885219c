import ArgumentParser
import LocalAPI

/// The command `lianlu search [<identifier>]`.
struct SearchCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("search", text: "search") }

    @Argument(help: Help.option("identifier")) var identifier: String?
    @Option(help: Help.option("identifier_file")) var file: String?
    @Option(help: Help.option("identifier_kind")) var kind: String?
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let answer = try await context.send(
            .search(IdentifierQuery(try text(in: context), kind: kind))
        )
        if identifier != nil, answer.readings.contains(where: \.personal) {
            context.talk("talk_identifier_visible")
        }
        let renderer = context.renderer
        if renderer.json { return try renderer.line(answer) }
        renderer.table(
            ["kind", "shown", "status", "notes"],
            answer.readings.map { reading in
                [
                    renderer.title(reading.kindTitles, else: reading.kind), reading.shown,
                    renderer.label("status_\(reading.status)"),
                    reading.findings.isEmpty ? "-" : renderer.sentences(reading.findings),
                ]
            }
        )
        if answer.readings.isEmpty { context.talk("talk_identifier_unknown") }
        if answer.hits.isEmpty { context.talk("talk_no_places") }
        for hit in answer.hits {
            context.streams.data("\n")
            renderer.paragraph(
                RecordLine.head(hit.record, region: hit.region, renderer),
                hit.places.map { RecordLine.place($0, renderer) }
            )
        }
        for finding in answer.findings {
            context.streams.talk(TextWidth.harmless(renderer.sentence(finding)) + "\n")
        }
    }

    /// The identifier from the argument, a file, standard input or the terminal, without the blanks and ends of lines around it.
    private func text(in context: CommandContext) throws -> String {
        if let identifier {
            // What is wrong with the command line must not repeat the number.
            guard file == nil else {
                throw CommandError(.usageUnexpectedArgument, ["argument": "--file"])
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

/// How records and places are named in the answers about identifiers.
enum RecordLine {
    /// Record, kind, title, state, region and mechanism.
    static func head(_ record: RecordSummary, region: String?, _ renderer: Renderer) -> String {
        [
            renderer.short(record.record), record.machine,
            renderer.title(record.stateTitles, else: record.state), region,
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
