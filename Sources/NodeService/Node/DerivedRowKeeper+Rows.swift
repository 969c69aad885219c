import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Rows of entries, of records and of what waits in them.
extension DerivedRowKeeper {
    // MARK: Entries

    /// Compares the rows of each log's entries with these; a log of which one is missing or says something else is judged anew.
    ///
    /// A log that cannot be judged anew, because something of it is damaged, keeps no other from it. With an origin only that log's.
    func compareEntries(_ pass: inout DerivedRowPass, of origin: Origin? = nil) async throws {
        let logs = try await node.store.read { try $0.logRows() }
        pass.leftCount += logs.count { $0 == nil }
        var differing: [(log: StoredLog, count: Int)] = []
        for log in logs.compactMap(\.self)
        where log.size > 0 && origin.map({ $0 == log.origin }) ?? true {
            let count = try await differingCount(log, &pass)
            if count > 0 { differing.append((log, count)) }
        }
        guard !differing.isEmpty else { return }
        do {
            // Together: a record whose entries stand in several logs cannot be folded while one of their rows is damaged.
            try await judgeAnew(
                differing.map(\.log),
                as: differing.map(Self.repair),
                isAlone: false
            )
        } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
            for one in differing {
                do {
                    try await judgeAnew([one.log], as: [Self.repair(one)], isAlone: false)
                } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
                    try await leave(error, &pass)
                    pass.leftCount += one.count - 1
                }
            }
        }
    }

    private static func repair(_ differing: (log: StoredLog, count: Int)) -> Repair {
        Repair(
            "node.derived_entries_made_anew",
            ["origin": "\(differing.log.origin)"],
            countedBy: "count",
            differing.count
        )
    }

    /// How many entries of a log have no row, or one that says something else.
    private func differingCount(
        _ log: StoredLog,
        _ pass: inout DerivedRowPass
    ) async throws -> Int {
        var count = 0
        for range in Self.pages(of: log) {
            do {
                count += try await node.store.read {
                    try Self.differingCount(log.origin, range, in: $0)
                }
            } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
                for index in range {
                    do {
                        count += try await node.store.read {
                            try Self.differingCount(log.origin, index..<index + 1, in: $0)
                        }
                    } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
                        try await leave(error, &pass)
                    }
                }
            }
        }
        return count
    }

    /// The indexes of a log's entries, by pages.
    private static func pages(of log: StoredLog) -> [Range<UInt64>] {
        stride(from: 0, to: log.size.rawValue, by: pageCount).map {
            $0..<min($0 + UInt64(pageCount), log.size.rawValue)
        }
    }

    private static func differingCount(
        _ origin: Origin,
        _ range: Range<UInt64>,
        in transaction: SQLiteTransaction
    ) throws -> Int {
        guard let start = EntryIndex(range.lowerBound) else { return 0 }
        let scope = RecordScope(try LogName.required(origin))
        let entries = try transaction.entries(of: origin, from: start, count: range.count)
        // A row of a later entry is none of this page, and may be damaged.
        // A damaged row says nothing, as if it were missing; one of a later entry is none of this page.
        let page = try whole {
            try transaction.projectedEntries(of: origin, from: start, limit: range.count)
        }
        let rows =
            try page
            ?? range.compactMap { EntryIndex($0) }.compactMap { index in
                try whole { try transaction.projectedEntry(of: origin, at: index) } ?? nil
            }
        let byIndex = Dictionary(uniqueKeysWithValues: rows.map { ($0.index, $0) })
        var count = 0
        for (place, bytes) in entries.enumerated() {
            let row = EntryIndex(start.rawValue + UInt64(place)).flatMap { byIndex[$0] }
            let tells = try whole { try row?.tells(of: bytes, in: scope) == true }
            if tells != true { count += 1 }
        }
        return count
    }

    // MARK: Records

    /// Compares the rows of records, and what waits in them, with what folding gives.
    ///
    /// Records wait while the node judges anew by charters or packs that have come: their rows are of before.
    func compareRecords(_ pass: inout DerivedRowPass) async throws {
        for keys in try await missingRecords() { try await mendWhole(keys, &pass) }
        var last: RecordKey?
        while true {
            let keys = try await node.store.read { [last] in
                try $0.projectedRecordKeys(after: last, limit: Self.pageCount)
            }
            guard let end = keys.last else { return }
            last = end
            try await mendWhole(keys, &pass)
        }
    }

    /// Makes the records anew that a log's entries name and that have no row.
    func requireRecords(of origin: Origin, _ pass: inout DerivedRowPass) async throws {
        for keys in try await missingRecords(of: origin) { try await mendWhole(keys, &pass) }
    }

    /// The records that entries name and that have no row, by pages.
    ///
    /// A row that is damaged says of no record that it is missing; it was counted with the entries, or is with the records.
    private func missingRecords(of origin: Origin? = nil) async throws -> [[RecordKey]] {
        var missing: Set<RecordKey> = []
        for log in try await node.store.read({ try $0.logRows() }).compactMap(\.self)
        where origin.map({ $0 == log.origin }) ?? true {
            for range in Self.pages(of: log) {
                missing.formUnion(
                    try await node.store.read {
                        try Self.missingRecords(log.origin, range, in: $0)
                    }
                )
            }
        }
        let sorted = missing.sorted()
        return stride(from: 0, to: sorted.count, by: Self.pageCount).map {
            Array(sorted[$0..<min($0 + Self.pageCount, sorted.count)])
        }
    }

    private static func missingRecords(
        _ origin: Origin,
        _ range: Range<UInt64>,
        in transaction: SQLiteTransaction
    ) throws -> Set<RecordKey> {
        guard let start = EntryIndex(range.lowerBound) else { return [] }
        let page = try whole {
            try transaction.projectedEntries(of: origin, from: start, limit: range.count)
        }
        let rows =
            try page
            ?? range.compactMap { EntryIndex($0) }.compactMap { index in
                try whole { try transaction.projectedEntry(of: origin, at: index) } ?? nil
            }
        let named = rows.compactMap { row in
            row.record.map { RecordKey(scope: row.scope, record: $0) }
        }
        return try Set(named).filter { key in
            guard let row = try whole({ try transaction.projectedRecord(key) }) else {
                return false
            }
            return row == nil
        }
    }

    /// What a read gives; nil where a row is damaged.
    static func whole<Value>(_ read: () throws -> Value) throws -> Value? {
        do {
            return try read()
        } catch  where PeerFailure.isDamage(error) {
            return nil
        }
    }

    /// The row of a record; nil where there is none, and where it is damaged: it says nothing, and the entries give it again.
    static func wholeRow(
        _ key: RecordKey,
        in transaction: SQLiteTransaction
    ) throws -> ProjectedRecord? {
        try whole {
            let row = try transaction.projectedRecord(key)
            if let row { _ = try RecordSummary(decoding: row.summary) }
            return row
        } ?? nil
    }

    /// Compares a page of records; one of which something is damaged is counted, and keeps no other from it.
    private func mendWhole(_ keys: [RecordKey], _ pass: inout DerivedRowPass) async throws {
        do {
            try await mend(keys, &pass)
        } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
            for key in keys {
                do {
                    try await mend([key], &pass)
                } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
                    pass.leftRecords.insert(key)
                    try await leave(error, &pass)
                }
            }
        }
    }

    /// Compares some records and folds again those whose rows are not what that gives, with the alarms that say so.
    private func mend(_ keys: [RecordKey], _ pass: inout DerivedRowPass) async throws {
        let hasLinks = pass.hasLinks
        let found = try await node.store.read { try compared(keys, hasLinks, in: $0) }
        if !found.isSettled { pass.isSettled = false }
        guard !found.differences.isEmpty else { return }
        // Where entries are damaged, what names a record may be among them.
        let removesStrays = pass.leftCount == 0
        if !removesStrays { pass.leftRecords.formUnion(found.differences.strays) }
        let now = node.time.now()
        // Looked at again where nobody else writes: what a step changed meanwhile is no difference.
        let (repairs, isSettled) = try await node.store.write { transaction in
            let (found, isSettled) = try compared(keys, hasLinks, in: transaction)
            let projector = node.view.projector
            for key in found.records where try Self.wholeRow(key, in: transaction) == nil {
                try transaction.removeRecordRow(of: key)
            }
            _ = try projector.refold(found.records.union(found.duties), in: transaction)
            try projector.renewDuties(of: found.duties, in: transaction)
            let strays = removesStrays ? found.strays : []
            for key in strays { try transaction.removeProjectedRecord(key) }
            let repairs = [
                Repair(
                    "node.derived_records_made_anew",
                    countedBy: "count",
                    found.records.count + strays.count
                ),
                Repair("node.derived_duties_made_anew", countedBy: "count", found.duties.count),
            ]
            .filter { $0.count > 0 }
            for repair in repairs { try AlarmBook.add(repair, at: now, in: transaction) }
            return (repairs, isSettled)
        }
        // A charter may have come between the two.
        if !isSettled { pass.isSettled = false }
        tell(repairs)
    }

    private func compared(
        _ keys: [RecordKey],
        _ hasLinks: Bool,
        in transaction: SQLiteTransaction
    ) throws -> (differences: ProjectionDifferences, isSettled: Bool) {
        let view = node.view
        let keys = try comparable(keys, in: transaction)
        let keepsDuties = try transaction.meta(DutyKeeper.keptName) != nil
        func row(_ key: RecordKey) throws -> ProjectedRecord? {
            try Self.wholeRow(key, in: transaction)
        }
        var found = try view.projector.differences(of: keys, in: transaction, row: row) { key in
            try !keepsDuties || transaction.hasDuty(key)
        }
        let isSettled = try Self.isSettled(view, in: transaction)
        if !isSettled {
            found.records = try found.records.filter { try row($0) == nil }
            // What waits by a charter that has just come had no row before.
            found.duties = []
        }
        if !hasLinks {
            // A matter that may have gone on elsewhere is left as it was folded with its link.
            let isKnown = { (key: RecordKey) in
                try !key.scope.isHome || transaction.homeLink(of: key) != nil
            }
            found.records = try found.records.filter(isKnown)
            found.duties = try found.duties.filter(isKnown)
        }
        return (found, isSettled)
    }

    /// The records that can be folded: no log has damaged entries of which its keys, too, are missing.
    ///
    /// All others of its mechanism, and matters at home that went on there, keep the rows that they have.
    private func comparable(
        _ keys: [RecordKey],
        in transaction: SQLiteTransaction
    ) throws -> [RecordKey] {
        let scopes = node.derivedRows.leftScopes
        guard !scopes.isEmpty else { return keys }
        return try keys.filter { key in
            guard !scopes.contains(key.scope) else { return false }
            return try transaction.homeLink(of: key).map { !scopes.contains($0.scope) } ?? true
        }
    }
}
