import Foundation
import GRDB

@testable import NodeService

extension HomeDirectory {
    /// The database of a home beside its running node, by another connection that waits for the node's own writes.
    func openDatabase() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(60)
        return try DatabaseQueue(
            path: data.path + "/lianlu.sqlite",
            configuration: configuration
        )
    }
}
