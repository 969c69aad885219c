package import Cryptography

/// A step by which somebody was called on, because a period of the record was over, as long as nobody has taken that up.
///
/// It is answered by a step of whoever was called on, and by what ends the periods for which it was made; it falls where the record has
/// gone where nobody could make it any more.
package struct RecordCall: Hashable, Sendable {
    /// The entry.
    package let entry: Digest
    /// The step.
    package let event: EventID
    /// The office that called.
    package let signer: Address
    /// When, by its own clock.
    package let at: Timestamp
    /// How many calls before it nobody has answered either.
    package let earlierCount: Int
    /// Whether a period was over when it was made; nil where that cannot be told, since an end is withheld.
    package let wasOverdue: Bool?
    /// Whom it called on.
    package let rules: StepCall
    /// Who fills those roles.
    package let called: RoleFilling
    /// The sides of the matter among them, as far as the rules let none of them answer: nobody calls on himself.
    package let barred: RoleFilling
}

extension RecordState {
    /// The latest call that nobody has answered, by the clocks of the record itself; nil where there is none.
    ///
    /// Of a clock whose end nobody can tell (`isWithheld`) it is not known whether it was over: by such a one no call falls.
    package func call(
        among clocks: MatterClocks,
        withholding isWithheld: (RecordClock) -> Bool = { _ in false }
    ) -> RecordCall? {
        guard !hasLeft, let machine = progress.machine, let state = progress.state else {
            return nil
        }
        var latest: (event: CaseEvent, step: Transition, rules: StepCall)?
        var earlierCount = 0
        for past in steps.prefix(placedCount) where past.verdict == .applied {
            guard let step = machine.transition(past.event.event) else { continue }
            if let rules = step.calls {
                earlierCount = latest == nil ? 0 : earlierCount + 1
                latest = (past.event, step, rules)
            } else if let call = latest, step.by.contains(where: call.rules.roles.contains),
                called(by: call.rules).includes(past.event.signer, by: past.event.parties)
            {
                latest = nil
            }
        }
        guard let (event, step, rules) = latest, step.from.contains(state) || step.to == state,
            let watch = watch(event, among: clocks, isWithheld), watch.isOpen
        else { return nil }
        return RecordCall(
            entry: event.digest,
            event: event.event,
            signer: event.signer,
            at: event.at,
            earlierCount: earlierCount,
            wasOverdue: watch.wasOverdue,
            rules: rules,
            called: called(by: rules),
            barred: barred(from: rules)
        )
    }

    /// Who fills the roles that a step calls on.
    package func called(by rules: StepCall) -> RoleFilling {
        rules.roles.compactMap(filling(of:)).reduce(.nobody) { $0.union($1) }
    }

    /// Those whom the steps of the roles that a step calls on leave out.
    package func barred(from rules: StepCall) -> RoleFilling {
        let steps = progress.machine?.transitions ?? []
        let roles = steps.filter { $0.calls == nil && $0.by.contains(where: rules.roles.contains) }
            .flatMap(\.guards).flatMap { condition -> [RoleID] in
                if case .otherSigner(let roles) = condition { roles } else { [] }
            }
        return Set(roles).compactMap(filling(of:)).reduce(.nobody) { $0.union($1) }
    }

    /// What a call is for.
    private struct Watch {
        /// Whether a period for which it was made runs still: one of those that were over then, or, where none was, of those that ran.
        let isOpen: Bool
        let wasOverdue: Bool?
    }

    /// What a call watches; nil for an entry that is not placed.
    private func watch(
        _ call: CaseEvent,
        among clocks: MatterClocks,
        _ isWithheld: (RecordClock) -> Bool
    ) -> Watch? {
        let order = order
        guard let place = order.firstIndex(of: call.digest) else { return nil }
        let past = Set(order[..<place])
        let running = clocks.shared.filter { clock in
            clock.clock.kind == .limit && !clock.isProposal && !clock.outlivesRecord
                && past.contains(clock.started.entry)
                && !(clock.end.map { past.contains($0.mark.entry) } ?? false)
        }
        let withheld = running.filter(isWithheld)
        let late = running.filter { clock in
            guard !withheld.contains(clock) else { return false }
            // A clock that cannot be counted says so in its findings.
            let due = (try? clock.due(asOf: call.at)) ?? nil
            return due.map { $0.last.instant < call.at.instant } ?? false
        }
        let watched = late.isEmpty ? running : late + withheld
        return Watch(
            isOpen: watched.isEmpty || watched.contains { $0.end == nil },
            wasOverdue: late.isEmpty ? (withheld.isEmpty ? false : nil) : true
        )
    }
}

extension RoleFilling {
    /// Whether an office acts for one of those, as the charter `parties` has it: it is within the address of one, and of the same member.
    package func includes(_ office: Address, by parties: any PartyResolver) -> Bool {
        addresses(by: parties).contains { address in
            address.contains(office)
                && parties.party(of: address)?.member == parties.party(of: office)?.member
        }
    }
}
