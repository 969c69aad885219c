import Casework
import Ledger
import TransparencyLog

/// The keys under which cards of nodes count in an audit.
struct NodeKeys {
    private let named: [NodeName: Set<VerifierKey>]
    private let proven: [NodeName: [[VerifierKey]]]

    init(
        outcomes: [Origin: LogAudit.Outcome],
        leaving unanchored: Set<Origin>,
        library: CharterLibrary,
        trust: Trust
    ) {
        var proven: [NodeName: [[VerifierKey]]] = [:]
        for (origin, outcome) in outcomes where !unanchored.contains(origin) {
            guard let node = LogName(origin)?.node else { continue }
            proven[node, default: []].append(outcome.history.nodeKeySuccession)
        }
        self.proven = proven
        var named: [NodeName: Set<VerifierKey>] = [:]
        for chain in library.chains.values {
            guard let content = chain.newestInForce()?.content else { continue }
            for key in content.memberKeys.union(content.observers) {
                if let node = NodeName(key.name.bytes) { named[node, default: []].insert(key) }
            }
        }
        for (name, keys) in trust.nodeKeys {
            if let node = NodeName(name.bytes) { named[node] = Set(keys) }
        }
        self.named = named
    }

    /// Whether a key is a node's own: one that is named, or that a log proves to have come after it; where none is named, any that a
    /// log proves.
    func has(_ key: VerifierKey, of node: NodeName) -> Bool {
        let successions = proven[node] ?? []
        guard let named = named[node] else { return successions.contains { $0.contains(key) } }
        return named.contains(key)
            || successions.contains { $0.drop { !named.contains($0) }.contains(key) }
    }
}
