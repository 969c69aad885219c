internal import Casework
internal import Ledger
public import TransparencyLog

/// The keys that an auditor brings along: what the audit hangs on, and nothing that the audited source says of itself.
public struct Trust: Sendable {
    /// Node keys, by the node's name.
    public private(set) var nodeKeys: [KeyName: [VerifierKey]] = [:]
    /// Log keys, by their origin.
    public private(set) var logKeys: [Origin: [VerifierKey]] = [:]
    /// Mirror keys (0x04), by their own name; those of the policies' witnesses too.
    public private(set) var mirrorKeys: [KeyName: [VerifierKey]] = [:]
    /// The last POSIX second of each mirror key that is retired.
    public private(set) var mirrorKeyEnds: [VerifierKey: UInt64] = [:]
    /// Policies, each of which the checkpoint of every log that it is for must meet.
    public private(set) var policies: [TlogPolicy] = []
    /// Checkpoints that the auditor knows from before; what a log was then it must be still.
    public private(set) var knownCheckpoints: [UnverifiedCheckpoint] = []

    /// Trusts nobody.
    public init() {}

    /// Adds a node's or a log's key (0x01) or a mirror's (0x04); others are of no use here and are refused with false.
    ///
    /// `end` is the last POSIX second of a mirror key that is retired. What a key brought twice ends with is the earlier end.
    public mutating func add(_ key: VerifierKey, until end: UInt64? = nil) -> Bool {
        switch key.algorithm {
        case .ed25519 where NodeName(key.name.bytes) != nil:
            nodeKeys[key.name, default: []].append(key)
        case .ed25519 where LogName(key.name) != nil:
            logKeys[key.name, default: []].append(key)
        case .ed25519Cosignature:
            mirrorKeys[key.name, default: []].append(key)
            if let end { mirrorKeyEnds[key] = min(end, mirrorKeyEnds[key] ?? end) }
        default: return false
        }
        return true
    }

    /// Adds a policy with the keys of its witnesses.
    public mutating func add(_ policy: TlogPolicy) {
        policies.append(policy)
        for witness in policy.witnesses {
            mirrorKeys[witness.key.name, default: []].append(witness.key)
        }
    }

    /// Adds a checkpoint that is known from before.
    ///
    /// It anchors no key. One that the log contradicts and that the log's key has not signed accuses nobody: the file itself may
    /// have been changed.
    public mutating func add(known checkpoint: UnverifiedCheckpoint) {
        knownCheckpoints.append(checkpoint)
    }

    /// Whether no key is trusted.
    public var isEmpty: Bool {
        nodeKeys.isEmpty && logKeys.isEmpty && mirrorKeys.isEmpty && policies.isEmpty
    }
}

extension Trust {
    /// The policies that a log must meet: those that name it, and those that name no log.
    ///
    /// A home log stays at home, where nobody cosigns it: it must meet only those that name it.
    func policies(for origin: Origin) -> [TlogPolicy] {
        let isHome = LogName(origin)?.isHome == true
        return policies.filter { policy in
            policy.logs.isEmpty ? !isHome : policy.logs.contains { $0.key.name == origin }
        }
    }

    /// Those of some nodes whose own keys stand where a policy names a log's.
    func nodesNamedAsLogs(among nodes: Set<String>) -> [KeyName] {
        Set(policies.flatMap(\.logs).map(\.key.name)).filter { nodes.contains("\($0)") }.sorted()
    }

    /// Nodes whose keys were brought, alone, beside keys for logs that are here, and that have no log here.
    func nodesUnusable(for origins: Set<Origin>) -> [KeyName] {
        let nodes = Set(origins.compactMap { LogName($0)?.node.text })
        guard nodeKeys.keys.contains(where: { nodes.contains("\($0)") }) else { return [] }
        let mirrored = Set(mirrorKeys.keys.map { "\($0)" })
        return nodeKeys.keys.filter { name in
            !nodes.contains("\(name)") && !mirrored.contains("\(name)/mirror")
        }
        .sorted()
    }

    /// The log keys that were brought for a log, in groups of which each must name the one that signs.
    func logKeyGroups(for origin: Origin) -> [[VerifierKey]] {
        let named = policies.map { $0.logs.map(\.key).filter { $0.name == origin } }
        return ([logKeys[origin] ?? []] + named).filter { !$0.isEmpty }
    }

    /// What can be of no use for these logs: keys of other logs, and policies for other logs; by their names.
    ///
    /// That a policy names the key of one of `nodes` is told apart.
    func namesUnusable(for origins: Set<Origin>, besides nodes: Set<String>) -> [String] {
        let keys = logKeys.keys.filter { !origins.contains($0) }.sorted().map { "\($0)" }
        let policed = policies.map { $0.logs.map(\.key.name) }
            .filter { names in !names.isEmpty && !names.contains { origins.contains($0) } }
            .map { names in names.filter { !nodes.contains("\($0)") } }
            .filter { !$0.isEmpty }
        let known = Set(knownCheckpoints.map(\.origin)).subtracting(origins).sorted()
        return keys + known.map { "\($0)" }
            + policed.map { names in names.map { "\($0)" }.joined(separator: ", ") }
    }
}
