package import Casework
package import Cryptography
package import TransparencyLog

/// All revisions that are known of one mechanism's charter, and which of them hold.
///
/// The chain hangs on one charter, its anchor, that the operator took by its digest: anybody can found another
/// mechanism of the same id, and its revisions never count here.
///
/// ## Topics
/// - Filling: ``take(_:)``, ``insert(_:)``, ``restore(_:)``, ``succession``
/// - Asking: ``standing(of:)-(Digest)``, ``newestInForce(from:)``, ``ancestors(of:)``, ``rivalries``
/// - Adopting: ``adoptionOrder(from:to:)``, ``isChildInForce(_:of:)``
package struct CharterChain: Sendable {
    /// What became of a charter that was inserted.
    package enum Insertion: Hashable, Sendable {
        /// It is new.
        case added
        /// It was here, and brought new signatures.
        case merged
        /// It was here, and brought nothing.
        case known
    }

    /// The mechanism.
    package let mechanism: MechanismID
    /// The charter that the operator trusts; its ancestors and descendants are the chain.
    package let anchor: Digest
    /// The proven rotations of node keys.
    package var succession: KeySuccession {
        didSet { if succession != oldValue { refreshAll() } }
    }
    private var charters: [Digest: Charter] = [:]
    private var standings: [Digest: CharterStanding] = [:]
    private var children: [Digest: Set<Digest>] = [:]
    // The undisputed line in force from the first revision on, and what it ends: kept, because every entry asks for it.
    private var line: [Digest] = []
    private var linePlaces: [Digest: Int] = [:]
    private var ends = LogEnds()

    /// Begins a chain with the charter that the operator trusts.
    package init(anchor: Charter, succession: KeySuccession = .init()) {
        mechanism = anchor.mechanism
        self.anchor = anchor.digest
        self.succession = succession
        store(anchor)
    }

    /// The charter with this digest; nil where it is not here.
    package subscript(digest: Digest) -> Charter? { charters[digest] }

    /// All charters, by revision and then by digest.
    package var all: [Charter] {
        charters.values.sorted {
            ($0.content.revision, $0.digest) < ($1.content.revision, $1.digest)
        }
    }

    /// Takes a charter that a peer sent: one in force, or more signatures for one that is here.
    ///
    /// Nothing else is kept, because anybody can write charters; signatures are gathered by hand. Lines that no possible
    /// signer has made are dropped. Throws why it is not in force, `charters_rival` for the first revision of another
    /// chain, `charter_chain_full`, and as `insert(_:)` does.
    package mutating func take(_ charter: Charter) throws(PartyError) -> Insertion {
        try requireMechanism(of: charter)
        if let known = charters[charter.digest] { return try merge(charter, into: known) }
        let signed = try charter.merging(charter, by: possibleSigners(of: charter))
        if let fault = standing(of: signed).fault(of: signed) { throw fault }
        try requireRoot(signed)
        try requireRoom(Limits.charterRevisionCountMax, among: charters.count)
        if let predecessor = signed.content.predecessor {
            try requireRoom(
                Limits.rivalCharterCountMax,
                among: children[predecessor, default: []].count { isInForce($0) }
            )
        }
        store(signed)
        return .added
    }

    /// Adds a charter that somebody of this node chose, or the signatures of another copy of one that is here.
    ///
    /// Throws `charter_of_other_mechanism`, `charter_signature_invalid`, `charter_chain_full`, and `charters_rival` for
    /// the first revision of another chain. A charter that is not in force is kept, so that signatures can gather.
    package mutating func insert(_ charter: Charter) throws(PartyError) -> Insertion {
        try requireMechanism(of: charter)
        if let known = charters[charter.digest] { return try merge(charter, into: known) }
        try requireRoot(charter)
        try requireRoom(Limits.charterRevisionCountMax, among: charters.count)
        _ = try charter.signers(among: possibleSigners(of: charter))
        store(charter)
        return .added
    }

    /// Puts back a charter that was kept before; in which order they come makes no difference, and none is refused.
    ///
    /// Nothing happens for one of another mechanism or chain.
    package mutating func restore(_ charter: Charter) {
        guard charter.mechanism == mechanism, charters[charter.digest] == nil,
            root == nil || charter.content.predecessor != nil
        else { return }
        store(charter)
    }

    private mutating func merge(
        _ charter: Charter,
        into known: Charter
    ) throws(PartyError) -> Insertion {
        let merged = try known.merging(charter, by: possibleSigners(of: charter))
        guard validSigners(of: merged) != validSigners(of: known) else { return .known }
        charters[charter.digest] = merged
        refresh(charter.digest)
        return .merged
    }

    private func requireMechanism(of charter: Charter) throws(PartyError) {
        guard charter.mechanism == mechanism else {
            throw PartyError(
                .charterOfOtherMechanism,
                ["found": charter.mechanism.text, "required": mechanism.text]
            )
        }
    }

    private func requireRoot(_ charter: Charter) throws(PartyError) {
        if let root, charter.content.predecessor == nil {
            throw CharterRivalry(root, charter, signers: commonSigners(root, charter)).error
        }
    }

    private func requireRoom(_ limit: Int, among count: Int) throws(PartyError) {
        guard count < limit else { throw PartyError(.charterChainFull, ["limit": "\(limit)"]) }
    }

    private mutating func store(_ charter: Charter) {
        charters[charter.digest] = charter
        if let predecessor = charter.content.predecessor {
            children[predecessor, default: []].insert(charter.digest)
        }
        refresh(charter.digest)
    }

    /// The first revision of the anchor's chain; nil while ancestors are missing.
    private var root: Charter? {
        charters[ancestors(of: anchor).last ?? anchor].flatMap {
            $0.content.predecessor == nil ? $0 : nil
        }
    }
}

