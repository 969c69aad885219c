import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// What an operator has stated of a matter at home whose link is gone: as what it was sent, or that it was not.
///
/// It stays, and `status` goes on saying it: what a database does not say any more is known of a person alone.
struct LinkStatement: Codable, Hashable, Sendable {
    /// What the names begin with under which the store keeps statements; the record's digest follows.
    static let namePrefix = "link-statement/"

    /// The scope of the matter.
    let scope: String
    /// The digest of the matter's first entry.
    let record: String
    /// The digest of the entry that sent it; nil: it was not sent.
    let sentAs: String?
    /// Why, in the operator's words.
    let reason: String
    /// The user id that stated it.
    let user: UInt32
    /// The POSIX second at which it was stated.
    let at: Int64
    /// The version of this form.
    var version = 1

    /// The matter.
    var matter: RecordKey? {
        Digest(hex: record).map { RecordKey(scope: RecordScope(text: scope), record: $0) }
    }

    /// The entry that sent it; nil: it was not sent.
    var opening: Digest? { sentAs.flatMap { Digest(hex: $0) } }

    /// What `status` says of it.
    var text: CodedText {
        var arguments = [
            "at": NodeTime.shown(at: at) ?? "\(at)", "reason": reason, "record": record,
            "user": "\(user)",
        ]
        guard let sentAs else {
            return CodedText("node.home_link_stated_not_sent", arguments)
        }
        arguments["opening"] = sentAs
        return CodedText("node.home_link_stated", arguments)
    }

    /// Every statement, by record.
    static func all(in transaction: SQLiteTransaction) throws -> [LinkStatement] {
        try transaction.documents(.meta, prefix: Array(namePrefix.utf8)).map { document in
            do {
                return try JSONDecoder().decode(LinkStatement.self, from: Data(document.bytes))
            } catch {
                throw LogStorageError(
                    .dataCorrupt,
                    ["what": String(decoding: document.key, as: UTF8.self)]
                )
            }
        }
    }

    /// What is to be said of all statements; of one that is damaged, that it is.
    static func texts(in transaction: SQLiteTransaction) throws -> [CodedText] {
        do {
            return try all(in: transaction).map(\.text)
        } catch let damage as LogStorageError where damage.code == .dataCorrupt {
            return [CodedText("log_storage.\(damage.code.rawValue)", damage.arguments)]
        }
    }

    /// Keeps the statement in place of an earlier one of the same matter.
    func put(in transaction: SQLiteTransaction) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try transaction.putMeta(Self.namePrefix + record, Array(try encoder.encode(self)))
    }
}
