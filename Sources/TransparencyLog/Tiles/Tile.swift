public import Cryptography

/// The hashes of a tile as somebody handed them over: nothing is proven.
///
/// It becomes a `Tile` through `AuthenticatedTiles.authenticate(_:)` only.
public struct UnauthenticatedTile: Hashable, Sendable {
    /// Which tile it is said to be.
    public let coordinate: TileCoordinate
    let hashes: [Digest]

    /// Takes the bytes of a tile.
    ///
    /// They may be those of a wider tile, up to a full one, of which the beginning is taken: a log may have dropped
    /// a partial tile once the full one was there. Throws `tile_width_mismatch` for any other count of bytes.
    public init(
        _ coordinate: TileCoordinate,
        bytes: some Collection<UInt8>
    ) throws(TransparencyLogError) {
        guard bytes.count.isMultiple(of: Digest.byteCount),
            (coordinate.width...TileCoordinate.fullWidth).contains(bytes.count / Digest.byteCount)
        else {
            throw TransparencyLogError(
                .tileWidthMismatch,
                [
                    "found": "\(bytes.count)", "path": coordinate.path,
                    "required": "\(coordinate.width * Digest.byteCount)",
                ]
            )
        }
        self.coordinate = coordinate
        hashes = Digest.array(bytes.prefix(coordinate.width * Digest.byteCount))
    }
}

/// A hash tile that is known to be right: authenticated against a checkpoint, or computed from our own leaf hashes.
public struct Tile: Hashable, Sendable {
    /// Which tile it is.
    public let coordinate: TileCoordinate
    /// Its hashes, as many as its width.
    public let hashes: [Digest]

    /// Takes hashes that the caller vouches for; traps unless there are as many as the width.
    package init(unchecked coordinate: TileCoordinate, hashes: [Digest]) {
        precondition(hashes.count == coordinate.width, "a tile has as many hashes as its width")
        self.coordinate = coordinate
        self.hashes = hashes
    }

    /// The tile's bytes: 32 for each hash, 8,192 in a full tile.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * Digest.byteCount)
        for hash in hashes { hash.withUnsafeBytes { bytes.append(contentsOf: $0) } }
        return bytes
    }
}

extension Digest {
    /// Cuts bytes, a multiple of 32, into digests.
    package static func array(_ bytes: some Collection<UInt8>) -> [Digest] {
        let all = Array(bytes)
        precondition(all.count.isMultiple(of: byteCount), "not a whole number of digests")
        return all.withUnsafeBytes { source in
            stride(from: 0, to: source.count, by: byteCount).map { offset in
                Digest(unsafeFill: {
                    $0.copyMemory(
                        from: UnsafeRawBufferPointer(
                            rebasing: source[offset..<(offset + byteCount)]
                        )
                    )
                })
            }
        }
    }
}
