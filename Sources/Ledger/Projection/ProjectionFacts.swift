package import Casework
import Cryptography

extension CharterLibrary {
    /// The name under which a store keeps the facts that its projections were made with, one a line, sorted.
    package static var projectedFactsName: String { "projected-parties" }

    /// The name under which a store keeps the facts under which it was last looked whole which objects are granted to the node.
    package static var scannedFactsName: String { "scanned-parties" }

    /// What verdicts depend on besides entries, one fact a line: the charters and packs that are here, and what they end.
    package func projectionFacts(with packs: PackSet) -> Set<String> {
        var facts: Set<String> = []
        for (_, chain) in chains {
            for charter in chain.all {
                facts.insert("charter \(charter.digest.hex)")
                if chain.isInForce(charter.digest) {
                    facts.insert("in-force \(charter.digest.hex)")
                }
            }
            for ended in chain.statedEnds {
                facts.insert("ended \(ended.size) \(ended.origin)")
            }
        }
        for reference in packs.references { facts.insert("pack \(reference.digest.hex)") }
        return facts
    }
}
