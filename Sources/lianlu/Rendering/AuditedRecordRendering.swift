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
            ("record_kind", renderer.title(summary.machineTitles ?? [:], else: summary.machine)),
            (
                "state",
                summary.state.isEmpty
                    ? "-" : renderer.state(of: summary)
            ),
            ("mechanism", summary.mechanism ?? renderer.label("home_log")),
            ("opener", summary.opener),
            ("addressees", renderer.list(summary.addressees)),
            ("home_part", summary.home), ("opened_part", summary.opened),
            ("as_of", document.asOf),
        ])
        for finding in document.findings {
            renderer.paragraph(renderer.sentence(finding), [renderer.remedy(finding)])
        }
        if let clocks = document.clocks, clocks.isEmpty {
            renderer.paragraph(renderer.label("no_clocks"), [])
        }
        ClockRendering(renderer: renderer).show(document.clocks)
        renderer.paragraph("", [])
    }
}
