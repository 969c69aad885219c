// What `stat` is a part of hangs on what the compiler reads first: of CDispatch, or of what Foundation brings.
import CDispatch
import Foundation

/// A program of the system that makes a PDF of a page.
struct PDFProgram: Sendable {
    /// How long it may take and how much it may write.
    struct Bounds {
        /// Seconds in which it must have ended.
        var secondCountMax = Limits.pdfSecondCountMax
        /// Bytes of the PDF.
        var byteCountMax = Limits.pdfByteCountMax
        /// Bytes of everything that it writes in its folder.
        var folderByteCountMax = Limits.pdfFolderByteCountMax
    }

    /// The programs that are known, and how each is called, in the order of preference.
    private static let known: [(names: [String], kind: Kind)] = [
        (["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"], .chromium),
        (["wkhtmltopdf"], .wkhtmltopdf),
    ]

    /// The Debian packages that bring one.
    static let packages = "chromium, wkhtmltopdf"

    private enum Kind { case chromium, wkhtmltopdf }

    /// Where it lies.
    let path: String
    private let kind: Kind

    /// The first one that is found on a search path; throws `pdf_program_missing` where there is none.
    static func find(searchPath: String) throws(CommandError) -> PDFProgram {
        // A relative folder would be another one wherever the command is called.
        let folders = searchPath.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
        for (names, kind) in known {
            for name in names {
                for folder in folders {
                    let path = "\(folder)/\(name)"
                    if FileManager.default.isExecutableFile(atPath: path) {
                        return PDFProgram(path: path, kind: kind)
                    }
                }
            }
        }
        throw CommandError(.pdfProgramMissing, ["packages": packages])
    }

    /// Makes the PDF.
    ///
    /// The page and whatever the program writes beside it lie in a folder that only this user may read, and that is removed. A program that
    /// takes too long or writes too much is ended with everything that it started; so it is where this command is asked to end.
    func pdf(of html: String, within bounds: Bounds = Bounds()) async throws -> [UInt8] {
        try await Interruption.noted { interruption in
            try await pdf(of: html, within: bounds, until: interruption)
        }
    }

    private func pdf(
        of html: String,
        within bounds: Bounds,
        until interruption: Interruption
    ) async throws -> [UInt8] {
        let temporary = FileManager.default.temporaryDirectory
        Self.removeLeftovers(in: temporary)
        // Chromium makes sockets in it, whose paths may have 107 bytes.
        let name = Self.folderPrefix + UUID().uuidString.prefix(8)
        let folder = temporary.appending(path: name)
        guard mkdir(folder.path, 0o700) == 0 else {
            throw CommandError(
                .outputFailed,
                ["path": folder.path],
                cause: String(cString: strerror(errno))
            )
        }
        // What is left of a folder that only its owner may read harms nobody.
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in [("page.html", Data(html.utf8)), (Self.errors, Data())] {
            guard
                FileManager.default.createFile(
                    atPath: folder.appending(path: name).path,
                    contents: bytes,
                    attributes: [.posixPermissions: 0o600]
                )
            else { throw CommandError(.outputFailed, ["path": folder.path]) }
        }
        try await run(in: folder, bounds, until: interruption)
        let made = folder.appending(path: "page.pdf").path
        // Without a file it was no success, whatever the program said.
        guard let file = try? FileHandle(forReadingFrom: URL(filePath: made)),
            let bytes = try Self.told(made, { try file.read(upToCount: bounds.byteCountMax + 1) }),
            !bytes.isEmpty
        else { throw failed("exit 0", in: folder) }
        guard bytes.count <= bounds.byteCountMax else { throw tooLarge(bounds.byteCountMax) }
        return [UInt8](bytes)
    }

    // MARK: The process

    private static let errors = "errors.txt"
    private static let folderPrefix = "lianlu-print-"

