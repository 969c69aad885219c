import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// What keeps `lianlu serve` from starting, or a node from writing: said in both languages, and nothing lost.
@Suite(.serialized) struct ServeFaultTests {
    /// A home with one entry of its own beyond the first ones, its node stopped; and its card.
    private static func stoppedNode() async throws -> (node: NodeProcess, card: String) {
        let node = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        try await node.start()
        _ = try await node.client.send(.submit(.exercise("create")))
        let card = try await node.publishCard()
        await node.stop()
        return (node, card)
    }

    /// Both languages name the code, say the sentence of the catalogue, and what to do.
    private static func requireRefused(
        _ node: NodeProcess,
        _ code: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for language in Language.allCases {
            let outcome = try await node.run(["serve"], language: language)
            #expect(outcome.code == 1, "\(outcome.talk)", sourceLocation: sourceLocation)
            #expect(outcome.data.isEmpty, sourceLocation: sourceLocation)
            try requireTold(outcome.talk, code, language, sourceLocation)
        }
    }

    private static func requireTold(
        _ talk: String,
        _ code: String,
        _ language: Language,
        _ sourceLocation: SourceLocation
    ) throws {
        let mark = language == .zh ? "错误 [\(code)] " : "error [\(code)] "
        let remedy = language == .zh ? "  办法：" : "  remedy: "
        #expect(talk.contains(mark), "\(talk)", sourceLocation: sourceLocation)
        #expect(talk.contains(remedy), "\(talk)", sourceLocation: sourceLocation)
        // The words around the arguments are those of the catalogue.
        let message = try #require(Catalogue.message(code, [:], in: language))
        for words in message.sentence.split(separator: /\{[a-z]+\}/) {
            #expect(talk.contains(words), "\(talk)", sourceLocation: sourceLocation)
        }
    }

    /// Once the fault is gone the node starts, has what it had, and goes on.
    private static func requireWhole(_ node: NodeProcess, _ card: String) async throws {
        try await node.requireSound(trusting: [card])
        try await node.start()
        _ = try await node.client.send(.submit(.exercise("create")))
        #expect(try await node.entries(of: "\(node.name)/home").count == 5)
        await node.stop()
        try await node.requireSound(trusting: [card])
        try await node.remove()
    }

    @Test("a key file that others may read", arguments: ["node", "office-scjg", "tls", "log-home"])
    func exposedKey(_ key: String) async throws {
        let (node, card) = try await Self.stoppedNode()
        let path = "\(node.home)/keys/\(key).pem"
        #expect(chmod(path, 0o640) == 0)
        try await Self.requireRefused(node, "cryptography.key_file_exposed")
        #expect(chmod(path, 0o600) == 0)
        try await Self.requireWhole(node, card)
    }

    @Test("a port in use")
    func portInUse() async throws {
        let (node, card) = try await Self.stoppedNode()
        let (descriptor, port) = try NodeProcess.listen()
        let file = URL(filePath: node.home + "/lianlu.yaml")
        let configuration = try String(contentsOf: file, encoding: .utf8)
        let changed = configuration.replacing("127.0.0.1:\(node.port)", with: "127.0.0.1:\(port)")
        #expect(changed != configuration)
        try Data(changed.utf8).write(to: file)
        try await Self.requireRefused(node, "tls_transport.listen_failed")
        close(descriptor)
        try await Self.requireWhole(node, card)
    }

    @Test("a second process on the same home")
    func secondProcess() async throws {
        let (node, card) = try await Self.stoppedNode()
        try await node.start()
        try await Self.requireRefused(node, "sqlite_storage.home_in_use")
        // The first one goes on.
        #expect(try await node.client.send(.health).ready)
        await node.stop()
        try await Self.requireWhole(node, card)
    }

    /// Changes the database file, expects a refusal, and puts the file back.
    private static func requireRefused(
        _ code: String,
        _ change: (inout Data) -> Void
    ) async throws {
        let (node, card) = try await stoppedNode()
        let file = URL(filePath: node.home + "/data/lianlu.sqlite")
        let whole = try Data(contentsOf: file)
        var changed = whole
        change(&changed)
        try changed.write(to: file)
        try await requireRefused(node, code)
        #expect(try Data(contentsOf: file) == changed)
        try whole.write(to: file)
        try await requireWhole(node, card)
    }

    @Test("a database of a newer schema")
    func newerSchema() async throws {
        // The user version stands in bytes 60 to 63 of the file.
        try await Self.requireRefused("sqlite_storage.schema_newer") { $0[63] = 9 }
    }

    @Test("a database that was cut short")
    func truncated() async throws {
        try await Self.requireRefused("sqlite_storage.database_corrupt") {
            $0 = $0.prefix($0.count / 2)
        }
    }

    @Test("a database with flipped bytes at its head")
    func flipped() async throws {
        try await Self.requireRefused("sqlite_storage.database_corrupt") {
            for position in 0..<16 { $0[position] ^= 0xFF }
        }
    }

