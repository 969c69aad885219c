package import Cryptography
package import TransparencyLog

/// A peer card as stored: one for each node and serial.
package struct StoredCard: Hashable, Sendable {
    /// The node.
    package let node: KeyName
    /// The card's serial.
    package let serial: UInt64
    /// The signed note.
    package let note: [UInt8]
}

/// A text that is stored under its digest.
package struct DigestedText: Hashable, Sendable {
    /// The digest, of the charter's text or of the pack's bytes.
    package let digest: Digest
    /// The bytes.
    package let bytes: [UInt8]

    /// Makes a record.
    package init(digest: Digest, bytes: [UInt8]) {
        self.digest = digest
        self.bytes = bytes
    }
}

/// A storage receipt that waits for its origin to be reached.
package struct OutgoingReceipt: Hashable, Sendable {
    /// The log.
    package let origin: Origin
    /// The size that was cosigned.
    package let size: TreeSize
    /// The body to send: checkpoint text, blank line, cosignature lines (FORMATS.md §5).
    package let body: [UInt8]
}

extension StoreReader {
    /// A fact about the store itself; nil when it was never set.
    package func meta(_ name: String) throws -> [UInt8]? {
        try document(.meta, Array(name.utf8))
    }

    /// Every charter, ordered by digest.
    package func charters() throws -> [DigestedText] { try digested(.charter) }
    /// One charter with the signatures gathered so far.
    package func charter(_ digest: Digest) throws -> [UInt8]? {
        try document(.charter, digest.bytes)
    }

    /// Every rule pack, ordered by digest.
    package func rulePacks() throws -> [DigestedText] { try digested(.rulePack) }
    /// One rule pack's file.
    package func rulePack(_ digest: Digest) throws -> [UInt8]? {
        try document(.rulePack, digest.bytes)
    }

    /// Every stored card of every node, ordered by node and serial.
    package func cards() throws -> [StoredCard] { try cards(prefix: []) }
    /// Every stored card of one node, ordered by serial: the last one is the newest.
    package func cards(of node: KeyName) throws -> [StoredCard] {
        try cards(prefix: node.bytes + [0])
    }

    /// What was stored about one peer.
    package func peer(_ node: KeyName) throws -> [UInt8]? { try document(.peer, node.bytes) }
    /// What was stored about every peer; the key is the node's name.
    package func peers() throws -> [Document] { try documents(.peer, prefix: []) }

    /// Every piece of fork evidence; the key is its digest.
    package func forkEvidence() throws -> [DigestedText] { try digested(.forkEvidence) }
    /// Why a log is quarantined; nil when it is not.
    package func quarantine(of origin: Origin) throws -> [UInt8]? {
        try document(.quarantine, origin.bytes)
    }
    /// Every quarantined log; the key is the origin.
    package func quarantines() throws -> [Document] { try documents(.quarantine, prefix: []) }
    /// Every alarm, ordered by key.
    package func alarms() throws -> [Document] { try documents(.alarm, prefix: []) }

    /// Every receipt that is still to be sent, ordered by origin and size.
    package func outgoingReceipts() throws -> [OutgoingReceipt] { try outgoingReceipts(prefix: []) }
    /// The receipts for one log that are still to be sent, ordered by size.
    package func outgoingReceipts(of origin: Origin) throws -> [OutgoingReceipt] {
        try outgoingReceipts(prefix: origin.bytes + [0])
    }

    /// The receipt for one size of a log; nil where it was answered.
    package func outgoingReceipt(_ origin: Origin, size: TreeSize) throws -> OutgoingReceipt? {
        try document(.receipt, numberedKey(origin, size.rawValue)).map {
            OutgoingReceipt(origin: origin, size: size, body: $0)
        }
    }

    private func digested(_ kind: DocumentKind) throws -> [DigestedText] {
        try documents(kind, prefix: []).map { document in
            guard let digest = Digest(document.key) else { throw corrupt(kind) }
            return DigestedText(digest: digest, bytes: document.bytes)
        }
    }

    private func cards(prefix: [UInt8]) throws -> [StoredCard] {
        try documents(.card, prefix: prefix).map { document in
            let (node, serial) = try named(document.key, .card)
            return StoredCard(node: node, serial: serial, note: document.bytes)
        }
    }

