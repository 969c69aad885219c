import Casework
import Cryptography
import Ledger
package import LocalAPI
import SQLiteStorage

extension NodeLocalService {
    /// The records in whose bodies an identifier stands, as far as the caller may read them.
    package func search(_ query: IdentifierQuery, caller: Caller) async throws -> SearchAnswer {
        try await Problems.told {
            let asked = try AskedIdentifier(query)
            try await requireKeys()
            let view = node.view
            return try await withStanding { transaction, standing in
                let presenter = try Self.presenter(view, transaction, caller)
                var search = IdentifierSearch(IdentifierLookup(presenter, standing: standing))
                return try search.answer(to: asked)
            }
        }
    }

    /// What may belong to a record, as far as the caller may read it; throws `record_not_readable` where it may not read that.
    package func links(
        of prefix: String,
        _ query: LinksQuery,
        caller: Caller
    ) async throws -> LinksAnswer {
        try await Problems.told {
            let cursor = try query.after.map { try LinkRank(text: $0, valueCount: 3) }
            let on = try query.on.map { text in
                guard let day = LocalDate(text) else {
                    throw NodeError(.dayInvalid, ["option": "--on", "value": text])
                }
                return day
            }
            let view = node.view
            let today = LocalDate(inChinaAt: try node.time.timestamp())
            try await requireKeys()
            return try await withStanding { transaction, standing in
                let row = try Self.row(withPrefix: prefix, toldTo: caller, view, transaction)
                var lookup = IdentifierLookup(
                    try Self.presenter(view, transaction, caller),
                    standing: standing
                )
                let shown = try lookup.opened(row.key)
                let parts = try lookup.parts(of: shown)
                guard let today, try lookup.mayRead(row.key), !parts.isEmpty else {
                    throw IdentifierNotice.recordNotLegible.refusal(
                        ["record": row.key.record.hex],
                        status: 403
                    )
                }
                guard
                    let window = try Self.window(of: parts, on: on, today: today, in: transaction)
                else { throw NodeError(.dayInvalid, ["option": "--on", "value": query.on ?? ""]) }
                let matter = try LinkedMatter(parts, in: lookup)
                var finder = try LinkFinder(matter, in: lookup)
                let region = try lookup.presenter.row(shown).flatMap {
                    try IdentifierLookup.region(of: $0)
                }
                let page = try finder.proposals(for: region, after: cursor, limit: query.limit)
                var penalties = PenaltyFinder(lookup: lookup, window: window)
                let isFirst = cursor == nil
                let prior = try penalties.penalties(in: isFirst ? finder.sameSubject : [:])
                var findings = try finder.findings()
                findings += prior.findings
                var answer = LinksAnswer(
                    record: shown.record.hex,
                    region: region?.text,
                    links: page.links,
                    next: page.next,
                    penalties: prior.penalties,
                    since: window.first.text,
                    until: window.last.text,
                    findings: findings
                )
                answer.subjectKnown = matter.numbers.contains(where: \.isOfSubject)
                answer.unreadCount = matter.unreadCount
                return answer
            }
        }
    }

    /// The days whose penalties are told: for an act on the day that is asked for, else on any day from the matter's first until
    /// today.
    private static func window(
        of parts: [RecordKey],
        on day: LocalDate?,
        today: LocalDate,
        in transaction: SQLiteTransaction
    ) throws -> PenaltyWindow? {
        if let day { return PenaltyWindow(ofActsFrom: day, through: day) }
        let first = try parts.flatMap { try transaction.projectedEntries(record: $0) }
            .filter { $0.verdictClass == .valid }
            .compactMap { row in row.at.flatMap { LocalDate(inChinaAtSecond: $0) } }.min()
        return PenaltyWindow(ofActsFrom: min(first ?? today, today), through: today)
    }

    /// Reads with what is known of the index: whether it is whole, as nobody but this node has written to the database since every
    /// object was compared with its rows, or because it is small enough to be compared now; else whoever mends it is woken.
    private func withStanding<Answer: Sendable>(
        _ body:
            @escaping @Sendable (SQLiteTransaction, IdentifierStanding) throws -> Answer
    ) async throws -> Answer {
        let version = try await node.store.latestForeignVersion()
        let isKnown = node.identifierWatch.isCompared(at: version)
        let comparison = IdentifierComparison(
            codes: IdentifierCode(storageKey: node.view.keyring.storageKey)
        )
        let (answer, standing) = try await node.store.read { transaction in
            let standing = try isKnown ? .whole : comparison.quick(in: transaction)
            return (try body(transaction, standing), standing)
        }
        switch standing {
        case .whole where !isKnown: node.identifierWatch.compared(at: version)
        case .whole: break
        case .damaged, .unlisted, .comparing: node.identifierBell.ring()
        }
        return answer
    }

    /// Has the index made anew and wakes whoever does it.
    package func rebuild(
        _ request: IndexRebuild,
        caller: Caller
    ) async throws -> IndexRebuildAnswer {
        try await Problems.told {
            let count = try await node.store.write {
                try $0.resetIdentifiers(edition: IdentifierIndex.edition)
            }
            node.identifierWatch.forget()
            node.identifierBell.ring()
            return IndexRebuildAnswer(objectCount: count)
        }
    }

    private static func presenter(
        _ view: NodeView,
        _ transaction: SQLiteTransaction,
        _ caller: Caller
    ) throws -> RecordPresenter {
        RecordPresenter(
            view: view,
            transaction: transaction,
            bodies: BodyReader(storageKey: view.keyring.storageKey),
            caller: caller,
            doubtful: try ForkKeeper.doubtful(in: transaction)
        )
    }
}
