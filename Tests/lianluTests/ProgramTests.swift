import Foundation
import LocalAPI
import LocalAPITestSupport
import TestSupport
import Testing

/// The built program: exit codes, streams, languages, terminals.
@Suite struct ProgramTests {
    /// How a program ended.
    struct Outcome: Sendable {
        let code: Int32
        let data: String
        let talk: String
    }

    /// The program beside this test's own.
    static func program() throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: own).deletingLastPathComponent().appending(path: "lianlu").path
    }

    /// Runs a program in an environment of its own; neither of its streams is a terminal.
    static func run(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String = ""
    ) async throws -> Outcome {
        let outcome = try await OutsideProgram(
            program,
            arguments,
            environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 },
            inheriting: false
        ).run(input: input)
        return Outcome(code: outcome.status, data: outcome.output, talk: outcome.complaint)
    }

    @Test(
        "each kind of end has its exit code",
        arguments: [
            ("status", 0), ("--version", 0), ("--help", 0), ("help clue send", 0), ("clue", 0),
            ("bogus", 2), ("status --bogus", 2), ("clue show", 2), ("log show x --count y", 2),
            ("clue show abcdef01", 4), ("peer add /nowhere", 4),
            ("status --home /tmp/lianlu-none", 4), ("status --home /tmp", 5),
        ]
    )
    func exitCodes(_ line: String, _ code: Int32) async throws {
        try await RunningNode.serving { node in
            for language in ["zh_CN.UTF-8", "en_US.UTF-8"] {
                let outcome = try await Self.run(
                    Self.program(),
                    line.split(separator: " ").map(String.init),
                    environment: ["LIANLU_HOME": node.home, "LANG": language]
                )
                #expect(outcome.code == code, "\(outcome.talk)")
                #expect(outcome.data.isEmpty == (code != 0))
                #expect(outcome.talk.isEmpty == (code == 0))
                let mark = language.hasPrefix("zh") ? "错误 [" : "error ["
                if code != 0 { #expect(outcome.talk.hasPrefix(mark)) }
            }
        }
    }

    @Test("help speaks the language of the locale, or that of the flag")
    func helpLanguage() async throws {
        let program = try Self.program()
        let chinese = try await Self.run(program, ["--help"], environment: ["LANG": "zh_CN.UTF-8"])
        #expect(chinese.data.contains("用法：lianlu"))
        #expect(chinese.data.contains("退出码"))
        #expect(!chinese.data.contains("USAGE"))
        let english = try await Self.run(
            program,
            ["--lang", "en", "clue", "send", "--help"],
            environment: ["LC_ALL": "zh_CN.UTF-8"]
        )
        #expect(english.data.contains("USAGE: lianlu clue send"))
        #expect(english.data.contains("OVERVIEW: send\n"))
        #expect(english.data.contains("An addressee, repeatable"))
    }

    @Test("data goes to standard output and talk to standard error")
    func streams() async throws {
        try await RunningNode.serving { node in
            let card = try await Self.run(Self.program(), ["card", "--home", node.home])
            #expect(card.data == Samples.card(.own).card)
            #expect(card.talk.contains(Samples.fingerprint))
            let json = try await Self.run(
                Self.program(),
                ["clue", "create", "--field", "goods=x", "--json", "--home", node.home]
            )
            #expect(json.talk.isEmpty)
            let acknowledgement = try JSONDecoder().decode(
                Acknowledgement.self,
                from: Data(json.data.utf8)
            )
            #expect(acknowledgement.version == 1)
        }
    }

    @Test("a card is read from standard input, and without a terminal nothing is asked")
    func noPrompt() async throws {
        try await RunningNode.serving { node in
            let refused = try await Self.run(
                Self.program(),
                ["peer", "add", "-", "--home", node.home],
                input: "lianlu/card/v1\nyes\n"
            )
            #expect(refused.code == 2)
            #expect(refused.talk.contains("command.confirmation_needed"))
            let added = try await Self.run(
                Self.program(),
                ["peer", "add", "-", "--home", node.home, "--fingerprint", Samples.fingerprint],
                input: "lianlu/card/v1\n"
            )
            #expect(added.code == 0, "\(added.talk)")
            #expect(node.service.script { $0.additions.map(\.card) } == ["lianlu/card/v1\n"])
        }
    }

    @Test("on a terminal a person is asked, and the answer counts", arguments: ["yes", "no"])
    func prompt(_ answer: String) async throws {
        try await RunningNode.serving { node in
            let card = node.home + "/card"
            try Data("lianlu/card/v1\n".utf8).write(to: URL(filePath: card))
            let command = "\(try Self.program()) peer add \(card) --home \(node.home)"
            // script(1) gives the program a terminal; what it reads is typed there.
            let outcome = try await Self.run(
                "/usr/bin/script",
                ["-qec", command, "/dev/null"],
                environment: ["LANG": "zh_CN.UTF-8"],
                input: answer + "\n"
            )
            #expect(outcome.data.contains(Samples.fingerprint))
            #expect(outcome.code == (answer == "yes" ? 0 : 1), "\(outcome.data)")
            #expect(node.service.script { $0.additions.count } == (answer == "yes" ? 1 : 0))
        }
    }
}
