import ArgumentParser
import LocalAPI

/// The command `lianlu card`.
struct CardCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("card", text: "card") }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let card = try await context.send(.card)
        if context.json { return try context.renderer.line(card) }
        context.streams.data(card.card)
        context.talk("talk_own_fingerprint", ["fingerprint": card.fingerprint])
    }
}

extension Renderer {
    /// A card as a person reads it.
    func card(_ card: CardDocument) {
        let offices = card.offices.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        pairs([
            ("node", card.node), ("region", card.region), ("url", card.url),
            ("offices", offices.isEmpty ? nil : list(offices)),
            ("serial", String(card.serial)),
            ("expires", "\(card.expires) (\(card.daysLeft) \(label("days")))"),
            ("fingerprint", card.fingerprint),
            ("standing", label("standing_\(card.standing.rawValue)")),
            ("warnings", card.warnings.isEmpty ? nil : sentences(card.warnings)),
        ])
    }
}
