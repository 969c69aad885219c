import Auditing
import Cryptography
import Foundation
import Ledger
import LocalAPI
import Logging
import NodeService
import TransparencyLog

extension Operations {
    /// The operations of this program.
    static let installed = Operations(
        kinds: kinds,
        initialise: initialise,
        serve: serve,
        examine: examine,
        audit: audit,
        verify: verify,
        export: export
    )

    private static let kinds: @Sendable () -> [KindDocument] = {
        // A test holds that the program's packs can be read; without them `record` goes on, and the node says what is wrong.
        (try? KindDocument.ofBuiltInPacks()) ?? []
    }

    private static let initialise: @Sendable (InitRequest) async throws -> InitReport = {
        request in
        try await Problems.told {
            let home = HomeDirectory(request.home)
            let configuration = NodeConfiguration(
                node: request.node,
                region: request.region,
                listen: request.listen,
                url: request.url,
                offices: request.offices
            )
            let card: PeerCard
            do {
                card = try await HomeInitializer(home: home, configuration: configuration).run()
            } catch let error as NodeError where error.code.isOfCommandLine {
                // What stands in the file of a node that runs was given on the command line here.
                var problem = Problem(
                    code: "node.\(error.code.rawValue)",
                    arguments: error.arguments,
                    status: 400
                )
                problem.detail = error.cause
                throw problem
            }
            return InitReport(
                card: CardPresenter.document(
                    card,
                    standing: .own,
                    now: Int64(Date().timeIntervalSince1970)
                ),
                files: try files(of: home),
                home: home.root.path
            )
        }
    }

    private static let serve: @Sendable (ServeRequest) async throws -> Void = { request in
        try await Problems.told {
            var logger = Logger(label: "lianlu") {
                ServeLogHandler(StreamLogHandler.standardError(label: $0))
            }
            logger.logLevel = .info
            try await NodeRun(home: HomeDirectory(request.home), logger: logger).run()
        }
    }

    private static let examine: @Sendable (ExamineRequest) async throws -> [CheckResult] = {
        request in
        NodeExamination(home: HomeDirectory(request.home)).results()
    }

    /// Every file that lies in a home, relative to it, sorted.
    private static func files(of home: HomeDirectory) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: home.root.path)
        return names.filter { name in
            var isFolder: ObjCBool = false
            let path = home.root.appending(path: name).path
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        .sorted()
    }
}

// MARK: - What an auditor does

extension Operations {
    private static let audit:
        @Sendable (AuditRequest, @escaping ReportProgress, @escaping ShowRecord) async throws ->
            AuditDocument = { request, progress, show in
                try await Problems.told {
                    let trust = try TrustReader.read(request.trust, known: request.known)
                    let (report, count) = try await report(
                        on: request,
                        trusting: trust,
                        progress: progress,
                        show: show
                    )
                    // Logs that are lost are findings; a place that never had one was not audited.
                    guard !report.logs.isEmpty || !report.isSound else {
                        throw NodeError(.nothingToAudit, ["path": request.source])
                    }
                    var document = AuditDocument(report)
                    document.recordCount = count
                    return document
                }
            }

    private static func report(
        on request: AuditRequest,
        trusting trust: Trust,
        progress: @escaping ReportProgress,
        show: ShowRecord
    ) async throws -> (report: AuditReport, recordCount: Int?) {
        let isURL = request.source.contains("://")
        func refuse(_ option: String, unless isOfUse: Bool) throws {
            guard !isOfUse else { return }
            throw NodeError(.auditOptionUnfit, ["option": option, "source": request.source])
        }
        try refuse("--ca", unless: request.authorities == nil || isURL)
        let isHome = !isURL && !ExportedDirectory.isExport(request.source)
        try refuse("--storage-key", unless: request.storageKey == nil || isHome)
        guard request.records == nil || isHome else {
            throw NodeError(.auditRecordsUnfit, ["source": request.source])
        }
        if request.source.hasPrefix("https://") {
            let report = try await PublishedLog(request.source, authorities: request.authorities)
                .audit(trusting: trust) { progress(Progress(done: $0, total: $1)) }
            return (report, nil)
        }
        if isURL {
            throw NodeError(.sourceUnsupported, ["source": request.source])
        }
        if !isHome {
            let export = try ExportedDirectory(request.source)
            return (await ExportAudit(of: export, trusting: trust).run(), nil)
        }
        let home = HomeDirectory(request.source)
        if access(home.data.path, F_OK) != 0, errno == ENOENT || errno == ENOTDIR {
            throw NodeError(.sourceUnknown, ["path": request.source])
        }
        let key = try request.storageKey.map { try HomeAudit.storageKey(from: $0) }
        let audit =
            key.map { HomeAudit(of: home, trusting: trust, storageKey: $0) }
            ?? HomeAudit(of: home, trusting: trust)
        guard let asked = request.records else { return (try await audit.run(), nil) }
        let query = try AuditedRecordQuery(record: asked.record, at: asked.at)
        let (report, count) = try await audit.run(showing: query, to: show)
        return (report, count)
    }

