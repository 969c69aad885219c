import ArgumentParser
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// What `audit` prints of records and their clocks.
@Suite struct AuditRecordTests {
    /// A record with one clock, as an audit hands it over.
    private static func record(isJudged: Bool = true) -> AuditedRecordDocument {
        var summary = RecordSummary(
            record: ScriptedService.digest("a"),
            machine: "clue",
            mechanism: "exercise",
            state: "received",
            stateTitles: ["zh": "已签收", "en": "received"],
            opener: "360000/scjg",
            addressees: ["350000"],
            updated: "2026-11-20T09:00:00+08:00",
            entryCount: 3
        )
        summary.machineTitles = ["zh": "线索通报", "en": "clue notice"]
        var record = AuditedRecordDocument(
            summary: summary,
            asOf: "2026-12-01T00:00:00+08:00"
        )
        var clock = ClockDocument(
            clock: "A1",
            titles: ["zh": "核查期限", "en": "verification"],
            kind: "limit",
            bearer: "receiver",
            length: .init(count: 15, unit: "working_day"),
            roll: "not_applicable",
            rules: "clue@\(ScriptedService.digest("c"))",
            rulesVersion: 1,
            status: "verified",
            started: .init(
                entry: ScriptedService.digest("b"),
                event: "receive",
                eventTitles: ["zh": "签收", "en": "receive"],
                at: "2026-11-20T09:00:00+08:00",
                signer: "350000/system"
            ),
            standing: "casework.clock_limit_running"
        )
        clock.due = .init(last: "2026-12-11T23:59:59+08:00", day: "2026-12-11")
        clock.law = [
            .init(
                titles: ["zh": "市场监督管理行政处罚程序规定", "en": "SAMR penalty procedure"],
                article: "18",
                number: nil,
                status: "verified"
            )
        ]
        record.clocks = [clock]
        if !isJudged { record.leaveOut(CodedText("auditing.record_not_judged")) }
        return record
    }

    /// Operations whose audit shows some records, and what was asked of it.
    private static func operations(
        showing records: [AuditedRecordDocument],
        faults: Int = 0,
        _ seen: Box<AuditRequest> = Box()
    ) -> Operations {
        var operations = Operations()
        operations.audit = { request, _, show in
            seen.set(request)
            for record in records { try show(record) }
            var document = OfflineTests.document(faults: faults, anchored: true)
            document.recordCount = request.records == nil ? nil : records.count
            return document
        }
        return operations
    }

    private static func run(
        _ arguments: [String],
        _ operations: Operations,
        language: Language = .en
    ) async throws -> InProcess.Outcome {
        await InProcess.run(
            try AuditCommand.parse(["/a"] + arguments),
            home: "/b",
            language: language,
            operations: operations
        )
    }

    @Test(
        "each record is printed with its state, and each clock with rule, article, due time and what set it off",
        arguments: Language.allCases
    )
    func text(_ language: Language) async throws {
        let seen = Box<AuditRequest>()
        let operations = Self.operations(showing: [Self.record()], seen)
        let at = "2026-12-01T00:00:00+08:00"
        let outcome = try await Self.run(["--records", "--at", at], operations, language: language)
        #expect(outcome.code == .done, "\(outcome.talk)")
        #expect(seen.value?.records == AuditRecordsRequest(record: nil, at: at))
        for shown in [
            ScriptedService.digest("a"), "A1", "2026-12-11T23:59:59+08:00", at,
            language == .zh ? "第十八条" : "art. 18",
            language == .zh ? "已签收" : "received", language == .zh ? "线索通报" : "clue notice",
            String(ScriptedService.digest("b").prefix(8)),
        ] {
            #expect(outcome.data.contains(shown), "\(shown): \(outcome.data)")
        }
        #expect(!outcome.data.contains("command."), "\(outcome.data)")
        #expect(outcome.data.contains(language == .zh ? "核验对象" : "audited"))
    }

    @Test(
        "a record that could not be judged shows neither state nor clocks, and says why",
        arguments: Language.allCases
    )
    func notJudged(_ language: Language) async throws {
        let operations = Self.operations(showing: [Self.record(isJudged: false)], faults: 1)
        let outcome = try await Self.run(["--records"], operations, language: language)
        #expect(outcome.code == .verificationFailed)
        let said = try #require(Catalogue.message("auditing.record_not_judged", in: language))
        #expect(outcome.data.contains(said.sentence))
        #expect(!outcome.data.contains("A1"))
        #expect(!outcome.data.contains(language == .zh ? "已签收" : "received"))
    }

