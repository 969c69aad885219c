import Casework
import Foundation
import Ledger
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
        let sent = try await federation.handOver(from: 0, to: 1)
        let fujian = federation[1].test
        _ = try await fujian.submit(fujian.submission("accept", record: sent.entry))
        var start = fujian.submission("start_verification", record: sent.entry)
        start.fields["handling_officers"] = .list([.text("丙"), .text("丁")])
        _ = try await fujian.submit(start)
        return (federation, sent.entry)
    }

    /// With what each of several submissions at one time is refused; nil for those that are taken.
    private static func codes(
        of requests: [EntrySubmission],
        at local: NodeLocalService
    ) async -> [String?] {
        await withTaskGroup(of: String?.self) { group in
            for request in requests {
                group.addTask {
                    do {
                        _ = try await local.submit(request, caller: caller)
                        return nil
                    } catch {
                        return (error as? Problem)?.code ?? "\(error)"
                    }
                }
            }
            return await group.reduce(into: [String?]()) { $0.append($1) }
        }
    }

    @Test(
        "while a pause is open no other begins, whenever it would, and the open one is named; where none is open none ends"
    )
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
        func resume() throws -> EntrySubmission {
            var resume = fujian.submission("resume", record: record)
            resume.fields["pause_to"] = .text(try day(-2))
            return resume
        }
        #expect(await Self.refusal(try resume(), at: fujian).codes == ["node.pause_not_open"])
        let far = await Self.refusal(pause(from: try day(92)), at: fujian)
        #expect(far.codes == ["node.field_out_of_range"])
        let open = try await fujian.submit(pause(from: try day(-3)))
        for count in [-3, -5, -1, 30] as [Int64] {
            let refused = await Self.refusal(pause(from: try day(count)), at: fujian)
            #expect(refused.codes == ["node.pause_open"], "\(count)")
            let began = try day(-3)
            #expect(refused.told.contains(open.entry) && refused.told.contains(began))
        }
        // Who ends a pause tells its last day, which is no day to come.
        var early = try resume()
        early.fields["pause_to"] = .text(try day(2))
        #expect(await Self.refusal(early, at: fujian).codes == ["node.field_in_future"])
        _ = try await fujian.submit(try resume())
        // The days that were told count, whenever the steps were taken.
        let shown = try await fujian.local.record(record, caller: Self.caller).clocks?.first
        #expect(try shown?.pauses.map(\.from) == [day(-3)])
        #expect(try shown?.pauses.map(\.to) == [day(-2)])
        #expect(await Self.refusal(try resume(), at: fujian).codes == ["node.pause_not_open"])
        // Days that are excluded already, and days before the clock ran, are pointed out.
        for (count, named) in [(-3, 2), (-2, 1), (1, 0)] as [(Int64, Int)] {
            let preview = try await fujian.local.preview(
                pause(from: try day(count)),
                caller: Self.caller
            )
            let warnings = preview.findings.filter { $0.code == "node.day_before_another" }
            #expect(warnings.count == named, "\(count): \(preview.findings)")
            for language in Language.allCases {
                for warning in warnings {
                    let told = Catalogue.message(warning.code, warning.arguments, in: language)
                    #expect(told?.sentence.contains("{") == false)
                    #expect(told?.remedy.isEmpty == false)
                }
            }
        }
        // However many begin one at the same time, one of them does.
        let requests = try (0..<8).map { _ in pause(from: try day(-1)) }
        let codes = await Self.codes(of: requests, at: fujian.local)
        #expect(codes.count { $0 == nil } == 1)
        #expect(codes.allSatisfy { $0 == nil || $0 == "node.pause_open" }, "\(codes)")
        #expect(try await federation[1].count(of: "pause", in: "exercise") == 2)
        try await federation.remove()
    }

    @Test(
        "a filing lies on one day; one before the matter was found, however long, is pointed out and taken"
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
            ("2019-01-01", "2025-11-21T09:00:00+08:00", ["field_day_differs"]),
            ("2025-11-22", "2025-11-21T23:59:59+08:00", ["field_day_differs"]),
            (
                "0001-01-01", "0001-01-01T00:00:00+00:00",
                ["field_out_of_range", "field_out_of_range"]
            ),
        ] {
            let refused = await Self.refusal(file(on: day, at: time), at: fujian)
            #expect(refused.codes == codes.map { "node.\($0)" }, "\(day) \(time)")
        }
        // An office may have filed by itself before anybody told it, or joins the matter to a case of years ago.
        let early = file(on: "2015-03-02", at: "2015-03-02T09:00:00+08:00")
        let preview = try await fujian.local.preview(early, caller: Self.caller)
        let warnings = preview.findings.filter { $0.code == "node.filed_before_matter" }
        #expect(warnings.map { $0.arguments["field"] } == ["filed_on", "first_filed_at"])
        // Of what it lies before, the earliest is told: the matter was found long before it came here.
        #expect(warnings.allSatisfy { $0.arguments["fields"] == "found_at" })
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

    @Test(
        "what others wrote keeps no filing from being taken, and does not say when a matter came here"
    )
    func strangers() throws {
        func fields(_ texts: [String: String]) throws -> [FieldID: BodyValue] {
            try texts.reduce(into: [:]) { fields, text in
                fields[try #require(FieldID(text.key))] = .string(text.value)
            }
        }
        let far = "9999-01-01T00:00:00+08:00"
        let dates = StepDates(
            fields: try fields([
                "filed_on": "2026-11-20", "first_filed_at": "2026-11-20T09:00:00+08:00",
            ]),
            earlier: [:],
            others: try fields(["found_at": far, "received_at": far]),
            receipt: "2026-11-10T09:00:00+08:00",
            now: try #require(Timestamp("2026-11-21T09:00:00+08:00")).instant
        )
        #expect(dates.faults().isEmpty)
        #expect(dates.warnings().map { $0.arguments["fields"] } == ["found_at", "found_at"])
        let received = StepDates(
            fields: try fields(["received_at": "2026-11-20T09:00:00+08:00"]),
            earlier: [:],
            others: try fields(["found_at": far]),
            receipt: nil,
            now: dates.now
        )
        #expect(received.faults().isEmpty)
        #expect(received.warnings().map(\.code) == ["node.day_before_another"])
    }

    @Test(
        "no day before 1980 is taken for any date; what only looks like one, and a complaint that came before the find, are taken"
    )
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
            // A complaint comes, and the infringement is found at the inspection.
            (["found_at": found, "received_at": "2025-11-01T09:00:00+08:00"], []),
            (["mark_text": "1979-10-01", "batch": "1979-10-01"], []),
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
