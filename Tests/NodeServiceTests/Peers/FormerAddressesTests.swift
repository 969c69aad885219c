import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TestSupport
import Testing
import TransparencyLog

@testable import NodeService

@Suite struct FormerAddressesTests {
    private static let evidence: Set<Digest> = [SHA256.digest(of: [1])]

    @Test(
        "a former address is called at once, and after an answer for an hour no more for a card alone"
    )
    func answered() throws {
        var places = FormerAddresses()
        let card = try Self.card("a", port: 1)
        places.learn(card, now: .zero)
        #expect(Self.due(&places, .zero) == ["a:1"])
        // While it is being called it is called by nobody else.
        #expect(Self.due(&places, .seconds(9)).isEmpty && places.deadline == nil)
        places.ended(card, .answered, told: [], now: .seconds(1))
        #expect(places.deadline == nil)
        places.learn(card, now: .seconds(1) + FormerAddresses.answerPause - .milliseconds(1))
        #expect(places.deadline == nil)
        places.learn(card, now: .seconds(1) + FormerAddresses.answerPause)
        #expect(Self.due(&places, .seconds(3_601)) == ["a:1"])
        #expect(places.callCount(of: card.node) == 1)
    }

    @Test(
        "an address where nobody answers is given up after eight calls, and called again when its card is shown"
    )
    func silent() throws {
        var places = FormerAddresses()
        let card = try Self.card("a", port: 1)
        places.learn(card, now: .zero)
        var pauses: [Duration] = []
        while let due = places.deadline {
            pauses.append(due)
            #expect(Self.due(&places, due) == ["a:1"])
            places.ended(card, .failed(isOwed: false), told: [], now: due)
        }
        #expect(pauses == [0, 1, 3, 7, 15, 31, 63, 127].map { Duration.seconds($0) })
        places.learn(card, now: .seconds(500))
        #expect(places.deadline == .seconds(500))
        // Whoever shows cards without end makes nobody dial without end.
        #expect(Self.due(&places, .seconds(500)) == ["a:1"])
        places.ended(card, .failed(isOwed: false), told: [], now: .seconds(500))
        places.learn(card, now: .milliseconds(500_001))
        #expect(places.deadline == .seconds(501))
        #expect(Self.due(&places, .seconds(501)) == ["a:1"])
        places.ended(card, .failed(isOwed: false), told: [], now: .seconds(501))
        places.learn(card, now: .milliseconds(501_001))
        #expect(places.deadline == .seconds(503))
    }

    @Test(
        "while evidence waits for a peer its former address is called for ever, each hour at last"
    )
    func owed() throws {
        var places = FormerAddresses()
        let card = try Self.card("a", port: 1)
        places.learn(card, now: .zero)
        var now = Duration.zero
        for _ in 0..<40 {
            let due = try #require(places.deadline)
            #expect(due - now <= FormerAddresses.pauseMax)
            now = due
            #expect(Self.due(&places, now) == ["a:1"])
            places.ended(card, .failed(isOwed: true), told: [], now: now)
        }
        #expect(places.deadline == now + FormerAddresses.pauseMax)
    }

    @Test(
        "evidence that comes up while an address is called is brought there by another call, and sent once"
    )
    func evidenceMeanwhile() throws {
        var places = FormerAddresses()
        let card = try Self.card("a", port: 1)
        places.learn(card, now: .zero)
        #expect(Self.due(&places, .zero) == ["a:1"])
        places.evidenceKept(against: card.node, now: .seconds(1))
        places.ended(card, .answered, told: Self.evidence, now: .seconds(2))
        #expect(places.deadline == .seconds(2) + FormerAddresses.renewalPause)
        let calls = places.takeDue(now: .seconds(7))
        #expect(calls.map(\.told) == [Self.evidence])
        places.ended(card, .answered, told: [], now: .seconds(7))
        #expect(places.deadline == nil)
        places.evidenceKept(against: card.node, now: .seconds(8))
        #expect(places.deadline == .seconds(12))
    }

    @Test("evidence against one node makes nobody call another one")
    func evidenceOfOne() throws {
        var places = FormerAddresses()
        let (a, b) = (try Self.card("a", port: 1), try Self.card("b", port: 1))
        for card in [a, b] { places.learn(card, now: .zero) }
        #expect(Self.due(&places, .zero) == ["a:1", "b:1"])
        for card in [a, b] { places.ended(card, .answered, told: [], now: .zero) }
        places.evidenceKept(against: b.node, now: .seconds(60))
        #expect(Self.due(&places, .seconds(60)) == ["b:1"])
    }

