import Cryptography
import Foundation
import LocalAPI
import LogStorage
import Logging
import Replication
import SQLiteStorage
import TransparencyLog

/// An alarm as it lies in the store, until an operator has dealt with it.
struct AlarmDocument: Codable, Hashable {
    /// The text's code, `<module>.<code>`.
    let code: String
    /// The text's arguments.
    let arguments: [String: String]
    /// The POSIX second at which it was raised first.
    let at: Int64
    /// Notes that prove it, or that a person must see; mostly none.
    var notes: [String] = []
    /// The version of this form.
    var version = 1

    /// What the operator is told.
    var text: CodedText { CodedText(code, arguments) }

    /// Reads a stored alarm; nil for other bytes.
    static func decode(_ bytes: [UInt8]) -> AlarmDocument? {
        // Bytes that are no alarm are told as they are.
        try? JSONDecoder().decode(AlarmDocument.self, from: Data(bytes))
    }
}

/// Raises alarms: on disk, so that they outlive the process, and in the node's own log.
///
/// One cause is one alarm.
struct AlarmBook: Sendable {
    let node: Node

    func raise(_ alarm: Alarm, notes: [[UInt8]] = []) async throws {
        try await raise("replication.\(alarm.code.rawValue)", alarm.arguments, notes: notes)
    }

    func raise(
        _ code: String,
        _ arguments: [String: String],
        notes: [[UInt8]] = []
    ) async throws {
        let shown = arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        node.logger.error("\(code)", metadata: ["arguments": "\(shown.joined(separator: " "))"])
        let document = AlarmDocument(
            code: code,
            arguments: arguments,
            at: node.time.now(),
            notes: notes.map { String(decoding: $0, as: UTF8.self) }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = Array(try encoder.encode(document))
        let cause = SHA256.digest(of: Array(shown.joined(separator: "\n").utf8))
        let key = "\(code)/\(cause.hex.prefix(32))"
        try await node.store.write { transaction in
            guard try transaction.document(.alarm, Array(key.utf8)) == nil else { return }
            try transaction.putAlarm(key, bytes)
        }
    }
}
