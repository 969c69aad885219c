import Cryptography
import GRDB
import Ledger
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@Suite("Projections in the SQLite store")
struct ProjectionTests {
    private static let scope = RecordScope(text: "pan-pearl-river-delta")
    private static func digest(_ text: String) -> Digest { SHA256.digest(of: Array(text.utf8)) }

    private static func key(_ text: String) -> RecordKey {
        RecordKey(scope: scope, record: digest(text))
    }

    private static func row(
        _ log: TestLog,
        _ index: EntryIndex,
        record: String?,
        verdict: VerdictClass = .valid
    ) -> ProjectedEntry {
        ProjectedEntry(
            origin: log.origin,
            index: index,
            digest: TestLog.entry(TestLog.entries(1, from: index.int)[0]).digest,
            scope: scope,
            record: record.map { digest($0) },
            machine: "clue",
            event: "send",
            at: record == nil ? nil : -5,
            verdictClass: verdict,
            verdict: [1, 2]
        )
    }

    /// A store with two logs of three equal entries each, whose origins sort against their numbers.
    private func store() async throws -> (SQLiteStore, TestHome, [TestLog]) {
        let home = try TestHome()
        let store = try home.open()
        var logs = [try TestLog("z.example/home"), try TestLog("a.example/home")]
        for position in logs.indices {
            let batch = try logs[position].batch(TestLog.entries(3))
            try await store.write {
                try $0.createLog(batch.origin, kind: .own)
                try $0.append(batch)
            }
        }
        return (store, home, logs)
    }

