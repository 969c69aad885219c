import Casework
import Cryptography
package import Ledger
import TransparencyLog

/// Charters that logs of a mechanism name and that are not here.
///
/// Which packs and calendars count, and who is a member, the newest charter in force says: where one is missing, what is here says it of
/// an older time.
package struct LackingCharters: Sendable {
    /// One charter.
    struct Lacking: Hashable, Sendable {
        let mechanism: MechanismID
        let digest: Digest
        /// The logs that were opened under it or adopt it, sorted.
        let logs: [Origin]
        /// How many entries cannot be judged without it.
        let waitingCount: Int
        /// Whether the home once had it: its node has adopted it, or judged by it.
        let wasHere: Bool
        /// Whether a revision that is here follows it.
        let isFollowed: Bool
        /// Which revision it is, by those that are here beside it; nil where none of them says so.
        var revision: UInt64?

        /// Whether it is sure enough that it exists: one member alone can name a digest of nothing.
        var isCertain: Bool {
            wasHere || isFollowed || Set(logs.compactMap { LogName($0)?.node }).count > 1
        }
    }

    /// All of them, by mechanism and digest.
    private(set) var all: [Lacking] = []

    /// Nothing is missing.
    init() {}

    /// Takes those that were found, in any order.
    init(_ found: [Lacking]) {
        all = found.sorted { ($0.mechanism, $0.digest) < ($1.mechanism, $1.digest) }
    }

    /// The charters of the mechanism of a scope without which nothing can be said of its records; none at home.
    package func names(in scope: RecordScope) -> [String] {
        guard let mechanism = scope.mechanism else { return [] }
        return all.filter { $0.mechanism == mechanism && $0.isCertain }.map(\.digest.hex)
    }

    /// The mechanisms of which nothing can be said.
    var mechanisms: Set<MechanismID> { Set(all.filter(\.isCertain).map(\.mechanism)) }

    /// Those that the home once had.
    var gone: Set<Digest> { Set(all.filter(\.wasHere).map(\.digest)) }

    /// What is to be said of each: one finding, however many entries wait for it.
    var findings: [AuditFinding] {
        all.map { lacking in
            AuditFinding(
                lacking.wasHere ? .charterGone : .charterAwaited,
                [
                    "count": "\(lacking.waitingCount)", "digest": lacking.digest.hex,
                    "logs": lacking.logs.map { "\($0)" }.joined(separator: ", "),
                    "mechanism": lacking.mechanism.text,
                    "revision": lacking.revision.map { "\($0)" } ?? "?",
                ],
                place: "charters"
            )
        }
    }
}

extension AuditRun {
    /// Looks for the charters that logs name and that are not here, and says so once of each.
    mutating func noteLackingCharters() {
        lacking = LackingCharters(lackingCharters())
        findings += lacking.findings
        // Those that no log names, and that only revisions here follow.
        let told = Set(lacking.all.map(\.digest))
        findings += charterGaps.subtracting(told).sorted().map {
            AuditFinding(.charterMissing, ["digest": $0.hex], place: "charters")
        }
    }

    private func lackingCharters() -> [LackingCharters.Lacking] {
        /// A charter as logs of one mechanism name it.
        struct Name: Hashable {
            let mechanism: MechanismID
            let digest: Digest
        }
        var logs: [Name: Set<Origin>] = [:]
        for (origin, outcome) in outcomes {
            guard let log = LogName(origin), !log.isHome else { continue }
            for digest in outcome.history.namedCharters where charters[digest] == nil {
                logs[Name(mechanism: log.mechanism, digest: digest), default: []].insert(origin)
            }
        }
        let facts = claimedFacts()
        // A revision that leaves the home's node out is named by none of its logs.
        for fact in facts {
            guard let (log, since) = Self.end(by: fact), ownNodes.contains(log.node),
                charters[since] == nil
            else { continue }
            let name = Name(mechanism: log.mechanism, digest: since)
            let ended = outcomes.keys.filter { origin in
                LogName(origin).map {
                    $0.node == log.node && $0.mechanism == log.mechanism
                } == true
            }
            if !ended.isEmpty { logs[name, default: []].formUnion(ended) }
        }
        guard !logs.isEmpty else { return [] }
        let known = Set(
            facts.compactMap { fact -> Digest? in
                guard case .document(let kind, let digest) = fact, kind != "pack" else {
                    return nil
                }
                return digest
            }
        )
        let followed = Set(charters.values.compactMap(\.content.predecessor))
        return logs.map { name, origins in
            LackingCharters.Lacking(
                mechanism: name.mechanism,
                digest: name.digest,
                logs: origins.sorted(),
                waitingCount: waitingCounts[name.digest, default: 0],
                wasHere: known.contains(name.digest)
                    || claims != nil
                        && origins.contains { origin in
                            LogName(origin).map { ownNodes.contains($0.node) } == true
                        },
                isFollowed: followed.contains(name.digest),
                revision: revision(of: name.digest)
            )
        }
    }

    /// The number of a revision that is not here: one less than that of one here that follows it, or, since logs adopt child after parent, as
    /// much more than that of one here as stands before it in a log.
    private func revision(of digest: Digest) -> UInt64? {
        let next = charters.values.first { $0.content.predecessor == digest }
        if let next { return UInt64(max(1, next.content.revision) - 1) }
        for outcome in outcomes.values {
            let named = outcome.history.namedCharters
            guard let place = named.firstIndex(of: digest) else { continue }
            for (distance, former) in named[..<place].reversed().enumerated() {
                if let charter = charters[former] {
                    return UInt64(charter.content.revision) + UInt64(distance) + 1
                }
            }
        }
        return nil
    }

    /// The log that a fact says has ended, and the revision that ended it.
    private static func end(by fact: ProjectionFact) -> (log: LogName, since: Digest)? {
        switch fact {
        case .ended(let origin, _, let since): LogName(origin).map { ($0, since) }
        case .left(let log, let since): (log, since)
        default: nil
        }
    }

    /// What the home says that it has judged by, or had judged by before a charter went.
    private func claimedFacts() -> [ProjectionFact] {
        // What cannot be read is a finding of its own, and says nothing here.
        let rows = [try? claims?.projectedFacts(), try? claims?.goneFacts()]
        return rows.compactMap(\.self).flatMap { bytes in
            bytes.split(separator: UInt8(ascii: "\n")).compactMap {
                ProjectionFact(String(decoding: $0, as: UTF8.self))
            }
        }
    }
}
