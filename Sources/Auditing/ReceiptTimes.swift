import Casework
import TransparencyLog

/// When other nodes' mirrors cosigned which sizes of one log, by receipts under keys that the auditor brought.
struct ReceiptTimes: Sendable {
    private struct Receipt: Sendable {
        let size: UInt64
        let time: Int64
    }

    private var receipts: [KeyName: [Receipt]] = [:]

    /// No receipt yet.
    init() {}

    /// Takes the times of verified receipts, in any order.
    init(_ times: some Sequence<(cosigner: KeyName, size: TreeSize, time: UInt64)>) {
        for (cosigner, size, time) in times {
            receipts[cosigner, default: []].append(
                Receipt(size: size.rawValue, time: Int64(clamping: time))
            )
        }
        // Of one size the earlier time comes first, in whatever order they came.
        for cosigner in receipts.keys {
            receipts[cosigner]?.sort { ($0.size, $0.time) < ($1.size, $1.time) }
        }
    }

    /// Between which times the entry at an index was written; nil where no receipt is on either side of it.
    func interval(at index: EntryIndex) -> ProvenInterval? {
        ProvenInterval(
            cosigned: receipts.values.map { receipts in
                let place = Self.firstPlace(in: receipts) { $0.size > index.rawValue }
                return (
                    without: place > 0 ? receipts[place - 1].time : nil,
                    with: place < receipts.count ? receipts[place].time : nil
                )
            }
        )
    }

    /// When a mirror first cosigned the log with the entry at an index; nil where none of its receipts is here.
    func first(with index: EntryIndex, by mirror: String) -> Timestamp? {
        let times = receipts.filter { "\($0.key)" == mirror }.values.flatMap { receipts in
            receipts.filter { $0.size > index.rawValue }.map(\.time)
        }
        return times.min().flatMap {
            Timestamp(instant: $0, offsetMinutes: LocalDate.chinaOffsetMinutes)
        }
    }

    /// The place of the first receipt for which something holds that holds for all behind it.
    private static func firstPlace(
        in receipts: [Receipt],
        where holds: (Receipt) -> Bool
    ) -> Int {
        var (low, high) = (0, receipts.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(receipts[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
