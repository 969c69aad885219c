import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

extension NodeLocalService {
    /// An entry that may have sent a matter.
    struct PossibleOpening: Hashable {
        let digest: Digest
        /// How long the home log was when it was made.
        let size: UInt64

        /// Those that are read in full, by digest, and the others: what was sent soon after the matter was signed last, when the home log
        /// had some size, is more likely than what was sent long before or after.
        static func nearest(
            to end: UInt64,
            among openings: [PossibleOpening],
            limit: Int
        ) -> (near: [PossibleOpening], rest: [PossibleOpening]) {
            guard openings.count > limit else { return (openings, []) }
            func distance(_ opening: PossibleOpening) -> UInt64 {
                opening.size > end ? opening.size - end : end - opening.size
            }
            let sorted = openings.sorted { a, b in
                let (first, second) = (distance(a), distance(b))
                return first == second ? a.digest.hex < b.digest.hex : first < second
            }
            return (
                sorted.prefix(limit).sorted { $0.digest.hex < $1.digest.hex },
                Array(sorted.dropFirst(limit))
            )
        }
    }

    /// The entries that may have sent a matter, by digest; throws `home_link_not_lost` where there are none, and `home_link_taken`.
    static func possible(
        _ matter: RecordKey,
        _ view: NodeView,
        in transaction: SQLiteTransaction
    ) throws -> [PossibleOpening] {
        let outcome = try LinkRestoration(
            view: view,
            transaction: transaction,
            restating: matter
        )
        .outcome()
        let openings = outcome.candidates.filter { $0.value.contains(matter) }.keys
        guard !openings.isEmpty else {
            throw try notLost(matter, view, in: transaction)
        }
        return openings.sorted { $0.hex < $1.hex }
            .map { PossibleOpening(digest: $0, size: outcome.sizes[$0] ?? 0) }
    }

    /// Why nothing is to be stated of a matter: another statement has what may have sent it, or there is no doubt.
    ///
    /// The logs are looked through once for all statements; of each only what comes of it is decided anew, where its entry may be meant
    /// by its header at all.
    private static func notLost(
        _ matter: RecordKey,
        _ view: NodeView,
        in transaction: SQLiteTransaction
    ) throws -> NodeError {
        let all = try LinkRestoration(withoutStatementsIn: transaction, view)
        let openings = try all.openings()
        let possible = openings.isEmpty ? [:] : try all.candidates(for: openings)
        for statement in all.statements {
            guard let other = statement.matter, other != matter, let opening = statement.opening,
                possible[opening]?.contains(matter) == true
            else { continue }
            // The links of all other statements hold.
            let one = all.restating(other)
            let held = all.restated.filter { $0.value != other }
            let matters = Set(held.values)
            let without = try one.outcome(
                of: openings.filter { held[$0.digest] == nil },
                among: possible.filter { held[$0.key] == nil }
                    .mapValues { $0.subtracting(matters) }
                    .filter { !$0.value.isEmpty }
            )
            let isMeant =
                without.candidates[opening]?.contains(matter) == true
                || without.links.contains { $0.opening == opening && $0.home == matter }
            guard isMeant else { continue }
            return NodeError(
                .homeLinkTaken,
                [
                    "at": NodeTime.shown(at: statement.at) ?? "\(statement.at)",
                    "opening": opening.hex, "other": statement.record,
                    "record": matter.record.hex, "user": "\(statement.user)",
                ]
            )
        }
        return NodeError(.homeLinkNotLost, ["record": matter.record.hex])
    }
}
