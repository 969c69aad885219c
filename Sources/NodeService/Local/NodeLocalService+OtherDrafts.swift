import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

extension NodeLocalService {
    /// How many other drafts are named beside one.
    private static let namedDraftCountMax = 3

    /// That other drafts of the same step of the same matter wait, by the same office: which, since when and under which login; nothing
    /// where there is none.
    ///
    /// A step may be meant more than once, so it is no refusal: whoever drafts and whoever approves are told.
    func otherDrafts(than pending: PendingStep) async throws -> [CodedText] {
        let (book, now) = (book, node.time.now())
        let all = try await node.store.read { try book.all(in: $0) }
        let others = try all.compactMap(\.step).filter { other in
            try other.facts.request != pending.facts.request && now < other.facts.expires
                && other.isSameStep(as: pending)
        }
        guard !others.isEmpty else { return [] }
        // The newest first: it is the one that somebody made by mistake.
        var named = others.reversed().prefix(Self.namedDraftCountMax).map { other in
            let time = NodeTime.shown(at: other.facts.created) ?? ""
            return "\(other.facts.request) (\(time), uid \(other.facts.clerk.uid))"
        }
        if others.count > named.count { named.append("…") }
        return [
            CodedText(
                "node.draft_again",
                ["count": "\(others.count)", "drafts": named.joined(separator: "; ")]
            )
        ]
    }
}

extension PendingStep {
    /// Whether it is the same step of the same matter, by the same office; of two steps that begin matters it is not.
    fileprivate func isSameStep(as other: PendingStep) throws -> Bool {
        let (own, others) = try (text(), other.text())
        let (header, second) = (own.header, others.header)
        let isSameMatter =
            header.record != nil && header.record == second.record
            || facts.home != nil && facts.home?.record == other.facts.home?.record
        return isSameMatter && own.origin == others.origin && header.machine == second.machine
            && header.event == second.event && header.office == second.office
    }
}
