import Casework
import Cryptography
internal import Foundation
import TransparencyLog

extension KeyHistory {
    /// The history as versioned JSON, for a projection's store; equal histories give equal bytes.
    package func encoded() throws(LedgerError) -> [UInt8] {
        try StoredJSON.encode(Stored(self), as: "key history")
    }

    /// Reads what `encoded` wrote; throws `projection_unreadable`.
    package init(decoding bytes: [UInt8]) throws(LedgerError) {
        let stored = try StoredJSON.decode(Stored.self, from: bytes, as: "key history")
        do {
            self = try stored.history()
        } catch {
            throw LedgerError(
                .projectionUnreadable,
                ["what": "key history"],
                cause: "\(error)"
            )
        }
    }
}

/// What stands in a projection's store: versioned JSON with sorted keys.
enum StoredJSON {
    static func encode(_ value: some Encodable, as what: String) throws(LedgerError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            throw LedgerError(.projectionUnreadable, ["what": what], cause: "\(error)")
        }
    }

    static func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: [UInt8],
        as what: String
    ) throws(LedgerError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw LedgerError(.projectionUnreadable, ["what": what], cause: "\(error)")
        }
    }
}

extension KeyHistory {
    /// The stored form: keys are vkeys, digests hex, times as they are written.
    private struct Stored: Codable {
        struct Period: Codable {
            let key: String
            let start: UInt64
        }

        struct Enrolment: Codable {
            let index: UInt64
            let enroller: String?
            let rank: String?
        }

        struct Revocation: Codable {
            let index: UInt64
            let since: UInt64
        }

        struct Enrolled: Codable {
            let key: String
            let enrolments: [Enrolment]
            let revocations: [Revocation]
        }

        struct Adoption: Codable {
            let charter: String
            let index: UInt64
        }

        struct Malformed: Error {}

        let version: Int
        let origin: String
        let trusted: [String]
        let size: UInt64
        let latestAt: String?
        let logKeys: [Period]
        let nodeKeys: [Period]
        let mirrorKeys: [Period]
        let enrolled: [Enrolled]
        let adoptions: [Adoption]

        init(_ history: KeyHistory) {
            func stored(_ periods: [KeyHistory.Period]) -> [Period] {
                periods.map { Period(key: "\($0.key)", start: $0.start) }
            }
            version = 1
            origin = "\(history.origin)"
            trusted = history.trusted.map(\.description)
            size = history.size
            latestAt = history.latestAt?.text
            logKeys = stored(history.logKeys)
            nodeKeys = stored(history.nodeKeys)
            mirrorKeys = stored(history.rotatedMirrorKeys)
            enrolled = history.enrolled.map { key, known in
                Enrolled(
                    key: "\(key)",
                    enrolments: known.enrolments.map {
                        Enrolment(
                            index: $0.index,
                            enroller: $0.enroller?.description,
                            rank: $0.rank?.text
                        )
                    },
                    revocations: known.revocations.map {
                        Revocation(index: $0.index, since: $0.since)
                    }
                )
            }
            .sorted { $0.key < $1.key }
            adoptions = history.adoptions.map {
                Adoption(charter: $0.charter.hex, index: $0.index)
            }
        }

        func history() throws -> KeyHistory {
            func periods(_ stored: [Period]) throws -> [KeyHistory.Period] {
                try stored.map {
                    KeyHistory.Period(key: try VerifierKey(parsing: $0.key), start: $0.start)
                }
            }
            guard version == 1,
                var history = KeyHistory(
                    origin: try Origin(origin),
                    trusted: try trusted.map { try VerifierKey(parsing: $0) }
                )
            else { throw Malformed() }
            history.restore(
                size: size,
                latestAt: try latestAt.map { try known(Timestamp($0)) },
                logKeys: try periods(logKeys),
                nodeKeys: try periods(nodeKeys),
                mirrorKeys: try periods(mirrorKeys),
                enrolled: Dictionary(
                    try enrolled.map { (try VerifierKey(parsing: $0.key), try restored($0)) },
                    uniquingKeysWith: { a, _ in a }
                ),
                adoptions: try adoptions.map {
                    KeyHistory.Adoption(
                        index: $0.index,
                        charter: try known(Digest(hex: $0.charter))
                    )
                }
            )
            return history
        }

        private func restored(_ stored: Enrolled) throws -> KeyHistory.Enrolled {
            KeyHistory.Enrolled(
                enrolments: try stored.enrolments.map {
                    KeyHistory.Enrolment(
                        index: $0.index,
                        enroller: try $0.enroller.map { try VerifierKey(parsing: $0) },
                        rank: try $0.rank.map { try known(RankID($0)) }
                    )
                },
                revocations: stored.revocations.map {
                    KeyHistory.Revocation(index: $0.index, since: $0.since)
                }
            )
        }

        private func known<Value>(_ value: Value?) throws -> Value {
            guard let value else { throw Malformed() }
            return value
        }
    }
}
