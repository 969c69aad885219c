import Casework
import Cryptography
import Ledger
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
        #expect(places.tryCount(of: card.node) == 2)
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
        places.evidenceKept(now: .seconds(1))
        places.ended(card, .answered, told: Self.evidence, now: .seconds(2))
        #expect(places.deadline == .seconds(2) + FormerAddresses.renewalPause)
        let calls = places.takeDue(now: .seconds(7))
        #expect(calls.map(\.told) == [Self.evidence])
        places.ended(card, .answered, told: [], now: .seconds(7))
        #expect(places.deadline == nil)
        places.evidenceKept(now: .seconds(8))
        #expect(places.deadline == .seconds(12))
    }

    @Test("of one peer four addresses are known, the newest, and none after it was removed")
    func bounded() throws {
        var places = FormerAddresses()
        for port in 1...FormerAddresses.placeCountMax {
            places.learn(try Self.card("a", port: port), now: .zero)
        }
        places.learn(try Self.card("b", port: 1), now: .zero)
        var all = places
        #expect(Self.due(&all, .zero) == ["a:1", "a:2", "a:3", "a:4", "b:1"])
        places.learn(try Self.card("a", port: 5), now: .zero)
        all = places
        #expect(Self.due(&all, .zero) == ["a:2", "a:3", "a:4", "a:5", "b:1"])
        let gone = try Self.card("a", port: 2)
        places.ended(gone, .obsolete, told: [], now: .zero)
        all = places
        #expect(Self.due(&all, .zero) == ["a:3", "a:4", "a:5", "b:1"])
        places.forget(gone.node)
        #expect(Self.due(&places, .zero) == ["b:1"])
        // What was on its way then is heard of no more.
        places.ended(gone, .failed(isOwed: true), told: [], now: .zero)
        #expect(places.deadline == nil)
    }

    private static func due(_ places: inout FormerAddresses, _ now: Duration) -> [String] {
        places.takeDue(now: now).map { call in
            "\(call.card.node.text.prefix(1)):\(call.card.content.url.port)"
        }
    }

    private static func card(_ name: String, port: Int) throws -> PeerCard {
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
            serial: UInt64(port),
            issued: try #require(Timestamp("2026-11-20T08:00:00+08:00")),
            expires: try #require(Timestamp("2027-11-20T08:00:00+08:00"))
        )
        return try PeerCard(content, signer: signer)
    }
}
