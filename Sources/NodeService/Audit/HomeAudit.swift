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

    /// Reads everything and reports; throws where there is no database that can be opened at all.
    package func run() async throws -> AuditReport { try await audit().report }

    /// Reads everything, hands over each record that is asked for with its state and clocks, and reports.
    ///
    /// The second value is how many records there were.
    package func run(
        showing query: AuditedRecordQuery,
        to body: (AuditedRecordDocument) throws -> Void
    ) async throws -> (report: AuditReport, recordCount: Int) {
        let (report, entries, calendars) = try await audit()
        let records = try RecordAudit(of: entries, countingBy: calendars, asking: query)
        return (report, try records?.forEach(body) ?? 0)
    }

    private func audit() async throws -> (
        report: AuditReport, entries: AuditedEntries, calendars: CalendarSet
    ) {
        let store = try ReadOnlyStore(directory: home.data.path)
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
        let whole = AuditReport(
            source: home.root.path,
            logs: report.logs,
            objects: objects.counts,
            findings: report.findings + keyFindings + objects.findings.all
                + entries.standing.findings(on: report.logs)
        )
        // That packs cannot be read is a finding of the report; the clocks then say which calendar is missing.
        let calendars = try (try? source.calendars()) ?? CalendarSet.builtIn()
        return (whole, entries, calendars)
    }
}
