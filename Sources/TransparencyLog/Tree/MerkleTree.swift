public import Cryptography

/// The hashes of RFC 6962 §2.1: leaf = SHA-256(0x00 ‖ entry), node = SHA-256(0x01 ‖ left ‖ right).
public enum MerkleTree {
    /// The root of the tree without entries: SHA-256 of nothing.
    public static let emptyRoot = SHA256.digest(of: EmptyCollection())

    /// The hash of an entry.
    ///
    /// In a loop use one `TreeHasher`, which does not start anew for each hash.
    public static func leafHash(of entry: some Collection<UInt8>) -> Digest {
        TreeHasher().leafHash(of: entry)
    }

    /// The hash of an inner node.
    ///
    /// In a loop use one `TreeHasher`.
    public static func nodeHash(_ left: Digest, _ right: Digest) -> Digest {
        TreeHasher().nodeHash(left, right)
    }

    /// The root over leaf hashes, in order.
    public static func root(ofLeafHashes hashes: some Collection<Digest>) -> Digest {
        let hasher = TreeHasher()
        var range = CompactRange()
        for hash in hashes { range.append(leafHash: hash, hasher: hasher) }
        return range.root(hasher: hasher)
    }
}

/// Computes leaf and node hashes with one reused SHA-256 state: no heap allocation for each hash.
///
/// Stays with one task.
public final class TreeHasher {
    private let hasher = SHA256Hasher()

    /// Makes a hasher.
    public init() {}

    /// The hash of an entry.
    public func leafHash(of entry: some Collection<UInt8>) -> Digest {
        var prefix: UInt8 = 0
        withUnsafeBytes(of: &prefix) { hasher.update($0) }
        hasher.update(entry)
        return hasher.finish()
    }

    /// The hash of an inner node.
    public func nodeHash(_ left: Digest, _ right: Digest) -> Digest {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * Digest.byteCount, alignment: 1) { buffer in
            buffer[0] = 1
            left.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyMemory(from: $0)
            }
            right.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: buffer[(1 + Digest.byteCount)...])
                    .copyMemory(from: $0)
            }
            hasher.update(UnsafeRawBufferPointer(buffer))
            return hasher.finish()
        }
    }

    /// The root over a complete subtree's hashes, of which there is a power of two; traps otherwise.
    ///
    /// One buffer is allocated for all inner hashes.
    package func root(ofComplete hashes: some Collection<Digest>) -> Digest {
        precondition(hashes.count.nonzeroBitCount == 1, "a complete subtree has 2^k hashes")
        var row = Array(hashes)
        var count = row.count
        while count > 1 {
            count /= 2
            for position in 0..<count {
                row[position] = nodeHash(row[2 * position], row[2 * position + 1])
            }
        }
        return row[0]
    }
}
