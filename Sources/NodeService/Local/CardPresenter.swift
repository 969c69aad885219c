import Casework
package import Ledger
package import LocalAPI
import TransparencyLog

/// Shows cards as local clients read them.
package enum CardPresenter {
    private static let daySecondCount: Int64 = 86_400
    private static let warningDayCount = 30

    /// Whole days until the card may no longer be added; negative after that.
    static func daysLeft(_ card: PeerCard, now: Int64) -> Int {
        Int((card.content.expires.instant - now).floorDivided(by: daySecondCount))
    }

    /// What is to be said of a card that ends soon or has ended.
    static func warnings(_ card: PeerCard, now: Int64) -> [CodedText] {
        let days = daysLeft(card, now: now)
        guard days < warningDayCount else { return [] }
        return [
            CodedText(
                days < 0 ? "node.card_ended" : "node.card_ends",
                ["expires": card.content.expires.text, "node": card.node.text]
            )
        ]
    }

    /// A card with all that people compare.
    package static func document(
        _ card: PeerCard,
        standing: CardDocument.Standing,
        now: Int64
    ) -> CardDocument {
        let content = card.content
        var document = CardDocument(
            card: String(decoding: card.note.encoded, as: UTF8.self),
            node: card.node.text,
            region: content.region.text,
            url: content.url.text,
            key: "\(card.key)",
            fingerprint: card.fingerprint.text,
            serial: content.serial,
            expires: content.expires.text,
            daysLeft: daysLeft(card, now: now),
            standing: standing
        )
        document.offices = Dictionary(
            content.offices.map { ($0.id.text, $0.title) },
            uniquingKeysWith: { first, _ in first }
        )
        document.warnings = warnings(card, now: now)
        return document
    }
}

extension Int64 {
    /// The quotient rounded down.
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }
}
