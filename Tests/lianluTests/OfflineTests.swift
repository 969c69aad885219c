import ArgumentParser
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// Commands that need no node, over operations of the test.
@Suite struct OfflineTests {
    @Test("a command without its operation is not offered")
    func notOffered() {
        let offered = Set(Lianlu.configuration.subcommands.map { $0.configuration.commandName })
        let installed = Operations.installed
        #expect(offered.contains("init") == (installed.initialise != nil))
        #expect(offered.contains("serve") == (installed.serve != nil))
        #expect(offered.contains("doctor") == (installed.examine != nil))
        #expect(offered.contains("audit") == (installed.audit != nil))
        #expect(offered.contains("verify") == (installed.verify != nil))
    }

    @Test(
        "an option that an audit of this source cannot use is refused as a mistake on the command line",
        arguments: [
            // Files that are there: one that is not is told first.
            (["/nowhere/home", "--ca", "/dev/null"], "--ca"),
            (["https://localhost:1/", "--storage-key", "/dev/null"], "--storage-key"),
        ]
    )
    func unfitOption(arguments: [String], option: String) async throws {
        let outcome = await InProcess.run(
            try AuditCommand.parse(arguments),
            home: "/b",
            operations: .installed
        )
        #expect(outcome.code == .usage)
        #expect(outcome.talk.contains("node.audit_option_unfit"))
        #expect(outcome.talk.contains(option))
    }

    @Test("an audit of a web address that does not answer ends as one of a node that does not")
    func silentSite() async throws {
        let outcome = await InProcess.run(
            try AuditCommand.parse(["https://localhost:1/logs"]),
            home: "/b",
            operations: .installed
        )
        #expect(outcome.code == .unreachable, "\(outcome.talk)")
        #expect(outcome.talk.contains("node.url_unreachable"))
        #expect(!outcome.talk.contains("peer"), "\(outcome.talk)")
    }

    @Test(
        "a published log without its checkpoint does not verify, as a directory without it does not",
        arguments: [
            ("url_checkpoint_missing", 422, lianlu.ExitCode.verificationFailed),
            ("url_no_log", 404, .notFound),
        ]
    )
    func checkpointMissing(_ row: (code: String, status: Int, exit: lianlu.ExitCode)) async throws {
        let url = "https://a.example/"
        let problem = Problem(code: "node.\(row.code)", arguments: ["url": url], status: row.status)
        var operations = Operations()
        operations.audit = { _, _, _ in throw problem }
        let outcome = await InProcess.run(
            try AuditCommand.parse([url]),
            home: "/b",
            operations: operations
        )
        #expect(outcome.code == row.exit)
    }

    @Test("init hands over its options and prints the card's fingerprint")
    func initialise() async throws {
        let seen = Box<InitRequest>()
        var operations = Operations()
        operations.initialise = { request in
            seen.set(request)
            return InitReport(card: Samples.card(.own), files: ["lianlu.yaml"], home: request.home)
        }
        let command = try InitCommand.parse([
            "--node", "jx.example", "--region", "360000", "--url", "https://jx.example:7443",
            "--office", "scjg=江西省市场监督管理局",
        ])
        let outcome = await InProcess.run(command, home: "/a", operations: operations)
        #expect(outcome.code == .done)
        #expect(outcome.data.contains(Samples.fingerprint))
        let expected = InitRequest(
            home: "/a",
            node: "jx.example",
            region: "360000",
            url: "https://jx.example:7443",
            listen: "0.0.0.0:7443",
            offices: ["scjg": "江西省市场监督管理局"]
        )
        #expect(seen.value == expected)
    }

    static func document(faults: Int, anchored: Bool, isSigned: Bool = true) -> AuditDocument {
        let finding = AuditDocument.Finding(
            detail: nil,
            fault: true,
            index: 7,
            log: "jx.example/home",
            place: "tile/0/000",
            text: CodedText("auditing.tile_differs")
        )
        return AuditDocument(
            findings: Array(repeating: finding, count: faults),
            logs: [
                .init(
                    isKeyAnchored: anchored,
                    cosignatureCount: 2,
                    entryCount: 9,
                    fingerprint: Samples.fingerprint,
                    node: "jx.example",
                    origin: "jx.example/home",
                    root: isSigned ? ScriptedService.digest("a") : nil
                )
            ],
            objects: .init(erased: 0, missing: 0, notGranted: 1, sealedNotChecked: 2, verified: 3),
            source: "/a"
        )
    }

