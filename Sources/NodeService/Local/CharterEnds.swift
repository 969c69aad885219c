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
    /// The ends of the revision before, which take back nothing anew.
    let former: [CharterContent.EndedLog]

    /// One text for each end that is not the size of the log here.
    func warnings(in transaction: SQLiteTransaction) throws -> [CodedText] {
        try content.ended.compactMap { end in
            guard !former.contains(end) else { return nil }
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
