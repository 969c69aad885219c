package import Cryptography
package import TransparencyLog

/// What somebody says a log's head is.
///
/// A claim until its checkpoint is fetched and verified (FORMATS.md §5).
package struct HeadClaim: Hashable, Sendable {
    /// The log.
    package let origin: Origin
    /// The number of entries, at most 2^53 − 1.
    package let size: TreeSize
    /// The root over them.
    package let root: Digest

    /// Makes a claim.
    package init(origin: Origin, size: TreeSize, root: Digest) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// The head that a signed checkpoint states.
    package init(_ checkpoint: Checkpoint) {
        self.init(origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root)
    }

    /// The first of some claims, as many as fit in a session document or an answer of heads.
    package static func fitting(_ claims: [HeadClaim]) -> [HeadClaim] {
        var byteCount = 0
        let end = claims.prefix(Limits.headCountMax).firstIndex { claim in
            byteCount += 2 * claim.origin.bytes.count + Limits.headByteCountMax
            return byteCount > Limits.headsByteCountMax - Limits.sessionOtherByteCountMax
        }
        return Array(claims.prefix(end ?? Limits.headCountMax))
    }
}
