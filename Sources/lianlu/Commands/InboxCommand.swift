import ArgumentParser
import LocalAPI

/// The command `lianlu inbox`.
struct InboxCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("inbox", text: "inbox") }

    @Option(help: Help.option("inbox_office")) var office: String?
    @Option(help: Help.option("filter_mechanism")) var mechanism: String?
    @Option(help: Help.option("inbox_limit")) var limit = Limits.inboxItemCountDefault
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let renderer = context.renderer
        let rendering = InboxRendering(renderer: renderer)
        var query = InboxQuery(office: office, mechanism: mechanism)
        var shown = 0
        var last: InboxItem.Part?
        var asksForPlace = false
        defer { if asksForPlace { context.talk("talk_inbox_places") } }
        repeat {
            query.limit = min(limit - shown, Limits.inboxPageItemCount)
            let page = try await context.send(.inbox(query))
            shown += page.items.count
            query.after = page.next
            if renderer.json {
                try renderer.line(page)
            } else {
                if last == nil { rendering.summary(page) }
                rendering.show(page.items, after: last)
                asksForPlace =
                    asksForPlace || page.items.flatMap(\.steps).contains(where: \.asksForPlace)
                    || page.items.flatMap { $0.openings ?? [] }.contains(where: \.opens)
                last = page.items.last?.part ?? last
            }
            if page.next == nil { return }
        } while shown < limit
        context.talk("talk_inbox_more", ["count": String(limit)])
    }
}

extension NextStep {
    /// Whether its command has a word in the place of what only whoever takes it knows.
    fileprivate var asksForPlace: Bool {
        automatic == nil && (opens == true || addressed == true)
    }
}