    @Test(
        "a log without a root that its key has signed shows none, and is not called anchored",
        arguments: Language.allCases,
        [true, false]
    )
    func unsignedRoot(_ language: Language, isSigned: Bool) async throws {
        var operations = Operations()
        operations.audit = { _, _, _ in
            Self.document(faults: 1, anchored: true, isSigned: isSigned)
        }
        let outcome = await InProcess.run(
            try AuditCommand.parse(["/a"]),
            home: "/b",
            language: language,
            operations: operations
        )
        let row = outcome.data.split(separator: "\n").first { $0.hasPrefix("jx.example/home") }
        let cells = (row ?? "").split(separator: " ").map(String.init)
        #expect(cells.contains(language == .zh ? "是" : "yes") == isSigned, "\(cells)")
        #expect(outcome.data.contains(ScriptedService.digest("a")) == isSigned)
        let json = await InProcess.run(
            try AuditCommand.parse(["/a", "--json"]),
            home: "/b",
            operations: operations
        )
        #expect(json.data.contains("\"anchored\":\(isSigned)"))
    }

    @Test(
        "a finding that stands for others says how many, and from which entry to which",
        arguments: Language.allCases
    )
    func manyFindings(_ language: Language) async throws {
        var operations = Operations()
        operations.audit = { _, _, _ in
            var document = Self.document(faults: 2, anchored: true)
            document.findings[1].count = 9_975
            document.findings[1].last = 9_999
            return document
        }
        let outcome = await InProcess.run(
            try AuditCommand.parse(["/a"]),
            home: "/b",
            language: language,
            operations: operations
        )
        #expect(outcome.data.contains("7–9999") && outcome.data.contains("9975"))
        #expect(outcome.data.contains("9976"))
    }

    @Test(
        "an audit ends with 3 on any fault and warns where keys are not anchored",
        arguments: [(0, true), (0, false), (2, true)],
        Language.allCases
    )
    func audit(_ row: (Int, Bool), _ language: Language) async throws {
        let seen = Box<AuditRequest>()
        var operations = Operations()
        operations.audit = { request, progress, _ in
            seen.set(request)
            progress(Progress(done: 1, total: 9))
            return Self.document(faults: row.0, anchored: row.1)
        }
        let vkey = "jx.example+01234567+AQ=="
        let file = "/tmp/lianlu-trust-\(UInt32.random(in: 0 ... .max))"
        try Data("card text\n".utf8).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let command = try AuditCommand.parse(
            ["/a", "--trust", vkey, "--trust", file, "--ca", file]
        )
        let outcome = await InProcess.run(
            command,
            home: "/b",
            language: language,
            operations: operations
        )
        #expect(outcome.code == (row.0 == 0 ? .done : .verificationFailed))
        // Keys were given: that they do not reach is said, and nobody is asked to give any.
        let warning = language == .zh ? "并非每条日志" : "Not every log"
        #expect(outcome.data.contains(warning) == !row.1)
        #expect(!outcome.data.contains(language == .zh ? "密钥未锚定" : "eys not anchored"))
        #expect(outcome.data.contains(Samples.fingerprint))
        #expect(outcome.data.contains("tile/0/000") == (row.0 > 0))
        let request = AuditRequest(
            source: "/a",
            trust: [vkey, "card text\n"],
            authorities: file
        )
        #expect(seen.value == request)
    }