    private func outgoingReceipts(prefix: [UInt8]) throws -> [OutgoingReceipt] {
        try documents(.receipt, prefix: prefix).map { document in
            let (origin, number) = try named(document.key, .receipt)
            guard let size = TreeSize(number) else { throw corrupt(.receipt) }
            return OutgoingReceipt(origin: origin, size: size, body: document.bytes)
        }
    }

    /// Takes a key of a name, NUL and a number apart.
    private func named(_ key: [UInt8], _ kind: DocumentKind) throws -> (KeyName, UInt64) {
        guard key.count > 9, key[key.count - 9] == 0 else { throw corrupt(kind) }
        let number = key.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
        do {
            return (try KeyName(key.dropLast(9)), number)
        } catch {
            throw corrupt(kind, cause: "\(error)")
        }
    }

    private func corrupt(_ kind: DocumentKind, cause: String? = nil) -> LogStorageError {
        LogStorageError(.dataCorrupt, ["what": "documents/\(kind)"], cause: cause)
    }
}

extension StoreTransaction {
    /// Sets a fact about the store itself.
    package func putMeta(_ name: String, _ bytes: [UInt8]) throws {
        try putDocument(.meta, Array(name.utf8), bytes)
    }

    /// Keeps a charter; a later call replaces it by the one with more signatures.
    package func putCharter(_ digest: Digest, note: [UInt8]) throws {
        try putDocument(.charter, digest.bytes, note)
    }

    /// Keeps a rule pack's file.
    package func putRulePack(_ digest: Digest, bytes: [UInt8]) throws {
        try putDocument(.rulePack, digest.bytes, bytes)
    }

    /// Keeps a card.
    ///
    /// Whether it may replace an older one is the caller's to judge before.
    package func putCard(of node: KeyName, serial: UInt64, note: [UInt8]) throws {
        try putDocument(.card, numberedKey(node, serial), note)
    }

    /// Keeps the card of a peer that counts from now on, the one before it, and the older ones with the serials in `others`.
    ///
    /// All others go, those with a larger serial too: an operator may have taken this one because a stolen key had signed them.
    package func keepCard(
        of node: KeyName,
        serial: UInt64,
        note: [UInt8],
        besides others: Set<UInt64>
    ) throws {
        let stored = try cards(of: node)
        let former = stored.last { $0.serial < serial }
        for card in stored where card.serial != serial && card.serial != former?.serial {
            guard card.serial > serial || !others.contains(card.serial) else { continue }
            try removeDocument(.card, numberedKey(node, card.serial))
        }
        try putCard(of: node, serial: serial, note: note)
    }

    /// Keeps what is known of a peer.
    package func putPeer(_ node: KeyName, _ bytes: [UInt8]) throws {
        try putDocument(.peer, node.bytes, bytes)
    }

    /// Forgets a peer; its cards stay.
    package func removePeer(_ node: KeyName) throws { try removeDocument(.peer, node.bytes) }

    /// Writes fork evidence and marks the log, in one step.
    package func quarantine(_ origin: Origin, evidence: [UInt8]) throws {
        let digest = SHA256.digest(of: evidence)
        try putDocument(.forkEvidence, digest.bytes, evidence)
        try putDocument(.quarantine, origin.bytes, Array(digest.hex.utf8))
    }

    /// Keeps an alarm under a key of the caller's choice.
    package func putAlarm(_ key: String, _ bytes: [UInt8]) throws {
        try putDocument(.alarm, Array(key.utf8), bytes)
    }

    /// Puts a storage receipt into the outbox.
    package func putOutgoingReceipt(_ origin: Origin, size: TreeSize, body: [UInt8]) throws {
        try putDocument(.receipt, numberedKey(origin, size.rawValue), body)
    }

    /// Takes a storage receipt out of the outbox.
    package func removeOutgoingReceipt(_ origin: Origin, size: TreeSize) throws {
        try removeDocument(.receipt, numberedKey(origin, size.rawValue))
    }
}

/// The key of a name, NUL and a number, so that numbers sort.
private func numberedKey(_ name: KeyName, _ number: UInt64) -> [UInt8] {
    name.bytes + [0] + withUnsafeBytes(of: number.bigEndian) { Array($0) }
}
