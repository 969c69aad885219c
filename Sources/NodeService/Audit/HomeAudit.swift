package import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
package import LocalAPI
import SQLiteStorage

/// The audit of a home on disk, beside a running node or without one; it changes neither database nor write-ahead log.
package struct HomeAudit {
    private let home: HomeDirectory
    private let trust: Trust
    private let storageKey: [UInt8]?
    private let keyFindings: [AuditFinding]

    /// Prepares an audit; without the storage key sealed objects are counted and not checked.
    package init(of home: HomeDirectory, trusting trust: Trust, storageKey: [UInt8]?) {
        self.home = home
        self.trust = trust
        self.storageKey = storageKey
        keyFindings = []
    }

    /// Prepares an audit with the home's own storage key; what is wrong with that is a finding.
    package init(of home: HomeDirectory, trusting trust: Trust) {
        self.home = home
        self.trust = trust
        do {
            storageKey = try Self.storageKey(of: home)
            keyFindings = []
        } catch {
            storageKey = nil
            keyFindings = [
                AuditFinding(.storageKeyUnusable, place: "keys/storage.key", cause: "\(error)")
            ]
        }
    }

    /// The storage key of a home; nil where it is not here or not ours to read, so that objects are not checked.
    ///
    /// Throws where it is damaged, or where others may read it.
    package static func storageKey(of home: HomeDirectory) throws -> [UInt8]? {
        let path = home.storageKey.path
        guard access(path, R_OK) == 0 || (errno != ENOENT && errno != EACCES) else { return nil }
        return try StorageKeyFile.load(from: path)
    }

    /// The storage key in a file that the auditor names; throws what is wrong with it.
    package static func storageKey(from path: String) throws -> [UInt8] {
        try StorageKeyFile.load(from: path)
    }

    /// Reads everything and reports; throws where there is no database, or none that this program or this user can read.
    ///
    /// One that is cut, overwritten or empty is a finding.
    package func run() async throws -> AuditReport { try await audit().report }

    /// Reads everything, hands over each record that is asked for with its state and clocks, and reports.
    ///
    /// The second value is how many records there were.
    package func run(
        showing query: AuditedRecordQuery,
        to body: (AuditedRecordDocument) throws -> Void
    ) async throws -> (report: AuditReport, recordCount: Int) {
        let (report, audited) = try await audit()
        guard let audited else { return (report, 0) }
        let records = try RecordAudit(
            of: audited.entries,
            countingBy: audited.calendars,
            named: audited.names,
            calledBy: AuditedBodies(in: audited.store, storageKey: storageKey),
            asking: query
        )
        let count = try records?.forEach(body) ?? 0
        let later = query.isStated ? audited.entries.findings(after: query.time) : []
        // What a node that runs has not got yet, no copy of its home has.
        guard audited.store.access != .live,
            let age = CopyAge.finding(on: report.logs, asOf: query.time.instant)
        else { return (report.adding(later), count) }
        return (report.adding(later + [age]), count)
    }

    /// What an audit has read, for what is asked beyond its report.
    private struct Audited {
        let store: ReadOnlyStore
        let entries: AuditedEntries
        let calendars: CalendarSet
        let names: PartyNames
    }

    /// The store; nil where there is a file that is no whole database of a home, which is the finding.
    private func store() throws -> (store: ReadOnlyStore?, finding: AuditFinding?) {
        do {
            return (try ReadOnlyStore(directory: home.data.path), nil)
        } catch let error as SQLiteStorageError {
            switch error.code {
            case .databaseCorrupt, .databaseForeign:
                let finding = AuditFinding(
                    .databaseUnusable,
                    place: "lianlu.sqlite",
                    cause: "\(error)"
                )
                return (nil, finding)
            case .databaseMissing:
                throw Problem(
                    code: "sqlite_storage.\(error.code.rawValue)",
                    arguments: error.arguments,
                    status: NodeError.Code.sourceUnknown.status
                )
            default: throw error
            }
        }
    }

    private func audit() async throws -> (report: AuditReport, audited: Audited?) {
        let (opened, unusable) = try store()
        guard let store = opened else {
            let report = AuditReport(
                source: home.root.path,
                logs: [],
                objects: AuditReport.Objects(),
                findings: [unusable].compactMap { $0 } + keyFindings
            )
            return (report, nil)
        }
        let source = SQLiteAuditSource(store)
        let (report, entries) = await Audit(
            of: source,
            trusting: trust,
            comparing: source,
            and: HomeEvidence.read(source, storageKey: storageKey)
        )
        .runKeepingEntries()
        var objects = ObjectAudit(source: source, storageKey: storageKey)
        objects.run(over: entries)
        let cards = entries.cards
        let names = PartyNames(
            library: entries.charters,
            own: entries.standing.node.flatMap { cards[$0] }
        ) { cards[$0] }
        let findings =
            report.findings + keyFindings + objects.findings.all
            + CharterTraces.findings(in: home, store)
            + entries.standing.findings(on: report.logs)
        let whole = AuditReport(
            source: home.root.path,
            logs: report.logs,
            objects: objects.counts,
            findings: findings.map { finding in
                var named = finding.naming(names.titled)
                named.record = finding.record(in: entries)
                return named
            },
            unchecked: objects.unchecked.all
        )
        // That packs cannot be read is a finding of the report; the clocks then say which calendar is missing.
        let calendars = try (try? source.calendars()) ?? CalendarSet.builtIn()
        return (
            whole, Audited(store: store, entries: entries, calendars: calendars, names: names)
        )
    }
}

extension AuditFinding {
    /// The record, in hex, of the one entry at which a finding lies.
    fileprivate func record(in entries: AuditedEntries) -> String? {
        guard let log, let index, lastIndex == nil else { return nil }
        return entries.record(at: index, of: log)?.hex
    }
}

extension AuditedEntries {
    /// That states count entries which are later than the moment that was asked for, one notice a log.
    fileprivate func findings(after moment: Timestamp) -> [AuditFinding] {
        later(than: moment.instant).compactMap { log, later in
            guard let first = NodeTime.shown(at: later.first) else { return nil }
            return AuditFinding(
                .entriesAfterMoment,
                ["at": moment.text, "count": "\(later.count)", "first": first],
                log: log,
                index: later.index
            )
        }
    }
}
