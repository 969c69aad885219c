import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing

@testable import NodeService

/// What a node counts of a mechanism that a revision has left it out of.
@Suite(.serialized) struct LeftOutStatisticsTests {
    private static let members = [
        ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
    ]
    private static let later = NodeTime(
        now: { Int64(Date().timeIntervalSince1970) + 120 * 86_400 },
        isSynchronised: { true }
    )

    @Test("a node that was left out counts nothing there as overdue, and says of how many records")
    func overdue() async throws {
        var federation = try await Federation.make(Self.members)
        let sent = try await federation.send(from: 0, to: "520000")
        for position in 0...1 {
            try await eventually("node \(position) has the receipt") {
                // Nothing is there before the record's first entry came.
                let shown = try? await federation[position].test.local.record(
                    sent.entry,
                    caller: Federation.caller
                )
                return shown?.summary.state == "received"
            }
        }
        let (jiangxi, fujian) = (federation[0].test.local, federation[1].test.local)
        let created = try await jiangxi.create(
            Federation.draft(Array(Self.members.prefix(2))),
            caller: Federation.caller
        )
        let removal = try await fujian.sign(charter: created.text, caller: Federation.caller)
        for position in 0...2 {
            _ = try await federation[position].test.local.join(
                charter: removal.text,
                caller: Federation.caller
            )
        }
        for position in [0, 2] { try await federation.stop(position) }
        for position in [0, 2] { try await federation.restart(position, time: Self.later) }
        for by in [nil, "pair"] as [String?] {
            let query = StatisticsQuery(by: by, exercises: true)
            let member = try await federation[0].test.local.statistics(
                query,
                caller: Federation.caller
            )
            #expect(member.total.overdue == 1 && member.cutOff == nil)
            let former = try await federation[2].test.local.statistics(
                query,
                caller: Federation.caller
            )
            #expect(former.total.opened == 1 && former.total.overdue == 0)
            #expect(former.rows.allSatisfy { $0.overdue == 0 } && former.cutOff == 1)
        }
        try await federation.remove()
    }
}
