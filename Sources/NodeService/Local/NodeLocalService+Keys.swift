import Logging

extension NodeLocalService {
    /// Sees to it, before records are read, that the keys of each log are here: without them none of its records can be folded.
    ///
    /// What another program did to them since the last comparison is made anew at once. What cannot be is told where it is read.
    func requireKeys() async throws {
        do {
            try await DerivedRowKeeper(node).requireLogs(isAlone: false)
        } catch  where PeerFailure.endsNode(error) || Task.isCancelled {
            throw error
        } catch {
            // Answers are given from what is there, and say what is damaged.
            node.logger.error("keys were not compared", metadata: ["error": "\(error)"])
        }
    }
}
