import Foundation

/// A program of the system that makes a PDF of a page.
struct PDFProgram: Sendable {
    /// The programs that are known, and how each is called, in the order of preference.
    private static let known: [(names: [String], kind: Kind)] = [
        (["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"], .chromium),
        (["wkhtmltopdf"], .wkhtmltopdf),
        (["soffice", "libreoffice"], .office),
    ]

    /// The Debian packages that bring one.
    static let packages = "chromium, wkhtmltopdf, libreoffice-writer"

    private enum Kind { case chromium, wkhtmltopdf, office }

    private let path: String
    private let kind: Kind

    /// The first one that is found on a search path; throws `pdf_program_missing` where there is none.
    static func find(searchPath: String) throws(CommandError) -> PDFProgram {
        let folders = searchPath.split(separator: ":").map(String.init)
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

    /// Makes the PDF; the page and whatever the program writes beside it lie in a folder that only this user may read, and that is removed.
    func pdf(of html: String) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-print-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        // What is left of a folder that only its owner may read harms nobody.
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = folder.appending(path: "page.html")
        try Data(html.utf8).write(to: page)
        try run(in: folder)
        let made = folder.appending(path: "page.pdf")
        guard let bytes = FileManager.default.contents(atPath: made.path), !bytes.isEmpty else {
            throw CommandError(.pdfFailed, ["program": path])
        }
        return [UInt8](bytes)
    }

    /// Seconds in which the program must have ended.
    private static let secondCountMax = 120

    private func run(in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments(folder.path)
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.environment = [
            "HOME": folder.path, "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin",
            "TMPDIR": folder.path,
        ]
        try process.run()
        let watch = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(
            deadline: .now() + .seconds(Self.secondCountMax),
            execute: watch
        )
        process.waitUntilExit()
        watch.cancel()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw CommandError(.pdfFailed, ["program": path])
        }
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
            return ["--quiet", "--disable-javascript", "--page-size", "A4", page, made]
        case .office:
            return ["--headless", "--convert-to", "pdf", "--outdir", folder, page]
        }
    }
}
