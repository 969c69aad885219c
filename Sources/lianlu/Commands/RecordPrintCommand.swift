import ArgumentParser
import Foundation
import LocalAPI
import Wording

/// The command `lianlu record print <record>`.
struct RecordPrintCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("print", text: "record_print") }

    @Argument(help: Help.option("record")) var record: String
    @Option(help: Help.option("document")) var document: String?
    @Option(help: Help.option("print_entry")) var entry: String?
    @Option(help: Help.option("print_output")) var output: String?
    @Flag(help: Help.option("pdf")) var pdf = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        guard !pdf || output != nil else {
            throw CommandError(.usageMissingValue, ["option": "--output"])
        }
        if let output {
            try Self.requireNamed(output, isPDF: pdf)
            try Self.requireFree(output)
        }
        let prefix = try Identifier.digestPrefix(record)
        let step = try entry.map(Identifier.digestPrefix)
        let search = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        // A system without such a program is told before the node is asked.
        let program = pdf && !context.json ? try PDFProgram.find(searchPath: search) : nil
        let form = try await context.send(.printed(prefix, document: document, entry: step))
        if context.json { return try context.renderer.line(form) }
        let html = try FormPage(form, isGlossed: common.lang == .en).html()
        if let program {
            let bytes: [UInt8]
            do {
                bytes = try await program.pdf(of: html)
            } catch let stopped as Interruption.Stopped {
                Glibc.exit(stopped.exitCode)
            }
            try NewFile.write(bytes, to: output ?? "")
            context.talk("talk_printed_by", ["program": program.path])
        } else if let output {
            try NewFile.write(Array(html.utf8), to: output)
        } else {
            context.streams.data(html)
        }
        if let output {
            context.talk("talk_printed", ["document": form.document, "path": output])
        }
        if let party = form.party, party.name?.isEmpty ?? true {
            let title = context.renderer.title(party.titles, else: "-")
            context.talk("talk_print_blank", ["party": title])
        }
        if form.documentNumber == nil, FormKind(form).blankNumber(form) != nil {
            context.talk("talk_print_number_blank")
        }
        for note in form.notes ?? [] {
            context.streams.talk(TextWidth.harmless(context.renderer.sentence(note)) + "\n")
        }
        // Officers and liaisons are named by their office.
        if form.fields.contains(where: { $0.personal && !["officer", "contact"].contains($0.kind) })
        {
            context.talk("talk_print_personal")
        }
        if !form.others.isEmpty {
            let others = form.others.map { context.renderer.place($0, form.otherTitles) }
            context.talk("talk_print_others", ["documents": context.renderer.list(others)])
        }
    }

    /// No page is written under the name of a PDF, nor the other way round; any other name is the user's own matter.
    private static func requireNamed(_ path: String, isPDF: Bool) throws(CommandError) {
        let ending = path.lowercased().split(separator: ".").last ?? ""
        guard path.contains("."), (isPDF ? ["html", "htm"] : ["pdf"]).contains(ending) else {
            return
        }
        throw CommandError(
            .outputNameWrong,
            [
                "ending": isPDF ? ".pdf" : ".html", "format": isPDF ? "PDF" : "HTML", "path": path,
            ]
        )
    }

    /// A print is never laid over another file.
    private static func requireFree(_ path: String) throws(CommandError) {
        guard access(path, F_OK) != 0 else { throw CommandError(.outputExists, ["path": path]) }
    }
}
