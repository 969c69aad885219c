import Casework
import Foundation
import LocalAPI
import Testing

@testable import NodeService

/// What a second notice of extension says of the first.
@Suite(.timeLimit(.minutes(5))) struct CorrectedExtensionTests {
    private static let caller = TestNode.operatorCaller

    private static func notify(
        _ record: String,
        _ day: String,
        _ number: String,
        at node: TestNode
    ) async throws -> String {
        var notify = AssistanceRequest.step("notify_extension", record)
        notify.fields = [
            "extension_reason": .text("须再次取样"), "new_due": .text(day),
            "document_no": .text(number),
        ]
        return try await node.submit(notify).entry
    }

    @Test("a notice that corrects another names it, and one that does not corrects none")
    func corrects() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let fujian = federation[1].test
        let record = try await AssistanceRequest.sent(in: federation)
        _ = try await fujian.submit(AssistanceRequest.step("accept", record))
        // Both are behind the days that the law gives; the second takes the first back.
        let days = [200, 190].map { count in
            Date(timeIntervalSinceNow: Double(count) * 86_400)
                .formatted(.iso8601.year().month().day())
        }
        let first = try await Self.notify(record, days[0], "闽市监协〔2026〕1号", at: fujian)
        let second = try await Self.notify(record, days[1], "闽市监协〔2026〕2号", at: fujian)
        func letter(_ entry: String) async throws -> PrintedForm {
            try await fujian.local.printed(
                record,
                document: "own-assist-extension",
                entry: entry,
                caller: Self.caller
            )
        }
        let (before, after) = (try await letter(first), try await letter(second))
        #expect(before.corrects == nil && before.notes == nil)
        #expect(after.corrects?.entry == first && after.notes == nil)
        #expect(after.corrects?.documentNumber == "闽市监协〔2026〕1号")
        #expect(after.documentNumber == "闽市监协〔2026〕2号")
        #expect(after.answered?.documentNumber == "赣市监协查〔2026〕1号")
        try await federation.remove()
    }
}
