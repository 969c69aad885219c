package import Cryptography
package import LogStorage
internal import TransparencyLog

/// An admitted entry that is to be appended.
///
/// The payload is the caller's own, for its judgement inside the transaction.
package struct Submission<Payload: Sendable>: Sendable {
    /// What makes a retry recognisable: the client's id and the digest of what it asked for.
    package struct Request: Hashable, Sendable {
        /// The client's id.
        package let id: RequestID
        /// The SHA-256 of the request.
        package let digest: Digest

        /// Makes a request's mark.
        package init(id: RequestID, digest: Digest) {
            self.id = id
            self.digest = digest
        }
    }

    /// An object that comes with the entry.
    package struct SealedObject: Hashable, Sendable {
        /// The object's name.
        package let object: Digest
        /// Its key, wrapped with the storage key.
        package let wrappedKey: [UInt8]
        /// Its sealed bytes.
        package let sealed: [UInt8]

        /// Makes an object.
        package init(object: Digest, wrappedKey: [UInt8], sealed: [UInt8]) {
            self.object = object
            self.wrappedKey = wrappedKey
            self.sealed = sealed
        }
    }

    /// The entry's bytes and digest.
    package let entry: NewEntry
    /// The entry's leaf hash.
    package let leafHash: Digest
    /// The client's request; nil for what the node appends by itself.
    package let request: Request?
    /// The objects stored in the entry's own transaction.
    package let objects: [SealedObject]
    /// What the caller's judgement needs.
    package let payload: Payload

    /// Takes an entry and computes its hashes here, so that the writer need not; throws `entry_too_long` above 16 KiB
    /// and `holdings_too_many` above 17.
    package init(
        entry: [UInt8],
        request: Request? = nil,
        objects: [SealedObject] = [],
        payload: Payload
    ) throws(SequencingError) {
        guard entry.count <= Limits.entryByteCountMax else {
            throw SequencingError(
                .entryTooLong,
                ["found": "\(entry.count)", "limit": "\(Limits.entryByteCountMax)"]
            )
        }
        guard objects.count <= Limits.entryHoldingCountMax else {
            throw SequencingError(
                .holdingsTooMany,
                ["found": "\(objects.count)", "limit": "\(Limits.entryHoldingCountMax)"]
            )
        }
        self.entry = NewEntry(bytes: entry, digest: SHA256.digest(of: entry))
        leafHash = MerkleTree.leafHash(of: entry)
        self.request = request
        self.objects = objects
        self.payload = payload
    }
}
