import LocalAPI

/// Shows which steps of a record have documents, with the command that prints each.
struct PrintableRendering {
    let renderer: Renderer

    /// The documents of each step that has any; nothing where none has.
    func show(_ detail: RecordDetail) {
        let rows = detail.timeline.flatMap { entry in
            (entry.documents ?? []).map { document in
                [
                    renderer.title(entry.eventTitles, else: entry.event),
                    renderer.title(document.titles, else: document.document),
                    "lianlu record print \(renderer.short(detail.summary.record))"
                        + " --entry \(renderer.short(entry.entry)) --document \(document.document)",
                ]
            }
        }
        guard !rows.isEmpty else { return }
        renderer.heading("printable")
        renderer.table(["event", "document", "command"], rows)
    }
}
