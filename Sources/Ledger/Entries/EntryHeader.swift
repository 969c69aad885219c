package import Casework
package import Cryptography
package import TransparencyLog

/// The header of an entry: who, to whom, which step, when (FORMATS.md §3).
///
/// An absent key is nil or an empty list. A header that was read is in canonical form, and `encoded` gives the same bytes again. One that is built by hand is
/// brought into order by `canonical`.
///
/// ## Topics
/// - Reading: ``init(parsing:)``
/// - Writing: ``encoded``, ``canonical``
package struct EntryHeader: Hashable, Sendable {
    /// The last known checkpoint of a predecessor log.
    package struct Previous: Hashable, Sendable {
        /// The predecessor's origin.
        package var origin: Origin
        /// Its root at `size`.
        package var root: Digest
        /// Its size.
        package var size: UInt64

        /// Makes a reference to a predecessor's checkpoint.
        package init(origin: Origin, root: Digest, size: UInt64) {
            self.origin = origin
            self.root = root
            self.size = size
        }
    }

    /// The office's clock.
    package var at: Timestamp
    /// A charter that the log adopts.
    package var charter: Digest?
    /// The SHA-256 of the text of a home checkpoint that covers the matter's last home entry.
    package var draft: Digest?
    /// The event of the machine.
    package var event: EventID
    /// Open fields, sorted by field, at most 16.
    package var facts: [Fact]
    /// The signer's region.
    package var from: RegionCode?
    /// A key that is named, enrolled or revoked.
    package var key: VerifierKey?
    /// The machine, of a pack or reserved.
    package var machine: MachineID
    /// An object that is to be erased, or was.
    package var object: Digest?
    /// Objects that the entry introduces, sorted by digest, at most 16.
    package var objects: [ObjectReference]
    /// The signing office.
    package var office: OfficeID?
    /// The approving officer.
    package var officer: OfficerID?
    /// The entries that this event was decided upon, sorted, at most 16.
    package var parents: [Digest]
    /// The predecessor log's last checkpoint known.
    package var previous: Previous?
    /// The record's first entry in this log's mechanism, or at home.
    package var record: Digest?
    /// The rule pack.
    package var rules: PackReference?
    /// A log index or size.
    package var since: UInt64?
    /// The entry that is corrected, or that introduced an erased object.
    package var target: Digest?
    /// The addressees, sorted, at most 64.
    package var to: [Address]

    /// Makes a header of which only the three keys that every entry has are set.
    package init(at: Timestamp, machine: MachineID, event: EventID) {
        self.at = at
        self.machine = machine
        self.event = event
        facts = []
        objects = []
        parents = []
        to = []
    }

    /// Whether the machine is one that the format defines and no pack.
    package var isReserved: Bool { MachineID.reserved.contains(machine) }

    /// The signer as an address; nil where `from` or `office` is absent.
    package var signer: Address? {
        guard let from, let office else { return nil }
        return Address(region: from, office: office)
    }

    /// The same header with its lists sorted and without repeats.
    package var canonical: EntryHeader {
        var header = self
        header.facts.sort { $0.field < $1.field }
        header.objects.sort { $0.sha256 < $1.sha256 }
        header.parents = Set(parents).sorted()
        header.to = Set(to).sorted()
        return header
    }

    /// The keys that are present.
    package var keys: HeaderKeySet {
        var keys: HeaderKeySet = [.at, .event, .machine]
        if charter != nil { keys.insert(.charter) }
        if draft != nil { keys.insert(.draft) }
        if !facts.isEmpty { keys.insert(.facts) }
        if from != nil { keys.insert(.from) }
        if key != nil { keys.insert(.key) }
        if object != nil { keys.insert(.object) }
        if !objects.isEmpty { keys.insert(.objects) }
        if office != nil { keys.insert(.office) }
        if officer != nil { keys.insert(.officer) }
        if !parents.isEmpty { keys.insert(.parents) }
        if previous != nil { keys.insert(.previous) }
        if record != nil { keys.insert(.record) }
        if rules != nil { keys.insert(.rules) }
        if since != nil { keys.insert(.since) }
        if target != nil { keys.insert(.target) }
        if !to.isEmpty { keys.insert(.to) }
        return keys
    }
}
