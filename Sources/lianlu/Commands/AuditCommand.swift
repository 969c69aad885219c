import ArgumentParser
import Foundation
import LocalAPI
import NodeService
import Synchronization
import Wording

/// The command `lianlu audit <home | directory | URL>`.
struct AuditCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("audit", text: "audit") }

    @Argument(help: Help.option("audit_source")) var source: String
    @Option(parsing: .singleValue, help: Help.option("trust")) var trust: [String] = []
    @Option(parsing: .singleValue, help: Help.option("known")) var known: [String] = []
    @Option(help: Help.option("storage_key")) var storageKey: String?
    @Option(help: Help.option("ca")) var ca: String?
    @Flag(help: Help.option("audit_records")) var records = false
    @Option(help: Help.option("audit_record")) var record: String?
    @Option(help: Help.option("audit_at")) var at: String?
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let audit = try Operations.require(context.operations.audit)
        try context.requireFile(storageKey)
        try context.requireFile(ca)
        let request = AuditRequest(
            source: source,
            trust: try trust.map { try context.trust($0) },
            storageKey: storageKey,
            authorities: ca,
            known: try known.map { try context.readText($0) },
            records: try recordsRequest()
        )
        let waiting = Waiting(context: context)
        let rendering = AuditedRecordRendering(renderer: context.renderer)
        let open = OpenRecords()
        var document = try await waiting.during { progress in
            try await audit(request, progress) { record in
                waiting.stop()
                if record.clocks == nil { open.note() }
                try rendering.show(record)
            }
        }
        let conclusion = AuditConclusion(
            of: document,
            hasTrust: !trust.isEmpty,
            openRecordCount: open.count,
            isRecordMissing: record != nil && document.recordCount == 0,
            at: Int64(Date().timeIntervalSince1970)
        )
        if context.json {
            document.conclusion = conclusion
            try context.renderer.line(document)
        } else {
            show(document, conclusion, context)
        }
        guard document.isSound else { throw Ending(exitCode: .verificationFailed) }
        guard let record, document.recordCount == 0 else { return }
        throw CommandError(.auditRecordUnknown, ["record": record, "source": source])
    }

    /// What is asked of records; nil where nothing is.
    private func recordsRequest() throws -> AuditRecordsRequest? {
        guard records || record != nil else {
            guard at == nil else {
                throw CommandError(.auditAtAlone)
            }
            return nil
        }
        return AuditRecordsRequest(
            record: try record.map { try Identifier.digestPrefix($0) },
            at: at
        )
    }

    private func show(
        _ document: AuditDocument,
        _ conclusion: AuditConclusion,
        _ context: CommandContext
    ) {
        let renderer = context.renderer
        renderer.table(
            [
                "log", "size", "class_valid", "class_irregular", "class_pending", "class_invalid",
                "cosignatures_anchored", "cosignatures_other", "anchored", "fingerprint",
            ],
            document.logs.map { log in
                [
                    log.origin, String(log.entryCount), String(log.valid), String(log.irregular),
                    String(log.pending), String(log.invalid),
                    String(log.anchoredCosignatureCount),
                    String(log.cosignatureCount - log.anchoredCosignatureCount),
                    log.keysAnchored && !log.anchored
                        ? renderer.label("anchored_keys_alone") : renderer.yes(log.anchored),
                    log.fingerprint ?? "-",
                ]
            }
        )
        AuditReceiptRendering(renderer: renderer).show(document.logs)
        AuditScopeRendering(renderer: renderer).showTimes(document.logs)
        // Whole: what is cut short can be hit by another log.
        renderer.heading("root")
        for log in document.logs {
            renderer.paragraph(
                "\(log.origin)  \(log.entryCount)",
                [log.root ?? renderer.label("root_none")]
            )
        }
        let objects = document.objects
        renderer.heading("objects")
        renderer.pairs([
            ("objects_verified", String(objects.verified)),
            ("objects_sealed", String(objects.sealedNotChecked)),
            ("objects_not_granted", String(objects.notGranted)),
            ("objects_missing", String(objects.missing)),
            ("objects_unaccounted", String(objects.unaccounted)),
            ("objects_not_entitled", String(objects.notEntitled)),
            ("objects_erased", String(objects.erased)),
            ("objects_not_erased", String(objects.notErased)),
            // Of exports alone.
            ("objects_left_out", objects.leftOut > 0 ? String(objects.leftOut) : nil),
        ])
        AuditScopeRendering(renderer: renderer).showUnchecked(document.unchecked)
        if !document.findings.isEmpty {
            renderer.heading("findings")
            for finding in document.findings { show(finding, context) }
        }
        conclude(document, conclusion, context)
    }

    /// Where, what and what to do, each on its own line: digests and paths are longer than any column.
    private func show(_ finding: AuditDocument.Finding, _ context: CommandContext) {
        let renderer = context.renderer
        let place = [
            renderer.label(finding.fault ? "fault" : "notice"), finding.log,
            finding.index.map { index in
                let last = finding.last.map { "–\($0)" } ?? ""
                return "\(renderer.label("index")) \(index)\(last)"
            }, finding.record.map { "\(renderer.label("record")) \(renderer.short($0))" },
            finding.place.map { Catalogue.place($0, in: renderer.language) },
        ]
        renderer.paragraph(
            place.compactMap { $0 }.joined(separator: "  "),
            [what(finding, renderer), more(finding, renderer), renderer.remedy(finding.text)]
        )
    }

    /// That a finding stands for others, which are not listed; empty for one that stands for itself.
    private func more(_ finding: AuditDocument.Finding, _ renderer: Renderer) -> String {
        guard finding.count > 1, finding.text.arguments["count"] != String(finding.count) else {
            return ""
        }
        let count = String(finding.count)
        return renderer.sentence(CodedText("command.talk_finding_more", ["count": count]))
    }

    /// What was found; the reason of a verdict in its own words.
    private func what(_ finding: AuditDocument.Finding, _ renderer: Renderer) -> String {
        guard let reason = finding.reason else {
            let detail = finding.detail.map {
                Catalogue.marked(renderer.words(of: $0), in: renderer.language)
            }
            return renderer.prose([renderer.sentence(finding.text), detail ?? ""])
        }
        var text = finding.text
        text.arguments["reason"] = renderer.sentence(reason)
        return renderer.sentence(text)
    }

    /// What came out of it, with what was audited and when, as the end of the report; the verdict itself says how much could not be judged.
    private func conclude(
        _ document: AuditDocument,
        _ conclusion: AuditConclusion,
        _ context: CommandContext
    ) {
        let renderer = context.renderer
        renderer.heading("conclusion")
        renderer.pairs([
            ("source", document.source), ("audited_at", conclusion.auditedAt),
            ("program", conclusion.program),
        ])
        for sentence in conclusion.texts { renderer.paragraph(renderer.sentence(sentence), []) }
    }
}

/// Counts the records that were shown without a state.
private final class OpenRecords: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func note() { number.withLock { $0 += 1 } }
}

extension CommandContext {
    /// A `--trust` value: the text of a file that exists by that name, else the vkey itself.
    func trust(_ value: String) throws(CommandError) -> String {
        // A vkey is `<name>+<8 hex digits>+<base64>`; a path that looks like one can be given as `./path`.
        let parts = value.split(separator: "+", maxSplits: 2)
        if parts.count == 3, parts[1].utf8.count == 8, !value.hasPrefix("."), !value.hasPrefix("/")
        {
            return value
        }
        return try readText(value)
    }
}
