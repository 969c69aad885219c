import TestSupport

/// Runs a command of the shell and waits for its end.
enum Shell {
    static func run(_ command: String) async throws -> OutsideProgram.Outcome {
        try await OutsideProgram("/bin/sh", ["-c", command]).run()
    }
}
