import Casework
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Notes which objects the entries of a mirrored log grant this node, inside the transaction that moves its head.
struct ObjectWants {
    let view: NodeView
    let clock: ClockState
    let origin: Origin
    let transaction: SQLiteTransaction

    /// Looks through entries that follow each other from an index on.
    func note(_ entries: [CheckedEntry], from start: TreeSize) throws {
        // Made here, after these entries were appended: a gate reads each history once.
        let gate = gate
        for (place, entry) in entries.enumerated() {
            guard case .readable(let content, _) = entry, !content.header.objects.isEmpty else {
                continue
            }
            try note(content, at: start.nextIndex.adding(place), gate)
        }
    }

    /// Looks through stored entries again, because a charter may now grant what it did not; returns where to go on.
    func scan(from start: TreeSize, to end: TreeSize) throws -> TreeSize {
        let stop = min(start.adding(Limits.scannedEntryCountMax), end)
        let count = Int(stop.rawValue - start.rawValue)
        let gate = gate
        let stored = try transaction.entries(of: origin, from: start.nextIndex, count: count)
        for (place, bytes) in stored.enumerated() {
            // Bytes that are no entry grant nothing.
            guard let entry = try? UnverifiedEntry(parsing: bytes) else { continue }
            try note(entry, at: start.nextIndex.adding(place), gate)
        }
        return stop
    }

    private var gate: ObjectGate {
        ObjectGate(view: view, clock: clock, transaction: transaction)
    }

    private func note(
        _ entry: UnverifiedEntry,
        at index: EntryIndex,
        _ gate: ObjectGate
    ) throws {
        // A copy of another log's entry grants nothing here.
        guard entry.origin == origin else { return }
        for object in entry.header.objects {
            let key = HoldingKey(origin: origin, index: index, object: object.sha256)
            guard
                try gate.access(to: object.sha256, in: entry, at: index, for: view.own)?
                    .isAllowed == true,
                try gate.holding(key) == nil
            else { continue }
            _ = try transaction.putHolding(Holding(wanted: key))
        }
    }
}
