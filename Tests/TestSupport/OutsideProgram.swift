import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// A program that a test starts beside itself; it inherits its three streams and no other descriptor.
package struct OutsideProgram: Sendable {
    /// How a program ended, and what it printed.
    package struct Outcome: Hashable, Sendable {
        /// The exit status, or minus the number of the signal that ended it.
        package let status: Int32
        /// Standard output.
        package let output: String
        /// Standard error.
        package let complaint: String

        /// What is expected of a program.
        package init(status: Int32, output: String, complaint: String) {
            self.status = status
            self.output = output
            self.complaint = complaint
        }
    }

    /// A program that should have ended long ago; it was killed.
    package struct Overdue: Error {
        let program: String
        let arguments: String
    }

    /// How long a program may run that is waited for: no measure of anything, but a test that hangs should say at what.
    package static let patience = Duration.seconds(240)

    private let configuration: Configuration

    /// A program by its path, or by its name in the `PATH`; `environment` is added to that of the test, or stands alone.
    package init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        inheriting: Bool = true,
        directory: String? = nil
    ) {
        var variables: [Environment.Key: String?] = [:]
        for (name, value) in environment { variables[.init(stringLiteral: name)] = value }
        configuration = Configuration(
            executable: program.contains("/") ? .path(FilePath(program)) : .name(program),
            arguments: Arguments(arguments),
            environment: (inheriting ? Environment.inherit : .custom([:])).updating(variables),
            workingDirectory: directory.map { FilePath($0) }
        )
    }

    /// Runs the program to its end; throws ``Overdue`` when that does not come.
    package func run(
        input: String = "",
        within limit: Duration = patience
    ) async throws -> Outcome {
        try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask { try await runToEnd(input: input) }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let outcome = try await group.next() ?? nil else {
                throw Overdue(
                    program: "\(configuration.executable)",
                    arguments: "\(configuration.arguments)"
                )
            }
            return outcome
        }
    }

    private func runToEnd(input: String) async throws -> Outcome {
        // Subprocess 1.0.2 traps where a program ends before an input of its own writing is taken; a file needs no writer.
        let result = try await Subprocess.run(
            configuration,
            input: .fileDescriptor(try Self.file(input), closeAfterSpawningProcess: true),
            output: .bytes(limit: .max),
            error: .bytes(limit: .max)
        )
        return Outcome(
            status: Self.status(result.terminationStatus),
            output: String(decoding: result.standardOutput, as: UTF8.self),
            complaint: String(decoding: result.standardError, as: UTF8.self)
        )
    }

    /// Runs the program to its end while `body` reads what it prints and may send it signals; its standard input stays open
    /// until `body` returns.
    package func follow(
        _ body: (Int32, any AsyncSequence<[UInt8], any Error>) async throws -> Void
    ) async throws -> Int32 {
        let result = try await Subprocess.run(
            configuration,
            input: .inputWriter,
            output: .sequence,
            error: .discarded
        ) { execution in
            let parts = execution.standardOutput.map { $0.withUnsafeBytes { Array($0) } }
            try await body(execution.processIdentifier.value, parts)
        }
        return Self.status(result.terminationStatus)
    }

    /// Starts the program and returns while it runs; it prints nothing but its complaints, which go to a file.
    package func start(complaintsTo path: String) async throws -> RunningProgram {
        let file = try FileDescriptor.open(
            FilePath(path),
            .writeOnly,
            options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
        let (started, report) = AsyncThrowingStream.makeStream(of: Int32.self)
        let end = Task { [configuration] in
            do {
                let result = try await Subprocess.run(
                    configuration,
                    input: .none,
                    output: .discarded,
                    error: .fileDescriptor(file, closeAfterSpawningProcess: true)
                ) { execution in report.yield(execution.processIdentifier.value) }
                report.finish()
                return Self.status(result.terminationStatus)
            } catch {
                report.finish(throwing: error)
                throw error
            }
        }
        for try await processID in started {
            return RunningProgram(processID: processID, end: end)
        }
        throw CancellationError()
    }

    /// A file without a name that is read from its start.
    private static func file(_ content: String) throws -> FileDescriptor {
        let path = "/tmp/lianlu-input-\(UInt64.random(in: 0 ... .max))"
        let file = try FileDescriptor.open(
            FilePath(path),
            .readWrite,
            options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
        unlink(path)
        do {
            try file.writeAll(content.utf8)
            _ = try file.seek(offset: 0, from: .start)
        } catch {
            try file.close()
            throw error
        }
        return file
    }

    private static func status(_ status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): code
        case .signaled(let signal): -signal
        }
    }
}

/// A program that was started and that nobody waits for yet.
package final class RunningProgram: Sendable {
    /// The process's id.
    package let processID: Int32
    private let end: Task<Int32, any Error>
    private let hasEnded = Mutex(false)

    fileprivate init(processID: Int32, end: Task<Int32, any Error>) {
        self.processID = processID
        self.end = end
        Task { [weak self] in
            // However it ended, its id may be another's from now on.
            _ = await end.result
            self?.hasEnded.withLock { $0 = true }
        }
    }

    /// Whether the process has not ended yet.
    package var isRunning: Bool { hasEnded.withLock { !$0 } }

    /// Sends a signal; returns at once.
    package func signal(_ number: Int32) {
        hasEnded.withLock { if !$0 { _ = kill(processID, number) } }
    }

    /// Waits for the end; the exit status, or minus the number of the signal that ended it.
    ///
    /// A program that does not end is killed after a while, which its status then says.
    @discardableResult
    package func ended() async throws -> Int32 {
        let watch = Task {
            try await Task.sleep(for: OutsideProgram.patience)
            signal(SIGKILL)
        }
        defer { watch.cancel() }
        return try await end.value
    }
}
