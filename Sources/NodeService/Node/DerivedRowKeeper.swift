import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import Logging
import SQLiteStorage
import TransparencyLog

/// Compares the rows that entries give with the entries, after a start and whenever something else than this node has written to the
/// database, and makes anew what is not as it must be.
///
/// What was made anew is an alarm that stays: nobody but the node writes to its database.
struct DerivedRowKeeper: Sendable {
    private static let pause: Duration = .seconds(30)
    private static let pageCount = 256

    private let node: Node
    private let alarms: AlarmBook

    init(_ node: Node) {
        self.node = node
        alarms = AlarmBook(node: node)
    }

    // MARK: When

    /// Tells at a start which documents are gone, and has each log projected as far as it goes, before anything is appended.
    func begin(lacking lost: [KeptDocument]) async throws {
        try await attempt("rows beside the entries were not compared") {
            for document in lost { try await alarms.raise(document.text) }
            try await noteDocuments()
            try await requireLogs()
        }
    }

    /// Compares now, after each change of what the node knows, and from time to time, until the task is cancelled.
    func run() async throws {
        let bell = Doorbell()
        node.onViewChange { _ in bell.ring() }
        while !Task.isCancelled {
            try await attempt("rows that entries give were not compared") {
                try await compareDue()
            }
            await bell.wait(until: ContinuousClock.now.advanced(by: Self.pause))
        }
    }

    /// Compares what was not compared since something else wrote to the database.
    func compareDue() async throws {
        try await noteDocuments()
        try await requireLogs()
        try await requireLinks()
        let version = try await node.store.foreignVersion()
        guard !node.derivedRows.hasRows(at: version) else { return }
        try await compareEntries()
        if try await compareRecords() { node.derivedRows.foundRows(at: version) }
    }

    /// Makes sure, before something is appended, that the logs' keys are here, and that a matter at home was not sent before.
    func requireRows(opening home: RecordKey?, by entry: UnverifiedEntry) async throws {
        try await requireLogs()
        guard let home else { return }
        try await requireLinks()
        guard let lost = node.derivedRows.lostLink(of: home) else { return }
        throw NodeError(
            .homeLinkLost,
            [
                "event": entry.header.event.text, "opening": lost.opening.hex,
                "mechanism": lost.scope.mechanism?.text ?? lost.scope.text,
            ]
        )
    }

    private func attempt(_ failure: Logger.Message, _ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch  where PeerFailure.endsNode(error) || Task.isCancelled {
            throw error
        } catch {
            // What is damaged is told where it is read.
            node.logger.error(failure, metadata: ["error": "\(error)"])
        }
    }

    // MARK: Documents

    private func noteDocuments() async throws {
        let lost = try await node.store.read { transaction in
            try KeptDocument.isNoted(in: transaction)
                ? nil : try KeptDocument.lost(in: transaction)
        }
        guard let lost else { return }
        for document in lost { try await alarms.raise(document.text) }
        try await node.store.write { try KeptDocument.note(in: $0) }
    }

    // MARK: Logs

    /// Judges a log anew whose keys are not here, or only up to an earlier entry.
    private func requireLogs() async throws {
        let version = try await node.store.latestForeignVersion()
        guard !node.derivedRows.hasLogs(at: version) else { return }
        try await node.derivedRows.turn.pass {
            guard !node.derivedRows.hasLogs(at: version) else { return }
            let short = try await node.store.read { transaction in
                try transaction.logs().filter { try isShort($0, in: transaction) }.map(\.origin)
            }
            try await judgeAnew(short)
            for origin in short {
                try await raise("node.derived_log_made_anew", ["origin": "\(origin)"])
            }
            node.derivedRows.foundLogs(at: version)
        }
    }

    private func isShort(_ log: StoredLog, in transaction: SQLiteTransaction) throws -> Bool {
        guard log.size > 0 else { return false }
        do {
            let history = try node.view.projector.history(of: log.origin, in: transaction)
            return history?.size != log.size.rawValue
        } catch  where PeerFailure.isDamage(error) {
            // What is damaged is told where it is read, and never written over.
            return false
        }
    }

