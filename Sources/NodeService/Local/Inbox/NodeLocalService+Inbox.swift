import Casework
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

extension NodeLocalService {
    /// A page of what waits for the caller's offices, what is due first at the top.
    package func inbox(_ query: InboxQuery, caller: Caller) async throws -> InboxPage {
        try await Problems.told {
            try await requireKeys()
            let view = node.view
            let offices = try Self.offices(query.office, of: caller, view)
            let (after, now) = try Self.start(query.after, now: node.time.now())
            let scan = InboxScan(
                view: view,
                offices: offices,
                asked: try Self.scope(query.mechanism, view),
                now: now,
                after: after,
                limit: query.limit
            )
            let keeper = DutyKeeper(node: node)
            try await keeper.requireKept()
            let first = try await page(scan, caller: caller, offices, now)
            guard !first.stale.isEmpty else { return first.page }
            try await keeper.renew(first.stale)
            var again = try await page(scan, caller: caller, offices, now)
            if !again.stale.isEmpty {
                again.page.findings.append(
                    CodedText("node.inbox_incomplete", ["count": "\(again.stale.count)"])
                )
            }
            return again.page
        }
    }

    // MARK: Parts

    /// The offices that are asked about; nil for all of this node.
    ///
    /// Throws `office_unknown` for one that this node does not have, and `office_not_permitted` for one that is not the caller's.
    private static func offices(
        _ office: String?,
        of caller: Caller,
        _ view: NodeView
    ) throws -> Set<String>? {
        var own: Set<String>?
        if case .some(let read) = caller.readOffices, case .some(let signed) = caller.offices {
            own = read.union(signed)
        }
        guard let office else { return own }
        guard view.card.content.offices.contains(where: { $0.id.text == office }) else {
            throw NodeError(.officeUnknown, ["office": office])
        }
        guard own?.contains(office) ?? true else {
            throw LocalAPIError(
                .officeNotPermitted,
                ["office": office, "uid": String(caller.credentials.uid)]
            )
        }
        return [office]
    }

    /// The scope that is asked for; nil for all.
    private static func scope(_ name: String?, _ view: NodeView) throws -> String? {
        guard let name else { return nil }
        guard name != LogName.home.text else { return "\(view.node)/\(LogName.home)" }
        guard let mechanism = MechanismID(name), view.library.chains[mechanism] != nil else {
            throw NodeError(.mechanismUnknown, ["mechanism": name])
        }
        return RecordScope(mechanism: mechanism).text
    }

    /// Where a page begins, and the time of the list's first page: what is due stays in its order from page to page.
    private static func start(
        _ cursor: String?,
        now: Int64
    ) throws -> (after: InboxPlace?, now: Int64) {
        guard let cursor else { return (nil, now) }
        let parts = cursor.split(separator: "@", maxSplits: 1).map(String.init)
        guard parts.count == 2, let time = Int64(parts[0]), let place = InboxPlace(text: parts[1])
        else { throw NodeError(.cursorUnknown) }
        return (place, time)
    }

    /// Of which logs not all is here: what waits may be missing, or stand further on.
    private static func missing(
        _ view: NodeView,
        _ observed: Observations,
        _ now: Int64,
        in transaction: SQLiteTransaction
    ) throws -> [CodedText] {
        let logs = try transaction.logs().map { ("\($0.origin)", $0.size.rawValue) }
        return try behind(view, logs, observed, now)
    }

    private func page(
        _ prepared: InboxScan,
        caller: Caller,
        _ offices: Set<String>?,
        _ now: Int64
    ) async throws -> (page: InboxPage, stale: [RecordKey]) {
        let view = node.view
        let bodies = BodyReader(storageKey: view.keyring.storageKey)
        let time = try NodeTime.timestamp(at: now)
        let observed = await node.observations()
        return try await node.store.read { transaction in
            var scan = prepared
            try scan.run(in: transaction)
            var presenter = InboxPresenter(
                view: view,
                transaction: transaction,
                presenter: RecordPresenter(
                    view: view,
                    transaction: transaction,
                    bodies: bodies,
                    caller: caller,
                    now: now,
                    doubtful: try ForkKeeper.doubtful(in: transaction),
                    lostLink: { node.derivedRows.lostLink(of: $0) },
                    isLeft: { node.derivedRows.isLeft($0) }
                ),
                offices: offices,
                now: time,
                isStopped: { scope in
                    let log = scope.mechanism ?? LogName.home
                    // Every name of a log is an origin.
                    return (try? Origin("\(view.node)/\(log)")).flatMap(stop) != nil
                }
            )
            let items = try scan.places.compactMap { try presenter.itemUnlessDamaged(at: $0) }
            let page = InboxPage(
                asOf: time.text,
                counts: scan.counts,
                items: items,
                next: scan.hasMore ? scan.places.last.map { "\(now)@\($0.text)" } : nil,
                findings: try Self.missing(view, observed, now, in: transaction) + scan.findings
                    + presenter.presenter.leftOutFindings
            )
            return (page, scan.stale)
        }
    }
}