    @Test("a database with a flipped bit in an entry: the audit names what is wrong")
    func flippedEntry() async throws {
        let (node, card) = try await Self.stoppedNode()
        let file = URL(filePath: node.home + "/data/lianlu.sqlite")
        let whole = try Data(contentsOf: file)
        var changed = whole
        let word = Data("\"event\":\"create\"".utf8)
        var found = changed.startIndex..<changed.startIndex
        while let next = changed[found.upperBound...].firstRange(of: word) {
            changed[next.lowerBound + 10] ^= 1
            found = next
        }
        #expect(changed != whole)
        try changed.write(to: file)
        let audit = ["audit", node.home, "--trust", card]
        let program = try ProgramTests.program()
        let json = try await ProgramTests.run(program, audit + ["--json"])
        #expect(json.code == 3, "\(json.talk)")
        let document = try JSONDecoder().decode(AuditDocument.self, from: Data(json.data.utf8))
        let faults = document.findings.filter(\.fault)
        #expect(faults.contains { $0.index == 3 && $0.text.code == "auditing.entry_changed" })
        #expect(!faults.contains { $0.text.code == "auditing.entry_invalid" })
        for language in Language.allCases {
            let shown = try await ProgramTests.run(program, audit + ["--lang", language.rawValue])
            #expect(shown.code == 3)
            for fault in faults {
                let text = fault.text
                let message = try #require(
                    Catalogue.message(text.code, text.arguments, in: language)
                )
                #expect(shown.data.contains(message.remedy), "\(text.code): \(shown.data)")
                guard fault.reason == nil else { continue }
                #expect(shown.data.contains(message.sentence), "\(text.code): \(shown.data)")
            }
        }
        try whole.write(to: file)
        try await Self.requireWhole(node, card)
    }

    /// Whether this user may mount file systems in a namespace of its own.
    private static func mayMount() async throws -> Bool {
        let probe = "unshare -m mount -t tmpfs none /mnt 2>/dev/null"
        return try await ProgramTests.run("/bin/sh", ["-c", probe]).code == 0
    }

    /// Runs a script in a mount namespace of its own.
    private static func inMountNamespace(_ script: String) async throws -> ProgramTests.Outcome {
        try await ProgramTests.run("/usr/bin/unshare", ["-m", "/bin/sh", "-c", script])
    }

    private static func script(_ steps: String) throws -> String {
        """
        lianlu=\(try ProgramTests.program()); export SWIFT_BACKTRACE=enable=no
        mkdir /tmp/lianlu-mount.$$; cd /tmp/lianlu-mount.$$
        mount -t tmpfs -o size=190m none . && cd . && cd /tmp/lianlu-mount.$$ || exit 9
        $lianlu init --home home --node jiangxi.ipr.example --region 360000 --office scjg=x \
            --listen 127.0.0.1:0 --url https://127.0.0.1:7443 >/dev/null 2>&1 || exit 8
        serve() {
            $lianlu serve --home home 2>log & pid=$!
            until $lianlu status --home home >/dev/null 2>&1; do kill -0 $pid || return 1; done
        }
        create() {
            $lianlu clue create --home home --lang $1 --field title=x --field goods=x \
                --field ip_right=trademark --field source_channel=port \
                --field found_at=2025-11-20T09:00:00+08:00; echo "ended with $?" >&2
        }
        \(steps)
        cd /; umount /tmp/lianlu-mount.$$; rmdir /tmp/lianlu-mount.$$
        """
    }

    @Test(
        "a home on a read-only file system",
        .enabled("needs the right to mount") { try await mayMount() }
    )
    func readOnly() async throws {
        let script = try Self.script(
            """
            serve; create en >/dev/null 2>&1; kill $pid; wait $pid
            mount -o remount,ro none .
            for language in zh en; do $lianlu serve --home home --lang $language >&2; echo $? >&2; done
            $lianlu audit home --lang en >&2 || exit 7
            mount -o remount,rw none .
            serve && create en
            kill $pid; wait $pid
            """
        )
        // Root writes in spite of a directory's mode, so there is no other way to try this.
        let outcome = try await Self.inMountNamespace(script)
        #expect(outcome.code == 0, "\(outcome.talk)")
        for language in Language.allCases {
            try Self.requireTold(
                outcome.talk,
                "sqlite_storage.home_read_only",
                language,
                #_sourceLocation
            )
        }
        #expect(outcome.talk.contains("The audit found 0 faults."), "\(outcome.talk)")
        #expect(outcome.talk.contains("ended with 0"), "\(outcome.talk)")
    }

    @Test(
        "a disk that fills up refuses the next entry, keeps those before, and takes more when there is room",
        .enabled("needs the right to mount") { try await mayMount() }
    )
    func fullDisk() async throws {
        let script = try Self.script(
            """
            serve; create en
            head -c 150000000 /dev/zero >filler
            create zh; create en
            $lianlu audit home --lang en >&2 || exit 7
            rm filler; create en
            kill $pid; wait $pid; $lianlu audit home --lang en >&2 || exit 7
            """
        )
        let outcome = try await Self.inMountNamespace(script)
        #expect(outcome.code == 0, "\(outcome.talk)")
        for language in Language.allCases {
            try Self.requireTold(
                outcome.talk,
                "log_storage.disk_full",
                language,
                #_sourceLocation
            )
        }
        let ends = outcome.talk.split(separator: "\n").filter { $0.hasPrefix("ended with") }
        #expect(ends == ["ended with 0", "ended with 1", "ended with 1", "ended with 0"])
        #expect(outcome.talk.split(separator: "The audit found 0 faults.").count == 3)
    }
}
