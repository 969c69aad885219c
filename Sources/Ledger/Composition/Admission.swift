package import Casework
import Cryptography
package import TransparencyLog

/// Whether our own node may append an entry: stricter than the judgement of a peer's, which is stored whatever it is.
package enum Admission: Hashable, Sendable {
    /// It counts, and is a step that the rules allow; findings may be said of it.
    case admitted(findings: [CodedReason])
    /// It would be invalid, irregular or pending, or its time is too far ahead: every reason, and what it waits for.
    case refused(reasons: [CodedReason], awaited: [Awaited])
}

extension Projector {
    /// Judges a signed entry of our own before it is appended as the log's next one.
    ///
    /// `now` is the node's clock, a POSIX second; `at` may be at most 10 minutes ahead of it.
    package func admit(
        _ entry: UnverifiedEntry,
        of origin: Origin,
        now: Int64,
        in store: some ProjectionStore
    ) throws -> Admission {
        guard let history = try history(of: origin, in: store), let index = EntryIndex(history.size)
        else { return Self.refusal([Reason(.logNotOpened)]) }
        let checked = EntryVerifier(history).check(entry.bytes)
        let judgement = history.judge(checked, at: index, in: context.log(history.name))
        return try admit(
            entry.header,
            digest: entry.digest,
            reasons: judgement.reasons,
            findings: judgement.findings,
            rank: judgement.officerRank,
            history,
            index,
            now,
            store
        )
    }

    /// Judges a header of our own before anybody signs it, as `admit` will judge the entry.
    package func preview(
        _ header: EntryHeader,
        of origin: Origin,
        now: Int64,
        in store: some ProjectionStore
    ) throws -> Admission {
        guard let history = try history(of: origin, in: store), let index = EntryIndex(history.size)
        else { return Self.refusal([Reason(.logNotOpened)]) }
        let header = header.canonical
        let rank = header.office.flatMap { office in
            header.officer.flatMap { officer in
                history.officerKeys(of: officer, in: office, at: index.rawValue).last
            }
        }
        .flatMap { history.rank(of: $0, at: index.rawValue) }
        return try admit(
            header,
            digest: SHA256.digest(of: UnverifiedEntry.text(origin: origin, header: header)),
            reasons: history.judge(unsigned: header, at: index, in: context.log(history.name)),
            findings: [],
            rank: rank,
            history,
            index,
            now,
            store
        )
    }

    private static func refusal(_ reasons: [Reason]) -> Admission {
        .refused(reasons: EntryVerdict(reasons: reasons).coded.reasons, awaited: [])
    }

    private func admit(
        _ header: EntryHeader,
        digest: Digest,
        reasons: [Reason],
        findings: [Finding],
        rank: RankID?,
        _ history: KeyHistory,
        _ index: EntryIndex,
        _ now: Int64,
        _ store: some ProjectionStore
    ) throws -> Admission {
        var run = ProjectionRun(context: context, store: store)
        let scope = RecordScope(history.name)
        var verdict = EntryVerdict(reasons: reasons, findings: findings)
        if header.at.instant > now + Limits.clockLeadSecondCountMax {
            let limit = "\(Limits.clockLeadSecondCountMax)"
            verdict.reasons.append(
                Reason(.clockAhead, ["at": header.at.text, "limit": limit])
            )
        }
        if let first = try run.firstPlace(of: digest, in: history.origin) {
            verdict.reasons.append(Reason(.entryRepeated, ["index": "\(first)"]))
        }
        verdict.reasons += try run.targetReasons(header, scope: scope)
        if let record = header.record(ofEntry: digest),
            let parties = run.parties(at: index.rawValue, of: history),
            !verdict.reasons.contains(where: { $0.code.blocksFold })
        {
            let event = header.event(
                digest: digest,
                at: index.rawValue,
                in: history,
                officerRank: rank,
                parties: parties,
                standing: .valid
            )
            let row = ProjectedEntry(
                origin: history.origin,
                index: index,
                digest: digest,
                scope: scope,
                record: record,
                machine: header.machine.text,
                event: header.event.text,
                at: header.at.instant,
                verdictClass: verdict.verdictClass,
                verdict: try verdict.encoded()
            )
            let key = RecordKey(scope: scope, record: record)
            let fold = try run.fold(key, with: .init(row: row, event: event))
            if let folded = fold?.verdicts.last { verdict = folded }
        }
        let coded = verdict.coded
        guard verdict.verdictClass == .valid else {
            return .refused(reasons: coded.reasons, awaited: verdict.awaited)
        }
        return .admitted(findings: coded.findings)
    }
}
