import ArgumentParser
import Foundation
import LocalAPI
import Testing

@testable import Wording
@testable import lianlu

/// How far an audit reaches, for people as for programs.
@Suite struct AuditScopeTests {
    private static func run(
        _ document: AuditDocument,
        _ language: Language,
        _ arguments: [String] = []
    ) async throws -> InProcess.Outcome {
        var operations = Operations()
        operations.audit = { _, _, _ in document }
        return await InProcess.run(
            try AuditCommand.parse(["/a"] + arguments),
            home: "/b",
            language: language,
            operations: operations
        )
    }

    private static var document: AuditDocument {
        var document = OfflineTests.document(faults: 0, anchored: true)
        document.logs[0].keyID = "0a1b2c3d"
        document.logs[0].firstEntry = .init(at: "T1", index: 0, notAfter: "T2", notBefore: nil)
        document.logs[0].lastEntry = .init(at: "T3", index: 8, notAfter: nil, notBefore: "T4")
        document.unchecked = [
            .init(
                count: 3,
                kind: "not_granted",
                places: [.init(index: 7, log: "jx.example/home", name: "ab12")]
            ),
            .init(count: 2, kind: "finding", places: [.init(name: "calendar_gone")]),
        ]
        return document
    }

    @Test("the report tells each log's key and ends, and what was not looked into by name")
    func printed() async throws {
        for language in Language.allCases {
            let data = try await Self.run(Self.document, language).data
            for word in ["0a1b2c3d", "T1", "T2", "T3", "T4", "jx.example/home", "ab12"] {
                #expect(data.contains(word), "\(word): \(data)")
            }
            #expect(data.contains(language == .zh ? "其余 2 项" : "The other 2"))
            // Findings stand below in their own words.
            #expect(!data.contains("calendar_gone") && !data.contains("label_"))
        }
    }

    @Test("each kind of what is not looked into has a name, and nothing of it is said in words")
    func kinds() async throws {
        let kinds = [
            "sealed", "not_granted", "missing", "erased", "left_out", "no_receipts", "finding",
        ]
        for language in Language.allCases {
            for kind in kinds {
                let text = Catalogue.text("command.label_audit_unchecked_\(kind)")
                #expect(text?.sentences[language]?.isEmpty == false, "\(kind)")
            }
            var document = Self.document
            document.unchecked = []
            let data = try await Self.run(document, language).data
            #expect(data.contains(language == .zh ? "无：条目所列" : "Nothing: each object"))
        }
    }

    @Test("the JSON report has the same")
    func json() async throws {
        let json = try await Self.run(Self.document, .en, ["--json"]).data
        let read = try JSONDecoder().decode(AuditDocument.self, from: Data(json.utf8))
        #expect(read.unchecked == Self.document.unchecked)
        #expect(read.logs[0].lastEntry == Self.document.logs[0].lastEntry)
        #expect(read.logs[0].keyID == "0a1b2c3d")
    }
}
