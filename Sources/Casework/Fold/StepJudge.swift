internal import Cryptography

/// Judges the entries of a record one after the other, in their order.
struct StepJudge {
    private let record: Digest
    private let isHome: Bool
    private let packs: PackSet
    private let homeOpening: HomeOpening?
    private let openingLineage: LogLineage?
    private let known: (Digest) -> EntryKnowledge
    /// What the applied steps have come to.
    private(set) var progress: RecordProgress
    /// The way in which the latest entry was taken; nil where it is no applied step of a pack.
    private(set) var way: Transition.Way?
    /// The entries judged so far, for what names one of them: few do.
    private var judged: [Judged] = []

    init(
        record: Digest,
        isHome: Bool,
        packs: PackSet,
        homeOpening: HomeOpening?,
        known: @escaping (Digest) -> EntryKnowledge
    ) {
        self.record = record
        self.isHome = isHome
        self.packs = packs
        self.homeOpening = homeOpening
        self.known = known
        openingLineage = homeOpening.map { LogLineage($0.origin) }
        progress = RecordProgress(isHome: isHome)
    }

    /// The verdict on the next entry, and what else is to be said of it.
    ///
    /// `knows` answers whether it was written after another entry, by what it names and by its log.
    mutating func judge(
        _ event: CaseEvent,
        reasons: [IrregularReason],
        knows: (Digest) -> Bool
    ) -> (StepVerdict, [CaseFinding]) {
        way = nil
        judged.append(Judged(event))
        var findings: [CaseFinding] = []
        if event.standing == .revokedAfterwards {
            findings.append(CaseFinding(.revokedAfterwards, ["signer": event.signer.text]))
        }
        if MachineID.reserved.contains(event.machine) {
            return (reserved(event, reasons: reasons), findings)
        }
        let opening = openingBefore(event)
        let misplaced = opening.map { ratifies(event, $0) ? [] : [Self.late(after: $0)] } ?? []
        var step = PendingStep(event: event, reasons: reasons + misplaced)
        let verdict = packStep(&step, knows)
        if let opening, verdict == .applied {
            progress.isRatified = true
            step.findings.append(Self.ratified(after: opening))
        }
        return (verdict, findings + step.findings)
    }

    /// Who signed an entry, and what.
    private struct Judged {
        let digest: Digest
        let signer: Address
        let node: NodeName
        let event: EventID

        init(_ event: CaseEvent) {
            digest = event.digest
            signer = event.signer
            node = event.node
            self.event = event.event
        }
    }

    private func earlier(_ digest: Digest) -> Judged? { judged.last { $0.digest == digest } }

    // MARK: Reserved machines

    /// Corrections and erasures are stored, judged and shown; they move no state.
    private func reserved(_ event: CaseEvent, reasons: [IrregularReason]) -> StepVerdict {
        var reasons = reasons
        if event.event == .correct, event.machine == .record, let target = event.target {
            if let corrected = earlier(target), target != event.digest {
                let isSame =
                    corrected.signer.office == event.office && corrected.node == event.node
                if !isSame {
                    reasons.append(
                        IrregularReason(
                            .correctByOther,
                            ["signer": event.signer.text, "expected": corrected.signer.text]
                        )
                    )
                }
            } else if known(target) == .missing {
                return reasons.isEmpty ? .pending([.entry(target)]) : .irregular(reasons)
            } else {
                reasons.append(IrregularReason(.targetNotInRecord, ["target": target.hex]))
            }
        }
        return reasons.isEmpty ? .applied : .irregular(reasons)
    }

    // MARK: Steps of a pack

    /// An entry on its way to a verdict.
    private struct PendingStep {
        let event: CaseEvent
        var reasons: [IrregularReason]
        var findings: [CaseFinding] = []

        mutating func fault(_ code: IrregularReason.Code, _ arguments: [String: String]) {
            reasons.append(IrregularReason(code, arguments))
        }

        var signer: Address { event.signer }
    }

    /// The opening by which the matter had left home when a step there was written; nil where it had not.
    private func openingBefore(_ event: CaseEvent) -> CaseEvent? {
        guard isHome, let homeOpening, let opening = openingLineage else { return nil }
        let lineage = LogLineage(event.origin)
        let isAfter =
            lineage.base == opening.base
            && (lineage.number, event.index) >= (opening.number, homeOpening.size)
        return isAfter ? homeOpening.event : nil
    }

