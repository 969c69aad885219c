import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// Records of every kind by one engine: `record …`, and kinds as commands.
@Suite struct RecordCommandTests {
    private static let digest = ScriptedService.digest("f")

    /// What a node is asked for by a command line.
    private static func submitted(_ line: String) async throws -> [EntrySubmission] {
        try await RunningNode.serving { node in
            node.service.script { $0.records = [Samples.record("abcdef01")] }
            let arguments = line.split(separator: " ").map(String.init)
            let outcome = try await InProcess.run(arguments, home: node.home)
            #expect(outcome.code == .done, "\(line): \(outcome.talk)")
            return node.service.script { $0.submissions }
        }
    }

    @Test(
        "a kind's own command and the general one ask for the same step",
        arguments: [
            ("clue create --field goods=x", "record new clue create --field goods=x"),
            ("线索通报 create --field goods=x", "record new clue create --field goods=x"),
            ("assistance new --field goods=x", "record new assistance --field goods=x"),
            ("handover report --field goods=x", "record new handover report --field goods=x"),
            (
                "handover-reverse create --field goods=x",
                "record new handover-reverse create --field goods=x"
            ),
            (
                "joint_operation propose --to 350000",
                "record new joint-operation propose --to 350000"
            ),
        ]
    )
    func first(_ row: (String, String)) async throws {
        let own = try #require(try await Self.submitted(row.0).first)
        let general = try #require(try await Self.submitted(row.1).first)
        #expect(own.fields == general.fields && own.to == general.to)
        #expect(own.event ?? "-" == general.event ?? "-" && own.record == nil)
        let kinds = [own, general].map { asked in
            InvokedKind.installed.first { $0.isCalled(asked.machine ?? "") }?.kind
        }
        #expect(kinds[0] != nil && kinds[0] == kinds[1])
    }

