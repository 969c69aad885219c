/// Every limit of this module, unit last.
///
/// Inputs at the limit are accepted, one past it is refused by name.
package enum Limits {
    /// Bytes in a whole signed note, signature lines included.
    package static let noteByteCountMax = 1_048_576
    /// Signature lines in a note; `c2sp.org/signed-note` asks for at least 16.
    package static let noteSignatureCountMax = 100
    /// Bytes in a key name or origin; `c2sp.org/tlog-cosignature` counts them in one byte.
    package static let keyNameByteCountMax = 255
    /// Bytes in a verifier key's text: the longest name and an ML-DSA-44 key with room to spare.
    package static let verifierKeyByteCountMax = 4_096
    /// Bytes after the key id in a signature line: an ML-DSA-44 cosignature with room to spare.
    package static let signatureByteCountMax = 16_384
    /// Entries in a tree.
    ///
    /// Doubling an index below it never overflows.
    package static let treeSizeMax: UInt64 = 1 << 62
    /// The POSIX second of a cosignature (`c2sp.org/tlog-cosignature`).
    package static let timestampMax: UInt64 = (1 << 63) - 1
    /// Extension lines in a checkpoint.
    package static let extensionLineCountMax = 64
    /// The index in a tile's path: six groups of three digits.
    package static let tileIndexMax: UInt64 = 999_999_999_999_999_999
    /// Bytes in a tile's path below the log's prefix.
    package static let tilePathByteCountMax = 64
    /// Bytes in an entry (`c2sp.org/tlog-tiles`).
    package static let entryByteCountMax = 65_535
    /// Entries in a bundle (`c2sp.org/tlog-tiles`).
    package static let bundleEntryCountMax = 256
    /// Hashes in a proof (`c2sp.org/tlog-witness`).
    package static let proofHashCountMax = 63
    /// Bytes in the extra data of a tlog-proof, before base64.
    package static let proofExtraByteCountMax = 65_536
    /// Bytes in a whole tlog-proof.
    package static let proofByteCountMax = 1_179_648
    /// Bytes in a policy file.
    package static let policyByteCountMax = 1_048_576
    /// Logs in a policy; `c2sp.org/tlog-policy` asks for at least 32.
    package static let policyLogCountMax = 1_024
    /// Witnesses in a policy.
    package static let policyWitnessCountMax = 1_024
    /// Groups in a policy.
    package static let policyGroupCountMax = 1_024
}
