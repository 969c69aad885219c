package import Casework
package import Cryptography

/// What an officer wants to do: one step of a machine, with what he knows.
package struct EntryIntent: Hashable, Sendable {
    /// The machine.
    package var machine: MachineID
    /// The event.
    package var event: EventID
    /// The region to act from.
    package var from: RegionCode
    /// The office that signs.
    package var office: OfficeID
    /// The officer who approves.
    package var officer: OfficerID?
    /// The addressees; an empty list leaves a later step to the record.
    package var to: [Address] = []
    /// The record; nil for a first step and for an opening.
    package var record: Digest?
    /// The entries that the step was decided upon; nil: the newest ones of the record here.
    package var parents: [Digest]?
    /// The commitment of an opening to its home part.
    package var draft: Digest?
    /// The fields.
    package var fields: [FieldID: BodyValue] = [:]
    /// The files, whose objects stand in `objects` or in a manifest there.
    package var files: [BodyFile] = []
    /// Objects besides the body.
    package var objects: [ObjectReference] = []
    /// Who may hold the body; nil: the addressees, and at home nobody else.
    package var audience: Audience?
    /// The body's label; nil: `personal` where a personal field is given, else `internal`.
    package var label: ObjectLabel?

    /// Makes an intent with what every step has.
    package init(machine: MachineID, event: EventID, from: RegionCode, office: OfficeID) {
        self.machine = machine
        self.event = event
        self.from = from
        self.office = office
    }
}

/// A step as it would be written: everything but the salted body and the signatures.
package struct EntryDraft: Hashable, Sendable {
    /// The header, without the body's object.
    package let header: EntryHeader
    /// The body; nil where everything stands in the header.
    package let body: Body?
    /// Who may hold the body.
    package let audience: Audience
    /// The body's label.
    package let label: ObjectLabel
    /// Every field that the rules ask for and that is nowhere, in the pack's order.
    package let missing: [FieldID]
    /// What else is to be said of the body; nothing here stops the step.
    package let findings: [Finding]

    /// Salts the body and names it in the header.
    ///
    /// Throws `salt_wrong` unless the salt has 32 random bytes, and `body_malformed`.
    package func finished(
        salt: [UInt8]
    ) throws(LedgerError) -> (header: EntryHeader, body: SaltedObject?) {
        guard let body else { return (header, nil) }
        let object = try SaltedObject(salt: salt, content: try body.encoded())
        var complete = header
        complete.objects.append(
            object.reference(role: .body, label: label, audience: audience)
        )
        return (complete.canonical, object)
    }
}
