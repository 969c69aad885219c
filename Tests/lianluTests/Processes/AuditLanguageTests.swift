import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import SQLiteStorage
@testable import lianlu

/// What audit and doctor say in Chinese of homes that are damaged in many ways: Chinese, besides names of files, tables and keys.
@Suite(.serialized) struct AuditLanguageTests {
    /// Two or more English words in a row, beyond commands and options of this program, digests and what is marked as another's words.
    private static func english(in text: String) -> [String] {
        let plain = text.replacing(/原文“[^”]*”/, with: "").replacing(/[0-9a-f]{12,}/, with: "")
        let words = /[A-Za-z][a-z']+(?: [A-Za-z][a-z']+)+/
        return plain.matches(of: words).map { String($0.output) }
            .filter { !$0.hasPrefix("lianlu ") }
    }

    @Test("the check itself sees English within Chinese, and neither names nor commands")
    func check() {
        #expect(Self.english(in: "缺少 keys（it is not here）。") == ["it is not here"])
        #expect(Self.english(in: "运行 lianlu log export，见 data/instance。").isEmpty)
        #expect(Self.english(in: "记录 0f96ece91cc048e8ce jiangxi.ipr.example/home。").isEmpty)
        #expect(Self.english(in: "问题  a.example/home  entry_digest  日志第 3 条").isEmpty)
    }

    /// What somebody does to the database of a home, by name; each to a home that was whole.
    private static let damages: [(name: String, statements: [String])] = [
        ("index", ["DELETE FROM entry_digest WHERE position = (SELECT min(position) FROM entry)"]),
        ("index surplus", ["INSERT INTO entry_digest VALUES (zeroblob(32), 5)"]),
        ("log row", ["UPDATE log SET kind = 2"]),
        ("log edge", ["UPDATE log SET staged_edge = zeroblob(32), root = zeroblob(32)"]),
        (
            "log name",
            ["INSERT INTO log SELECT 7, x'00', kind, 0, root, x'', 0, x'', NULL, 0 FROM log"]
        ), ("entry changed", ["UPDATE entry SET bytes = x'00'"]),
        ("entry gone", ["DELETE FROM entry WHERE position = (SELECT max(position) FROM entry)"]),
        (
            "strays",
            [
                "INSERT INTO entry VALUES (9 << 40, x'00')",
                "INSERT INTO tile VALUES (9 << 40, 1, zeroblob(8192))",
                "INSERT INTO cosignature VALUES (9, 1, 1, 1, x'00', 0)",
            ]
        ), ("tile", ["UPDATE tile SET hashes = zeroblob(8192)"]),
        ("tile gone", ["DELETE FROM tile"]),
        ("checkpoint", ["UPDATE checkpoint SET note = x'00'"]),
        ("head", ["UPDATE log SET checkpoint = x'00'"]),
        ("no head", ["UPDATE log SET checkpoint = NULL"]),
        ("receipt", ["INSERT INTO cosignature VALUES (1, 1, 2, 3, x'00', 0)"]),
        (
            "receipt of another",
            [
                "INSERT INTO cosigner VALUES (5, CAST('a.example/mirror' AS BLOB), 5, 0)",
                """
                INSERT INTO cosignature SELECT 1, 5, 2, 3, CAST('— a.example/mirror '
                || 'AAAABQAAAAAAAAADAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
                || char(10) AS BLOB), 0
                """,
            ]
        ),
        ("cosigner", ["INSERT INTO cosigner VALUES (5, CAST('a.example/mirror' AS BLOB), 5, 0)"]),
        ("verdict", ["UPDATE projected_entry SET verdict_class = 'pending'"]),
        ("verdict gone", ["DELETE FROM projected_entry"]),
        ("verdict unreadable", ["UPDATE projected_entry SET digest = x'00'"]),
        ("record", ["UPDATE projected_record SET state = 'closed'"]),
        ("record unreadable", ["UPDATE projected_record SET record = x'00', summary = x'00'"]),
        ("keys", ["UPDATE projected_log SET bytes = x'00'"]),
        ("dependency", ["DELETE FROM dependency"]),
        ("dependency more", ["INSERT INTO dependency VALUES (zeroblob(32), x'41', 0)"]),
        ("request", ["UPDATE request SET tree_size = 1"]),
        ("object", ["UPDATE holding SET sealed = zeroblob(64)"]),
        ("object key", ["UPDATE holding SET wrapped_key = zeroblob(8)"]),
        ("object gone", ["DELETE FROM holding"]),
        ("object status", ["UPDATE holding SET status = 9"]),
        ("object erased", ["UPDATE holding SET status = 3"]),
        ("object of no log", ["UPDATE holding SET position = 9 << 40"]),
        (
            "documents",
            [
                "UPDATE document SET bytes = x'00'",
                "INSERT INTO document VALUES (2, x'01', x'02', 0)",
                "INSERT INTO document VALUES (3, x'01', x'02', 0)",
                "INSERT INTO document VALUES (4, x'01', x'02', 0)",
                "INSERT INTO document VALUES (6, x'01', x'02', 0)",
                "INSERT INTO document VALUES (7, x'01', x'02', 0)",
                "INSERT INTO document VALUES (9, x'01', x'02', 0)",
                "INSERT INTO document VALUES (1, CAST('append-stop a.example/home' AS BLOB), x'02', 0)",
            ]
        ), ("table", ["CREATE TABLE more (a INTEGER)"]),
        ("index lost", ["DROP INDEX dependency_by_dependent"]),
    ]

    private static func stoppedNode() async throws -> (node: NodeProcess, card: String) {
        let node = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        try await node.start()
        _ = try await node.client.send(.submit(.exercise("create")))
        let card = try await node.publishCard()
        await node.stop()
        return (node, card)
    }

    private static func told(_ node: NodeProcess, _ card: String, _ name: String) async throws {
        for command in [
            ["audit", node.home, "--trust", card, "--records"], ["doctor", "--home", node.home],
        ] {
            let outcome = try await InProcess.run(
                command,
                home: node.home,
                language: .zh,
                operations: .installed
            )
            // What doctor looks at is less.
            #expect(
                command[0] == "doctor" || outcome.code == .verificationFailed,
                "\(name): \(outcome.data)\(outcome.talk)"
            )
            for line in (outcome.data + outcome.talk).split(separator: "\n") {
                let found = english(in: String(line))
                #expect(found.isEmpty, "\(command[0]), \(name): \(found) in \(line)")
            }
            #expect(
                !outcome.data.contains("auditing.") && !outcome.talk.contains("auditing."),
                "\(name)"
            )
        }
    }

    @Test("findings on rows, documents and objects are Chinese in Chinese, whatever was damaged")
    func rows() async throws {
        let (node, card) = try await Self.stoppedNode()
        let data = URL(filePath: node.home + "/data")
        let kept = URL(filePath: node.home + ".kept")
        for (name, statements) in Self.damages {
            try FileManager.default.copyItem(at: data, to: kept)
            let store = try SQLiteStore.open(.init(directory: data.path))
            try await store.write { transaction in
                for sql in statements { try transaction.statement(sql).run() }
            }
            try store.close()
            try await Self.told(node, card, name)
            try FileManager.default.removeItem(at: data)
            try FileManager.default.moveItem(at: kept, to: data)
        }
        try await node.remove()
    }

    @Test(
        "findings on files are Chinese in Chinese, and one of the database ends with 3, a missing one with 4"
    )
    func files() async throws {
        let (node, card) = try await Self.stoppedNode()
        let file = URL(filePath: node.home + "/data/lianlu.sqlite")
        let whole = try Data(contentsOf: file)
        let broken: [Data] = [
            Data(), whole.prefix(700), whole.prefix(whole.count / 2), Data(count: whole.count),
            whole.prefix(8_192) + Data(repeating: 0x5A, count: whole.count - 8_192),
        ]
        for bytes in broken {
            try bytes.write(to: file)
            try await Self.told(node, card, "\(bytes.count) bytes")
            for language in Language.allCases {
                let json = try await InProcess.run(
                    ["audit", node.home, "--json"],
                    home: node.home,
                    language: language,
                    operations: .installed
                )
                #expect(json.code == .verificationFailed, "\(json.talk)")
                let report = try JSONDecoder().decode(
                    AuditDocument.self,
                    from: Data(json.data.utf8)
                )
                #expect(!report.isSound)
            }
        }
        let empty = try await {
            try Data().write(to: file)
            return try await InProcess.run(
                ["audit", node.home],
                home: node.home,
                operations: .installed
            )
        }()
        let message = try #require(Catalogue.message("auditing.database_unusable", in: .en))
        #expect(empty.data.contains(message.sentence) && empty.data.contains(message.remedy))
        // Whoever has just run an audit is not sent to run one.
        #expect(!message.remedy.contains("lianlu audit"))
        try FileManager.default.removeItem(at: file)
        for arguments in [["audit", node.home], ["audit", node.home, "--json"]] {
            let missing = try await InProcess.run(
                arguments,
                home: node.home,
                operations: .installed
            )
            #expect(missing.code == .notFound, "\(missing.talk)")
            #expect(missing.talk.contains("sqlite_storage.database_missing"))
        }
        try await node.remove()
    }
}