// MARK: - In force

extension CharterChain {
    /// Whether a charter that is here is in force; nil where it is not here.
    package func standing(of digest: Digest) -> CharterStanding? { standings[digest] }

    /// Whether a charter in force has this digest.
    package func isInForce(_ digest: Digest) -> Bool { standings[digest] == .inForce }

    /// Whether a charter would be in force, whether or not it is here.
    package func standing(of charter: Charter) -> CharterStanding {
        guard let digest = charter.content.predecessor else {
            return standing(of: charter, after: nil)
        }
        guard let predecessor = charters[digest] else { return .predecessorUnknown }
        let required = predecessor.content.revision &+ 1
        guard charter.content.revision == required, charter.mechanism == predecessor.mechanism
        else { return .skipsPredecessor(found: charter.content.revision, required: required) }
        guard isInForce(digest) else { return .predecessorNotInForce }
        return standing(of: charter, after: predecessor)
    }

    private func standing(of charter: Charter, after predecessor: Charter?) -> CharterStanding {
        let signers = validSigners(of: charter)
        let before = predecessor?.content.memberKeys ?? []
        let now = charter.content.memberKeys
        var shortfall = CharterShortfall()
        let joining = now.filter { key in
            !before.contains { succession.isKey(key, standingFor: $0) }
        }
        shortfall.joining = unsigned(joining, signers)
        if let predecessor {
            let lacking = missingEnds(of: charter, after: predecessor)
            guard lacking.isEmpty else { return .lacksEnds(lacking) }
            let remaining = before.filter { old in
                now.contains { succession.isKey($0, standingFor: old) }
            }
            let missing = unsigned(remaining, signers)
            let signedCount = UInt64(remaining.count - missing.count)
            if signedCount < predecessor.content.threshold ?? .max { shortfall.remaining = missing }
            let majority = before.count / 2 + 1
            let unsignedBefore = unsigned(before, signers)
            shortfall.majority = max(0, majority - (before.count - unsignedBefore.count))
            if shortfall.majority > 0 { shortfall.unsigned = unsignedBefore }
        }
        return shortfall.isEmpty ? .inForce : .lacksSignatures(shortfall)
    }

    /// The logs of members that leave for which the charter has no `ended` line.
    ///
    /// Without it nobody could say what a member that left has written in time.
    private func missingEnds(of charter: Charter, after predecessor: Charter) -> [LogName] {
        let now = Set(charter.content.members.map(\.node))
        let named = Set(charter.content.ended.compactMap { LogName($0.origin) })
        return Set(predecessor.content.members.map(\.node)).subtracting(now).sorted()
            .compactMap { LogName(node: $0, mechanism: mechanism) }
            .filter { !named.contains($0) }
    }

