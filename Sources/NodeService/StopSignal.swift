import Dispatch
import Foundation

/// Waits for the signals by which operators and service managers stop a process.
package enum StopSignal {
    /// Returns when SIGTERM or SIGINT arrives, or the task is cancelled.
    package static func wait() async {
        let (signals, input) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let sources = [SIGTERM, SIGINT].map { number in
            // Without this the signal would end the process before the source sees it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { input.yield() }
            source.activate()
            return source
        }
        for await _ in signals { break }
        for source in sources { source.cancel() }
    }
}
