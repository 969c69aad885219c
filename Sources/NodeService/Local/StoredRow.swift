import Casework
import Cryptography
import Foundation
import Ledger

/// A row of the node's own state that this program writes as JSON, with sorted keys and the `version` of its form.
///
/// One that cannot be read stops only itself: whoever reads it takes it for damaged, and `status` and `doctor` say so.
protocol StoredRow: Codable, Sendable {
    var version: Int { get }
}

/// The version of the rows that this program writes.
let storedRowVersion = 1

private struct RowVersion: Decodable {
    let version: Int
}

extension StoredRow {
    /// Reads a row; throws `stored_row_version` for a form that this program does not know, before anything else of it is read.
    ///
    /// `name` is the row's name in the store, for the error.
    init(row bytes: some Collection<UInt8>, _ name: String) throws {
        let data = Data(bytes)
        let found = try JSONDecoder().decode(RowVersion.self, from: data).version
        guard found == storedRowVersion else {
            throw NodeError(
                .storedRowVersion,
                ["found": "\(found)", "known": "\(storedRowVersion)", "row": name]
            )
        }
        self = try JSONDecoder().decode(Self.self, from: data)
    }

    /// The row's bytes.
    func row() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self))
    }
}

/// What an error says of a row: that its bytes are wrong, or that they could not be read at all.
enum StoredRowFault {
    /// What is to be told of a row instead of its contents; nil where the store itself could not be read.
    ///
    /// `damaged` is the error of a row of this kind; a row of another version is told as such.
    static func fault(of error: any Error, else damaged: NodeError) -> NodeError? {
        if let error = error as? NodeError {
            return error.code == .storedRowVersion || error.code == damaged.code ? error : nil
        }
        return error is DecodingError || PeerFailure.isDamage(error) ? damaged : nil
    }
}

/// A row that holds what a body holds, at rest as objects are: wrapped key ‖ name ‖ sealed bytes.
struct SealedRow: Sendable {
    let storageKey: [UInt8]

    /// The row for some content.
    func sealed(_ content: [UInt8]) throws -> [UInt8] {
        let object = try SaltedObject(
            salt: SecureRandom.bytes(count: Ledger.Limits.objectSaltByteCount),
            content: content
        )
        let sealed = try SealedObject(
            name: object.name,
            key: SecureRandom.bytes(count: AESGCM.keyByteCount)
        )
        return try sealed.wrappedKey(under: storageKey) + object.name.bytes + sealed.seal(object)
    }

    /// The content of a row; throws what `StoredRowFault` takes for damage.
    func open(_ bytes: [UInt8]) throws -> [UInt8] {
        let keyEnd = AESGCM.keyByteCount + AESKeyWrap.overheadByteCount
        let nameEnd = keyEnd + Digest.byteCount
        guard bytes.count > nameEnd, let name = Digest(bytes[keyEnd..<nameEnd]) else {
            throw LedgerError(.sealedObjectTooShort, ["object": ""])
        }
        let object = try SealedObject(
            name: name,
            wrappedKey: Array(bytes[..<keyEnd]),
            storageKey: storageKey
        )
        .open(bytes[nameEnd...])
        return Array(object.content)
    }
}
