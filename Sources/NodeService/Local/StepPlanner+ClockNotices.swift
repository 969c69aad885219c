import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage
import TransparencyLog

extension StepPlanner {
    /// What a step would not do to the clocks of its record although its officer may think so: an extension after the end or once too
    /// often, a pause for no lawful reason, an arrival before what arrived was signed.
    ///
    /// Throws `end_not_later` for an end before the one that stands, which would be no extension, and what `requireSense` throws. Every other step is signed all the same: an officer may record late what was decided in time, and the log says when it was written.
    func clockNotices(
        _ header: EntryHeader,
        in origin: Origin,
        _ scope: RecordScope,
        after state: RecordState?,
        home: RecordState?,
        isExplained: Bool = false
    ) throws -> [CodedText] {
        try requireLine(of: header, after: state, home: home)
        let context = view.projector.context
        guard state ?? home != nil, let from = header.from, let office = header.office,
            let parties = context.currentParties(in: scope)
        else { return [] }
        let event = CaseEvent(
            digest: SHA256.digest(of: []),
            origin: "\(origin)",
            index: 0,
            node: view.node,
            isHome: scope.isHome,
            at: header.at,
            machine: header.machine,
            event: header.event,
            from: from,
            office: office,
            to: header.to,
            record: header.record,
            facts: header.facts,
            rules: header.rules,
            parties: parties
        )
        var fold = context.clockFold(in: scope)
        let undecided = try UndecidedEnds(in: scope, asOf: header.at, view, transaction)
        let findings = undecided.told(
            fold.findings(about: event, after: state, home: home),
            among: fold.clocks(adding: event, after: state, home: home)
        )
        if let short = findings.first(where: { $0.code == .extensionShortens }) {
            let ends = short.arguments.filter { ["day", "due"].contains($0.key) }
            throw NodeError(.endNotLater, ends)
        }
        let then = fold.clocks(adding: event, after: state, home: home)
        try requireSense(
            event,
            after: state,
            then,
            withholding: undecided.withholds,
            isExplained: isExplained
        )
        let told =
            findings.map { finding in
                // The step has no digest yet.
                var named = finding.arguments
                if named["entry"] == event.digest.hex {
                    (named["entry"], named["entry_en"], named["entry_zh"]) = (
                        "-", "(this step)", "（本步骤）"
                    )
                }
                return CodedText("casework.\(finding.code.rawValue)", named)
            } + undecided.notices(of: event, among: then)
        guard let state else { return told }
        return told + expiryNotices(before: header.event, scope, after: state, home: home)
    }

    /// The part of a matter at home: of a record in a mechanism the one that it went on from, of a step that opens one the one it is.
    func homePart(
        of record: RecordKey?,
        at state: RecordState?,
        isOpening: Bool
    ) throws -> RecordState? {
        if isOpening { return state }
        guard let record, !record.scope.isHome,
            let link = try transaction.homeLink(to: record.record)
        else { return nil }
        return try view.projector.state(of: link.home, in: transaction)
    }

    /// What a clock has brought about already, although the node that is to sign it has not done so or was not heard of.
    private func expiryNotices(
        before event: EventID,
        _ scope: RecordScope,
        after state: RecordState,
        home: RecordState?
    ) -> [CodedText] {
        guard state.hasExpiry, let current = state.state,
            let machine = state.machine,
            let rules = state.pack.flatMap(view.packs.pack)?.machine(machine)
        else { return [] }
        var fold = view.projector.context.clockFold(in: scope)
        // It was read for the same step just before.
        let undecided = (try? NodeTime.timestamp(at: now))
            .flatMap { try? UndecidedEnds(in: scope, asOf: $0, view, transaction) }
        let clocks = fold.clocks(of: state, home: home).filter { $0.end == nil && !$0.isProposal }
        return rules.transitions.filter {
            $0.automatic == .clock && $0.from.contains(current) && $0.id != event
        }
        .compactMap { expiry in
            let stopped = Set(expiry.timers.filter { $0.operation == .stop }.map(\.clock))
            let ends = clocks.filter { stopped.contains($0.clock.id) && !$0.isPaused }.map {
                clock in
                // A clock that cannot be counted brings nothing about, nor does a withheld end.
                undecided?.withholds(clock) == true
                    ? nil : ((try? clock.due(asOf: clock.started.at)) ?? nil)?.last
            }
            guard let last = ends.compactMap(\.self).max(by: { $0.instant < $1.instant }),
                !ends.contains(nil), last.instant < now
            else { return nil }
            return CodedText("node.term_over", ["at": last.text, "event": expiry.id.text])
        }
    }
}
