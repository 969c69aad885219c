package import TransparencyLog

/// What a home keeps that speaks of its logs' histories, as it lies: fork evidence, marks of it, and signed checkpoints.
package struct KeptEvidence: Sendable {
    /// A checkpoint that was signed at some time, and of which the stored log must be a continuation.
    package struct Checkpoint: Sendable {
        /// The log.
        package let origin: Origin
        /// What it says.
        package let claim: UnverifiedCheckpoint
        /// Whether it counts only under the log's own key; a node's own storage receipt does without.
        package let requiresLogKey: Bool
        /// Where it is kept.
        package let place: String

        /// Makes a record.
        package init(
            origin: Origin,
            claim: UnverifiedCheckpoint,
            requiresLogKey: Bool,
            place: String
        ) {
            self.origin = origin
            self.claim = claim
            self.requiresLogKey = requiresLogKey
            self.place = place
        }
    }

    /// Fork evidence, each under the digest that it is kept under.
    package var forks: [(digest: [UInt8], bytes: [UInt8])] = []
    /// Quarantined logs, each with the digest of its evidence in hexadecimal.
    package var quarantines: [(origin: [UInt8], evidence: [UInt8])] = []
    /// Signed checkpoints that are kept besides those of the logs.
    package var checkpoints: [Checkpoint] = []
    /// What of all this could not be read.
    package var findings: [AuditFinding] = []

    /// Nothing is kept.
    package init() {}
}
