import Casework
import Cryptography
import Ledger
import TransparencyLog

/// Which charter each mechanism hangs on, by all logs that were opened under one.
///
/// Anybody can found another mechanism of the same id and write logs in it. What counts first is in whose logs, whose first
/// entry verifies, a charter stands: those of nodes whose keys the auditor brought, then the home's own, then those of the
/// charter's members. Names of logs count for nothing.
struct CharterAnchors {
    /// A log's first entry, as far as it speaks for a charter.
    struct Voice {
        let origin: Origin
        /// The charter under which it was opened.
        let charter: Digest
        /// Whether a key that the auditor brought has signed it.
        let isTrusted: Bool
        /// Whether it is the home's own node's, and a key of the node has signed it.
        let isOwn: Bool
        /// Whether the key that its node has in the charter has signed it.
        let isMember: Bool
    }

    /// How much speaks for a charter: nodes, of each kind.
    private struct Weight: Comparable {
        var trusted: Set<NodeName> = []
        var own: Set<NodeName> = []
        var members: Set<NodeName> = []

        mutating func add(_ voice: Voice) {
            guard let node = LogName(voice.origin)?.node else { return }
            if voice.isTrusted { trusted.insert(node) }
            if voice.isOwn { own.insert(node) }
            if voice.isMember { members.insert(node) }
        }

        private var counts: [Int] { [trusted.count, own.count, members.count] }
        static func < (a: Weight, b: Weight) -> Bool {
            a.counts.lexicographicallyPrecedes(b.counts)
        }
        static func == (a: Weight, b: Weight) -> Bool { a.counts == b.counts }
    }

    private let charters: [Digest: Charter]
    /// The charters on which the mechanisms hang.
    private(set) var anchors: [Charter] = []
    /// Mechanisms that hang on a charter of which nothing shows from which first revision it descends: nothing of them counts yet.
    private(set) var undecided: Set<MechanismID> = []
    /// Charters that are not here, although logs were opened under revisions that follow them.
    private(set) var missing: Set<Digest> = []
    /// Mechanisms with logs under charters of which none descends from another.
    private(set) var findings: [AuditFinding] = []

    /// Decides among `charters` by all `voices`.
    init(_ charters: [Digest: Charter], voices: [Voice]) {
        self.charters = charters
        let named = Dictionary(grouping: voices) { charters[$0.charter]?.mechanism }
        for (mechanism, voices) in named.sorted(by: { ($0.key?.text ?? "") < ($1.key?.text ?? "") })
        {
            // A log speaks for a charter of its own mechanism alone.
            let voices = voices.filter { LogName($0.origin)?.mechanism == mechanism }
            guard let mechanism, !voices.isEmpty else { continue }
            decide(mechanism, voices)
        }
    }

    private mutating func decide(_ mechanism: MechanismID, _ voices: [Voice]) {
        var chains: [Digest: Weight] = [:]
        var single: [Digest: Weight] = [:]
        for voice in voices {
            chains[root(of: voice.charter), default: Weight()].add(voice)
            single[voice.charter, default: Weight()].add(voice)
        }
        // Behind one that is missing may be the same first revision: that makes no rivals.
        let gaps = chains.keys.filter { charters[$0] == nil }
        missing.formUnion(gaps)
        let best = chains.max { ($0.value, $1.key) < ($1.value, $0.key) }
        if let best, gaps.contains(best.key) {
            undecided.insert(mechanism)
            return
        }
        let candidates = single.compactMap { digest, weight in
            charters[digest].map { (charter: $0, weight: weight) }
        }
        .filter { root(of: $0.charter.digest) == best?.key }
        // Of one chain the earliest that as many speak for: what follows it has to be signed.
        let anchor = candidates.max { a, b in
            if a.weight != b.weight { return a.weight < b.weight }
            return (b.charter.content.revision, b.charter.digest)
                < (a.charter.content.revision, a.charter.digest)
        }
        guard let anchor else { return }
        anchors.append(anchor.charter)
        let others = chains.keys.filter { $0 != best?.key && !gaps.contains($0) }.sorted()
        guard !others.isEmpty else { return }
        findings.append(
            AuditFinding(
                .chartersRival,
                [
                    "mechanism": mechanism.text,
                    "others": others.map(\.hex).joined(separator: ", "),
                    "used": anchor.charter.digest.hex,
                ],
                place: "charters"
            )
        )
    }

    /// The first revision before a charter, or itself; the digest of one that is not here, where that ends the search.
    private func root(of digest: Digest) -> Digest {
        var oldest = digest
        // A digest cannot name itself as an ancestor, so this ends.
        while let earlier = charters[oldest]?.content.predecessor { oldest = earlier }
        return oldest
    }

    /// The charters that can be judged, those of the chains on which the mechanisms hang first: no rival gets ahead of them.
    var judged: [Charter] {
        let chains = Set(anchors.map { root(of: $0.digest) })
        let known = charters.values.filter {
            !undecided.contains($0.mechanism) && !missing.contains(root(of: $0.digest))
        }
        let sorted = known.sorted {
            ($0.content.revision, $0.digest) < ($1.content.revision, $1.digest)
        }
        return sorted.filter { chains.contains(root(of: $0.digest)) }
            + sorted.filter { !chains.contains(root(of: $0.digest)) }
    }
}

extension AuditRun {
    /// What the first entry of each log says of the charter under which it was opened, where a key of its node has signed it.
    func charterVoices(
        of origins: [Origin],
        _ charters: [Digest: Charter]
    ) -> [CharterAnchors.Voice] {
        origins.compactMap { origin in
            // What is wrong with the entry is found when its log is audited.
            guard let name = LogName(origin), let node = try? KeyName(name.node.text),
                let first = (try? source.entries(of: origin, from: 0, count: 1))?.first,
                let digest = (try? UnverifiedEntry(parsing: first))?.header.charter,
                let charter = charters[digest]
            else { return nil }
            let members = charter.content.members.filter { $0.node == name.node }.map(\.key)
            func isSigned(by keys: [VerifierKey]) -> Bool {
                signer(ofFirstEntryOf: origin, among: keys) != nil
            }
            let voice = CharterAnchors.Voice(
                origin: origin,
                charter: digest,
                isTrusted: isSigned(by: trust.nodeKeys[node] ?? []),
                isOwn: ownNodes.contains(name.node)
                    && isSigned(by: (offeredNodeKeys[node] ?? []) + members),
                isMember: isSigned(by: members)
            )
            return voice.isTrusted || voice.isOwn || voice.isMember ? voice : nil
        }
    }
}
