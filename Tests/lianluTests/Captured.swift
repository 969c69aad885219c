import Synchronization

@testable import lianlu

/// Streams that a test reads afterwards.
final class Captured: Streams {
    private let state = Mutex<(data: String, talk: String, answers: [String])>(("", "", []))
    let canAsk: Bool
    let showsProgress: Bool
    let columnCount: Int?

    /// Makes streams; with answers there is a person who types them, with columns a terminal that shows the data.
    init(answers: [String]? = nil, showsProgress: Bool = false, columnCount: Int? = nil) {
        self.columnCount = columnCount
        canAsk = answers != nil
        self.showsProgress = showsProgress
        state.withLock { $0.answers = answers ?? [] }
    }

    /// What went to standard output.
    var data: String { state.withLock { $0.data } }
    /// What went to standard error.
    var talk: String { state.withLock { $0.talk } }

    func data(_ text: String) { state.withLock { $0.data += text } }

    func talk(_ text: String) { state.withLock { $0.talk += text } }

    func readLine() -> String? {
        state.withLock { $0.answers.isEmpty ? nil : $0.answers.removeFirst() }
    }
}
