import Foundation
import LocalAPI
import LocalAPITestSupport
import Wording

@testable import lianlu

/// Runs a command of this process against a node of the test.
enum InProcess {
    /// How a command ended, and what it printed.
    struct Outcome {
        let code: ExitCode
        let data: String
        let talk: String
    }

    /// Parses and runs one command line.
    static func run(
        _ arguments: [String],
        home: String,
        language: Language = .en,
        streams: Captured = Captured(),
        operations: Operations = Operations()
    ) async throws -> Outcome {
        let command = try Main.parse(arguments)
        guard let work = command as? any LianluCommand else {
            throw CommandError(.failed, ["detail": "a group"])
        }
        return await run(
            work,
            home: home,
            language: language,
            streams: streams,
            operations: operations
        )
    }

    /// Runs a command that was parsed by itself, whether it is offered or not.
    static func run(
        _ command: any LianluCommand,
        home: String,
        language: Language = .en,
        streams: Captured = Captured(),
        operations: Operations = Operations()
    ) async -> Outcome {
        let context = CommandContext(
            language: language,
            home: home,
            json: command.common.json,
            streams: streams,
            operations: operations,
            // Commands of other tests that end a draft of the same id find nothing here.
            answerFolders: [home, FileManager.default.temporaryDirectory.path]
        )
        let code = await Main.run(command, in: context)
        return Outcome(code: code, data: streams.data, talk: streams.talk)
    }
}
