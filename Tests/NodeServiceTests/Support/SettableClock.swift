import Foundation
import Synchronization

@testable import NodeService

/// A clock that stands still until a test moves it.
final class SettableClock: Sendable {
    private let start = Int64(Date().timeIntervalSince1970)
    private let offset = Mutex<Int64>(0)

    var time: NodeTime {
        NodeTime(
            now: { [self] in start + offset.withLock { $0 } },
            isSynchronised: { true }
        )
    }

    func advance(by seconds: Int64) { offset.withLock { $0 += seconds } }
}