    @Test(
        "an audit without keys says so at the end, and calls nothing consistent that is not",
        arguments: [0, 2],
        Language.allCases
    )
    func keyless(faults: Int, language: Language) async throws {
        var operations = Operations()
        operations.audit = { _, _, _ in Self.document(faults: faults, anchored: false) }
        let outcome = await InProcess.run(
            try AuditCommand.parse(["/a"]),
            home: "/b",
            language: language,
            operations: operations
        )
        #expect(outcome.data.contains(language == .zh ? "密钥未锚定" : "eys not anchored"))
        #expect(outcome.data.contains("--trust"))
        let consistent = language == .zh ? "自身一致" : "Self-consistent"
        #expect(outcome.data.contains(consistent) == (faults == 0))
    }

    @Test(
        "a proof is verified only with no finding at all; without a key of the log it ends with 3",
        arguments: [
            (nil, lianlu.ExitCode.done, "Verified."),
            ("node.proof_trust_missing", .verificationFailed, "Nobody's signature was verified"),
            ("transparency_log.tlog_proof_invalid", .verificationFailed, "It does not verify"),
        ] as [(String?, lianlu.ExitCode, String)]
    )
    func verify(_ row: (code: String?, exit: lianlu.ExitCode, talk: String)) async throws {
        var operations = Operations()
        operations.verify = { request in
            VerifyDocument(
                anchored: row.code == nil,
                entry: ScriptedService.digest("a"),
                findings: row.code.map { [CodedText($0, ["origin": "a.example/b"])] } ?? [],
                included: true,
                index: 4,
                signatures: [.init(keyID: "01234567", name: "a.example/b")]
            )
        }
        let path = "/tmp/lianlu-proof-\(UInt32.random(in: 0 ... .max))"
        try Data().write(to: URL(filePath: path))
        defer { unlink(path) }
        let command = try VerifyCommand.parse([path, "--entry", path])
        let outcome = await InProcess.run(command, home: "/b", operations: operations)
        #expect(outcome.code == row.exit)
        #expect(outcome.talk.hasPrefix(row.talk))
        #expect(outcome.data.contains("01234567"))
    }

    @Test(
        "an export prints what it wrote, with objects only where they are asked for",
        arguments: [true, false]
    )
    func export(withObjects: Bool) async throws {
        let seen = Box<ExportRequest>()
        var operations = Operations()
        operations.export = { request, _ in
            seen.set(request)
            return ExportDocument(
                byteCount: 5,
                directory: request.directory,
                fileCount: 2,
                origin: request.origin,
                root: ScriptedService.digest("a"),
                size: 9
            )
        }
        let arguments = ["jx.example/home", "/out", "--json"]
        let command = try LogExportCommand.parse(
            withObjects ? arguments + ["--with-objects"] : arguments
        )
        let outcome = await InProcess.run(command, home: "/b", operations: operations)
        #expect(outcome.code == .done)
        #expect(seen.value?.includesObjects == withObjects)
        try RequestTests.expectJSON(outcome)
    }

    @Test(
        "doctor checks this machine, the node and each peer; a node that is down is a fault",
        arguments: [true, false]
    )
    func doctor(_ running: Bool) async throws {
        var operations = Operations()
        operations.examine = { _ in
            [CheckResult(.passed, CodedText("command.check_node_ready"))]
        }
        let fixed = operations
        try await RunningNode.serving { node in
            let home = running ? node.home : "/tmp"
            let outcome = await InProcess.run(
                try DoctorCommand.parse([]),
                home: home,
                operations: fixed
            )
            #expect(outcome.code == (running ? .done : .failed))
            #expect(outcome.data.contains("lianlu serve") == !running)
            let operations = node.service.script { $0.calls.map(\.operation) }
            #expect(operations == (running ? ["health", "peers", "test_peer", "status"] : []))
        }
    }

