import ArgumentParser
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// What is wrong with a file or a word of the command line is told by name and place.
@Suite struct InputFileTests {
    private static func file(_ bytes: [UInt8], _ ending: String) throws -> String {
        let path = "/tmp/lianlu-input-\(UInt32.random(in: 0 ... .max)).\(ending)"
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    private static func run(_ arguments: [String]) async throws -> InProcess.Outcome {
        try await InProcess.run(arguments, home: "/tmp/lianlu-none")
    }

    @Test(
        "a file of fields that cannot be read is told with its place",
        arguments: [
            ("yaml", "a: b\n goods: [a", "line 2, column 7"),
            ("yaml", "a: 1\nb: 2\na: 3\n", "[command.file_field_twice]"),
            ("yaml", "a: 1\nremarks: null\n", "field remarks"),
            ("yaml", "remarks:\n", "field remarks"),
            ("json", "{\"remarks\": null}", "field remarks"),
            ("json", "{\"a\": 1, \"a\": 2}", "[command.file_field_twice]"),
            ("yaml", "- a\n", "no fields"), ("yaml", "", "no fields"),
            ("json", "{\"a\": 1,\n x}", "not valid JSON"),
            ("json", "[1]", "no fields"), ("json", "{\"a\": 1.5}", "field a"),
        ]
    )
    func fields(ending: String, text: String, told: String) async throws {
        let path = try Self.file(Array(text.utf8), ending)
        defer { unlink(path) }
        let outcome = try await Self.run(["clue", "create", "--file", path])
        #expect(outcome.code == .usage)
        #expect(outcome.talk.contains(told), "\(outcome.talk)")
        #expect(outcome.talk.contains(path))
        #expect(!outcome.talk.contains("Error"))
    }

    @Test(
        "what the YAML reader says of a file is Chinese in Chinese, and is what it says still",
        arguments: [
            "a: [1\nb: 2\n", "a: b\n\tc: d\n", "goods: 鞋: 包\n", "a: \"b\n", "a: 1\n b: 2\n",
            "a: *x\n",
            "a: @b\n", "a: \"\\q\"\n", "a: {b: 1\nc\n", "a: 1\n- b\n", "a: !x!y b\n",
            "a: 1\n---\nb: 2\n", "a: 1\nb\nc: 2\n",
        ]
    )
    func yamlWords(text: String) async throws {
        let path = try Self.file(Array(text.utf8), "yaml")
        defer { unlink(path) }
        let outcome = try await InProcess.run(
            ["clue", "create", "--file", path],
            home: "/tmp/lianlu-none",
            language: .zh
        )
        #expect(outcome.code == .usage)
        let detail = outcome.talk.split(separator: "\n").first { $0.contains("详情：") }
        let words = try #require(detail).replacing("详情：", with: "")
        #expect(!words.contains { $0.isASCII && $0.isLetter }, "\(words)")
    }

    @Test("a file that is no UTF-8, that is missing or that is a directory is told as such")
    func unreadable() async throws {
        let path = try Self.file([0xBD, 0xAD, 0xCE, 0xF7], "yaml")
        defer { unlink(path) }
        let latin = try await Self.run(["clue", "create", "--file", path])
        #expect(latin.code == .usage && latin.talk.contains("UTF-8"))
        let missing = try await Self.run(["clue", "create", "--file", path + ".none"])
        #expect(missing.code == .notFound && missing.talk.contains("[command.file_missing]"))
        let folder = try await Self.run(["clue", "create", "--file", "/tmp"])
        #expect(folder.code == .failed && folder.talk.contains("Is a directory"))
    }

    @Test("a pipe or a device is no file to read, and is refused before anything waits for it")
    func noFile() async throws {
        let pipe = "/tmp/lianlu-pipe-\(UInt32.random(in: 0 ... .max))"
        try #require(mkfifo(pipe, 0o600) == 0)
        defer { unlink(pipe) }
        // Whoever opened it for reading would be let go by this one.
        let writer = Thread { close(open(pipe, O_WRONLY)) }
        writer.start()
        for path in [pipe, "/dev/zero", "/dev/null"] {
            let outcome = try await Self.run(["clue", "create", "--file", path])
            #expect(outcome.code == .usage, "\(path)")
            #expect(outcome.talk.contains("[command.file_not_regular]"), "\(outcome.talk)")
            #expect(outcome.talk.contains(path))
        }
        // Lets the writer go, who waits for a reader.
        close(open(pipe, O_RDWR))
    }

    @Test("what is no card and no charter is told before anybody is asked")
    func others() async throws {
        let path = try Self.file(Array("document_no: 1\n".utf8), "yaml")
        defer { unlink(path) }
        let card = try await Self.run(["peer", "add", path])
        #expect(card.code == .usage && card.talk.contains("[command.card_invalid]"))
        for command in ["sign", "join"] {
            let charter = try await Self.run(["mechanism", command, path])
            #expect(charter.code == .usage && charter.talk.contains("[command.charter_invalid]"))
        }
    }

    @Test("a typing mistake in a fingerprint is no alarm", arguments: ["", "abc", "12345 12345"])
    func fingerprint(_ text: String) async throws {
        let path = try Self.file(Array("lianlu/card/v1\n".utf8), "card")
        defer { unlink(path) }
        let outcome = try await Self.run(["peer", "add", path, "--fingerprint", text])
        #expect(outcome.code == .usage)
        #expect(outcome.talk.contains("[command.fingerprint_invalid]"))
    }

    @Test("a home that is not there is told as such, and not as a node that does not answer")
    func home() async throws {
        let outcome = try await Self.run(["status"])
        #expect(outcome.code == .notFound && outcome.talk.contains("/tmp/lianlu-none"))
        #expect(outcome.talk.contains("[command.home_missing]"))
    }

    @Test("a word that is no command of its group is told with those that are")
    func command() {
        let step = UsageMessage.unknownCommand(["clue", "nosuchstep", "X", "--home", "h"])
        #expect(step?.code == .commandUnknown)
        #expect(step?.arguments["command"] == "nosuchstep")
        #expect(step?.arguments["commands"]?.contains("decide-not-to-file") == true)
        let top = UsageMessage.unknownCommand(["--lang", "zh", "stauts"])
        #expect(top?.arguments["command"] == "stauts")
        for known in [
            ["clue", "send"], ["clue", "decide_not_to_file"], ["clue"], ["status", "x"],
        ] {
            #expect(UsageMessage.unknownCommand(known) == nil)
        }
    }

    @Test("what a layer below said is told in words, and no type of the program is shown")
    func detail() {
        let renderer = Renderer(language: .en, json: false, streams: Captured())
        let words = renderer.words(of: "node.card_is_own node=a.example")
        #expect(words == "This is the card of this node itself, a.example.")
        let spaced = renderer.words(of: "node.file_failed path=/a b reason=no such file")
        #expect(spaced == "/a b cannot be read or written: no such file")
        #expect(renderer.words(of: "Permission denied") == "Permission denied")
    }

    @Test("the error of --json has what a layer below said in words as well")
    func jsonDetail() throws {
        let streams = Captured()
        let problem = Problem(
            code: "casework.state_not_allowed",
            arguments: ["event": "accept", "state": "sent"],
            status: 422,
            detail: "node.steps_open steps_en=acknowledge (receive) steps_zh=acknowledge（签收）"
        )
        Renderer(language: .zh, json: true, streams: streams).failure(Failure(problem))
        #expect(streams.talk.contains(#""detail":"目前可以办理：acknowledge（签收）。""#), "\(streams.talk)")
    }

    @Test(
        "a field without a value, twice given or with bad JSON, and a short digest are told as such",
        arguments: [
            ("clue create --field goods=", "field_empty", "leave it out"),
            ("clue create --field goods=a --field goods:=[\"b\"]", "field_twice", "goods"),
            ("clue create --field act-region=a --field act_region:=1", "field_twice", "act_region"),
            ("clue create --field goods:={", "field_not_json", "JSON"),
            ("clue create --field goods:=1.5", "field_not_json", "JSON"),
            (
                "clue accept \(String(repeating: "a", count: 64)) --parent deadbeef",
                "digest_not_whole", "--json"
            ),
            ("clue accept zz", "digest_invalid", "8 to 64"),
        ]
    )
    func words(line: String, code: String, told: String) async throws {
        let arguments = line.split(separator: " ").map(String.init)
        let outcome = try await Self.run(arguments)
        #expect(outcome.code == .usage)
        #expect(outcome.talk.contains("[command.\(code)]"), "\(outcome.talk)")
        #expect(outcome.talk.contains(told), "\(outcome.talk)")
    }

    @Test("a home that is not there ends every command alike, also the one that would serve it")
    func served() async throws {
        let command = try ServeCommand.parse([])
        let home = "/tmp/lianlu-none-\(UInt32.random(in: 0 ... .max))"
        let outcome = await InProcess.run(command, home: home, operations: .installed)
        #expect(outcome.code == .notFound)
        #expect(outcome.talk.contains("[node.home_missing]"))
    }

    @Test("an audit of what is neither a home nor an export is refused", arguments: [false, true])
    func neither(_ isMade: Bool) async throws {
        let folder = "/tmp/lianlu-empty-\(UInt32.random(in: 0 ... .max))"
        if isMade {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
        }
        defer { rmdir(folder) }
        let command = try AuditCommand.parse([folder])
        let outcome = await InProcess.run(command, home: "/b", operations: .installed)
        #expect(outcome.code == .notFound)
        #expect(outcome.talk.contains("[node.source_unknown]"))
    }

    @Test(
        "an audit with a file that is not there says which",
        arguments: ["--storage-key", "--ca"]
    )
    func missingFile(option: String) async throws {
        let source = option == "--ca" ? "https://localhost:1/log" : "/tmp"
        let command = try AuditCommand.parse([source, option, "/tmp/lianlu-no-such-file"])
        let outcome = await InProcess.run(command, home: "/b", operations: .installed)
        #expect(outcome.code == .notFound)
        #expect(outcome.talk.contains("[command.file_missing]"), "\(outcome.talk)")
        #expect(outcome.talk.contains("/tmp/lianlu-no-such-file"))
    }

    @Test("a log that is not here is named as it was typed")
    func log() async throws {
        try await RunningNode.serving { node in
            node.service.script {
                $0.failures["entries"] = Problem(
                    code: "node.log_unknown",
                    arguments: ["origin": "9e62"],
                    status: 404
                )
            }
            let outcome = try await InProcess.run(["log", "show", "nosuch"], home: node.home)
            #expect(outcome.code == .notFound)
            #expect(outcome.talk.contains("nosuch") && !outcome.talk.contains("9e62"))
        }
    }
}
