import Auditing
import Ledger

/// How old the copy of a home is by the newest time in it, beside the moment as of which clocks are looked at.
enum CopyAge {
    /// Beyond as many days a copy is called old: in a mechanism at work something is signed within a week.
    private static let dayCountMax: Int64 = 7
    private static let daySecondCount: Int64 = 86_400

    /// The notice that a moment lies far beyond everything in some logs; nil where it does not, and where they hold no time at all.
    ///
    /// The times are those of entries and receipts, each by the clock of whoever signed it.
    static func finding(on logs: [AuditReport.Log], asOf instant: Int64) -> AuditFinding? {
        let receipts = logs.flatMap(\.receipts).compactMap { $0.time.map(Int64.init(clamping:)) }
        guard let newest = (logs.compactMap(\.newestAt) + receipts).max(), newest < instant,
            let shown = NodeTime.shown(at: newest), let at = NodeTime.shown(at: instant)
        else { return nil }
        let age = instant - newest
        guard age > dayCountMax * daySecondCount else { return nil }
        let days = "\(age / daySecondCount)"
        return AuditFinding(.copyOld, ["at": at, "days": days, "newest": shown])
    }
}
