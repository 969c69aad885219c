import Casework
import Foundation
import LocalAPI
import Testing
import Wording

@testable import NodeService

/// What a second notice of extension says of the first.
@Suite(.timeLimit(.minutes(20))) struct CorrectedExtensionTests {
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
        // A later day is no correction: the time is extended once more.
        let third = try await Self.notify(record, days[0], "闽市监协〔2026〕3号", at: fujian)
        let last = try await letter(third)
        #expect(last.corrects == nil && last.prolongs?.entry == second && last.notes == nil)
        #expect(after.prolongs == nil && before.prolongs == nil)
        try await federation.remove()
    }

    @Test("a letter whose matter its office has taken back since says so, and no other does")
    func withdrawn() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let jiangxi = federation[0].test
        let record = try await AssistanceRequest.sent(in: federation)
        func notes() async throws -> [CodedText]? {
            try await jiangxi.local.printed(
                record,
                document: "f17",
                entry: nil,
                caller: Self.caller
            ).notes
        }
        #expect(try await notes() == nil)
        let cancel = AssistanceRequest.step("cancel", record)
        _ = try await jiangxi.submit(cancel)
        let told = try #require(try await notes()?.first)
        #expect(told.code == "casework.letter_withdrawn")
        #expect(told.arguments["step_zh"] == "撤回请求")
        let words = Catalogue.message(told.code, told.arguments, in: .zh)?.sentence
        #expect(words?.hasPrefix("已撤回：签发单位已于") == true && words?.contains("{") == false)
        try await federation.remove()
    }
}
