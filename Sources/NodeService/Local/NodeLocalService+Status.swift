import Casework
import Cryptography
import Foundation
import Ledger
package import LocalAPI
import LogStorage
import Replication
import SQLiteStorage
import Sequencing
import TransparencyLog

extension NodeLocalService {
    /// Whether the node may append: a restored or copied home may not, and says why.
    package func health(caller: Caller) async throws -> Health {
        let reasons = refusals()
        return Health(ready: reasons.isEmpty, reasons: reasons)
    }

    /// Why nothing is appended to all logs, or to some: a restored or copied home, logs of which a peer holds more, a full disk.
    private func refusals() -> [CodedText] {
        let full = node.store.spaceFault().map {
            CodedText("log_storage.\($0.code.rawValue)", $0.arguments)
        }
        return node.store.plan.reasons.map {
            CodedText("sequencing.\($0.code.rawValue)", $0.arguments)
        }
            + node.stops.all.map {
                CodedText("replication.\($0.reason.code.rawValue)", $0.reason.arguments)
            } + [full].compactMap(\.self)
    }

    /// Why nothing is appended to one of our logs; nil while it may grow.
    func stop(_ origin: Origin) -> CodedText? {
        if let reason = node.store.plan.reasons.first {
            return CodedText("sequencing.\(reason.code.rawValue)", reason.arguments)
        }
        return node.stops.reason(against: origin).map {
            CodedText("replication.\($0.code.rawValue)", $0.arguments)
        }
    }

    /// What the node knows of itself, its logs and its peers.
    package func status(caller: Caller) async throws -> NodeStatus {
        try await Problems.told {
            let view = node.view
            let now = node.time.now()
            let observed = await node.observations()
            let (logs, alarms, revisions) = try await node.store.read { transaction in
                let presenter = LogPresenter(
                    view: view,
                    transaction: transaction,
                    observed: observed,
                    stops: node.stops,
                    isHomeStopped: !node.store.plan.allowsAppending
                )
                return (
                    try transaction.logs().map { try presenter.status(of: $0) },
                    try transaction.alarms().map { try Self.alarm($0, in: transaction) },
                    try stateFindings(view, in: transaction)
                        + LackingRules.texts(known: view, in: transaction)
                        + Self.revisionsToJoin(view, in: transaction)
                        + LinkStatement.texts(in: transaction)
                        + view.calendarWarnings + view.packTermWarnings(at: now)
                )
            }
            // Why this home refuses to append comes before everything else; most of it was raised as an alarm too.
            let told = Set(alarms.map(\.text))
            let refusals = refusals().filter { !told.contains($0) }.map { AlarmStatus(telling: $0) }
            return NodeStatus(
                node: view.node.text,
                region: view.card.content.region.text,
                now: try NodeTime.timestamp(at: now).text,
                started: try NodeTime.timestamp(at: node.started).text,
                logs: logs,
                peers: try view.registry.peers.map { try peer($0, observed, now) },
                alarms: refusals + alarms,
                warnings: AwaitedCharter.withoutMemberships(
                    try await known(revisions, to: caller) + warnings(view, observed, now)
                        + Self.behind(view, logs.map { ($0.origin, $0.size) }, observed, now)
                )
            )
        }
    }

    /// A page of the logs that are held here.
    package func logs(after cursor: String?, caller: Caller) async throws -> Page<LogStatus> {
        try await Problems.told {
            let view = node.view
            let observed = await node.observations()
            return try await node.store.read { transaction in
                let presenter = LogPresenter(
                    view: view,
                    transaction: transaction,
                    observed: observed,
                    stops: node.stops,
                    isHomeStopped: !node.store.plan.allowsAppending
                )
                let logs = try transaction.logs()
                    .filter { log in cursor.map { "\(log.origin)" > $0 } ?? true }
                let page = try logs.prefix(Self.pageItemCount).map { try presenter.status(of: $0) }
                let isMore = logs.count > Self.pageItemCount
                return Page(page, next: isMore ? page.last?.origin : nil)
            }
        }
    }

