import Casework
import Cryptography
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

extension NodeLocalService {
    /// Shows beside each other what a matter at home and what may have sent it say, before anything is stated of it.
    ///
    /// Nothing is kept. Refused as the statement would be.
    package func compare(
        _ statement: HomeLinkStatement,
        caller: Caller
    ) async throws -> HomeLinkComparison {
        try await Problems.told {
            _ = try Self.reason(statement.reason)
            let view = node.view
            return try await node.store.read { transaction in
                let row = try Self.row(withPrefix: statement.record, in: transaction)
                let possible = try Self.possible(row.key, view, in: transaction)
                let chosen = try Self.chosen(
                    statement,
                    of: row.key,
                    among: possible.map(\.digest)
                )
                let presenter = RecordPresenter(
                    view: view,
                    transaction: transaction,
                    bodies: BodyReader(storageKey: view.keyring.storageKey),
                    caller: caller
                )
                let matter = try LinkSide(of: row, presenter)
                let (shown, rest) = PossibleOpening.nearest(
                    to: matter.end,
                    among: possible.filter { chosen == nil || $0.digest == chosen },
                    limit: Limits.detailedOpeningCountMax
                )
                // All that are near are compared before the list is cut: the one that was sent as may be any.
                let compared = try shown.map { opening in
                    try LinkSide(of: opening.digest, presenter)
                        .compared(with: matter, before: opening.size)
                }
                let openings = LinkSide.likeliestFirst(compared)
                var answer = HomeLinkComparison(
                    matter: matter.side,
                    openings: Array(openings.prefix(Limits.comparedOpeningCountMax)),
                    openingCount: possible.count
                )
                answer.leave(rest.map(\.digest.hex), naming: Limits.comparedOpeningCountMax)
                return answer
            }
        }
    }
}

/// One side of a comparison, with what it says in full: two numbers that are shown in part may differ where nobody sees it.
private struct LinkSide {
    /// What one step of it says.
    private struct Step {
        var index: UInt64
        /// In full, where the caller may read it.
        var said: [FieldID: BodyValue] = [:]
        /// As the caller is shown it.
        var shown: [String: FieldValue] = [:]
    }

    private(set) var side: HomeLinkSide
    private var steps: [String: Step] = [:]
    private var order: [String] = []

    /// A matter at home.
    init(of row: ProjectedRecord, _ presenter: RecordPresenter) throws {
        side = HomeLinkSide(entry: row.key.record.hex, machine: row.machine)
        try read(row, presenter) { _ in true }
        side.begun = side.begun ?? side.at
    }

    /// An entry that may have sent one; of one that is no record here nothing is known but its digest.
    init(of opening: Digest, _ presenter: RecordPresenter) throws {
        side = HomeLinkSide(entry: opening.hex, machine: "")
        let entries = try presenter.transaction.projectedEntries(digest: opening)
        guard let entry = entries.first(where: { LogName($0.origin)?.node == presenter.view.node }),
            let row = try presenter.transaction.projectedRecord(
                RecordKey(scope: entry.scope, record: opening)
            )
        else { return }
        side.machine = row.machine
        try read(row, presenter) { $0 == opening.hex }
        side.begun = nil
    }

    /// Those that agree first, then those that differ in the fewest things, and then those that cannot be compared; else as they stand.
    static func likeliestFirst(_ openings: [HomeLinkSide]) -> [HomeLinkSide] {
        func rank(_ side: HomeLinkSide) -> Int {
            if side.findings.contains(where: { $0.code == agreeing }) { return 0 }
            return side.differs.isEmpty ? .max : side.differs.count
        }
        return openings.enumerated()
            .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
            .map(\.element)
    }

    /// How many entries of the home log there were when the matter was signed last.
    var end: UInt64 { (steps.values.map(\.index).max() ?? 0) + 1 }

    private static let agreeing = "node.home_link_agrees"

