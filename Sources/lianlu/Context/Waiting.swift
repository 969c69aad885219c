import Synchronization

/// How far an operation has come.
struct Progress: Sendable, Hashable {
    /// Units done.
    var done: UInt64
    /// All units, where they are known.
    var total: UInt64?
}

/// A line on the terminal for anything that takes over a second; nothing where no terminal is.
struct Waiting: Sendable {
    private let streams: any Streams
    private let text: String
    private let isShown: Bool
    private let newest = Newest()

    init(context: CommandContext) {
        streams = context.streams
        text = context.text("talk_working")
        isShown = context.streams.showsProgress && !context.json
    }

    /// Runs a body that may report its progress, and draws it once a second.
    func during<Result: Sendable>(
        _ body: (@escaping @Sendable (Progress) -> Void) async throws -> Result
    ) async throws -> Result {
        guard isShown else { return try await body { _ in } }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await draw() }
            defer { group.cancelAll() }
            let result = try await body { progress in newest.state.withLock { $0.value = progress }
            }
            stop()
            return result
        }
    }

    /// Wipes the line and draws it no more, since data follow.
    func stop() {
        newest.state.withLock { state in
            if state.isDrawn { streams.talk("\r\u{1B}[K") }
            (state.isDrawn, state.isStopped) = (false, true)
        }
    }

    private func draw() async throws {
        var seconds = 0
        while true {
            try await Task.sleep(for: .seconds(1))
            seconds += 1
            newest.state.withLock { state in
                guard !state.isStopped else { return }
                state.isDrawn = true
                streams.talk("\r\u{1B}[K\(line(state.value, seconds))")
            }
        }
    }

    private func line(_ progress: Progress?, _ seconds: Int) -> String {
        guard let progress else { return "\(text) \(seconds) s" }
        guard let total = progress.total else { return "\(text) \(progress.done) · \(seconds) s" }
        return "\(text) \(progress.done)/\(total) · \(seconds) s"
    }
}

/// The newest progress, shared between the operation and the line.
private final class Newest: Sendable {
    struct State {
        var value: Progress?
        var isDrawn = false
        var isStopped = false
    }

    let state = Mutex(State())
}
