import Logging

/// Writes the node's log, without the errors that the web framework reports of its own tasks when the node is told to stop.
///
/// They say only that a task was cancelled, which is how a node stops; everything else passes.
struct ServeLogHandler: LogHandler {
    private var handler: any LogHandler

    /// Passes lines on to another handler.
    init(_ handler: any LogHandler) { self.handler = handler }

    var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }

    var logLevel: Logger.Level {
        get { handler.logLevel }
        set { handler.logLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        if Task.isCancelled, event.source.hasPrefix("Hummingbird") { return }
        handler.log(event: event)
    }
}
