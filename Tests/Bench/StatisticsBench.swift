import Casework
import Foundation
import Ledger
import LocalAPI
import NodeService

/// The statistics of a node over very many records of a mechanism, in all and by the right that stands in their bodies.
struct StatisticsBench {
    private static let runCount = 3
    private static let rights = ["trademark", "patent_design", "copyright", "gi"]

    let directory: String

    func run(entryCount: Int, into table: inout Table) async throws {
        let folder = directory + "/statistics"
        let federation = try await BenchFederation.make(in: folder)
        let bench = try await BenchNode(opening: federation.author)
        guard let right = FieldID("ip_right") else {
            throw LogFiller.Failure(description: "the field of the right is malformed")
        }
        let filler = LogFiller(node: bench.node) { number in
            let body = Body(fields: [right: .string(Self.rights[number % Self.rights.count])])
            return (try body.encoded(), .addressees)
        }
        // The log's first entries open it and adopt its charter: they are no records.
        let recordCount = try await filler.fill(to: entryCount).count
        for by in [nil, "kind", "month", "right"] as [String?] {
            var times: [Double] = []
            for _ in 0..<Self.runCount {
                let start = ContinuousClock.now
                let shown = try await bench.local.statistics(
                    StatisticsQuery(by: by),
                    caller: BenchNode.caller
                )
                times.append((ContinuousClock.now - start).seconds)
                let groups = by == "right" ? Self.rights.count : by == nil ? 0 : 1
                guard shown.total.opened == recordCount, shown.uncounted == 0,
                    shown.rows.count == groups
                else {
                    throw LogFiller.Failure(
                        description: "\(shown.total.opened) records in \(shown.rows.count) rows"
                    )
                }
            }
            let seconds = times.percentile(50)
            table.add(
                "statistics of \(recordCount) records, \(by.map { "by \($0)" } ?? "in all")",
                Double(recordCount) / seconds,
                detail: String(format: "  %.2f s", seconds)
            )
        }
        try await addComparison(of: bench.node, entryCount, to: &table)
        try bench.node.close()
        try FileManager.default.removeItem(atPath: folder)
    }

    /// What a node compares after a start, beside its other work: all rows that entries give.
    private func addComparison(
        of node: Node,
        _ entryCount: Int,
        to table: inout Table
    ) async throws {
        let start = ContinuousClock.now
        try await DerivedRowKeeper(node).compareDue()
        let seconds = (ContinuousClock.now - start).seconds
        table.add(
            "comparison after a start, \(entryCount) entries",
            Double(entryCount) / seconds,
            detail: String(format: "  %.2f s", seconds)
        )
    }
}
