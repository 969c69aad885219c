import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Rows that are damaged and that comparing entries, records and links does not come upon: they name nothing that is here, or who waits.
extension DerivedRowKeeper {
    /// Removes rows that are of no log, no entry and no record, with the alarm of those that are missing in their place.
    func removeStrays() async throws {
        while try await removePageOfStrays() {}
    }

    /// Removes as many as one transaction takes, looked for in that transaction: whether there may be more.
    private func removePageOfStrays() async throws -> Bool {
        let now = node.time.now()
        let limit = Self.pageCount
        // Most homes have none: nobody waits for the writer then.
        guard try await node.store.read({ try Strays(in: $0, limit: 1).count }) > 0 else {
            return false
        }
        let found = try await node.store.write { transaction in
            let found = try Strays(in: transaction, limit: limit)
            for number in found.records { try transaction.removeRecordRow(number) }
            for position in found.entries { try transaction.removeEntryRow(position) }
            if found.logCount > 0 { try transaction.removeStrayLogRows() }
            if found.count > 0 { try AlarmBook.add(Self.removed(found), at: now, in: transaction) }
            return found
        }
        guard found.count > 0 else { return false }
        tell([Self.removed(found)])
        return found.entries.count == limit
    }

    private static func removed(_ found: Strays) -> Repair {
        Repair("node.derived_strays_removed", countedBy: "count", found.count)
    }

    private struct Strays: Sendable {
        let records: [Int64]
        let entries: [Int64]
        let logCount: Int

        init(in transaction: SQLiteTransaction, limit: Int) throws {
            records = try transaction.namelessRecordRows()
            entries = try transaction.strayEntryRows(limit: limit)
            logCount = try transaction.strayLogRowCount()
        }

        var count: Int { records.count + entries.count + logCount }
    }

    /// Makes anew who waits for what, where a row of it is damaged: everybody is judged again, since whom such a row names may be another
    /// than it named.
    func mendDependencies(_ pass: inout DerivedRowPass) async throws {
        let damaged = try await node.store.read { try $0.damagedDependents() }
        guard damaged.count > 0 else { return }
        var records: Set<RecordKey> = []
        for case .record(let key) in damaged.known { records.insert(key) }
        let logs = try await node.store.read { try $0.logRows() }.compactMap(\.self)
            .filter { $0.size > 0 }
        let repair = Repair("node.derived_waits_made_anew", countedBy: "count", damaged.count)
        do {
            try await judgeAnew(logs, as: [repair], isAlone: false) {
                try $0.removeDamagedDependencies()
            }
            let now = node.time.now()
            let isNamed = logs.isEmpty
            try await node.store.write { [records] transaction in
                if isNamed {
                    try transaction.removeDamagedDependencies()
                    try AlarmBook.add(repair, at: now, in: transaction)
                }
                for key in records where try Self.wholeRow(key, in: transaction) == nil {
                    try transaction.removeRecordRow(of: key)
                }
                _ = try node.view.projector.refold(records, in: transaction)
            }
            if isNamed { tell([repair]) }
        } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
            try await leave(error, &pass)
            pass.leftCount += damaged.count - 1
        }
    }

    /// Makes anew what waits in records, where the row of it is damaged.
    func mendDuties(_ pass: inout DerivedRowPass) async throws {
        let keys = try await node.store.read { try $0.damagedDutyKeys() }
        guard !keys.isEmpty else { return }
        do {
            try await mendDuties(keys)
        } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
            for key in keys {
                do {
                    try await mendDuties([key])
                } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
                    try await leave(error, &pass)
                }
            }
        }
    }

    private func mendDuties(_ keys: [[UInt8]]) async throws {
        let repair = Repair("node.derived_duties_made_anew", countedBy: "count", keys.count)
        let now = node.time.now()
        try await node.store.write { transaction in
            let records = try keys.compactMap { try transaction.removeDuty($0) }
            try node.view.projector.renewDuties(of: records, in: transaction)
            try AlarmBook.add(repair, at: now, in: transaction)
        }
        tell([repair])
    }
}
