package import Casework
package import Cryptography
package import TransparencyLog

extension CharterLibrary {
    /// The name under which a store keeps the facts that its projections were made with, one a line, sorted.
    package static var projectedFactsName: String { "projected-parties" }

    /// The name under which a store keeps those lines that held once and whose charter has gone since.
    package static var goneFactsName: String { "gone-parties" }

    /// The name under which a store keeps the facts under which it was last looked whole which objects are granted to the node.
    package static var scannedFactsName: String { "scanned-parties" }

    /// What verdicts depend on besides entries, one fact a line: the charters and packs that are here, what they end, and the edition of
    /// the fold.
    package func projectionFacts(with packs: PackSet) -> Set<String> {
        grantFacts.union(packs.references.map { "pack \($0.digest.hex)" })
            .union(["fold \(RecordFold.edition)"])
    }

    /// What it depends on which objects are granted, one fact a line: the charters that are here, and what they end.
    package var grantFacts: Set<String> {
        var facts: Set<String> = []
        for (_, chain) in chains {
            for charter in chain.all {
                facts.insert("charter \(charter.digest.hex)")
                if chain.isInForce(charter.digest) {
                    facts.insert("in-force \(charter.digest.hex)")
                }
            }
            facts.formUnion(chain.endFacts)
        }
        return facts
    }
}

/// What a projection was made with besides entries: one line of `CharterLibrary.projectionFacts`.
///
/// Where it comes or goes, `Projector.refresh(_:logs:in:)` judges again what depends on it.
package enum ProjectionFact: Hashable, Sendable {
    /// `charter <digest>`, `in-force <digest>`, `pack <digest>`: it is here, or in force.
    case document(kind: String, Digest)
    /// `ended <size> <since> <origin>`: a line states where a log ended with the revision `since`.
    case ended(Origin, size: UInt64, since: Digest)
    /// `left <since> <node>/<mechanism>`: the node left with the revision `since`, which ends its successor logs.
    case left(LogName, since: Digest)
    /// `member <node>/<mechanism>`: the node is a member, so that its successor logs have not ended.
    case member(LogName)

    /// `ends <edition>`: where successor logs end was computed by this edition of the rule.
    case ends(edition: UInt64)

    /// `fold <edition>`: records were folded by this edition of the fold.
    case fold(edition: UInt64)

    /// Reads a line; nil for any other.
    package init?(_ line: some StringProtocol) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        switch (words.first, words.count) {
        case ("charter", 2), ("in-force", 2), ("pack", 2):
            guard let digest = Digest(hex: words[1]) else { return nil }
            self = .document(kind: String(words[0]), digest)
        case ("ended", 4):
            guard let size = Decimal.decode(words[1].utf8), let since = Digest(hex: words[2]),
                let log = Self.log(words[3]), let origin = try? Origin(log.text)
            else { return nil }
            self = .ended(origin, size: size, since: since)
        case ("left", 3):
            guard let since = Digest(hex: words[1]), let log = Self.log(words[2]) else {
                return nil
            }
            self = .left(log, since: since)
        case ("ends", 2):
            guard let edition = Decimal.decode(words[1].utf8) else { return nil }
            self = .ends(edition: edition)
        case ("fold", 2):
            guard let edition = Decimal.decode(words[1].utf8) else { return nil }
            self = .fold(edition: edition)
        case ("member", 2):
            guard let log = Self.log(words[1]) else { return nil }
            self = .member(log)
        default: return nil
        }
    }

    private static func log(_ text: some StringProtocol) -> LogName? {
        // What no log can be named is no fact.
        (try? Origin(String(text))).flatMap { LogName($0) }
    }
}

extension Projector {
    /// Judges again whatever depends on a fact that came or went; `logs` are those that are here.
    package func refresh(
        _ fact: ProjectionFact,
        logs: some Sequence<Origin>,
        in store: some ProjectionStore
    ) throws -> ProjectionReport {
        var run = ProjectionRun(context: context, store: store)
        switch fact {
        case .document(_, let digest): run.notify(digest)
        case .ended(let origin, let size, _):
            // A size that is stated for a successor log stands for one of 0; and no log has an entry where there is no index.
            let isSuccessor = LogName(origin).map { $0.generation > 1 } == true
            if let index = EntryIndex(isSuccessor ? 0 : size), logs.contains(origin) {
                try run.touchRecords(of: origin, from: index)
            }
        // Every record depends on it: `refold(_:in:)` takes them page by page.
        case .fold: break
        case .ends:
            for origin in logs where LogName(origin).map({ $0.generation > 1 }) == true {
                try run.touchRecords(of: origin, from: 0)
            }
        case .left(let name, _), .member(let name):
            // No line needs to name a successor log, so a departure ends each of them at 0.
            for origin in logs {
                guard let log = LogName(origin), log.generation > 1, log.node == name.node,
                    log.mechanism == name.mechanism
                else { continue }
                try run.touchRecords(of: origin, from: 0)
            }
        }
        return try run.finish()
    }

    /// Folds some records again.
    package func refold(
        _ keys: some Sequence<RecordKey>,
        in store: some ProjectionStore
    ) throws -> ProjectionReport {
        var run = ProjectionRun(context: context, store: store)
        for key in keys { run.touch(key) }
        return try run.finish()
    }
}