    /// Whether a step at home makes up for what the opening asked for and the home part no longer has.
    private func ratifies(_ event: CaseEvent, _ opening: CaseEvent) -> Bool {
        event.digest != record
            && progress.ratifications(of: opening.event).contains { $0.id == event.event }
    }

    private static func late(after opening: CaseEvent) -> IrregularReason {
        IrregularReason(.homeAfterOpening, ["opening": opening.digest.hex])
    }

    private static func ratified(after opening: CaseEvent) -> CaseFinding {
        CaseFinding(.homeRatified, ["opening": opening.digest.hex])
    }

    private mutating func packStep(
        _ step: inout PendingStep,
        _ knows: (Digest) -> Bool
    ) -> StepVerdict {
        let event = step.event
        let isFirst = event.digest == record
        guard let rules = event.rules else {
            step.fault(.packNotNamed, ["pack": ""])
            return .irregular(step.reasons)
        }
        // What such a pack says counts for nothing, so that its bytes, here or not, change no verdict.
        let isNamed = event.parties.names(rules) || isExpiry(event, under: rules)
        if !isNamed { step.fault(.packNotNamed, ["pack": rules.text]) }
        if !isFirst {
            guard let expected = progress.machine?.id, let pack = progress.pack?.reference else {
                step.fault(.recordNotOpened, ["record": record.hex])
                return .irregular(step.reasons)
            }
            if event.machine != expected {
                step.fault(
                    .machineDiffers,
                    ["machine": event.machine.text, "expected": expected.text]
                )
            }
            // A machine is large, and copied only where another pack is named.
            if rules != pack,
                let machine = progress.machine, !progress.hasRole(in: machine, of: event)
            {
                step.fault(.packSwitchByStranger, ["pack": rules.text])
            }
        }
        guard isNamed else { return .irregular(step.reasons) }
        switch packs[rules] {
        case .loaded(let pack):
            return judge(&step, by: pack, isFirst: isFirst, knows)
        case .unusable:
            step.fault(.packUnusable, ["pack": rules.text])
            return .irregular(step.reasons)
        case .missing, .needsNewerEngine:
            return step.reasons.isEmpty ? .pending([.pack(rules)]) : .irregular(step.reasons)
        }
    }

    /// Whether a clock brings a step about by the very pack that has judged the record so far.
    ///
    /// What the record has said ends by itself, also where a charter has left the pack out since: nobody decides anything by it.
    private func isExpiry(_ event: CaseEvent, under rules: PackReference) -> Bool {
        event.office == .system && event.digest != record && progress.pack?.reference == rules
            && progress.machine?.transition(event.event)?.automatic == .clock
    }

    private mutating func judge(
        _ pending: inout PendingStep,
        by pack: RulePack,
        isFirst: Bool,
        _ knows: (Digest) -> Bool
    ) -> StepVerdict {
        let event = pending.event
        guard let machine = pack.machine(event.machine) else {
            pending.fault(
                .machineUnknown,
                ["machine": event.machine.text, "pack": pack.reference.text]
            )
            return .irregular(pending.reasons)
        }
        guard let step = machine.transition(event.event) else {
            pending.fault(
                .eventUnknown,
                ["event": event.event.text, "machine": machine.id.text]
            )
            return .irregular(pending.reasons)
        }
        if isFirst {
            progress.opening = RecordProgress.Opening(
                digest: event.digest,
                event: event.event,
                signer: event.signer,
                node: event.node,
                party: event.parties.party(of: event.signer)
            )
            checkForce(&pending, pack)
        }
        let way = progress.way(of: step, isFirst: isFirst, knows: knows)
        checkState(&pending, step, way, isFirst: isFirst)
        if !progress.admits(
            signer: event.signer,
            node: event.node,
            parties: event.parties,
            to: step
        ) {
            pending.fault(
                .roleNotAllowed,
                ["event": step.id.text, "signer": event.signer.text]
            )
        }
        checkApproval(&pending, step, pack)
        let addressees = resolveAddressees(&pending)
        for condition in step.guards { check(&pending, condition, step, machine) }
        checkFacts(&pending, machine, pack)
        guard pending.reasons.isEmpty else {
            if isFirst { progress.opening = nil }
            return .irregular(pending.reasons)
        }
        let taken = way ?? step.own
        self.way = taken
        if taken.kind == .crossing { pending.findings += crossedFindings(of: step) }
        progress.apply(
            event,
            step: step,
            way: taken,
            machine: machine,
            pack: pack,
            addressees: addressees
        )
        checkTimers(&pending, taken.timers, machine, pack)
        return .applied
    }

