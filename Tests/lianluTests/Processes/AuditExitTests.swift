import Foundation
import TestSupport
import Testing

/// The exit codes that the auditor's guide promises are those with which audits of such sources end.
@Suite(.serialized) struct AuditExitTests {
    /// What was audited, the guide's row that speaks of it in each language, and the number in that row.
    private struct Row {
        let arguments: [String]
        let code: Int32
        let english: String
        let chinese: String
    }

    private static func rows(_ node: NodeProcess, _ card: String, _ copies: URL) -> [Row] {
        let broken = copies.appending(path: "broken").path
        return [
            Row(
                arguments: [node.home, "--trust", card],
                code: 0,
                english: "| exit 0, anchored |",
                chinese: "| 退出码 0，已锚定 |"
            ),
            Row(
                arguments: [node.home],
                code: 0,
                english: "| exit 0, \"keys not anchored\" |",
                chinese: "| 退出码 0，“密钥未锚定” |"
            ),
            Row(
                arguments: [copies.appending(path: "changed").path, "--trust", card],
                code: 3,
                english: "| exit 3, findings |",
                chinese: "| 退出码 3，有发现 |"
            ),
            Row(
                arguments: [broken, "--trust", card],
                code: 3,
                english: "| exit 3, `database_unusable` |",
                chinese: "| 退出码 3，`database_unusable` |"
            ),
            Row(
                arguments: [node.home, "--known", copies.appending(path: "empty").path],
                code: 2,
                english: "2: the command line is wrong",
                chinese: "2：命令写错"
            ),
            Row(
                arguments: [copies.appending(path: "nothing").path],
                code: 4,
                english: "4: nothing is there",
                chinese: "4：该处没有日志"
            ),
            Row(
                arguments: ["https://127.0.0.1:1/log"],
                code: 5,
                english: "5: the web server does not answer",
                chinese: "5：网站服务器没有应答"
            ),
        ]
    }

    @Test("each exit code of the guide's table is that of an audit of such a source")
    func table() async throws {
        let root = Vectors.directory.deletingLastPathComponent().deletingLastPathComponent()
        let english = try String(contentsOf: root.appending(path: "AUDITORS.md"), encoding: .utf8)
        let chinese = try String(
            contentsOf: root.appending(path: "AUDITORS.zh-CN.md"),
            encoding: .utf8
        )
        let node = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        try await node.start()
        let card = try await node.publishCard()
        await node.stop()
        let files = FileManager.default
        let copies = files.temporaryDirectory.appending(path: "audit-exits-\(UUID().uuidString)")
        try files.createDirectory(at: copies, withIntermediateDirectories: true)
        for name in ["changed", "broken"] {
            try files.copyItem(atPath: node.home, toPath: copies.appending(path: name).path)
        }
        let data = "data/lianlu.sqlite"
        try Data("no database\n".utf8).write(to: copies.appending(path: "broken/\(data)"))
        // What notes how far the own logs go is another file.
        try Data("no instance\n".utf8).write(to: copies.appending(path: "changed/data/instance"))
        try Data().write(to: copies.appending(path: "empty"))
        for row in Self.rows(node, card, copies) {
            #expect(english.contains(row.english), "\(row.english)")
            #expect(chinese.contains(row.chinese), "\(row.chinese)")
            let outcome = try await ProgramTests.run(
                ProgramTests.program(),
                ["audit"] + row.arguments + ["--lang", "en"]
            )
            #expect(outcome.code == row.code, "\(row.english): \(outcome.data)\(outcome.talk)")
        }
        try files.removeItem(at: copies)
        try await node.remove()
    }
}
