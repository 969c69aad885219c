import Casework
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct ScopeTests {
    static func membership(_ nodes: [String] = ["fujian", "jiangxi"]) throws -> Membership {
        let members = nodes.enumerated().map { ("\($0.offset + 11)0000", $0.element) }
        return Membership(
            try Fixtures.charter(members) {
                $0.observers = [try Fixtures.node("audit").verifierKey]
            }
        )
    }

    private func decide(
        _ peer: PeerNode,
        _ origin: String,
        own: String = "jiangxi",
        newest: Membership? = nil
    ) throws -> GateReason.Code {
        let known = try newest ?? Self.membership()
        let decision = Scope.decide(
            peer: peer,
            origin: try Origin(origin),
            own: try Fixtures.peer(own),
            newest: { $0 == known.charter.mechanism ? known : nil }
        )
        #expect(decision.isAllowed == decision.reason.code.isAllowance)
        #expect(
            Set(decision.reason.arguments.keys) == Set(decision.reason.code.argumentNames)
        )
        return decision.reason.code
    }

    @Test("members and observers see every log of their mechanism, successors included")
    func allowed() throws {
        for log in ["fujian.ipr.example/delta", "gone.ipr.example/delta/2"] {
            #expect(try decide(Fixtures.peer("fujian"), log) == .scopeMember)
            #expect(try decide(Fixtures.peer("audit"), log) == .scopeObserver)
            #expect(try decide(Fixtures.peer("fujian"), log, own: "audit") == .scopeMember)
        }
    }

    @Test("nobody sees a home log, not even a member of all mechanisms")
    func home() throws {
        for log in ["jiangxi.ipr.example/home", "jiangxi.ipr.example/home/2"] {
            #expect(try decide(Fixtures.peer("fujian"), log) == .scopeHomeLog)
            #expect(try decide(Fixtures.peer("jiangxi"), log) == .scopeHomeLog)
        }
    }

    @Test(
        "a name that is not a log's is denied",
        arguments: [
            "jiangxi.ipr.example", "jiangxi.ipr.example/", "jiangxi.ipr.example/delta/1",
            "jiangxi.ipr.example/delta/x", "Jiangxi/delta", "a/b/2/3",
        ]
    )
    func unknownOrigin(_ origin: String) throws {
        #expect(try decide(Fixtures.peer("fujian"), origin) == .scopeOriginUnknown)
    }

    @Test("strangers, former members, other keys and other mechanisms are denied")
    func denied() throws {
        let log = "jiangxi.ipr.example/delta"
        #expect(try decide(Fixtures.peer("stranger"), log) == .scopeOutside)
        let without = try Self.membership(["jiangxi"])
        #expect(try decide(Fixtures.peer("fujian"), log, newest: without) == .scopeOutside)
        #expect(
            try decide(Fixtures.peer("fujian", tag: " thief"), log) == .scopeKeyDiffers
        )
        let other = "jiangxi.ipr.example/belt"
        #expect(try decide(Fixtures.peer("fujian"), other) == .scopeCharterUnknown)
        #expect(try decide(Fixtures.peer("fujian"), log, own: "stranger") == .scopeSelfOutside)
    }

    @Test("a charter goes only to nodes that it names, a card only to nodes that share a charter")
    func notices() throws {
        let delta = try Self.membership()
        let belt = Membership(
            try Fixtures.charter(
                [("110000", "jiangxi"), ("120000", "zhejiang")],
                mechanism: "belt"
            )
        )
        func hears(_ peer: String, of subject: String) throws -> GateReason.Code {
            Scope.decide(
                peer: try Fixtures.peer(peer),
                cardOf: try Fixtures.peer(subject),
                newest: [delta, belt]
            ).reason.code
        }
        #expect(try hears("fujian", of: "jiangxi") == .scopeMember)
        #expect(try hears("audit", of: "fujian") == .scopeObserver)
        #expect(try hears("zhejiang", of: "jiangxi") == .scopeMember)
        #expect(try hears("zhejiang", of: "fujian") == .scopeNoCommonCharter)
        #expect(try hears("fujian", of: "stranger") == .scopeNoCommonCharter)
        let charter = Scope.decide(peer: try Fixtures.peer("fujian"), charter: belt)
        #expect(charter.reason.code == .scopeOutside)
    }

    @Test("a charter of another mechanism opens nothing, whoever hands it in")
    func wrongCharter() throws {
        let decision = Scope.decide(
            peer: try Fixtures.peer("fujian"),
            mechanism: try #require(MechanismID("belt")),
            own: try Fixtures.peer("jiangxi"),
            newest: try Self.membership()
        )
        #expect(decision.reason.code == .scopeCharterUnknown)
    }
}