    private func checkState(
        _ pending: inout PendingStep,
        _ step: Transition,
        _ way: Transition.Way?,
        isFirst: Bool
    ) {
        if isFirst {
            // In the mechanism everyone judges the opening as if its `from` state held.
            if isHome ? step.opens : false {
                pending.fault(.opensAtHome, ["event": step.id.text])
            } else if isHome ? !step.from.isEmpty : !step.opens {
                pending.fault(.firstStepNotAllowed, ["event": step.id.text])
            }
            return
        }
        if step.opens {
            if isHome {
                pending.fault(.opensAtHome, ["event": step.id.text])
            } else {
                pending.fault(.secondOpening, ["opening": record.hex])
            }
        } else if let state = progress.state, way == nil {
            pending.fault(.stateNotAllowed, ["event": step.id.text, "state": state.text])
        }
    }

    private func checkApproval(
        _ pending: inout PendingStep,
        _ step: Transition,
        _ pack: RulePack
    ) {
        guard let approval = step.approval, approval.isSigned else { return }
        let event = pending.event
        guard event.officer != nil, let held = event.officerRank else {
            pending.fault(.approverMissing, ["rank": approval.rank.text])
            return
        }
        if !pack.rank(held, covers: approval.rank) {
            pending.fault(
                .approverRank,
                ["rank": approval.rank.text, "found": held.text]
            )
        }
    }

    private func resolveAddressees(
        _ pending: inout PendingStep
    ) -> [RecordProgress.Addressee] {
        let parties = pending.event.parties
        return pending.event.to.map { address in
            let party = parties.party(of: address)
            if party == nil { pending.fault(.addresseeOutside, ["address": address.text]) }
            return RecordProgress.Addressee(address: address, party: party)
        }
    }

    private func check(
        _ pending: inout PendingStep,
        _ condition: Guard,
        _ step: Transition,
        _ machine: Machine
    ) {
        let event = pending.event
        switch condition {
        case .addressees(let least, let most):
            if event.to.count < least || event.to.count > most {
                pending.fault(
                    .addresseeCount,
                    ["count": "\(event.to.count)", "min": "\(least)", "max": "\(most)"]
                )
            }
        case .newAddressees(let events):
            for address in event.to where progress.hasNamed(address, by: events) {
                pending.fault(.addresseeRepeated, ["address": address.text])
            }
        case .facts(let fields):
            for field in fields where !event.facts.contains(where: { $0.field == field }) {
                pending.fault(.factMissing, ["field": field.text])
            }
        case .latest:
            if !progress.allowsByHistory(condition, step: step.id, signer: event.signer) {
                pending.fault(.latestNotAllowed, ["event": step.id.text])
            }
        case .once:
            if !progress.allowsByHistory(condition, step: step.id, signer: event.signer) {
                pending.fault(.onceOnly, ["event": step.id.text])
            }
        case .otherAddressees, .otherSigner, .first:
            checkParties(&pending, condition, machine)
        case .ownLatest, .allOfRole, .someOfRole, .addresseesWithout:
            checkAnswers(&pending, condition, step, machine)
        }
    }

    /// The guards that ask what those who take part have answered.
    private func checkAnswers(
        _ pending: inout PendingStep,
        _ condition: Guard,
        _ step: Transition,
        _ machine: Machine
    ) {
        let event = pending.event
        switch condition {
        case .ownLatest(let events, _, _):
            if !progress.allowsByHistory(condition, step: step.id, signer: event.signer) {
                let last = progress.latest(of: events, by: event.signer)
                pending.fault(
                    .ownLatestNotAllowed,
                    [
                        "event": step.id.text, "last": last?.text ?? "–",
                        "signer": event.signer.text,
                    ]
                )
            }
        case .allOfRole(let answers):
            let lacking = progress.standing(answers, in: machine, parties: event.parties).lacking
            if !lacking.isEmpty {
                let names = lacking.map(\.text).joined(separator: ", ")
                pending.fault(
                    .answersLacking,
                    ["addresses": names, "event": step.id.text, "role": answers.role.text]
                )
            }
        case .someOfRole(let answers):
            if !progress.standing(answers, in: machine, parties: event.parties).hasAny {
                pending.fault(
                    .answersNone,
                    ["event": step.id.text, "role": answers.role.text]
                )
            }
        case .addresseesWithout(let events, let left):
            for address in event.to where progress.hasLeft(address, by: events, is: left) {
                pending.fault(.addresseeLeft, ["address": address.text])
            }
        default: break
        }
    }

