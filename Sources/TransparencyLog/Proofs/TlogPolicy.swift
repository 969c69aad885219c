/// Which logs are trusted, which witnesses are known, and which of them must have cosigned (`c2sp.org/tlog-policy`).
///
/// Names are opaque bytes. Everything is resolved while reading: groups name only what stands above them.
public struct TlogPolicy: Hashable, Sendable {
    /// A log that the policy accepts.
    public struct Log: Hashable, Sendable {
        /// Its key, whose name is its origin.
        public let key: VerifierKey
        /// Where it can be reached, as the file says it.
        public let url: [UInt8]?
    }

    /// A witness.
    public struct Witness: Hashable, Sendable {
        /// Its name inside the policy.
        public let name: [UInt8]
        /// Its cosignature key.
        public let key: VerifierKey
        /// Where it can be reached, as the file says it.
        public let url: [UInt8]?
    }

    /// A group: so many of its members must have witnessed.
    public struct Group: Hashable, Sendable {
        /// Its name inside the policy.
        public let name: [UInt8]
        /// How many members are enough.
        public let threshold: Int
        /// The members' names.
        public let members: [[UInt8]]
    }

    /// The logs; a policy may have none, where the log is known otherwise.
    public let logs: [Log]
    /// The witnesses.
    public let witnesses: [Witness]
    /// The groups, each after its members.
    public let groups: [Group]
    /// The witness or group that must have witnessed; nil for `none`.
    public let quorum: [UInt8]?

    /// Reads a policy file; throws an error that names the line.
    public init(parsing bytes: some Collection<UInt8>) throws(TransparencyLogError) {
        var parser = PolicyParser()
        try parser.parse(Array(bytes))
        logs = parser.logs
        witnesses = parser.witnesses
        groups = parser.groups
        quorum = parser.quorum ?? nil
    }

    /// Whether cosignatures by these keys are a quorum.
    ///
    /// Keys count, not lines: a witness that cosigned twice counts once.
    public func isQuorum(of keys: some Sequence<VerifierKey>) -> Bool {
        guard let quorum else { return true }
        let signers = Set(keys)
        var witnessed: [[UInt8]: Bool] = [:]
        for witness in witnesses { witnessed[witness.name] = signers.contains(witness.key) }
        for group in groups {
            let count = group.members.filter { witnessed[$0] == true }.count
            witnessed[group.name] = count >= group.threshold
        }
        return witnessed[quorum] == true
    }

    /// Proves that a checkpoint is signed by one of the logs and cosigned by a quorum.
    ///
    /// Throws `policy_log_unknown`, `policy_quorum_not_met`, or what verifying a note does. Returns the cosignatures of
    /// all the policy's witnesses.
    public func verify(
        _ checkpoint: UnverifiedCheckpoint
    ) throws(TransparencyLogError) -> (checkpoint: Checkpoint, cosignatures: [Cosignature]) {
        let verified = try verifyLog(checkpoint)
        let signatures = try checkpoint.verifiedCosignatures(by: witnesses.map(\.key))
        guard isQuorum(of: signatures.map(\.key)) else {
            throw TransparencyLogError(
                .policyQuorumNotMet,
                ["quorum": TlogPolicy.text(quorum ?? [])]
            )
        }
        return (verified, signatures.compactMap { Cosignature($0.line) })
    }

    /// Proves the same as `verify`, and returns the lines that were verified, with their keys; no other line of a checkpoint
    /// says anything.
    package func verifiedSignatures(
        of checkpoint: UnverifiedCheckpoint
    ) throws(TransparencyLogError) -> [Note.VerifiedSignature] {
        _ = try verify(checkpoint)
        let keys = logs.map(\.key).filter { $0.name == checkpoint.origin }
        let cosigned = try checkpoint.verifiedCosignatures(by: witnesses.map(\.key))
        return try checkpoint.note.verify(with: keys) + cosigned
    }

    /// The name of the quorum, for people; `none` where none is asked for.
    package var quorumName: String { quorum.map { Self.text($0) } ?? "none" }

    /// One origin may stand with several keys, of which any one is enough; a bad line of any of them rejects.
    private func verifyLog(
        _ checkpoint: UnverifiedCheckpoint
    ) throws(TransparencyLogError) -> Checkpoint {
        let keys = logs.map(\.key).filter { $0.name == checkpoint.origin }
        guard !keys.isEmpty else {
            throw TransparencyLogError(.policyLogUnknown, ["origin": "\(checkpoint.origin)"])
        }
        let signatures = try checkpoint.note.verify(with: keys)
        guard let key = keys.first(where: { key in signatures.contains { $0.key == key } }) else {
            throw TransparencyLogError(.noteUnverified)
        }
        return try checkpoint.verified(by: key)
    }

    /// A name for people; what is no UTF-8 shows as replacement characters.
    static func text(_ name: some Collection<UInt8>) -> String {
        String(decoding: name, as: UTF8.self)
    }
}
