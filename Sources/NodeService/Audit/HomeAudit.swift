package import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// The audit of a home on disk, beside a running node or without one; it changes neither database nor write-ahead log.
package struct HomeAudit {
    private static let runEntryCount = 4_096

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
        let report = await Audit(of: SQLiteAuditSource(store), trusting: trust).run()
        var objects = ObjectAudit(storageKey: storageKey)
        for log in report.logs {
            do {
                try read(log.origin, in: store, &objects)
            } catch {
                objects.findings.append(
                    AuditFinding(
                        .sourceUnreadable,
                        log: log.origin,
                        place: "holdings",
                        cause: "\(error)"
                    )
                )
            }
        }
        return AuditReport(
            source: home.root.path,
            logs: report.logs,
            objects: objects.counts,
            findings: report.findings + objects.findings
        )
    }

    private func read(
        _ origin: Origin,
        in store: ReadOnlyStore,
        _ objects: inout ObjectAudit
    ) throws {
        let source = SQLiteAuditSource(store)
        var index: UInt64 = 0
        while let start = EntryIndex(index) {
            let entries = try source.entries(of: origin, from: start, count: Self.runEntryCount)
            guard !entries.isEmpty else { return }
            for bytes in entries {
                // An entry that cannot be read names no object; the audit of its log has said so.
                if let content = try? UnverifiedEntry(parsing: bytes),
                    let place = EntryIndex(index)
                {
                    for reference in content.header.objects {
                        let key = HoldingKey(
                            origin: origin,
                            index: place,
                            object: reference.sha256
                        )
                        objects.check(key, try store.read { try $0.holding(key) })
                    }
                }
                index += 1
            }
        }
    }
}

/// Opens what is sealed and compares it with its name.
struct ObjectAudit {
    let storageKey: [UInt8]?
    var counts = AuditReport.Objects()
    var findings: [AuditFinding] = []

    mutating func check(_ key: HoldingKey, _ holding: Holding?) {
        switch holding?.status {
        case nil: counts.notGranted += 1
        case .wanted?:
            counts.missing += 1
            findings.append(finding(.objectMissing, key, cause: nil))
        case .erased?: counts.erased += 1
        case .stored?:
            guard let storageKey, let holding else {
                counts.sealedNotChecked += 1
                findings.append(finding(.objectNotChecked, key, cause: nil))
                return
            }
            do {
                let sealed = try SealedObject(
                    name: key.object,
                    wrappedKey: holding.wrappedKey,
                    storageKey: storageKey
                )
                _ = try sealed.open(holding.sealed)
                counts.verified += 1
            } catch {
                findings.append(finding(.objectDamaged, key, cause: "\(error)"))
            }
        }
    }

    private func finding(_ code: AuditCode, _ key: HoldingKey, cause: String?) -> AuditFinding {
        AuditFinding(
            code,
            ["object": key.object.hex],
            log: key.origin,
            index: key.index,
            place: "holdings",
            cause: cause
        )
    }
}
