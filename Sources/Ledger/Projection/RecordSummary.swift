package import Casework
package import Cryptography

/// What lists and overviews show of a record.
package struct RecordSummary: Hashable, Sendable {
    /// The pack that judges the next step.
    package var pack: PackReference?
    /// Who opened the record, or created it at home.
    package var opener: Address?
    /// The node that opened it.
    package var openerNode: NodeName?
    /// The addressees of the latest step that binds a role.
    package var addressees: [Address] = []
    /// Whether no step can follow.
    package var isTerminal = false
    /// Whether nobody is due to act.
    package var isResting = false
    /// Whether clocks alone placed some step, so that a late entry may reorder the tail.
    package var isTailConcurrent = false
    /// How many entries name the record, whatever they count for.
    package var entryCount = 0
    /// How many of them are not valid.
    package var faultCount = 0
    /// The POSIX second of the first entry's `at`.
    package var openedAt: Int64?
    /// The entries that were judged, in their order.
    package var order: [Digest] = []
    /// The entries and packs that it waits for.
    package var awaited: [Awaited] = []
    /// At home: the opening by which the matter went into a mechanism.
    package var openedBy: Digest?
    /// Findings on the record as a whole.
    package var findings: [CaseFinding] = []

    /// Makes an empty summary.
    package init() {}

    /// Sums up a fold.
    init(_ state: RecordState, entryCount: Int, faultCount: Int) {
        pack = state.pack
        opener = state.opener
        openerNode = state.openerNode
        addressees = state.addressees
        isTerminal = state.isTerminal
        isResting = state.isResting
        isTailConcurrent = state.isTailConcurrent
        self.entryCount = entryCount
        self.faultCount = faultCount
        openedAt = state.steps.first { $0.event.digest == state.record }?.event.at.instant
        order = state.order
        awaited = state.awaited
        openedBy = state.openedBy
        findings = state.findings
    }
}

// MARK: - Stored form

extension RecordSummary {
    /// The form in a projection's store.
    package func encoded() -> [UInt8] {
        var writer = StoredWriter()
        writer.put(optional: pack) { $0.put($1.text) }
        writer.put(optional: opener) { $0.put($1.text) }
        writer.put(optional: openerNode) { $0.put($1.text) }
        writer.put(all: addressees) { $0.put($1.text) }
        writer.put(isTerminal)
        writer.put(isResting)
        writer.put(isTailConcurrent)
        writer.put(UInt64(entryCount))
        writer.put(UInt64(faultCount))
        writer.put(optional: openedAt) { $0.put($1) }
        writer.put(all: order) { $0.put($1) }
        writer.put(all: awaited) { $0.put($1) }
        writer.put(optional: openedBy) { $0.put($1) }
        writer.put(all: findings) { $0.put($1.code, $1.arguments) }
        return writer.bytes
    }

    /// Reads what `encoded` wrote; throws `projection_unreadable`.
    package init(decoding bytes: [UInt8]) throws(LedgerError) {
        var reader = try StoredReader(bytes, as: "record")
        pack = try reader.optional { reader throws(LedgerError) in
            try reader.known(PackReference(try reader.text()))
        }
        opener = try reader.optional { reader throws(LedgerError) in try reader.address() }
        openerNode = try reader.optional { reader throws(LedgerError) in
            try reader.known(NodeName(try reader.text()))
        }
        addressees = try reader.all { reader throws(LedgerError) in try reader.address() }
        isTerminal = try reader.flag()
        isResting = try reader.flag()
        isTailConcurrent = try reader.flag()
        entryCount = try reader.known(Int(exactly: try reader.unsigned()))
        faultCount = try reader.known(Int(exactly: try reader.unsigned()))
        openedAt = try reader.optional { reader throws(LedgerError) in try reader.signed() }
        order = try reader.all { reader throws(LedgerError) in try reader.digest() }
        awaited = try reader.all { reader throws(LedgerError) in try reader.awaited() }
        openedBy = try reader.optional { reader throws(LedgerError) in try reader.digest() }
        findings = try reader.all { reader throws(LedgerError) in
            try reader.caseFinding()
        }
        try reader.finish()
    }
}

extension StoredReader {
    fileprivate mutating func address() throws(LedgerError) -> Address {
        try known(Address(try text()))
    }
}
