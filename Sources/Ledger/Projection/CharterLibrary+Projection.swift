package import Casework

extension CharterLibrary {
    /// The parties of a mechanism by its newest charter in force; nil where there is none.
    package func currentParties(of mechanism: MechanismID) -> (any PartyResolver)? {
        newest(of: mechanism)
    }

    /// The packs that the newest charter in force of a mechanism names; none where there is no such charter.
    package func currentPacks(of mechanism: MechanismID) -> [PackReference] {
        chains[mechanism]?.newestInForce()?.content.rules ?? []
    }
}
