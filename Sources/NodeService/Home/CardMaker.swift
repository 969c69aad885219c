import Casework
import Cryptography
import Ledger
import TransparencyLog

/// Makes our own cards.
enum CardMaker {
    /// How long a card may be added: a year.
    private static let validitySecondCount: Int64 = 365 * 86_400

    /// Signs a card that says what the configuration and the keys say; its serial is above the last one's.
    static func card(
        identity: NodeIdentity,
        keyring: NodeKeyring,
        pins: [CertificatePin],
        after last: PeerCard?,
        now: Int64
    ) throws -> PeerCard {
        let content = CardContent(
            node: identity.node,
            key: keyring.node.verifierKey,
            region: identity.region,
            url: identity.url,
            pins: pins.map(\.digest),
            mirror: keyring.mirror.verifierKey,
            retiredMirrors: last?.content.retiredMirrors ?? [],
            box: last?.content.box,
            offices: identity.offices,
            serial: CardContent.nextSerial(after: last?.content.serial, now: now),
            issued: try NodeTime.timestamp(at: now),
            expires: try NodeTime.timestamp(at: now + validitySecondCount)
        )
        return try PeerCard(content, signer: keyring.node)
    }

    /// Whether a card no longer says what it should, or ends within 30 days.
    ///
    /// Its keys are those of the files: `KeyFileCheck` lets no other ones in.
    static func isOutdated(
        _ card: PeerCard,
        identity: NodeIdentity,
        pins: [CertificatePin],
        now: Int64
    ) -> Bool {
        let content = card.content
        return content.region != identity.region || content.url != identity.url
            || content.offices != identity.offices || content.pins != pins.map(\.digest)
            || content.expires.instant - now < 30 * 86_400
    }
}