    /// Removes what a print of this user left that was killed, once no print can run any more that began then.
    private static func removeLeftovers(in temporary: URL) {
        // A folder that cannot be listed has nothing that could be removed.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: temporary.path)) ?? []
        for name in names where name.hasPrefix(folderPrefix) {
            let path = temporary.appending(path: name).path
            var found = stat()
            guard lstat(path, &found) == 0, found.st_mode & S_IFMT == S_IFDIR,
                found.st_uid == geteuid(),
                time(nil) - found.st_mtim.tv_sec > Limits.pdfLeftoverSecondCountMin
            else { continue }
            // What cannot be removed lies where only its owner reads it.
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private func run(
        in folder: URL,
        _ bounds: Bounds,
        until interruption: Interruption
    ) async throws {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments(folder.path)
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let log = folder.appending(path: Self.errors)
        let errors = try Self.told(log.path) { try FileHandle(forWritingTo: log) }
        // The file is removed with its folder.
        defer { try? errors.close() }
        process.standardError = errors
        process.environment = [
            "HOME": folder.path, "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin",
            "TMPDIR": folder.path,
        ]
        do {
            try process.run()
        } catch {
            throw CommandError(
                .pdfFailed,
                ["exit": "exit 126", "program": path],
                cause: Self.words(error)
            )
        }
        let id = process.processIdentifier
        // Whatever it has started goes with it.
        defer { Self.end(id, process) }
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: .seconds(bounds.secondCountMax))
        while process.isRunning {
            try interruption.check()
            guard clock.now < deadline else {
                throw CommandError(
                    .pdfTimedOut,
                    ["program": path, "seconds": "\(bounds.secondCountMax)"]
                )
            }
            guard Self.byteCount(of: folder) <= bounds.folderByteCountMax else {
                throw tooLarge(bounds.folderByteCountMax)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let word = process.terminationReason == .exit ? "exit" : "signal"
            throw failed("\(word) \(process.terminationStatus)", in: folder)
        }
        try interruption.check()
    }

    /// Runs what touches a file; a failure is told with the file and the system's words.
    private static func told<Value>(
        _ path: String,
        _ body: () throws -> Value
    ) throws(CommandError) -> Value {
        do {
            return try body()
        } catch {
            throw CommandError(.outputFailed, ["path": path], cause: words(error))
        }
    }

    /// What the system said of an error that Foundation has wrapped.
    private static func words(_ error: any Error) -> String {
        guard let said = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError,
            said.domain == NSPOSIXErrorDomain
        else { return error.localizedDescription }
        return String(cString: strerror(Int32(said.code)))
    }

    /// Ends a program and its group, where it leads one, and waits for it.
    private static func end(_ id: pid_t, _ process: Process) {
        if getpgid(id) == id || !process.isRunning { kill(-id, SIGKILL) }
        if process.isRunning {
            kill(id, SIGKILL)
            process.waitUntilExit()
        }
    }

    /// The bytes of all files in a folder; files that go meanwhile count nothing.
    private static func byteCount(of folder: URL) -> Int {
        guard
            let files = FileManager.default.enumerator(
                at: folder,
                includingPropertiesForKeys: [.fileSizeKey]
            )
        else { return 0 }
        var count = 0
        for case let file as URL in files {
            // A file that was there a moment ago need not be.
            count += (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
        }
        return count
    }

    private func tooLarge(_ limit: Int) -> CommandError {
        CommandError(.pdfTooLarge, ["limit": "\(limit)", "program": path])
    }

    /// That it made no PDF, how it ended and its last words.
    private func failed(_ end: String, in folder: URL) -> CommandError {
        // Where it said nothing, how it ended is all there is to tell.
        let file = try? FileHandle(forReadingFrom: folder.appending(path: Self.errors))
        let said = (try? file?.read(upToCount: Limits.pdfErrorByteCountMax)) ?? Data()
        let last = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline).last
        return CommandError(
            .pdfFailed,
            ["exit": end, "program": path],
            cause: last.map { TextWidth.harmless(String($0.prefix(200))) }
        )
    }

    private func arguments(_ folder: String) -> [String] {
        let (page, made) = ("\(folder)/page.html", "\(folder)/page.pdf")
        switch kind {
        case .chromium:
            // Its own sandbox refuses root; the page has no script and may load nothing.
            return ["--headless", "--disable-gpu", "--disable-extensions", "--no-first-run"]
                + (geteuid() == 0 ? ["--no-sandbox"] : [])
                + [
                    "--user-data-dir=\(folder)/profile", "--host-resolver-rules=MAP * ~NOTFOUND",
                    "--no-pdf-header-footer", "--print-to-pdf=\(made)", "file://\(page)",
                ]
        case .wkhtmltopdf:
            // It knows no rules for paper in a page: margins and page numbers are those of letter.mustache.
            return [
                "--quiet", "--disable-javascript", "--page-size", "A4", "--margin-top", "20mm",
                "--margin-right", "26mm", "--margin-bottom", "17mm", "--margin-left", "28mm",
                "--footer-center", "— [page] —", "--footer-font-size", "14", page, made,
            ]
        }
    }
}
