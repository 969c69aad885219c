import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// Lists of records where very many lie between those that a caller is told of.
@Suite struct RecordScanTests {
    private typealias Scene = LinkingScene

    @Test(
        "behind more hidden records than one page looks at, the list goes on, and the cursor tells nothing of them",
        .timeLimit(.minutes(4))
    )
    func hidden() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let own = try await Scene.draft(at: node, [:], office: "gaj")
        let theirs = try await Scene.draft(at: node, [:], office: "scjg")
        let count = try await Self.repeatRow(of: theirs.entry, at: node, count: 2_100)
        #expect(count == 2_102)
        let police = Scene.officer(of: "gaj")
        var (seen, pageCount): ([String], Int) = ([], 0)
        var cursor: String?
        repeat {
            let page = try await node.local.records(RecordQuery(), after: cursor, caller: police)
            seen += page.items.map(\.record)
            pageCount += 1
            cursor = page.next
            if page.items.isEmpty, let cursor { #expect(cursor.hasPrefix("~")) }
        } while cursor != nil && pageCount < 10
        #expect(seen == [own.entry])
        #expect(pageCount == 2)
        // Whoever may read them is told of each, in pages.
        var all: Set<String> = []
        repeat {
            let page = try await node.local.records(
                RecordQuery(),
                after: cursor,
                caller: Scene.caller
            )
            all.formUnion(page.items.map(\.record))
            cursor = page.next
        } while cursor != nil
        #expect(all.count == count)
        try await node.remove()
    }

    /// Puts the row of a record under so many other digests, each newer than the one before; how many records there are then.
    private static func repeatRow(
        of record: String,
        at node: TestNode,
        count: Int
    ) async throws -> Int {
        try await node.node.store.write { transaction in
            let rows = try transaction.projectedRecords(machine: nil, after: nil, limit: 10)
            let row = try #require(rows.first { $0.key.record.hex == record })
            for number in 0..<count {
                let digest = SHA256.digest(of: Array("record \(number)".utf8))
                var copy = row
                copy.key = RecordKey(scope: row.key.scope, record: digest)
                copy.updatedAt = row.updatedAt + Int64(number)
                try transaction.putProjectedRecord(copy)
            }
            return rows.count + count
        }
    }
}
