import Foundation

/// Runs a command of the shell and waits for its end.
enum Shell {
    /// Exit status and output.
    struct Outcome: Sendable {
        let status: Int32
        let output: String
    }

    /// Runs a command; errors go to the test's own output.
    static func run(_ command: String) async throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        let output = Pipe()
        process.standardOutput = output
        let ended = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in ended.continuation.finish() }
        try process.run()
        for await _ in ended.stream {}
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        let text = String(data: data, encoding: .utf8) ?? ""
        return Outcome(status: process.terminationStatus, output: text)
    }
}