    /// The guards that keep the parties of a matter apart.
    private func checkParties(
        _ pending: inout PendingStep,
        _ condition: Guard,
        _ machine: Machine
    ) {
        let event = pending.event
        switch condition {
        case .otherAddressees(let roles):
            for address in event.to {
                let party = progress.party(
                    of: roles,
                    in: machine,
                    addressed: address,
                    parties: event.parties
                )
                guard let party else { continue }
                pending.fault(
                    .addresseeIsParty,
                    ["address": address.text, "role": party.text]
                )
            }
        case .otherSigner(let roles):
            let party = progress.party(
                of: roles,
                in: machine,
                signer: event.signer,
                parties: event.parties
            )
            if let party {
                pending.fault(
                    .signerIsParty,
                    ["signer": event.signer.text, "role": party.text]
                )
            }
        case .first(let field):
            let (own, other) = progress.moments(
                of: field,
                signer: event.signer,
                facts: event.facts
            )
            guard let other else { return }
            if let own, own.instant < other.instant { return }
            pending.fault(
                .notFirst,
                ["field": field.text, "found": own?.text ?? "–", "other": other.text]
            )
        default: break
        }
    }

    // MARK: Findings

    /// That a step crosses the one that led the record into its state, which its entry was not written after.
    ///
    /// Whether its signer had received that one all the same no header tells.
    private func crossedFindings(of step: Transition) -> [CaseFinding] {
        guard let leading = progress.leading, let crossed = earlier(leading) else { return [] }
        let arguments = [
            "entry": leading.hex, "event": step.id.text, "last": crossed.event.text,
            "signer": crossed.signer.text,
        ]
        return [CaseFinding(.stepCrossed, arguments)]
    }

    private func checkFacts(_ pending: inout PendingStep, _ machine: Machine, _ pack: RulePack) {
        for fact in pending.event.facts {
            let arguments = ["field": fact.field.text]
            guard let field = machine.openField(fact.field) else {
                pending.findings.append(CaseFinding(.factNotOpen, arguments))
                continue
            }
            if !field.accepts(fact.value, choices: pack.choices) {
                pending.findings.append(CaseFinding(.factMalformed, arguments))
            }
        }
    }

    /// Names the clocks that an applied step would have moved, had the record said what they depend on.
    private func checkTimers(
        _ pending: inout PendingStep,
        _ timers: [Timer],
        _ machine: Machine,
        _ pack: RulePack
    ) {
        var open: [FieldID: [ClockID]] = [:]
        for timer in timers {
            let answers = timer.when.map { condition in
                condition.holds(for: progress.latestFact(condition.field, of: machine, pack))
            }
            // One condition that does not hold settles it.
            guard !answers.contains(false) else { continue }
            for (condition, answer) in zip(timer.when, answers) where answer == nil {
                open[condition.field, default: []].append(timer.clock)
            }
        }
        for (field, clocks) in open.sorted(by: { $0.key < $1.key }) {
            let names = Set(clocks.map(\.text)).sorted().joined(separator: ", ")
            pending.findings.append(
                CaseFinding(.timerUndecided, ["clocks": names, "field": field.text])
            )
        }
    }

    private func checkForce(_ pending: inout PendingStep, _ pack: RulePack) {
        // A time outside the years of the calendar counts by its own offset.
        let day = LocalDate(inChinaAt: pending.event.at) ?? LocalDate(of: pending.event.at)
        let isOver = pack.effectiveTo.map { day > $0 } ?? false
        if day < pack.effectiveFrom || isOver {
            pending.findings.append(
                CaseFinding(
                    .packNotInForce,
                    ["pack": pack.reference.text, "at": pending.event.at.text]
                )
            )
        }
    }

    /// What is to be said of the home part of a matter that was opened.
    var homeFindings: [CaseFinding] {
        guard isHome, let opening = homeOpening?.event else { return [] }
        var findings: [CaseFinding] = []
        let step = progress.machine?.transition(opening.event)
        let isPrepared = progress.state.map { step?.from.contains($0) ?? false } ?? false
        if !isPrepared {
            findings.append(
                CaseFinding(
                    .homePartUnprepared,
                    ["event": opening.event.text, "state": progress.state?.text ?? "–"]
                )
            )
        }
        if let creator = progress.opening?.signer, creator != opening.signer {
            findings.append(
                CaseFinding(
                    .homePartOtherOpener,
                    ["signer": opening.signer.text, "expected": creator.text]
                )
            )
        }
        if progress.isRatified { findings.append(Self.ratified(after: opening)) }
        return findings
    }
}
