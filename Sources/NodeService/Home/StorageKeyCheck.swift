import Cryptography
import Foundation
import LogStorage
import SQLiteStorage

/// Whether a storage key is the one under which a store's objects are sealed (FORMATS.md §7).
///
/// What is sealed under another home's key can be opened by nobody once the right one is back. So the store keeps a check
/// value from its first start on; where it has none, since an earlier program made it, the objects that lie there longest tell.
struct StorageKeyCheck {
    /// What the store says of a key.
    enum Answer: Equatable {
        /// It is the store's own.
        case own
        /// It is another home's.
        case foreign
        /// Nothing was sealed yet, and no check value is there.
        case unknown
    }

    /// The name under which the store keeps the check value.
    static let name = "storage-key"
    /// How many objects are tried where there is no check value: a damaged one must keep no node from starting.
    private static let objectCountMax = 16
    /// What is wrapped; it is no secret, and the key of no object.
    private static let constant = SHA256.digest(of: Array("lianlu/storage-key/v1".utf8)).bytes

    private let key: [UInt8]

    /// Prepares a check of one key.
    init(_ key: [UInt8]) { self.key = key }

    /// The check value that belongs to the key: RFC 3394 gives one key and one content one value.
    func value() throws -> [UInt8] { try AESKeyWrap.wrap(Self.constant, with: key) }

    /// What the store says of the key.
    func answer(in transaction: SQLiteTransaction) throws -> Answer {
        if let kept = try kept(in: transaction) {
            return try kept == value() ? .own : .foreign
        }
        let wrapped = try transaction.oldestWrappedKeys(limit: Self.objectCountMax)
        guard !wrapped.isEmpty else { return .unknown }
        // That a key does not open is the answer.
        return wrapped.contains { (try? AESKeyWrap.unwrap($0, with: key)) != nil }
            ? .own : .foreign
    }

    /// Throws `storage_key_foreign` for another home's key, and else sees to it that the store has the check value.
    func require(of home: HomeDirectory, in store: SQLiteStore) async throws {
        let (answer, isKept) = try await store.read { transaction in
            (try self.answer(in: transaction), try self.kept(in: transaction) != nil)
        }
        guard answer != .foreign else { throw Self.foreign(home) }
        // A disk without room keeps no node from starting; it is kept at a later start then.
        guard !isKept, store.spaceFault() == nil else { return }
        let value = try value()
        try await store.write { try $0.putMeta(Self.name, value) }
    }

    /// The refusal of the key that lies in a home.
    static func foreign(_ home: HomeDirectory) -> NodeError {
        NodeError(.storageKeyForeign, ["path": home.storageKey.path])
    }

    /// The check value; nil where there is none, or a damaged one, which says nothing of any key.
    private func kept(in transaction: SQLiteTransaction) throws -> [UInt8]? {
        do {
            return try transaction.meta(Self.name)
        } catch let error as LogStorageError where error.code == .dataCorrupt {
            return nil
        }
    }
}
