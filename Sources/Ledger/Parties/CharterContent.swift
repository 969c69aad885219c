package import Casework
package import Cryptography
package import TransparencyLog

/// What a charter says: who works together, under which rules (FORMATS.md §2).
package struct CharterContent: Hashable, Sendable {
    /// A node that writes a log in the mechanism, under one of its addresses.
    package struct Member: Hashable, Sendable {
        /// The address.
        package var address: Address
        /// The node key, type 0x01.
        package var key: VerifierKey
        /// The node's name, which its key bears.
        package let node: NodeName
        /// Whether it never receives personal data.
        package var isCrossBorder: Bool

        /// Makes a member; nil for a key that is not a node's.
        package init?(address: Address, key: VerifierKey, isCrossBorder: Bool = false) {
            guard let node = key.nodeName else { return nil }
            self.address = address
            self.key = key
            self.node = node
            self.isCrossBorder = isCrossBorder
        }
    }

    /// Binds a role of the packs to an address.
    package struct RoleBinding: Hashable, Sendable {
        /// The role.
        package var role: RoleID
        /// Who fills it.
        package var address: Address

        /// Makes a binding.
        package init(role: RoleID, address: Address) {
            self.role = role
            self.address = address
        }
    }

    /// The size at which the log of a member that left ends.
    package struct EndedLog: Hashable, Sendable {
        /// The log.
        package var origin: Origin
        /// Entries from here on are stored and never folded.
        package var size: TreeSize

        /// Makes an end.
        package init(origin: Origin, size: TreeSize) {
            self.origin = origin
            self.size = size
        }
    }

    /// The mechanism.
    package var mechanism: MechanismID
    /// From 1.
    package var revision: UInt64
    /// The digest of the revision before; nil in revision 1.
    package var predecessor: Digest?
    /// The title in Chinese.
    package var titleZh: String
    /// The title in English.
    package var titleEn: String
    /// The members, sorted by address.
    package var members: [Member]
    /// The nodes that may hold and audit headers only.
    package var observers: [VerifierKey]
    /// The role bindings.
    package var roles: [RoleBinding]
    /// The rule packs that count.
    package var rules: [PackReference]
    /// Logs that have ended.
    package var ended: [EndedLog]
    /// How many remaining members suffice for the next revision; nil for all of them.
    package var threshold: UInt64?

    /// Makes the content of a charter.
    ///
    /// `text` brings the lists into order.
    package init(
        mechanism: MechanismID,
        revision: UInt64,
        predecessor: Digest?,
        titleZh: String,
        titleEn: String,
        members: [Member],
        observers: [VerifierKey] = [],
        roles: [RoleBinding] = [],
        rules: [PackReference] = [],
        ended: [EndedLog] = [],
        threshold: UInt64? = nil
    ) {
        self.mechanism = mechanism
        self.revision = revision
        self.predecessor = predecessor
        self.titleZh = titleZh
        self.titleEn = titleEn
        self.members = members
        self.observers = observers
        self.roles = roles
        self.rules = rules
        self.ended = ended
        self.threshold = threshold
    }

    /// The member nodes by key: a node with several addresses is one.
    package var memberKeys: Set<VerifierKey> { Set(members.map(\.key)) }
}

extension CharterContent {
    static let document = "lianlu/charter/v1"

    /// The text that is signed, its lists sorted by bytes.
    package var text: [UInt8] {
        var lines = PartyLineWriter(document: Self.document)
        lines.add("mechanism", mechanism.text)
        lines.add("revision", "\(revision)")
        lines.add("predecessor", predecessor?.hex ?? "none")
        lines.add("title-zh", titleZh)
        lines.add("title-en", titleEn)
        add("member", members.map { Self.value(of: $0) }, to: &lines)
        add("observer", observers.map { "\($0)" }, to: &lines)
        add("role", roles.map { "\($0.role) \($0.address)" }, to: &lines)
        add("rules", rules.map(\.text), to: &lines)
        add("ended", ended.map { "\($0.origin) \($0.size)" }, to: &lines)
        if let threshold { lines.add("threshold", "\(threshold)") }
        return lines.bytes
    }

    /// The SHA-256 of the text: the charter's name.
    package var digest: Digest { SHA256.digest(of: text) }

    private static func value(of member: Member) -> String {
        "\(member.address) \(member.key)" + (member.isCrossBorder ? " cross-border" : "")
    }

    private func add(_ keyword: String, _ values: [String], to lines: inout PartyLineWriter) {
        for value in values.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            lines.add(keyword, value)
        }
    }
}
