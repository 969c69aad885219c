import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// `lianlu search` and `lianlu links`: what is asked, from where, and what is printed.
@Suite struct LinkingCommandTests {
    @Test("an identifier comes from the command line, a file or the terminal, and goes in a body")
    func sources() async throws {
        try await RunningNode.serving { node in
            let file = FileManager.default.temporaryDirectory
                .appending(path: "lianlu-\(UUID().uuidString)")
            try Data("  914403001922038216 \r\n".utf8).write(to: file)
            for (arguments, answers, expected) in [
                (["search", "914403001922038216"], nil, "914403001922038216 *"),
                (
                    ["search", "--file", file.path, "--kind", "uscc"], nil,
                    "914403001922038216 uscc"
                ),
                (["search"], ["914403001922038216"], "914403001922038216 *"),
            ] as [([String], [String]?, String)] {
                let outcome = try await InProcess.run(
                    arguments,
                    home: node.home,
                    streams: Captured(answers: answers)
                )
                #expect(outcome.code == .done, "\(outcome.talk)")
                let call = node.service.script { $0.calls.last?.argument }
                #expect(call == expected)
            }
            try FileManager.default.removeItem(at: file)
        }
    }

    @Test(
        "without an identifier and a terminal, and with two of them, it says so without the number"
    )
    func faults() async throws {
        let home = NSTemporaryDirectory() + "lianlu-nowhere"
        let none = try await InProcess.run(["search"], home: home)
        #expect(none.code == .usage && none.talk.contains("<identifier>"))
        let both = try await InProcess.run(
            ["search", "11010519491231002X", "--file", "-"],
            home: home
        )
        #expect(both.code == .usage && !both.talk.contains("1949"))
        let long = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-\(UUID().uuidString)")
        try Data(count: Limits.identifierFileByteCountMax + 1).write(to: long)
        let tooLong = try await InProcess.run(["search", "--file", long.path], home: home)
        #expect(tooLong.talk.contains("file_too_large") && tooLong.talk.contains("2050"))
        try FileManager.default.removeItem(at: long)
    }

    @Test(
        "the day of the act and the length of a list are passed on; none and too many are refused"
    )
    func options() async throws {
        try await RunningNode.serving { node in
            let record = ScriptedService.digest("a")
            for (arguments, expected) in [
                (["links", record], "\(record) * 50 *"),
                (
                    ["links", record, "--on", "2026-03-15", "--limit", "7"],
                    "\(record) 2026-03-15 7 *"
                ),
                // A page has 100 at most, whatever was asked for.
                (["links", record, "--limit", "20000"], "\(record) * 100 *"),
            ] {
                let outcome = try await InProcess.run(arguments, home: node.home)
                #expect(outcome.code == .done, "\(outcome.talk)")
                #expect(node.service.script { $0.calls.last?.argument } == expected)
            }
            for limit in ["0", "20001"] {
                for command in [["links", record], ["search", "914403001922038216"]] {
                    let outcome = try await InProcess.run(
                        command + ["--limit", limit],
                        home: node.home
                    )
                    #expect(outcome.code == .usage && outcome.talk.contains("--limit"))
                }
            }
        }
    }

    @Test(
        "the index is made anew on demand, with the number of objects, and never with an identifier"
    )
    func rebuild() async throws {
        try await RunningNode.serving { node in
            for (language, word) in [(Language.zh, "重建"), (.en, "anew")] {
                let outcome = try await InProcess.run(
                    ["search", "--rebuild"],
                    home: node.home,
                    language: language
                )
                #expect(outcome.code == .done && outcome.data.isEmpty)
                #expect(outcome.talk.contains("1234") && outcome.talk.contains(word))
                #expect(node.service.script { $0.calls.last?.operation } == "rebuild")
            }
            let json = try await InProcess.run(["search", "--rebuild", "--json"], home: node.home)
            let answer = try JSONDecoder().decode(
                IndexRebuildAnswer.self,
                from: Data(json.data.utf8)
            )
            #expect(answer == IndexRebuildAnswer(objectCount: 1_234))
            let both = try await InProcess.run(
                ["search", "--rebuild", "11010519491231002X"],
                home: node.home
            )
            #expect(both.code == .usage && !both.talk.contains("1949"))
        }
    }

