import Foundation
import LocalAPITestSupport
import TestSupport
import Testing

@testable import lianlu

/// Programs of the system that make PDFs, played by scripts.
@Suite(.timeLimit(.minutes(20))) struct PDFProgramTests {
    private struct Tool {
        let folder: URL
        let program: PDFProgram

        init(_ script: String, name: String = "wkhtmltopdf") async throws {
            folder = FileManager.default.temporaryDirectory
                .appending(path: "lianlu-tool-\(UUID().uuidString)")
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: false
            )
            let path = folder.appending(path: name).path
            try await ExecutableFile.write("#!/bin/sh\n\(script)\n", to: path)
            program = try PDFProgram.find(searchPath: "relative:/nowhere:\(folder.path)")
        }

        func remove() throws { try FileManager.default.removeItem(at: folder) }

        /// What the tool noted of where it ran.
        func noted(_ name: String) throws -> String {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    private func fault(
        _ tool: Tool,
        within bounds: PDFProgram.Bounds = .init()
    ) async throws -> CommandError? {
        await #expect(throws: CommandError.self) {
            try await tool.program.pdf(of: "<p>正文", within: bounds)
        }
    }

    @Test("the program reads the page from a private folder, and nothing of it is left")
    func works() async throws {
        let tool = try await Tool(
            """
            here=$(dirname "$0")
            pwd > "$here/where"
            stat -c %a . > "$here/mode"; stat -c %a page.html > "$here/page"
            cat page.html > page.pdf
            """
        )
        let bytes = try await tool.program.pdf(of: "<p>正文")
        #expect(String(decoding: bytes, as: UTF8.self) == "<p>正文")
        #expect(try tool.noted("mode") == "700" && tool.noted("page") == "600")
        #expect(try !FileManager.default.fileExists(atPath: tool.noted("where")))
        try tool.remove()
    }

    @Test("a program that fails is named with its exit and its last words")
    func fails() async throws {
        let tool = try await Tool("echo first >&2; echo 'no display' >&2; exit 7")
        let fault = try await fault(tool)
        #expect(fault?.code == .pdfFailed && fault?.cause == "no display")
        #expect(fault?.arguments == ["exit": "exit 7", "program": tool.program.path])
        try tool.remove()
        let silent = try await Tool("exit 0")
        let nothing = try await self.fault(silent)
        #expect(nothing?.code == .pdfFailed && nothing?.arguments["exit"] == "exit 0")
        try silent.remove()
        let killed = try await Tool("kill -9 $$")
        #expect(try await self.fault(killed)?.arguments["exit"] == "signal 9")
        try killed.remove()
    }

    @Test("a program that hangs is ended in time with what it started, and its folder is removed")
    func hangs() async throws {
        let tool = try await Tool(
            """
            here=$(dirname "$0")
            pwd > "$here/where"
            trap '' TERM
            sleep 600 & echo $! > "$here/child.new"; mv "$here/child.new" "$here/child"
            wait
            sleep 600
            """
        )
        let noted = tool.folder.appending(path: "child").path
        // On a busy machine the program may need longer than a second to come as far as to hang.
        for seconds in [1, 10, 100] where !FileManager.default.fileExists(atPath: noted) {
            let fault = try await fault(tool, within: .init(secondCountMax: seconds))
            #expect(fault?.code == .pdfTimedOut && fault?.arguments["seconds"] == "\(seconds)")
        }
        #expect(try !FileManager.default.fileExists(atPath: tool.noted("where")))
        #expect(await ProcessEnd.isReached(by: try #require(pid_t(tool.noted("child")))))
        try tool.remove()
    }

    @Test(
        "a program that writes too much is ended; as much as the limit is taken, and one byte more is not"
    )
    func tooMuch() async throws {
        let endless = try await Tool("while :; do echo 0123456789 >> page.pdf; done")
        let bounds = PDFProgram.Bounds(
            secondCountMax: 600,
            byteCountMax: 10,
            folderByteCountMax: 1_000
        )
        let fault = try await fault(endless, within: bounds)
        #expect(fault?.code == .pdfTooLarge && fault?.arguments["limit"] == "1000")
        try endless.remove()
        let exact = try await Tool("printf 0123456789 > page.pdf")
        #expect(try await exact.program.pdf(of: "", within: bounds).count == 10)
        try exact.remove()
        let more = try await Tool("printf 0123456789x > page.pdf")
        #expect(try await self.fault(more, within: bounds)?.arguments["limit"] == "10")
        try more.remove()
    }

    @Test(
        "a program that cannot be started is told by the system's words, not by a dump of the error"
    )
    func unstartable() async throws {
        let tool = try await Tool("")
        try await ExecutableFile.write("#!/nowhere/sh\n", to: tool.program.path)
        let fault = try await fault(tool)
        #expect(fault?.code == .pdfFailed && fault?.arguments["exit"] == "exit 126")
        #expect(fault?.cause == "No such file or directory")
        try tool.remove()
    }

    @Test("without a program the command says so before it asks the node, and writes nothing")
    func missing() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-tool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let made = folder.appending(path: "form.pdf").path
        // There is no node under this home: what it would answer is asked for by nobody.
        let outcome = try await ProgramTests.run(
            ProgramTests.program(),
            [
                "record", "print", "aaaaaaaa", "--pdf", "--output", made, "--home",
                folder.path,
            ],
            environment: ["PATH": "/nowhere:relative::"]
        )
        #expect(outcome.code == 1 && outcome.talk.contains("command.pdf_program_missing"))
        #expect(outcome.data.isEmpty && !FileManager.default.fileExists(atPath: made))
        try FileManager.default.removeItem(at: folder)
    }
}
