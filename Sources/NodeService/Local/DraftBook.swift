import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// The steps that wait, as the store keeps them: one document each, wrapped key ‖ name ‖ sealed bytes.
struct DraftBook: Sendable {
    private static let prefix = "draft/"
    /// The count of bytes before the facts.
    private static let lengthByteCount = 4

    let storageKey: [UInt8]

    /// A draft as the store has it.
    enum Kept {
        case whole(PendingStep)
        /// Nothing can be read of it but its id.
        case damaged(String)

        var step: PendingStep? {
            guard case .whole(let step) = self else { return nil }
            return step
        }
    }

    /// What stays known of a draft that nobody approved in time.
    struct Expired {
        let id: String
        let office: String?
        let at: Int64
    }

    private static let expiredPrefix = "draft-expired/"

    /// What waits under an id; nil where nothing does.
    func kept(_ id: String, in reader: some StoreReader) throws -> Kept? {
        do {
            return try reader.meta("\(Self.prefix)\(id)").map { .whole(try open($0, id)) }
        } catch  where Self.isDamage(error) {
            return .damaged(id)
        }
    }

    /// All that waits, the oldest first, and then what is damaged: one that cannot be read hides no other.
    func all(in transaction: SQLiteTransaction) throws -> [Kept] {
        let kept = try transaction.documentKeys(.meta, prefix: Array(Self.prefix.utf8))
            .compactMap { key in
                try self.kept(
                    String(decoding: key.dropFirst(Self.prefix.utf8.count), as: UTF8.self),
                    in: transaction
                )
            }
        let steps = kept.compactMap(\.step)
            .sorted { ($0.facts.created, $0.facts.request) < ($1.facts.created, $1.facts.request) }
        return steps.map { .whole($0) } + kept.filter { $0.step == nil }
    }

    /// Whether an error says that the bytes of a draft are wrong, and not that they could not be read.
    private static func isDamage(_ error: any Error) -> Bool {
        error is DecodingError || error is TransparencyLogError
            || (error as? NodeError)?.code == .draftDamaged || PeerFailure.isDamage(error)
    }

    /// What is known of a draft that expired; nil for any other.
    func expired(_ id: RequestID, in reader: some StoreReader) throws -> Expired? {
        guard
            let bytes = try reader.meta("\(Self.expiredPrefix)\(id)"),
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let at = Int64(parts[0]) else { return nil }
        return Expired(id: "\(id)", office: parts[1].isEmpty ? nil : String(parts[1]), at: at)
    }

    /// Forgets what waits no longer, and returns the drafts that expired; they stay known by their ids for as long again.
    ///
    /// A draft whose entry is appended, and of which only the removal was cut off, is forgotten without a word.
    func sweep(_ now: Int64, in transaction: SQLiteTransaction) throws -> [Expired] {
        try forgetExpired(before: now - Limits.draftSecondCountMax, in: transaction)
        var expired: [Expired] = []
        for step in try all(in: transaction).compactMap(\.step) {
            let id = step.facts.request
            let request = try RequestID(text: id).flatMap { try transaction.request($0) }
            guard request != nil || now >= step.facts.expires else { continue }
            try remove(id, in: transaction)
            guard request == nil else { continue }
            let over = try Expired(step)
            let text = "\(over.at) \(over.office ?? "")"
            try transaction.putMeta("\(Self.expiredPrefix)\(id)", Array(text.utf8))
            expired.append(over)
        }
        return expired
    }

    /// Whether anything is to be swept.
    func isSweepDue(_ now: Int64, in transaction: SQLiteTransaction) throws -> Bool {
        let forgettable = try forgettable(before: now - Limits.draftSecondCountMax, in: transaction)
        guard forgettable.isEmpty else { return true }
        return try all(in: transaction).compactMap(\.step).contains { step in
            try now >= step.facts.expires
                || RequestID(text: step.facts.request).flatMap { try transaction.request($0) }
                    != nil
        }
    }

    private func forgetExpired(before end: Int64, in transaction: SQLiteTransaction) throws {
        for key in try forgettable(before: end, in: transaction) {
            try transaction.removeDocument(.meta, key)
        }
    }

    /// The keys of expired drafts that were known long enough, and of what is damaged among them.
    private func forgettable(
        before end: Int64,
        in transaction: SQLiteTransaction
    ) throws -> [[UInt8]] {
        let prefix = Array(Self.expiredPrefix.utf8)
        return try transaction.documentKeys(.meta, prefix: prefix).filter { key in
            let id = RequestID(text: String(decoding: key.dropFirst(prefix.count), as: UTF8.self))
            guard let id, let known = try expired(id, in: transaction) else { return true }
            return known.at <= end
        }
    }

    /// Keeps a step.
    func put(_ step: PendingStep, in transaction: some StoreTransaction) throws {
        try transaction.putMeta("\(Self.prefix)\(step.facts.request)", try sealed(step))
    }

    /// Forgets a step.
    func remove(_ id: String, in transaction: some StoreTransaction) throws {
        try transaction.removeDocument(.meta, Array("\(Self.prefix)\(id)".utf8))
    }

    private func sealed(_ step: PendingStep) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let facts = [UInt8](try encoder.encode(step.facts))
        let length = withUnsafeBytes(of: UInt32(facts.count).bigEndian) { Array($0) }
        let object = try SaltedObject(
            salt: SecureRandom.bytes(count: Ledger.Limits.objectSaltByteCount),
            content: length + facts + (step.body?.bytes ?? [])
        )
        let sealed = try SealedObject(
            name: object.name,
            key: SecureRandom.bytes(count: AESGCM.keyByteCount)
        )
        return try sealed.wrappedKey(under: storageKey) + object.name.bytes + sealed.seal(object)
    }

    private func open(_ bytes: [UInt8], _ id: String) throws -> PendingStep {
        let damaged = NodeError(.draftDamaged, ["draft": id])
        let keyEnd = AESGCM.keyByteCount + 8
        let nameEnd = keyEnd + Digest.byteCount
        guard bytes.count > nameEnd, let name = Digest(bytes[keyEnd..<nameEnd]) else {
            throw damaged
        }
        let object = try SealedObject(
            name: name,
            wrappedKey: Array(bytes[..<keyEnd]),
            storageKey: storageKey
        )
        .open(bytes[nameEnd...])
        let content = Array(object.content)
        guard content.count >= Self.lengthByteCount else { throw damaged }
        let count = content.prefix(Self.lengthByteCount).reduce(0) { $0 << 8 | Int($1) }
        guard count <= content.count - Self.lengthByteCount else { throw damaged }
        let end = Self.lengthByteCount + count
        let facts = try JSONDecoder().decode(
            PendingStep.Facts.self,
            from: Data(content[Self.lengthByteCount..<end])
        )
        let body = content[end...]
        let step = PendingStep(
            facts: facts,
            body: body.isEmpty ? nil : try SaltedObject(salted: Array(body))
        )
        // What cannot be shown is no draft.
        _ = try step.text()
        return step
    }
}

extension DraftBook.Expired {
    /// What stays of a draft.
    init(_ step: PendingStep) throws {
        self.init(
            id: step.facts.request,
            office: try step.text().header.office?.text,
            at: step.facts.expires
        )
    }
}
