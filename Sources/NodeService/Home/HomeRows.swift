import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import Replication
import SQLiteStorage
import TransparencyLog

/// The rows of a store that no log gives: those that every home has which a node has run, and those that must agree with its logs,
/// its keys and each other (FORMATS.md §7, "Rows beside the logs").
///
/// A row that is damaged is left out: its checksum says so, and whoever reads it.
struct HomeRows {
    /// One row that is not as it must be.
    struct Fault: Hashable, Sendable {
        /// What is wrong with it.
        enum Kind: Hashable, Sendable {
            /// It is not there.
            case missing
            /// It belongs to another home, or to nothing that is here.
            case foreign
        }

        let kind: Kind
        /// Which row: its name and what it is of.
        let row: String
    }

    /// What the files of the home say; nil where that is not asked.
    struct Files: Hashable, Sendable {
        /// The storage key.
        var storageKey: [UInt8]?
        /// The id in `data/instance`.
        var instanceID: String?
    }

    private let transaction: SQLiteTransaction
    private let files: Files
    private var faults: [Fault] = []

    /// The rows by which a node goes on, missing or another home's, sorted by name.
    ///
    /// They are few, and read at every start.
    static func faultsAtStart(in transaction: SQLiteTransaction) throws -> [Fault] {
        var rows = HomeRows(transaction: transaction, files: Files())
        try rows.attempt { try $0.checkHome() }
        try rows.attempt { try $0.checkParties() }
        try rows.attempt { try $0.checkMirrors() }
        return rows.sorted
    }

    /// Everything that an audit asks, sorted by name.
    static func faults(in transaction: SQLiteTransaction, beside files: Files) throws -> [Fault] {
        var rows = HomeRows(transaction: transaction, files: files)
        try rows.attempt { try $0.checkHome() }
        try rows.attempt { try $0.checkParties() }
        try rows.attempt { try $0.checkMirrors() }
        try rows.attempt { try $0.checkNumbers() }
        try rows.attempt { try $0.checkDuties() }
        return rows.sorted
    }

    private init(transaction: SQLiteTransaction, files: Files) {
        self.transaction = transaction
        self.files = files
    }

    private var sorted: [Fault] { Set(faults).sorted { $0.row < $1.row } }

    /// Runs a part; where an index is damaged that it needs whole, that is a finding of its own.
    private mutating func attempt(_ part: (inout HomeRows) throws -> Void) throws {
        _ = try Self.whole { try part(&self) }
    }

    /// What a read gives; nil where the row is damaged, which whoever reads it tells.
    ///
    /// Whatever else keeps it from being read is thrown.
    private static func whole<Value>(_ read: () throws -> Value) throws -> Value? {
        do {
            return try read()
        } catch let error as LogStorageError where error.code == .dataCorrupt {
            return nil
        }
    }

    /// The documents of a kind, row by row: nil for the bytes of one that is damaged.
    private func rows(
        _ kind: DocumentKind,
        _ prefix: String = ""
    ) throws -> [(key: [UInt8], bytes: [UInt8]?)] {
        try transaction.documentKeys(kind, prefix: Array(prefix.utf8)).map { key in
            (key, try Self.whole { try transaction.document(kind, key) } ?? nil)
        }
    }

    /// The facts about the store whose names begin so, by the rest of the name: nil for one that is damaged.
    private func facts(_ prefix: String) throws -> [String: [UInt8]?] {
        var facts: [String: [UInt8]?] = [:]
        for row in try rows(.meta, prefix) {
            let name = String(decoding: row.key.dropFirst(prefix.utf8.count), as: UTF8.self)
            facts.updateValue(row.bytes, forKey: name)
        }
        return facts
    }

    private mutating func miss(_ row: String) { faults.append(Fault(kind: .missing, row: row)) }

    private mutating func refuse(_ row: String) { faults.append(Fault(kind: .foreign, row: row)) }

    // MARK: Parts

