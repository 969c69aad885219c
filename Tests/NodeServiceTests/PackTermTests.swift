import Casework
import LocalAPI
import LocalAPITestSupport
import Synchronization
import Testing
import Wording

@testable import NodeService

/// Rule packs that have a last day: it is said before, and no new matter begins under one that is over.
@Suite(.serialized) struct PackTermTests {
    private static let caller = TestNode.operatorCaller

    /// A clock that a test sets.
    private final class SetClock: Sendable {
        private let second = Mutex<Int64>(0)

        var time: NodeTime {
            NodeTime(now: { [self] in second.withLock { $0 } }, isSynchronised: { true })
        }

        func set(_ text: String) throws {
            let now = try #require(Timestamp(text)).instant
            second.withLock { $0 = now }
        }
    }

    private static func draft(_ rules: [String]) -> CharterDraft {
        var draft = CharterDraft.exercise([
            ("360000", "jiangxi.ipr.example"), ("350000", "fujian.ipr.example"),
        ])
        draft.rules = rules
        return draft
    }

    private static func term(_ texts: [CodedText]?) -> CodedText? {
        texts?.first { ["node.pack_ended", "node.pack_ends"].contains($0.code) }
    }

    @Test(
        "a charter whose packs end within 30 days or have ended is told of at create and in status, with the day, and a new matter under one that is over says so for good"
    )
    func terms() async throws {
        let nodes = try await TwoNodes.make()
        let created = try await nodes.jiangxi.local.create(
            Self.draft(["cooperation@1"]),
            caller: Self.caller
        )
        let signed = try await nodes.fujian.local.sign(charter: created.text, caller: Self.caller)
        _ = try await nodes.jiangxi.local.join(charter: signed.text, caller: Self.caller)
        try await nodes.jiangxi.close()
        let clock = SetClock()
        try clock.set("2026-12-01T10:00:00+08:00")
        let node = try await TestNode(opening: nodes.jiangxi.home, time: clock.time)
        for (at, code) in [
            ("2026-12-01T10:00:00+08:00", nil), ("2026-12-02T10:00:00+08:00", "node.pack_ends"),
            ("2026-12-31T23:00:00+08:00", "node.pack_ends"),
            ("2027-01-01T10:00:00+08:00", "node.pack_ended"),
        ] {
            try clock.set(at)
            let status = try await node.local.status(caller: Self.caller)
            let revised = try await node.local.create(
                Self.draft(["cooperation@1"]),
                caller: Self.caller
            )
            for told in [Self.term(status.warnings), Self.term(revised.warnings)] {
                #expect(told?.code == code, "\(at): \(told?.code ?? "-")")
                guard let told else { continue }
                #expect(told.arguments["to"] == "2026-12-31")
                let words = try #require(Catalogue.message(told.code, told.arguments, in: .zh))
                #expect(words.sentence.contains("2026-12-31") && !words.remedy.isEmpty)
                #expect(!words.sentence.contains(/[0-9a-f]{64}/))
            }
            let whole = try await node.local.create(
                Self.draft(["cooperation@1", "cooperation@2"]),
                caller: Self.caller
            )
            #expect(Self.term(whole.warnings) == nil, "\(at)")
        }
        let (_, send) = try await node.approved(to: "350000")
        let preview = try await node.local.preview(send, caller: Self.caller)
        #expect(preview.findings.contains { $0.code == "casework.pack_not_in_force" })
        let sent = try await node.submit(send)
        let shown = try await node.local.record(sent.entry, caller: Self.caller)
        let told = shown.timeline.flatMap(\.verdict.findings)
            .first { $0.code == "casework.pack_not_in_force" }
        let said = told.flatMap { Catalogue.message($0.code, $0.arguments, in: .zh) }
        #expect(said?.remedy.contains("lianlu rules list") == true)
        try await node.remove()
        try await nodes.fujian.remove()
    }
}
