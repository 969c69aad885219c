package import Casework

extension CharterLibrary {
    /// The parties of a mechanism by its newest charter in force; nil where there is none.
    package func currentParties(of mechanism: MechanismID) -> (any PartyResolver)? {
        newest(of: mechanism)
    }
}
