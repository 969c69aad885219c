import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import Testing
import TransparencyLog

@testable import NodeService

/// Cards and charters that an operator hands to a node and that it must not take.
@Suite(.serialized) struct PartyFaultTests {
    private static let caller = TestNode.operatorCaller

    static func text(_ note: Note) -> String {
        String(decoding: note.encoded, as: UTF8.self)
    }

    /// A card of a node that says something else than its newest one.
    static func card(
        of node: TestNode,
        _ change: (inout CardContent) throws -> Void
    ) throws -> PeerCard {
        var content = node.node.view.card.content
        try change(&content)
        return try PeerCard(content, signer: node.node.view.keyring.node)
    }

    private static func requireRefused(
        _ code: String,
        adding card: String,
        at node: TestNode,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        // The fingerprint is the card's own: not a wrong one is what refuses it.
        let told = code.contains(".") ? code : "ledger_parties.\(code)"
        let fingerprint = (try? PeerCard(parsing: Array(card.utf8)))?.fingerprint.text ?? ""
        try await Fault.requireRefused(told, sourceLocation: sourceLocation) {
            let addition = PeerAddition(card: card, fingerprint: fingerprint)
            _ = try await node.local.add(addition, caller: caller)
        }
        try await Fault.requireRefused(told, sourceLocation: sourceLocation) {
            _ = try await node.local.inspect(card: card, caller: caller)
        }
    }

    @Test("a card that must not be taken is refused by name, and neither peers nor logs change")
    func cards() async throws {
        let two = try await TwoNodes.make()
        let (jiangxi, fujian) = (two.jiangxi, two.fujian)
        let guizhou = try await TestNode.make("guizhou.ipr.example", region: "520000")
        let before = try await jiangxi.local.peers(after: nil, caller: Self.caller).items
        let sizes = try await [jiangxi.size(of: "home"), jiangxi.size(of: "exercise")]

        let forged = Self.text(fujian.node.view.card.note)
            .replacing("region 350000", with: "region 360000")
        try await Self.requireRefused("card_signature_invalid", adding: forged, at: jiangxi)
        let lower = try Self.card(of: fujian) { $0.serial -= 1 }
        try await Self.requireRefused(
            "card_serial_lower",
            adding: Self.text(lower.note),
            at: jiangxi
        )
        let conflict = try Self.card(of: fujian) { $0.offices[0].title = "另一个名称" }
        try await Self.requireRefused(
            "card_serial_conflict",
            adding: Self.text(conflict.note),
            at: jiangxi
        )
        let expired = try Self.card(of: guizhou) {
            $0.issued = try NodeTime.timestamp(at: 1_700_000_000)
            $0.expires = try NodeTime.timestamp(at: 1_700_000_001)
        }
        try await Self.requireRefused("card_expired", adding: Self.text(expired.note), at: jiangxi)
        let pinned = try Self.card(of: guizhou) { $0.pins = fujian.node.view.card.content.pins }
        try await Self.requireRefused(
            "card_pin_reused",
            adding: Self.text(pinned.note),
            at: jiangxi
        )
        let own = Self.text(jiangxi.node.view.card.note)
        try await Self.requireRefused("node.card_is_own", adding: own, at: jiangxi)
        try await Self.requireRefused(
            "card_key_reused",
            adding: Self.reused(fujian, guizhou),
            at: jiangxi
        )

        #expect(try await jiangxi.local.peers(after: nil, caller: Self.caller).items == before)
        #expect(try await [jiangxi.size(of: "home"), jiangxi.size(of: "exercise")] == sizes)
        let card = guizhou.node.view.card
        let added = try await jiangxi.local.add(
            PeerAddition(card: Self.text(card.note), fingerprint: card.fingerprint.text),
            caller: Self.caller
        )
        #expect(added.standing == .added)
        try await Fault.requireWhole(jiangxi.home, trusting: [jiangxi.node])
        try await guizhou.remove()
        try await two.remove()
    }