    @Test("with --json each record is a line of its own, and the report is the last one")
    func json() async throws {
        let operations = Self.operations(showing: [Self.record(), Self.record(isJudged: false)])
        let outcome = try await Self.run(["--records", "--json"], operations)
        let lines = outcome.data.split(separator: "\n").map { Data($0.utf8) }
        #expect(lines.count == 3 && outcome.talk.isEmpty)
        let records = try lines.dropLast().map {
            try JSONDecoder().decode(AuditedRecordDocument.self, from: $0)
        }
        #expect(records == [Self.record(), Self.record(isJudged: false)])
        let report = try JSONDecoder().decode(AuditDocument.self, from: try #require(lines.last))
        #expect(report.recordCount == 2 && report.version == 1)
        let plain = try await Self.run(["--json"], Self.operations(showing: []))
        #expect(!plain.data.contains("recordCount"))
    }

    @Test(
        "one record is asked for by the beginning of its digest; where there is none, the command ends with 4"
    )
    func one() async throws {
        let seen = Box<AuditRequest>()
        let found = try await Self.run(
            ["--record", "AAAAAAAA"],
            Self.operations(showing: [Self.record()], seen)
        )
        #expect(found.code == .done)
        #expect(seen.value?.records == AuditRecordsRequest(record: "aaaaaaaa", at: nil))
        let none = try await Self.run(["--record", "aaaaaaaa"], Self.operations(showing: []))
        #expect(none.code == .notFound && none.talk.contains("aaaaaaaa"))
        let faulty = try await Self.run(
            ["--record", "aaaaaaaa"],
            Self.operations(showing: [], faults: 1)
        )
        #expect(faulty.code == .verificationFailed)
    }

    @Test(
        "a moment without records and a digest that is too short are refused",
        arguments: [
            ["--at", "2026-12-01T00:00:00+08:00"], ["--record", "aaaaaaa"],
        ]
    )
    func refused(_ arguments: [String]) async throws {
        let outcome = try await Self.run(arguments, Self.operations(showing: []))
        #expect(outcome.code == .usage, "\(outcome.talk)")
        guard arguments.contains("--at") else { return }
        #expect(outcome.talk.contains("--records"), "\(outcome.talk)")
    }

    @Test(
        "a record that is not there is told in JSON too, behind the report",
        arguments: [true, false]
    )
    func unknownRecord(_ json: Bool) async throws {
        let outcome = try await Self.run(
            ["--record", "aaaaaaaa"] + (json ? ["--json"] : []),
            Self.operations(showing: [])
        )
        #expect(outcome.code == .notFound && !outcome.data.isEmpty)
        #expect(outcome.talk.contains("command.audit_record_unknown"), "\(outcome.talk)")
        guard json else { return }
        let problem = try JSONDecoder().decode(Problem.self, from: Data(outcome.talk.utf8))
        #expect(problem.arguments["record"] == "aaaaaaaa")
    }

    @Test(
        "a record shows its title and number, and the names of offices and mechanism beside their ids",
        arguments: Language.allCases
    )
    func names(_ language: Language) async throws {
        var record = Self.record()
        record.summary.title = "【演练】标题"
        record.documentNumber = "赣市监线〔2026〕1号"
        record.summary.names = [
            "360000/scjg": ["en": "江西省市场监督管理局", "zh": "江西省市场监督管理局"],
            "350000": ["en": "福建省", "zh": "福建省"],
            "exercise": ["en": "Exercise", "zh": "演练机制"],
        ]
        let outcome = try await Self.run(
            ["--records"],
            Self.operations(showing: [record]),
            language: language
        )
        for shown in [
            "【演练】标题", "赣市监线〔2026〕1号", "江西省市场监督管理局", "福建省",
            language == .zh ? "演练机制（exercise）" : "Exercise (exercise)",
        ] {
            #expect(outcome.data.contains(shown), "\(shown): \(outcome.data)")
        }
    }

    @Test(
        "a sound audit says how many entries it could not judge, and each log its newest entry and its receipts",
        arguments: Language.allCases
    )
    func pending(_ language: Language) async throws {
        var operations = Operations()
        operations.audit = { _, _, _ in
            var document = OfflineTests.document(faults: 0, anchored: true)
            document.logs[0].pending = 4
            document.logs[0].newestEntryAt = "2026-11-20T09:00:00+08:00"
            document.logs[0].receipts = [
                .init(
                    anchored: true,
                    at: "2026-11-20T09:00:07+08:00",
                    cosigner: "fj.example/mirror",
                    count: 17,
                    size: 9
                )
            ]
            return document
        }
        let outcome = try await Self.run([], operations, language: language)
        #expect(outcome.code == .done)
        let told = try #require(
            Catalogue.message(
                "command.talk_audit_sound_open",
                ["count": "0", "pending": "4"],
                in: language
            )
        )
        #expect(outcome.data.contains(told.sentence), "\(outcome.data)")
        // No verdict stands by itself above what could not be judged.
        let alone = try #require(
            Catalogue.message("command.talk_audit_sound", ["count": "0"], in: language)
        )
        #expect(!outcome.data.contains(alone.sentence))
        for shown in [
            "2026-11-20T09:00:00+08:00", "2026-11-20T09:00:07+08:00", "fj.example/mirror", "17",
        ] {
            #expect(outcome.data.contains(shown), "\(shown): \(outcome.data)")
        }
        let note = try #require(
            Catalogue.message("command.label_kept_receipts_note", in: language)
        )
        #expect(outcome.data.contains(note.sentence))
    }

    @Test("records of a URL or an export are refused before anything is fetched or read")
    func notOfOneLog() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("no checkpoint".utf8).write(to: folder.appending(path: "checkpoint"))
        for source in ["https://localhost:1/logs", folder.path] {
            let outcome = await InProcess.run(
                try AuditCommand.parse([source, "--records"]),
                home: "/b",
                operations: .installed
            )
            #expect(outcome.code == .usage, "\(outcome.talk)")
            #expect(outcome.talk.contains("node.audit_records_unfit"), "\(outcome.talk)")
            #expect(outcome.data.isEmpty)
        }
        try FileManager.default.removeItem(at: folder)
    }
}