    private func unsigned(
        _ keys: some Collection<VerifierKey>,
        _ signers: Set<VerifierKey>
    ) -> [NodeName] {
        keys.filter { signers.isDisjoint(with: succession.lineage(of: $0)) }
            .compactMap(\.nodeName).sorted()
    }

    /// The keys whose signatures count for a charter: its members' and its predecessor's members', with their successors.
    package func possibleSigners(of charter: Charter) -> Set<VerifierKey> {
        let predecessor = charter.content.predecessor.flatMap { charters[$0] }
        let keys = charter.content.memberKeys.union(predecessor?.content.memberKeys ?? [])
        return keys.reduce(into: []) { $0.formUnion(succession.lineage(of: $1)) }
    }

    /// Those of them that have signed.
    ///
    /// A bad line counts for nothing, and takes nothing from the others.
    private func validSigners(of charter: Charter) -> Set<VerifierKey> {
        possibleSigners(of: charter).filter { key in
            charter.note.signatures.contains { key.isValid($0, over: charter.note.text) }
        }
    }

    /// Judges a charter anew, and then all that depend on it.
    private mutating func refresh(_ digest: Digest) {
        var waiting = [digest]
        var isLineTouched = false
        while let next = waiting.popLast() {
            if let charter = charters[next] {
                standings[next] = standing(of: charter)
                let predecessor = charter.content.predecessor
                isLineTouched =
                    isLineTouched || linePlaces[next] != nil
                    || predecessor.map { linePlaces[$0] != nil && line.last != $0 } == true
            }
            waiting += children[next, default: []]
        }
        if isLineTouched { forgetLine() }
        extendLine()
    }

    private mutating func refreshAll() {
        for charter in all { standings[charter.digest] = standing(of: charter) }
        forgetLine()
        extendLine()
    }

    private mutating func forgetLine() {
        (line, linePlaces, ends) = ([], [:], LogEnds())
    }

    private mutating func extendLine() {
        while let next = line.last.map({ undisputedChild(of: $0) }) ?? root,
            isInForce(next.digest)
        {
            line.append(next.digest)
            linePlaces[next.digest] = line.count - 1
            ends.add(next)
        }
    }

    /// The only charter in force after another one; nil where there is none or several.
    private func undisputedChild(of digest: Digest) -> Charter? {
        let next = children[digest, default: []].filter { isInForce($0) }
        return next.count == 1 ? next.first.flatMap { charters[$0] } : nil
    }
}

// MARK: - Descent

extension CharterChain {
    /// The ancestors that are here, nearest first.
    package func ancestors(of digest: Digest) -> [Digest] {
        var found: [Digest] = []
        var next = charters[digest]?.content.predecessor
        // A digest cannot name itself as an ancestor, so this ends.
        while let digest = next, let charter = charters[digest] {
            found.append(digest)
            next = charter.content.predecessor
        }
        return found
    }

    /// Whether `ancestor` comes before `digest` in the chain.
    package func isAncestor(_ ancestor: Digest, of digest: Digest) -> Bool {
        ancestors(of: digest).contains(ancestor)
    }

    /// The newest charter in force after `adopted`, or of the whole chain where that is nil.
    ///
    /// Where two rivals follow, it is the last one before them: nothing is granted by a disputed revision until a node
    /// has adopted one of the two. Nil while nothing is in force.
    package func newestInForce(from adopted: Digest? = nil) -> Charter? {
        guard let adopted else { return line.last.flatMap { charters[$0] } }
        guard var newest = charters[adopted], isInForce(adopted) else { return nil }
        while let next = undisputedChild(of: newest.digest) { newest = next }
        return newest
    }

    /// Every pair of charters in force that name the same predecessor, with the nodes that have signed both.
    package var rivalries: [CharterRivalry] {
        var found: [CharterRivalry] = []
        for siblings in children.values {
            let rivals = siblings.filter { isInForce($0) }.sorted().compactMap { charters[$0] }
            for (place, first) in rivals.enumerated() {
                for second in rivals[(place + 1)...] {
                    let signers = commonSigners(first, second)
                    found.append(CharterRivalry(first, second, signers: signers))
                }
            }
        }
        return found.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    }