    /// The check value of the storage key and the id of the database, by which a node knows its own files.
    private mutating func checkHome() throws {
        // A store without a log was never a home.
        guard try !transaction.logRows().isEmpty else { return }
        switch try facts(StorageKeyCheck.name)[""] {
        case nil: miss(StorageKeyCheck.name)
        case .some(nil): break
        case .some(let kept?):
            if let key = files.storageKey, try isForeign(kept, to: key) {
                refuse(StorageKeyCheck.name)
            }
        }
        guard let id = files.instanceID else { return }
        switch try facts(Self.instanceName)[""] {
        case nil: miss(Self.instanceName)
        case .some(nil): break
        case .some(let kept?): if kept != Array(id.utf8) { refuse(Self.instanceName) }
        }
    }

    private static let instanceName = "instance"
    private static let triedKeyCount = 16

    /// Whether the check value is not of a key that opens what lies here; of a key that opens nothing the objects speak.
    private func isForeign(_ kept: [UInt8], to key: [UInt8]) throws -> Bool {
        guard try StorageKeyCheck(key).value() != kept else { return false }
        let wrapped = try transaction.oldestWrappedKeys(limit: Self.triedKeyCount)
        // That a key does not open is the answer.
        return wrapped.isEmpty
            || wrapped.contains { (try? AESKeyWrap.unwrap($0, with: key)) != nil }
    }

    /// Each mechanism of which charters are here hangs on one that the operator took; the node and each of its peers has a card.
    private mutating func checkParties() throws {
        let prefix = NodeLoader.anchorPrefix
        let anchors = try facts(prefix)
        var charters: [String: Set<[UInt8]>] = [:]
        var damaged: Set<[UInt8]> = []
        for stored in try rows(.charter) {
            guard let bytes = stored.bytes else {
                damaged.insert(stored.key)
                continue
            }
            // What is no charter is found where it is read.
            guard let charter = try? Charter(parsing: bytes) else { continue }
            charters[charter.mechanism.text, default: []].insert(stored.key)
        }
        for mechanism in charters.keys where anchors[mechanism] == nil {
            miss(prefix + mechanism)
        }
        let strange = anchors.filter { mechanism, digest in
            digest.map {
                !damaged.contains($0) && charters[mechanism]?.contains($0) != true
            } ?? false
        }
        let named = strange.isEmpty ? [] : try namedCharters(charters)
        for case (let mechanism, let digest?) in strange where !named.contains(digest) {
            // One that logs or later revisions name is missing, which is told of the charter.
            refuse(prefix + mechanism)
        }
        let homes = try wholeLogs().compactMap { LogName($0.origin) }.filter(\.isHome)
        let nodes =
            homes.map(\.node.text)
            + (try transaction.documentKeys(.peer, prefix: []).map {
                String(decoding: $0, as: UTF8.self)
            })
        // The key of a card is its node's name, NUL and a number.
        let carded = Set(
            try transaction.documentKeys(.card, prefix: []).map { key in
                String(decoding: key.prefix { $0 != 0 }, as: UTF8.self)
            }
        )
        for node in nodes where !carded.contains(node) { miss("card/\(node)") }
    }

    /// The charters that the first entries of logs, and revisions here, name.
    private func namedCharters(_ charters: [String: Set<[UInt8]>]) throws -> Set<[UInt8]> {
        var named: Set<[UInt8]> = []
        for log in try transaction.logs() {
            // What is no entry names nothing, and is found where it is read.
            let entries = try Self.whole {
                try transaction.entries(of: log.origin, from: 0, count: 1)
            }
            guard let first = entries?.first,
                let header = (try? UnverifiedEntry(parsing: first))?.header,
                let charter = header.charter
            else { continue }
            named.insert(charter.bytes)
        }
        for digest in charters.values.joined() {
            guard let bytes = try Self.whole({ try transaction.document(.charter, digest) }) ?? nil,
                let earlier = (try? Charter(parsing: bytes))?.content.predecessor
            else { continue }
            named.insert(earlier.bytes)
        }
        return named
    }

