import Auditing
import LocalAPI
import Testing

@testable import NodeService

/// What an auditor finds in a home, with the storage key that lies in it.
extension HomeDirectory {
    /// The report of an auditor with some cards; without any he has no anchor.
    func audited(by cards: [String] = []) async throws -> AuditReport {
        try await HomeAudit(
            of: self,
            trusting: TrustReader.read(cards),
            storageKey: HomeAudit.storageKey(of: self)
        )
        .run()
    }

    /// The same with the records that he computes, those of a mechanism alone where it is given.
    func audited(
        by cards: [String],
        showing query: AuditedRecordQuery,
        in mechanism: String? = nil
    ) async throws -> (report: AuditReport, records: [AuditedRecordDocument]) {
        var records: [AuditedRecordDocument] = []
        let outcome = try await HomeAudit(
            of: self,
            trusting: TrustReader.read(cards),
            storageKey: HomeAudit.storageKey(of: self)
        )
        .run(showing: query) { records.append($0) }
        #expect(outcome.recordCount == records.count)
        return (
            outcome.report,
            records.filter { mechanism == nil || $0.summary.mechanism == mechanism }
        )
    }
}

extension Federation {
    /// Stops nodes and audits their homes: nothing is wrong with them, and every entry counts.
    func requireSound(_ positions: [Int]) async throws {
        for position in positions {
            try await stop(position)
            let report = try await self[position].test.home.audited()
            let faults = report.findings.filter { $0.weight == .fault }
            #expect(faults.isEmpty, "\(faults)")
            let verdicts = report.logs.map(\.verdicts)
            #expect(!verdicts.isEmpty)
            #expect(verdicts.allSatisfy { $0.irregular == 0 && $0.pending == 0 })
        }
    }
}
