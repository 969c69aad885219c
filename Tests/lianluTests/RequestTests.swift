import Cryptography
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// Command lines become requests, and answers become output.
@Suite struct RequestTests {
    static let digest = ScriptedService.digest("f")

    @Test("a body is shown in the order and with the names of the official form")
    func body() async throws {
        try await RunningNode.serving { node in
            node.service.script { $0.records = [Samples.record("abcdef01")] }
            let shown = try await InProcess.run(
                ["clue", "show", "abcdef01"],
                home: node.home,
                language: .zh
            )
            let lines = shown.data.split(separator: "\n").map { line in
                line.split(separator: " ").joined(separator: " ")
            }
            #expect(lines.suffix(3) == ["权利类型 注册商标专用权", "涉案商品 白酒", "extra 是"])
            #expect(shown.data.contains("草稿"))
        }
    }

    @Test("a record's next steps are shown by command and name, with whoever takes them")
    func nextSteps() async throws {
        try await RunningNode.serving { node in
            node.service.script { $0.records = [Samples.record("abcdef01")] }
            for (language, expected) in [
                (Language.zh, ["下一步", "开始核查 start-verification 接收方 350000 是 承办人员不少于二人"]),
                (
                    .en,
                    [
                        "Next steps",
                        "start-verification receiving office 350000 yes at least two officers",
                    ]
                ),
            ] {
                let shown = try await InProcess.run(
                    ["clue", "show", "abcdef01"],
                    home: node.home,
                    language: language
                )
                let lines = shown.data.split(separator: "\n").map { line in
                    line.split(separator: " ").joined(separator: " ")
                }
                for line in expected { #expect(lines.contains(line), "\(shown.data)") }
            }
            let json = try await InProcess.run(
                ["clue", "show", "abcdef01", "--json"],
                home: node.home
            )
            #expect(json.data.contains(#""event":"start_verification","here":true"#))
            #expect(json.data.contains(#""version":1"#))
        }
    }

    @Test("a home part that was sent says under which number it goes on")
    func goesOn() async throws {
        try await RunningNode.serving { node in
            var record = Samples.record("abcdef01")
            record.opened = Self.digest
            let sent = record
            node.service.script { $0.records = [sent] }
            let shown = try await InProcess.run(["clue", "show", "abcdef01"], home: node.home)
            let lines = shown.data.split(separator: "\n").map { line in
                line.split(separator: " ").joined(separator: " ")
            }
            #expect(lines.contains("Next steps sent, goes on as \(Self.digest.prefix(12))"))
        }
    }

    @Test(
        "a list of matters says which logs are not whole here, those of the mechanism that was asked for alone"
    )
    func notWhole() async throws {
        try await RunningNode.serving { node in
            let arguments = [
                "node": "fujian.ipr.example", "origin": "fujian.ipr.example/delta", "shown": "268",
                "since": "2026-11-20T09:15:00+08:00", "size": "18",
            ]
            node.service.script {
                $0.records = []
                $0.status.warnings = [CodedText("node.log_behind", arguments)]
            }
            for (line, isTold) in [
                (["clue", "list"], true), (["clue", "list", "--mechanism", "delta"], true),
                (["clue", "list", "--mechanism", "home"], false),
                (["clue", "list", "--json"], false),
            ] {
                let shown = try await InProcess.run(line, home: node.home)
                #expect(shown.talk.contains("18 of the 268") == isTold, "\(line): \(shown.talk)")
            }
        }
    }

    @Test("status says when the last error was, and that the peer got over it")
    func lastError() async throws {
        try await RunningNode.serving { node in
            let shown = try await InProcess.run(["status"], home: node.home)
            #expect(shown.data.contains("2026-11-20T09:15:00+08:00"))
            // The peer was heard again a quarter of an hour later.
            #expect(shown.data.contains("(heard again since) 2026-11-20T09:15:00+08:00"))
        }
    }

    @Test(
        "an error that was none of the link is not over because the peer was heard again or signed for our log",
        arguments: [
            (CodedText("replication.source_unreachable", [:]), true),
            (CodedText("replication.checkpoint_unverified", ["origin": "a/b"]), false),
            (CodedText("log_storage.storage_read_only", ["path": "/a"]), false),
            (CodedText("ledger_parties.card_expired", ["node": "a"]), false),
        ]
    )
    func lastErrorKind(error: CodedText, isOfLink: Bool) async throws {
        try await RunningNode.serving { node in
            node.service.script {
                $0.status.peers[0].lastError = error
                $0.status.logs[0].peers[0].lastError = error
                $0.status.logs[0].peers[0].lastErrorAt = "2026-11-20T09:15:00+08:00"
            }
            let shown = try await InProcess.run(["status"], home: node.home).data
            let past = shown.split(separator: "\n").filter { $0.contains("2026-11-20T09:15:00") }
            // One table of logs, and one of peers; both were heard since, and the log was signed for since. What is over stands once.
            #expect(past.count == (isOfLink ? 1 : 2))
            for line in past {
                #expect(line.contains("(heard again since)") == isOfLink, "\(shown)")
                #expect(line.contains(" since)") == isOfLink, "\(shown)")
            }
        }
    }

    @Test(
        "each command asks the node for what its arguments say, in both languages",
        arguments: [
            ("status", "status", ""), ("card", "card", ""), ("peer list", "peers", ""),
            ("peer show fujian.ipr.example", "peer", "fujian.ipr.example"),
            ("peer remove fujian.ipr.example", "remove_peer", "fujian.ipr.example"),
            ("peer test fujian.ipr.example", "test_peer", "fujian.ipr.example"),
            ("mechanism list", "mechanisms", ""), ("mechanism show delta", "mechanism", "delta"),
            ("mechanism show delta --text", "mechanism", "delta"),
            (
                "mechanism create delta --title-zh 三角 --title-en Delta --member 360000=jx",
                "create_charter", "delta"
            ),
            ("office list", "offices", ""), ("office add scjg --title 市监", "add_office", "scjg"),
            ("officer list", "officers", ""), ("record drafts", "drafts", ""),
            (
                "record cancel 11111111-2222-3333-4444-555555555555", "cancel",
                "11111111-2222-3333-4444-555555555555"
            ),
            ("clue create --for-approval", "draft", "create"),
            ("officer revoke o-1 --since 2026-11-20T09:30:00+08:00", "revoke", "o-1"),
            ("clue list", "records", "clue * *"),
            ("clue list --state not-filed --mechanism home", "records", "clue home not_filed"),
            ("clue show abcdef01", "record", "abcdef01"),
            ("clue show ABCDEF01", "record", "abcdef01"),
            ("log list", "logs", ""),
            (
                "log show jx.example/home --from 5 --count 7", "entries",
                "\(SHA256.digest(of: "jx.example/home".utf8).hex) 5 7"
            ),
            ("why ffffffff --peer 350000/scjg", "why", "ffffffff 350000/scjg"),
        ],
        Language.allCases
    )
    func requests(_ row: (String, String, String), _ language: Language) async throws {
        try await RunningNode.serving { node in
            node.service.script { $0.records = [Samples.record("abcdef01")] }
            for json in [false, true] {
                let line = row.0.split(separator: " ").map(String.init) + (json ? ["--json"] : [])
                let outcome = try await InProcess.run(line, home: node.home, language: language)
                #expect(outcome.code == .done, "\(outcome.talk)")
                if json { try Self.expectJSON(outcome) }
            }
            // A list of matters asks besides which logs are not whole.
            let calls = node.service.script { $0.calls }
                .filter { $0.operation == row.1 || row.1 != "records" }
            #expect(calls.map(\.operation) == [row.1, row.1])
            #expect(calls.map(\.argument) == [row.2, row.2])
        }
    }

    @Test(
        "a part at home that went into a mechanism says in the list where it goes on",
        arguments: Language.allCases
    )
    func openedPart(_ language: Language) async throws {
        try await RunningNode.serving { node in
            var record = Samples.record("abcdef01")
            record.opened = ScriptedService.digest("b")
            let opened = record
            node.service.script { $0.records = [opened] }
            let shown = try await InProcess.run(
                ["clue", "list", "--mechanism", "home"],
                home: node.home,
                language: language
            )
            #expect(shown.data.contains(String(ScriptedService.digest("b").prefix(12))))
        }
    }

    /// Every line is one JSON object with a version, and nothing is said besides.
    static func expectJSON(_ outcome: InProcess.Outcome) throws {
        #expect(outcome.talk.isEmpty)
        let lines = outcome.data.split(separator: "\n")
        #expect(!lines.isEmpty)
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["version"] as? Int == 1)
        }
    }

    @Test("options of an event become the submission, hyphens stand for underscores")
    func submission() async throws {
        try await RunningNode.serving { node in
            let path = node.home + "/fields.yaml"
            try Data("goods: 白酒\ncount: 3\nremarks: 无\npersons:\n  - name: 甲\n".utf8)
                .write(to: URL(filePath: path))
            let outcome = try await InProcess.run(
                [
                    "clue", "return-misdirected", Self.digest, "--file", path,
                    "--field", "misdirected-rule=第二十九条", "--field", "count:=5",
                    "--field", "known:=true", "--field", "remarks:=null",
                    "--to", "350000,330000/scjg", "--to", "520000",
                    "--office", "scjg", "--from", "360100", "--mechanism", "delta",
                    "--audience", "350000,520000", "--label", "personal",
                    "--parent", ScriptedService.digest("b"),
                    "--request", "11111111-2222-3333-4444-55555555555A",
                ],
                home: node.home
            )
            #expect(outcome.code == .done, "\(outcome.talk)")
            #expect(outcome.data.contains(ScriptedService.digest("a")))
            #expect(outcome.talk.contains("only copy until the first storage receipt"))
            let submission = try #require(node.service.script { $0.submissions.first })
            var expected = EntrySubmission(
                request: "11111111-2222-3333-4444-55555555555a",
                machine: "clue",
                event: "return_misdirected"
            )
            expected.mechanism = "delta"
            expected.from = "360100"
            expected.office = "scjg"
            expected.to = ["350000", "330000/scjg", "520000"]
            expected.record = Self.digest
            expected.parents = [ScriptedService.digest("b")]
            expected.audience = .addresses(["350000", "520000"])
            expected.label = "personal"
            expected.without = ["remarks"]
            expected.fields = [
                "goods": .text("白酒"), "count": .integer(5), "known": .boolean(true),
                "persons": .list([.object(["name": .text("甲")])]),
                "misdirected_rule": .text("第二十九条"),
            ]
            #expect(submission == expected)
        }
    }

    @Test("every event of the list is a command, by its own name and with hyphens")
    func events() async throws {
        let events = [
            "approve", "send", "accept", "return_misdirected", "redirect", "start_verification",
            "extend", "pause", "resume", "file", "decide_not_to_file", "tell_reporter",
            "record_disposal", "send_feedback", "confirm", "supplement", "escalate", "urge",
            "cancel",
        ]
        try await RunningNode.serving { node in
            for event in events {
                for name in Set([event, event.replacing("_", with: "-")]) {
                    let outcome = try await InProcess.run(
                        ["clue", name, Self.digest],
                        home: node.home
                    )
                    #expect(outcome.code == .done)
                }
            }
            let created = try await InProcess.run(
                ["clue", "create"],
                home: node.home,
                language: .zh
            )
            #expect(created.talk.contains("不发给任何其他节点"))
            let seen = Set(node.service.script { $0.submissions.map(\.event) })
            #expect(seen == Set(events + ["create"]))
        }
    }

    @Test("a prefix is resolved to the whole record before anything is signed")
    func prefix() async throws {
        try await RunningNode.serving { node in
            let records = [Samples.record("abcdef0101"), Samples.record("abcdef0102")]
            node.service.script { $0.records = records }
            let unique = try await InProcess.run(
                ["clue", "accept", "abcdef0102"],
                home: node.home
            )
            #expect(unique.code == .done)
            #expect(node.service.script { $0.submissions.first?.record } == records[1].record)
            let ambiguous = try await InProcess.run(
                ["clue", "accept", "abcdef01"],
                home: node.home
            )
            #expect(ambiguous.code == .failed)
            let unknown = try await InProcess.run(["clue", "accept", "12345678"], home: node.home)
            #expect(unknown.code == .notFound)
            let short = try await InProcess.run(["clue", "accept", "abcdef0"], home: node.home)
            #expect(short.code == .usage)
            #expect(node.service.script { $0.submissions.count } == 1)
        }
    }

    @Test("a dry run signs nothing and names who would receive what")
    func dryRun() async throws {
        try await RunningNode.serving { node in
            let outcome = try await InProcess.run(
                ["clue", "send", Self.digest, "--to", "350000", "--mechanism", "d", "--dry-run"],
                home: node.home
            )
            #expect(outcome.code == .done)
            #expect(outcome.data.contains("fujian.ipr.example"))
            #expect(outcome.data.contains("jiangxi.ipr.example/office/scjg"))
            #expect(outcome.talk.contains("nothing was signed"))
            #expect(node.service.script { $0.calls.map(\.operation) } == ["preview"])
        }
    }

    @Test("the draft of a charter takes members, observers, roles, rules and a threshold")
    func draft() async throws {
        try await RunningNode.serving { node in
            let outcome = try await InProcess.run(
                [
                    "mechanism", "create", "delta", "--title-zh", "三角", "--title-en", "Delta",
                    "--member", "360000=jx.example", "--member", "810000=hk.example,cross-border",
                    "--observer", "000000=audit.example", "--role", "superior=000000",
                    "--rules", "clue@\(Self.digest)", "--threshold", "2",
                    "--ended", "hn.example/delta=7",
                ],
                home: node.home
            )
            #expect(outcome.data == Samples.charter.text)
            #expect(outcome.talk.contains("fujian.ipr.example"))
            var expected = CharterDraft(
                mechanism: "delta",
                titleZh: "三角",
                titleEn: "Delta",
                members: [
                    .init(address: "360000", node: "jx.example"),
                    .init(address: "810000", node: "hk.example", crossBorder: true),
                ]
            )
            expected.observers = [.init(address: "000000", node: "audit.example")]
            expected.roles = ["superior": ["000000"]]
            expected.rules = ["clue@\(Self.digest)"]
            expected.threshold = 2
            expected.ended = [.init(log: "hn.example/delta", size: 7)]
            #expect(node.service.script { $0.drafts } == [expected])
        }
    }

    @Test("a charter is signed and joined from a file, and only looked at in a dry run")
    func charters() async throws {
        try await RunningNode.serving { node in
            let path = node.home + "/charter"
            try Data("lianlu/charter/v1\n".utf8).write(to: URL(filePath: path))
            for line in [
                ["mechanism", "sign", path], ["mechanism", "sign", path, "--dry-run"],
                ["mechanism", "join", path], ["mechanism", "join", path, "--dry-run"],
            ] {
                #expect(try await InProcess.run(line, home: node.home).code == .done)
            }
            let operations = node.service.script { $0.calls.map(\.operation) }
            #expect(
                operations == [
                    "sign_charter", "inspect_charter", "join_charter", "inspect_charter",
                ]
            )
        }
    }

    @Test(
        "what cannot be understood is a usage error, and the node hears nothing",
        arguments: [
            "clue create abcdef01", "clue send", "clue send zzzzzzzz",
            "clue create --field goods", "clue create --field =x", "clue create --field goods:=1.5",
            "clue create --field goods:={", "clue create --field =x",
            "clue create --field goods=", "clue create --field goods=x --field goods:=[1]",
            "clue create --request 7", "clue create --file /dev/null",
            "clue accept \(digest) --parent abcdef01",
            "mechanism create d --title-zh a --title-en b --member 360000",
            "mechanism create d --title-zh a --title-en b --member 360000=a,b",
            "mechanism create d --title-zh a --title-en b --member 360000=a --role x",
        ]
    )
    func usage(_ line: String) async throws {
        try await RunningNode.serving { node in
            let arguments = line.split(separator: " ").map(String.init)
            let outcome = try await InProcess.run(arguments, home: node.home)
            #expect(outcome.code == .usage)
            #expect(outcome.talk.contains("error [command."))
            #expect(outcome.data.isEmpty)
            #expect(node.service.script { $0.calls }.isEmpty)
        }
    }

    @Test("a file at the limit is read and one byte more is refused", arguments: [0, 1])
    func fileLimit(extra: Int) async throws {
        try await RunningNode.serving { node in
            let path = node.home + "/card"
            let beginning = "lianlu/card/"
            let count = Limits.fileByteCountMax - beginning.utf8.count + extra
            let text = beginning + String(repeating: "a", count: count)
            try Data(text.utf8).write(to: URL(filePath: path))
            let outcome = try await InProcess.run(
                ["peer", "add", path, "--dry-run"],
                home: node.home
            )
            #expect(outcome.code == (extra == 0 ? .done : .failed))
            #expect(outcome.talk.contains("file_too_large") == (extra == 1))
        }
    }

    @Test("what the node refuses is printed in the language of the command, with its remedy")
    func refusal() async throws {
        try await RunningNode.serving { node in
            node.service.script { script in
                script.failures["status"] = Problem(
                    LocalAPIError(.rightMissing, ["right": "read", "uid": "7"])
                )
            }
            let chinese = try await InProcess.run(["status"], home: node.home, language: .zh)
            #expect(chinese.code == .failed)
            #expect(chinese.talk.contains("用户 7 没有 read 权限"))
            #expect(chinese.talk.contains("办法："))
            let english = try await InProcess.run(["status"], home: node.home)
            #expect(english.talk.contains("User 7 lacks the right read"))
            let json = try await InProcess.run(["status", "--json"], home: node.home)
            let problem = try JSONDecoder().decode(Problem.self, from: Data(json.talk.utf8))
            #expect(problem.code == "local_api.right_missing")
            #expect(json.data.isEmpty)
        }
    }

    @Test("status says the size verified, the receipts, and what is on this disk only")
    func status() async throws {
        try await RunningNode.serving { node in
            let outcome = try await InProcess.run(["status"], home: node.home)
            #expect(outcome.data.contains("1/2"))
            #expect(outcome.data.contains("stays here"))
            #expect(outcome.data.contains("behind by"))
        }
    }
}

