import Casework
import Cryptography
import Ledger
import LogStorage
import Logging
import SQLiteStorage
import TransparencyLog

/// Keys of logs, and logs that are judged anew.
extension DerivedRowKeeper {
    /// Judges a log anew whose keys are not here, or only up to an earlier entry.
    ///
    /// One of which something is damaged is left and told, and keeps no other from it; without another version of the database it is not
    /// read again.
    func requireLogs(isAlone: Bool) async throws {
        let version = try await node.store.latestForeignVersion()
        guard !node.derivedRows.hasLogs(at: version) else { return }
        try await node.derivedRows.turn.pass {
            guard !node.derivedRows.hasLogs(at: version) else { return }
            let short = try await node.store.read { transaction in
                try transaction.logRows().compactMap(\.self).filter {
                    try isShort($0, in: transaction)
                }
            }
            let left = try await judgeWhole(short, isAlone: isAlone)
            for damage in left.values {
                let told = PeerFailure.told(damage)
                try await alarms.raise(told.code, told.arguments)
            }
            node.derivedRows.foundLogs(at: version, leaving: left)
        }
    }

    /// Judges those of some logs anew of which nothing is damaged; what is damaged of each of the others.
    private func judgeWhole(
        _ logs: [StoredLog],
        isAlone: Bool
    ) async throws -> [Origin: any Error] {
        var left: [Origin: any Error] = [:]
        for log in logs {
            do {
                try await requireEntries(of: log)
            } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
                left[log.origin] = error
            }
        }
        let whole = Self.homesLast(logs.filter { left[$0.origin] == nil })
        do {
            try await judgeAnew(whole, as: whole.map(Self.repair), isAlone: isAlone)
        } catch  where PeerFailure.isDamage(error) && !Task.isCancelled && !isAlone {
            // Nothing of it was kept; something else than an entry is damaged, and it is not known of which log.
            for log in whole {
                do {
                    try await judgeAnew([log], as: [Self.repair(log)], isAlone: false)
                } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
                    left[log.origin] = error
                }
            }
        }
        return left
    }

    private static func repair(_ log: StoredLog) -> Repair {
        Repair("node.derived_log_made_anew", ["origin": "\(log.origin)"])
    }

    private static func homesLast(_ logs: [StoredLog]) -> [StoredLog] {
        let homes = logs.filter { LogName($0.origin)?.isHome == true }
        return logs.filter { log in !homes.contains { $0.origin == log.origin } } + homes
    }

    private func isShort(_ log: StoredLog, in transaction: SQLiteTransaction) throws -> Bool {
        guard log.size > 0 else { return false }
        do {
            let history = try node.view.projector.history(of: log.origin, in: transaction)
            return history?.size != log.size.rawValue
        } catch  where PeerFailure.isDamage(error) {
            // Keys that cannot be read are made anew from the entries as those that are gone.
            return true
        }
    }

    /// Removes what the entries of some logs were judged to be and judges them anew, with the alarms that say so.
    ///
    /// In one transaction, so that nobody reads half of it; where the node has just started, nobody reads, and the alarms come with the
    /// first of several: one that is broken off is begun anew at the next start, since the keys go first. No record is folded with rows
    /// of a log whose keys are not here. Logs of the home come last: what went on elsewhere is folded with its opening.
    ///
    /// `prepare` is done before, in the transaction in which what is not read alone is judged.
    func judgeAnew(
        _ logs: [StoredLog],
        as repairs: [Repair],
        isAlone: Bool,
        prepare: @escaping @Sendable (SQLiteTransaction) throws -> Void = { _ in }
    ) async throws {
        guard !logs.isEmpty else { return }
        let ordered = Self.homesLast(logs)
        // What cannot be read cannot be judged, and keeps the rows that it has.
        for log in ordered { try await requireEntries(of: log) }
        let now = node.time.now()
        for log in ordered {
            node.logger.notice(
                "a log is judged anew",
                metadata: ["entries": "\(log.size)", "origin": "\(log.origin)"]
            )
        }
        if isAlone {
            try await node.store.write { transaction in
                for repair in repairs { try AlarmBook.add(repair, at: now, in: transaction) }
                for log in ordered { try transaction.removeProjectedLog(of: log.origin) }
            }
            for log in ordered { try await removeEntries(of: log) }
            // No record is folded beside a damaged row of itself; one that is not folded here is missed by the first comparison.
            _ = try await node.store.write { try $0.removeDamagedRecords() }
            for log in ordered { try await judgeByPages(log.origin) }
        } else {
            try await node.store.write { transaction in
                for repair in repairs { try AlarmBook.add(repair, at: now, in: transaction) }
                for log in ordered { try transaction.removeProjection(of: log.origin) }
                try prepare(transaction)
                // No record is folded beside a damaged row of itself.
                let damaged = try transaction.removeDamagedRecords()
                for log in ordered {
                    var next: UInt64? = 0
                    while let start = next {
                        next = try judgePage(of: log.origin, from: start, in: transaction)
                    }
                }
                let missing = try damaged.filter { try transaction.projectedRecord($0) == nil }
                _ = try node.view.projector.refold(missing, in: transaction)
            }
        }
        tell(repairs)
        for log in ordered {
            node.logger.notice("a log was judged anew", metadata: ["origin": "\(log.origin)"])
        }
    }

    private func requireEntries(of log: StoredLog) async throws {
        var next: UInt64 = 0
        while next < log.size.rawValue, let start = EntryIndex(next) {
            next += UInt64(Self.pageCount)
            let origin = log.origin
            _ = try await node.store.read {
                try $0.entries(of: origin, from: start, count: Self.pageCount).count
            }
        }
    }

    private func removeEntries(of log: StoredLog) async throws {
        var next: UInt64 = 0
        while next < log.size.rawValue {
            let start = next
            next += UInt64(Self.removedRowCount)
            let (end, origin) = (next, log.origin)
            try await node.store.write {
                try $0.removeProjectedEntries(of: origin, from: start, to: end)
            }
        }
    }

    private func judgeByPages(_ origin: Origin) async throws {
        var next: UInt64? = 0
        while let start = next {
            next = try await node.store.write {
                try judgePage(of: origin, from: start, in: $0)
            }
            if let next, next % Self.toldEntryCount == 0 {
                node.logger.notice(
                    "a log is judged anew",
                    metadata: ["judged": "\(next)", "origin": "\(origin)"]
                )
            }
        }
    }

    /// Rows that are removed in one transaction while nobody reads.
    private static let removedRowCount = 16_384
    /// Entries after which a long judging says how far it is.
    private static let toldEntryCount = UInt64(pageCount * 256)

    /// Judges one page of a log; where the next one begins, nil at the end.
    private func judgePage(
        of origin: Origin,
        from next: UInt64,
        in transaction: SQLiteTransaction
    ) throws -> UInt64? {
        guard let log = try transaction.log(origin), next < log.size.rawValue,
            let start = EntryIndex(next)
        else { return nil }
        let view = node.view
        let trusted = view.trustedKeys(of: try LogName.required(origin))
        let count = min(log.size.rawValue - next, UInt64(Self.pageCount))
        let page = try transaction.entries(of: origin, from: start, count: Int(count))
        guard !page.isEmpty,
            let history = try view.projector.history(of: origin, in: transaction)
                ?? KeyHistory(origin: origin, trusted: trusted)
        else { throw LedgerError(.originNotOurs, ["origin": "\(origin)"]) }
        let verifier = EntryVerifier(history)
        _ = try view.projector.append(
            page.map { verifier.check($0) },
            of: origin,
            from: start,
            trusted: trusted,
            in: transaction
        )
        return next + UInt64(page.count)
    }
}
