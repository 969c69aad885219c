import Cryptography
import Foundation
import LocalAPI
import LogStorage
import Logging
import Replication
import SQLiteStorage
import Synchronization
import TransparencyLog

/// An alarm as it lies in the store, until an operator has dealt with it.
struct AlarmDocument: Codable, Hashable {
    /// The text's code, `<module>.<code>`.
    let code: String
    /// The text's arguments.
    let arguments: [String: String]
    /// The POSIX second at which it was raised first.
    var at: Int64
    /// The POSIX second at which it happened last; nil for what is a state and no event.
    var last: Int64?
    /// How often it happened; nil for what is a state and no event.
    var times: Int?
    /// Notes that prove it, or that a person must see; mostly none.
    var notes: [String] = []
    /// The version of this form.
    var version = 1

    /// What the operator is told.
    var text: CodedText { CodedText(code, arguments) }

    /// How grave it is; one that is not grave leaves places for those that are, however often it happens.
    var gravity: Gravity { text.gravity }

    /// Reads a stored alarm; nil for other bytes.
    static func decode(_ bytes: [UInt8]) -> AlarmDocument? {
        // Bytes that are no alarm are told as they are.
        try? JSONDecoder().decode(AlarmDocument.self, from: Data(bytes))
    }
}

extension CodedText {
    /// How grave an alarm of this code is: what replication says of its own codes; that parties contradict each other is grave,
    /// and so is what keeps a home from appending.
    var gravity: Gravity {
        let parts = code.split(separator: ".", maxSplits: 1).map(String.init)
        switch (parts.first, parts.last) {
        case ("replication", let name?):
            return Alarm.Code(rawValue: name)?.gravity
                ?? Replication.RecoveryReason.Code(rawValue: name)?.gravity ?? .lasting
        // Nothing is appended to any log of the node.
        case ("ledger_parties", _), ("sequencing", _): return .grave
        default: return .lasting
        }
    }
}

extension AlarmStatus {
    /// An alarm with its gravity.
    init(telling text: CodedText, at: String? = nil, notes: [String] = []) {
        self.init(text, isGrave: text.gravity == .grave, at: at, notes: notes)
    }
}

/// Raises alarms: on disk, so that they outlive the process, and in the node's own log.
///
/// One cause is one alarm: a code, and the peer, log or mechanism that it is about. What else it says, sizes and counts, a peer may
/// choose: that is brought up to date, but at most once an hour, so that nobody fills the store or keeps the disk busy. What the node
/// made anew is told apart (`add`): no peer makes it happen, and each time counts.
final class AlarmBook: Sendable {
    /// The arguments that tell one cause from another.
    ///
    /// Their values come from cards, charters, verified logs and this disk alone.
    private static let causeNames: Set<String> = [
        "index", "mechanism", "node", "origin", "peer", "what",
    ]

    private let node: Node
    /// The POSIX second at which each cause was written last, or found no place.
    private let written = Mutex<[String: Int64]>([:])

    init(node: Node) { self.node = node }

    func raise(_ alarm: Alarm, notes: [[UInt8]] = []) async throws {
        try await raise("replication.\(alarm.code.rawValue)", alarm.arguments, notes: notes)
    }

    func raise(
        _ code: String,
        _ arguments: [String: String],
        notes: [[UInt8]] = []
    ) async throws {
        let key = Self.key(code, arguments)
        let now = node.time.now()
        if let last = written.withLock({ $0[key] }),
            abs(now - last) < Limits.alarmPauseSeconds
        {
            return
        }
        let shown = Self.shown(arguments)
        node.logger.error("\(code)", metadata: ["arguments": "\(shown.joined(separator: " "))"])
        let document = AlarmDocument(
            code: code,
            arguments: arguments,
            at: now,
            notes: notes.map { String(decoding: $0, as: UTF8.self) }
        )
        try await node.store.write { try Self.keep(document, key, in: $0) }
        written.withLock { written in
            if written.count >= 4 * Limits.alarmCountMax { written.removeAll() }
            written[key] = now
        }
    }

    /// Stores an alarm in a transaction of somebody else, unless there are too many.
    static func keep(_ text: CodedText, at now: Int64, in transaction: SQLiteTransaction) throws {
        try keep(
            AlarmDocument(code: text.code, arguments: text.arguments, at: now),
            key(text.code, text.arguments),
            in: transaction
        )
    }

    /// Adds what was made anew to the alarm that says so, in the transaction that makes it: neither is there without the other.
    ///
    /// Never held back, and stored however many alarms there are: there is one a code and log. The alarm says when it happened first
    /// and last, how often, and of how many rows in all.
    static func add(_ repair: Repair, at now: Int64, in transaction: SQLiteTransaction) throws {
        let key = key(repair.code, repair.arguments)
        let former = try transaction.document(.alarm, Array(key.utf8))
            .flatMap { AlarmDocument.decode($0) }
        let count = repair.countName.flatMap { former?.arguments[$0] }.flatMap { Int($0) }
        var document = AlarmDocument(
            code: repair.code,
            arguments: repair.told(after: count ?? 0),
            at: former?.at ?? now
        )
        document.last = now
        // One of an earlier edition says no number.
        document.times = (former.map { $0.times ?? 1 } ?? 0) + 1
        try put(document, key, in: transaction)
    }

    /// Stores an alarm under its cause, as old as it is, unless there are too many.
    private static func keep(
        _ document: AlarmDocument,
        _ key: String,
        in transaction: SQLiteTransaction
    ) throws {
        var kept = document
        if let stored = try transaction.document(.alarm, Array(key.utf8)) {
            if let former = AlarmDocument.decode(stored) {
                kept.at = former.at
                (kept.last, kept.times) = (former.last, former.times)
                guard kept != former else { return }
            }
        } else {
            let limit =
                document.gravity == .grave ? Limits.alarmCountMax : Limits.lesserAlarmCountMax
            guard try transaction.alarms().count < limit else { return }
        }
        try put(kept, key, in: transaction)
    }

    private static func put(
        _ document: AlarmDocument,
        _ key: String,
        in transaction: SQLiteTransaction
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try transaction.putAlarm(key, Array(try encoder.encode(document)))
    }

    private static func shown(_ arguments: [String: String]) -> [String] {
        arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    private static func key(_ code: String, _ arguments: [String: String]) -> String {
        let cause = shown(arguments.filter { causeNames.contains($0.key) })
        let digest = SHA256.digest(of: Array(cause.joined(separator: "\n").utf8))
        return "\(code)/\(digest.hex.prefix(32))"
    }
}
