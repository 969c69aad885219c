import Casework
import Cryptography
import TransparencyLog

extension ProjectionRun {
    /// A record's rows, what they fold to, and what the fold needed from outside.
    struct Fold {
        var state: RecordState
        let rows: [ProjectedEntry]
        var verdicts: [EntryVerdict]
        let outside: Set<Digest>
        /// Whether no entry of the record was written before this pass.
        let isNew: Bool
    }

    /// An entry that is not stored yet.
    struct Candidate {
        let row: ProjectedEntry
        let event: CaseEvent?
    }

    /// Folds a record whole and replaces its projection and the verdicts of its entries.
    mutating func refold(_ key: RecordKey, isFirst: Bool) throws {
        guard let fold = try fold(key) else { return }
        // A record whose first entry comes now has no row and no dependencies to be replaced.
        let isNew = fold.isNew && isFirst
        var faultCount = 0
        var updatedAt: Int64 = 0
        for (row, verdict) in zip(fold.rows, fold.verdicts) {
            let old = try EntryVerdict(decoding: row.verdict)
            if verdict.verdictClass == .valid {
                updatedAt = max(updatedAt, row.at ?? 0)
            } else {
                faultCount += 1
            }
            guard verdict != old else { continue }
            try replace(row, with: verdict, from: old)
            if verdict.isKept != old.isKept { notify(row.digest) }
        }
        let summary = RecordSummary(
            fold.state,
            entryCount: fold.rows.count,
            faultCount: faultCount
        )
        if !isNew, let earlier = try store.projectedRecord(key) {
            let order = try RecordSummary(decoding: earlier.summary).order
            if fold.state.firstReordered(since: order) != nil, !report.reordered.contains(key) {
                report.reordered.append(key)
            }
        }
        let projector = Projector(context)
        let awaitsUs =
            !projector.automaticSteps(of: fold.state, in: key.scope).isEmpty
            || !projector.expirySteps(of: fold.state, in: key.scope).isEmpty
        try store.putProjectedRecord(
            ProjectedRecord(
                key: key,
                machine: fold.state.machine?.text ?? "",
                state: fold.state.state?.text ?? "",
                updatedAt: updatedAt,
                awaitsAcknowledgement: awaitsUs,
                summary: summary.encoded()
            )
        )
        let dependencies = fold.outside.union(missingPacks(of: fold.state))
        if !isNew || !dependencies.isEmpty {
            try store.putDependencies(dependencies, of: .record(key))
        }
        try keepDuty(of: fold.state, key)
        // Where the part at home lacks a step its clocks wait there, and otherwise with the record that it went on as.
        guard key.scope.isHome, let link = try store.homeLink(of: key) else { return }
        try renewDuty(of: RecordKey(scope: link.scope, record: link.opening))
    }

    /// Folds a record; nil where no entry names it.
    ///
    /// Entries that only a later revocation speaks against keep their effect while another node's applied step names
    /// them as a parent. Whether it is applied may hang on that effect, so the fold is repeated until none is dropped.
    ///
    /// A candidate is folded as if it stood in its log already.
    mutating func fold(_ key: RecordKey, with candidate: Candidate? = nil) throws -> Fold? {
        let (known, writtenCount) = try rows(record: key)
        let rows = known + (candidate.map { [$0.row] } ?? [])
        guard !rows.isEmpty else { return nil }
        var verdicts = try rows.map { try EntryVerdict(decoding: $0.verdict) }
        let surplus = RecordSurplus.positions(in: rows)
        let events = try rows.indices.map { position -> CaseEvent? in
            if surplus.contains(position) { return nil }
            if let candidate, position == rows.count - 1 { return candidate.event }
            return try event(rows[position], verdicts[position])
        }
        var outside = outsideDigests(events.compactMap { $0 }, key: key)
        let knowledge = try knowledge(of: outside, in: key)
        let link = key.scope.isHome ? try store.homeLink(of: key) : nil
        if let link { outside.insert(link.opening) }
        let folder = RecordFold(
            record: key.record,
            packs: context.packs,
            homeOpening: try link.flatMap { try homeOpening($0) },
            known: { knowledge[$0] ?? .missing }
        )
        var kept = Set(
            rows.indices.filter {
                verdicts[$0].isRevokedAfterwards && events[$0] != nil
            }
        )
        // What opens the record is no later step of another one.
        let isOpened = rows.contains { $0.digest == key.record }
        let laterStep = isOpened ? [] : try laterStep(key)
        while true {
            let folded = rows.indices.compactMap { position -> CaseEvent? in
                guard var event = events[position] else { return nil }
                if verdicts[position].isRevokedAfterwards {
                    event.standing = kept.contains(position) ? .revokedAfterwards : .invalid
                }
                return event
            }
            let state = folder.state(of: folded + laterStep)
            let stillKept = kept.filter { position in
                isNamed(rows[position].digest, from: events[position]?.node, in: state)
            }
            if stillKept.count == kept.count {
                let steps = Dictionary(grouping: state.steps, by: \.event.digest)
                for position in rows.indices {
                    let row = rows[position]
                    let step = steps[row.digest]?
                        .first { $0.event.index == row.index.rawValue }
                    settle(&verdicts[position], kept.contains(position), step)
                    if surplus.contains(position) { verdicts[position].refuseAsSurplus() }
                }
                return Fold(
                    state: state,
                    rows: rows,
                    verdicts: verdicts,
                    outside: outside,
                    isNew: writtenCount == 0
                )
            }
            kept = stillKept
        }
    }

