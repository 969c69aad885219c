import Foundation
import LocalAPI
import LocalAPITestSupport
import TestSupport
import Testing
import Wording

@testable import lianlu

/// Commands that are printed as they are to be run: a shell reads each of them, and none writes a file by accident.
@Suite struct PrintedCommandTests {
    /// The commands in what was printed: each to the end of its line, or to the two blanks behind which remarks stand.
    private static func commands(in text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            guard let start = line.range(of: "lianlu ")?.lowerBound else { return nil }
            let rest = line[start...]
            return String(rest.range(of: "  ").map { rest[..<$0.lowerBound] } ?? rest)
        }
    }

    private static func requireReadable(_ commands: [String]) async throws {
        #expect(!commands.isEmpty)
        for command in commands {
            let quoted = command.replacing(/'[^']*'/, with: "")
            #expect(!quoted.contains { "<>|&;`‹›".contains($0) }, "\(command)")
        }
        let outcome = try await OutsideProgram("bash", ["-n"])
            .run(input: commands.joined(separator: "\n") + "\n")
        #expect(outcome.status == 0, "\(outcome.complaint)")
    }

    @Test("those of the inbox, with places to be filled in", arguments: Language.allCases)
    func inbox(_ language: Language) async throws {
        try await RunningNode.serving { node in
            var (opening, addressed) = (InboxRenderingTests.items[0], InboxRenderingTests.items[1])
            opening.steps[0].opens = true
            addressed.steps[0].addressed = true
            addressed.steps[0].offices = ["ga", "scjg"]
            node.service.script { $0.inbox = [opening, addressed] + InboxRenderingTests.items }
            let outcome = try await InProcess.run(["inbox"], home: node.home, language: language)
            try await Self.requireReadable(Self.commands(in: outcome.data))
            // What is to be put in is said once.
            #expect(outcome.talk.contains("lianlu mechanism list"), "\(outcome.talk)")
        }
    }

    @Test("that of a draft, and that of answers which were kept", arguments: Language.allCases)
    func answers(_ language: Language) async throws {
        try await RunningNode.serving { node in
            let drafted = try await InProcess.run(
                ["record", "new", "clue", "create", "--field", "goods=1", "--for-approval"],
                home: node.home,
                language: language
            )
            try await Self.requireReadable(Self.commands(in: drafted.talk))
            node.service.script { $0.form.fields.removeSubrange(1...) }
            let refused = try await InProcess.run(
                ["clue", "create", "--ask", "--field", "remarks:=null"],
                home: node.home,
                language: language,
                streams: Captured(answers: ["<白酒> & 'x'", "no"])
            )
            let file = try AnswerFileTests.kept(by: refused)
            #expect(file != nil, "\(refused.talk)")
            try await Self.requireReadable(Self.commands(in: refused.talk))
        }
    }
}
