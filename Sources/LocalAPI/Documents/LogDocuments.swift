/// One stored entry of a log: a line of `GET /v1/logs/<id>/entries`.
package struct LogEntryDocument: LocalDocument, Hashable {
    /// The entry's hex digest.
    package var entry: String
    /// The entry's index.
    package var index: UInt64
    /// The entry's whole text where it is UTF-8; nil where it is not, which makes it invalid, and where it is an internal step of an
    /// office that the caller does not stand for, which a finding says.
    package var text: String?
    /// The verdict with all its reasons.
    package var verdict: EntryVerdict
    /// The version of this document.
    package var version: Int

    /// Makes an entry's document.
    package init(entry: String, index: UInt64, text: String?, verdict: EntryVerdict) {
        self.entry = entry
        self.index = index
        self.text = text
        self.verdict = verdict
        version = documentVersion
    }
}

/// Which entries of a log a list shall hold.
package struct EntryRange: Hashable, Sendable {
    /// The hex SHA-256 of the log's origin.
    package var log: String
    /// The first index.
    package var from: UInt64
    /// How many at most, up to ``Limits/rangeCountMax``.
    package var count: Int

    /// Makes a range.
    package init(log: String, from: UInt64, count: Int) {
        self.log = log
        self.from = from
        self.count = count
    }
}

/// Why a peer may or may not hold what an entry names: `GET /v1/why`.
package struct AccessAnswer: LocalDocument, Hashable {
    /// The decision on one object of the entry.
    package struct Decision: Codable, Hashable, Sendable {
        /// Whether the peer is granted the bytes now.
        package var allowed: Bool
        /// The object's hex name.
        package var object: String
        /// Why.
        package var reason: CodedText
        /// The object's role in the entry, such as `body`.
        package var role: String

        /// Makes a decision.
        package init(object: String, role: String, allowed: Bool, reason: CodedText) {
            self.allowed = allowed
            self.object = object
            self.reason = reason
            self.role = role
        }
    }

    /// The decision on each object, in the entry's order.
    package var decisions: [Decision]
    /// The entry's hex digest.
    package var entry: String
    /// The entry's index.
    package var index: UInt64
    /// The node that the peer's address belongs to; nil where it belongs to none.
    package var node: String?
    /// The log's origin.
    package var origin: String
    /// The address or the node name that was asked about.
    package var peer: String
    /// Whether the peer may see the log at all, and why.
    package var scope: Scope
    /// The version of this document.
    package var version: Int

    /// Whether a peer may see a log.
    package struct Scope: Codable, Hashable, Sendable {
        /// Whether it may.
        package var allowed: Bool
        /// Why.
        package var reason: CodedText

        /// Makes the answer.
        package init(allowed: Bool, reason: CodedText) {
            self.allowed = allowed
            self.reason = reason
        }
    }

    /// Makes an answer.
    package init(
        entry: String,
        origin: String,
        index: UInt64,
        peer: String,
        node: String?,
        scope: Scope,
        decisions: [Decision]
    ) {
        self.decisions = decisions
        self.entry = entry
        self.index = index
        self.node = node
        self.origin = origin
        self.peer = peer
        self.scope = scope
        version = documentVersion
    }
}