    /// Removes what the entries of some logs were judged to be and judges them anew, in one transaction.
    ///
    /// No record is folded with rows of a log whose keys are not here. Logs of the home come last: what went on elsewhere is folded
    /// with its opening.
    private func judgeAnew(_ origins: [Origin]) async throws {
        guard !origins.isEmpty else { return }
        let homes = origins.filter { LogName($0)?.isHome == true }
        let ordered = origins.filter { !homes.contains($0) } + homes
        try await node.store.write { transaction in
            for origin in ordered { try transaction.removeProjection(of: origin) }
            for origin in ordered { try judge(origin, in: transaction) }
        }
    }

    private func judge(_ origin: Origin, in transaction: SQLiteTransaction) throws {
        guard let log = try transaction.log(origin) else { return }
        let view = node.view
        let trusted = view.trustedKeys(of: try LogName.required(origin))
        var next: UInt64 = 0
        while next < log.size.rawValue, let start = EntryIndex(next) {
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
            next += UInt64(page.count)
        }
    }

    // MARK: Links

    /// Makes links anew that openings prove, and notes the matters of which it is not known whether they were sent.
    private func requireLinks() async throws {
        let version = try await node.store.latestForeignVersion()
        guard !node.derivedRows.hasLinks(at: version) else { return }
        try await node.derivedRows.turn.pass {
            guard !node.derivedRows.hasLinks(at: version) else { return }
            let view = node.view
            var outcome = try await node.store.read {
                try LinkRestoration(view: view, transaction: $0).outcome()
            }
            let links = outcome.links
            if !links.isEmpty {
                try await node.store.write { transaction in
                    for link in links { _ = try view.projector.link(link, in: transaction) }
                }
                try await raise("node.derived_links_made_anew", ["count": "\(links.count)"])
                outcome.links = []
            }
            if outcome.openCount > 0 {
                try await raise("node.derived_links_open", ["count": "\(outcome.openCount)"])
            }
            node.derivedRows.foundLinks(at: version, open: outcome.open)
        }
    }

    // MARK: Entries

    /// Compares the rows of each log's entries with these; a log of which one is missing or says something else is judged anew.
    private func compareEntries() async throws {
        let logs = try await node.store.read { try $0.logs() }
        for log in logs where log.size > 0 {
            try await attempt("rows of a log's entries were not compared") {
                let count = try await differingCount(log)
                guard count > 0 else { return }
                try await judgeAnew([log.origin])
                try await raise(
                    "node.derived_entries_made_anew",
                    ["count": "\(count)", "origin": "\(log.origin)"]
                )
            }
        }
    }

    /// How many entries of a log have no row, or one that says something else.
    private func differingCount(_ log: StoredLog) async throws -> Int {
        let scope = RecordScope(try LogName.required(log.origin))
        var count = 0
        var next: UInt64 = 0
        while next < log.size.rawValue, let start = EntryIndex(next) {
            let pageCount = Int(min(log.size.rawValue - next, UInt64(Self.pageCount)))
            let page = try await node.store.read { transaction in
                let entries = try transaction.entries(of: log.origin, from: start, count: pageCount)
                let rows = try transaction.projectedEntries(
                    of: log.origin,
                    from: start,
                    limit: pageCount
                )
                let byIndex = Dictionary(uniqueKeysWithValues: rows.map { ($0.index, $0) })
                var differing = 0
                for (place, bytes) in entries.enumerated() {
                    let row = EntryIndex(start.rawValue + UInt64(place)).flatMap { byIndex[$0] }
                    if try row?.tells(of: bytes, in: scope) != true { differing += 1 }
                }
                return (count: entries.count, differing: differing)
            }
            guard page.count > 0 else { return count }
            count += page.differing
            next += UInt64(page.count)
        }
        return count
    }

    // MARK: Records

