import LocalAPI

/// Writes the records that an audit has computed, each with its clocks.
struct AuditedRecordRendering {
    let renderer: Renderer

    /// One record: a line of JSON for programs, a section for people.
    func show(_ document: AuditedRecordDocument) throws {
        if renderer.json { return try renderer.line(document) }
        let summary = document.summary
        renderer.pairs([
            ("record", summary.record),
            ("record_kind", renderer.official(summary.machineTitles ?? [:], else: summary.machine)),
            ("title", summary.title), ("number", document.documentNumber),
            (
                "state",
                summary.state.isEmpty
                    ? "-" : renderer.state(of: summary)
            ),
            (
                "mechanism",
                summary.mechanism.map { renderer.place($0, summary.names) }
                    ?? renderer.label("home_log")
            ),
            ("opener", renderer.place(summary.opener, summary.names)),
            (
                "addressees",
                renderer.list(summary.addressees.map { renderer.place($0, summary.names) })
            ),
            ("home_part", summary.home), ("opened_part", summary.opened),
            ("as_of", document.asOf),
        ])
        for var finding in document.findings {
            if let reason = finding.arguments["reason"] {
                finding.arguments["reason"] = renderer.words(of: reason)
            }
            renderer.paragraph(renderer.sentence(finding), [renderer.remedy(finding)])
        }
        if let clocks = document.clocks, clocks.isEmpty {
            renderer.paragraph(renderer.label("no_clocks"), [])
        }
        ClockRendering(renderer: renderer, names: summary.names).show(document.clocks)
        renderer.paragraph("", [])
    }
}
