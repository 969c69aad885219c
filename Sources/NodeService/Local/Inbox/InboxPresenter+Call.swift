import Casework
import Ledger
import LocalAPI

extension InboxPresenter {
    /// Tells that somebody was called on and has not answered; to whoever was also what it may open besides, linked to the record.
    func fillCall(
        _ item: inout InboxItem,
        _ call: RecordCall?,
        _ machine: Machine?,
        of pack: RulePack?,
        for concern: InboxPlace.Concern
    ) {
        guard let call, let step = machine?.transition(call.event),
            let scope = item.summary.mechanism.flatMap({ MechanismID($0) }),
            let parties: Membership = view.library.newest(of: scope)
        else { return }
        let on = call.called.addresses(by: parties).filter { address in
            let offices = ActingOffices(view: view, parties: parties).addresses(at: address)
            return offices.contains { !call.barred.includes($0, by: parties) }
        }
        item.called = InboxItem.Call(
            at: call.at.text,
            by: call.signer.text,
            event: call.event.text,
            on: on.map(\.text),
            titles: step.title.byLanguage
        )
        item.called?.earlier = call.earlierCount > 0 ? call.earlierCount : nil
        item.called?.overdue = call.wasOverdue
        presenter.name([call.signer.text] + on.map(\.text), in: &item.summary)
        guard concern.isCalled else { return }
        let openings = call.rules.opens.compactMap { opening($0, in: pack) }
        item.openings = openings.isEmpty ? nil : openings
    }

    /// Tells the newest step that counts, so that nobody looks for it: an answer, a hit, a withdrawal.
    func fillLatest(
        _ item: inout InboxItem,
        _ state: RecordState,
        _ machine: Machine?,
        besides call: RecordCall?
    ) {
        let newest = state.steps.prefix(state.placedCount).last { $0.verdict == .applied }
        guard let event = newest?.event, event.record != nil, event.digest != call?.entry,
            let step = machine?.transition(event.event)
        else { return }
        item.latest = InboxItem.Taken(
            at: event.at.text,
            by: event.signer.text,
            event: step.id.text,
            titles: step.title.byLanguage
        )
        presenter.name([event.signer.text], in: &item.summary)
    }

    private func opening(
        _ opening: StepCall.Opening,
        in pack: RulePack?
    ) -> InboxItem.Opening? {
        let names = view.stepNames
        guard let machine = names.machine(opening.machine),
            let step = machine.transition(opening.event)
        else { return nil }
        let kind = names.kind(of: opening.machine)
        let field = (machine.fields + (pack?.fields ?? [])).first { $0.kind == .recordReference }
        var shown = InboxItem.Opening(
            event: step.id.text,
            kind: kind?.id.text ?? machine.id.text,
            kindTitles: (kind?.title ?? machine.title).byLanguage,
            opens: step.opens,
            titles: step.title.byLanguage
        )
        shown.field = field?.id.text
        return shown
    }
}
