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

    let charter: Charter
    /// The revision before, whose ends take back nothing anew.
    let former: CharterContent?
    /// The revisions that are here; nil for a mechanism that was not joined.
    let chain: CharterChain?
    private var content: CharterContent { charter.content }

    init(charter: Charter, former: CharterContent?, chain: CharterChain?) {
        (self.charter, self.former, self.chain) = (charter, former, chain)
    }

    /// One text for each end that is not the size of the log here, and one for each member that leaves.
    func warnings(in transaction: SQLiteTransaction) throws -> [CodedText] {
        try endWarnings(in: transaction) + silentEndWarnings(in: transaction) + successorWarnings()
    }

    /// The successor logs that are here of members that leave, of which the charter says nothing: they end where an earlier revision has
    /// ended them, or at 0.
    private func silentEndWarnings(in transaction: SQLiteTransaction) throws -> [CodedText] {
        guard let chain else { return [] }
        let leaving = Set(former?.members.map(\.node) ?? [])
            .subtracting(content.members.map(\.node))
        let named = Set(content.ended.map(\.origin))
        return try transaction.logs().compactMap { log in
            guard let name = LogName(log.origin), name.mechanism == content.mechanism,
                name.generation > 1, leaving.contains(name.node), !named.contains(log.origin),
                let size = chain.endedSize(of: log.origin, by: charter), size < log.size.rawValue
            else { return nil }
            return try takingBack(from: size, of: log, in: transaction)
        }
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
            guard end.size < log.size else { return nil }
            return try takingBack(from: end.size.rawValue, of: log, in: transaction)
        }
    }

    /// What an end below the size of the log here does to its valid steps.
    private func takingBack(
        from size: UInt64,
        of log: StoredLog,
        in transaction: SQLiteTransaction
    ) throws -> CodedText? {
        guard let first = EntryIndex(size) else { return nil }
        let count = Int(min(log.size.rawValue - size, UInt64(Self.entryCountMax)))
        let steps = try transaction.projectedEntries(of: log.origin, from: first, limit: count)
            .count { $0.verdictClass == .valid && $0.record != nil }
        let arguments = [
            "count": "\(steps)", "held": "\(log.size)", "origin": "\(log.origin)",
            "size": "\(size)",
        ]
        return CodedText("node.ended_takes_back", arguments)
    }
}
