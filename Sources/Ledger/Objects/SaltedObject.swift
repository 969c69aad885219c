package import Casework
package import Cryptography
import TransparencyLog

/// An object in memory: 32 random bytes, then its content (FORMATS.md §4).
///
/// Its name is the SHA-256 of all of it, so that a name in a header commits to content that nobody can guess.
package struct SaltedObject: Hashable, Sendable {
    /// Salt and content.
    package let bytes: [UInt8]
    /// The SHA-256 of the bytes: the object's name.
    package let name: Digest

    /// Salts a content; throws `salt_wrong` unless the salt has 32 bytes, and `object_too_large`.
    package init(
        salt: some Collection<UInt8>,
        content: some Collection<UInt8>
    ) throws(LedgerError) {
        guard salt.count == Limits.objectSaltByteCount else {
            throw LedgerError(.saltWrong, ["limit": "\(Limits.objectSaltByteCount)"])
        }
        try self.init(salted: Array(salt) + Array(content))
    }

    /// Takes salted bytes as they were received; throws `salt_wrong` for fewer than 32 and `object_too_large`.
    package init(salted bytes: [UInt8]) throws(LedgerError) {
        guard bytes.count >= Limits.objectSaltByteCount else {
            throw LedgerError(.saltWrong, ["limit": "\(Limits.objectSaltByteCount)"])
        }
        guard UInt64(bytes.count) <= Limits.objectSizeMax else {
            throw LedgerError(.objectTooLarge, ["limit": "\(Limits.objectSizeMax)"])
        }
        self.bytes = bytes
        name = SHA256.digest(of: bytes)
    }

    /// Takes received bytes only if they are the ones that a header names.
    ///
    /// Throws `object_digest_mismatch`, or `object_tree_mismatch` where size or tree are not theirs.
    package init(
        salted bytes: [UInt8],
        matching reference: ObjectReference
    ) throws(LedgerError) {
        try self.init(salted: bytes)
        guard name == reference.sha256 else {
            throw LedgerError(
                .objectDigestMismatch,
                ["found": name.hex, "required": reference.sha256.hex]
            )
        }
        guard roundedSize == reference.size, tree == reference.tree else {
            throw LedgerError(.objectTreeMismatch, ["object": name.hex])
        }
    }

    /// The salt.
    package var salt: ArraySlice<UInt8> { bytes.prefix(Limits.objectSaltByteCount) }
    /// The content.
    package var content: ArraySlice<UInt8> { bytes.dropFirst(Limits.objectSaltByteCount) }
    /// The size as it stands in headers.
    package var roundedSize: UInt64 { Self.roundedSize(UInt64(bytes.count)) }

    /// The root over the pieces, which a header names for objects of more than one piece; nil for others.
    package var tree: Digest? {
        bytes.count > Limits.objectPieceByteCount
            ? MerkleTree.root(ofLeafHashes: pieceHashes) : nil
    }

    /// The RFC 6962 leaf hash of each 1 MiB piece.
    package var pieceHashes: [Digest] { pieces.map { MerkleTree.leafHash(of: $0) } }

    /// The 1 MiB pieces; at least one, since the salt is never empty.
    var pieces: [ArraySlice<UInt8>] {
        stride(from: 0, to: bytes.count, by: Limits.objectPieceByteCount).map {
            bytes[$0..<min($0 + Limits.objectPieceByteCount, bytes.count)]
        }
    }

    /// The object as a header names it.
    package func reference(
        role: FieldID,
        label: ObjectLabel,
        audience: Audience
    ) -> ObjectReference {
        ObjectReference(
            audience: audience,
            label: label,
            role: role,
            sha256: name,
            size: roundedSize,
            tree: tree
        )
    }

    /// The smallest power of two that is not below a count of salted bytes.
    package static func roundedSize(_ byteCount: UInt64) -> UInt64 {
        precondition(byteCount > 0 && byteCount <= 1 << 62)
        return byteCount == 1 ? 1 : 1 << UInt64(64 - (byteCount - 1).leadingZeroBitCount)
    }
}
