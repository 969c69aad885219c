import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@testable import Auditing

/// Whose card counts: one under a key that the auditor, a charter or a log speaks for, and no newer one of somebody else's making.
@Suite struct CardKeyTests {
    private static let jiangxi = "jiangxi.ipr.example"

    /// A card of jiangxi's under its own key, or under another one of the same name.
    private static func card(tag: String = "", serial: UInt64) throws -> PeerCard {
        let json = try Vectors.json("lianlu-vectors.json")
        let cards = try #require(json["cards"] as? [String: [String: Any]])
        let note = try #require(cards[jiangxi]?["note"] as? String)
        var content = try PeerCard(
            parsing: try #require(Base64.decode(Array(note.utf8)))
        ).content
        let signer = try SyntheticLog.signer(jiangxi, tag: tag)
        content.key = signer.verifierKey
        content.serial = serial
        return try PeerCard(content, signer: signer)
    }

    /// The serial of the card that counts for jiangxi.
    private static func serial(
        _ logs: [SyntheticLog],
        _ charters: [[UInt8]] = [],
        trusting tag: String? = nil
    ) async throws -> UInt64? {
        let keys = try ["", "other"].map { try SyntheticLog.signer(jiangxi, tag: $0).verifierKey }
        var source = try SyntheticLog.source(logs, offering: keys)
        source.charterNotes = charters
        source.cardNotes = [
            try card(serial: 1).note.encoded, try card(tag: "other", serial: 9).note.encoded,
        ]
        var trust = Trust()
        if let tag {
            let isAdded = trust.add(try SyntheticLog.signer(jiangxi, tag: tag).verifierKey)
            #expect(isAdded)
        }
        let entries = await Audit(of: source, trusting: trust).runKeepingEntries().entries
        return entries.cards[try #require(NodeName(jiangxi))]?.content.serial
    }

    @Test("a card of a higher serial under a key that only a foreign log has counts for nobody's")
    func foreign() async throws {
        let foreign = try SyntheticLog("\(Self.jiangxi)/home", tag: "other")
        let charters = try VectorSource().charterNotes
        // Nothing else speaks for any key.
        #expect(try await Self.serial([foreign]) == 9)
        #expect(try await Self.serial([foreign], charters) == 1)
        #expect(try await Self.serial([foreign], trusting: "") == 1)
        #expect(try await Self.serial([foreign], charters, trusting: "other") == 9)
    }

    @Test("a card under a key that a log proves to have come after the named one counts")
    func successor() async throws {
        var log = try SyntheticLog("\(Self.jiangxi)/home")
        try log.rotate(from: "", to: "other")
        let charters = try VectorSource().charterNotes
        #expect(try await Self.serial([log], charters) == 9)
        #expect(try await Self.serial([log], trusting: "") == 9)
        // What came before the key that the auditor brought is not taken any more.
        #expect(try await Self.serial([log], trusting: "other") == 9)
    }
}