/// What a command says when the node's answer does not come.
@Suite struct LostAnswerTests {
    @Test(
        "a lost answer asks for the same command under the same request id, and for nothing else",
        arguments: Language.allCases
    )
    func lostAnswer(language: Language) async throws {
        let home = try RunningNode.makeHome()
        defer { try? FileManager.default.removeItem(atPath: home) }
        let listener = try Self.listen(at: home + "/run/lianlu.sock")
        async let hangUp: Void = Self.hangUpOnce(listener)
        let request = UUID().uuidString.lowercased()
        let outcome = try await InProcess.run(
            ["clue", "create", "--field", "goods=x", "--request", request],
            home: home,
            language: language
        )
        // Where the command never connected, this ends the wait for it.
        shutdown(listener, Int32(SHUT_RDWR))
        await hangUp
        close(listener)
        #expect(outcome.code == .failed)
        #expect(outcome.data.isEmpty)
        #expect(outcome.talk.contains("[command.outcome_unknown]"), "\(outcome.talk)")
        #expect(outcome.talk.components(separatedBy: "--request \(request)").count == 2)
        #expect(!outcome.talk.contains("run the command again"))
        #expect(!outcome.talk.contains("descriptor"))
    }

    private static func listen(at path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        try #require(bytes.count < MemoryLayout.size(ofValue: address.sun_path))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let isListening = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                    && Glibc.listen(descriptor, 1) == 0
            }
        }
        try #require(isListening)
        return descriptor
    }

    /// Takes one connection, reads what comes first, and hangs up.
    private static func hangUpOnce(_ listener: Int32) async {
        await withCheckedContinuation { continuation in
            Thread {
                let connection = accept(listener, nil, nil)
                var byte: UInt8 = 0
                _ = read(connection, &byte, 1)
                close(connection)
                continuation.resume()
            }.start()
        }
    }
}
