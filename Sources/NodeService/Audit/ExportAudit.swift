package import Auditing
import Cryptography
import Ledger
import TransparencyLog

/// The audit of an exported directory with the objects that lie in it.
package struct ExportAudit {
    private let source: ExportedDirectory
    private let trust: Trust

    /// Prepares an audit.
    package init(of source: ExportedDirectory, trusting trust: Trust) {
        self.source = source
        self.trust = trust
    }

    /// Reads everything and reports.
    package func run() async -> AuditReport {
        let (report, entries) = await Audit(
            of: source,
            trusting: trust,
            comparing: nil,
            and: source.evidence()
        )
        .runKeepingEntries()
        var objects = Objects(source: source)
        objects.check(entries)
        return AuditReport(
            source: report.source,
            logs: report.logs,
            objects: objects.counts,
            findings: report.findings + objects.findings.all,
            unchecked: [objects.unchecked]
        )
    }
}

extension ExportAudit {
    /// Compares each object with the entry that names it; which are left out is whoever exported to decide, and its list's to say.
    private struct Objects {
        let source: ExportedDirectory
        var counts = AuditReport.Objects()
        var findings = AuditFindings()
        /// What the directory has not got; counted when all was read.
        var unchecked = AuditReport.Unchecked(.leftOut)

        /// That no more is to be looked for.
        private struct Enough: Error {}

        init(source: ExportedDirectory) { self.source = source }

        mutating func check(_ entries: AuditedEntries) {
            var hasFiles = true
            do {
                var rest = try source.objectPaths()
                hasFiles = !rest.isEmpty
                counts.leftOut = entries.objectCount
                defer { unchecked.count = counts.leftOut }
                for origin in entries.origins {
                    try entries.forEachObject(of: origin, reader: nil) { object in
                        if rest.isEmpty, unchecked.isFull { throw Enough() }
                        let path = ExportedDirectory.objectPath(
                            object.reference.sha256,
                            at: object.index
                        )
                        guard rest.remove(path) != nil else {
                            let name = object.reference.sha256.hex
                            return unchecked.name(origin, object.index, name)
                        }
                        counts.leftOut -= 1
                        try check(object, path, of: origin)
                    }
                }
                judge(rest, entries)
            } catch is Enough {
                // The others are counted.
            } catch {
                // Without a file nothing is compared: what cannot be read is a finding of its log, and only a name is lacking here.
                guard hasFiles else { return }
                findings.append(
                    AuditFinding(.sourceUnreadable, place: "objects", cause: "\(error)")
                )
            }
        }

        /// What no entry names; where entries were not read or not judged, nothing is said of what is theirs.
        private mutating func judge(_ rest: Set<String>, _ entries: AuditedEntries) {
            let surplus = rest.filter { path in
                ExportedDirectory.objectIndex(path).map { index in
                    entries.origins.contains { entries.isJudged(index, of: $0) }
                } ?? true
            }
            findings += surplus.sorted().map { AuditFinding(.fileSurplus, place: $0) }
            let count = rest.count - surplus.count
            guard count > 0 else { return }
            let arguments = ["count": "\(count)"]
            findings.append(
                AuditFinding(
                    .logObjectsNotJudged,
                    arguments,
                    log: entries.origins.first,
                    place: "objects"
                )
            )
        }

        private mutating func check(
            _ object: AuditedObject,
            _ path: String,
            of origin: Origin
        ) throws {
            let bytes = try source.object(path)
            do {
                _ = try SaltedObject(salted: bytes, matching: object.reference)
                counts.verified += 1
            } catch {
                findings.append(
                    AuditFinding(
                        .objectDamaged,
                        ["object": object.reference.sha256.hex],
                        log: origin,
                        index: object.index,
                        place: path,
                        cause: "\(error)"
                    )
                )
            }
        }
    }
}
