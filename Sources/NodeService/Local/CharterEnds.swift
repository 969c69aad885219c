import Casework
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// What a charter's `ended` lines take back, as far as can be told by what is verified here (FORMATS.md §2).
///
/// Whoever signs a revision sees a size; what that size does to steps that count today is told beside it.
struct CharterEnds {
    private static let entryCountMax = 100_000

    let content: CharterContent
    /// The revision before, whose ends take back nothing anew.
    let former: CharterContent?

    /// One text for each end that is not the size of the log here, and one for each member that leaves.
    func warnings(in transaction: SQLiteTransaction) throws -> [CodedText] {
        try endWarnings(in: transaction) + successorWarnings()
    }

    /// The successor logs of members that leave, of which the charter says nothing, end at 0.
    private func successorWarnings() -> [CodedText] {
        let present = Set(content.members.map(\.node))
        let named = Set(content.ended.map { "\($0.origin)" })
        return Set(former?.members.map(\.node) ?? []).subtracting(present).sorted().map { node in
            var generation = 2
            while named.contains("\(node)/\(content.mechanism)/\(generation)") { generation += 1 }
            return CodedText(
                "node.ended_successors",
                ["log": "\(node)/\(content.mechanism)/\(generation)", "node": node.text]
            )
        }
    }

    private func endWarnings(in transaction: SQLiteTransaction) throws -> [CodedText] {
        try content.ended.compactMap { end in
            guard former?.ended.contains(end) != true else { return nil }
            var arguments = ["origin": "\(end.origin)", "size": "\(end.size)"]
            guard let log = try transaction.log(end.origin) else {
                return CodedText("node.ended_not_here", arguments)
            }
            arguments["held"] = "\(log.size)"
            if end.size > log.size { return CodedText("node.ended_beyond", arguments) }
            guard end.size < log.size, let first = EntryIndex(end.size.rawValue) else { return nil }
            let count = Int(min(log.size.rawValue - end.size.rawValue, UInt64(Self.entryCountMax)))
            let steps = try transaction.projectedEntries(of: end.origin, from: first, limit: count)
                .count { $0.verdictClass == .valid && $0.record != nil }
            arguments["count"] = "\(steps)"
            return CodedText("node.ended_takes_back", arguments)
        }
    }
}
