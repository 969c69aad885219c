import Casework
import Foundation
import LocalAPI
import Testing
import Wording

@testable import NodeService

/// Dates that cannot be, and pauses that nobody could end, are told before anything is signed.
@Suite struct StepDateTests {
    private static let caller = TestNode.operatorCaller

    /// The codes under which a step is refused, each told in both languages.
    private static func refusal(
        _ submission: EntrySubmission,
        at node: TestNode
    ) async -> (codes: [String], told: String) {
        let error = await #expect(throws: Problem.self) { _ = try await node.submit(submission) }
        guard let error else { return ([], "") }
        let told = Language.allCases.map { error.worded(in: $0) }
        for worded in told { #expect(!worded.cause.contains("{") && !worded.remedy.isEmpty) }
        return (error.reasons.map { $0.map(\.code) } ?? [error.code], told[1].cause)
    }

    /// A clue from jiangxi that fujian is verifying, and fujian's node.
    private static func verifying() async throws -> (Federation, record: String) {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let sent = try await federation.send(from: 0, to: "350000")
        let fujian = federation[1].test
        try await eventually("fujian's node has signed its receipt") {
            let records = try await fujian.local.records(
                RecordQuery(),
                after: nil,
                caller: Self.caller
            )
            return records.items.first?.state == "received"
        }
        _ = try await fujian.submit(fujian.submission("accept", record: sent.entry))
        var start = fujian.submission("start_verification", record: sent.entry)
        start.fields["handling_officers"] = .list([.text("丙"), .text("丁")])
        _ = try await fujian.submit(start)
        return (federation, sent.entry)
    }

    @Test("while a pause is open no other begins, whenever it would, and the open one is named")
    func pauses() async throws {
        let (federation, record) = try await Self.verifying()
        let fujian = federation[1].test
        func pause(from day: String) -> EntrySubmission {
            var pause = fujian.submission("pause", record: record)
            pause.fields["pause_reason"] = .text("testing")
            pause.fields["pause_from"] = .text(day)
            return pause
        }
        let today = NodeTime.system.now()
        func day(_ count: Int64) throws -> String {
            String(try NodeTime.timestamp(at: today + count * 86_400).text.prefix(10))
        }
        let far = await Self.refusal(pause(from: try day(92)), at: fujian)
        #expect(far.codes == ["node.field_out_of_range"])
        let open = try await fujian.submit(pause(from: try day(-3)))
        for count in [-3, -5, -1, 30] as [Int64] {
            let refused = await Self.refusal(pause(from: try day(count)), at: fujian)
            #expect(refused.codes == ["node.pause_open"], "\(count)")
            let began = try day(-3)
            #expect(refused.told.contains(open.entry) && refused.told.contains(began))
        }
        var resume = fujian.submission("resume", record: record)
        resume.fields["pause_to"] = .text(try day(-2))
        _ = try await fujian.submit(resume)
        _ = try await fujian.submit(pause(from: try day(-1)))
        try await federation.remove()
    }

    @Test(
        "a filing lies on one day, and long before the matter was found it is none of this matter"
    )
    func filing() async throws {
        let (federation, record) = try await Self.verifying()
        let fujian = federation[1].test
        func file(on day: String, at time: String) -> EntrySubmission {
            var file = fujian.submission("file", record: record)
            file.fields["case_no"] = .text("闽市监立〔2026〕1号")
            file.fields["filed_on"] = .text(day)
            file.fields["first_filed_at"] = .text(time)
            return file
        }
        // The matter was found at 2025-11-20T09:00:00+08:00.
        for (day, time, codes) in [
            (
                "2019-01-01", "2025-11-21T09:00:00+08:00",
                ["field_day_differs", "field_long_before"]
            ),
            ("2025-11-22", "2025-11-21T23:59:59+08:00", ["field_day_differs"]),
            (
                "2020-11-19", "2020-11-19T09:00:00+08:00",
                ["field_long_before", "field_long_before"]
            ),
            (
                "0001-01-01", "0001-01-01T00:00:00+00:00",
                ["field_out_of_range", "field_out_of_range"]
            ),
        ] {
            let refused = await Self.refusal(file(on: day, at: time), at: fujian)
            #expect(refused.codes == codes.map { "node.\($0)" }, "\(day) \(time)")
        }
        // An office may have filed by itself before anybody told it: allowed, and pointed out.
        let early = file(on: "2020-11-20", at: "2020-11-20T09:00:00+08:00")
        let preview = try await fujian.local.preview(early, caller: Self.caller)
        let warnings = preview.findings.filter { $0.code == "node.filed_before_matter" }
        #expect(warnings.map { $0.arguments["field"] } == ["filed_on", "first_filed_at"])
        for language in Language.allCases {
            let told = Catalogue.message(warnings[0].code, warnings[0].arguments, in: language)
            #expect(told?.sentence.contains("{") == false && told?.remedy.isEmpty == false)
        }
        // A day begins elsewhere before it begins here.
        let now = try NodeTime.timestamp(at: NodeTime.system.now()).text
        let good = file(on: String(now.prefix(10)), at: now)
        let shown = try await fujian.local.preview(good, caller: Self.caller)
        #expect(!shown.findings.contains { $0.code == "node.filed_before_matter" })
        _ = try await fujian.submit(good)
        try await federation.remove()
    }

    @Test("no day before 1980 is taken for any date, and nothing is received before it was found")
    func bounds() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        func create(_ fields: [String: String]) -> EntrySubmission {
            var create = node.submission("create")
            for (id, value) in fields { create.fields[id] = .text(value) }
            return create
        }
        let found = "2025-11-20T09:00:00+08:00"
        for (fields, codes) in [
            (["found_at": "1979-12-31T23:59:59+08:00"], ["node.field_out_of_range"]),
            (["found_at": "1980-01-01T00:00:00+08:00"], []),
            // The months of published cases.
            (["found_at": "2010-02-01T09:00:00+08:00"], []),
            (["found_at": "2015-11-01T09:00:00+08:00"], []),
            (["found_at": "2018-10-01T09:00:00+08:00"], []),
            (["found_at": "2023-12-01T09:00:00+08:00"], []),
            (["pause_from": "1979-12-31"], ["node.field_out_of_range"]),
            (["pause_to": "2125-01-01"], ["node.field_out_of_range"]),
            (
                ["found_at": found, "received_at": "2025-11-19T08:59:59+08:00"],
                ["node.field_long_before"]
            ),
            (["found_at": found, "received_at": "2025-11-19T09:00:00+08:00"], []),
        ] as [([String: String], [String])] {
            guard !codes.isEmpty else {
                _ = try await node.submit(create(fields))
                continue
            }
            let refused = await Self.refusal(create(fields), at: node)
            #expect(refused.codes == codes, "\(fields)")
        }
        let refused = await Self.refusal(
            create(["found_at": "0001-01-01T00:00:00+00:00"]),
            at: node
        )
        #expect(refused.told.contains("1980-01-01"))
        try await node.remove()
    }
}
