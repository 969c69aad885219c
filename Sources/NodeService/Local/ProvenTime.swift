import Casework
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Between which times an entry was written, as the mirrors of its log have cosigned.
///
/// Shown beside an office's own time and never part of what is decided: a mirror that was cut off cosigns late.
struct ProvenTime {
    let transaction: SQLiteTransaction

    /// The interval of an entry; nil where no mirror of another node has cosigned on either side of it.
    func interval(of origin: Origin, at index: EntryIndex) throws -> ProvenInterval? {
        let own = LogName(origin).map { Array("\($0.node)/mirror".utf8) }
        let times = try transaction.cosignatureTimes(of: origin, around: index)
            .filter { $0.cosigner.name.bytes != own }
        return ProvenInterval(cosigned: times.map { (without: $0.without, with: $0.with) })
    }
}
