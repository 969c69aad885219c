/// A peer card with what a person reads of it: `GET /v1/card`, `POST /v1/cards/inspect`, a line of `GET /v1/peers`.
package struct CardDocument: LocalDocument, Hashable {
    /// What the card would be, or is, to this node.
    package enum Standing: String, Codable, Sendable, CaseIterable {
        /// This node's own card.
        case own
        /// A verified card of a node that was not added.
        case new
        /// A verified card that would replace the one that was added.
        case newer
        /// The card that was added.
        case added
    }

    /// The card's text, signatures included (FORMATS.md §1).
    package var card: String
    /// Whole days until the card expires; negative when it has.
    package var daysLeft: Int
    /// When the card expires.
    package var expires: String
    /// Eight groups of five digits, to be read over the telephone.
    package var fingerprint: String
    /// The node vkey.
    package var key: String
    /// The node's name.
    package var node: String
    /// Titles of the node's offices, by id.
    package var offices: [String: String]
    /// The region code.
    package var region: String
    /// The card's serial.
    package var serial: UInt64
    /// What the card is to this node.
    package var standing: Standing
    /// The URL on which the node serves its peers.
    package var url: String
    /// The version of this document.
    package var version: Int
    /// What is worth saying of the card: it expires soon, it brings another TLS pin.
    package var warnings: [CodedText]

    /// Makes a card's document; offices and warnings are set afterwards.
    package init(
        card: String,
        node: String,
        region: String,
        url: String,
        key: String,
        fingerprint: String,
        serial: UInt64,
        expires: String,
        daysLeft: Int,
        standing: Standing
    ) {
        self.card = card
        self.daysLeft = daysLeft
        self.expires = expires
        self.fingerprint = fingerprint
        self.key = key
        self.node = node
        offices = [:]
        self.region = region
        self.serial = serial
        self.standing = standing
        self.url = url
        version = documentVersion
        warnings = []
    }
}

/// A text that a client hands in to be looked at: a card or a charter.
package struct TextSubmission: LocalDocument, Hashable {
    /// The signed note's text, signatures included.
    package var text: String
    /// The version of this document.
    package var version: Int

    /// Makes a submission.
    package init(_ text: String) {
        self.text = text
        version = documentVersion
    }
}

/// A card that shall be added: `POST /v1/peers`.
package struct PeerAddition: LocalDocument, Hashable {
    /// The card's text, signatures included.
    package var card: String
    /// The fingerprint that a person has confirmed; another one than the card's is refused.
    package var fingerprint: String
    /// The version of this document.
    package var version: Int

    /// Makes an addition.
    package init(card: String, fingerprint: String) {
        self.card = card
        self.fingerprint = fingerprint
        version = documentVersion
    }
}

/// A document without content: the answer of a deed that has nothing to tell.
package struct Done: LocalDocument, Hashable {
    /// The version of this document.
    package var version: Int

    /// Makes the answer.
    package init() { version = documentVersion }
}

/// What a test of a peer found: `POST /v1/peers/<node>/test`.
package struct PeerTest: LocalDocument, Hashable {
    /// The peer's node name.
    package var node: String
    /// The steps in their order: name, port, TLS, pin, the peer's view of us, clock.
    package var steps: [CheckResult]
    /// The version of this document.
    package var version: Int

    /// Makes a test's outcome.
    package init(node: String, steps: [CheckResult]) {
        self.node = node
        self.steps = steps
        version = documentVersion
    }
}

/// The outcome of one check of `peer test` or `doctor`; the text and the remedy belong to its code.
package struct CheckResult: Codable, Hashable, Sendable {
    /// How a check ended.
    package enum Outcome: String, Codable, Sendable, CaseIterable {
        case passed
        case warned
        case failed
        case skipped
    }

    /// How the check ended.
    package var outcome: Outcome
    /// What was found; its remedy is the fix.
    package var text: CodedText

    /// Makes a result.
    package init(_ outcome: Outcome, _ text: CodedText) {
        self.outcome = outcome
        self.text = text
    }
}

/// An office of this node: a line of `GET /v1/offices`, and `POST /v1/offices`.
package struct OfficeDocument: LocalDocument, Hashable {
    /// Where the office's key is enrolled: the origins of the logs that name it; ignored on input.
    package var enrolledIn: [String]
    /// The key's vkey; nil on input, where the node makes the key.
    package var key: String?
    /// The office's id.
    package var office: String
    /// The office's title, for display.
    package var title: String
    /// The version of this document.
    package var version: Int

    /// Makes an office's document.
    package init(office: String, title: String, key: String? = nil, enrolledIn: [String] = []) {
        self.enrolledIn = enrolledIn
        self.key = key
        self.office = office
        self.title = title
        version = documentVersion
    }
}
