import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// What a person types at `--ask` is judged at once, shown whole before it is signed, and kept where nothing came of it.
@Suite struct AnswerFileTests {
    /// The file of which a command has spoken, removed; nil where it has kept none.
    @discardableResult
    static func kept(by outcome: InProcess.Outcome) throws -> (text: String, mode: Int)? {
        let words = outcome.talk.split { $0.isWhitespace || "（；;，,".contains($0) }.map(String.init)
        guard let path = words.first(where: { $0.contains("/lianlu-") && $0.hasSuffix(".yaml") })
        else { return nil }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        try FileManager.default.removeItem(atPath: path)
        return (text, mode ?? 0)
    }

    /// A line was kept, for its owner alone; or no file at all, where the line is nil.
    static func requireKept(_ line: String?, by outcome: InProcess.Outcome) throws {
        let file = try kept(by: outcome)
        guard let line else {
            #expect(file == nil)
            return
        }
        #expect(
            file?.text.split(separator: "\n").contains(Substring(line)) == true,
            "\(outcome.talk)"
        )
        #expect(file?.mode == 0o600)
    }

    @Test("the office is asked for first, where there are several, by number, title or id")
    func office() async throws {
        for answer in ["2", "福建省公安厅", "ga"] {
            try await RunningNode.serving { node in
                node.service.script {
                    $0.form.offices = [
                        StepForm.Value("scjg", titles: ["zh": "福建省市场监督管理局"]),
                        StepForm.Value("ga", titles: ["zh": "福建省公安厅"]),
                    ]
                }
                let outcome = try await InProcess.run(
                    ["clue", "create", "--ask"],
                    home: node.home,
                    language: .zh,
                    streams: Captured(answers: [answer, "白酒", "2", "是"])
                )
                #expect(outcome.code == .done, "\(outcome.talk)")
                #expect(node.service.script { $0.submissions }.last?.office == "ga")
            }
        }
    }

    @Test("an answer that the node refuses is told at once and asked for again")
    func again() async throws {
        try await RunningNode.serving { node in
            node.service.script {
                $0.form.opens = true
                $0.failures["preview"] = Problem(
                    code: "node.addressee_outside",
                    arguments: [
                        "address": "350000/zzz", "mechanism": "delta", "members": "520000",
                    ],
                    status: 422
                )
            }
            let outcome = try await InProcess.run(
                ["clue", "create", "--ask"],
                home: node.home,
                language: .zh,
                streams: Captured(
                    answers: ["delta"] + Array(repeating: "350000/zzz", count: 7)
                        + ["", "", "", "白酒", "2"]
                )
            )
            // However often an answer is refused it is asked for again; only empty lines leave it open.
            #expect(outcome.talk.components(separatedBy: "350000/zzz").count > 7, "\(outcome.talk)")
            #expect(outcome.talk.contains("node.addressee_outside"))
            // Nothing that was refused goes on; what was answered besides is kept, with the command that goes on.
            #expect(node.service.script { $0.submissions }.isEmpty)
            #expect(
                outcome.talk.contains("lianlu record new clue create --file /"),
                "\(outcome.talk)"
            )
            #expect(outcome.talk.contains("--mechanism delta"))
            try Self.requireKept("goods: \"白酒\"", by: outcome)
        }
    }

    @Test("the end of input names what was asked for by its title")
    func ended() async throws {
        try await RunningNode.serving { node in
            let outcome = try await InProcess.run(
                ["clue", "create", "--ask"],
                home: node.home,
                language: .zh,
                streams: Captured(answers: ["白酒", "9", "9", "9", "9"])
            )
            #expect(outcome.talk.contains("[command.dialogue_ended]"), "\(outcome.talk)")
            let title = node.service.script { $0.form.fields[1].titles["zh"] ?? "" }
            #expect(!title.isEmpty && outcome.talk.contains("填写到“\(title)”时"), "\(outcome.talk)")
            try Self.requireKept("goods: \"白酒\"", by: outcome)
            node.service.script { $0.form.opens = true }
            let place = try await InProcess.run(
                ["clue", "create", "--ask"],
                home: node.home,
                language: .zh,
                streams: Captured(answers: [])
            )
            #expect(place.talk.contains("填写到“机制”时"), "\(place.talk)")
        }
    }

    @Test("a file that was kept is removed once the step is taken with it, and no other file is")
    func removed() async throws {
        try await RunningNode.serving { node in
            node.service.script {
                $0.form.fields.removeSubrange(1...)
                $0.failures["submit"] = Problem(code: "node.entry_refused", status: 422)
            }
            let refused = try await InProcess.run(
                ["clue", "create", "--ask"],
                home: node.home,
                language: .zh,
                streams: Captured(answers: ["白酒", "是"])
            )
            let file = try #require(try Self.kept(by: refused))
            let (kept, own) = (node.home + "/lianlu-0123abcd.yaml", node.home + "/own.yaml")
            for path in [kept, own] { try Data(file.text.utf8).write(to: URL(filePath: path)) }
            func run(_ path: String, _ options: [String] = []) async throws -> InProcess.Outcome {
                try await InProcess.run(
                    ["record", "new", "clue", "create", "--file", path] + options,
                    home: node.home,
                    language: .zh
                )
            }
            let files = FileManager.default
            // Neither a refusal nor a preview takes the step.
            #expect(try await run(kept).code == .failed && files.fileExists(atPath: kept))
            node.service.script { $0.failures = [:] }
            #expect(try await run(kept, ["--dry-run"]).code == .done)
            #expect(files.fileExists(atPath: kept))
            let done = try await run(kept)
            #expect(done.code == .done && !files.fileExists(atPath: kept), "\(done.talk)")
            #expect(done.talk.contains(kept) && done.talk.contains("已删除"))
            let other = try await run(own)
            #expect(other.code == .done && files.fileExists(atPath: own))
            #expect(!other.talk.contains("已删除"))
        }
    }

    @Test("a file that was kept is read by --file as it was answered")
    func readAgain() async throws {
        try await RunningNode.serving { node in
            node.service.script {
                $0.form.fields[0].list = true
                $0.form.fields.removeSubrange(1...)
                $0.failures["submit"] = Problem(code: "node.entry_refused", status: 422)
            }
            let answers = ["2026-11-20", "\"甲\": 是 # 1", ""]
            let refused = try await InProcess.run(
                ["clue", "create", "--ask"],
                home: node.home,
                streams: Captured(answers: answers + ["yes"])
            )
            let file = try #require(try Self.kept(by: refused))
            let path = node.home + "/again.yaml"
            try Data(file.text.utf8).write(to: URL(filePath: path))
            node.service.script { $0.failures = [:] }
            let done = try await InProcess.run(
                ["record", "new", "clue", "create", "--file", path],
                home: node.home
            )
            #expect(done.code == .done, "\(done.talk)\(file.text)")
            let sent = node.service.script { $0.submissions }.last
            #expect(sent?.fields == ["goods": .list(answers.prefix(2).map { .text($0) })])
        }
    }

    @Test("what is carried along from earlier steps is shown with the answers before a yes")
    func carried() async throws {
        try await RunningNode.serving { node in
            node.service.script {
                $0.preview = EntryPreview(
                    origin: "jiangxi.ipr.example/delta",
                    text: "",
                    body: #"{"fields":{"goods":"白酒","found_at":"2026-11-20","x":"赣市监〔2026〕1号"}}"#,
                    signers: [],
                    recipients: []
                )
            }
            let outcome = try await InProcess.run(
                ["clue", "create", "--ask"],
                home: node.home,
                language: .zh,
                streams: Captured(answers: ["白酒", "2", "否"])
            )
            #expect(outcome.talk.contains("2026-11-20") && outcome.talk.contains("〔2026〕1号"))
            #expect(outcome.talk.contains("[command.step_declined]"))
            try Self.requireKept("ip_right: \"trademark\"", by: outcome)
        }
    }

    @Test(
        "an option by a field's title prevails over a file that has its id, which the node decides"
    )
    func prevails() async throws {
        try await RunningNode.serving { node in
            let path = node.home + "/fields.yaml"
            try Data("title: 甲\ngoods: 白酒\n".utf8).write(to: URL(filePath: path))
            let outcome = try await InProcess.run(
                ["clue", "create", "--file", path, "--field", "标题=乙"],
                home: node.home
            )
            #expect(outcome.code == .done)
            let sent = try #require(node.service.script { $0.submissions }.last)
            #expect(sent.fields == ["标题": .text("乙")])
            #expect(sent.defaults == ["title": .text("甲"), "goods": .text("白酒")])
        }
    }
}
