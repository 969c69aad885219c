import Dispatch
import Foundation

/// Waits for the signals by which operators and service managers stop a process.
package enum StopSignal {
    /// Returns when SIGTERM or SIGINT arrives, or the task is cancelled.
    package static func wait() async {
        let (signals, input) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let sources = [SIGTERM, SIGINT].map { number in
            // Not ignored before, as is often done: the source puts its handler in place by itself, on a thread of its own, and
            // a signal that came until then would be lost. As it is, it ends the process, which may be at any time.
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { input.yield() }
            source.activate()
            return source
        }
        for await _ in signals { break }
        for source in sources { source.cancel() }
    }
}
