package import Cryptography

/// The times between which an entry was written, as cosignatures on either side of it prove.
package struct ProvenInterval: Hashable, Sendable {
    /// It was not written before this; nil where nothing proves that.
    package let earliest: Timestamp?
    /// It was not written after this; nil where nothing proves that.
    package let latest: Timestamp?

    /// Makes an interval.
    package init(earliest: Timestamp?, latest: Timestamp?) {
        self.earliest = earliest
        self.latest = latest
    }

    /// What several cosigners prove together: each signed the log without the entry, with it, or both, at a POSIX second.
    ///
    /// Nil where none did.
    package init?(cosigned times: [(without: Int64?, with: Int64?)]) {
        let latest = times.compactMap(\.with).min()
        // A mirror that lags says less than one that already has the entry.
        let earliest = times.compactMap(\.without).filter { $0 <= latest ?? .max }.max()
        guard earliest != nil || latest != nil else { return nil }
        self.init(
            earliest: earliest.flatMap(Self.timestamp),
            latest: latest.flatMap(Self.timestamp)
        )
    }

    private static func timestamp(_ second: Int64) -> Timestamp? {
        Timestamp(instant: second, offsetMinutes: LocalDate.chinaOffsetMinutes)
    }
}

/// An entry that did something to a clock, and when.
package struct ClockMark: Hashable, Sendable {
    /// The entry.
    package let entry: Digest
    /// The step.
    package let event: EventID
    /// The office that signed it.
    package let signer: Address
    /// The time that counts: the office's own clock, or for a receipt the time of arrival that it states.
    package let at: Timestamp
    /// What cosignatures prove of the time; shown beside the clock, never part of its value.
    package let proven: ProvenInterval?

    /// Whether cosignatures bear out that the entry is in time, or late, as its own clock says.
    package func proof(by due: ClockDue) -> ClockProof {
        let isInTime = due.admits(at)
        if let latest = proven?.latest, due.admits(latest) {
            return isInTime ? .proven : .contradicted
        }
        if let earliest = proven?.earliest, !due.admits(earliest) {
            return isInTime ? .contradicted : .proven
        }
        return .open
    }
}

/// What cosignatures say of a claim to be in time, or late.
package enum ClockProof: String, CaseIterable, Sendable {
    /// They bear it out.
    case proven
    /// They rule it out.
    case contradicted
    /// They leave it open.
    case open
}

/// A period that does not count.
package struct ClockPause: Hashable, Sendable {
    /// The entry that began it.
    package let began: ClockMark
    /// Its first day.
    package let from: LocalDate
    /// The legal reason, where the header has it; otherwise it stands in the body.
    package let reason: String?
    /// The condition on which it holds, where the rules have one that no node decides.
    package let condition: Title?
    /// The entry that ended it; nil while it goes on.
    package internal(set) var ended: ClockMark?
    /// Its last day; nil while it goes on.
    package internal(set) var to: LocalDate?
}

/// An extension that counts.
package struct ClockProlongation: Hashable, Sendable {
    /// The entry.
    package let mark: ClockMark
    /// What it adds; nil where the rules set no length.
    package let length: ClockLength?
    /// The last day that it names, where the rules set no length; nil leaves the end open.
    package let named: LocalDate?
    /// The condition on which it holds, where the rules have one that no node decides.
    package let condition: Title?
}

/// How a clock came to its end.
package struct ClockEnd: Hashable, Sendable {
    /// Why.
    package enum Reason: String, CaseIterable, Sendable {
        /// A step stopped it: what was due was done.
        case stopped
        /// The record ended, and the clock does not outlive it.
        case recordEnded = "record_ended"
        /// A step went another way, and what was due or allowed fell away without having been done.
        case dropped
        /// A step set a later day after what was due by an earlier one had not been done; another run goes to that day.
        case extended
    }

    /// The entry.
    package let mark: ClockMark
    /// Why.
    package let reason: Reason
}

/// A step that ends a clock on a condition in words, which people decide.
package struct ClockPossibleEnd: Hashable, Sendable {
    /// The entry.
    package let mark: ClockMark
    /// The condition.
    package let condition: Title
}

/// An article of a law with the text in which it was read.
package struct LawCitation: Hashable, Sendable {
    /// The law.
    package let law: Law
    /// The article; nil for the whole law.
    package let article: String?
}
