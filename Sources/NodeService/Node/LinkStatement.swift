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

    /// What the names begin with under which those are kept that others have replaced; the record's digest and a number follow.
    static let formerPrefix = "link-statement-former/"

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
            "at": NodeTime.shown(at: at) ?? "\(at)", "reason": PersonNumbers.masked(reason),
            "record": record, "user": "\(user)",
        ]
        guard let sentAs else {
            return CodedText("node.home_link_stated_not_sent", arguments)
        }
        arguments["opening"] = sentAs
        return CodedText("node.home_link_stated", arguments)
    }

    /// The statements that are kept.
    struct Found {
        /// Those that can be read, by record.
        var whole: [LinkStatement] = []
        /// What is to be said of those that are damaged: nothing is decided by them, and another may be kept in their place.
        var damage: [CodedText] = []
    }

    /// Every statement; one that is damaged keeps no other from being read.
    static func found(
        in transaction: SQLiteTransaction,
        under prefix: String = namePrefix
    ) throws -> Found {
        var found = Found()
        for key in try transaction.documentKeys(.meta, prefix: Array(prefix.utf8)) {
            do {
                guard let bytes = try transaction.document(.meta, key) else { continue }
                found.whole.append(
                    try JSONDecoder().decode(LinkStatement.self, from: Data(bytes))
                )
            } catch  where error is DecodingError || PeerFailure.isDamage(error) {
                let name = String(decoding: key, as: UTF8.self)
                let damage = LogStorageError(.dataCorrupt, ["what": name])
                found.damage.append(
                    CodedText("log_storage.\(damage.code.rawValue)", damage.arguments)
                )
            }
        }
        return found
    }

    /// What is to be said of all statements; of one that is damaged, that it is.
    static func texts(in transaction: SQLiteTransaction) throws -> [CodedText] {
        let found = try found(in: transaction)
        let former = try self.found(in: transaction, under: formerPrefix)
        return found.whole.map(\.text) + former.whole.map(\.formerText) + found.damage
            + former.damage
    }

    /// What `status` says of one that another has replaced.
    private var formerText: CodedText {
        var text = text
        text.code = "node.home_link_restated"
        text.arguments["opening"] = sentAs ?? "none"
        return text
    }

    /// Keeps the statement in place of an earlier one of the same matter, and that one beside it.
    func put(in transaction: SQLiteTransaction) throws {
        if let former = try Self.found(in: transaction, under: Self.namePrefix + record).whole.first
        {
            let prefix = "\(Self.formerPrefix)\(record)/"
            let count = try transaction.documentKeys(.meta, prefix: Array(prefix.utf8)).count
            try former.write("\(prefix)\(count)", in: transaction)
        }
        try write(Self.namePrefix + record, in: transaction)
    }

    private func write(_ name: String, in transaction: SQLiteTransaction) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try transaction.putMeta(name, Array(try encoder.encode(self)))
    }
}
