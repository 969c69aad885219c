import Foundation
import LocalAPI
import LocalAPITestSupport
import Synchronization
import Testing

/// Writers to a node process that is killed while they write: what they have asked for, and what was acknowledged.
final class KilledWriting: Sendable {
    private struct State {
        var acknowledged: [(EntrySubmission, Acknowledgement)] = []
        var unanswered: [EntrySubmission] = []
    }

    private let state = Mutex(State())
    private let writerCount: Int

    /// Makes so many writers.
    init(writerCount: Int) { self.writerCount = writerCount }

    /// What was acknowledged, in the order of the answers.
    var acknowledged: [(EntrySubmission, Acknowledgement)] {
        state.withLock { $0.acknowledged }
    }

    /// Notes an acknowledgement, and says how many there are now.
    func note(_ submission: EntrySubmission, _ answer: Acknowledgement) -> Int {
        state.withLock {
            $0.acknowledged.append((submission, answer))
            return $0.acknowledged.count
        }
    }

    /// What nobody knows of, so that it is to be asked again.
    func takeUnanswered() -> [EntrySubmission] {
        state.withLock { state in
            defer { state.unanswered = [] }
            return state.unanswered
        }
    }

    /// Writes until so many entries were acknowledged, and kills the node at that very moment.
    func write(to node: NodeProcess, killAt limit: Int) async throws {
        let client = node.client
        let pid = try #require(node.processID)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<writerCount {
                group.addTask { [self] in
                    while true {
                        let submission = EntrySubmission.exercise("create")
                        do {
                            let answer = try await client.send(.submit(submission))
                            if note(submission, answer) == limit {
                                #expect(Foundation.kill(pid, SIGKILL) == 0)
                            }
                        } catch {
                            // The node is gone; nobody knows whether the entry is there.
                            return state.withLock { $0.unanswered.append(submission) }
                        }
                    }
                }
            }
        }
    }
}
