import ArgumentParser
import LocalAPI

/// The command `lianlu links <record>`.
struct LinksCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("links", text: "links") }

    @Argument(help: Help.option("record")) var record: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let prefix = try Identifier.digestPrefix(record)
        let answer = try await context.send(.links(of: prefix))
        let renderer = context.renderer
        if renderer.json { return try renderer.line(answer) }
        renderer.pairs([("record", answer.record), ("region", answer.region)])
        if answer.links.isEmpty {
            context.talk("talk_no_links")
        } else {
            renderer.heading("linked_records")
        }
        for link in answer.links { Self.show(link, renderer) }
        if answer.penalties.isEmpty {
            context.talk("talk_no_penalties", ["since": answer.since])
        } else {
            context.streams.data(
                "\n\(renderer.label("prior_penalties")) \(TextWidth.harmless(answer.since))\n"
            )
        }
        for penalty in answer.penalties { Self.show(penalty, renderer) }
        if !answer.links.isEmpty { context.talk("talk_proposals") }
        for finding in answer.findings {
            context.streams.talk(TextWidth.harmless(renderer.sentence(finding)) + "\n")
        }
    }

    private static func show(_ link: LinkProposal, _ renderer: Renderer) {
        let place = renderer.label(link.sameRegion ? "same_region" : "other_region")
        let head = RecordLine.head(link.record, region: link.region, renderer)
        renderer.paragraph(
            "\(renderer.label("strength")) \(link.strength)  \(place)  \(head)",
            link.reasons.flatMap { reason in
                [title(of: reason, renderer)]
                    + reason.here.map { line("here_in", $0, renderer) }
                    + reason.there.map { line("there_in", $0, renderer) }
            }
        )
    }

    private static func title(of reason: LinkReason, _ renderer: Renderer) -> String {
        guard let kind = reason.kind else {
            let score = reason.score.map { "\(renderer.label("score")) \($0)" }
            return [renderer.label("alike_names"), reason.shown, score].compactMap(\.self)
                .joined(separator: "  ")
        }
        let hint = reason.hint ? renderer.label("hint_only") : nil
        return [renderer.title(reason.kindTitles, else: kind), reason.shown, hint]
            .compactMap(\.self).joined(separator: "  ")
    }

    private static func line(_ label: String, _ place: MentionPlace, _ renderer: Renderer) -> String
    {
        "  \(renderer.label(label))  \(RecordLine.place(place, renderer))"
    }

    private static func show(_ penalty: PriorPenalty, _ renderer: Renderer) {
        let head = RecordLine.head(penalty.record, region: penalty.region, renderer)
        let lines = penalty.penalties.sorted { $0.key < $1.key }.map { field, value in
            let label = penalty.labels.first { $0.field == field }
            let title = renderer.title(label?.titles ?? [:], else: field)
            return "\(title)  "
                + value.text(renderer) { text in
                    renderer.title(label?.values[text] ?? [:], else: text)
                }
        }
        renderer.paragraph("\(penalty.decided)  \(head)", lines)
    }
}
