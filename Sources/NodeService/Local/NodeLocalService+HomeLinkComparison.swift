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
                let chosen = try Self.chosen(statement, of: row.key, among: possible)
                let presenter = RecordPresenter(
                    view: view,
                    transaction: transaction,
                    bodies: BodyReader(storageKey: view.keyring.storageKey),
                    caller: caller
                )
                let shown = chosen.map { [$0] } ?? possible
                let matter = try LinkSide(of: row, presenter)
                return HomeLinkComparison(
                    matter: matter.side,
                    openings: try shown.prefix(Limits.comparedOpeningCountMax).map { digest in
                        try LinkSide(of: digest, presenter).compared(with: matter)
                    },
                    openingCount: possible.count
                )
            }
        }
    }
}

/// One side of a comparison, with what it says in full: two numbers that are shown in part may differ where nobody sees it.
private struct LinkSide {
    private(set) var side: HomeLinkSide
    private var said: [FieldID: BodyValue] = [:]

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

    /// The same with what both state and not alike.
    func compared(with matter: LinkSide) -> HomeLinkSide {
        var compared = side
        let common = Set(said.keys).intersection(matter.said.keys)
        let unlike = Set(common.filter { said[$0] != matter.said[$0] }.map(\.text))
        let order = side.labels.map(\.field) + unlike.sorted()
        var known: Set<String> = []
        compared.differs = order.filter { unlike.contains($0) && known.insert($0).inserted }
        if !side.office.isEmpty, side.office != matter.side.office {
            compared.differs.insert("office", at: 0)
        }
        if !side.machine.isEmpty, side.machine != matter.side.machine {
            compared.differs.insert("machine", at: 0)
        }
        let code: String
        if !compared.differs.isEmpty {
            code = "node.home_link_differs"
        } else if side.readable, matter.side.readable, !common.isEmpty {
            code = "node.home_link_agrees"
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

    /// Reads what some entries of a record say.
    ///
    /// What is damaged keeps nobody from comparing the rest.
    private mutating func read(
        _ row: ProjectedRecord,
        _ presenter: RecordPresenter,
        _ isMeant: (String) -> Bool
    ) throws {
        do {
            let detail = try presenter.detail(of: row)
            show(detail, detail.timeline.filter { isMeant($0.entry) && $0.verdict.class == .valid })
            guard try presenter.mayReadBodies(of: row.key) else { return }
            side.readable = true
            for one in try presenter.bodies.statements(
                of: row.key,
                by: presenter.view.node,
                in: presenter.transaction
            ) where isMeant(one.entry.hex) {
                said.merge(one.fields) { _, later in later }
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
            side.fields.merge(entry.facts ?? [:]) { _, later in later }
            side.fields.merge(entry.body?.fields ?? [:]) { _, later in later }
            for label in (entry.body?.labels ?? []) + (entry.factLabels ?? [])
            where known.insert(label.field).inserted {
                side.labels.append(label)
            }
        }
    }
}
