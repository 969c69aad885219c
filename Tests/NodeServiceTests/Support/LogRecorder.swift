import Logging
import Synchronization

/// Keeps what a node tells its operators, so that a test can wait for it.
final class LogRecorder: Sendable {
    private let recorded = Mutex<[(message: String, metadata: Logger.Metadata)]>([])

    /// The messages so far, without their metadata.
    var messages: [String] { recorded.withLock { $0.map(\.message) } }

    /// What stood under a key with a message, each time that it did.
    func values(of key: String, with message: String) -> [String] {
        recorded.withLock { recorded in
            recorded.filter { $0.message == message }.compactMap { $0.metadata[key]?.description }
        }
    }

    /// A logger that is heard here.
    var logger: Logger { Logger(label: "test") { _ in Handler(recorder: self) } }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            recorder.recorded.withLock { $0.append(("\(event.message)", event.metadata ?? [:])) }
        }
    }
}
