import Casework

/// Who is who where an entry stands.
extension ProjectionRun {
    func hasEnded(at index: UInt64, of history: KeyHistory) -> Bool {
        context.charters.hasEnded(history.origin, at: index) {
            history.adoptedCharter(at: index, in: context.charters)
        }
    }

    func parties(at index: UInt64, of history: KeyHistory) -> (any PartyResolver)? {
        if history.name.isHome {
            return HomeParties(
                node: history.name.node,
                region: context.region,
                installed: Set(context.packs.references)
            )
        }
        guard case .adopted(let charter) = history.adoption(at: index, in: context.charters)
        else { return nil }
        return charter.parties
    }
}