    @Test(
        "a peer that shows a thousand addresses makes us call four of them in an hour, one at a time"
    )
    func bounded() throws {
        var places = FormerAddresses()
        for port in 1...1_000 { places.learn(try Self.card("a", port: port), now: .zero) }
        places.learn(try Self.card("b", port: 1), now: .zero)
        #expect(Self.due(&places, .zero) == ["a:1", "b:1"])
        #expect(places.deadline == nil && Self.due(&places, .seconds(9)).isEmpty)
        for port in 1...4 {
            places.ended(try Self.card("a", port: port), .answered, told: [], now: .seconds(9))
            #expect(Self.due(&places, .seconds(9)) == (port < 4 ? ["a:\(port + 1)"] : []))
        }
        // An hour later others may be learnt; of those that are known the first goes, unless it is being called.
        let later = FormerAddresses.learningSpan + .milliseconds(1)
        places.learn(try Self.card("a", port: 1), now: later)
        #expect(places.deadline == nil, "it has answered a moment ago")
        places.learn(try Self.card("a", port: 7), now: FormerAddresses.learningSpan - .seconds(1))
        #expect(places.deadline == nil, "four are enough")
        places.learn(try Self.card("a", port: 8), now: later)
        #expect(Self.due(&places, later) == ["a:8"])
        places.forget(try Self.card("a", port: 8).node)
        // What was on its way then is heard of no more.
        places.ended(
            try Self.card("a", port: 8),
            .failed(isOwed: true),
            told: [],
            now: later
        )
        #expect(places.deadline == nil)
    }

    @Test("the last four former addresses of a peer stay in the store, whatever cards come after")
    func stored() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        // Six addresses, each in three cards; the peer comes back to the second one.
        let ports = (1...6).flatMap { [$0, $0, $0] } + [2, 2]
        let cards = try ports.enumerated().map { serial, port in
            try Self.card("a", port: port, serial: UInt64(serial + 1))
        }
        for card in cards { try await node.node.store.write { try $0.keep(card) } }
        let name = try cards[0].node.keyName
        let kept = try await node.node.store.read { try $0.cards(of: name) }
        // The newest of each address, and the one before the last.
        #expect(kept.map(\.serial) == [9, 12, 15, 18, 19, 20])
        var places = FormerAddresses()
        for stored in kept.dropLast(2) {
            places.learn(try PeerCard(parsing: stored.note), isStored: true, now: .zero)
        }
        // They take nothing from what the peer may show now; then the oldest goes.
        places.learn(try Self.card("a", port: 9), now: .zero)
        var called: [String] = []
        while let card = places.takeDue(now: .zero).first?.card {
            called.append("\(card.content.url.port)")
            places.ended(card, .answered, told: [], now: .zero)
        }
        #expect(called == ["4", "5", "6", "9"])
        // An older one that an operator takes again puts away all that came after it.
        let older = try Self.card("a", port: 4, serial: 12)
        try await node.node.store.write { try $0.keep(older) }
        let left = try await node.node.store.read { try $0.cards(of: name) }
        #expect(left.map(\.serial) == [9, 12])
        try await node.remove()
    }

    @Test("sixteen calls are on their way to all peers together, and the next begins as one ends")
    func calls() throws {
        var places = FormerAddresses()
        let cards = try (0..<20).map { number in
            let name = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(number)))
            return try Self.card(name, port: 1)
        }
        for card in cards { places.learn(card, now: .zero) }
        #expect(places.takeDue(now: .zero).count == FormerAddresses.callCountMax)
        #expect(places.deadline == nil && places.takeDue(now: .zero).isEmpty)
        places.ended(cards[0], .obsolete, told: [], now: .zero)
        #expect(places.deadline == .zero)
        #expect(Self.due(&places, .zero) == ["q:1"])
    }

    private static func due(_ places: inout FormerAddresses, _ now: Duration) -> [String] {
        places.takeDue(now: now).map { call in
            "\(call.card.node.text.prefix(1)):\(call.card.content.url.port)"
        }
    }

    private static func card(
        _ name: String,
        port: Int,
        serial: UInt64? = nil
    ) throws -> PeerCard {
        let text = "\(name).ipr.example"
        let signer = try Ed25519Signer(name: KeyName(text), seed: TestKeys.seed(text))
        let mirror = try CosignatureSigner(
            name: KeyName("\(text)/mirror"),
            privateKey: TestKeys.privateKey("\(text)/mirror", type: 4)
        )
        let content = CardContent(
            node: try #require(NodeName(text)),
            key: signer.verifierKey,
            region: try #require(RegionCode("360000")),
            url: try #require(NodeURL("https://127.0.0.1:\(port)")),
            pins: [SHA256.digest(of: Array(text.utf8))],
            mirror: mirror.verifierKey,
            serial: serial ?? UInt64(port),
            issued: try #require(Timestamp("2026-11-20T08:00:00+08:00")),
            expires: try #require(Timestamp("2027-11-20T08:00:00+08:00"))
        )
        return try PeerCard(content, signer: signer)
    }
}