    /// A card of `thief` whose node key is that of `owner`, under the thief's name.
    static func reused(_ owner: TestNode, _ thief: TestNode) throws -> String {
        let key: Ed25519.PrivateKey = try KeyFile.load(from: owner.home.key("node").path)
        let signer = try Ed25519Signer(
            name: KeyName(thief.node.view.node.text),
            privateKey: key
        )
        var content = thief.node.view.card.content
        content.key = signer.verifierKey
        return text(try PeerCard(content, signer: signer).note)
    }

    // MARK: Charters

    /// Revisions of a charter as hostile or careless members might sign them.
    struct Charters {
        let members: [TestNode]
        let first: Charter

        init(_ members: [TestNode], _ charter: String) throws {
            self.members = members
            first = try Charter(parsing: Array(charter.utf8))
        }

        /// The text of a revision that both sign; nothing of it is judged here.
        func revision(
            signers: [TestNode]? = nil,
            _ change: (inout CharterContent) throws -> Void
        ) throws -> String {
            var content = first.content
            content.revision = 2
            content.predecessor = first.digest
            try change(&content)
            let signers = signers ?? members
            return PartyFaultTests.text(
                try Note(text: content.text, signers: signers.map { $0.node.view.keyring.node })
            )
        }
    }

    @Test(
        "a charter that must not be joined is refused by name, and neither charter nor logs change"
    )
    func charters() async throws {
        let two = try await TwoNodes.make()
        let made = try Charters([two.jiangxi, two.fujian], two.charter.text)
        let unknown = SHA256.digest(of: Array("unknown".utf8))
        let refused: [(String, String)] = [
            (
                "charter_lacks_signatures",
                try made.revision(signers: [two.jiangxi]) { $0.titleEn = "unsigned by fujian" }
            ),
            (
                "charter_lacks_signatures",
                try made.revision(signers: [two.jiangxi]) { content in
                    content.members.removeAll { $0.node.text != "jiangxi.ipr.example" }
                    content.ended = try ["fujian"].map {
                        .init(origin: try Origin("\($0).ipr.example/exercise"), size: 2)
                    }
                }
            ),
            (
                "charter_lacks_ends",
                try made.revision { content in
                    content.members.removeAll { $0.node.text != "jiangxi.ipr.example" }
                }
            ),
            ("charter_skips_predecessor", try made.revision { $0.revision = 3 }),
            ("charter_predecessor_unknown", try made.revision { $0.predecessor = unknown }),
            (
                "charter_address_repeated",
                try made.revision { content in
                    content.members[1].address = content.members[0].address
                }
            ),
        ]
        let sizes = try await [two.jiangxi.size(of: "exercise"), two.fujian.size(of: "exercise")]
        for (code, charter) in refused {
            for node in [two.jiangxi, two.fujian] {
                try await Fault.requireRefused("ledger_parties.\(code)") {
                    _ = try await node.local.join(charter: charter, caller: Self.caller)
                }
                let known = try await node.local.mechanism("exercise", caller: Self.caller)
                #expect(known.revision == 1)
            }
        }
        #expect(
            try await [two.jiangxi.size(of: "exercise"), two.fujian.size(of: "exercise")] == sizes
        )
        // Of two that stand beside each other, the second is refused, and what was adopted stays.
        let one = try made.revision { $0.titleEn = "one" }
        let other = try made.revision { $0.titleEn = "other" }
        _ = try await two.jiangxi.local.join(charter: one, caller: Self.caller)
        try await Fault.requireRefused("ledger_parties.charters_rival") {
            _ = try await two.jiangxi.local.join(charter: other, caller: Self.caller)
        }
        let known = try await two.jiangxi.local.mechanism("exercise", caller: Self.caller)
        #expect(known.titleEn == "one" && known.adopted)
        for node in [two.jiangxi, two.fujian] {
            try await Fault.requireWhole(node.home, trusting: [two.jiangxi.node, two.fujian.node])
        }
        try await two.remove()
    }
}