    @Test("keeps the state of each log's projection")
    func logs() async throws {
        let (store, _, logs) = try await store()
        let unknown = try Origin("unknown.example/home")
        try await store.write { (transaction) throws in
            #expect(try transaction.projectedLog(logs[0].origin) == nil)
            try transaction.putProjectedLog([1], of: logs[0].origin)
            try transaction.putProjectedLog([2, 3], of: logs[0].origin)
            #expect(try transaction.projectedLog(logs[0].origin) == [2, 3])
            #expect(try transaction.projectedLog(logs[1].origin) == nil)
            #expect(try transaction.projectedLog(unknown) == nil)
            #expect(throws: LogStorageError.self) {
                try transaction.putProjectedLog([1], of: unknown)
            }
        }
    }

    @Test("finds rows by place, digest and record, by origin and index")
    func entries() async throws {
        let (store, _, logs) = try await store()
        let rows = [
            Self.row(logs[0], 0, record: "r"), Self.row(logs[0], 1, record: nil),
            Self.row(logs[0], 2, record: "r", verdict: .irregular),
            Self.row(logs[1], 0, record: "r"), Self.row(logs[1], 1, record: "s"),
        ]
        try await store.write { (transaction) throws in
            for row in rows { try transaction.putProjectedEntry(row) }
        }
        var changed = rows[2]
        changed.verdictClass = .pending
        changed.verdict = []
        let replacement = changed
        try await store.write { try $0.putProjectedEntry(replacement) }
        try await store.read { (reader) throws in
            #expect(try reader.projectedEntry(of: logs[0].origin, at: 1) == rows[1])
            #expect(try reader.projectedEntry(of: logs[0].origin, at: 2) == replacement)
            #expect(try reader.projectedEntry(of: logs[1].origin, at: 2) == nil)
            #expect(
                try reader.projectedEntries(of: logs[0].origin, from: 1, limit: 5)
                    == [rows[1], replacement]
            )
            #expect(
                try reader.projectedEntries(of: logs[0].origin, from: 0, limit: 1) == [rows[0]]
            )
            #expect(try reader.projectedEntries(digest: rows[0].digest) == [rows[3], rows[0]])
            #expect(
                try reader.projectedEntries(record: Self.key("r"))
                    == [rows[3], rows[0], replacement]
            )
            let elsewhere = RecordKey(
                scope: RecordScope(text: "other"),
                record: Self.digest("r")
            )
            #expect(try reader.projectedEntries(record: elsewhere).isEmpty)
            let counts = [(0, 9, 2), (1, 9, 1), (0, 1, 1), (0, 0, 0)]
            for (log, limit, count) in counts {
                let found = try reader.projectedEntryCount(
                    record: Self.key("r"),
                    of: logs[log].origin,
                    limit: limit
                )
                #expect(found == count, "log \(log), at most \(limit)")
            }
            #expect(
                try reader.projectedEntryCount(record: elsewhere, of: logs[0].origin, limit: 9) == 0
            )
            #expect(
                try reader.entryBytes(of: logs[1].origin, at: 2) == TestLog.entries(1, from: 2)[0]
            )
            #expect(try reader.entryBytes(of: logs[1].origin, at: 3) == nil)
        }
    }

    @Test("keeps records, lists the latest first, and those that wait for an acknowledgement")
    func records() async throws {
        let (store, _, _) = try await store()
        @Sendable func record(
            _ text: String,
            _ time: Int64,
            machine: String = "clue",
            awaits: Bool = false
        )
            -> ProjectedRecord
        {
            ProjectedRecord(
                key: Self.key(text),
                machine: machine,
                state: "sent",
                updatedAt: time,
                awaitsAcknowledgement: awaits,
                summary: [9]
            )
        }
        let records = [
            record("a", 10), record("b", 30, awaits: true), record("c", 20, machine: "alert"),
        ]
        try await store.write { (transaction) throws in
            try transaction.putProjectedRecord(record("a", 1, awaits: true))
            for record in records { try transaction.putProjectedRecord(record) }
        }
        try await store.read { (reader) throws in
            #expect(try reader.projectedRecord(Self.key("a")) == records[0])
            #expect(try reader.projectedRecord(Self.key("d")) == nil)
            let all = try reader.projectedRecords(machine: nil, after: nil, limit: 9)
            #expect(all == [records[1], records[2], records[0]])
            let clues = try reader.projectedRecords(machine: "clue", after: records[1], limit: 9)
            #expect(clues == [records[0]])
            #expect(try reader.projectedRecords(machine: nil, after: nil, limit: 1) == [records[1]])
            #expect(try reader.recordKeysAwaitingAcknowledgement() == [records[1].key])
        }
    }

    @Test(
        "a row that the disk has changed is refused wherever it is read, and not taken for another",
        arguments: [
            ("projected_log SET bytes = x'02'", 0..<1),
            ("projected_entry SET verdict = x'01'", 1..<5),
            ("projected_entry SET at = 7", 1..<5),
            ("projected_record SET state = 'closed'", 5..<7),
            ("projected_record SET summary = x'08'", 5..<7),
        ]
    )
    func changedRows(change: String, refused: Range<Int>) async throws {
        let (store, home, logs) = try await store()
        let origin = logs[0].origin
        let record = ProjectedRecord(
            key: Self.key("r"),
            machine: "clue",
            state: "sent",
            updatedAt: 10,
            awaitsAcknowledgement: true,
            summary: [9]
        )
        let row = Self.row(logs[0], 0, record: "r")
        try await store.write { transaction in
            try transaction.putProjectedLog([1], of: origin)
            try transaction.putProjectedEntry(row)
            try transaction.putProjectedRecord(record)
        }
        let queue = try DatabaseQueue(path: home.options().databasePath)
        try await queue.write { try $0.execute(sql: "UPDATE \(change)") }
        try queue.close()
        let reads: [@Sendable (SQLiteTransaction) throws -> Bool] = [
            { try $0.projectedLog(origin) == [1] },
            { try $0.projectedEntry(of: origin, at: 0) == row },
            { try $0.projectedEntries(of: origin, from: 0, limit: 5) == [row] },
            { try $0.projectedEntries(digest: row.digest) == [row] },
            { try $0.projectedEntries(record: Self.key("r")) == [row] },
            { try $0.projectedRecord(Self.key("r")) == record },
            { try $0.projectedRecords(machine: nil, after: nil, limit: 9) == [record] },
        ]
        for (place, read) in reads.enumerated() {
            if refused.contains(place) {
                let error = await #expect(throws: LogStorageError.self) {
                    try await store.read { try read($0) }
                }
                #expect(error?.code == .dataCorrupt, "read \(place)")
            } else {
                #expect(try await store.read { try read($0) }, "read \(place)")
            }
        }
    }

    @Test("replaces what a record or an entry depends on")
    func dependencies() async throws {
        let (store, _, logs) = try await store()
        let (record, entry) = (
            Dependent.record(Self.key("r")), Dependent.entry(logs[0].origin, 2)
        )
        let (a, b, c) = (Self.digest("a"), Self.digest("b"), Self.digest("c"))
        try await store.write { (transaction) throws in
            try transaction.putDependencies([a, b], of: record)
            try transaction.putDependencies([b], of: entry)
            #expect(try transaction.dependents(on: b) == [entry, record])
            try transaction.putDependencies([b, c], of: record)
            #expect(try transaction.dependents(on: a) == [])
            #expect(try transaction.dependents(on: c) == [record])
            try transaction.putDependencies([], of: record)
            #expect(try transaction.dependents(on: b) == [entry])
            #expect(try transaction.dependents(on: c) == [])
        }
    }

    @Test("keeps the first link of a matter and of an opening")
    func links() async throws {
        let (store, _, logs) = try await store()
        let home = RecordScope(text: "a.example/home")
        @Sendable func link(_ record: String, _ opening: String, _ size: UInt64) -> HomeLink {
            HomeLink(
                home: RecordKey(scope: home, record: Self.digest(record)),
                opening: Self.digest(opening),
                scope: Self.scope,
                origin: logs[1].origin,
                size: size
            )
        }
        try await store.write { (transaction) throws in
            let first = link("r", "o", 3)
            for link in [first, link("r", "p", 4), link("s", "o", 5)] {
                try transaction.putHomeLink(link)
            }
            #expect(try transaction.homeLink(of: first.home) == first)
            #expect(try transaction.homeLink(to: first.opening) == first)
            #expect(try transaction.homeLink(to: Self.digest("p")) == nil)
            #expect(try transaction.homeLink(of: link("s", "o", 5).home) == nil)
        }
    }
}
