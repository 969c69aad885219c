import Casework
import Ledger
import LocalAPI
import SQLiteStorage

/// What a revision does to the rule packs of its mechanism, as whoever signs it should know: which open matters it strands, and which
/// packs are not here, so that nobody here can have read them.
struct CharterPacks {
    private static let pageCount = 256

    let charter: Charter
    /// The revision before; nil where it is not here.
    let former: CharterContent?
    /// The packs that are here.
    let packs: PackSet
    /// The calendars that are here.
    let calendars: CalendarSet

    /// One text for each pack that the revision leaves out, and one for each that it names and that has not come.
    func warnings(in transaction: SQLiteTransaction) throws -> [CodedText] {
        try strandedWarnings(in: transaction) + calendarWarnings() + sameDayWarnings()
            + calendarNotices()
            + clashWarnings() + awaitedWarnings()
    }

    /// The packs that the revision leaves out, each with the open matters that go by it: no step of theirs counts once the revision is
    /// adopted (FORMATS.md §3).
    func strandedWarnings(in transaction: SQLiteTransaction) throws -> [CodedText] {
        // By a pack that only names calendars nothing is judged.
        let left = leftOut.filter { packs.pack($0)?.kinds.isEmpty != true }
        guard !left.isEmpty else { return [] }
        let open = try openMatters(in: transaction)
        return left.map { pack in
            CodedText(
                "node.charter_leaves_pack",
                [
                    "count": "\(open[pack] ?? 0)", "mechanism": charter.mechanism.text,
                    "pack": pack.text, "revision": "\(charter.content.revision)",
                ]
            )
        }
    }

    /// The packs that the revision leaves out.
    private var leftOut: [PackReference] {
        let named = Set(charter.content.rules)
        return (former?.rules ?? []).filter { !named.contains($0) }
    }

    /// The calendars that only packs name which the revision leaves out; a newer edition of one takes its place.
    private func calendarWarnings() -> [CodedText] {
        let kept = Set(charter.content.rules.compactMap(packs.pack).flatMap(\.calendars).map(\.id))
        return leftOut.compactMap { reference in
            let lost = packs.pack(reference)?.calendars.map(\.id).filter { !kept.contains($0) }
            guard let lost, !lost.isEmpty else { return nil }
            let names = Set(lost.map(\.text)).sorted().joined(separator: ", ")
            return CodedText(
                "node.charter_leaves_calendars",
                [
                    "calendars": names, "pack": reference.text,
                    "revision": "\(charter.content.revision)",
                ]
            )
        }
    }

    /// What packs that the revision is the first to name take from those that the node has: a command would mean another kind.
    private func clashWarnings() -> [CodedText] {
        let before = Set(former?.rules ?? [])
        return charter.content.rules.filter { !before.contains($0) }.compactMap(packs.pack)
            .flatMap { PackClash.faults(of: $0, beside: packs.packs) }
            .map { CodedText("casework.\($0.code.rawValue)", $0.arguments) }
    }

    /// How many matters of the mechanism have not come to an end, by the pack that judges their next step.
    private func openMatters(in transaction: SQLiteTransaction) throws -> [PackReference: Int] {
        let scope = RecordScope(mechanism: charter.mechanism)
        var counts: [PackReference: Int] = [:]
        var last: RecordKey?
        while true {
            let rows = try transaction.projectedRecords(
                scope: scope.text,
                after: last,
                limit: Self.pageCount
            )
            for row in rows {
                let summary = try Ledger.RecordSummary(decoding: row.summary)
                guard !summary.isTerminal, let pack = summary.pack else { continue }
                counts[pack, default: 0] += 1
            }
            guard let end = rows.last, rows.count == Self.pageCount else { return counts }
            last = end.key
        }
    }

    private func awaitedWarnings() -> [CodedText] {
        charter.content.rules.filter { packs.pack($0) == nil }
            .map { CodedText("node.charter_pack_awaited", ["rules": $0.text]) }
    }
}