    @Test("a hit is told with record, state, region, mechanism, field, step, entry and time")
    func hits() async throws {
        try await RunningNode.serving { node in
            let zh = try await InProcess.run(
                ["search", "914403001922038216"],
                home: node.home,
                language: .zh
            )
            for word in [
                "统一社会信用代码", "校验码不符", "dddddddddddd", "已接收", "350000", "exercise", "仿冒运动鞋", "发出",
                "2026-11-19T10:00:00+08:00", "eeeeeeeeeeee", "全角",
            ] {
                #expect(zh.data.contains(word), "\(word)\n\(zh.data)")
            }
            #expect(!zh.talk.contains("--file"))
            let json = try await InProcess.run(
                ["search", "914403001922038216", "--json"],
                home: node.home
            )
            let decoded = try JSONDecoder().decode(SearchAnswer.self, from: Data(json.data.utf8))
            #expect(decoded == Samples.searchAnswer)
        }
    }

    @Test(
        "where the subject or its steps are not known here, no penalty is ruled out and no link",
        arguments: [(0, "没有写明其号码"), (2, "有 2 个步骤的正文不在本节点")]
    )
    func unjudged(_ count: Int, _ word: String) async throws {
        try await RunningNode.serving { node in
            node.service.script { script in
                (script.links.links, script.links.penalties) = ([], [])
                (script.links.subjectKnown, script.links.unreadCount) = (false, count)
            }
            let outcome = try await InProcess.run(
                ["links", ScriptedService.digest("a")],
                home: node.home,
                language: .zh
            )
            #expect(outcome.code == .done)
            #expect(outcome.talk.contains("无法判断该当事人 2021-11-20 至 2026-11-22"))
            #expect(outcome.talk.contains(word), "\(outcome.talk)")
            #expect(!outcome.talk.contains("没有该当事人"))
            #expect(outcome.talk.contains("无法比对") == (count > 0))
        }
    }

    @Test("record show asks for whole numbers of persons only with --full, and says what it masked")
    func full() async throws {
        try await RunningNode.serving { node in
            let record = ScriptedService.digest("a")
            node.service.script { script in
                script.records = [Samples.record(record)]
                script.masked = ["subject_person"]
            }
            for (arguments, asked, isTold) in [
                ([], record, true), (["--full"], record + " full", false),
            ]
                as [([String], String, Bool)]
            {
                let outcome = try await InProcess.run(
                    ["record", "show", record] + arguments,
                    home: node.home
                )
                #expect(outcome.code == .done, "\(outcome.talk)")
                #expect(node.service.script { $0.calls.last?.argument } == asked)
                #expect(outcome.talk.contains("--full") == isTold)
            }
        }
    }

    @Test(
        "links are told with strength, region, reasons and entries, then penalties, and that they are proposals"
    )
    func links() async throws {
        try await RunningNode.serving { node in
            let record = ScriptedService.digest("a")
            let en = try await InProcess.run(["links", record], home: node.home)
            for word in [
                "strength 100", "another region", "Unified Social Credit Code", "names alike",
                "score 90", "2024-03-01", "罚款5万元", "2021-11-20 – 2026-11-22", "here", "there",
            ] {
                #expect(en.data.contains(word), "\(word)\n\(en.data)")
            }
            #expect(en.talk.contains("These are proposals") && en.talk.contains("article 60"))
            let zh = try await InProcess.run(["links", record], home: node.home, language: .zh)
            for word in ["强度 100", "不同地区", "名称近似", "近似度 90", "处罚内容", "仿冒运动鞋"] {
                #expect(zh.data.contains(word), "\(word)\n\(zh.data)")
            }
            let json = try await InProcess.run(["links", record, "--json"], home: node.home)
            let decoded = try JSONDecoder().decode(LinksAnswer.self, from: Data(json.data.utf8))
            #expect(decoded == Samples.linksAnswer)
            let short = try await InProcess.run(["links", "abc"], home: node.home)
            #expect(short.code == .usage)
        }
    }
}
