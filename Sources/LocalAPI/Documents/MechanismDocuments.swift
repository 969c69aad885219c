/// What a charter shall say: `POST /v1/charters` (FORMATS.md §2).
///
/// The node adds the revision, the predecessor and, where it is a member, its own signature. It opens no log.
package struct CharterDraft: LocalDocument, Hashable {
    /// A member to be.
    package struct Member: Codable, Hashable, Sendable {
        /// The address, `<region>` or `<region>/<office>`.
        package var address: String
        /// Whether the member never receives the two personal labels.
        package var crossBorder: Bool
        /// The name of this node or of an added peer, whose key the charter then names.
        package var node: String

        /// Makes a member.
        package init(address: String, node: String, crossBorder: Bool = false) {
            self.address = address
            self.crossBorder = crossBorder
            self.node = node
        }
    }

    /// Where logs of members that leave end, for those that are not here or end elsewhere; nil: as many entries as are here.
    package var ended: [CharterDocument.End]?
    /// The mechanism's id.
    package var mechanism: String
    /// The members.
    package var members: [Member]
    /// The observers; `crossBorder` says nothing here.
    package var observers: [Member]
    /// Addresses by role id.
    package var roles: [String: [String]]
    /// Rule packs, `<id>@<digest>`; empty: every installed one.
    package var rules: [String]
    /// How many signatures of remaining members a later revision needs; nil: all.
    package var threshold: Int?
    /// The English title.
    package var titleEn: String
    /// The Chinese title.
    package var titleZh: String
    /// The version of this document.
    package var version: Int

    /// Makes a draft; observers, roles, rules and threshold are set afterwards.
    package init(mechanism: String, titleZh: String, titleEn: String, members: [Member]) {
        self.mechanism = mechanism
        self.members = members
        observers = []
        roles = [:]
        rules = []
        self.titleEn = titleEn
        self.titleZh = titleZh
        version = documentVersion
    }
}

/// A charter with what a person reads of it: a line of `GET /v1/mechanisms`, the answer of every charter command.
package struct CharterDocument: LocalDocument, Hashable {
    /// A member or an observer.
    package struct Party: Codable, Hashable, Sendable {
        /// The address.
        package var address: String
        /// Whether the member is marked cross-border.
        package var crossBorder: Bool
        /// The node's name.
        package var node: String
        /// Whether the node has signed this revision.
        package var signed: Bool

        /// Makes a party.
        package init(address: String, node: String, signed: Bool, crossBorder: Bool = false) {
            self.address = address
            self.crossBorder = crossBorder
            self.node = node
            self.signed = signed
        }
    }

    /// A log that ends with this revision or an earlier one, its member having left.
    package struct End: Codable, Hashable, Sendable {
        /// The log's origin.
        package var log: String
        /// The number of its entries that count.
        package var size: UInt64

        /// Makes an end.
        package init(log: String, size: UInt64) {
            self.log = log
            self.size = size
        }
    }

    /// The charter's digest.
    package var digest: String
    /// The logs that have ended, by origin.
    package var ended: [End]
    /// Whether the signatures suffice.
    package var inForce: Bool
    /// Whether this node has adopted the revision in its own log.
    package var adopted: Bool
    /// Whether its log names the revision, but the store has it no more; nil: it is here, or was never adopted.
    package var gone: Bool?
    /// The mechanism's id.
    package var mechanism: String
    /// The members, by address.
    package var members: [Party]
    /// The observers, by address.
    package var observers: [Party]
    /// The digest of the revision before; nil in the first.
    package var predecessor: String?
    /// The revision, counted from 1.
    package var revision: Int
    /// Addresses by role id.
    package var roles: [String: [String]]
    /// Rule packs, `<id>@<digest>`.
    package var rules: [String]
    /// The charter's text, signatures included.
    package var text: String
    /// How many signatures of remaining members the next revision needs; nil: all.
    package var threshold: Int?
    /// The English title.
    package var titleEn: String
    /// The Chinese title.
    package var titleZh: String
    /// The version of this document.
    package var version: Int
    /// Why the charter is not in force; nil where it is.
    package var fault: CodedText?
    /// What whoever signs it should look at: ends that take back what counts here; nil where there is nothing.
    package var warnings: [CodedText]?

    /// Makes a charter's document; what may be empty is set afterwards.
    package init(
        text: String,
        digest: String,
        mechanism: String,
        revision: Int,
        titleZh: String,
        titleEn: String,
        members: [Party],
        inForce: Bool,
        adopted: Bool
    ) {
        self.adopted = adopted
        self.digest = digest
        ended = []
        self.inForce = inForce
        self.mechanism = mechanism
        self.members = members
        observers = []
        roles = [:]
        self.revision = revision
        rules = []
        self.text = text
        self.titleEn = titleEn
        self.titleZh = titleZh
        version = documentVersion
    }
}
