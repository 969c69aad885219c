import LocalAPI

/// Writes from when to when each audited log goes, as is proven, and what of it all was not looked into.
struct AuditScopeRendering {
    let renderer: Renderer

    /// The first and the last entry of each log, below its key.
    func showTimes(_ logs: [AuditDocument.Log]) {
        guard !logs.isEmpty else { return }
        renderer.heading("audit_times")
        renderer.table(
            [
                "log", "audit_log_key", "index", "audit_stated_at", "audit_not_before",
                "audit_not_after",
            ],
            logs.flatMap { log -> [[String]] in
                let ends = [
                    log.firstEntry, log.lastEntry == log.firstEntry ? nil : log.lastEntry,
                ]
                let head = [log.origin, log.keyID ?? "-"]
                let rows = ends.compactMap { $0 }.map { entry in
                    head + [
                        String(entry.index), entry.at ?? "-", entry.notBefore ?? "-",
                        entry.notAfter ?? "-",
                    ]
                }
                return rows.isEmpty ? [head + ["-", "-", "-", "-"]] : rows
            }
        )
        renderer.paragraph(renderer.label("audit_times_note"), [])
    }

    /// What was not looked into: how much of each kind, the first of it by name, and how many are not named.
    func showUnchecked(_ kinds: [AuditDocument.Unchecked]) {
        renderer.heading("audit_unchecked")
        if kinds.isEmpty { renderer.paragraph(renderer.label("audit_unchecked_none"), []) }
        for unchecked in kinds {
            var lines = unchecked.kind == "finding" ? [] : unchecked.places.map(name)
            let more = unchecked.count - lines.count
            if !lines.isEmpty, more > 0 {
                let count = ["count": String(more)]
                lines.append(renderer.sentence(CodedText("command.talk_audit_more", count)))
            }
            let title = renderer.label("audit_unchecked_\(unchecked.kind)")
            renderer.paragraph("\(title)  \(unchecked.count)", lines)
        }
    }

    private func name(_ place: AuditDocument.Unchecked.Place) -> String {
        [
            place.log, place.index.map { "\(renderer.label("index")) \($0)" }, place.name,
        ]
        .compactMap { $0 }.joined(separator: "  ")
    }
}
