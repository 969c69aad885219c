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
        if log.kind == .own, stops.reason(against: log.origin) != nil {
            status.alarms.append(CodedText("node.log_stopped", ["origin": "\(log.origin)"]))
        }
        if log.kind == .mirrored {
            status.verifiedAt = try verifiedAt(log).flatMap { NodeTime.shown(at: $0) }
        } else if !isHome {
            status.peers = try peers(of: log)
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

    /// How far each mirror of an own log has cosigned.
    private func peers(of log: StoredLog) throws -> [LogStatus.Peer] {
        try transaction.newestCosignatures(of: log.origin).map { cosignature in
            let mirror = "\(cosignature.cosigner.name)"
            let node = mirror.hasSuffix("/mirror") ? String(mirror.dropLast(7)) : mirror
            let seen = NodeName(node).flatMap { observed.peers[$0] }
            return LogStatus.Peer(
                node: node,
                verifiedUpTo: cosignature.size.rawValue,
                // The mirror's own clock says it.
                verifiedAt: Int64(exactly: cosignature.time).flatMap { NodeTime.shown(at: $0) },
                behindBy: log.size.rawValue - min(log.size, cosignature.size).rawValue,
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
