import Casework
import Cryptography
import Ledger
import SQLiteStorage

/// The codes of this node's index of identifiers: of what is searched, and of all the rows that an object has.
///
/// Every one is an HMAC under a key of this node's own, so that the index tells nothing of what bodies hold, and nothing to
/// another node; and whoever removes rows cannot make the code of those that are left.
struct IdentifierCode: Sendable {
    private static let label = Array("lianlu/identifier-index/v1".utf8)
    private let code: HMACSHA256

    /// Derives the key of the index from the storage key.
    init(storageKey: [UInt8]) {
        let storage = HMACSHA256(key: storageKey)
        code = HMACSHA256(key: storage.code(of: Self.label).bytes)
    }

    /// The key of an identifier.
    func key(_ key: LinkingKey) -> Digest { code.code(of: key.bytes) }

    /// The keys of a name's parts.
    func keys(_ name: FirmName) -> [Digest] {
        name.parts.map { code.code(of: Array("\(IdentifierIndex.nameKind):".utf8) + $0) }
    }

    /// The key of bodies that hold more than is indexed.
    var cutKey: Digest { code.code(of: Array("cut:".utf8)) }

    /// The code of all rows of an object; rows of another object have another.
    func code(of rows: IndexedRows, of object: Digest) -> Digest {
        var bytes = Array("rows:".utf8) + object.bytes
        for row in rows.rows {
            bytes += row.key.bytes
            for text in [row.field, row.kind] {
                bytes += withUnsafeBytes(of: UInt32(text.utf8.count).bigEndian) { Array($0) }
                bytes += Array(text.utf8)
            }
        }
        return code.code(of: bytes)
    }

    /// Whether an object has the rows that it should have.
    func isWhole(_ held: HeldIndex) -> Bool {
        held.isWhole { code(of: $0, of: held.object) }
    }
}