    @Test(
        "an alarm of which a person must find the cause fails doctor; one that the node gets over is a warning",
        arguments: [("replication.two_live_copies", true), ("replication.peer_stalled", false)]
    )
    func doctorAlarms(_ row: (code: String, fails: Bool)) async throws {
        var operations = Operations()
        operations.examine = { _ in [] }
        let fixed = operations
        try await RunningNode.serving { node in
            let arguments = [
                "count": "3", "newer": "b", "older": "a", "peer": "fujian.ipr.example",
            ]
            let alarm = AlarmStatus(
                CodedText(row.code, arguments),
                isGrave: row.fails,
                at: "2026-11-20T09:00:00+08:00",
                notes: ["a note"]
            )
            node.service.script { $0.alarms = [alarm] }
            for language in Language.allCases {
                let outcome = await InProcess.run(
                    try DoctorCommand.parse([]),
                    home: node.home,
                    language: language,
                    operations: fixed
                )
                #expect(outcome.code == (row.fails ? .failed : .done))
                let message = try #require(
                    Catalogue.message(row.code, arguments, in: language)
                )
                #expect(outcome.data.contains(message.sentence))
                #expect(outcome.data.contains(message.remedy))
                let status = await InProcess.run(
                    try StatusCommand.parse([]),
                    home: node.home,
                    language: language
                )
                #expect(status.data.contains("2026-11-20T09:00:00+08:00  " + message.sentence))
                #expect(status.data.contains(message.remedy))
            }
            let json = await InProcess.run(try StatusCommand.parse(["--json"]), home: node.home)
            let shown = try JSONDecoder().decode(NodeStatus.self, from: Data(json.data.utf8))
            #expect(shown.alarms == [alarm])
        }
    }

    @Test("what status warns of is told by doctor too, with its remedy, and fails nothing")
    func doctorWarnings() async throws {
        var operations = Operations()
        operations.examine = { _ in [] }
        let fixed = operations
        try await RunningNode.serving { node in
            let arguments = ["mechanism": "exercise", "node": "guizhou.ipr.example"]
            let warning = CodedText("node.member_not_added", arguments)
            node.service.script { $0.status.warnings = [warning] }
            let outcome = await InProcess.run(
                try DoctorCommand.parse([]),
                home: node.home,
                operations: fixed
            )
            #expect(outcome.code == .done)
            let message = try #require(Catalogue.message(warning.code, arguments, in: .en))
            #expect(outcome.data.contains(message.sentence))
            #expect(outcome.data.contains(message.remedy))
        }
    }

    @Test(
        "doctor tells a peer that is away once where its test fails, and by its warning where the test passes",
        arguments: [CheckResult.Outcome.failed, .passed]
    )
    func doctorSilentPeer(tested: CheckResult.Outcome) async throws {
        var operations = Operations()
        operations.examine = { _ in [] }
        let fixed = operations
        try await RunningNode.serving { node in
            let name = "fujian.ipr.example"
            let arguments = ["node": name, "since": "2026-11-20T09:15:00+08:00"]
            let warning = CodedText("node.peer_not_connected", arguments)
            node.service.script {
                $0.status.warnings = [warning]
                $0.testOutcome = tested
            }
            let outcome = await InProcess.run(
                try DoctorCommand.parse([]),
                home: node.home,
                operations: fixed
            )
            let message = try #require(Catalogue.message(warning.code, arguments, in: .en))
            #expect(outcome.data.contains(message.sentence) == (tested == .passed))
        }
    }

    @Test("a line of progress is drawn on a terminal for what takes over a second, and is wiped")
    func progress() async throws {
        for (terminal, options) in [(true, ["/a"]), (false, ["/a"]), (true, ["/a", "--json"])] {
            let streams = Captured(showsProgress: terminal)
            let isDrawn = terminal && options.count == 1
            var operations = Operations()
            operations.audit = { _, progress, _ in
                progress(Progress(done: 3, total: 9))
                // Where a line is to come, the work lasts until it is there; else, longer than its second.
                repeat {
                    try await Task.sleep(for: .milliseconds(1_500))
                } while isDrawn && !streams.talk.contains("3/9")
                return Self.document(faults: 0, anchored: true)
            }
            let outcome = await InProcess.run(
                try AuditCommand.parse(options),
                home: "/b",
                streams: streams,
                operations: operations
            )
            let drawn = outcome.talk.contains("3/9")
            #expect(drawn == isDrawn)
            #expect(!outcome.data.contains("3/9"))
        }
    }
}
