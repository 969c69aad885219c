import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// Files of answers and drafts: nothing is signed while a draft waits, so what was typed stays until then.
@Suite struct AnswerDraftTests {
    private static let draft = ScriptedService.draft.draft

    /// A file as `--ask` keeps it, in the folder in which one is looked for.
    private static func answers(in folder: String) throws -> String {
        let digits = UUID().uuidString.prefix(8).lowercased()
        let path = "\(folder)/lianlu-\(digits).yaml"
        let text = "# lianlu record new clue create --file \(path)\ngoods: \"白酒\"\n"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test("a file of answers stays while its draft waits, and goes once that is thrown away")
    func cancelled() async throws {
        try await RunningNode.serving { node in
            let files = FileManager.default
            let (kept, other) = (try Self.answers(in: node.home), try Self.answers(in: node.home))
            let drafted = try await InProcess.run(
                ["record", "new", "clue", "create", "--file", kept, "--for-approval"],
                home: node.home,
                language: .zh
            )
            #expect(drafted.code == .done && files.fileExists(atPath: kept), "\(drafted.talk)")
            #expect(drafted.talk.contains(kept) && drafted.talk.contains("保留"))
            #expect(!drafted.talk.contains("已删除"))
            // It can be read again all the same.
            let again = try await InProcess.run(
                ["record", "new", "clue", "create", "--file", kept, "--dry-run"],
                home: node.home
            )
            #expect(again.code == .done, "\(again.talk)")
            let cancelled = try await InProcess.run(
                ["record", "cancel", Self.draft],
                home: node.home,
                language: .zh
            )
            #expect(cancelled.code == .done && !files.fileExists(atPath: kept))
            #expect(cancelled.talk.contains(kept) && files.fileExists(atPath: other))
            try files.removeItem(atPath: other)
        }
    }

    @Test("a file of answers that goes with two drafts stays until the last one is over")
    func shared() async throws {
        try await RunningNode.serving { node in
            let kept = try Self.answers(in: node.home)
            let other = "# lianlu draft \(String(repeating: "a", count: 64))\n"
            let file = try FileHandle(forWritingTo: URL(filePath: kept))
            try file.seekToEnd()
            try file.write(contentsOf: Data(other.utf8))
            try file.close()
            let words = ["record", "new", "clue", "create", "--file", kept, "--for-approval"]
            _ = try await InProcess.run(words, home: node.home)
            let bound = try String(contentsOfFile: kept, encoding: .utf8)
            #expect(bound.hasSuffix("\(other)# lianlu draft \(Self.draft)\n"), "\(bound)")
            let cancelled = try await InProcess.run(
                ["record", "cancel", Self.draft],
                home: node.home,
                language: .zh
            )
            #expect(!cancelled.talk.contains(kept), "\(cancelled.talk)")
            let left = try String(contentsOfFile: kept, encoding: .utf8)
            #expect(left.hasSuffix("goods: \"白酒\"\n\(other)"), "\(left)")
            try FileManager.default.removeItem(atPath: kept)
        }
    }

    @Test("what earlier files of answers kept stands in the new one, which takes their place")
    func replaced() async throws {
        try await RunningNode.serving { node in
            node.service.script {
                $0.form.fields.removeSubrange(1...)
                $0.failures["submit"] = Problem(code: "node.entry_refused", status: 422)
            }
            let old = try Self.answers(in: node.home)
            let refused = try await InProcess.run(
                ["record", "new", "clue", "create", "--file", old, "--ask"],
                home: node.home,
                language: .zh,
                streams: Captured(answers: ["是"])
            )
            #expect(!FileManager.default.fileExists(atPath: old), "\(refused.talk)")
            // The command goes on at the same home.
            #expect(refused.talk.contains("--home \(node.home)"), "\(refused.talk)")
            try AnswerFileTests.requireKept("goods: \"白酒\"", by: refused)
        }
    }
}
