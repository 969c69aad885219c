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
        let newest = Newest()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await draw(newest) }
            defer { group.cancelAll() }
            let result = try await body { progress in newest.value.withLock { $0 = progress } }
            if newest.wasDrawn.load(ordering: .relaxed) { streams.talk("\r\u{1B}[K") }
            return result
        }
    }

    private func draw(_ newest: Newest) async throws {
        var seconds = 0
        while true {
            try await Task.sleep(for: .seconds(1))
            seconds += 1
            newest.wasDrawn.store(true, ordering: .relaxed)
            streams.talk("\r\u{1B}[K\(line(newest.value.withLock { $0 }, seconds))")
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
    let value = Mutex<Progress?>(nil)
    let wasDrawn = Atomic(false)
}
