import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Shows logs and their entries as local clients read them.
struct LogPresenter {
    let view: NodeView
    let transaction: SQLiteTransaction
    let observed: Observations
    let stops: AppendStops
    /// Whether the home may append to no log at all.
    var isHomeStopped = false

    /// The status of one log: how far it is verified, and where it is stored besides this disk.
    func status(of log: StoredLog) throws -> LogStatus {
        let name = LogName(log.origin)
        let isHome = name?.isHome ?? false
        let kind: LocalAPI.LogKind = isHome ? .home : log.kind == .own ? .own : .mirror
        let receipts =
            try isHome
            ? nil
            : ReceiptCount(view: view, transaction: transaction)
                .receipts(of: log.origin, covering: log.size)
        var status = LogStatus(
            id: log.origin.digest.hex,
            origin: "\(log.origin)",
            kind: kind,
            mechanism: isHome ? nil : name?.mechanism.text,
            size: log.size.rawValue,
            root: log.root.hex,
            thisDiskOnly: log.kind == .own && (receipts?.count ?? 0) == 0
        )
        status.receipts = receipts.map { Tally($0) }
        if try transaction.quarantine(of: log.origin) != nil {
            status.alarms.append(CodedText("node.log_quarantined", ["origin": "\(log.origin)"]))
        }
        if log.kind == .own, isHomeStopped || stops.reason(against: log.origin) != nil {
            status.alarms.append(CodedText("node.log_stopped", ["origin": "\(log.origin)"]))
        }
        let end = name.flatMap { view.library.chains[$0.mechanism]?.end(of: log.origin) }
        if let end {
            let arguments = ["revision": "\(end.since.content.revision)", "size": "\(end.size)"]
            status.alarms.append(CodedText("node.log_ended", arguments))
        }
        if log.kind == .mirrored {
            status.verifiedAt = try verifiedAt(log).flatMap { NodeTime.shown(at: $0) }
        } else if !isHome {
            status.peers = try peers(of: log, endingAt: end?.size)
        }
        status.entriesNotValid = try transaction.entriesNotValid(of: log.origin)
        return status
    }

    /// When a mirrored log's head was verified: in this run, else as our own cosignature says.
    private func verifiedAt(_ log: StoredLog) throws -> Int64? {
        if let seen = observed.logs[log.origin]?.verifiedAt { return seen }
        let cosigner = CosignerID(view.keyring.mirror.verifierKey)
        return try transaction.newestCosignature(of: log.origin, by: cosigner)
            .flatMap { $0.size == log.size ? Int64(exactly: $0.time) : nil }
    }

    /// How far each other member of an own log's mechanism has cosigned; what lies beyond the log's end nobody will.
    private func peers(of log: StoredLog, endingAt end: UInt64?) throws -> [LogStatus.Peer] {
        guard let mechanism = LogName(log.origin)?.mechanism,
            let newest: Membership = view.library.newest(of: mechanism, adopted: nil)
        else { return [] }
        var latest: [[UInt8]: StoredCosignature] = [:]
        for cosignature in try transaction.newestCosignatures(of: log.origin) {
            let name = cosignature.cosigner.name.bytes
            if latest[name].map({ $0.size < cosignature.size }) != false {
                latest[name] = cosignature
            }
        }
        let others = Set(newest.charter.content.members.map(\.node)).subtracting([view.node])
        let required = min(log.size.rawValue, end ?? .max)
        return others.sorted().map { node in
            let cosignature = latest[Array("\(node)/mirror".utf8)]
            let size = cosignature?.size.rawValue ?? 0
            let seen = observed.peers[node]
            return LogStatus.Peer(
                node: node.text,
                verifiedUpTo: size,
                // The mirror's own clock says it.
                verifiedAt: (cosignature?.time).flatMap { Int64(exactly: $0) }
                    .flatMap { NodeTime.shown(at: $0) },
                behindBy: required - min(required, size),
                lastContact: seen?.lastContact.flatMap { NodeTime.shown(at: $0) },
                lastError: seen?.lastError.map { CodedText($0.code, $0.arguments) },
                lastErrorAt: seen?.lastErrorAt.flatMap { NodeTime.shown(at: $0) }
            )
        }
    }

    /// Entries with what they count for.
    func entries(
        of origin: Origin,
        from start: EntryIndex,
        count: Int
    ) throws -> [LogEntryDocument] {
        let bytes = try transaction.entries(of: origin, from: start, count: count)
        let rows = Dictionary(
            try transaction.projectedEntries(of: origin, from: start, limit: count)
                .map { ($0.index, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return try bytes.enumerated().map { offset, entry in
            let index = start.adding(offset)
            let row = rows[index]
            let verdict = try row.map {
                RecordPresenter.verdict(
                    try Ledger.EntryVerdict(decoding: $0.verdict),
                    $0.verdictClass
                )
            }
            return LogEntryDocument(
                entry: SHA256.digest(of: entry).hex,
                index: index.rawValue,
                text: String(validating: entry, as: UTF8.self),
                verdict: verdict ?? LocalAPI.EntryVerdict(.pending)
            )
        }
    }
}
