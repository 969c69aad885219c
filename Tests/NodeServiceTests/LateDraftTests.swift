import Casework
import Foundation
import Ledger
import LocalAPI
import Testing

@testable import NodeService

/// A step that is drafted late, so that what is said of it names the step's own time.
@Suite(.serialized) struct LateDraftTests {
    private static let late = "casework.clock_extension_late"

    @Test(
        "what is said of a late step names the time of the text that is shown, says else the same at every second, and the step is approved"
    )
    func told() async throws {
        var federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let record = try await AdministrativeHandover.sent(in: federation)
        _ = try await federation[1].test.submit(AdministrativeHandover.step("accept", record))
        for position in [0, 1] { try await federation.stop(position) }
        let clock = SettableClock()
        clock.advance(by: 120 * 86_400)
        try await federation.restart(1, time: clock.time)
        let fujian = federation[1].test
        let officer = try TestOfficer()
        try await officer.enrol(at: fujian, rank: "responsible")
        let draft = try await fujian.local.draft(
            AdministrativeHandover.step("extend", record),
            caller: Federation.caller
        )
        var shown: [DraftDocument] = []
        for seconds in [0, 1, 2, 60] as [Int64] {
            clock.advance(by: seconds)
            shown.append(try await officer.prepare(draft.draft, at: fujian))
        }
        let texts = try shown.map { try ApprovalText(parsing: Array($0.text.utf8)) }
        let times = texts.map(\.header.at.text)
        #expect(Set(times).count == 4, "\(times)")
        for (document, time) in zip(shown, times) {
            let told = try #require(document.findings.first { $0.code == Self.late })
            #expect(told.arguments["at"] == time)
        }
        let timeless = shown.map { document in
            document.findings.map { finding in
                var finding = finding
                if finding.code == Self.late { finding.arguments["at"] = nil }
                return finding
            }
        }
        #expect(Set(timeless).count == 1, "\(timeless)")
        let sender = shown[0].labels.first { $0.field == "sender_office" }
        #expect(sender?.values["360000/scjg"]?["zh"]?.contains("市场监管") == true)
        // The text of the first second is handed in at the last one.
        let taken = try await fujian.local.approve(
            ApprovalDocument(draft: draft.draft, note: try officer.note(shown[0].text)),
            caller: Federation.caller
        )
        #expect(taken.warnings?.contains { $0.code == Self.late } == true)
        let detail = try await fujian.local.record(record, caller: Federation.caller)
        #expect(detail.timeline.last { $0.event == "extend" }?.verdict.class == .valid)
        try await federation.remove(stopped: [0])
    }
}
