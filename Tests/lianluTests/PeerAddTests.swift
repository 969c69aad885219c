import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// A card counts only once its fingerprint was confirmed.
@Suite struct PeerAddTests {
    /// Runs `peer add` on a card file of the node's home.
    static func add(
        _ node: RunningNode,
        _ options: [String] = [],
        streams: Captured = Captured(),
        language: Language = .en
    ) async throws -> InProcess.Outcome {
        let path = node.home + "/card"
        try Data("lianlu/card/v1\n".utf8).write(to: URL(filePath: path))
        return try await InProcess.run(
            ["peer", "add", path] + options,
            home: node.home,
            language: language,
            streams: streams
        )
    }

    @Test("without a terminal and without the flag nothing is asked and nothing is added")
    func noTerminal() async throws {
        try await RunningNode.serving { node in
            let outcome = try await Self.add(node)
            #expect(outcome.code == .usage)
            #expect(outcome.talk.contains("--fingerprint"))
            #expect(node.service.script { $0.additions }.isEmpty)
        }
    }

    @Test(
        "the flag confirms without a question, however its groups are separated",
        arguments: [Samples.fingerprint, Samples.fingerprint.replacing(" ", with: "-")]
    )
    func flag(_ fingerprint: String) async throws {
        try await RunningNode.serving { node in
            let outcome = try await Self.add(node, ["--fingerprint", fingerprint])
            #expect(outcome.code == .done)
            let expected = PeerAddition(card: "lianlu/card/v1\n", fingerprint: Samples.fingerprint)
            #expect(node.service.script { $0.additions } == [expected])
        }
    }

    @Test(
        "another fingerprint does not verify",
        arguments: [
            String(Samples.fingerprint.reversed()),
            "1" + String(Samples.fingerprint.dropLast()),
        ]
    )
    func differs(_ fingerprint: String) async throws {
        try await RunningNode.serving { node in
            let outcome = try await Self.add(node, ["--fingerprint", fingerprint])
            #expect(outcome.code == .verificationFailed)
            #expect(node.service.script { $0.additions }.isEmpty)
        }
    }

    @Test("a person who says yes adds the card", arguments: ["yes", "yes\r"])
    func yes(_ answer: String) async throws {
        try await RunningNode.serving { node in
            let streams = Captured(answers: [answer])
            let outcome = try await Self.add(node, streams: streams, language: .zh)
            #expect(outcome.code == .done)
            #expect(outcome.talk.contains(Samples.fingerprint))
            #expect(node.service.script { $0.additions.count } == 1)
        }
    }

    @Test(
        "any other answer adds nothing",
        arguments: [["no"], ["y"], [""], [], ["Yes"], [" yes "], ["是"]]
    )
    func no(_ answers: [String]) async throws {
        try await RunningNode.serving { node in
            let outcome = try await Self.add(node, streams: Captured(answers: answers))
            #expect(outcome.code == .failed)
            #expect(outcome.talk.contains("confirmation_declined"))
            #expect(node.service.script { $0.additions }.isEmpty)
        }
    }

    @Test("a dry run shows the fingerprint and adds nothing")
    func dryRun() async throws {
        try await RunningNode.serving { node in
            let outcome = try await Self.add(node, ["--dry-run"])
            #expect(outcome.code == .done)
            #expect(outcome.data.contains(Samples.fingerprint))
            #expect(node.service.script { $0.additions }.isEmpty)
        }
    }
}
