internal import Auditing
internal import LogStorage

/// Whether the rows of acknowledged requests are those that were kept with the entries of each own log.
///
/// By them a request that is sent again is known: where one is gone, the same step may be signed twice.
struct RequestCountCheck {
    let store: ReadOnlyStore

    /// One finding a log; what the node has missed before stays one, also where it has counted anew since.
    func findings() throws -> [AuditFinding] {
        try store.read { transaction in
            var counts: [String: Int64] = [:]
            for (origin, found) in try transaction.lostRequests()?.logs ?? [:] {
                counts[origin] = max(0, Int64(found.split(separator: " ").first ?? "") ?? 0)
            }
            for deviation in try transaction.requestDeviations() {
                let origin = "\(deviation.origin)"
                counts[origin] = max(counts[origin] ?? 0, deviation.missingCount)
            }
            return counts.sorted { $0.key < $1.key }.map { origin, count in
                AuditFinding(
                    .requestsMissing,
                    ["count": "\(count)", "origin": origin],
                    place: "request"
                )
            }
        }
    }
}