    private func commonSigners(_ first: Charter, _ second: Charter) -> [NodeName] {
        let names = [first, second].map { charter in
            validSigners(of: charter).compactMap(\.nodeName)
        }
        return Set(names[0]).intersection(names[1]).sorted()
    }

    /// Whether `digest` is in force and names `parent` as its predecessor: what an `adopt` entry may name.
    package func isChildInForce(_ digest: Digest, of parent: Digest) -> Bool {
        isInForce(digest) && charters[digest]?.content.predecessor == parent
    }

    /// The revisions that a log which has adopted `adopted` adopts to reach `target`, child after parent.
    ///
    /// Empty where it is there already; nil where `adopted` is no ancestor of it.
    package func adoptionOrder(from adopted: Digest, to target: Digest) -> [Digest]? {
        if adopted == target { return [] }
        let line = ancestors(of: target)
        guard let end = line.firstIndex(of: adopted) else { return nil }
        return line[..<end].reversed() + [target]
    }

    /// The size at which the newest revision in force, or one before it, ended a log; nil for logs of members, and where none did.
    package func endedSize(of origin: Origin) -> UInt64? {
        LogName(origin).flatMap { ends.size(of: $0, origin) }
    }

    /// Where the log of a node that is no member any more has ended, and the first revision without the node; nil for logs of members, and
    /// where none ended it.
    package func end(of origin: Origin) -> (size: UInt64, since: Charter)? {
        guard let log = LogName(origin), let size = ends.size(of: log, origin),
            let since = ends.absence[log.node].flatMap({ charters[$0] })
        else { return nil }
        return (size, since)
    }

    /// The size at which a log would have ended by a revision that need not be here; nil for logs of its members, and where none would
    /// end it.
    package func endedSize(of origin: Origin, by charter: Charter) -> UInt64? {
        guard let log = LogName(origin) else { return nil }
        let before = charter.content.predecessor.map { [$0] + ancestors(of: $0) } ?? []
        var ends = LogEnds()
        for revision in before.reversed().compactMap({ charters[$0] }) { ends.add(revision) }
        ends.add(charter)
        return ends.size(of: log, origin)
    }

    /// Whether an entry stands where its log had ended: at or beyond the size, and not under a later revision that has taken the
    /// node in again.
    ///
    /// `adopted` is the revision that the log had adopted at the index; it is asked for only where a log has ended.
    package func hasEnded(
        _ origin: Origin,
        at index: UInt64,
        under adopted: () -> Digest?
    ) -> Bool {
        guard let log = LogName(origin) else { return false }
        let known = ends.ends(of: log, origin)
        guard !known.isEmpty else {
            // Nobody goes on counting under another name who was no member of any revision.
            return log.generation > 1 && !line.isEmpty && !ends.members.contains(log.node)
        }
        let reached = known.filter { $0.size <= index }
        guard !reached.isEmpty else { return false }
        guard let adopted = adopted() else { return true }
        return reached.contains { !isAtOrBefore($0.since, adopted) }
    }

    /// Whether a revision of the line is another one or before it; asked for every entry of a log that has ended.
    private func isAtOrBefore(_ since: Digest, _ adopted: Digest) -> Bool {
        if let place = linePlaces[since], let later = linePlaces[adopted] { return place <= later }
        return since == adopted || isAncestor(since, of: adopted)
    }

    /// What `hasEnded` depends on, one fact a line (`ProjectionFact`).
    var endFacts: [String] {
        let stated = ends.byOrigin.flatMap { origin, ends in
            ends.map { "ended \($0.size) \($0.since.hex) \(origin)" }
        }
        let left = ends.departures.flatMap { node, departures in
            departures.map { "left \($0.hex) \(node)/\(mechanism)" }
        }
        let edition = stated.isEmpty && left.isEmpty ? [] : ["ends \(LogEnds.edition)"]
        return edition + stated + left + ends.members.map { "member \($0)/\(mechanism)" }
    }
}
