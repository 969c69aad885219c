import Foundation
import TestSupport

/// Programs that tests start: the crash writer beside the test bundle, and the system's shell.
enum ChildProcess {
    /// The directory of the built products, which is that of this process.
    static var productDirectory: String {
        get throws {
            let executable = try FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe"
            )
            return (executable as NSString).deletingLastPathComponent
        }
    }

    static var crashWriter: String { get throws { try productDirectory + "/CrashWriter" } }

    /// Runs a program to its end.
    static func run(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> OutsideProgram.Outcome {
        try await OutsideProgram(
            program,
            arguments,
            environment: ["SWIFT_BACKTRACE": "enable=no"].merging(environment) { $1 }
        ).run()
    }

    /// Runs a shell script as root of a mount namespace of its own; nil where the system does not allow that.
    static func inMountNamespace(_ script: String) async throws -> OutsideProgram.Outcome? {
        let probe = try await run(
            "/bin/sh",
            ["-c", "unshare -m mount -t tmpfs none /mnt 2>/dev/null"]
        )
        guard probe.status == 0 else { return nil }
        return try await run("/bin/sh", ["-c", "exec unshare -m /bin/sh -c '\(script)'"])
    }
}
