internal import Cryptography
internal import GRDB
internal import LogStorage
internal import Sequencing
internal import TransparencyLog

/// What happens between opening the database and the first use of it.
enum Startup {
    /// The name under which the database repeats the instance id.
    private static let instanceName = "instance"

    /// The name under which the database keeps the generation of an instance file that names more than it holds.
    private static let lossName = "instance-lost"

    /// Keeps that what the instance file names is known to be lost, so that no later damage is taken for its cause.
    static func noteLoss(_ db: Database, _ file: RecoveryPlan.InstanceFile) throws {
        let transaction = SQLiteTransaction(db)
        guard case .record(let record) = file, try !isLossKnown(of: record, in: transaction) else {
            return
        }
        try db.inTransaction(.immediate) {
            try transaction.putMeta(lossName, Array("\(record.generation)".utf8))
            return .commit
        }
    }

    /// Whether the record is of this database, and not of another home's.
    static func isOwn(_ record: InstanceRecord, in transaction: SQLiteTransaction) throws -> Bool {
        try instanceID(transaction) == record.instanceID
    }

    /// Whether the node has opened before with this record and the database that lacks what it names.
    static func isLossKnown(
        of record: InstanceRecord,
        in transaction: SQLiteTransaction
    ) throws -> Bool {
        try transaction.meta(lossName) == Array("\(record.generation)".utf8)
    }

    /// Compares the instance file with the stored logs.
    static func plan(
        _ db: Database,
        _ file: RecoveryPlan.InstanceFile,
        _ machineID: String
    ) throws -> RecoveryPlan {
        let transaction = SQLiteTransaction(db)
        let heads = try heads(transaction)
        return try RecoveryPlan(
            file: file,
            machineID: machineID,
            instanceID: try instanceID(transaction),
            stored: heads
        ) { origin, size in
            try StoredTree(origin: origin, reader: transaction).head(at: size)
        }
    }

    /// The record to write first: the one found with the heads of now, or a new one.
    static func record(
        _ db: Database,
        _ file: RecoveryPlan.InstanceFile,
        _ machineID: String
    ) throws -> InstanceRecord {
        let transaction = SQLiteTransaction(db)
        if case .record(var record) = file {
            record.generation += 1
            record.heads = try heads(transaction)
            return record
        }
        let id = Hex.encode(try SecureRandom.bytes(count: 16))
        try db.inTransaction(.immediate) {
            try transaction.putMeta(instanceName, Array(id.utf8))
            return .commit
        }
        return InstanceRecord(
            generation: 1,
            machineID: machineID,
            instanceID: id,
            heads: try heads(transaction)
        )
    }

    private static func heads(_ transaction: SQLiteTransaction) throws -> [Origin: LogHead] {
        Dictionary(uniqueKeysWithValues: try transaction.logs().map { ($0.origin, $0.head) })
    }

    private static func instanceID(_ transaction: SQLiteTransaction) throws -> String? {
        try transaction.meta(instanceName).map { String(decoding: $0, as: UTF8.self) }
    }
}
