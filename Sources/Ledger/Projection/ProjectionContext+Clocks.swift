package import Casework
package import Cryptography

extension ProjectionContext {
    /// What reads the clocks of records in a scope: by the calendars that the packs of the charter in force name, at home those of
    /// the installed packs, and where nobody names one by those that are here.
    package func clockFold(
        in scope: RecordScope,
        proven: @escaping (Digest) -> ProvenInterval? = { _ in nil }
    ) -> ClockFold {
        let calendars = calendars ?? CalendarSet()
        return ClockFold(
            packs: packs,
            calendars: calendars,
            adopted: adoptedPacks(in: scope),
            fallback: calendars.references,
            proven: proven
        )
    }

    /// The packs that the charter in force of a mechanism names; at home those that are installed.
    func adoptedPacks(in scope: RecordScope) -> [PackReference] {
        scope.mechanism.map { charters.currentPacks(of: $0) } ?? packs.references
    }

    /// Who is who now in a scope; nil where no charter is in force.
    package func currentParties(in scope: RecordScope) -> (any PartyResolver)? {
        guard let mechanism = scope.mechanism else {
            return HomeParties(node: node, region: region, installed: Set(packs.references))
        }
        return charters.currentParties(of: mechanism)
    }
}