    /// A page of one log's entries.
    package func entries(
        _ range: EntryRange,
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<LogEntryDocument> {
        try await Problems.told {
            let view = node.view
            return try await node.store.read { transaction in
                let log = try Self.log(named: range.log, in: transaction)
                let start = try cursor.map(Self.index) ?? range.from
                let end = min(
                    log.stagedSize.rawValue,
                    range.from.addingClamped(UInt64(max(0, range.count)))
                )
                guard start < end, let first = EntryIndex(start) else { return Page([]) }
                let count = min(Self.pageItemCount, Int(end - start))
                let presenter = LogPresenter(
                    view: view,
                    transaction: transaction,
                    observed: [:],
                    stops: node.stops
                )
                let items = try presenter.entries(of: log.origin, from: first, count: count)
                let next = start + UInt64(items.count)
                return Page(
                    presenter.shown(items, of: LogName(log.origin), to: caller),
                    next: next < end ? "\(next)" : nil
                )
            }
        }
    }

    // MARK: Parts

    private static func index(_ cursor: String) throws -> UInt64 {
        guard let index = Decimal.decode(Array(cursor.utf8)) else {
            throw NodeError(.cursorUnknown)
        }
        return index
    }

    /// A log by its origin, or by the mechanism or `home` for one of our own.
    private static func log(
        named name: String,
        in transaction: SQLiteTransaction
    ) throws -> StoredLog {
        let logs = try transaction.logs()
        let found =
            logs.first { "\($0.origin)" == name || $0.origin.digest.hex == name }
            ?? logs.first { $0.kind == .own && LogName($0.origin)?.mechanism.text == name }
        guard let found else { throw NodeError(.logUnknown, ["origin": name]) }
        return found
    }

    /// The alarms of forks, by code.
    private static let evidenced: Set<String> = [
        "replication.\(Alarm.Code.forkDetected.rawValue)",
        "replication.\(Replication.RecoveryReason.Code.ownHeadConflicting.rawValue)",
    ]

    /// A stored alarm, with the evidence that is kept elsewhere.
    private static func alarm(
        _ document: LogStorage.Document,
        in transaction: SQLiteTransaction
    ) throws -> AlarmStatus {
        guard let alarm = AlarmDocument.decode(document.bytes) else {
            let text = String(decoding: document.bytes, as: UTF8.self)
            return AlarmStatus(telling: CodedText("node.alarm", ["text": text]))
        }
        var notes = alarm.notes
        if evidenced.contains(alarm.code), let origin = alarm.arguments["origin"],
            let digest = try ForkKeeper.evidence(of: Origin(origin), in: transaction),
            let bytes = try transaction.document(.forkEvidence, digest.bytes)
        {
            notes.append(String(decoding: bytes, as: UTF8.self))
        }
        let at = try NodeTime.timestamp(at: alarm.at).text
        var status = AlarmStatus(telling: alarm.text, at: at, notes: notes)
        status.last = try alarm.last.map { try NodeTime.timestamp(at: $0).text }
        status.times = alarm.times
        return status
    }

    private func peer(
        _ card: PeerCard,
        _ observed: Observations,
        _ now: Int64
    ) throws -> PeerStatus {
        let seen = observed.peers[card.node]
        var status = PeerStatus(
            node: card.node.text,
            region: card.content.region.text,
            connected: seen?.isConnected ?? false,
            lastContact: try seen?.lastContact.map { try NodeTime.timestamp(at: $0).text },
            cardDaysLeft: CardPresenter.daysLeft(card, now: now)
        )
        status.lastError = seen?.lastError.map { CodedText($0.code, $0.arguments) }
        status.lastErrorAt = try seen?.lastErrorAt.map { try NodeTime.timestamp(at: $0).text }
        return status
    }

    private func warnings(
        _ view: NodeView,
        _ observed: Observations,
        _ now: Int64
    ) throws -> [CodedText] {
        let cards =
            CardPresenter.warnings(view.card, now: now)
            + view.registry.peers.flatMap { CardPresenter.warnings($0, now: now) }
        let silent = try view.registry.peers.compactMap { card -> CodedText? in
            let seen = observed.peers[card.node]
            let since = seen?.lastContact ?? node.started
            guard seen?.isConnected != true, now - since > Self.silenceSecondCount else {
                return nil
            }
            let arguments = [
                "node": card.node.text, "since": try NodeTime.timestamp(at: since).text,
            ]
            return CodedText("node.peer_not_connected", arguments)
        }
        return node.lackingRows.map(\.text) + rowsLeft + MembershipEnd.all(in: view).map(\.text)
            + certificateWarnings(view, observed, now)
            + cards
            + silent
            + Recipients.strangers(in: view) + silentMembers(view, observed)
            + Self.clocks(view, observed, now)
    }

    /// Rows that the last comparison with the entries had to leave, because they are damaged.
    private var rowsLeft: [CodedText] {
        let rows = node.derivedRows
        let count = rows.leftCount
        var texts =
            count == 0 ? [] : [CodedText("node.derived_rows_left", ["count": "\(count)"])]
        texts += rows.leftLogs.map {
            CodedText("node.derived_log_left", ["origin": "\($0)"])
        }
        if rows.unsignedCount > 0 {
            texts.append(
                CodedText("node.records_left_unsigned", ["count": "\(rows.unsignedCount)"])
            )
        }
        if rows.damagedParts.contains(.logs) {
            texts.append(CodedText("node.derived_none_compared"))
        }
        if rows.damagedParts.contains(.links) { texts.append(CodedText("node.derived_links_left")) }
        return texts
    }

    /// What is to be said of the certificate that peers are shown, which the node has read when it started.
    private func certificateWarnings(
        _ view: NodeView,
        _ observed: Observations,
        _ now: Int64
    ) -> [CodedText] {
        let warning = observed.certificate.flatMap {
            NodeExamination.warning(of: $0, view.node, now: now)
        }
        return warning.map { [$0] } ?? []
    }

    /// Revisions in force that name this node and that its log has not adopted.
    private static func revisionsToJoin(
        _ view: NodeView,
        in transaction: SQLiteTransaction
    ) throws -> [CodedText] {
        try view.library.chains.keys.sorted().compactMap {
            try UnjoinedRevision(of: $0, in: view, transaction)?.text
        }
    }

    /// Logs of which peers show more than is verified here, and which do not come on: a source may be gone in the middle.
    static func behind(
        _ view: NodeView,
        _ logs: [(origin: String, size: UInt64)],
        _ observed: Observations,
        _ now: Int64
    ) throws -> [CodedText] {
        let sizes = Dictionary(logs, uniquingKeysWith: { first, _ in first })
        return try observed.logs.sorted { $0.key < $1.key }.compactMap { origin, seen in
            let size = sizes["\(origin)"] ?? 0
            guard let gap = seen.gap, gap.size.rawValue > size,
                observed.uptime - gap.since >= Self.standstill,
                // Of a peer that was removed, or in a mechanism that is not shared any more, nothing comes, and nothing is owed.
                let mechanism = LogName.replicated(origin)?.mechanism,
                let card = view.registry[gap.peer],
                PeerSupervisor.isCommon(mechanism, with: PeerNode(card), view)
            else { return nil }
            let since = now - (observed.uptime - gap.since).components.seconds
            return CodedText(
                "node.log_behind",
                [
                    "node": gap.peer.text, "origin": "\(origin)", "shown": "\(gap.size)",
                    "since": try NodeTime.timestamp(at: since).text, "size": "\(size)",
                ]
            )
        }
    }

    /// Connected peers whose clocks differ from ours: one of both signs times that are not so, which nobody can correct later.
    private static func clocks(
        _ view: NodeView,
        _ observed: Observations,
        _ now: Int64
    ) -> [CodedText] {
        view.registry.peers.compactMap { card in
            guard let seen = observed.peers[card.node], seen.isConnected,
                let lead = seen.clock?.lead(now: now, uptime: observed.uptime),
                lead.magnitude > ClockWarning.secondCount
            else { return nil }
            return CodedText(
                lead > 0 ? "node.peer_clock_ahead" : "node.peer_clock_behind",
                ["node": card.node.text, "seconds": "\(lead.magnitude)"]
            )
        }
    }

    /// Peers that are connected and show nothing of a mechanism in which both sides are by the charters here.
    func silentMembers(_ view: NodeView, _ observed: Observations) -> [CodedText] {
        view.registry.peers.flatMap { card -> [CodedText] in
            guard let seen = observed.peers[card.node], seen.isConnected,
                let shown = seen.mechanisms
            else { return [] }
            return view.library.chains.keys.sorted().filter { mechanism in
                !shown.contains(mechanism.text)
                    && PeerSupervisor.isCommon(mechanism, with: PeerNode(card), view)
            }
            .map { mechanism in
                CodedText(
                    "node.member_shows_nothing",
                    ["mechanism": mechanism.text, "node": card.node.text]
                )
            }
        }
    }

    /// How long a peer may be away before it is worth a word.
    private static let silenceSecondCount: Int64 = 60
    /// How long a log that is behind may stand still before it is worth a word.
    private static let standstill: Duration = .seconds(60)
}

extension UInt64 {
    /// The sum, or the largest number there is.
    fileprivate func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
