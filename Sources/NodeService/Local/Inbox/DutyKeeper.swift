import Cryptography
import Ledger
import LogStorage
import Logging
import SQLiteStorage

/// Sees to it that what waits in each open record is kept as it is counted today.
///
/// Every projection writes it along with the record. What was projected by an earlier edition of the program, or before the charter
/// in force named other calendars, is made again when somebody asks.
struct DutyKeeper {
    /// The name under which the store keeps that every record was looked at once.
    static let keptName = "duties-kept"
    private static let recordCountMax = 256

    let node: Node

    /// Looks at every record once in the life of a store.
    func requireKept() async throws {
        let isKept = try await node.store.read { try $0.meta(Self.keptName) != nil }
        guard !isKept else { return }
        var last: RecordKey?
        while true {
            let keys = try await node.store.read { [last] transaction in
                try transaction.projectedRecordKeys(after: last, limit: Self.recordCountMax)
            }
            guard let end = keys.last else { break }
            try await renew(keys)
            last = end
        }
        try await node.store.write { try Self.noteKept(in: $0) }
    }

    /// Notes that every record of a store was looked at, as of a new one that has none.
    static func noteKept(in transaction: SQLiteTransaction) throws {
        try transaction.putMeta(keptName, [1])
    }

    /// Makes anew what is kept of some records; one whose entries cannot be read keeps no other from it.
    func renew(_ keys: [RecordKey]) async throws {
        for start in stride(from: 0, to: keys.count, by: Self.recordCountMax) {
            let some = Array(keys[start..<min(start + Self.recordCountMax, keys.count)])
            do {
                try await write(some)
            } catch  where PeerFailure.endsNode(error) || Task.isCancelled {
                throw error
            } catch {
                for key in some { try await renewAlone(key) }
            }
        }
    }

    private func renewAlone(_ key: RecordKey) async throws {
        do {
            try await write([key])
        } catch  where PeerFailure.endsNode(error) || Task.isCancelled {
            throw error
        } catch {
            node.logger.error(
                "a record is missing in the inbox",
                metadata: ["record": "\(key.record.hex)", "error": "\(error)"]
            )
        }
    }

    private func write(_ keys: [RecordKey]) async throws {
        try await node.store.write { transaction in
            try node.view.projector.renewDuties(of: keys, in: transaction)
        }
    }
}
