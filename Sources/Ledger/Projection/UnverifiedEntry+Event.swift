import Casework
package import Cryptography

extension UnverifiedEntry {
    /// The entry as a fold sees it; nil where its header names no signer.
    func event(
        at index: UInt64,
        in history: KeyHistory,
        parties: any PartyResolver,
        standing: CaseEvent.Standing
    ) -> CaseEvent? {
        header.event(
            digest: digest,
            at: index,
            in: history,
            officerRank: history.officerRank(of: self, at: index),
            parties: parties,
            standing: standing
        )
    }
}

extension EntryHeader {
    /// The record that an entry with this header belongs to; nil for entries of none.
    package func record(ofEntry digest: Digest) -> Digest? {
        isReserved ? record : record ?? digest
    }

    /// The header as a fold sees it, in its place; nil where it names no signer.
    func event(
        digest: Digest,
        at index: UInt64,
        in history: KeyHistory,
        officerRank: RankID?,
        parties: any PartyResolver,
        standing: CaseEvent.Standing
    ) -> CaseEvent? {
        guard let from, let office else { return nil }
        return CaseEvent(
            digest: digest,
            origin: "\(history.origin)",
            index: index,
            node: history.name.node,
            isHome: history.name.isHome,
            at: at,
            machine: machine,
            event: event,
            from: from,
            office: office,
            officer: officer,
            officerRank: officerRank,
            to: to,
            record: record,
            parents: parents,
            target: target,
            facts: facts,
            rules: rules,
            standing: standing,
            parties: parties
        )
    }
}
