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

    /// One text for each pack that the revision leaves out, and one for each that it names and that has not come.
    func warnings(in transaction: SQLiteTransaction) throws -> [CodedText] {
        try strandedWarnings(in: transaction) + awaitedWarnings()
    }

    /// The packs that the revision leaves out, each with the open matters that go by it: no step of theirs counts once the revision is
    /// adopted (FORMATS.md §3).
    func strandedWarnings(in transaction: SQLiteTransaction) throws -> [CodedText] {
        let named = Set(charter.content.rules)
        let left = (former?.rules ?? []).filter { !named.contains($0) }
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

    /// How many matters of the mechanism wait for somebody, by the pack that judges their next step.
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
                guard !summary.isTerminal, !summary.isResting, let pack = summary.pack else {
                    continue
                }
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
