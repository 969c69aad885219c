package import Cryptography

/// An object as it lies at rest: AES-256-GCM by 1 MiB pieces under a random key of its own (FORMATS.md §4).
///
/// Piece i has the nonce i and is bound to the object's name, to i, and to whether it is the last, so that pieces cannot
/// be swapped, dropped or taken from another object. A key must seal one object only.
package struct SealedObject: Sendable {
    private let name: Digest
    private let key: [UInt8]

    /// Takes an object's name and its key; throws `object_key_unusable` unless the key has 32 bytes.
    package init(name: Digest, key: [UInt8]) throws(LedgerError) {
        guard key.count == AESGCM.keyByteCount else {
            throw LedgerError(.objectKeyUnusable, ["object": name.hex])
        }
        self.name = name
        self.key = key
    }

    /// Bytes of the sealed form of so many salted bytes.
    package static func byteCount(ofSalted count: UInt64) -> UInt64 {
        let piece = UInt64(Limits.objectPieceByteCount)
        return count + (count + piece - 1) / piece * UInt64(AESGCM.tagByteCount)
    }

    /// Seals one piece, ciphertext and tag; the caller has verified its bytes.
    package func seal(
        _ piece: some Collection<UInt8>,
        index: UInt64,
        isLast: Bool
    ) throws(LedgerError) -> [UInt8] {
        do {
            return try AESGCM.seal(
                piece,
                key: key,
                nonce: nonce(index),
                authenticating: bound(index, isLast)
            )
        } catch {
            throw LedgerError(.objectKeyUnusable, ["object": name.hex], cause: "\(error)")
        }
    }

    /// Opens one piece; throws `sealed_object_damaged` for anything that was not sealed as this one.
    package func open(
        _ sealed: some Collection<UInt8>,
        index: UInt64,
        isLast: Bool
    ) throws(LedgerError) -> [UInt8] {
        do {
            return try AESGCM.open(
                sealed,
                key: key,
                nonce: nonce(index),
                authenticating: bound(index, isLast)
            )
        } catch {
            throw LedgerError(
                .sealedObjectDamaged,
                ["object": name.hex, "piece": "\(index)"],
                cause: "\(error)"
            )
        }
    }

    /// Seals a whole object.
    package func seal(_ object: SaltedObject) throws(LedgerError) -> [UInt8] {
        guard object.name == name else {
            throw LedgerError(
                .objectDigestMismatch,
                ["found": object.name.hex, "required": name.hex]
            )
        }
        var sealed: [UInt8] = []
        let pieces = object.pieces
        for (index, piece) in pieces.enumerated() {
            sealed += try seal(piece, index: UInt64(index), isLast: index == pieces.count - 1)
        }
        return sealed
    }

    /// Opens a whole object and checks its name.
    ///
    /// Throws `sealed_object_too_short`, `sealed_object_damaged` or `object_digest_mismatch`.
    package func open(_ sealed: some Collection<UInt8>) throws(LedgerError) -> SaltedObject {
        let bytes = Array(sealed)
        let width = Limits.objectPieceByteCount + AESGCM.tagByteCount
        guard bytes.count >= Limits.objectSaltByteCount + AESGCM.tagByteCount else {
            throw LedgerError(.sealedObjectTooShort, ["object": name.hex])
        }
        var salted: [UInt8] = []
        var start = 0
        while start < bytes.count {
            let end = min(start + width, bytes.count)
            salted += try open(
                bytes[start..<end],
                index: UInt64(start / width),
                isLast: end == bytes.count
            )
            start = end
        }
        let object = try SaltedObject(salted: salted)
        guard object.name == name else {
            throw LedgerError(
                .objectDigestMismatch,
                ["found": object.name.hex, "required": name.hex]
            )
        }
        return object
    }

    /// The key as it stands in the holding's row, wrapped with the node's storage key (RFC 3394).
    package func wrappedKey(under storageKey: [UInt8]) throws(LedgerError) -> [UInt8] {
        do {
            return try AESKeyWrap.wrap(key, with: storageKey)
        } catch {
            throw LedgerError(.objectKeyUnusable, ["object": name.hex], cause: "\(error)")
        }
    }

    /// Takes a key out of a holding's row; throws `object_key_unusable` for another storage key or damaged bytes.
    package init(
        name: Digest,
        wrappedKey: [UInt8],
        storageKey: [UInt8]
    ) throws(LedgerError) {
        let key: [UInt8]
        do {
            key = try AESKeyWrap.unwrap(wrappedKey, with: storageKey)
        } catch {
            throw LedgerError(.objectKeyUnusable, ["object": name.hex], cause: "\(error)")
        }
        try self.init(name: name, key: key)
    }

    private func nonce(_ index: UInt64) -> [UInt8] {
        [0, 0, 0, 0] + Self.bigEndian(index)
    }

    private func bound(_ index: UInt64, _ isLast: Bool) -> [UInt8] {
        name.bytes + Self.bigEndian(index) + [isLast ? 1 : 0]
    }

    private static func bigEndian(_ value: UInt64) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
