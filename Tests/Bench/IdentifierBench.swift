import Casework
import Foundation
import Ledger
import LocalAPI
import NodeService

/// Searching and linking among very many indexed identifiers, and what indexing adds to one body.
struct IdentifierBench {
    private static let identifierCount = 10
    private static let sharedRecordCount = 1_000
    private static let runCount = 200
    /// Somebody of an office that has filed none of the records, so that all places are hidden from it.
    private static let officer = Caller(
        credentials: PeerCredentials(pid: 1, uid: 4_711, gids: []),
        offices: .some(["zscq"]),
        rights: [.read]
    )

    let directory: String

    func run(recordCount: Int, into table: inout Table) async throws {
        let folder = directory + "/identifiers"
        let home = try await BenchNode.makeHome("jiangxi", region: "360000", in: folder)
        let bench = try await BenchNode(opening: home)
        try await BodyFiller().fill(bench.node, to: recordCount) { Self.fields($0) }
        let start = ContinuousClock.now
        try await IdentifierKeeper(bench.node).indexDue()
        let seconds = (ContinuousClock.now - start).seconds
        let total = recordCount * Self.identifierCount
        table.add(
            "indexing of stored bodies with \(Self.identifierCount) identifiers, each",
            microseconds: seconds * 1e6 / Double(recordCount)
        )
        let name = "search among \(total) identifiers"
        try await measure("\(name), 1 record", bench, &table) { number in
            Self.code(number * 7 % recordCount, number % (Self.identifierCount - 1))
        }
        try await measure("\(name), none", bench, &table) { _ in "6999999999990" }
        try await measure("\(name), \(Self.sharedRecordCount) records", bench, &table) { _ in
            Self.shared
        }
        try await measureOfficer(name, bench, &table)
        let hit = try await bench.local.search(
            IdentifierQuery(Self.shared, limit: 1),
            caller: BenchNode.caller
        )
        guard let record = hit.hits.first?.record.record else {
            throw LogFiller.Failure(description: "nothing was found")
        }
        var times: [Double] = []
        for _ in 0..<Self.runCount / 10 {
            let start = ContinuousClock.now
            _ = try await bench.local.links(
                of: record,
                LinksQuery(),
                caller: BenchNode.caller
            )
            times.append((ContinuousClock.now - start).seconds)
        }
        table.add(
            "links of a record with \(Self.sharedRecordCount) others, first page, p50",
            microseconds: times.percentile(50) * 1e6
        )
        try bench.node.close()
        try await compare(home, recordCount, &table)
        try FileManager.default.removeItem(atPath: folder)
    }

    /// A caller of one office, from whom all places are hidden: those of the number that a thousand records share, and those of the
    /// one that every other record has.
    private func measureOfficer(
        _ name: String,
        _ bench: BenchNode,
        _ table: inout Table
    ) async throws {
        try await measure(
            "\(name), one office, \(Self.sharedRecordCount) hidden records",
            bench,
            &table,
            as: Self.officer
        ) { _ in Self.shared }
        try await measure(
            "\(name), one office, all other records hidden",
            bench,
            &table,
            as: Self.officer,
            runCount: 3
        ) { _ in Self.common }
    }

    /// What a start costs: every object is compared with its rows.
    private func compare(
        _ home: HomeDirectory,
        _ recordCount: Int,
        _ table: inout Table
    ) async throws {
        let again = try await BenchNode(opening: home)
        let start = ContinuousClock.now
        try await IdentifierKeeper(again.node).indexDue()
        table.add(
            "comparing the index after a start, each of \(recordCount) bodies",
            microseconds: (ContinuousClock.now - start).seconds * 1e6 / Double(recordCount)
        )
        try again.node.close()
    }

    private func measure(
        _ name: String,
        _ bench: BenchNode,
        _ table: inout Table,
        as caller: Caller = BenchNode.caller,
        runCount: Int = Self.runCount,
        _ text: (Int) -> String
    ) async throws {
        var times: [Double] = []
        for number in 0..<runCount {
            let query = IdentifierQuery(text(number))
            let start = ContinuousClock.now
            _ = try await bench.local.search(query, caller: caller)
            times.append((ContinuousClock.now - start).seconds)
        }
        table.add(
            "\(name), p50",
            microseconds: times.percentile(50) * 1e6,
            aim: "≤ 50,000 µs"
        )
        table.add("\(name), p99", microseconds: times.percentile(99) * 1e6)
    }

    // MARK: Bodies

    /// Trade items of each record's own, one that the first thousand have in common, and a firm's code that all others have.
    private static func fields(_ number: Int) -> [(String, BodyValue)] {
        let own = (0..<identifierCount - 1).map { BodyValue.string(code(number, $0)) }
        let isShared = number < sharedRecordCount
        let last = isShared ? shared : code(number, identifierCount - 1)
        return [
            ("title", .string("第\(number)件")), ("gtin", .array(own + [.string(last)])),
            ("subject_uscc", isShared ? .null : .string(common)),
        ]
    }

    /// A code of 13 digits with its check digit, of its own for each number.
    private static func code(_ record: Int, _ item: Int) -> String {
        let text = "69" + String(10_000_000_000 + record * identifierCount + item).dropFirst()
        var sum = 0
        for (place, digit) in text.utf8.enumerated() {
            sum += Int(digit - UInt8(ascii: "0")) * (place % 2 == 0 ? 1 : 3)
        }
        return text + String((10 - sum % 10) % 10)
    }

    private static let shared = "6901234567892"
    private static let common = "914403001922038216"
}