    private static let verify: @Sendable (VerifyRequest) async throws -> VerifyDocument = {
        request in
        try await Problems.told {
            VerifyDocument(
                EntryVerification(
                    entry: request.entry,
                    proof: request.proof,
                    trusting: try TrustReader.items(request.trust)
                )
            )
        }
    }

    private static let export:
        @Sendable (ExportRequest, @escaping ReportProgress) async throws -> ExportDocument = {
            request,
            progress in
            try await Problems.told {
                let home = HomeDirectory(request.home)
                let outcome = try LogExport(
                    of: OriginText.origin(request.origin),
                    in: home,
                    to: request.directory,
                    openingObjectsWith: request.includesObjects
                        ? HomeAudit.storageKey(from: home.storageKey.path) : nil
                ).run { done, total in progress(Progress(done: done, total: total)) }
                return ExportDocument(
                    byteCount: outcome.byteCount,
                    directory: request.directory,
                    fileCount: outcome.fileCount,
                    forkCount: outcome.forkCount,
                    cosignedSizesLeftOut: outcome.cosignedSizesLeftOut,
                    objectCount: outcome.objectCount,
                    origin: request.origin,
                    root: outcome.root,
                    size: outcome.size.rawValue
                )
            }
        }
}

extension AuditDocument {
    /// A report as commands print it.
    fileprivate init(_ report: AuditReport) {
        self.init(
            findings: report.findings.map { Finding($0) },
            logs: report.logs.map { log in
                var row = Log(
                    isKeyAnchored: log.anchoring == .anchored,
                    anchoredCosignatureCount: log.anchoredCosignatureCount,
                    cosignatureCount: log.cosignatureCount,
                    entryCount: log.entryCount,
                    fingerprint: log.fingerprint,
                    invalid: log.verdicts.invalid,
                    irregular: log.verdicts.irregular,
                    node: log.node.map { "\($0)" },
                    origin: "\(log.origin)",
                    pending: log.verdicts.pending,
                    root: log.root,
                    valid: log.verdicts.valid
                )
                row.newestEntryAt = log.newestAt.flatMap { NodeTime.shown(at: $0) }
                row.receipts = log.receipts.map { Receipts($0) }
                row.keyID = log.keyID
                row.firstEntry = log.first.map { Written($0) }
                row.lastEntry = log.last.map { Written($0) }
                return row
            },
            objects: Objects(
                erased: report.objects.erased,
                leftOut: report.objects.leftOut,
                missing: report.objects.missing,
                notEntitled: report.objects.notEntitled,
                notErased: report.objects.notErased,
                notGranted: report.objects.notGranted,
                sealedNotChecked: report.objects.sealedNotChecked,
                unaccounted: report.objects.unaccounted,
                verified: report.objects.verified
            ),
            source: report.source,
            unchecked: report.unchecked.map { Unchecked($0) }
        )
    }
}

extension AuditDocument.Receipts {
    fileprivate init(_ receipts: AuditReport.Receipts) {
        self.init(
            anchored: receipts.isAnchored,
            at: receipts.time.flatMap { NodeTime.shown(at: Int64(clamping: $0)) },
            cosigner: "\(receipts.cosigner)",
            count: receipts.count,
            size: receipts.size.rawValue
        )
    }
}

extension AuditDocument.Finding {
    fileprivate init(_ finding: AuditFinding) {
        self.init(
            count: finding.count,
            detail: finding.cause,
            fault: finding.weight == .fault,
            index: finding.index.map { $0.rawValue },
            last: finding.lastIndex.map { $0.rawValue },
            log: finding.log.map { "\($0)" },
            place: finding.place,
            record: finding.record,
            reason: finding.reason.map { reason in
                CodedText(reason.code, reason.arguments.merging(reason.names) { own, _ in own })
            },
            text: CodedText(
                "auditing.\(finding.code.rawValue)",
                finding.arguments.merging(finding.names) { own, _ in own }
            )
        )
    }
}

extension VerifyDocument {
    fileprivate init(_ verification: EntryVerification) {
        self.init(
            anchored: verification.isAnchored,
            entry: verification.entry.hex,
            findings: verification.faults.map { CodedText($0.code, $0.arguments) },
            included: verification.isIncluded,
            index: verification.proof.map { $0.index.rawValue },
            origin: verification.proof.map { "\($0.checkpoint.origin)" },
            root: verification.proof.map { $0.checkpoint.root.hex },
            signatures: verification.signatures.map { signature in
                Signature(
                    fingerprint: signature.fingerprint,
                    keyID: "\(signature.keyID)",
                    name: "\(signature.name)"
                )
            },
            signers: verification.signers.map { signature in
                Signature(
                    fingerprint: signature.fingerprint,
                    keyID: "\(signature.keyID)",
                    name: "\(signature.name)"
                )
            },
            size: verification.proof.map { $0.checkpoint.size.rawValue }
        )
    }
}
