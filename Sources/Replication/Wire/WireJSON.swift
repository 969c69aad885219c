import Foundation
internal import Cryptography
internal import TransparencyLog

/// Reading and writing the JSON documents of the peer protocol: unknown keys are ignored, version 1 is required.
enum WireJSON {
    /// A document with a version.
    protocol Versioned: Codable {
        var version: Int { get }
    }

    private struct VersionOnly: Decodable {
        let version: Int
    }

    /// A head as it is written.
    struct Head: Codable {
        let origin: String
        let root: String
        let size: UInt64

        init(_ claim: HeadClaim) {
            origin = claim.origin.description
            root = claim.root.hex
            size = claim.size.rawValue
        }
    }

    /// Reads a document of at most `limit` bytes.
    static func decode<Value: Versioned>(
        _ type: Value.Type,
        from bytes: some Collection<UInt8>,
        of document: String,
        limit: Int
    ) throws(ReplicationError) -> Value {
        try ReplicationError.check(bytes.count, atMost: limit, of: document)
        let data = Data(bytes)
        // The version comes first, so that a later version is named as such whatever else it changed.
        let version = try decode(VersionOnly.self, data, document).version
        guard version == 1 else {
            throw ReplicationError(
                .documentVersionUnsupported,
                ["document": document, "found": "\(version)"]
            )
        }
        return try decode(type, data, document)
    }

    /// Reads a document that bears no version.
    static func decodeUnversioned<Value: Decodable>(
        _ type: Value.Type,
        from bytes: some Collection<UInt8>,
        of document: String,
        limit: Int
    ) throws(ReplicationError) -> Value {
        try ReplicationError.check(bytes.count, atMost: limit, of: document)
        return try decode(type, Data(bytes), document)
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type,
        _ data: Data,
        _ document: String
    ) throws(ReplicationError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw .malformed(document, "JSON", cause: "\(error)")
        }
    }

    /// Writes a document with its keys sorted.
    static func encode(
        _ value: some Encodable,
        of document: String,
        limit: Int
    ) throws(ReplicationError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data: Data
        do {
            data = try encoder.encode(value)
        } catch {
            throw .malformed(document, "JSON", cause: "\(error)")
        }
        try ReplicationError.check(data.count, atMost: limit, of: document)
        return Array(data)
    }

    /// Checks a list of heads: at most 10,000, sorted by the origins' bytes, unique.
    static func heads(
        _ heads: [Head],
        of document: String
    ) throws(ReplicationError) -> [HeadClaim] {
        try ReplicationError.check(
            heads.count,
            atMost: Limits.headCountMax,
            inList: "logs",
            of: document
        )
        var claims: [HeadClaim] = []
        for head in heads {
            // The reason why it is no origin adds nothing to the key's name.
            guard let origin = try? Origin(head.origin) else {
                throw .malformed(document, "logs.origin")
            }
            guard let root = Digest(hex: head.root) else { throw .malformed(document, "logs.root") }
            guard head.size <= Limits.integerMax, let size = TreeSize(head.size) else {
                throw .malformed(document, "logs.size")
            }
            claims.append(HeadClaim(origin: origin, size: size, root: root))
        }
        try checkSorted(claims.map(\.origin.bytes), list: "logs", of: document)
        return claims
    }

    /// Throws `list_not_sorted` unless each key is greater than the one before.
    static func checkSorted(
        _ keys: [[UInt8]],
        list: String,
        of document: String
    ) throws(ReplicationError) {
        for (key, next) in zip(keys, keys.dropFirst())
        where !key.lexicographicallyPrecedes(next) {
            throw ReplicationError(.listNotSorted, ["document": document, "list": list])
        }
    }
}
