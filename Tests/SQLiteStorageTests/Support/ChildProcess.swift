import Foundation
import Testing

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

    /// Runs a program to its end; its input is `input`.
    static func run(
        _ program: String,
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
            .merging(environment) { $1 }
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        try process.run()
        // Acknowledgements fit the pipe's buffer or are read as they come: the child reads all before it answers.
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// Runs a shell script as root of a mount namespace of its own; nil where the system does not allow that.
    static func inMountNamespace(_ script: String) throws -> (status: Int32, output: String)? {
        let probe = try run("/bin/sh", ["-c", "unshare -m mount -t tmpfs none /mnt 2>/dev/null"])
        guard probe.status == 0 else { return nil }
        return try run("/bin/sh", ["-c", "exec unshare -m /bin/sh -c '\(script)'"])
    }
}
