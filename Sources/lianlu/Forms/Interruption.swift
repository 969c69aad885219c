import Dispatch
import Glibc
import Synchronization

/// Notes the signals by which a person or the system asks a command to end, for as long as something lies about that must be removed first.
final class Interruption: Sendable {
    /// That the command was asked to end, once what it had begun is removed.
    struct Stopped: Error {
        /// The signal's number.
        let signal: Int32
        /// The exit code by which shells tell that a signal ended a program.
        var exitCode: Int32 { 128 + signal }
    }

    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    private let first = Mutex<Int32?>(nil)

    private init() {}

    /// Runs a body while the signals are noted.
    static func noted<Result>(
        during body: (Interruption) async throws -> Result
    ) async throws -> Result {
        let interruption = Interruption()
        let (ready, input) = AsyncStream<Void>.makeStream()
        let sources = signals.map { number in
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { interruption.note(number) }
            source.setRegistrationHandler { input.yield() }
            source.activate()
            return source
        }
        defer { for source in sources { source.cancel() } }
        // Nothing is begun before each signal is seen: until then it ends the process at once.
        var count = 0
        for await _ in ready {
            count += 1
            if count == signals.count { break }
        }
        return try await body(interruption)
    }

    /// Throws ``Stopped`` once a signal has come.
    func check() throws {
        if let signal = first.withLock(\.self) { throw Stopped(signal: signal) }
    }

    private func note(_ number: Int32) {
        first.withLock { $0 = $0 ?? number }
    }
}
