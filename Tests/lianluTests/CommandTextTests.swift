import ArgumentParser
import LocalAPI
import Testing
import Wording

@testable import lianlu

/// Every code, word and help text exists in both languages.
@Suite struct CommandTextTests {
    @Test(
        "each code has a sentence and a remedy in both languages, with exactly its arguments",
        arguments: CommandError.Code.allCases
    )
    func codes(_ code: CommandError.Code) throws {
        let text = try #require(Catalogue.text("command.\(code.rawValue)"))
        for language in Language.allCases {
            #expect(text.argumentNames(in: language) == Set(code.argumentNames))
            let message = try #require(Catalogue.message("command.\(code.rawValue)", in: language))
            #expect(!message.sentence.isEmpty && !message.remedy.isEmpty)
        }
        let arguments = code.argumentNames.reduce(into: [:]) { $0[$1] = "x" }
        let status = Failure(CommandError(code, arguments)).problem.status
        #expect((status == 400) == (code.exitCode == .usage), "\(status)")
        #expect((status == 404) == (code.exitCode == .notFound), "\(status)")
    }

    @Test("each word that stands for a value exists in both languages")
    func words() throws {
        var keys = LogKind.allCases.map { "kind_\($0)" }
        keys += EntryVerdict.Class.allCases.map { "class_\($0)" }
        keys += TimelineEntry.Body.State.allCases.map { "body_\($0)" }
        keys += CheckResult.Outcome.allCases.map { "outcome_\($0)" }
        keys += CardDocument.Standing.allCases.map { "standing_\($0)" }
        for key in keys {
            for language in Language.allCases {
                #expect(Catalogue.message("command.label_\(key)", in: language) != nil, "\(key)")
            }
        }
    }

    @Test("every command and option has its help, offered already or not")
    func help() {
        var waiting: [any ParsableCommand.Type] = [
            Lianlu.self, InitCommand.self, ServeCommand.self, DoctorCommand.self,
            AuditCommand.self, VerifyCommand.self, LogExportCommand.self,
        ]
        var count = 0
        while let command = waiting.popLast() {
            count += 1
            // A missing text stops here: Help asserts that each exists.
            #expect(!command.configuration.abstract.isEmpty)
            #expect(!command.helpMessage().isEmpty)
            // What the parser would add by itself, in English.
            #expect(!command.helpMessage().contains("(values:"))
            waiting += command.configuration.subcommands
        }
        #expect(count >= 42)
    }

    @Test(
        "messages of the parser become codes",
        arguments: [
            ("Missing expected argument '<record>'", CommandError.Code.usageMissingArgument),
            ("Missing value for '--lang <lang>'", .usageMissingValue),
            ("Unknown option '--x'. Did you mean '--y'?", .usageUnknownOption),
            ("Unexpected argument 'x'", .usageUnexpectedArgument),
            ("2 unexpected arguments: 'a', 'b'", .usageUnexpectedArgument),
            ("The value 'x' is invalid for '--count <count>'", .usageInvalidValue),
            ("Something else", .usageOther),
        ]
    )
    func parserMessages(_ message: String, _ code: CommandError.Code) {
        #expect(UsageMessage.fault(message).code == code)
    }
}
