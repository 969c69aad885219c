import Foundation
import LocalAPI
import TestSupport
import Testing
import Wording

import Casework
@testable import NodeService

/// What is told of a pack with several faults that is to be added.
@Suite struct RuleFaultsTests {
    @Test(
        "the fault that stands first in the file is told, with how many there are, and all as reasons"
    )
    func several() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let text = String(decoding: try #require(RulePack.builtInBytes.first), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // A role that does not exist late in the file, and an unknown length early in it.
        let clock = try #require(lines.firstIndex { $0.contains("\"unit\": \"working_day\"") })
        let step = try #require(lines.lastIndex { $0.contains("\"by\": [\"sender\"]") })
        #expect(clock < step)
        var wrong = lines
        wrong[step] = wrong[step].replacing("\"sender\"", with: "\"nobody\"")
        wrong[clock] = wrong[clock].replacing("working_day", with: "fortnight")
        let faulty = wrong.joined(separator: "\n")
        let examined = PackExamination(Array(faulty.utf8)).faults
        #expect(examined.count > 1)
        let error = await #expect(throws: Problem.self) {
            _ = try await node.local.add(rulePack: faulty, caller: TestNode.operatorCaller)
        }
        let problem = try #require(error)
        let first = try #require(examined.first)
        #expect(problem.code == "casework.\(first.code.rawValue)")
        #expect(problem.arguments == first.arguments)
        #expect(problem.reasons?.count == examined.count && problem.status == 422)
        #expect(problem.detail == "node.rule_faults_more count=\(examined.count)")
        for language in Language.allCases {
            let more = Catalogue.message(
                "node.rule_faults_more",
                ["count": "\(examined.count)"],
                in: language
            )
            #expect(more?.sentence.contains("\(examined.count)") == true)
        }
        // One fault alone is told as before.
        wrong[clock] = lines[clock]
        let single = wrong.joined(separator: "\n")
        let alone = await #expect(throws: Problem.self) {
            _ = try await node.local.add(rulePack: single, caller: TestNode.operatorCaller)
        }
        let count = PackExamination(Array(single.utf8)).faults.count
        #expect((alone?.reasons == nil) == (count == 1))
        try await node.remove()
    }
}