    /// The same with what it states otherwise than the matter had stated when the home log had some size, or not at all.
    func compared(with matter: LinkSide, before size: UInt64?) -> HomeLinkSide {
        var compared = side
        let then = matter.said(before: size)
        let own = said(before: nil)
        let unlike = Set(
            then.filter { field, value in
                // A number may be that of a paper which stayed at home.
                guard field != NumberPlanner.fieldID || own[field] != nil else { return false }
                guard let stated = own[field] else { return side.readable && !value.isEmpty }
                return !Self.isSame(stated, value)
            }
            .map(\.key.text)
        )
        let order = (side.labels + matter.side.labels).map(\.field) + unlike.sorted()
        var known: Set<String> = []
        compared.differs = order.filter { unlike.contains($0) && known.insert($0).inserted }
        if !side.office.isEmpty, side.office != matter.side.office {
            compared.differs.insert("office", at: 0)
        }
        if !side.machine.isEmpty, side.machine != matter.side.machine {
            compared.differs.insert("machine", at: 0)
        }
        let shown = matter.shown(before: size)
        compared.matterFields = shown == matter.side.fields ? nil : shown
        let isCompared = then.keys.contains { own[$0] != nil }
        let code: String
        if !compared.differs.isEmpty {
            code = "node.home_link_differs"
        } else if side.readable, matter.side.readable, isCompared {
            code = Self.agreeing
        } else {
            code = "node.home_link_unread"
        }
        compared.findings = [
            CodedText(
                code,
                [
                    "count": "\(compared.differs.count)", "opening": side.entry,
                    "record": matter.side.entry,
                ]
            )
        ]
        return compared
    }

    /// Whether two values are the same: a header has truth values as numbers.
    private static func isSame(_ a: BodyValue, _ b: BodyValue) -> Bool {
        switch (a, b) {
        case (.bool(let truth), .integer(let number)), (.integer(let number), .bool(let truth)):
            truth == (number != 0)
        default: a == b
        }
    }

    /// The steps that the log had at some size, the oldest first; all where none is known.
    private func steps(before size: UInt64?) -> [Step] {
        order.compactMap { steps[$0] }.filter { step in size.map { step.index < $0 } ?? true }
    }

    private func said(before size: UInt64?) -> [FieldID: BodyValue] {
        steps(before: size).reduce(into: [:]) { $0.merge($1.said) { _, later in later } }
    }

    private func shown(before size: UInt64?) -> [String: FieldValue] {
        steps(before: size).reduce(into: [:]) { $0.merge($1.shown) { _, later in later } }
    }

    /// Reads what some entries of a record say.
    ///
    /// What is damaged keeps nobody from comparing the rest.
    private mutating func read(
        _ row: ProjectedRecord,
        _ presenter: RecordPresenter,
        _ isMeant: (String) -> Bool
    ) throws {
        do {
            for entry in try presenter.transaction.projectedEntries(record: row.key) {
                steps[entry.digest.hex] = Step(index: entry.index.rawValue)
            }
            let detail = try presenter.detail(of: row)
            show(detail, detail.timeline.filter { isMeant($0.entry) && $0.verdict.class == .valid })
            guard try presenter.mayReadBodies(of: row.key) else { return }
            side.readable = true
            for one in try presenter.bodies.statements(
                of: row.key,
                by: presenter.view.node,
                in: presenter.transaction
            ) where isMeant(one.entry.hex) {
                steps[one.entry.hex]?.said = one.fields
                let body = one.header.objects.first { $0.role == .body }
                side.body = body?.sha256.hex ?? side.body
                if !one.isWhole { side.readable = false }
            }
        } catch  where PeerFailure.isDamage(error) {
            side.readable = false
        }
    }

    private mutating func show(_ detail: RecordDetail, _ entries: [TimelineEntry]) {
        side.machineTitles = detail.summary.machineTitles ?? [:]
        side.names = detail.summary.names
        side.begun = entries.first?.at
        var known: Set<String> = []
        for entry in entries {
            side.at = entry.at
            side.office = entry.signer ?? side.office
            let shown = (entry.facts ?? [:]).merging(entry.body?.fields ?? [:]) { $1 }
            side.fields.merge(shown) { _, later in later }
            steps[entry.entry]?.shown = shown
            order.append(entry.entry)
            for label in (entry.body?.labels ?? []) + (entry.factLabels ?? [])
            where known.insert(label.field).inserted {
                side.labels.append(label)
            }
        }
    }
}
