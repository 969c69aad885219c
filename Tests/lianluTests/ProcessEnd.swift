import Foundation

/// The end of a process that is no child of the tests, which nobody can wait for.
enum ProcessEnd {
    /// Waits until a process is gone, or waits for whoever collects it: it does nothing any more.
    ///
    /// False where that does not come.
    static func isReached(by process: pid_t) async -> Bool {
        let limit = ContinuousClock.now.advanced(by: .seconds(120))
        while ContinuousClock.now < limit {
            // A process without such a file has gone.
            let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            guard let state, !state.contains(") Z ") else { return true }
            do {
                try await Task.sleep(for: .milliseconds(20))
            } catch {
                return false
            }
        }
        return false
    }
}
