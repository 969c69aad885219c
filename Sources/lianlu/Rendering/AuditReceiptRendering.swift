/// Writes how far each audited log goes in time, and which storage receipts of it are here.
struct AuditReceiptRendering {
    let renderer: Renderer

    /// One row a log and cosigner; below them what receipts cannot tell.
    func show(_ logs: [AuditDocument.Log]) {
        guard !logs.isEmpty else { return }
        renderer.heading("kept_receipts")
        renderer.table(
            [
                "log", "newest_entry", "cosigner", "receipts", "newest_receipt_size",
                "newest_receipt_at", "anchored",
            ],
            logs.flatMap { log in
                let head = [log.origin, log.newestEntryAt ?? "-"]
                guard !log.receipts.isEmpty else { return [head + ["-", "0", "-", "-", "-"]] }
                return log.receipts.map { receipts in
                    head + [
                        receipts.cosigner, String(receipts.count), String(receipts.size),
                        receipts.at ?? "-", renderer.yes(receipts.anchored),
                    ]
                }
            }
        )
        renderer.paragraph(renderer.label("kept_receipts_note"), [])
    }
}
