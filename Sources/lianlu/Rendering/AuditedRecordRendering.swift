import LocalAPI

/// Writes the records that an audit has computed, each with its clocks.
struct AuditedRecordRendering {
    let renderer: Renderer

    /// One record: a line of JSON for programs, a section for people.
    func show(_ document: AuditedRecordDocument) throws {
        if renderer.json { return try renderer.line(document) }
        let summary = document.summary
        var pairs: [(String, String?)] = [
            ("record", summary.record),
            ("record_kind", renderer.official(summary.machineTitles ?? [:], else: summary.machine)),
            ("title", summary.title), ("number", document.documentNumber),
            (
                "state",
                summary.state.isEmpty
                    ? "-" : renderer.state(of: summary)
            ),
        ]
        pairs += renderer.places(of: summary)
        pairs.append(("as_of", document.asOf))
        renderer.pairs(pairs)
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
