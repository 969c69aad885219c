import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// What `lianlu inbox` prints of a matter whose clock nobody can judge.
@Suite struct WithheldInboxTests {
    private static func item(due: String?, _ withheld: CodedText?) -> InboxItem {
        let summary = RecordSummary(
            record: String(repeating: "7", count: 64),
            machine: "clue",
            mechanism: "exercise",
            state: "accepted",
            stateTitles: ["zh": "已受理", "en": "accepted"],
            opener: "360000/scjg",
            addressees: [],
            updated: "2026-05-06T10:00:00+08:00",
            entryCount: 1
        )
        var item = InboxItem(
            part: .act,
            summary: summary,
            kind: "clue",
            opened: "2026-05-06T10:00:00+08:00"
        )
        item.due = due
        item.withheld = withheld
        return item
    }

    @Test(
        "a matter whose clock is withheld says why in one line and never that nothing is due; beside an end that is told it stands as well"
    )
    func lines() async throws {
        let reasons = [
            CodedText("node.due_calendar_gone", ["mechanism": "exercise", "name": "cn-2027"]),
            CodedText("node.due_pack_gone", ["mechanism": "exercise", "name": "calendars"]),
            CodedText("node.due_charter_gone", ["mechanism": "exercise"]),
            CodedText("node.due_calendar_missing"),
        ]
        for language in Language.allCases {
            for reason in reasons {
                let told = try #require(
                    Catalogue.message(reason.code, reason.arguments, in: language)
                )
                .sentence
                let items = [
                    Self.item(due: nil, reason),
                    Self.item(due: "2026-05-09T23:59:59+08:00", reason), Self.item(due: nil, nil),
                ]
                let outcome = try await RunningNode.serving { node in
                    node.service.script { $0.inbox = items }
                    return try await InProcess.run(["inbox"], home: node.home, language: language)
                }
                #expect(outcome.code == .done)
                let none = try #require(Catalogue.message("command.inbox_no_due", in: language))
                #expect(outcome.data.components(separatedBy: told).count == 3, "\(outcome.data)")
                #expect(outcome.data.components(separatedBy: none.sentence).count == 2)
                #expect(outcome.data.contains("2026-05-09"))
            }
        }
    }
}
