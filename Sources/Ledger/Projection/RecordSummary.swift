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
    /// The stored form: versioned JSON.
    package func encoded() throws(LedgerError) -> [UInt8] {
        try StoredJSON.encode(Stored(self), as: "record")
    }

    /// Reads what `encoded` wrote; throws `projection_unreadable`.
    package init(decoding bytes: [UInt8]) throws(LedgerError) {
        let stored = try StoredJSON.decode(Stored.self, from: bytes, as: "record")
        guard stored.version == 1 else {
            throw LedgerError(.projectionUnreadable, ["what": "record"])
        }
        self = stored.summary
    }

    private struct Stored: Codable {
        struct Coded: Codable {
            let code: String
            let arguments: [String: String]
        }

        let version: Int
        let pack: String?
        let opener: String?
        let openerNode: String?
        let addressees: [String]
        let isTerminal: Bool
        let isResting: Bool
        let isTailConcurrent: Bool
        let entryCount: Int
        let faultCount: Int
        let openedAt: Int64?
        let order: [String]
        let awaited: [String]
        let openedBy: String?
        let findings: [Coded]

        init(_ summary: RecordSummary) {
            version = 1
            pack = summary.pack?.text
            opener = summary.opener?.text
            openerNode = summary.openerNode?.text
            addressees = summary.addressees.map(\.text)
            isTerminal = summary.isTerminal
            isResting = summary.isResting
            isTailConcurrent = summary.isTailConcurrent
            entryCount = summary.entryCount
            faultCount = summary.faultCount
            openedAt = summary.openedAt
            order = summary.order.map(\.hex)
            awaited = summary.awaited.map(\.text)
            openedBy = summary.openedBy?.hex
            findings = summary.findings.map {
                Coded(code: $0.code.rawValue, arguments: $0.arguments)
            }
        }

        var summary: RecordSummary {
            var summary = RecordSummary()
            summary.pack = pack.flatMap { PackReference($0) }
            summary.opener = opener.flatMap { Address($0) }
            summary.openerNode = openerNode.flatMap { NodeName($0) }
            summary.addressees = addressees.compactMap { Address($0) }
            summary.isTerminal = isTerminal
            summary.isResting = isResting
            summary.isTailConcurrent = isTailConcurrent
            summary.entryCount = entryCount
            summary.faultCount = faultCount
            summary.openedAt = openedAt
            summary.order = order.compactMap { Digest(hex: $0) }
            summary.awaited = awaited.compactMap { text in
                PackReference(text).map { .pack($0) } ?? Digest(hex: text).map { .entry($0) }
            }
            summary.openedBy = openedBy.flatMap { Digest(hex: $0) }
            summary.findings = findings.compactMap { coded in
                CaseFinding.Code(rawValue: coded.code).map { CaseFinding($0, coded.arguments) }
            }
            return summary
        }
    }
}
