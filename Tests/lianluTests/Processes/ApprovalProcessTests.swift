import Foundation
import LocalAPI
import LocalAPITestSupport
import TestSupport
import Testing
import Wording

@testable import lianlu

/// Two people and a real node: the clerk drafts, the node is killed, the officer approves with his own key file, and an auditor reads it.
@Suite(.serialized) struct ApprovalProcessTests {
    private static let secret = "青山不改-绿水长流"

    private static let fields = [
        "cause=涉嫌假冒注册商标罪", "subject_name=某公司", "ip_right=trademark", "goods=运动鞋",
        "handling_officers:=[\"甲\",\"乙\"]", "reported_at=2026-01-05T09:00:00+08:00",
    ]

    /// The value of a member of the JSON that a command printed.
    private static func value(_ name: String, in data: String) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(data.utf8))
        let members = try #require(object as? [String: Any])
        return try #require(members[name] as? String)
    }

    private static func run(_ node: NodeProcess, _ arguments: [String]) async throws -> String {
        let outcome = try await node.run(arguments + ["--json"])
        #expect(outcome.code == 0, "\(arguments): \(outcome.talk)")
        #expect(!(outcome.data + outcome.talk).contains(secret))
        return outcome.data
    }

    @Test(
        "a step that was drafted before the node was killed is approved after it, and bears both signatures"
    )
    func killed() async throws {
        let node = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        let folder = URL(filePath: node.home + ".officer")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (key, secret) = (folder.path + "/zhang.pem", folder.path + "/secret")
        try Data(Self.secret.utf8).write(to: URL(filePath: secret))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
        try await node.start()
        let card = try await node.publishCard()
        let made = try await Self.run(node, ["officer", "key", key, "--passphrase-file", secret])
        let name = folder.path + "/name"
        try Data("张三\n".utf8).write(to: URL(filePath: name))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: name)
        let enrolled = try await Self.run(
            node,
            [
                "officer", "enrol", "--office", "scjg", "--rank", "chief", "--name-file", name,
                "--key", try Self.value("key", in: made),
            ]
        )
        #expect(
            try Self.value("fingerprint", in: enrolled) == Self.value("fingerprint", in: made)
        )
        let report = try await Self.run(
            node,
            ["record", "new", "handover-criminal", "report"]
                + Self.fields.flatMap { ["--field", $0] }
        )
        let record = try Self.value("entry", in: report)
        let act = [
            "record", "act", record, "approve", "--field",
            "approved_at=2026-01-06T09:00:00+08:00",
        ]
        let refused = try await node.run(act)
        #expect(refused.code == 1 && refused.talk.contains("--for-approval"), "\(refused.talk)")
        let draft = try Self.value("draft", in: try await Self.run(node, act + ["--for-approval"]))
        await node.kill()
        try await node.start()
        #expect(try await Self.run(node, ["record", "drafts"]).contains(draft))
        let approve = [
            "record", "approve", draft, "--officer-key", key, "--passphrase-file", secret,
        ]
        let unasked = try await node.run(approve)
        #expect(unasked.code == 2 && unasked.talk.contains("command.approval_needs_yes"))
        try await Self.requireTwoLogins(node, approve + ["--yes"])
        let approved = try await Self.run(node, approve + ["--yes"])
        let entry = try Self.value("entry", in: approved)
        let shown = try await node.run(["record", "show", record])
        let officer = try Self.value("officer", in: enrolled)
        #expect(shown.data.contains("市场监管 / \(officer)"), "\(shown.data)")
        // Again, as after a lost answer: the same entry, and nothing is written.
        let again = try await Self.run(node, approve + ["--yes"])
        #expect(try Self.value("entry", in: again) == entry)
        #expect(try Self.value("proof", in: again) == Self.value("proof", in: approved))
        try await Self.requireBothSigners(
            node,
            officer,
            proof: try Self.value("proof", in: approved),
            entry: entry
        )
        try await node.requireSound(trusting: [card])
        try await Self.requireNoSecret(of: key, at: node)
        try FileManager.default.removeItem(at: folder)
        try await node.remove()
    }

    /// Neither key nor passphrase came into the home or its log.
    private static func requireNoSecret(of key: String, at node: NodeProcess) async throws {
        let pem = try String(contentsOfFile: key, encoding: .utf8).split(separator: "\n")[1]
        let grep = try await OutsideProgram(
            "grep",
            ["-r", "-l", "-a", "-F", "-e", secret, "-e", String(pem), node.home]
        ).run()
        #expect(grep.status == 1, "\(grep.output)")
    }

    /// Where the configuration asks for two logins, the clerk's is refused in both languages and nothing is written.
    private static func requireTwoLogins(
        _ node: NodeProcess,
        _ approve: [String]
    ) async throws {
        let file = URL(filePath: node.home + "/lianlu.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        await node.stop()
        try Data((text + "approver-login: other\n").utf8).write(to: file)
        try await node.start()
        let origin = "jiangxi.ipr.example/home"
        let count = try await node.entries(of: origin).count
        let refused = try await node.run(approve)
        #expect(refused.code == 1, "\(refused.talk)")
        #expect(refused.talk.contains("node.drafter_not_approver"), "\(refused.talk)")
        #expect(refused.talk.contains("approver-login"), "\(refused.talk)")
        #expect(try await node.entries(of: origin).count == count)
        await node.stop()
        try Data(text.utf8).write(to: file)
        try await node.start()
    }

    /// `verify` names the office and the officer as signers of the entry.
    private static func requireBothSigners(
        _ node: NodeProcess,
        _ officer: String,
        proof: String,
        entry: String
    ) async throws {
        let entries = try await node.entries(of: "jiangxi.ipr.example/home")
        let text = try #require(entries.first { $0.entry == entry }?.text)
        let (entryFile, proofFile) = (node.home + ".entry", node.home + ".proof")
        try Data(text.utf8).write(to: URL(filePath: entryFile))
        try Data(proof.utf8).write(to: URL(filePath: proofFile))
        let outcome = try await node.run(["verify", proofFile, "--entry", entryFile])
        for name in ["jiangxi.ipr.example/office/scjg", "/office/scjg/\(officer)"] {
            #expect(outcome.data.contains(name), "\(outcome.data)\(outcome.talk)")
        }
        for file in [entryFile, proofFile] { try FileManager.default.removeItem(atPath: file) }
    }
}
