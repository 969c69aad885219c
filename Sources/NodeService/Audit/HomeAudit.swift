package import Auditing
import Cryptography
import Foundation
import Ledger
import SQLiteStorage

/// The audit of a home on disk, beside a running node or without one; it changes neither database nor write-ahead log.
package struct HomeAudit {
    private let home: HomeDirectory
    private let trust: Trust
    private let storageKey: [UInt8]?

    /// Prepares an audit; without the storage key sealed objects are counted and not checked.
    package init(of home: HomeDirectory, trusting trust: Trust, storageKey: [UInt8]?) {
        self.home = home
        self.trust = trust
        self.storageKey = storageKey
    }

    /// The storage key of a home where it can be read; nil where it is not here or not ours to read.
    package static func storageKey(of home: HomeDirectory) -> [UInt8]? {
        // Its absence is an answer: objects are then reported as not checked.
        try? StorageKeyFile.load(from: home.storageKey.path)
    }

    /// The storage key in a file that the auditor names; throws what is wrong with it.
    package static func storageKey(from path: String) throws -> [UInt8] {
        try StorageKeyFile.load(from: path)
    }

    /// Reads everything and reports; throws where there is no database that can be opened at all.
    package func run() async throws -> AuditReport {
        let store = try ReadOnlyStore(directory: home.data.path)
        let source = SQLiteAuditSource(store)
        let (report, entries) = await Audit(
            of: source,
            trusting: trust,
            comparing: source,
            and: HomeEvidence.read(store)
        )
        .runKeepingEntries()
        var objects = ObjectAudit(source: source, storageKey: storageKey)
        objects.run(over: entries)
        return AuditReport(
            source: home.root.path,
            logs: report.logs,
            objects: objects.counts,
            findings: report.findings + objects.findings.all
        )
    }
}
