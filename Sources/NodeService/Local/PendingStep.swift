import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// A step that waits for an officer's signature: what was asked for, what was planned, and the body with its salt.
///
/// The office has signed nothing of it. At rest it is sealed as a body is, since it holds what a body holds.
struct PendingStep: Sendable {
    /// Who asked for it, so that it is planned again with the rights that he has by then.
    struct Clerk: Codable, Sendable {
        let uid: UInt32
        let gids: [UInt32]
    }

    /// The matter at home that an opening continues.
    struct Home: Codable, Hashable, Sendable {
        let record: String
        let origin: String
        let size: UInt64
    }

    /// Everything but the body.
    struct Facts: Codable, Sendable {
        var version = 1
        var request: String
        /// The SHA-256 of the submission, by which a repeated request is known.
        let digest: String
        let submission: EntrySubmission
        let created: Int64
        let expires: Int64
        let clerk: Clerk
        let rank: String
        /// The text of the entry as it was planned, with the time of the draft and without an officer.
        let text: String
        let home: Home?
    }

    let facts: Facts
    /// The salted body that the text names; nil where it names none.
    let body: SaltedObject?

    /// The text.
    func text() throws -> ApprovalText { try ApprovalText(parsing: Array(facts.text.utf8)) }

    /// The matter at home that an opening continues.
    func home() throws -> (record: RecordKey, origin: Origin, size: UInt64)? {
        guard let home = facts.home else { return nil }
        let origin = try Origin(home.origin)
        guard let record = Digest(hex: home.record) else {
            throw NodeError(.draftDamaged, ["draft": facts.request])
        }
        let scope = RecordScope(try LogName.required(origin))
        return (RecordKey(scope: scope, record: record), origin, home.size)
    }

    /// The clerk, with the rights that a configuration gives him: drafts outlive both.
    func caller(under policy: CallerPolicy) -> Caller {
        policy.caller(
            PeerCredentials(pid: 0, uid: facts.clerk.uid, gids: facts.clerk.gids)
        )
    }
}

extension PendingStep.Clerk {
    /// Takes down who a caller is.
    init(_ caller: Caller) {
        self.init(uid: caller.credentials.uid, gids: caller.credentials.gids)
    }
}

// MARK: - At rest

/// The steps that wait, as the store keeps them: one document each, wrapped key ‖ name ‖ sealed bytes.
struct DraftBook: Sendable {
    private static let prefix = "draft/"
    /// The count of bytes before the facts.
    private static let lengthByteCount = 4

    let storageKey: [UInt8]

    /// The step that waits under a request's id; nil where none does.
    func step(_ id: RequestID, in reader: some StoreReader) throws -> PendingStep? {
        try reader.meta("\(Self.prefix)\(id)").map { try open($0, "\(id)") }
    }

    /// All steps that wait, the oldest first.
    func steps(in reader: some StoreReader) throws -> [PendingStep] {
        try reader.documents(.meta, prefix: Array(Self.prefix.utf8))
            .map { document in
                let id = String(
                    decoding: document.key.dropFirst(Self.prefix.utf8.count),
                    as: UTF8.self
                )
                return try open(document.bytes, id)
            }
            .sorted { ($0.facts.created, $0.facts.request) < ($1.facts.created, $1.facts.request) }
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
        return PendingStep(
            facts: facts,
            body: body.isEmpty ? nil : try SaltedObject(salted: Array(body))
        )
    }
}
