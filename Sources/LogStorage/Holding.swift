package import Cryptography
package import TransparencyLog

/// Names one holding: an object under the entry that grants it, never the object alone (FORMATS.md §4).
package struct HoldingKey: Hashable, Sendable {
    /// The log.
    package let origin: Origin
    /// The entry that refers to the object.
    package let index: EntryIndex
    /// The object's name: the SHA-256 of its salted bytes.
    package let object: Digest

    /// Makes a key.
    package init(origin: Origin, index: EntryIndex, object: Digest) {
        self.origin = origin
        self.index = index
        self.object = object
    }
}

/// What this node has of an object.
package enum HoldingStatus: UInt8, CaseIterable, Hashable, Sendable {
    /// Granted to this node and not here yet.
    case wanted = 1
    /// Here, verified and sealed.
    case stored = 2
    /// Its key was destroyed. Nothing brings it back.
    case erased = 3
}

/// An object under the entry that grants it: sealed bytes, and the key that the storage key wraps.
package struct Holding: Hashable, Sendable {
    /// What it is.
    package let key: HoldingKey
    /// Whether it is here.
    package let status: HoldingStatus
    /// The object's key, wrapped; empty unless stored.
    package let wrappedKey: [UInt8]
    /// The sealed bytes; empty unless stored.
    package let sealed: [UInt8]

    /// An object that is here.
    package init(stored key: HoldingKey, wrappedKey: [UInt8], sealed: [UInt8]) {
        self.init(key: key, status: .stored, wrappedKey: wrappedKey, sealed: sealed)
    }

    /// An object that is to be fetched.
    package init(wanted key: HoldingKey) {
        self.init(key: key, status: .wanted, wrappedKey: [], sealed: [])
    }

    /// A holding as an engine reads it.
    package init(key: HoldingKey, status: HoldingStatus, wrappedKey: [UInt8], sealed: [UInt8]) {
        self.key = key
        self.status = status
        self.wrappedKey = wrappedKey
        self.sealed = sealed
    }
}
