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
    /// `now` is the node's clock, a POSIX second; `at` may be at most 10 minutes ahead of it. For a batch use
    /// `AppendSession`, which reads the log's keys once.
    package func admit(
        _ entry: UnverifiedEntry,
        of origin: Origin,
        now: Int64,
        in store: some ProjectionStore
    ) throws -> Admission {
        guard let history = try history(of: origin, in: store) else { return .unopened }
        var run = ProjectionRun(context: context, store: store)
        return try run.admit(EntryVerifier(history).check(entry.bytes), under: history, now: now)
    }

    /// Judges a header of our own before anybody signs it, as `admit` will judge the entry.
    package func preview(
        _ header: EntryHeader,
        of origin: Origin,
        now: Int64,
        in store: some ProjectionStore
    ) throws -> Admission {
        guard let history = try history(of: origin, in: store),
            let index = EntryIndex(history.size)
        else { return .unopened }
        let header = header.canonical
        let officerKey = header.office.flatMap { office in
            header.officer.flatMap { officer in
                history.officerKeys(of: officer, in: office, at: index.rawValue).last
            }
        }
        var run = ProjectionRun(context: context, store: store)
        let reasons = history.judge(
            unsigned: header,
            at: index,
            in: context.log(history.name)
        )
        return try run.admit(
            header,
            digest: SHA256.digest(of: UnverifiedEntry.text(origin: origin, header: header)),
            verdict: EntryVerdict(reasons: reasons),
            officerRank: officerKey.flatMap { history.rank(of: $0, at: index.rawValue) },
            under: history,
            at: index,
            now: now
        )
    }
}

extension Admission {
    /// The answer for a log of which nothing is here.
    fileprivate static var unopened: Admission {
        .refused(
            reasons: EntryVerdict(reasons: [Reason(.logNotOpened)]).coded.reasons,
            awaited: []
        )
    }
}

extension ProjectionRun {
    /// Judges a candidate for the log's next entry; nothing is stored.
    mutating func admit(
        _ checked: CheckedEntry,
        under history: KeyHistory,
        now: Int64
    ) throws -> Admission {
        guard let index = EntryIndex(history.size) else { return .unopened }
        let judgement = history.judge(checked, at: index, in: context.log(history.name))
        let verdict = EntryVerdict(reasons: judgement.reasons, findings: judgement.findings)
        guard let header = judgement.content?.header else {
            return .refused(reasons: verdict.coded.reasons, awaited: [])
        }
        return try admit(
            header,
            digest: judgement.digest,
            verdict: verdict,
            officerRank: judgement.officerRank,
            under: history,
            at: index,
            now: now
        )
    }

    mutating func admit(
        _ header: EntryHeader,
        digest: Digest,
        verdict: EntryVerdict,
        officerRank: RankID?,
        under history: KeyHistory,
        at index: EntryIndex,
        now: Int64
    ) throws -> Admission {
        var verdict = verdict
        let scope = RecordScope(history.name)
        if header.at.instant > now + Limits.clockLeadSecondCountMax {
            let limit = "\(Limits.clockLeadSecondCountMax)"
            verdict.reasons.append(Reason(.clockAhead, ["at": header.at.text, "limit": limit]))
        }
        if let first = try firstPlace(of: digest, in: history.origin) {
            verdict.reasons.append(Reason(.entryRepeated, ["index": "\(first)"]))
        }
        verdict.reasons += try targetReasons(header, scope: scope)
        if let record = header.record(ofEntry: digest),
            let parties = parties(at: index.rawValue, of: history),
            !verdict.reasons.contains(where: { $0.code.blocksFold })
        {
            let event = header.event(
                digest: digest,
                at: index.rawValue,
                in: history,
                officerRank: officerRank,
                parties: parties,
                standing: hasEnded(at: index.rawValue, of: history) ? .beyondEnd : .valid
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
                verdict: verdict.encoded()
            )
            let key = RecordKey(scope: scope, record: record)
            let fold = try fold(key, with: Candidate(row: row, event: event))
            if let folded = fold?.verdicts.last { verdict = folded }
        }
        let coded = verdict.coded
        guard verdict.verdictClass == .valid else {
            return .refused(reasons: coded.reasons, awaited: verdict.awaited)
        }
        return .admitted(findings: coded.findings)
    }
}