    @Test("a later step names its record; its kind goes along only where it was said")
    func later() async throws {
        let general = try #require(
            try await Self.submitted("record act abcdef01 decide-not-to-file --dry-run").first
        )
        #expect(general.machine == nil && general.event == "decide-not-to-file")
        #expect(general.record?.hasPrefix("abcdef01") == true)
        let own = try #require(
            try await Self.submitted("clue decide-not-to-file abcdef01 --dry-run").first
        )
        #expect(own.machine == "clue" && own.event == "decide_not_to_file")
        #expect(own.record == general.record)
    }

    @Test("list and show below a kind are those of record, whatever its steps are called")
    func lists() async throws {
        try await RunningNode.serving { node in
            node.service.script { $0.records = [Samples.record("abcdef01")] }
            for line in [
                ["supervision", "list"], ["record", "list", "--kind", "supervision"],
                ["supervision", "show", "abcdef01"], ["record", "timeline", "abcdef01"],
            ] {
                let outcome = try await InProcess.run(line, home: node.home)
                #expect(outcome.code == .done)
            }
            let calls = node.service.script { $0.calls }.filter { $0.operation != "status" }
            #expect(
                calls.map { "\($0.operation) \($0.argument)" } == [
                    "records supervision * *", "records supervision * *", "record abcdef01",
                    "record abcdef01",
                ]
            )
        }
    }

    @Test("a form shows what a step asks for, in both languages, and as a file to fill in")
    func form() async throws {
        try await RunningNode.serving { node in
            for (language, words) in [
                (Language.zh, ["涉案商品", "商品名称及规格", "注册商标专用权  trademark", "已填", "第18条"]),
                (
                    .en,
                    ["name and kind", "registered trademark  trademark", "said before", "art. 18"]
                ),
            ] {
                let shown = try await InProcess.run(
                    ["record", "form", "clue", "create", "--mechanism", "delta"],
                    home: node.home,
                    language: language
                )
                for word in words { #expect(shown.data.contains(word), "\(shown.data)") }
            }
            let template = try await InProcess.run(
                ["record", "form", "clue", "--yaml"],
                home: node.home
            )
            #expect(template.data.contains("#goods: ") && template.data.contains("#ip_right: "))
            #expect(!template.data.contains("found_at") && template.data.contains("#case_value: "))
            let calls = node.service.script { $0.calls }.map(\.argument)
            #expect(calls == ["clue create * delta", "clue create * delta", "clue * * *"])
        }
    }

    @Test("with --ask a person is asked for each required field, sees what is signed, and says yes")
    func asked() async throws {
        try await RunningNode.serving { node in
            let streams = Captured(answers: ["", "白酒", "3", "2", "yes"])
            let outcome = try await InProcess.run(
                ["clue", "create", "--ask"],
                home: node.home,
                language: .zh,
                streams: streams
            )
            #expect(outcome.code == .done, "\(outcome.talk)")
            // The preview and the step carry the same answers; what was said before is not asked for again.
            let submissions = node.service.script { $0.submissions }
            #expect(
                submissions.suffix(2).map(\.fields)
                    == Array(
                        repeating: ["goods": .text("白酒"), "ip_right": .text("trademark")],
                        count: 2
                    )
            )
            for word in ["线索通报 · 登记线索", "商品名称及规格", "不能这样填写", "注册商标专用权", "输入 是（或者 yes）"] {
                #expect(outcome.talk.contains(word), "\(outcome.talk)")
            }
            // What a person reads before he signs is no data for programs.
            #expect(!outcome.talk.contains("lianlu/entry/v1") && !outcome.talk.contains("\u{FFFD}"))
        }
    }

    @Test("a list is asked for one item a line, and an item may hold any comma")
    func askedList() async throws {
        try await RunningNode.serving { node in
            node.service.script {
                $0.form.fields[0].list = true
                $0.form.fields.removeSubrange(1...)
            }
            let outcome = try await InProcess.run(
                ["clue", "create", "--ask"],
                home: node.home,
                streams: Captured(answers: ["查封、扣押涉案运动鞋", "a, b", "", "yes"])
            )
            #expect(outcome.code == .done, "\(outcome.talk)")
            let sent = node.service.script { $0.submissions }.last
            #expect(sent?.fields["goods"] == .list([.text("查封、扣押涉案运动鞋"), .text("a, b")]))
        }
    }

    @Test("a step that goes into a mechanism is asked for it and for its addressees first")
    func askedAddressees() async throws {
        try await RunningNode.serving { node in
            node.service.script {
                $0.form.opens = true
                $0.records = [Samples.record("abcdef01")]
            }
            let streams = Captured(answers: ["delta", "350000, 520000/scjg", "白酒", "2", "yes"])
            let outcome = try await InProcess.run(
                ["record", "act", "abcdef01", "send", "--ask"],
                home: node.home,
                streams: streams
            )
            #expect(outcome.code == .done, "\(outcome.talk)")
            let sent = node.service.script { $0.submissions }.last
            #expect(sent?.mechanism == "delta" && sent?.to == ["350000", "520000/scjg"])
        }
    }

    @Test(
        "nothing is signed where nobody can be asked, the input ends, or the answer is not yes",
        arguments: [
            (nil, "terminal_needed", ExitCode.usage), (["白酒"], "dialogue_ended", .failed),
            (["白酒", "2", "y"], "step_declined", .failed),
        ] as [([String]?, String, ExitCode)]
    )
    func declined(_ row: ([String]?, String, ExitCode)) async throws {
        try await RunningNode.serving { node in
            let outcome = try await InProcess.run(
                ["clue", "create", "--ask"],
                home: node.home,
                streams: Captured(answers: row.0)
            )
            #expect(outcome.code == row.2 && outcome.talk.contains("[command.\(row.1)]"))
            #expect(!node.service.script { $0.calls.map(\.operation) }.contains("submit"))
            try AnswerFileTests.requireKept(row.0 == nil ? nil : "goods: \"白酒\"", by: outcome)
        }
    }

    @Test("a record without a step lists the steps that may follow, with the command of each")
    func stepsOfForm() async throws {
        try await RunningNode.serving { node in
            node.service.script { $0.records = [Samples.record("abcdef01")] }
            let shown = try await InProcess.run(
                ["record", "form", "abcdef01"],
                home: node.home,
                language: .zh
            )
            #expect(shown.code == .done)
            #expect(shown.data.contains("开始核查"))
            #expect(
                shown.data.contains("lianlu record form abcdef010000 start-verification"),
                "\(shown.data)"
            )
            #expect(!node.service.script { $0.calls.map(\.operation) }.contains("form"))
        }
    }

    @Test("money in a file is a bare number: the sign of the command line is not in its remark")
    func money() async throws {
        try await RunningNode.serving { node in
            let template = try await InProcess.run(
                ["record", "form", "clue", "create", "--yaml"],
                home: node.home,
                language: .zh
            )
            #expect(
                template.data.contains("如 76万元、760000.00元；或者以分为单位的整数，如 76000000"),
                "\(template.data)"
            )
            #expect(!template.data.contains(":="))
            let shown = try await InProcess.run(
                ["record", "form", "clue", "create", "--all"],
                home: node.home,
                language: .zh
            )
            #expect(shown.data.contains(":=76000000"), "\(shown.data)")
        }
    }

    @Test("the kinds of the program's packs are listed without a node")
    func kinds() async throws {
        let shown = try await InProcess.run(
            ["record", "kinds"],
            home: "/tmp/lianlu-none",
            language: .zh
        )
        #expect(shown.code == .done)
        for word in [
            "案件协查", "handover-criminal", "joint-operation", "lianlu clue create  登记线索",
            "record new supervision list",
        ] {
            #expect(shown.data.contains(word), "\(shown.data)")
        }
        let json = try await InProcess.run(
            ["record", "kinds", "--json"],
            home: "/tmp/lianlu-none"
        )
        #expect(json.data.split(separator: "\n").count == InvokedKind.installed.count)
    }

    @Test(
        "a word that is no kind and a step that a kind does not have are told with those that are"
    )
    func unknown() {
        let kind = UsageMessage.unknownCommand(["handver", "create"])
        #expect(kind?.arguments["commands"]?.contains("handover-criminal") == true)
        let step = UsageMessage.unknownCommand(["assistance", "sing"])
        #expect(step?.arguments["command"] == "sing")
        #expect(step?.arguments["commands"]?.contains("send") == true)
    }
}
