package import Cryptography
package import LogStorage
package import TransparencyLog

/// An entry that is durable, with all that its acknowledgement needs.
package struct AppendedEntry: Sendable {
    /// The entry's place.
    package let location: EntryLocation
    /// The entry's digest.
    package let digest: Digest
    /// The checkpoint that was published for it.
    package let checkpoint: Checkpoint
    let growth: TreeGrowth

    /// The acknowledgement with its inclusion proof.
    ///
    /// Costs a few hashes, so each caller makes its own.
    package func acknowledgement() throws -> Acknowledgement {
        let proof = try InclusionProof(
            of: location.index,
            in: checkpoint.size,
            from: growth,
            hasher: TreeHasher()
        )
        return Acknowledgement(
            location: location,
            digest: digest,
            treeSize: checkpoint.size,
            proof: proof.hashes,
            checkpoint: checkpoint.note.encoded
        )
    }
}

/// What the sender of an entry gets: where it is, and the proof that a published checkpoint covers it.
package struct Acknowledgement: Hashable, Sendable {
    /// The entry's place.
    package let location: EntryLocation
    /// The entry's digest.
    package let digest: Digest
    /// The size of the published checkpoint.
    package let treeSize: TreeSize
    /// The inclusion proof, leaf's sibling first.
    package let proof: [Digest]
    /// The note of the published checkpoint.
    package let checkpoint: [UInt8]

    /// The same acknowledgement again, from what is stored; throws `data_missing` where something of it is not.
    package init(again request: AcknowledgedRequest, reader: any StoreReader) throws {
        let origin = request.location.origin
        guard
            let entry = try reader.entries(of: origin, from: request.location.index, count: 1)
                .first,
            let checkpoint = try reader.checkpoint(of: origin, size: request.treeSize)
        else { throw LogStorageError(.dataMissing, ["what": "request \(request.id)"]) }
        let tree = StoredTree(origin: origin, reader: reader)
        self.init(
            location: request.location,
            digest: SHA256.digest(of: entry),
            treeSize: request.treeSize,
            proof: try tree.inclusionProof(of: request.location.index, in: request.treeSize).hashes,
            checkpoint: checkpoint
        )
    }

    init(
        location: EntryLocation,
        digest: Digest,
        treeSize: TreeSize,
        proof: [Digest],
        checkpoint: [UInt8]
    ) {
        self.location = location
        self.digest = digest
        self.treeSize = treeSize
        self.proof = proof
        self.checkpoint = checkpoint
    }
}
