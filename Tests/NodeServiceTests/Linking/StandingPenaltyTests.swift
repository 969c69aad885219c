import Casework
import Foundation
import LocalAPI
import Testing

@testable import NodeService

/// Which penalties of a subject count as prior ones, and which are told apart.
@Suite(.serialized) struct StandingPenaltyTests {
    private typealias Scene = LinkingScene

    private static func clue(on firm: String, at node: TestNode) async throws -> String {
        var clue = node.submission("create")
        clue.fields["subject_uscc"] = .text(firm)
        clue.office = "scjg"
        return try await node.submit(clue).entry
    }

    @Test("a penalty of an exercise comes after those that stand, and says that it is one")
    func exercise() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let rules = try Scene.installCooperation(at: node)
        let (earlier, later) = (try StatedDateTests.day(-400), try StatedDateTests.day(-10))
        let real = try await Scene.penalise(at: node, Scene.firm, on: earlier, rules: rules)
        let drill = try await Scene.penalise(
            at: node,
            Scene.firm,
            on: later,
            rules: rules,
            ["exercise": .boolean(true)]
        )
        let filed = try await Self.clue(on: Scene.firm, at: node)
        let answer = try await Scene.links(of: filed, at: node)
        #expect(answer.penalties.map(\.record.record) == [real.entry, drill.entry])
        #expect(answer.penalties.map(\.isStanding) == [true, false])
        #expect(answer.penalties.map(\.record.exercise) == [nil, true])
        #expect(answer.penalties.allSatisfy { $0.withdrawn == nil })
        // What is found by its number says so as well.
        let hits = try await Scene.search(Scene.firm, at: node).hits
        #expect(hits.first { $0.record.record == drill.entry }?.record.exercise == true)
        try await node.remove()
    }

    @Test("a penalty whose push was taken back is told as withdrawn, at both sides")
    func withdrawn() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let decided = try StatedDateTests.day(-10)
        let record = try await StatedDateTests.pushed(decided: decided, federation)
        let firm = "91350100M000100Y43"
        func told(at position: Int) async throws -> PriorPenalty? {
            let node = federation[position].test
            let filed = try await Self.clue(on: firm, at: node)
            return try await Scene.links(of: filed, at: node).penalties.first
        }
        for position in [0, 1] {
            let before = try #require(try await told(at: position))
            #expect(before.withdrawn == nil && before.decided == decided)
        }
        let withdraw = StatedDateTests.step(
            "credit-penalty",
            "withdraw_push",
            record,
            ["withdrawal_reason": .text("处罚决定已撤销")]
        )
        let entry = try await federation[0].test.submit(withdraw).entry
        try await eventually("fujian has the withdrawal and what it says") {
            let shown = try await federation[1].test.local.record(
                record,
                caller: TestNode.operatorCaller
            )
            return shown.timeline.first { $0.entry == entry }?.body?.state == .held
        }
        for position in [0, 1] {
            let after = try #require(try await told(at: position))
            #expect(after.withdrawn == true && !after.isStanding)
            #expect(after.decided == decided)
        }
        try await federation.remove()
    }
}
