package import Foundation

/// The Go program under `Tests/IndependentReader`, which checks a tlog-tiles directory or fork evidence with no code of
/// ours.
///
/// It is built once for a test process. A test that cannot build it fails: the reader is part of the proof.
package enum IndependentReader {
    /// Why the reader cannot be built or run, with the command that helps.
    package struct Unavailable: Error, CustomStringConvertible {
        /// The reason.
        package let description: String
    }

    /// What the reader said: status 0 verified, 1 refused, 2 called wrongly; the output is the size and the root, the
    /// complaint the reason.
    package typealias Answer = OutsideProgram.Outcome

    private static let sources = ["main.go", "fork.go"].map {
        Vectors.directory.deletingLastPathComponent().appending(path: "IndependentReader/\($0)")
    }
    private static let library = "/usr/share/gocode"
    private static let remedy = "run: apt-get install -y golang-go golang-golang-x-mod-dev"

    private static let folder = FileManager.default.temporaryDirectory
        .appending(path: "lianlu-independent-reader-\(ProcessInfo.processInfo.processIdentifier)")

    private static let program = Task { try await build() }

    /// Runs the reader; throws `Unavailable` when it cannot be built.
    package static func run(_ arguments: [String]) async throws -> Answer {
        try await OutsideProgram(program.value.path, arguments).run()
    }

    /// Checks a directory under a log's vkey.
    package static func check(_ directory: URL, vkey: String) async throws -> Answer {
        try await run([directory.path, vkey])
    }

    /// Judges fork evidence under the vkey of the node that it accuses.
    package static func check(fork evidence: [UInt8], vkey: String) async throws -> Answer {
        try await judge("fork", evidence, vkey)
    }

    /// Judges every file that differs from true fork evidence in one bit; the status is 0 only when none convinces.
    package static func check(changesOf evidence: [UInt8], vkey: String) async throws -> Answer {
        try await judge("fork-changes", evidence, vkey)
    }

    private static func judge(
        _ word: String,
        _ evidence: [UInt8],
        _ vkey: String
    ) async throws -> Answer {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-fork-\(UUID().uuidString)")
        try Data(evidence).write(to: file)
        defer {
            // What stays behind is a file in the system's temporary folder.
            try? FileManager.default.removeItem(at: file)
        }
        return try await run([word, file.path, vkey])
    }

    private static func build() async throws -> URL {
        guard executable("go") != nil else {
            throw Unavailable(description: "Go is not installed; \(remedy)")
        }
        guard
            FileManager.default.fileExists(atPath: library + "/src/golang.org/x/mod/sumdb/tlog")
        else { throw Unavailable(description: "Go's sumdb packages are not installed; \(remedy)") }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit {
            // What stays behind is a program in the system's temporary folder; there is nobody left to tell.
            try? FileManager.default.removeItem(at: IndependentReader.folder)
        }
        let binary = folder.appending(path: "reader")
        let answer = try await OutsideProgram(
            "go",
            ["build", "-o", binary.path] + sources.map(\.path),
            environment: [
                "GO111MODULE": "off", "GOPATH": library, "GOFLAGS": "",
                "GOCACHE": folder.appending(path: "cache").path,
            ]
        ).run()
        guard answer.status == 0 else {
            throw Unavailable(description: "go build failed: \(answer.complaint)")
        }
        return binary
    }

    private static func executable(_ name: String) -> URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { URL(filePath: String($0)).appending(path: name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
