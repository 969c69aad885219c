import ArgumentParser
import Foundation
import LocalAPI

/// The command `lianlu rules`.
struct RulesCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        Help.command(
            "rules",
            text: "rules",
            subcommands: [
                RulesListCommand.self, RulesShowCommand.self, RulesCheckCommand.self,
                RulesDiffCommand.self, RulesAddCommand.self,
            ]
        )
    }
}

/// The command `lianlu rules list`.
struct RulesListCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("list", text: "rules_list") }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        try await context.list(
            .rules,
            columns: [
                "pack", "edition", "title", "effective_from", "effective_to", "built_in",
                "named_by", "superseded_by", "digest",
            ]
        ) { pack, renderer in
            [
                pack.pack, String(pack.edition), renderer.title(pack.titles, else: pack.pack),
                pack.effectiveFrom, pack.effectiveTo ?? "-",
                renderer.label(pack.builtIn ? "with_program" : "added_here"),
                pack.mechanisms.isEmpty ? "-" : renderer.list(pack.mechanisms.map(renderer.use)),
                pack.supersededBy.map(renderer.short) ?? "-", renderer.short(pack.digest),
            ]
        }
    }
}

/// The command `lianlu rules show <pack>`.
struct RulesShowCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("show", text: "rules_show") }

    @Argument(help: Help.option("rules_pack")) var pack: String
    @Option(help: Help.option("rules_kind")) var kind: String?
    @Option(help: Help.option("rules_machine")) var machine: String?
    @Flag(help: Help.option("rules_clocks")) var clocks = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let bytes = try await context.rulePack(pack)
        let part = RuleOperations.Part(kind: kind, machine: machine, isClocksOnly: clocks)
        let document = try context.operations.rules.show(bytes, part)
        if context.json { return try context.renderer.line(document) }
        context.renderer.identity(of: document.pack)
        context.renderer.items(document.items)
        if kind == nil, machine == nil, !clocks { context.talk("talk_rules_more") }
    }
}

/// The command `lianlu rules check <file>`.
struct RulesCheckCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("check", text: "rules_check") }

    @Argument(help: Help.option("rules_file")) var file: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let bytes = try context.read(file, limit: Limits.packByteCountMax)
        let document = context.operations.rules.check(bytes, file)
        if context.json {
            try context.renderer.line(document)
        } else {
            show(document, context)
        }
        guard document.faults.isEmpty else { throw Ending(exitCode: .verificationFailed) }
    }

    private func show(_ document: RulesCheckDocument, _ context: CommandContext) {
        let renderer = context.renderer
        for fault in document.faults { renderer.finding(fault, "fault", in: document.file) }
        for notice in document.notices { renderer.finding(notice, "notice", in: document.file) }
        if let pack = document.pack {
            return context.talk(
                "talk_rules_sound",
                ["digest": pack.digest, "pack": pack.pack, "version": String(pack.edition)]
            )
        }
        let count = String(document.faults.count)
        context.talk("talk_rules_faults", ["count": count])
        if document.cutShort { context.talk("talk_rules_cut_short", ["count": count]) }
        guard !document.unexamined.isEmpty else { return }
        let machines = renderer.list(document.unexamined)
        context.talk("talk_rules_unexamined", ["machines": machines])
    }
}

/// The command `lianlu rules diff <pack> <pack>`.
struct RulesDiffCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("diff", text: "rules_diff") }

    @Argument(help: Help.option("rules_from")) var from: String
    @Argument(help: Help.option("rules_to")) var to: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let old = try await context.rulePack(from)
        let new = try await context.rulePack(to)
        let document = try context.operations.rules.compare(old, new)
        if context.json { return try context.renderer.line(document) }
        guard !document.changes.isEmpty else { return context.talk("talk_rules_same") }
        context.renderer.changes(document.changes)
    }
}

/// The command `lianlu rules add <file>`.
struct RulesAddCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("add", text: "rules_add") }

    @Argument(help: Help.option("rules_file")) var file: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let bytes = try context.read(file, limit: Limits.packByteCountMax)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandError(.fileNotText, ["path": file])
        }
        let pack = try await context.send(.add(rulePack: text))
        if context.json { return try context.renderer.line(pack) }
        context.renderer.identity(of: pack)
        context.talk(
            "talk_rules_added",
            ["digest": pack.digest, "pack": pack.pack, "version": String(pack.edition)]
        )
    }
}

extension CommandContext {
    /// The bytes of a rule pack that is named by a path, or by its id with a version or a digest.
    ///
    /// Where the node does not answer, those that come with the program are looked through, and that is said.
    func rulePack(_ name: String) async throws -> [UInt8] {
        if name == "-" || name.contains("/") || name.hasSuffix(".json")
            || FileManager.default.fileExists(atPath: name)
        {
            return try read(name, limit: Limits.packByteCountMax)
        }
        do {
            var packs: [RulePackDocument] = []
            try await Waiting(context: self).during { _ in
                try await client.list(.rules) { packs.append($0) }
            }
            let found = try choose(name, among: packs)
            return try await client.bytes(.rulePack(found.digest))
        } catch let error as LocalAPIError where error.code == .nodeUnreachable {
            let files = operations.rules.builtIn()
            let packs = try files.map { try operations.rules.summary($0) }
            guard let found = try? choose(name, among: packs),
                let position = packs.firstIndex(of: found)
            else { throw error }
            talk("talk_rules_without_node")
            return files[position]
        }
    }

    private func choose(
        _ name: String,
        among packs: [RulePackDocument]
    ) throws -> RulePackDocument {
        let found = try operations.rules.find(name, packs)
        let isOpen = !name.contains("@")
        if isOpen, packs.count(where: { $0.pack == found.pack }) > 1 {
            let digest = renderer.short(found.digest)
            talk("talk_rules_chosen", ["digest": digest, "version": String(found.edition)])
        }
        return found
    }
}
