import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import NodeService

/// The statistics of a node over very many records of a mechanism, in all and by the right that stands in their bodies.
struct StatisticsBench {
    private static let runCount = 3
    private static let rights = ["trademark", "patent_design", "copyright", "gi"]

    let directory: String

    func run(recordCount: Int, into table: inout Table) async throws {
        let folder = directory + "/statistics"
        let federation = try await BenchFederation.make(in: folder)
        let bench = try await BenchNode(opening: federation.author)
        try await fill(bench.node, to: recordCount)
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
        try bench.node.close()
        try FileManager.default.removeItem(atPath: folder)
    }

    /// Sends so many clues to the third member, each with a body that names a right.
    private func fill(_ node: Node, to count: Int) async throws {
        let view = node.view
        let at = try NodeTime.system.timestamp()
        guard let mechanism = MechanismID(BenchFederation.mechanism),
            let office = OfficeID("scjg"), let machine = MachineID("clue"),
            let event = EventID("send"), let right = FieldID("ip_right"),
            let addressee = Address(BenchFederation.addressee),
            let rules = PackChoice.pack(
                with: machine,
                on: LocalDate(of: at),
                among: view.packs.packs
            )?.reference
        else { throw LogFiller.Failure(description: "a value of the entry is malformed") }
        try await EntryWriters(node: node, mechanism: mechanism, office: office)
            .fill(0..<count) { number in
                var header = EntryHeader(at: at, machine: machine, event: event)
                header.from = view.card.content.region
                header.office = office
                header.rules = rules
                header.to = [addressee]
                header.draft = SHA256.digest(of: Array("\(number)".utf8))
                let body = Body(
                    fields: [right: .string(Self.rights[number % Self.rights.count])]
                )
                let (reference, object) = try EntryWriters.sealed(
                    body.encoded(),
                    audience: .addressees,
                    of: view
                )
                header.objects = [reference]
                return (header, [object])
            }
    }
}
