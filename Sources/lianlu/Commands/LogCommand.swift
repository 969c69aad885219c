import ArgumentParser
import Cryptography
import LocalAPI

/// The command `lianlu log`.
struct LogCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        var commands: [any ParsableCommand.Type] = [LogListCommand.self, LogShowCommand.self]
        if Operations.installed.export != nil { commands.append(LogExportCommand.self) }
        return Help.command("log", text: "log", subcommands: commands)
    }
}

/// The command `lianlu log list`.
struct LogListCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("list", text: "log_list") }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        try await context.list(
            .logs,
            columns: ["log", "kind", "size", "root", "receipts", "notes"]
        ) { log, renderer in
            [
                log.origin, renderer.label("kind_\(log.kind.rawValue)"), String(log.size),
                renderer.short(log.root), renderer.tally(log.receipts),
                log.alarms.isEmpty ? "-" : renderer.sentences(log.alarms),
            ]
        }
    }
}

/// The command `lianlu log show <origin>`.
struct LogShowCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("show", text: "log_show") }

    @Argument(help: Help.option("origin")) var origin: String
    @Option(help: Help.option("from_index")) var from: UInt64 = 0
    @Option(help: Help.option("count")) var count = Limits.listedEntryCountDefault
    @Flag(help: Help.option("entry_text")) var text = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        do {
            try await show(in: context)
        } catch var problem as Problem where problem.code == "node.log_unknown" {
            // The node was asked by the digest of the name.
            problem.arguments["origin"] = origin
            throw problem
        }
    }

    private func show(in context: CommandContext) async throws {
        let id = SHA256.digest(of: origin.utf8).hex
        let call = LocalListCall<LogEntryDocument>.entries(
            EntryRange(log: id, from: from, count: count)
        )
        if text, !context.json {
            return try await context.client.list(call) { entry in
                context.streams.data("# \(entry.index) \(entry.entry)\n")
                for line in (entry.text ?? "").split(
                    separator: "\n",
                    omittingEmptySubsequences: false
                ) {
                    context.streams.data(TextWidth.harmless(String(line)) + "\n")
                }
            }
        }
        try await context.list(
            call,
            columns: ["index", "entry", "verdict", "notes"]
        ) { entry, renderer in
            let texts = entry.verdict.reasons + entry.verdict.findings
            return [
                String(entry.index), renderer.short(entry.entry),
                renderer.label("class_\(entry.verdict.class.rawValue)"),
                texts.isEmpty ? "-" : renderer.sentences(texts),
            ]
        }
    }
}

/// The command `lianlu log export <origin> <directory>`.
struct LogExportCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("export", text: "log_export") }

    @Argument(help: Help.option("origin")) var origin: String
    @Argument(help: Help.option("export_directory")) var directory: String
    @Flag(help: Help.option("with_objects")) var withObjects = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let export = try Operations.require(context.operations.export)
        let request = ExportRequest(
            home: context.home,
            origin: origin,
            directory: directory,
            includesObjects: withObjects
        )
        let document = try await Waiting(context: context).during { progress in
            try await export(request, progress)
        }
        if context.json { return try context.renderer.line(document) }
        context.renderer.pairs([
            ("log", document.origin), ("size", String(document.size)), ("root", document.root),
            ("directory", document.directory), ("files", String(document.fileCount)),
            ("objects", String(document.objectCount)),
            ("bytes", String(document.byteCount)),
        ])
        if document.cosignedSizesLeftOut > 0 {
            context.talk(
                "talk_export_receipts_left_out",
                ["count": String(document.cosignedSizesLeftOut)]
            )
        }
        if document.forkCount > 0 { context.talk("talk_export_forked") }
    }
}

extension Operations {
    /// An operation that the command list has already found installed.
    static func require<Operation>(_ operation: Operation?) throws(CommandError) -> Operation {
        guard let operation else { throw CommandError(.failed, ["detail": "not installed"]) }
        return operation
    }
}
