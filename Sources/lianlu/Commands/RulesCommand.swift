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
                RulesDiffCommand.self, RulesAddCommand.self, RulesRemoveCommand.self,
            ]
        )
    }
}

/// The command `lianlu rules list`.
struct RulesListCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("list", text: "rules_list") }

    @Flag(help: Help.option("rules_calendars")) var calendars = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        if calendars { return try await context.listCalendars() }
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
    @Flag(help: Help.option("rules_text")) var text = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        if text {
            for (option, isGiven) in [
                ("--kind", kind != nil), ("--machine", machine != nil), ("--clocks", clocks),
                ("--json", context.json),
            ] where isGiven {
                throw CommandError(.usageTogether, ["option": option, "other": "--text"])
            }
        }
        let bytes = try await context.rulePack(pack)
        if text {
            guard let file = String(validating: bytes, as: UTF8.self) else {
                throw CommandError(.fileNotText, ["path": pack])
            }
            return context.streams.data(file)
        }
        let part = RuleOperations.Part(kind: kind, machine: machine, isClocksOnly: clocks)
        let document = try context.operations.rules.show(bytes, part)
        if context.json { return try context.renderer.line(document) }
        guard let pack = document.pack else { return context.renderer.items(document.items) }
        context.renderer.identity(of: pack)
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
        if let calendar = document.calendar {
            return context.talk(
                "talk_calendar_sound",
                ["calendar": calendar.calendar, "digest": calendar.digest]
            )
        }
        let count = String(document.faults.count)
        context.talk("talk_rules_faults", ["count": count])
        if document.unread { context.talk("talk_rules_unread") }
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
        try context.operations.rules.requireName(bytes, file)
        if context.operations.rules.isCalendar(bytes) { return try await add(text, context) }
        let pack = try await context.send(.add(rulePack: text))
        if context.json { return try context.renderer.line(pack) }
        context.renderer.identity(of: pack)
        context.talk(notices: pack.notices)
        context.talk(
            "talk_rules_added",
            ["digest": pack.digest, "pack": pack.pack, "version": String(pack.edition)]
        )
    }

    private func add(_ text: String, _ context: CommandContext) async throws {
        let calendar = try await context.send(.add(calendar: text))
        if context.json { return try context.renderer.line(calendar) }
        context.talk(notices: calendar.notices)
        context.talk(
            "talk_calendar_added",
            ["calendar": calendar.calendar, "digest": calendar.digest]
        )
    }
}

/// The command `lianlu rules remove <pack>`.
struct RulesRemoveCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("remove", text: "rules_remove") }

    @Argument(help: Help.option("rules_pack")) var pack: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        var packs: [RulePackDocument] = []
        try await Waiting(context: context).during { _ in
            try await context.client.list(.rules) { packs.append($0) }
        }
        let found = try named(context, packs)
        let removed = try await context.send(.remove(rulePack: found.digest))
        if context.json { return try context.renderer.line(removed) }
        context.talk(
            "talk_rules_removed",
            [
                "digest": context.renderer.short(removed.digest), "pack": removed.pack,
                "version": String(removed.edition),
            ]
        )
    }
}

extension RulesRemoveCommand {
    /// The pack of the node that the argument names: by a file with its bytes, or as lists have it.
    private func named(
        _ context: CommandContext,
        _ packs: [RulePackDocument]
    ) throws -> RulePackDocument {
        guard context.isPath(pack) else { return try context.operations.rules.find(pack, packs) }
        let bytes = try context.read(pack, limit: Limits.packByteCountMax)
        let digest = try context.operations.rules.summary(bytes).digest
        guard let found = packs.first(where: { $0.digest == digest }) else {
            throw Problem(code: "node.pack_unknown", arguments: ["rules": pack], status: 404)
        }
        return found
    }
}

extension CommandContext {
    /// Says what the node notices of a pack or a calendar that was added.
    fileprivate func talk(notices: [CodedText]?) {
        for notice in notices ?? [] {
            let parts = [renderer.sentence(notice), renderer.remedy(notice)]
            streams.talk(TextWidth.harmless(renderer.prose(parts)) + "\n")
        }
    }

    /// Whether the name of a pack or a calendar is that of a file.
    fileprivate func isPath(_ name: String) -> Bool {
        name == "-" || name.contains("/") || name.hasSuffix(".json")
            || FileManager.default.fileExists(atPath: name)
    }

    /// Lists the calendars of the node.
    func listCalendars() async throws {
        try await list(
            .calendars,
            columns: [
                "calendar", "years", "title", "number", "issued", "built_in", "named_by",
                "superseded_by", "digest",
            ]
        ) { calendar, renderer in
            [
                calendar.calendar,
                calendar.years.isEmpty ? "-" : renderer.list(calendar.years.map(String.init)),
                renderer.title(calendar.titles, else: calendar.calendar), calendar.number ?? "-",
                calendar.issued,
                renderer.label(calendar.builtIn ? "with_program" : "added_here"),
                calendar.mechanisms.isEmpty ? "-" : renderer.list(calendar.mechanisms),
                calendar.supersededBy.map(renderer.short) ?? "-", renderer.short(calendar.digest),
            ]
        }
    }

    /// The bytes of a rule pack or a calendar that is named by a path, or by its id with a version or a digest.
    ///
    /// Where the node does not answer, those that come with the program are looked through, and that is said.
    func rulePack(_ name: String) async throws -> [UInt8] {
        if isPath(name) { return try read(name, limit: Limits.packByteCountMax) }
        do {
            var packs: [RulePackDocument] = []
            var calendars: [CalendarDocument] = []
            try await Waiting(context: self).during { _ in
                try await client.list(.rules) { packs.append($0) }
                try await client.list(.calendars) { calendars.append($0) }
            }
            let digest = try choose(name, among: packs, calendars)
            return try await client.bytes(.rulePack(digest))
        } catch let error as LocalAPIError where error.code == .nodeUnreachable {
            let files = operations.rules.builtIn()
            let days = operations.rules.builtInCalendars()
            let packs = try files.map { try operations.rules.summary($0) }
            let calendars = try days.map { try operations.rules.calendar($0) }
            guard let digest = try? choose(name, among: packs, calendars) else { throw error }
            talk("talk_rules_without_node")
            if let position = packs.firstIndex(where: { $0.digest == digest }) {
                return files[position]
            }
            guard let position = calendars.firstIndex(where: { $0.digest == digest }) else {
                throw error
            }
            return days[position]
        }
    }

    /// The digest of the pack that a name means; where no pack has it, of the calendar.
    private func choose(
        _ name: String,
        among packs: [RulePackDocument],
        _ calendars: [CalendarDocument]
    ) throws -> String {
        let id = name.prefix { $0 != "@" }
        if !packs.contains(where: { $0.pack == id }),
            let calendar = try operations.rules.findCalendar(name, calendars)
        {
            if !name.contains("@"), calendars.count(where: { $0.calendar == name }) > 1 {
                let digest = renderer.short(calendar.digest)
                talk("talk_calendar_chosen", ["digest": digest, "issued": calendar.issued])
            }
            return calendar.digest
        }
        let found = try operations.rules.find(name, packs)
        let isOpen = !name.contains("@")
        if isOpen, packs.count(where: { $0.pack == found.pack }) > 1 {
            let digest = renderer.short(found.digest)
            talk("talk_rules_chosen", ["digest": digest, "version": String(found.edition)])
        }
        return found.digest
    }
}
