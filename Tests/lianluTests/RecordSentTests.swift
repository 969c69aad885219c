import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// `lianlu record sent`: what is shown before something is stated, who says yes, and what a script gets.
@Suite struct RecordSentTests {
    private static let arguments = [
        "record", "sent", ScriptedService.digest("a"), "--as", ScriptedService.digest("d"),
        "--reason", "卷宗",
    ]

    private static func stated(_ node: RunningNode) -> [String] {
        node.service.script { script in
            script.calls.filter { $0.operation == "state_home_link" }.map { $0.argument }
        }
    }

    @Test("both sides are shown, and only a yes states it", arguments: Language.allCases)
    func asked(_ language: Language) async throws {
        try await RunningNode.serving { node in
            for (answer, code) in [("no", ExitCode.failed), ("是", .done)] {
                let outcome = try await InProcess.run(
                    Self.arguments,
                    home: node.home,
                    language: language,
                    streams: Captured(answers: [answer])
                )
                #expect(outcome.code == code, "\(outcome.talk)")
                #expect(outcome.data.isEmpty)
                for word in [
                    ScriptedService.digest("a"), ScriptedService.digest("d"), "皮鞋", "运动鞋",
                    language == .zh ? "不同" : "differs",
                    language == .zh ? "有 1 处所载不同" : "state 1 things differently",
                ] {
                    #expect(outcome.talk.contains(word), "\(word): \(outcome.talk)")
                }
                #expect(Self.stated(node).count == (code == .done ? 1 : 0))
            }
            let full = ScriptedService.digest("a") + " " + ScriptedService.digest("d") + " 卷宗"
            #expect(Self.stated(node) == [full])
        }
    }

    @Test(
        "without a terminal nothing is asked of the node; --yes states it, and JSON has both sides"
    )
    func scripts() async throws {
        try await RunningNode.serving { node in
            let refused = try await InProcess.run(Self.arguments, home: node.home)
            #expect(refused.code == .usage && refused.talk.contains("statement_needs_yes"))
            #expect(node.service.script { $0.calls.isEmpty })
            let plain = try await InProcess.run(Self.arguments + ["--yes"], home: node.home)
            #expect(plain.code == .done && plain.talk.contains("皮鞋"), "\(plain.talk)")
            let outcome = try await InProcess.run(
                Self.arguments + ["--yes", "--json"],
                home: node.home
            )
            #expect(outcome.code == .done && outcome.talk.isEmpty, "\(outcome.talk)")
            let answer = try JSONDecoder()
                .decode(HomeLinkAnswer.self, from: Data(outcome.data.utf8))
            #expect(answer.compared == Samples.homeLinkComparison)
            #expect(Self.stated(node).count == 2)
        }
    }

    @Test("a matter that is stated not to be sent though an entry says the same is warned of")
    func agrees() async throws {
        var comparison = Samples.homeLinkComparison
        comparison.openings[0].differs = []
        comparison.openings[0].findings = [
            CodedText(
                "node.home_link_agrees",
                ["opening": comparison.openings[0].entry, "record": comparison.matter.entry]
            )
        ]
        comparison.openingCount = 17
        let shown = comparison
        try await RunningNode.serving { node in
            node.service.script { $0.homeLinkComparison = shown }
            let outcome = try await InProcess.run(
                ["record", "sent", ScriptedService.digest("a"), "--as", "none", "--reason", "卷宗"],
                home: node.home,
                language: .zh,
                streams: Captured(answers: ["yes"])
            )
            #expect(outcome.code == .done)
            #expect(outcome.talk.contains("很可能就是它发出的"), "\(outcome.talk)")
            #expect(outcome.talk.contains("另有 16 个"), "\(outcome.talk)")
            #expect(Self.stated(node) == ["\(ScriptedService.digest("a")) - 卷宗"])
        }
    }
}
