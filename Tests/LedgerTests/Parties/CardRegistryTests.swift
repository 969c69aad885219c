import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct CardRegistryTests {
    static let now: Int64 = 1_763_700_000

    static func registry() throws -> CardRegistry {
        CardRegistry(
            own: try Fixtures.signed(Fixtures.card("jiangxi")),
            peers: [try Fixtures.signed(Fixtures.card("fujian", serial: 10))]
        )
    }

    private func judge(
        _ content: CardContent,
        tag: String = "",
        now: Int64 = now,
        confirmed: Bool = false,
        registry: CardRegistry? = nil
    ) throws -> CardRegistry.Judgement {
        let card = try Fixtures.signed(content, tag: tag)
        return try (registry ?? Self.registry()).judge(card, now: now, operatorConfirmed: confirmed)
    }

    private func refusal(_ judgement: CardRegistry.Judgement) -> PartyError.Code? {
        if case .refused(let error) = judgement { error.code } else { nil }
    }

    @Test("a new node is added, a newer card replaces, the same card is the same")
    func accepted() throws {
        #expect(try judge(Fixtures.card("guizhou")) == .add)
        #expect(try judge(Fixtures.card("fujian", serial: 11)) == .replace)
        #expect(try judge(Fixtures.card("fujian", serial: 10)) == .same)
        #expect(try judge(Fixtures.card("jiangxi")) == .same)
    }

    @Test("a registry keeps and forgets cards")
    func keeping() throws {
        var registry = try Self.registry()
        let card = try Fixtures.signed(Fixtures.card("guizhou"))
        registry.keep(card)
        #expect(registry.peers.map(\.node.text) == ["fujian.ipr.example", "guizhou.ipr.example"])
        #expect(registry.judge(card, now: Self.now) == .same)
        registry.remove(card.node)
        #expect(registry[card.node] == nil)
    }

    @Test("a lower serial never replaces a higher one")
    func lowerSerial() throws {
        #expect(try refusal(judge(Fixtures.card("fujian", serial: 9))) == .cardSerialLower)
        let confirmed = try judge(Fixtures.card("fujian", serial: 9), confirmed: true)
        #expect(refusal(confirmed) == .cardSerialLower)
    }

    @Test("two different cards with one serial are an alarm")
    func serialConflict() throws {
        var content = try Fixtures.card("fujian", serial: 10)
        content.url = try #require(NodeURL("https://elsewhere.example"))
        guard case .refused(let error) = try judge(content) else {
            Issue.record("not refused")
            return
        }
        #expect(error.code == .cardSerialConflict)
        #expect(error.code.isAlarm)
    }

    @Test("an expired card cannot be added, but still replaces on a peer that was")
    func expired() throws {
        let later = try Fixtures.card("guizhou").expires.instant
        #expect(try judge(Fixtures.card("guizhou"), now: later - 1) == .add)
        #expect(try refusal(judge(Fixtures.card("guizhou"), now: later)) == .cardExpired)
        #expect(try judge(Fixtures.card("fujian", serial: 11), now: later) == .replace)
    }

    @Test("a card that names our own node is refused")
    func ownNode() throws {
        let newer = try Fixtures.card("jiangxi", serial: 1_763_600_002)
        #expect(try refusal(judge(newer)) == .cardNamesOwnNode)
        let thief = try Fixtures.card("jiangxi", serial: 9_000_000_000, tag: " thief")
        #expect(try refusal(judge(thief, tag: " thief", confirmed: true)) == .cardNamesOwnNode)
    }

    @Test("another node key for a known name needs the operator, or a proven rotation")
    func keyChanged() throws {
        let content = try Fixtures.card("fujian", serial: 11, tag: " new")
        #expect(try refusal(judge(content, tag: " new")) == .cardKeyChanged)
        #expect(try judge(content, tag: " new", confirmed: true) == .replace)
        var rotated = try Self.registry()
        rotated.succession.add(
            try Fixtures.node("fujian").verifierKey,
            handsOverTo: try Fixtures.node("fujian", tag: " new").verifierKey
        )
        #expect(try judge(content, tag: " new", registry: rotated) == .replace)
        // The old key does not come back.
        rotated.keep(try Fixtures.signed(content, tag: " new"))
        let old = try Fixtures.card("fujian", serial: 12)
        #expect(try refusal(judge(old, registry: rotated)) == .cardKeyChanged)
    }

    @Test("a key of another node, in whatever place and under whatever name, is refused")
    func keyReused() throws {
        for owner in ["fujian", "jiangxi"] {
            for (name, type) in [("\(owner).ipr.example", 1), ("\(owner).ipr.example/mirror", 4)] {
                let stolen = try TestKeys.privateKey(name, type: type)
                let mirrorName = try KeyName("guizhou.ipr.example/mirror")
                let mirror = try CosignatureSigner(name: mirrorName, privateKey: stolen)
                var current = try Fixtures.card("guizhou")
                current.mirror = mirror.verifierKey
                #expect(try refusal(judge(current)) == .cardKeyReused)
                var retired = try Fixtures.card("guizhou")
                retired.retiredMirrors = [.init(key: mirror.verifierKey, end: 1)]
                #expect(try refusal(judge(retired)) == .cardKeyReused)
                let nodeName = try KeyName("guizhou.ipr.example")
                let signer = try Ed25519Signer(name: nodeName, privateKey: stolen)
                var node = try Fixtures.card("guizhou")
                node.key = signer.verifierKey
                let card = try PeerCard(node, signer: signer)
                #expect(refusal(try Self.registry().judge(card, now: Self.now)) == .cardKeyReused)
            }
        }
    }

    @Test("a pin or box of another node is refused, also on a newer card of a known one")
    func pinReused() throws {
        for owner in ["fujian", "jiangxi"] {
            let content = try Fixtures.card("guizhou", pin: owner)
            #expect(try refusal(judge(content)) == .cardPinReused)
        }
        let newer = try Fixtures.card("fujian", serial: 11, pin: "jiangxi")
        #expect(try refusal(judge(newer)) == .cardPinReused)
        var known = try Fixtures.card("fujian", serial: 11)
        let certificate = try Fixtures.certificate("fujian")
        known.box = certificate.bytes
        var registry = try Self.registry()
        registry.keep(try Fixtures.signed(known))
        var content = try Fixtures.card("guizhou")
        content.box = certificate.bytes
        #expect(try refusal(judge(content, registry: registry)) == .cardBoxReused)
        // One P-256 key under two headings is one key.
        content.box = nil
        content.pins = [certificate.pin.digest]
        #expect(try refusal(judge(content, registry: registry)) == .cardPinReused)
    }
}
