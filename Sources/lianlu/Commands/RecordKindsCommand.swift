import ArgumentParser
import Casework
import LocalAPI

/// The command `lianlu record kinds`: what the rule packs of the node have; without a node, those of this program.
struct RecordKindsCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("kinds", text: "record_kinds") }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let renderer = context.renderer
        let kinds = try await Self.kinds(context)
        if context.json {
            for kind in kinds { try renderer.line(kind) }
            return
        }
        let offices = try await Self.offices(context)
        for (number, kind) in kinds.enumerated() {
            if number > 0 { context.streams.data("\n") }
            Self.show(kind, naming: offices.count > 1, renderer)
        }
        if offices.count > 1 {
            context.talk("talk_kinds_offices", ["offices": renderer.list(offices)])
        }
        if kinds.contains(where: { $0.steps.contains { $0.first && $0.opens == true } }) {
            context.talk("talk_inbox_places")
        }
    }

    /// The offices that may sign, by id, where the node answers.
    private static func offices(_ context: CommandContext) async throws -> [String] {
        var offices: [String] = []
        do {
            try await context.client.list(.offices) { offices.append($0.office) }
        } catch let error as LocalAPIError
            where [.nodeUnreachable, .nodeForbidden].contains(error.code)
        {
            // It was said above that no node answers.
            return []
        }
        return offices.filter { $0 != OfficeID.system.text }
    }

    /// Those of the program, and those of the packs that were added to the node, where it answers.
    private static func kinds(_ context: CommandContext) async throws -> [KindDocument] {
        do {
            return InvokedKind.installed + (try await AddedKinds.read(in: context))
        } catch let error as LocalAPIError
            where [.nodeUnreachable, .nodeForbidden].contains(error.code)
        {
            context.talk("talk_kinds_without_node")
            return InvokedKind.installed
        }
    }

    private static func show(
        _ kind: KindDocument,
        naming isOfficeNamed: Bool,
        _ renderer: Renderer
    ) {
        let several = Set(kind.steps.map(\.machine)).count > 1
        let width = (renderer.streams.columnCount ?? Limits.listColumnCount) - 4
        let purpose = TextWidth.wrapped(renderer.title(kind.summary, else: ""), to: width)
        // A kind of several machines is followed by each of them, with its steps.
        let first = several ? [] : kind.steps.filter(\.first)
        renderer.paragraph(
            "\(renderer.official(kind.titles, else: kind.kind))  \(kind.kind)",
            purpose
                + first.map { step in
                    let word = step.event.replacing("_", with: "-")
                    // A step that is called as a command below every kind is taken by the general command.
                    let isHidden = InvokedKind.commands.contains(step.event)
                    let place = step.opens == true ? " \(placeholder("step_place", renderer))" : ""
                    let office = isOfficeNamed ? " \(placeholder("step_office", renderer))" : ""
                    let command =
                        "lianlu \(isHidden ? "record new " : "")\(kind.kind) \(word)\(place)\(office)"
                    let isSame = renderer.named(step.titles, step.event) == word
                    let title = renderer.title(step.titles, else: "")
                    return isSame ? command : "\(command)  \(title)"
                }
        )
    }

    private static func placeholder(_ key: String, _ renderer: Renderer) -> String {
        renderer.sentence(CodedText("command.\(key)"))
    }
}