    /// Compares the rows of records, and what waits in them, with what folding gives; whether all were compared.
    ///
    /// Records wait while the node judges anew by charters or packs that have come: their rows are of before.
    private func compareRecords() async throws -> Bool {
        var (recordCount, dutyCount) = (0, 0)
        for keys in try await missingRecords() {
            recordCount += try await mendWhole(keys).records
        }
        let isSettled = try await isSettled()
        var last: RecordKey?
        while true {
            let keys = try await node.store.read { [last] in
                try $0.projectedRecordKeys(after: last, limit: Self.pageCount)
            }
            guard let end = keys.last else { break }
            last = end
            let mended = try await mendWhole(keys)
            recordCount += mended.records
            dutyCount += mended.duties
        }
        if recordCount > 0 {
            try await raise("node.derived_records_made_anew", ["count": "\(recordCount)"])
        }
        if dutyCount > 0 {
            try await raise("node.derived_duties_made_anew", ["count": "\(dutyCount)"])
        }
        return isSettled
    }

    /// Whether everything that is stored was judged by what the node knows now.
    private func isSettled() async throws -> Bool {
        let view = node.view
        return try await node.store.read { transaction in
            try ProjectionRefresher.facts(in: transaction) == ProjectionRefresher.facts(of: view)
        }
    }

    /// The records that entries name and that have no row, by pages.
    private func missingRecords() async throws -> [[RecordKey]] {
        var missing: Set<RecordKey> = []
        for log in try await node.store.read({ try $0.logs() }) where log.size > 0 {
            var next: UInt64 = 0
            while let start = EntryIndex(next) {
                let page = try await node.store.read { transaction in
                    let rows = try transaction.projectedEntries(
                        of: log.origin,
                        from: start,
                        limit: Self.pageCount
                    )
                    let named = rows.compactMap { row in
                        row.record.map { RecordKey(scope: row.scope, record: $0) }
                    }
                    let lacking = try Set(named).filter {
                        try transaction.projectedRecord($0) == nil
                    }
                    return (last: rows.last?.index, lacking: lacking)
                }
                missing.formUnion(page.lacking)
                guard let last = page.last else { break }
                next = last.rawValue + 1
            }
        }
        let sorted = missing.sorted()
        return stride(from: 0, to: sorted.count, by: Self.pageCount).map {
            Array(sorted[$0..<min($0 + Self.pageCount, sorted.count)])
        }
    }

    /// The same for a page of records; one of which something is damaged keeps no other from it.
    private func mendWhole(_ keys: [RecordKey]) async throws -> (records: Int, duties: Int) {
        do {
            return try await mend(keys)
        } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
            var mended = (records: 0, duties: 0)
            for key in keys {
                try await attempt("the rows of a record were not compared") {
                    let one = try await mend([key])
                    mended.records += one.records
                    mended.duties += one.duties
                }
            }
            return mended
        }
    }

    /// Compares some records and folds again those whose rows are not what that gives; how many there were.
    private func mend(_ keys: [RecordKey]) async throws -> (records: Int, duties: Int) {
        let found = try await node.store.read { try differences(of: keys, in: $0) }
        guard !found.isEmpty else { return (0, 0) }
        // Looked at again where nobody else writes: what a step changed meanwhile is no difference.
        return try await node.store.write { transaction in
            let found = try differences(of: keys, in: transaction)
            let projector = node.view.projector
            _ = try projector.refold(found.records.union(found.duties), in: transaction)
            try projector.renewDuties(of: found.duties, in: transaction)
            for key in found.strays { try transaction.removeProjectedRecord(key) }
            return (found.records.count + found.strays.count, found.duties.count)
        }
    }

    private func differences(
        of keys: [RecordKey],
        in transaction: SQLiteTransaction
    ) throws -> ProjectionDifferences {
        let view = node.view
        let keepsDuties = try transaction.meta(DutyKeeper.keptName) != nil
        var found = try view.projector.differences(of: keys, in: transaction) { key in
            try !keepsDuties || transaction.hasDuty(key)
        }
        let isSettled =
            try ProjectionRefresher.facts(in: transaction) == ProjectionRefresher.facts(of: view)
        if !isSettled {
            found.records = try found.records.filter { try transaction.projectedRecord($0) == nil }
        }
        return found
    }

    private func raise(_ code: String, _ arguments: [String: String]) async throws {
        try await alarms.raise(code, arguments)
    }
}

extension AlarmBook {
    /// Raises an alarm with a text of the catalogue.
    func raise(_ text: CodedText) async throws { try await raise(text.code, text.arguments) }
}
