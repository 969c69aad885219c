package import Casework
package import Cryptography

/// Where an open record stands in the inbox of some offices: what they must do first, then what they may press others for.
package struct InboxPlace: Comparable, Sendable {
    /// Why a record is in an inbox.
    package enum Part: UInt8, Sendable {
        /// The offices are expected to act, or were called on, or a period that binds them runs while they may act, or is over.
        case ours
        /// Others are expected to: of a matter that the offices opened or were addressed, or in which a clock that binds the offices runs, or
        /// with which others are behind while the offices may act upon it.
        case others
    }

    /// Which ends of a record concern some offices.
    package struct Concern: Hashable, Sendable {
        /// Whether they are expected to act: the record is theirs then, and of its ends those that bind them.
        package let waits: Bool
        /// Whether they may take some step.
        package let acts: Bool
        /// Whether the matter is one of theirs, in which others are expected to act.
        package let awaits: Bool
        /// Whether they are behind with an end that binds them, while somebody else is expected to act.
        package let isBehind: Bool
        /// Whether a period that binds them asks them to act, while somebody else is expected to act as well.
        package let isBound: Bool
        /// Whether they were called on, because somebody else is behind.
        package let isCalled: Bool

        /// Finds it among the ends that are open still.
        package init(
            waits: Bool,
            acts: Bool,
            awaits: Bool,
            isCalled: Bool = false,
            ends: some Sequence<(isOwn: Bool, time: DutyTime)>,
            now: Int64
        ) {
            self.waits = waits
            self.acts = acts
            self.awaits = awaits
            self.isCalled = isCalled
            let own = waits ? [] : ends.filter(\.isOwn).map(\.time)
            isBehind = own.contains { $0.isOverdue(at: now) }
            // A right is no duty, and nobody need act while a pause goes on.
            isBound = isBehind || acts && own.contains { $0.kind == .limit && !$0.isPaused }
        }

        /// Whether an end counts: those that bind the offices do.
        ///
        /// Of a record in which others are expected to act also those of a matter that is the offices' own and asks nothing of them, and
        /// those that others are behind with and that the offices may act upon, where these are not behind themselves; whoever was called on
        /// looks at all.
        package func counts(isOwn: Bool, isOverdue: Bool) -> Bool {
            isOwn
                || !waits && !isBehind
                    && (isCalled || awaits && !isBound || acts && isOverdue)
        }
    }

    /// What a record is ordered by within its part.
    package enum Rank: UInt8, Sendable {
        /// The end that comes first, overdue ones before all others.
        case due
        /// The end without the pause that goes on.
        case paused
        /// When the record began.
        case opened
    }

    /// Which lines of a duty's fillings are the offices'.
    package struct Share: Hashable, Sendable {
        /// Whether they are expected to act.
        package let waits: Bool
        /// Whether they may take some step.
        package let acts: Bool
        /// Whether the matter is one of theirs, in which others are expected to act.
        package let awaits: Bool
        /// Whether they were called on, and may answer.
        package let isCalled: Bool
        /// Whether an end binds them, by its place among the lines.
        package let lines: [Bool]

        /// Resolves the lines: `isOurs` says of one whether the offices fill it, `isCalled` whether they are among those who were called on
        /// and none of those who cannot answer.
        package init(
            fillings: String,
            isOurs: (RoleFilling) -> Bool,
            isCalled: (_ called: RoleFilling, _ barred: RoleFilling) -> Bool = { _, _ in false }
        ) {
            let read = fillings.split(separator: "\n", omittingEmptySubsequences: false)
                .map { RoleFilling(text: $0) }
            lines = read.map { $0.map(isOurs) ?? false }
            let (called, barred) = read.count > 4 ? (read[3], read[4]) : (nil, nil)
            self.isCalled =
                called.map { $0 != .nobody && isCalled($0, barred ?? .nobody) } ?? false
            waits = lines.first ?? false
            acts = lines.dropFirst().first ?? false
            awaits = !waits && !fillings.hasPrefix("\n") && lines.dropFirst(2).first ?? false
        }

        /// Whether nothing of the record concerns the offices.
        package var isEmpty: Bool { !lines.contains(true) }
    }

    /// Why the record is here.
    package let part: Part
    /// What `value` is.
    package let rank: Rank
    /// A POSIX second.
    package let value: Int64
    /// The record.
    package let record: Digest
    /// Its scope.
    package let scope: String
    /// Whether somebody is behind.
    package let isOverdue: Bool

    /// Finds the place at a POSIX second; nil where the record is in no inbox of the offices.
    ///
    /// Some ends may be withheld: they are nobody's delay, and keep the record in its order by what can be counted here.
    package init?(
        of duty: RecordDuty.Stored,
        record: Digest,
        scope: String,
        share: Share,
        now: Int64,
        withholding isWithheld: (DutyTime) -> Bool = { _ in false }
    ) {
        var times = duty.ends.compactMap { end -> RecordDuty.StoredEnd? in
            var end = end
            end.time.isWithheld = isWithheld(end.time)
            return end.time.isOpen(at: now) ? end : nil
        }
        var isBound = false
        func isOwn(_ end: RecordDuty.StoredEnd) -> Bool {
            end.bound < share.lines.count && share.lines[end.bound]
        }
        // Of very many records most wait for the offices.
        if share.waits {
            times = times.filter(isOwn)
        } else {
            let concern = Concern(
                waits: false,
                acts: share.acts,
                awaits: share.awaits,
                isCalled: share.isCalled,
                ends: times.lazy.map { (isOwn($0), $0.time) },
                now: now
            )
            times = times.filter { end in
                concern.counts(isOwn: isOwn(end), isOverdue: end.time.isOverdue(at: now))
            }
            guard share.awaits || share.isCalled || !times.isEmpty else { return nil }
            isBound = concern.isBound
        }
        part = share.waits || isBound || share.isCalled ? .ours : .others
        self.record = record
        self.scope = scope
        if let first = DutyTime.earliest(of: times.map(\.time), at: now) {
            // One that is withheld may come before one that somebody is behind with.
            let isLate = times.contains { $0.time.isOverdue(at: now) }
            (rank, value, isOverdue) = (.due, first.last, isLate)
        } else if let paused = times.map(\.time.last).min() {
            (rank, value, isOverdue) = (.paused, paused, false)
        } else {
            (rank, value, isOverdue) = (.opened, duty.openedAt, false)
        }
    }

    /// Order of an inbox.
    package static func < (a: InboxPlace, b: InboxPlace) -> Bool {
        if a.part != b.part { return a.part.rawValue < b.part.rawValue }
        if a.rank != b.rank { return a.rank.rawValue < b.rank.rawValue }
        if a.value != b.value { return a.value < b.value }
        return a.record == b.record ? a.scope < b.scope : a.record < b.record
    }

    /// Whether both are one place of an order.
    package static func == (a: InboxPlace, b: InboxPlace) -> Bool { !(a < b) && !(b < a) }

    // MARK: Cursor

    /// The place as a cursor has it.
    package var text: String {
        "\(part.rawValue)@\(rank.rawValue)@\(value)@\(record.hex)@\(scope)"
    }

    /// Reads what `text` gave; nil for anything else.
    package init?(text: String) {
        let words = text.split(separator: "@", maxSplits: 4).map(String.init)
        guard words.count == 5, let part = UInt8(words[0]).flatMap({ Part(rawValue: $0) }),
            let rank = UInt8(words[1]).flatMap({ Rank(rawValue: $0) }),
            let value = Int64(words[2]), let record = Digest(hex: words[3])
        else { return nil }
        self.part = part
        self.rank = rank
        self.value = value
        self.record = record
        scope = words[4]
        isOverdue = false
    }
}
