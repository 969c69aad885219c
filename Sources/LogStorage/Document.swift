/// The kinds of small documents that make up a node's state besides its logs.
package enum DocumentKind: UInt8, CaseIterable, Hashable, Sendable {
    /// Facts about the store itself. Key: a name.
    case meta = 1
    /// Charters, every revision and rival. Key: the digest.
    case charter = 2
    /// Rule packs. Key: the digest.
    case rulePack = 3
    /// Peer cards, also older ones. Key: node name, NUL, serial as eight big-endian bytes.
    case card = 4
    /// What the node knows of each added peer. Key: node name.
    case peer = 5
    /// Fork evidence. Key: the digest of the evidence.
    case forkEvidence = 6
    /// Logs that are quarantined, with the reason. Key: origin.
    case quarantine = 7
    /// Alarms. Key: chosen by who raises it, so that one cause gives one alarm.
    case alarm = 8
    /// Storage receipts that are still to be sent. Key: origin, NUL, size as eight big-endian bytes.
    case receipt = 9
    /// Document numbers that offices of this node have used. Key: what it says, NUL, and what of (`NumberBook`).
    case documentNumber = 11
    /// What waits in each open record, for the inbox. Key: the record's digest, then its scope.
    case duty = 12
}

/// A small document of the node's state.
package struct Document: Hashable, Sendable {
    /// The key within its kind.
    package let key: [UInt8]
    /// The content.
    package let bytes: [UInt8]

    /// Makes a document.
    package init(key: [UInt8], bytes: [UInt8]) {
        self.key = key
        self.bytes = bytes
    }
}
