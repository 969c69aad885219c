import ArgumentParser
import Casework
import Foundation
import LocalAPI
import Testing
import Wording

@testable import lianlu

/// What came out of an audit, for programs as for people.
@Suite struct AuditConclusionTests {
    /// What was found, what is concluded of it, and a word that the printed report has.
    struct Row: CustomTestStringConvertible {
        var faults = 0
        var notices = 0
        var pending = 0
        var isKeyAnchored = true
        var isSigned = true
        var hasTrust = true
        var hasLog = true
        let result: AuditConclusion.Result
        let anchors: AuditConclusion.Anchors
        let words: String

        var testDescription: String { "\(result.rawValue), \(anchors.rawValue), \(faults)" }

        var document: AuditDocument {
            var document = OfflineTests.document(
                faults: faults + notices,
                anchored: isKeyAnchored,
                isSigned: isSigned
            )
            for index in 0..<notices { document.findings[index].fault = false }
            document.logs[0].pending = pending
            if !hasLog { document.logs = [] }
            return document
        }
    }

    static let rows = [
        Row(result: .sound, anchors: .anchored, words: "The audit found 0 faults."),
        Row(notices: 2, result: .sound, anchors: .anchored, words: "The audit found 0 faults."),
        Row(pending: 3, result: .soundAsFarAsJudged, anchors: .anchored, words: "3 entries"),
        Row(faults: 2, result: .faults, anchors: .anchored, words: "see above: 2."),
        Row(faults: 1, pending: 1, result: .faults, anchors: .anchored, words: "1 entries"),
        Row(
            isKeyAnchored: false,
            result: .sound,
            anchors: .partly,
            words: "Not every log here hangs"
        ),
        Row(
            isKeyAnchored: false,
            hasTrust: false,
            result: .sound,
            anchors: .notGiven,
            words: "Self-consistent only"
        ),
        Row(
            faults: 1,
            isKeyAnchored: false,
            hasTrust: false,
            result: .faults,
            anchors: .notGiven,
            words: "Keys not anchored"
        ),
        Row(
            faults: 1,
            isSigned: false,
            result: .faults,
            anchors: .keysAlone,
            words: "keys only"
        ),
        Row(faults: 1, hasLog: false, result: .faults, anchors: .noLog, words: "see above: 1."),
    ]

    private static func run(
        _ document: AuditDocument,
        _ arguments: [String]
    ) async throws -> InProcess.Outcome {
        var operations = Operations()
        operations.audit = { _, _, _ in document }
        return await InProcess.run(
            try AuditCommand.parse(["/a"] + arguments),
            home: "/b",
            language: .en,
            operations: operations
        )
    }

    @Test("the JSON report concludes as the printed one and as the exit code does", arguments: rows)
    func agree(_ row: Row) async throws {
        let trust = row.hasTrust ? ["--trust", "jx.example+01234567+AQ=="] : []
        let printed = try await Self.run(row.document, trust)
        #expect(printed.data.contains(row.words), "\(printed.data)")
        let json = try await Self.run(row.document, trust + ["--json"])
        #expect(json.code == printed.code)
        let read = try JSONDecoder().decode(AuditDocument.self, from: Data(json.data.utf8))
        let conclusion = try #require(read.conclusion)
        #expect(conclusion.result == row.result)
        #expect(conclusion.anchors == row.anchors)
        #expect(conclusion.exitCode == json.code.rawValue)
        #expect(conclusion.faults == row.faults && conclusion.notices == row.notices)
        #expect(conclusion.pending == (row.hasLog ? row.pending : 0))
        #expect(conclusion.openRecords == nil)
        #expect(conclusion.program.hasPrefix("lianlu "))
        #expect(printed.data.contains(conclusion.program))
        #expect(Timestamp(conclusion.auditedAt) != nil)
    }

    @Test("a record that is not there ends the audit with 4, and the report says so itself")
    func missing() async throws {
        var document = OfflineTests.document(faults: 0, anchored: true)
        document.recordCount = 0
        let outcome = try await Self.run(document, ["--record", "abcdef01", "--json"])
        #expect(outcome.code == .notFound)
        let first = try #require(outcome.data.split(separator: "\n").first)
        let read = try JSONDecoder().decode(AuditDocument.self, from: Data(first.utf8))
        #expect(read.conclusion?.exitCode == lianlu.ExitCode.notFound.rawValue)
        #expect(read.conclusion?.openRecords == 0)
    }
}
