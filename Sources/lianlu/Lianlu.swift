import ArgumentParser
import Foundation
import LocalAPI

/// The command `lianlu` with everything below it.
struct Lianlu: ParsableCommand {
    /// The version of the program.
    static let version = "0.1.0"

    static var configuration: CommandConfiguration {
        var configuration = Help.command("lianlu", text: "lianlu", subcommands: subcommands)
        configuration.version = version
        return configuration
    }

    /// Every command whose operation is installed.
    private static var subcommands: [any ParsableCommand.Type] {
        let installed = Operations.installed
        var commands: [any ParsableCommand.Type] = []
        if installed.initialise != nil { commands.append(InitCommand.self) }
        if installed.serve != nil { commands.append(ServeCommand.self) }
        commands += [StatusCommand.self]
        if installed.examine != nil { commands.append(DoctorCommand.self) }
        commands += [
            CardCommand.self, PeerCommand.self, MechanismCommand.self, OfficeCommand.self,
            OfficerCommand.self,
            InboxCommand.self, RecordCommand.self, LogCommand.self,
        ]
        if installed.audit != nil { commands.append(AuditCommand.self) }
        if installed.verify != nil { commands.append(VerifyCommand.self) }
        commands += [
            WhyCommand.self, StatsCommand.self, RulesCommand.self, SearchCommand.self,
            LinksCommand.self,
        ]
        return InvokedKind.current == nil ? commands : commands + [KindCommand.self]
    }

    /// Whether a word names a command that is no kind of record.
    static func isCommand(_ word: String) -> Bool {
        subcommands.contains { $0.configuration.commandName == word && $0 != KindCommand.self }
    }
}

/// The process: parse, run, print, exit.
@main enum Main {
    static func main() async {
        // A reader that goes away is an error of the write, not the end of a node.
        signal(SIGPIPE, SIG_IGN)
        // The machine's time zone data may count leap seconds; what an entry counts for must not hang on it.
        setenv("TZ", "UTC0", 1)
        exit(await run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    /// Runs one command line.
    static func run(_ arguments: [String]) async -> ExitCode {
        let added = await AddedKinds.meant(by: arguments)
        return await InvokedKind.$added.withValue(added) {
            await InvokedKind.$current.withValue(InvokedKind(arguments)) {
                await runParsed(arguments)
            }
        }
    }

    private static func runParsed(_ arguments: [String]) async -> ExitCode {
        do {
            var command = try parse(arguments)
            guard let work = command as? any LianluCommand else {
                // A group without a subcommand, and `help`, print help.
                try command.run()
                return .done
            }
            return await run(work, in: CommandContext(work.common))
        } catch {
            return UsageMessage(error, arguments: arguments).print(to: StandardStreams())
        }
    }

    /// Parses a command line whose common options may stand before the command.
    static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        try InvokedKind.$current.withValue(InvokedKind(arguments)) {
            try parse(ArgumentOrder(arguments))
        }
    }

    private static func parse(_ order: ArgumentOrder) throws -> any ParsableCommand {
        do {
            return try Lianlu.parseAsRoot(order.commonOptionsLast)
        } catch {
            // Groups and unknown commands take no options: what is said about the rest is then the better answer.
            let group = try Lianlu.parseAsRoot(order.withoutLeadingOptions)
            if group is any LianluCommand { throw error }
            return group
        }
    }

    /// Runs a parsed command and prints its failure.
    static func run(_ command: any LianluCommand, in context: CommandContext) async -> ExitCode {
        do {
            try await command.run(in: context)
            return .done
        } catch let ending as Ending {
            return ending.exitCode
        } catch {
            let failure = Failure(known(error, in: context))
            context.renderer.failure(failure)
            return failure.exitCode
        }
    }

    /// The error itself, or the plainer reason behind it: a node that cannot be reached in a home that is not there.
    private static func known(_ error: any Error, in context: CommandContext) -> any Error {
        guard let fault = error as? LocalAPIError, fault.code == .nodeUnreachable,
            !context.hasHome
        else { return error }
        return CommandError(.homeMissing, ["path": context.home])
    }
}
