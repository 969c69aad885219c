/// What the node knows of itself and of others: `GET /v1/status`.
package struct NodeStatus: LocalDocument, Hashable {
    /// What needs a person: quarantined logs, rollbacks, two live copies, appending stopped.
    package var alarms: [AlarmStatus]
    /// The logs, own ones first, then by origin.
    package var logs: [LogStatus]
    /// The node's name.
    package var node: String
    /// The node's clock when it answered.
    package var now: String
    /// The peers, by name.
    package var peers: [PeerStatus]
    /// The region code of the node's card.
    package var region: String
    /// When this process started.
    package var started: String
    /// The version of this document.
    package var version: Int
    /// What will need a person: cards or certificates about to expire, disk nearly full, clock unsynchronised.
    package var warnings: [CodedText]

    /// Makes a status.
    package init(
        node: String,
        region: String,
        now: String,
        started: String,
        logs: [LogStatus],
        peers: [PeerStatus],
        alarms: [AlarmStatus] = [],
        warnings: [CodedText] = []
    ) {
        self.alarms = alarms
        self.logs = logs
        self.node = node
        self.now = now
        self.peers = peers
        self.region = region
        self.started = started
        version = documentVersion
        self.warnings = warnings
    }
}

/// An alarm: what a person must see to, since when, and what proves it.
package struct AlarmStatus: Codable, Hashable, Sendable {
    /// Values for the text, by argument name.
    package var arguments: [String: String]
    /// When it was raised first; nil for what was found as the node started.
    package var at: String?
    /// The stable code, `<module>.<code>`.
    package var code: String
    /// Whether a person must find the cause; the node gets over any other by itself, or goes on with it.
    package var grave: Bool
    /// When it happened last, for what the node makes anew each time that it happens.
    package var last: String?
    /// Signed notes and evidence that prove it, as they are to be shown to others; mostly none.
    package var notes: [String]
    /// How often it happened, for what the node makes anew each time that it happens.
    package var times: Int?

    /// Makes an alarm.
    package init(
        _ text: CodedText,
        isGrave: Bool = false,
        at: String? = nil,
        notes: [String] = []
    ) {
        arguments = text.arguments
        self.at = at
        code = text.code
        grave = isGrave
        self.notes = notes
    }

    /// The code with its arguments.
    package var text: CodedText { CodedText(code, arguments) }
}

/// What a log is to this node.
package enum LogKind: String, Codable, Sendable, CaseIterable {
    /// The node's own log in a mechanism.
    case own
    /// The node's private log.
    case home
    /// A verified copy of another node's log.
    case mirror
}

/// One log as the node holds it: also a line of `GET /v1/logs`.
package struct LogStatus: LocalDocument, Hashable {
    /// One peer's view of an own log, or this node's view of a mirrored one by way of that peer.
    package struct Peer: Codable, Hashable, Sendable {
        /// Entries that are known to exist and not yet verified on the following side.
        package var behindBy: UInt64
        /// When the peer was heard last; nil: never since the node started.
        package var lastContact: String?
        /// The last failure with this peer on this log, or nil.
        package var lastError: CodedText?
        /// When it happened.
        package var lastErrorAt: String?
        /// The peer's node name.
        package var node: String
        /// When `verifiedUpTo` was reached; nil: never.
        package var verifiedAt: String?
        /// The size up to which the follower has verified and cosigned.
        package var verifiedUpTo: UInt64

        /// Makes a peer's line.
        package init(
            node: String,
            verifiedUpTo: UInt64,
            verifiedAt: String?,
            behindBy: UInt64,
            lastContact: String? = nil,
            lastError: CodedText? = nil,
            lastErrorAt: String? = nil
        ) {
            self.behindBy = behindBy
            self.lastContact = lastContact
            self.lastError = lastError
            self.lastErrorAt = lastErrorAt
            self.node = node
            self.verifiedAt = verifiedAt
            self.verifiedUpTo = verifiedUpTo
        }
    }

    /// Why nothing is appended to this log at present, or why it is quarantined; empty when all is well.
    package var alarms: [CodedText]
    /// Entries without a valid verdict, by class.
    package var entriesNotValid: [String: Int]
    /// The hex SHA-256 of the origin.
    package var id: String
    /// What the log is to this node.
    package var kind: LogKind
    /// The mechanism's id; nil for the home log.
    package var mechanism: String?
    /// The log's origin.
    package var origin: String
    /// The peers of the log's mechanism.
    package var peers: [Peer]
    /// Storage receipts for the newest size; nil at home.
    package var receipts: Tally?
    /// The hex root of the newest checkpoint.
    package var root: String
    /// The size of the newest checkpoint.
    package var size: UInt64
    /// Whether entries are on this disk only: an own log whose newest size no peer has cosigned.
    package var thisDiskOnly: Bool
    /// When the newest size was reached.
    package var verifiedAt: String?
    /// The version of this document.
    package var version: Int

    /// Makes a log's status; what may be absent is set afterwards.
    package init(
        id: String,
        origin: String,
        kind: LogKind,
        mechanism: String?,
        size: UInt64,
        root: String,
        thisDiskOnly: Bool
    ) {
        alarms = []
        entriesNotValid = [:]
        self.id = id
        self.kind = kind
        self.mechanism = mechanism
        self.origin = origin
        peers = []
        self.root = root
        self.size = size
        self.thisDiskOnly = thisDiskOnly
        version = documentVersion
    }
}

/// One peer as `status` shows it.
package struct PeerStatus: Codable, Hashable, Sendable {
    /// Whole days until the peer's card expires; negative when it has.
    package var cardDaysLeft: Int
    /// Whether a session with the peer is open.
    package var connected: Bool
    /// When the peer was heard last, or nil.
    package var lastContact: String?
    /// The last failure with this peer, or nil.
    package var lastError: CodedText?
    /// When that failure happened, or nil.
    package var lastErrorAt: String?
    /// The peer's node name.
    package var node: String
    /// The region code of the peer's card.
    package var region: String

    /// Makes a peer's status.
    package init(
        node: String,
        region: String,
        connected: Bool,
        lastContact: String?,
        lastError: CodedText? = nil,
        lastErrorAt: String? = nil,
        cardDaysLeft: Int
    ) {
        self.cardDaysLeft = cardDaysLeft
        self.connected = connected
        self.lastContact = lastContact
        self.lastError = lastError
        self.lastErrorAt = lastErrorAt
        self.node = node
        self.region = region
    }
}

/// Whether the node is alive and ready to append: `GET /v1/health`.
package struct Health: LocalDocument, Hashable {
    /// Why the node is not ready; empty when it is.
    package var reasons: [CodedText]
    /// Whether appending is possible.
    package var ready: Bool
    /// The version of this document.
    package var version: Int

    /// Makes a health answer.
    package init(ready: Bool, reasons: [CodedText] = []) {
        self.reasons = reasons
        self.ready = ready
        version = documentVersion
    }
}
