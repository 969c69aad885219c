import ArgumentParser
import LocalAPI

/// The command `lianlu peer add <card>`.
struct PeerAddCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("add", text: "peer_add") }

    @Argument(help: Help.option("card_file")) var card: String
    @Option(help: Help.option("fingerprint")) var fingerprint: String?
    @Flag(help: Help.option("dry_run")) var dryRun = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let text = try context.readCard(card)
        if let fingerprint, Self.digits(fingerprint).count != Self.digitCount {
            throw CommandError(.fingerprintInvalid, ["text": fingerprint])
        }
        let inspected = try await context.send(.inspect(card: text))
        if dryRun { return try show(inspected, context) }
        try confirm(inspected, context)
        let added = try await context.send(
            .add(PeerAddition(card: text, fingerprint: inspected.fingerprint))
        )
        try show(added, context)
        context.talk("talk_peer_added", ["node": added.node])
    }

    private func show(_ card: CardDocument, _ context: CommandContext) throws {
        if context.json { return try context.renderer.line(card) }
        context.renderer.card(card)
    }

    /// The card counts only once its fingerprint was confirmed, by the flag or by a person.
    private func confirm(_ card: CardDocument, _ context: CommandContext) throws {
        if let fingerprint {
            guard Self.digits(fingerprint) == Self.digits(card.fingerprint) else {
                throw CommandError(
                    .fingerprintDiffers,
                    ["expected": fingerprint, "found": card.fingerprint]
                )
            }
            return
        }
        guard context.streams.canAsk else {
            throw CommandError(.confirmationNeeded, ["node": card.node])
        }
        let question = Renderer(
            language: context.language,
            json: false,
            streams: TalkOnly(base: context.streams)
        )
        question.card(card)
        context.streams.talk(context.text("ask_peer", ["fingerprint": card.fingerprint]))
        // Nothing else adds a card, as the question says; some terminals end a line with a carriage return.
        let answer = context.streams.readLine()
        guard answer == "yes" || answer == "yes\r" else {
            throw CommandError(.confirmationDeclined, ["node": card.node])
        }
    }

    /// Eight groups of five.
    private static let digitCount = 40

    /// The digits of a fingerprint, whatever stands between them.
    private static func digits(_ text: String) -> [UInt8] {
        text.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
