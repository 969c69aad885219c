import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import NodeService

/// What is wrong with the draft of a charter is said before anything is signed.
@Suite struct CharterDraftTests {
    private static let caller = TestNode.operatorCaller

    private static func draft(_ change: (inout CharterDraft) -> Void) -> CharterDraft {
        var draft = CharterDraft.exercise([("360000", "jiangxi.ipr.example")])
        change(&draft)
        return draft
    }

    /// The refusal of a draft.
    private static func refusal(_ draft: CharterDraft, at node: TestNode) async -> Problem? {
        await #expect(throws: Problem.self) {
            _ = try await node.local.create(draft, caller: caller)
        }
    }

    @Test("a title that no charter can hold is refused as such, whatever it holds")
    func titles() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        for title in ["", "  ", "两\n行", "a\tb", "\u{7}"] {
            for key in ["title-zh", "title-en"] {
                let draft = Self.draft {
                    if key == "title-zh" { $0.titleZh = title } else { $0.titleEn = title }
                }
                let refused = await Self.refusal(draft, at: node)
                #expect(refused?.code == "node.submission_malformed")
                #expect(refused?.arguments["key"] == key)
                #expect(refused?.status == 400)
                let remedy = refused?.worded(in: .en).remedy
                #expect(remedy?.contains("one line of text, not blank") == true)
            }
        }
        try await node.remove()
    }

    @Test(
        "a revision that lacks a majority of the members before says so, and who of them may still sign"
    )
    func majority() async throws {
        let two = try await TwoNodes.make()
        let draft = Self.draft { $0.ended = [.init(log: "fujian.ipr.example/exercise", size: 2)] }
        let created = try await two.jiangxi.local.create(draft, caller: Self.caller)
        #expect(!created.inForce && created.members.allSatisfy(\.signed))
        #expect(created.fault?.code == "ledger_parties.charter_lacks_signatures")
        #expect(created.fault?.arguments["majority"] == "1")
        #expect(created.fault?.arguments["unsigned"] == "fujian.ipr.example")
        let signed = try await two.fujian.local.sign(charter: created.text, caller: Self.caller)
        #expect(signed.inForce && signed.fault == nil)
        try await two.remove()
    }

    @Test("a mechanism is not named home, and a reason that is none of form is told as what it is")
    func names() async throws {
        let two = try await TwoNodes.make()
        let home = await Self.refusal(Self.draft { $0.mechanism = "home" }, at: two.jiangxi)
        #expect(home?.code == "ledger_parties.charter_mechanism_reserved")
        #expect(home?.status == 400)
        for threshold in [3, 5] {
            let wrong = await Self.refusal(
                Self.draft {
                    $0.mechanism = "another"
                    $0.threshold = threshold
                },
                at: two.jiangxi
            )
            #expect(wrong?.code == "ledger_parties.charter_threshold_wrong" && wrong?.status == 400)
            for language in Language.allCases {
                #expect(wrong?.worded(in: language).remedy.contains("--threshold") == true)
            }
        }
        let log = "fujian.ipr.example/exercise"
        let twice = await Self.refusal(
            Self.draft { $0.ended = [.init(log: log, size: 2), .init(log: log, size: 3)] },
            at: two.jiangxi
        )
        #expect(twice?.code == "node.ended_log_twice")
        #expect(twice?.arguments["origin"] == log)
        let large = await Self.refusal(
            Self.draft { $0.ended = [.init(log: log, size: .max)] },
            at: two.jiangxi
        )
        #expect(large?.code == "node.submission_malformed")
        #expect(large?.arguments["value"] == "\(log)=\(UInt64.max)")
        #expect(large?.worded(in: .en).remedy.contains("<node>/<mechanism>=<size>") == true)
        try await two.remove()
    }

    @Test("a draft that leaves out the node that draws it up says which member to add")
    func ownNode() async throws {
        let two = try await TwoNodes.make()
        let draft = Self.draft {
            $0.mechanism = "another"
            $0.members = [.init(address: "350000", node: "fujian.ipr.example")]
        }
        let refused = await Self.refusal(draft, at: two.jiangxi)
        #expect(refused?.code == "node.draft_lacks_own_node" && refused?.status == 400)
        for language in Language.allCases {
            let remedy = refused?.worded(in: language).remedy
            #expect(remedy?.contains("--member 360000=jiangxi.ipr.example") == true)
        }
        try await two.remove()
    }

    @Test(
        "a first revision that not all have signed says who has to sign, and speaks of no revision before"
    )
    func firstRevision() async throws {
        let two = try await TwoNodes.make()
        let draft = Self.draft {
            $0.mechanism = "another"
            $0.members.append(.init(address: "350000", node: "fujian.ipr.example"))
        }
        let created = try await two.jiangxi.local.create(draft, caller: Self.caller)
        let early = await #expect(throws: Problem.self) {
            _ = try await two.jiangxi.local.join(charter: created.text, caller: Self.caller)
        }
        #expect(created.fault?.code == "ledger_parties.charter_unsigned")
        #expect(early?.code == "ledger_parties.charter_unsigned")
        #expect(early?.arguments["members"] == "fujian.ipr.example")
        try await two.remove()
    }

    /// Those that the built-in pack lets a charter bind.
    private static let roles =
        "challenger, co_supervisor, court, lead, procuratorate, relay, superior, support"

    @Test("a charter whose rule pack has not come yet is told as one to wait for")
    func awaitedPack() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let pack = "clue@" + String(repeating: "0", count: 64)
        let charter = try await node.local.create(
            Self.draft { $0.rules = [pack] },
            caller: Self.caller
        )
        let refused = await #expect(throws: Problem.self) {
            _ = try await node.local.join(charter: charter.text, caller: Self.caller)
        }
        #expect(refused?.code == "node.pack_awaited" && refused?.status == 422)
        #expect(refused?.arguments == ["rules": pack])
        try await node.remove()
    }

    @Test(
        "a role that no rule pack of the charter lets it bind is refused, and one that is bound to an address of no member is warned of"
    )
    func roles() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        for role in ["nosuch", "receiver"] {
            let unknown = await Self.refusal(Self.draft { $0.roles = [role: ["360000"]] }, at: node)
            #expect(unknown?.code == "node.role_unknown")
            #expect(unknown?.arguments == ["role": role, "roles": Self.roles])
        }
        for (address, warned) in [("999999", true), ("360000", false), ("000000", true)] {
            let created = try await node.local.create(
                Self.draft { $0.roles = ["superior": [address]] },
                caller: Self.caller
            )
            let warning = CodedText("node.role_outside", ["address": address, "role": "superior"])
            #expect(created.roles == ["superior": [address]])
            #expect(created.warnings == (warned ? [warning] : nil), "\(address)")
        }
        try await node.remove()
    }
}