    /// Each copy of another node's log has the entries that name its keys, and they are entries of that log.
    private mutating func checkMirrors() throws {
        let prefix = "mirror-keys/"
        let kept = try facts(prefix)
        for log in try wholeLogs()
        where log.kind == .mirrored && log.size > 0 && LogName(log.origin)?.isHome == false {
            guard let found = kept["\(log.origin)"] else {
                miss("\(prefix)\(log.origin)")
                continue
            }
            guard let bytes = found else { continue }
            // What is no list of entries is of no log.
            let entries = (try? KeyEntries(parsing: bytes).entries) ?? []
            let isOwn = try entries.allSatisfy { entry in
                // An entry of which it is not known in which log it stands is no fault of this row.
                try isIn([log.origin], SHA256.digest(of: entry)) ?? true
            }
            if entries.isEmpty || !isOwn { refuse("\(prefix)\(log.origin)") }
        }
    }

    /// Each number that an entry of this node took is marked as used, and each mark is of such an entry.
    private mutating func checkNumbers() throws {
        let logs = try transaction.logRows()
        let own = Set(logs.compactMap(\.self).filter { $0.kind == .own }.map(\.origin))
        // The damaged ones are there, and say nothing.
        var numbers: [String: String?] = [:]
        var marks: [String: String?] = [:]
        for row in try rows(.documentNumber) {
            let words = row.key.split(separator: 0, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            let value = row.bytes.map { String(decoding: $0, as: UTF8.self) }
            switch (words.first, words.count) {
            case ("entry", 2): numbers.updateValue(value, forKey: words[1])
            case ("used", 3): marks.updateValue(value, forKey: words[2])
            default: break
            }
        }
        for (entry, kept) in numbers {
            guard let number = kept else { continue }
            // It may stand in a log whose row is damaged.
            let isHere = try Digest(hexBytes: Array(entry.utf8)).map { digest in
                try isIn(own, digest) ?? true || logs.contains { $0 == nil }
            }
            if isHere != true { refuse("number/\(entry)") }
            let mark = SHA256.digest(of: Array(number.utf8)).hex
            if marks[mark] == nil { miss("number-used/\(mark)") }
        }
        for (mark, kept) in marks {
            guard let entry = kept else { continue }
            guard let found = numbers[entry] else {
                miss("number/\(entry)")
                continue
            }
            if let number = found, SHA256.digest(of: Array(number.utf8)).hex != mark {
                refuse("number-used/\(mark)")
            }
        }
    }

    /// The logs whose rows are whole.
    private func wholeLogs() throws -> [StoredLog] {
        try transaction.logRows().compactMap(\.self)
    }

    /// Whether an entry stands in one of some logs; nil where the row of a log that has it is damaged.
    private func isIn(_ logs: Set<Origin>, _ entry: Digest) throws -> Bool? {
        try Self.whole {
            try transaction.locations(ofEntry: entry).contains { logs.contains($0.origin) }
        }
    }

    /// Each open record has a row of what waits in it; a home in which none was made yet has none.
    private mutating func checkDuties() throws {
        guard try transaction.meta(DutyKeeper.keptName) != nil else { return }
        let kept = Set(try transaction.documentKeys(.duty, prefix: []))
        var last: RecordKey?
        while true {
            let keys = try transaction.projectedRecordKeys(
                scope: nil,
                after: last,
                limit: Self.recordCountMax
            )
            guard let end = keys.last else { return }
            last = end
            for key in keys {
                guard let row = try Self.whole({ try transaction.projectedRecord(key) }) ?? nil,
                    !row.state.isEmpty
                else { continue }
                // What is no summary is found beside the record.
                guard let stored = try? RecordSummary(decoding: row.summary), !stored.isTerminal,
                    stored.openedBy == nil,
                    !kept.contains(row.key.record.bytes + Array(row.key.scope.text.utf8))
                else { continue }
                miss("duty/\(row.key.record.hex)")
            }
        }
    }

    private static let recordCountMax = 1_024
}
