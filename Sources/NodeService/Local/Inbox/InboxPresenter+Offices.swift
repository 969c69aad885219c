import Casework
import Ledger
import LocalAPI

extension InboxPresenter {
    /// Leaves to each office what is its to do; whoever else looks reads who has it.
    ///
    /// A matter that went to a region as a whole is that of the office that its receiving offices name, and once one has acted, of that one.
    func leaveToOffices(
        _ item: inout InboxItem,
        _ key: RecordKey,
        _ state: RecordState,
        _ parties: any PartyResolver
    ) throws {
        guard item.steps.contains(where: { $0.offices != nil }) else { return }
        let meant = try meantOffices(key, state, parties)
        var others: Set<String> = []
        item.steps = item.steps.compactMap { step in
            guard let may = step.offices else { return step }
            let named = may.filter(meant.contains)
            let taking = named.isEmpty ? may : named
            var own = step
            own.offices = taking.filter { offices?.contains($0) ?? true }
            if own.offices?.isEmpty == true {
                others.formUnion(taking)
                return nil
            }
            return own
        }
        guard item.steps.isEmpty, !others.isEmpty else { return }
        item.awaited = others.sorted().map { "\(view.card.content.region)/\($0)" }
        presenter.name(item.awaited, in: &item.summary)
    }

    /// The offices of this node that the receiving offices of a matter name, where it went to their region as a whole; none else.
    private func meantOffices(
        _ key: RecordKey,
        _ state: RecordState,
        _ parties: any PartyResolver
    ) throws -> Set<String> {
        let regions = Set(
            state.addressees.filter {
                $0.office == nil && parties.party(of: $0)?.node == view.node
            }
            .map(\.region)
        )
        guard !regions.isEmpty else { return [] }
        let said = try presenter.bodies.statements(of: key, in: transaction)
            .reduce(into: [FieldID: BodyValue]()) { all, one in
                all.merge(one.fields) { _, later in later }
            }
        return Set(
            StepPlanner.receivers(among: said).filter { regions.contains($0.region) }
                .compactMap { $0.office?.text }
        )
    }
}
