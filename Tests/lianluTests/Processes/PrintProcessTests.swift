import Foundation
import LocalAPI
import LocalAPITestSupport
import TestSupport
import Testing

@testable import lianlu

/// Official forms of a real node, printed by the real command.
@Suite(.serialized) struct PrintProcessTests {
    /// A running node with a clue at home, and a folder for what is printed of it.
    private struct Scene {
        let node: NodeProcess
        let record: String
        let folder: URL

        init() async throws {
            node = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
            try await node.start()
            record = try await node.client.send(.submit(.exercise("create", from: "360000"))).entry
            folder = URL(filePath: node.home + ".print")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        }

        var output: String { folder.appending(path: "form.pdf").path }

        var arguments: [String] {
            [
                "record", "print", record, "--document", "f1", "--pdf", "--output", output,
                "--home", node.home,
            ]
        }

        /// What prints have left in the folder for temporary files.
        func leftovers() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasPrefix("lianlu-print-") }
        }

        func remove() async throws {
            try FileManager.default.removeItem(at: folder)
            try await node.remove()
        }
    }

    @Test(
        "a form of a running node becomes a PDF that only its owner reads",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium"))
    )
    func real() async throws {
        let scene = try await Scene()
        let outcome = try await ProgramTests.run(
            ProgramTests.program(),
            scene.arguments,
            environment: ["TMPDIR": scene.folder.path]
        )
        #expect(outcome.code == 0, "\(outcome.talk)")
        let bytes = try Data(contentsOf: URL(filePath: scene.output))
        #expect(bytes.starts(with: Array("%PDF-".utf8)) && bytes.count > 5_000)
        #expect(String(decoding: bytes.suffix(16), as: UTF8.self).contains("%%EOF"))
        let mode = try FileManager.default.attributesOfItem(atPath: scene.output)[.posixPermissions]
        #expect((mode as? NSNumber)?.intValue == 0o600)
        #expect(try scene.leftovers().isEmpty)
        try await scene.remove()
    }

    @Test(
        "whoever is asked to end while a PDF is made ends what makes it, and leaves nothing of the body",
        arguments: [SIGINT, SIGTERM, SIGHUP]
    )
    func interrupted(_ signal: Int32) async throws {
        let scene = try await Scene()
        let tool = scene.folder.appending(path: "wkhtmltopdf")
        let started = scene.folder.appending(path: "started").path
        try await ExecutableFile.write(
            "#!/bin/sh\necho $$ > \(started).new; mv \(started).new \(started)\nsleep 600\n",
            to: tool.path
        )
        let command = try await OutsideProgram(
            ProgramTests.program(),
            scene.arguments,
            environment: ["PATH": scene.folder.path, "TMPDIR": scene.folder.path],
            inheriting: false
        ).start(complaintsTo: scene.folder.appending(path: "talk").path)
        while command.isRunning, !FileManager.default.fileExists(atPath: started) {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try scene.leftovers().count == 1)
        command.signal(signal)
        #expect(try await command.ended() == 128 + signal)
        #expect(try scene.leftovers().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: scene.output))
        let text = try String(contentsOfFile: started, encoding: .utf8)
        let child = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(await ProcessEnd.isReached(by: child))
        try await scene.remove()
    }

    @Test(
        "what a print left that was killed is removed by the next one, and a younger folder is not"
    )
    func leftovers() async throws {
        let scene = try await Scene()
        let tool = scene.folder.appending(path: "wkhtmltopdf")
        try await ExecutableFile.write("#!/bin/sh\nprintf pdf > page.pdf\n", to: tool.path)
        for (name, age) in [("old", lianlu.Limits.pdfLeftoverSecondCountMin + 60), ("young", 0)] {
            let left = scene.folder.appending(path: "lianlu-print-\(name)")
            try FileManager.default.createDirectory(at: left, withIntermediateDirectories: false)
            try Data("正文".utf8).write(to: left.appending(path: "page.html"))
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -Double(age))],
                ofItemAtPath: left.path
            )
        }
        let outcome = try await ProgramTests.run(
            ProgramTests.program(),
            scene.arguments,
            environment: ["PATH": scene.folder.path, "TMPDIR": scene.folder.path]
        )
        #expect(outcome.code == 0, "\(outcome.talk)")
        #expect(try scene.leftovers() == ["lianlu-print-young"])
        try await scene.remove()
    }
}
