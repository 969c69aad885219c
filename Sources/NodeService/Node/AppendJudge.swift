import Casework
import Ledger
import LogStorage
import SQLiteStorage
import Sequencing
import TransparencyLog

/// What travels with an entry of our own to the writer.
struct AppendPayload: Sendable {
    /// The entry, read and with its signatures checked outside the writer.
    let checked: CheckedEntry
    /// The entry's form.
    let entry: UnverifiedEntry
    /// The node's clock when it was signed, a POSIX second.
    let now: Int64
    /// For an opening: the matter of the home log that it continues.
    let home: (record: RecordKey, origin: Origin, size: UInt64)?
}

/// Judges our own entries inside the transaction that appends them, as every member and auditor will, and projects them.
struct AppendJudge: BatchJudge {
    let projector: Projector
    let transaction: SQLiteTransaction
    let origin: Origin
    let trusted: [VerifierKey]

    mutating func judge(_ candidate: Candidate<AppendPayload>) throws -> AppendVerdict {
        // Entry 0 is judged by the projection itself; there is no history to admit it under.
        guard candidate.location.index > 0 else { return .accept }
        let payload = candidate.payload
        switch try projector.admit(payload.entry, of: origin, now: payload.now, in: transaction) {
        case .admitted: return .accept
        case .refused(let reasons, let awaited):
            return .refuse(EntryRefusal(reasons: reasons, awaited: awaited.map(\.text)))
        }
    }

    mutating func accepted(_ candidate: Candidate<AppendPayload>) throws {
        let report = try projector.append(
            [candidate.payload.checked],
            of: origin,
            from: candidate.location.index,
            trusted: trusted,
            in: transaction
        )
        // Admission has said that it counts; anything else is a fault of ours, and nothing of it is committed.
        guard report.classes == [.valid] else {
            throw NodeError(
                .ownEntryNotValid,
                ["index": "\(candidate.location.index)", "origin": "\(origin)"]
            )
        }
        if let home = candidate.payload.home {
            _ = try projector.link(
                HomeLink(
                    home: home.record,
                    opening: candidate.entry.digest,
                    scope: RecordScope(try LogName.required(origin)),
                    origin: home.origin,
                    size: home.size
                ),
                in: transaction
            )
        }
    }
}

/// An entry of our own that would not count: every reason, before anything was stored.
struct EntryRefusal: Error {
    let reasons: [CodedReason]
    let awaited: [String]
}

extension LogName {
    /// The name of a log that must be one of Lianlu's; throws `origin_not_ours`.
    static func required(_ origin: Origin) throws -> LogName {
        guard let name = LogName(origin) else {
            throw LedgerError(.originNotOurs, ["origin": "\(origin)"])
        }
        return name
    }
}
