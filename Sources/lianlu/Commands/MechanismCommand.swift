import ArgumentParser
import LocalAPI
import Wording

/// The command `lianlu mechanism`.
struct MechanismCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        Help.command(
            "mechanism",
            text: "mechanism",
            subcommands: [
                MechanismCreateCommand.self, MechanismSignCommand.self, MechanismJoinCommand.self,
                MechanismListCommand.self, MechanismShowCommand.self,
            ]
        )
    }
}

/// The command `lianlu mechanism sign <charter>`.
struct MechanismSignCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("sign", text: "mechanism_sign") }

    @Argument(help: Help.option("charter_file")) var charter: String
    @Flag(help: Help.option("dry_run")) var dryRun = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let text = try context.readCharter(charter)
        if dryRun {
            return try context.show(charter: try await context.send(.inspect(charter: text)))
        }
        try context.hand(over: try await context.send(.sign(charter: text)))
    }
}

/// The command `lianlu mechanism join <charter>`.
struct MechanismJoinCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("join", text: "mechanism_join") }

    @Argument(help: Help.option("charter_file")) var charter: String
    @Flag(help: Help.option("dry_run")) var dryRun = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let text = try context.readCharter(charter)
        let call: LocalCall<CharterDocument> =
            dryRun ? .inspect(charter: text) : .join(charter: text)
        try context.show(charter: try await context.send(call))
    }
}

/// The command `lianlu mechanism list`.
struct MechanismListCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("list", text: "mechanism_list") }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        try await context.list(
            .mechanisms,
            columns: [
                "mechanism", "title", "revision", "members", "in_force", "adopted", "charter",
            ]
        ) { charter, renderer in
            [
                charter.mechanism, renderer.language == .zh ? charter.titleZh : charter.titleEn,
                String(charter.revision), String(charter.members.count),
                renderer.yes(charter.inForce), renderer.adopted(charter),
                renderer.short(charter.digest),
            ]
        }
    }
}

/// The command `lianlu mechanism show <id>`.
struct MechanismShowCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("show", text: "mechanism_show") }

    @Argument(help: Help.option("mechanism_id")) var mechanism: String
    @Flag(help: Help.option("charter_text")) var text = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let charter = try await context.send(.mechanism(mechanism))
        if text, !context.json { return context.streams.data(charter.text) }
        try context.show(charter: charter)
    }
}

extension Renderer {
    /// Whether a revision was adopted, and that it is here no more.
    fileprivate func adopted(_ charter: CharterDocument) -> String {
        charter.gone == true ? label("adopted_gone") : yes(charter.adopted)
    }
}

extension CommandContext {
    /// Shows a charter as a person reads it.
    func show(charter: CharterDocument) throws {
        if json { return try renderer.line(charter) }
        renderer.pairs([
            ("mechanism", charter.mechanism),
            ("title", language == .zh ? charter.titleZh : charter.titleEn),
            ("revision", String(charter.revision)), ("charter", charter.digest),
            ("predecessor", charter.predecessor),
            (
                "threshold",
                charter.threshold.map(String.init) ?? renderer.label("threshold_all")
            ),
            ("in_force", renderer.yes(charter.inForce)), ("adopted", renderer.adopted(charter)),
            ("rules", charter.rules.isEmpty ? nil : renderer.list(charter.rules)),
        ])
        for (key, parties) in [("members", charter.members), ("observers", charter.observers)]
        where !parties.isEmpty {
            renderer.heading(key)
            renderer.table(
                ["address", "node", "signed", "cross_border"],
                parties.map {
                    [$0.address, $0.node, renderer.yes($0.signed), renderer.yes($0.crossBorder)]
                }
            )
        }
        if !charter.roles.isEmpty {
            renderer.heading("roles")
            renderer.table(
                ["role", "addresses"],
                charter.roles.sorted { $0.key < $1.key }
                    .map { [$0.key, renderer.list($0.value)] }
            )
        }
        if !charter.ended.isEmpty {
            renderer.heading("ended")
            renderer.table(["log", "size"], charter.ended.map { [$0.log, String($0.size)] })
        }
        if !charter.inForce, let fault = charter.fault { tell(fault) }
        warn(of: charter)
    }

    /// Tells what whoever signs a charter should look at.
    private func warn(of charter: CharterDocument) {
        for warning in charter.warnings ?? [] { tell(warning) }
    }

    private func tell(_ text: CodedText) {
        let parts = [renderer.sentence(text), renderer.remedy(text)]
        streams.talk(TextWidth.harmless(renderer.prose(parts)) + "\n")
    }

    private static var predecessorUnknown: String { "ledger_parties.charter_predecessor_unknown" }

    /// Prints a charter's text, to be sent on to the next member, and says who has still to sign.
    func hand(over charter: CharterDocument) throws {
        if json { return try renderer.line(charter) }
        streams.data(charter.text)
        warn(of: charter)
        if charter.inForce {
            return talk("talk_charter_in_force", ["mechanism": charter.mechanism])
        }
        let missing = charter.members.filter { !$0.signed }.map(\.node)
        let fault = charter.fault.flatMap { $0.code == Self.predecessorUnknown ? nil : $0 }
        if !missing.isEmpty {
            talk("talk_charter_unsigned", ["nodes": missing.joined(separator: ", ")])
        } else if fault == nil {
            talk("talk_charter_predecessor_missing", ["digest": charter.predecessor ?? "-"])
        }
        // What a first revision lacks are the signatures just named; of a later one those may sign who leave, too.
        if let fault, missing.isEmpty || charter.predecessor != nil { tell(fault) }
    }
}
