import ArgumentParser
import LocalAPI

/// The command `lianlu links <record>`.
struct LinksCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("links", text: "links") }

    @Argument(help: Help.option("record")) var record: String
    @Option(help: Help.option("links_on")) var on: String?
    @Option(help: Help.option("linking_limit")) var limit = Limits.linkedRecordCountDefault
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let prefix = try Identifier.digestPrefix(record)
        let total = try LinkingPage.total(limit)
        var query = LinksQuery(on: on)
        var shown = 0
        repeat {
            query.limit = min(total - shown, Limits.linkingPageRecordCount)
            let answer = try await context.send(.links(of: prefix, query))
            try show(answer, isFirst: shown == 0, in: context)
            shown += answer.links.count
            query.after = answer.next
        } while shown < total && query.after != nil
        guard !context.json, shown > 0 else { return }
        if query.after != nil { context.talk("talk_linking_more", ["count": String(total)]) }
        context.talk("talk_proposals")
    }

    /// Penalties come before the list of links, which may be long.
    private func show(
        _ answer: LinksAnswer,
        isFirst: Bool,
        in context: CommandContext
    ) throws {
        let renderer = context.renderer
        if renderer.json { return try renderer.line(answer) }
        if isFirst {
            renderer.pairs([("record", answer.record), ("region", answer.region)])
            showPenalties(answer, in: context)
            if answer.links.isEmpty {
                context.talk(
                    answer.unreadCount == 0 ? "talk_no_links" : "talk_links_unread",
                    ["count": String(answer.unreadCount)]
                )
            } else {
                if answer.unreadCount > 0 {
                    context.talk("talk_links_partly_unread", ["count": String(answer.unreadCount)])
                }
                renderer.heading("linked_records")
            }
        }
        for link in answer.links { Self.show(link, renderer) }
        guard isFirst else { return }
        for finding in answer.findings {
            context.streams.talk(TextWidth.harmless(renderer.sentence(finding)) + "\n")
        }
    }

    private func showPenalties(_ answer: LinksAnswer, in context: CommandContext) {
        var arguments = ["since": answer.since, "until": answer.until]
        // Where no number of the subject is known here, no day changes that.
        let day = on == nil ? "talk_links_today" : "talk_links_on"
        let standing = answer.penalties.filter(\.isStanding)
        defer { showOthers(answer.penalties.filter { !$0.isStanding }, in: context) }
        guard !standing.isEmpty else {
            if answer.subjectKnown {
                context.talk("talk_no_penalties", arguments)
                return context.talk(day, arguments)
            }
            arguments["count"] = String(answer.unreadCount)
            return context.talk(
                answer.unreadCount == 0 ? "talk_subject_unknown" : "talk_subject_unread",
                arguments
            )
        }
        let renderer = context.renderer
        context.streams.data(
            "\n\(renderer.label("prior_penalties")) \(TextWidth.harmless("\(answer.since) – \(answer.until)"))\n"
        )
        for penalty in standing { Self.show(penalty, renderer) }
        context.talk(day, arguments)
        context.talk("talk_penalties_scope")
        context.talk("talk_penalties")
    }

    /// Those that were taken back, and those of exercises: no penalty that counts, or one that somebody must look into.
    private func showOthers(_ penalties: [PriorPenalty], in context: CommandContext) {
        guard !penalties.isEmpty else { return }
        let renderer = context.renderer
        renderer.heading("penalties_not_standing")
        for penalty in penalties { Self.show(penalty, renderer) }
        context.talk("talk_penalties_not_standing")
    }

    private static func show(_ link: LinkProposal, _ renderer: Renderer) {
        let place = renderer.label(link.sameRegion ? "same_region" : "other_region")
        let head = RecordLine.head(link.record, region: link.region, renderer)
        let rest = link.reasonCount - link.reasons.count
        renderer.paragraph(
            "\(renderer.label("strength")) \(link.strength)  \(place)  \(head)",
            link.reasons.flatMap { reason in
                [title(of: reason, renderer)]
                    + reason.here.map { line("here_in", $0, renderer) }
                    + reason.there.map { line("there_in", $0, renderer) }
            } + (rest > 0 ? ["… +\(rest)"] : [])
        )
    }

    private static func title(of reason: LinkReason, _ renderer: Renderer) -> String {
        guard let kind = reason.kind else {
            let score = reason.score.map { "\(renderer.label("score")) \($0)" }
            return [renderer.label("alike_names"), reason.shown, score].compactMap(\.self)
                .joined(separator: "  ")
        }
        let hint = reason.hint ? renderer.label("hint_only") : nil
        let wrong = reason.status.flatMap { status in
            ["checksum_bad", "format_bad"].contains(status)
                ? renderer.label("as_written_\(status)") : nil
        }
        return [renderer.title(reason.kindTitles, else: kind), reason.shown, wrong, hint]
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
        let day =
            penalty.byEntry ? [penalty.decided, renderer.label("by_entry")] : [penalty.decided]
        renderer.paragraph((day + [head]).joined(separator: "  "), lines)
    }
}