    /// The packs that steps of a record name and that are not here: once they are, more may be said of these.
    ///
    /// Not only of those that wait: what is irregular already is told every reason. A pack that no charter names changes no verdict.
    private func missingPacks(of state: RecordState) -> [Digest] {
        let awaited = state.awaited.compactMap { awaited -> Digest? in
            if case .pack(let reference) = awaited { reference.digest } else { nil }
        }
        let irregular = state.steps.compactMap { step -> Digest? in
            guard case .irregular(let reasons) = step.verdict, let rules = step.event.rules,
                context.packs.pack(rules) == nil,
                !reasons.contains(where: { [.packNotNamed, .packUnusable].contains($0.code) })
            else { return nil }
            return rules.digest
        }
        return awaited + irregular
    }

    private func isNamed(_ digest: Digest, from node: NodeName?, in state: RecordState) -> Bool {
        state.steps.contains { step in
            step.verdict == .applied && step.event.standing == .valid && step.event.node != node
                && step.event.parents.contains(digest)
        }
    }

    private func settle(
        _ verdict: inout EntryVerdict,
        _ isKept: Bool,
        _ step: RecordState.Step?
    ) {
        verdict.isKept = isKept
        verdict.step = verdict.ownClass == .invalid ? nil : step?.verdict
        verdict.stepFindings = verdict.ownClass == .invalid ? [] : step?.findings ?? []
    }

    /// An entry as the fold sees it; nil for one that does not count by itself and is no candidate for counting.
    private mutating func event(
        _ row: ProjectedEntry,
        _ verdict: EntryVerdict
    ) throws -> CaseEvent? {
        var unkept = verdict
        unkept.isKept = false
        guard unkept.isRevokedAfterwards || unkept.reasons.allSatisfy({ !$0.code.blocksFold })
        else { return nil }
        let history = try history(of: row.origin)
        guard let content = try content(of: row),
            let parties = parties(at: row.index.rawValue, of: history)
        else { return nil }
        return content.event(
            at: row.index.rawValue,
            in: history,
            parties: parties,
            standing: hasEnded(at: row.index.rawValue, of: history) ? .beyondEnd : .valid
        )
    }

    /// The entry that names the record, where it is a later step of another one: the fold must see that.
    private mutating func laterStep(_ key: RecordKey) throws -> [CaseEvent] {
        guard let row = try countedRow(of: key.record, in: key.scope), row.record != key.record
        else { return [] }
        let event = try event(row, EntryVerdict(decoding: row.verdict))
        return event.flatMap { $0.record == nil ? nil : [$0] } ?? []
    }

    private func outsideDigests(_ events: [CaseEvent], key: RecordKey) -> Set<Digest> {
        var named: Set<Digest> = [key.record]
        for event in events {
            named.formUnion(event.parents)
            if let target = event.target { named.insert(target) }
        }
        // Entries of the record itself are not outside, but those that do not count are not among the events.
        named.subtract(events.map(\.digest))
        // At home a pack counts as soon as it is installed, whatever was said of its steps before.
        if key.scope.isHome { named.formUnion(events.compactMap { $0.rules?.digest }) }
        return named
    }

    private func knowledge(
        of digests: Set<Digest>,
        in key: RecordKey
    ) throws -> [Digest: EntryKnowledge] {
        var known: [Digest: EntryKnowledge] = [:]
        for digest in digests {
            // Only the scope's entries count, since not every member holds those of other mechanisms.
            let rows = try rows(digest: digest).filter { $0.scope == key.scope }
            let classes = try rows.map { try EntryVerdict(decoding: $0.verdict).ownClass }
            switch classes.min() {
            case nil, .pending: known[digest] = .missing
            case .valid, .irregular: known[digest] = .valid
            case .invalid: known[digest] = .invalid
            }
        }
        return known
    }

    private mutating func homeOpening(_ link: HomeLink) throws -> HomeOpening? {
        guard let row = try countedRow(of: link.opening, in: link.scope) else { return nil }
        let verdict = try EntryVerdict(decoding: row.verdict)
        return try event(row, verdict).map {
            HomeOpening(event: $0, origin: "\(link.origin)", size: link.size)
        }
    }
}

extension Reason.Code {
    /// Whether an entry with this reason is kept out of its record's fold.
    var blocksFold: Bool { verdictClass != .irregular && self != .targetMissing }
}
