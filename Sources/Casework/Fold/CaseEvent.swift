package import Cryptography

/// One entry of a record as the fold sees it: the header, where it stands, and the charter that holds there.
package struct CaseEvent: Sendable {
    /// Whether the entry counts at all, as decided from its form, signatures and key history.
    package enum Standing: Hashable, Sendable {
        /// Well formed and signed by keys that hold at its index.
        case valid
        /// Bad form, signature or key: shown, never folded.
        case invalid
        /// Signed by a key that was revoked from an index at or before it, but named by another node's valid entry: keeps its effect, disputed.
        case revokedAfterwards
        /// Written beyond the size at which a charter ended the log: stored, never folded.
        case beyondEnd
    }

    /// The SHA-256 of the entry's bytes.
    package var digest: Digest
    /// The origin of the log.
    package var origin: String
    /// The entry's index in the log.
    package var index: UInt64
    /// The node that wrote the log.
    package var node: NodeName
    /// Whether the log is a home log.
    package var isHome: Bool
    /// The office's clock.
    package var at: Timestamp
    /// The machine.
    package var machine: MachineID
    /// The event.
    package var event: EventID
    /// The signer's region.
    package var from: RegionCode
    /// The signing office.
    package var office: OfficeID
    /// The approving officer.
    package var officer: OfficerID?
    /// The rank with which that officer was enrolled at this index.
    package var officerRank: RankID?
    /// The addressees.
    package var to: [Address]
    /// The record's first entry; nil for a first entry itself.
    package var record: Digest?
    /// The entries that the event was decided upon.
    package var parents: [Digest]
    /// The entry that a `record`/`correct` corrects.
    package var target: Digest?
    /// The open fields.
    package var facts: [Fact]
    /// The pack; nil for reserved machines.
    package var rules: PackReference?
    /// Whether the entry counts.
    package var standing: Standing
    /// The charter that the log had adopted at this index.
    package var parties: any PartyResolver

    /// Makes an event.
    package init(
        digest: Digest,
        origin: String,
        index: UInt64,
        node: NodeName,
        isHome: Bool,
        at: Timestamp,
        machine: MachineID,
        event: EventID,
        from: RegionCode,
        office: OfficeID,
        officer: OfficerID? = nil,
        officerRank: RankID? = nil,
        to: [Address] = [],
        record: Digest? = nil,
        parents: [Digest] = [],
        target: Digest? = nil,
        facts: [Fact] = [],
        rules: PackReference? = nil,
        standing: Standing = .valid,
        parties: any PartyResolver
    ) {
        self.digest = digest
        self.origin = origin
        self.index = index
        self.node = node
        self.isHome = isHome
        self.at = at
        self.machine = machine
        self.event = event
        self.from = from
        self.office = office
        self.officer = officer
        self.officerRank = officerRank
        self.to = to
        self.record = record
        self.parents = parents
        self.target = target
        self.facts = facts
        self.rules = rules
        self.standing = standing
        self.parties = parties
    }

    /// The signer as an address.
    package var signer: Address { Address(region: from, office: office) }
}
