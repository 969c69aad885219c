import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import Testing
import TransparencyLog

@testable import NodeService

/// Cards and charters that a peer sends and that must not be taken, between real nodes.
@Suite(.serialized) struct NoticeFaultTests {
    private static let caller = Federation.caller

    private static func bytes(_ card: PeerCard) -> [UInt8] { card.note.encoded }

    private static func peers(of node: RunningNode) async throws -> [String: String] {
        let items = try await node.test.local.peers(after: nil, caller: caller).items
        return Dictionary(uniqueKeysWithValues: items.map { ($0.node, $0.fingerprint) })
    }

    @Test("a card that a peer must not send is refused or dropped, and no card changes")
    func cards() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let (jiangxi, fujian, guizhou) = (federation[0], federation[1], federation[2])
        let before = try await Self.peers(of: jiangxi)
        let forged = PartyFaultTests.text(fujian.node.view.card.note)
            .replacing("region 350000", with: "region 360000")
        let conflict = try PartyFaultTests.card(of: fujian.test) { $0.offices[0].title = "另一个名称" }
        let pinned = try PartyFaultTests.card(of: fujian.test) {
            $0.serial += 1
            $0.pins = guizhou.node.view.card.content.pins
        }
        let own = try PartyFaultTests.reused(guizhou.test, jiangxi.test)
        let stolen = try PartyFaultTests.reused(guizhou.test, fujian.test)
        let stranger = try await TestNode.make("hunan.ipr.example", region: "430000")
        let unknown = try PartyFaultTests.reused(guizhou.test, stranger)
        let expired = try PartyFaultTests.card(of: stranger) {
            $0.issued = try NodeTime.timestamp(at: 1_700_000_000)
            $0.expires = try NodeTime.timestamp(at: 1_700_000_001)
        }
        let refused: [(String, [UInt8])] = [
            ("card_signature_invalid", Array(forged.utf8)),
            ("card_serial_conflict", Self.bytes(conflict)),
            ("card_key_changed", Array(stolen.utf8)),
        ]
        for (code, card) in refused {
            try await Fault.requireRefused(code, notice: card, from: guizhou, to: jiangxi)
        }
        // The sender need not learn whose pin it is; the receiver's operator does.
        try await Fault.send(notice: Self.bytes(pinned), from: guizhou, to: jiangxi)
        let status = try await jiangxi.test.local.status(caller: Self.caller)
        let shown = status.peers.first { $0.node == guizhou.name }?.lastError
        let told = try #require(shown)
        #expect(told.code == "ledger_parties.card_pin_reused")
        try Fault.requireTold(told.code, told.arguments)
        // An older card may be on its way still, and a stranger's is nobody's business: all are dropped.
        let older = try PartyFaultTests.card(of: fujian.test) { $0.serial -= 1 }
        for card in [older, expired, stranger.node.view.card].map(Self.bytes)
            + [Array(own.utf8), Array(unknown.utf8)]
        {
            try await Fault.send(notice: card, from: guizhou, to: jiangxi)
        }
        #expect(try await Self.peers(of: jiangxi) == before)
        let alarms = try await jiangxi.test.local.status(caller: Self.caller).alarms
        #expect(alarms.map(\.code) == ["ledger_parties.card_serial_conflict"])
        for alarm in alarms { try Fault.requireTold(alarm.code, alarm.arguments) }
        // Sessions and logs go on with those who were named.
        let sent = try await federation.send(from: 1, to: "360000")
        try await eventually("jiangxi holds fujian's clue") {
            try await jiangxi.size(of: "fujian.ipr.example/exercise") > sent.index
        }
        for node in federation.nodes {
            try await Fault.requireWhole(node.test.home, trusting: federation.nodes.map(\.node))
        }
        try await stranger.remove()
        try await federation.remove()
    }

    @Test("a charter that a peer must not send is refused or dropped, and no charter changes")
    func charters() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let (jiangxi, guizhou) = (federation[0], federation[2])
        let tests = federation.nodes.map(\.test)
        let made = try PartyFaultTests.Charters(tests, federation.charter)
        let refused: [(String, String)] = [
            (
                "charter_lacks_signatures",
                try made.revision(signers: [tests[2]]) { $0.titleEn = "signed by one" }
            ),
            (
                "charter_lacks_signatures",
                try made.revision(signers: [tests[2]]) { content in
                    content.members.removeAll { $0.node.text != "guizhou.ipr.example" }
                    content.ended = try ["fujian", "jiangxi"].map {
                        .init(origin: try Origin("\($0).ipr.example/exercise"), size: 2)
                    }
                }
            ),
            ("charter_skips_predecessor", try made.revision { $0.revision = 3 }),
            (
                "charter_address_repeated",
                try made.revision { content in
                    content.members[1].address = content.members[0].address
                }
            ),
        ]
        for (code, charter) in refused {
            let bytes = Array(charter.utf8)
            try await Fault.requireRefused(code, notice: bytes, from: guizhou, to: jiangxi)
        }
        // One whose predecessor nobody has is dropped: it comes again with those before it.
        let unknown = SHA256.digest(of: Array("unknown".utf8))
        let orphan = try made.revision { $0.predecessor = unknown }
        try await Fault.send(notice: Array(orphan.utf8), from: guizhou, to: jiangxi)
        var known = try await jiangxi.test.local.mechanism("exercise", caller: Self.caller)
        #expect(known.revision == 1)
        // Of two that stand beside each other neither counts: an alarm names who signed both.
        let one = try made.revision { $0.titleEn = "one" }
        let other = try made.revision { $0.titleEn = "other" }
        _ = try await jiangxi.test.local.join(charter: one, caller: Self.caller)
        try await Fault.requireRefused(
            "charters_rival",
            as: "charter_rivals",
            notice: Array(other.utf8),
            from: guizhou,
            to: jiangxi
        )
        known = try await jiangxi.test.local.mechanism("exercise", caller: Self.caller)
        #expect(known.revision == 1)
        let alarms = try await jiangxi.test.local.status(caller: Self.caller).alarms
        let rivals = try #require(alarms.first { $0.code == "ledger_parties.charters_rival" })
        #expect(rivals.arguments["signers"]?.contains("fujian.ipr.example") == true)
        for alarm in alarms { try Fault.requireTold(alarm.code, alarm.arguments) }
        // What the common predecessor grants is granted still.
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("fujian holds jiangxi's clue") {
            try await federation[1].size(of: "jiangxi.ipr.example/exercise") > sent.index
        }
        for node in federation.nodes {
            try await Fault.requireWhole(node.test.home, trusting: federation.nodes.map(\.node))
        }
        try await federation.remove()
    }
}
