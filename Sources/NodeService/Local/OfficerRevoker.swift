import Casework
import Ledger
import LogStorage
import Logging
import SQLiteStorage
import TransparencyLog

/// Takes an officer's key out of use in every own log, and ends what was cut off.
///
/// Each log has a writer of its own, so the entries are not of one transaction: the plan of all of them is, and nobody's approval
/// counts here whose revocation is planned.
struct OfficerRevoker: Sendable {
    let node: Node

    /// Plans a revocation and carries it out, inside `Node.changes`; returns the origins of the logs that it wrote to.
    ///
    /// Throws `officer_unknown`, and `officer_revoked` where no log would reach further back.
    func revoke(_ officer: OfficerID, since: Timestamp?) async throws -> [String] {
        let histories = try await histories(of: officer)
        guard !histories.isEmpty else {
            throw NodeError(.officerUnknown, ["officer": officer.text])
        }
        var indexes: [String: UInt64] = [:]
        for (history, key) in histories {
            let index = try await index(in: history, since: since)
            // A later one may reach further back: that a key was stolen is known after the theft.
            if !Self.reaches(history, key, to: index.rawValue) {
                indexes["\(history.origin)"] = index.rawValue
            }
        }
        let planned = try await node.store.write { [indexes] transaction -> RevocationPlan? in
            let book = RevocationBook(transaction: transaction)
            // One that cannot be read gives way to what is asked now.
            let known = try book.kept(officer.text)?.readable
            guard known != nil || !indexes.isEmpty else { return nil }
            let plan = (known ?? RevocationPlan(officer: officer.text, since: [:])).merging(indexes)
            try book.put(plan)
            return plan
        }
        guard let planned else { throw NodeError(.officerRevoked, ["officer": officer.text]) }
        do {
            return try await carryOut(planned)
        } catch {
            // What is missing is tried again by the node itself, and not in an hour.
            node.housekeepingBell.ring()
            throw error
        }
    }

    /// Ends the revocations that were cut off; whether all of them are done.
    ///
    /// One that cannot be read keeps no other from it: the operator is told, and nobody can end it but by asking again.
    func finish() async throws -> Bool {
        let kept = try await node.store.read { try RevocationBook(transaction: $0).all() }
        for case .damaged(let officer, let fault) in kept {
            node.logger.error(
                "a revocation that was cut off cannot be read; ask for it again",
                metadata: ["officer": "\(officer)", "code": "\(fault.code.rawValue)"]
            )
        }
        guard kept.contains(where: { $0.plan != nil }) else { return true }
        return try await node.changes.pass {
            // One of them may have been ended meanwhile.
            let kept = try await node.store.read { try RevocationBook(transaction: $0).all() }
            var failure: (any Error)?
            for plan in kept.compactMap(\.plan) {
                do {
                    let written = try await carryOut(plan).joined(separator: " ")
                    node.logger.notice(
                        "a revocation that was cut off was ended",
                        metadata: ["officer": "\(plan.officer)", "logs": "\(written)"]
                    )
                } catch {
                    failure = failure ?? error
                }
            }
            if let failure { throw failure }
            return true
        }
    }

    /// Writes what is missing of a plan, in one log after the other, and forgets the plan; what one log refuses keeps no other from it.
    private func carryOut(_ plan: RevocationPlan) async throws -> [String] {
        guard let officer = OfficerID(plan.officer) else {
            throw NodeError(.officerUnknown, ["officer": plan.officer])
        }
        var written: [String] = []
        var failure: (any Error)?
        for (history, key) in try await histories(of: officer) {
            let origin = "\(history.origin)"
            // A log that was opened after the plan was made has enrolled him once more: nothing that he signs there counts.
            let later = key.holds ? key.index : nil
            guard let since = plan.since[origin] ?? later,
                !Self.reaches(history, key, to: since)
            else { continue }
            do {
                try await write(key, since: since, to: history)
                written.append(origin)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        try await node.store.write { try RevocationBook(transaction: $0).remove(plan.officer) }
        return written
    }

    /// Whether a log says already that a key is not trusted from an index on.
    private static func reaches(
        _ history: KeyHistory,
        _ officer: EnrolledOfficer,
        to index: UInt64
    ) -> Bool {
        history.revokedSince(officer.key, before: history.size).map { $0 <= index } ?? false
    }

    private func write(
        _ officer: EnrolledOfficer,
        since: UInt64,
        to history: KeyHistory
    ) async throws {
        guard let signer = node.view.keyring.offices[officer.office] else {
            throw NodeError(.officeUnknown, ["office": officer.office.text])
        }
        guard let index = EntryIndex(since) else {
            throw NodeError(.logEmpty, ["origin": "\(history.origin)"])
        }
        let header = EntryHeader.revokeOfficer(
            at: try node.time.timestamp(),
            key: officer.key,
            office: officer.office,
            since: index
        )
        let entry = try EntryBuilder.entry(header, of: history.origin, signers: [signer])
        _ = try await node.append(entry, to: history.origin)
    }

    /// The own logs in which an officer was enrolled, the home log first.
    private func histories(
        of officer: OfficerID
    ) async throws -> [(history: KeyHistory, officer: EnrolledOfficer)] {
        try await node.ownHistories().compactMap { history in
            history.officers.first { $0.officer == officer }.map { (history, $0) }
        }
    }

    /// The first entry of a log's end that is not before a time, by the entries' own clock; the log's next one without a time.
    ///
    /// It is looked for from the end on, page by page, until a whole page is before the time.
    private func index(in history: KeyHistory, since: Timestamp?) async throws -> EntryIndex {
        let size = history.size
        guard let next = EntryIndex(size) else {
            throw NodeError(.logEmpty, ["origin": "\(history.origin)"])
        }
        guard let since else { return next }
        return try await node.store.read { transaction in
            var found = next
            var end = size
            while end > 0 {
                let start = end > Self.pageCount ? end - Self.pageCount : 0
                guard let from = EntryIndex(start) else { break }
                let rows = try transaction.projectedEntries(
                    of: history.origin,
                    from: from,
                    limit: Int(end - start)
                )
                guard let first = rows.first(where: { ($0.at ?? .min) >= since.instant }) else {
                    break
                }
                found = first.index
                end = start
            }
            return found
        }
    }

    private static let pageCount: UInt64 = 1_024
}

extension Node {
    /// The histories of all own logs, the home log's first: it alone says who an officer is.
    func ownHistories() async throws -> [KeyHistory] {
        let logs = try await store.read { try $0.logs() }.filter { $0.kind == .own }
        var histories: [KeyHistory] = []
        for log in logs { histories.append(try await history(of: log.origin)) }
        return histories.filter(\.name.isHome) + histories.filter { !$0.name.isHome }
    }
}
