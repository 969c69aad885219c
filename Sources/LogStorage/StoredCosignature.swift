package import TransparencyLog

/// Who cosigned: a key's name and id, as in its signature line.
package struct CosignerID: Hashable, Comparable, Sendable {
    /// The key's name.
    package let name: KeyName
    /// The key's id.
    package let keyID: KeyID

    /// Makes an identity.
    package init(name: KeyName, keyID: KeyID) {
        self.name = name
        self.keyID = keyID
    }

    /// Order by name, then id.
    package static func < (a: CosignerID, b: CosignerID) -> Bool {
        a.name == b.name ? a.keyID < b.keyID : a.name < b.name
    }
}

/// A cosignature of one checkpoint: a storage receipt when the cosigner is a mirror.
package struct StoredCosignature: Hashable, Sendable {
    /// The log.
    package let origin: Origin
    /// The size of the checkpoint.
    package let size: TreeSize
    /// Who cosigned.
    package let cosigner: CosignerID
    /// When, in POSIX seconds, at most 2^63 − 1.
    package let time: UInt64
    /// The whole signature line with its LF.
    package let line: [UInt8]

    /// Makes a record.
    package init(
        origin: Origin,
        size: TreeSize,
        cosigner: CosignerID,
        time: UInt64,
        line: [UInt8]
    ) {
        self.origin = origin
        self.size = size
        self.cosigner = cosigner
        self.time = time
        self.line = line
    }
}
