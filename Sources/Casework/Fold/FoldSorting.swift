internal import Cryptography

/// The entries of one record in a fixed order, each once, with those set apart that are never folded.
struct FoldSorting {
    /// The record's entries by origin and index.
    let events: [CaseEvent]
    /// Positions of the entries that are folded.
    private(set) var foldable: [Int] = []
    /// Positions and verdicts of the others.
    private(set) var unfolded: [(position: Int, verdict: StepVerdict)] = []
    /// The position at which each digest stands first; invalid entries included.
    private(set) var position: [Digest: Int] = [:]
    /// Whether the entry that names the record is here but is a later step of another record.
    let isRecordLaterStep: Bool

    init(record: Digest, entries: [CaseEvent]) {
        isRecordLaterStep = entries.contains { $0.digest == record && $0.record != nil }
        let own = entries.indices.filter { index in
            entries[index].record == record
                || (entries[index].digest == record && entries[index].record == nil)
        }
        // Positions are sorted and not the entries, which are large.
        let sorted = own.sorted { Self.comesBefore(entries[$0], entries[$1]) }
        var events: [CaseEvent] = []
        events.reserveCapacity(sorted.count)
        for index in sorted {
            if let last = events.last, !Self.comesBefore(last, entries[index]) { continue }
            events.append(entries[index])
        }
        self.events = events
        for (index, event) in events.enumerated() { place(event, at: index) }
    }

    private static func comesBefore(_ a: CaseEvent, _ b: CaseEvent) -> Bool {
        if a.origin != b.origin { return a.origin < b.origin }
        return (a.index, a.digest) < (b.index, b.digest)
    }

    private mutating func place(_ event: CaseEvent, at index: Int) {
        if let first = position[event.digest] {
            let reason = IrregularReason(.duplicate, ["index": "\(events[first].index)"])
            unfolded.append((index, .irregular([reason])))
            return
        }
        position[event.digest] = index
        switch event.standing {
        case .valid, .revokedAfterwards:
            foldable.append(index)
        case .invalid:
            unfolded.append((index, .invalid))
        case .beyondEnd:
            let reason = IrregularReason(.logEnded, ["origin": event.origin])
            unfolded.append((index, .irregular([reason])))
        }
    }
}

/// What each entry of a record builds on: other entries of the record, entries that are missing, and faults in either.
struct FoldLinks {
    /// Positions of the entries of the record that each one names.
    private(set) var predecessors: [[Int]]
    /// Digests that each entry names and that are not here.
    private(set) var missing: [[Digest]]
    /// Why an entry is irregular whatever its rules say.
    var reasons: [[IrregularReason]]

    init(sorting: FoldSorting, record: Digest, known: (Digest) -> EntryKnowledge) {
        let count = sorting.events.count
        predecessors = Array(repeating: [], count: count)
        missing = Array(repeating: [], count: count)
        reasons = Array(repeating: [], count: count)
        for position in sorting.foldable {
            let event = sorting.events[position]
            if event.record != nil {
                linkRecord(record, from: position, sorting: sorting, known: known)
            }
            for parent in event.parents {
                linkParent(parent, from: position, sorting: sorting, known: known)
            }
        }
    }

    private mutating func linkRecord(
        _ record: Digest,
        from position: Int,
        sorting: FoldSorting,
        known: (Digest) -> EntryKnowledge
    ) {
        // Made only where they are told: nearly all entries have neither.
        var notFirst: IrregularReason { IrregularReason(.recordNotFirst, ["record": record.hex]) }
        var invalid: IrregularReason { IrregularReason(.parentInvalid, ["parent": record.hex]) }
        if sorting.isRecordLaterStep {
            reasons[position].append(notFirst)
        } else if let first = sorting.position[record] {
            switch sorting.events[first].standing {
            case .valid, .revokedAfterwards: predecessors[position].append(first)
            case .invalid: reasons[position].append(invalid)
            case .beyondEnd: break
            }
        } else {
            switch known(record) {
            case .missing: missing[position].append(record)
            case .valid: reasons[position].append(notFirst)
            case .invalid: reasons[position].append(invalid)
            }
        }
    }

    private mutating func linkParent(
        _ parent: Digest,
        from position: Int,
        sorting: FoldSorting,
        known: (Digest) -> EntryKnowledge
    ) {
        var invalid: IrregularReason { IrregularReason(.parentInvalid, ["parent": parent.hex]) }
        if let place = sorting.position[parent] {
            switch sorting.events[place].standing {
            case .valid, .revokedAfterwards:
                if !predecessors[position].contains(place) { predecessors[position].append(place) }
            case .invalid:
                if !reasons[position].contains(invalid) { reasons[position].append(invalid) }
            case .beyondEnd:
                break
            }
            return
        }
        switch known(parent) {
        case .missing:
            if !missing[position].contains(parent) { missing[position].append(parent) }
        case .valid:
            break
        case .invalid:
            if !reasons[position].contains(invalid) { reasons[position].append(invalid) }
        }
    }
}
