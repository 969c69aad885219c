import Logging

/// What a running node looks after by itself: revocations that were cut off, and drafts whose time is over.
struct Housekeeping: Sendable {
    let node: Node
    /// How long it rests after a round that left nothing to do.
    var pause: Duration = .seconds(Limits.housekeepingPauseSeconds)
    /// How long it rests after a round in which something failed.
    var retryPause: Duration = .seconds(Limits.housekeepingRetrySeconds)

    /// Looks after it now and again, until the task is cancelled; a revocation comes before anything else.
    func run() async throws {
        let bell = node.housekeepingBell
        while !Task.isCancelled {
            let isDone = try await round()
            await bell.wait(until: ContinuousClock.now.advanced(by: isDone ? pause : retryPause))
        }
    }

    /// Looks after everything once; whether nothing failed.
    func round() async throws -> Bool {
        let isRevoked = try await attempt("a revocation could not be ended") {
            try await OfficerRevoker(node: node).finish()
        }
        let isSwept = try await attempt("drafts could not be swept") {
            try await DraftSweep(node: node).run()
            return true
        }
        return isRevoked && isSwept
    }

    private func attempt(
        _ failure: Logger.Message,
        _ work: () async throws -> Bool
    ) async throws -> Bool {
        do {
            return try await work()
        } catch  where PeerFailure.endsNode(error) {
            throw error
        } catch {
            if !Task.isCancelled { node.logger.error(failure, metadata: ["error": "\(error)"]) }
            return false
        }
    }
}
