package import Casework
import Foundation

/// The node's clock as its parts use it; tests give another.
package struct NodeTime: Sendable {
    /// The POSIX second now.
    package let now: @Sendable () -> Int64
    /// Whether the operating system says that its clock is synchronised.
    package let isSynchronised: @Sendable () -> Bool

    /// Makes a clock.
    package init(
        now: @escaping @Sendable () -> Int64,
        isSynchronised: @escaping @Sendable () -> Bool
    ) {
        self.now = now
        self.isSynchronised = isSynchronised
    }

    /// The clock of this machine.
    package static let system = NodeTime(
        now: { Int64(Date().timeIntervalSince1970) },
        isSynchronised: { KernelClock.isSynchronised }
    )

    /// Minutes that China Standard Time is ahead of UTC.
    private static let offsetMinutes = 480

    /// The time now as it is written into entries and cards, in China Standard Time.
    package func timestamp() throws -> Timestamp { try Self.timestamp(at: now()) }

    /// A POSIX second as people are shown it: in China Standard Time, at the ends of the calendar in another offset; nil for a
    /// second that no date has, as somebody else's clock may claim.
    package static func shown(at second: Int64) -> String? {
        // The offsets that an entry's own time may have (FORMATS.md §0).
        for offset in [offsetMinutes, -14 * 60, 14 * 60] {
            if let time = Timestamp(instant: second, offsetMinutes: offset) { return time.text }
        }
        return nil
    }

    /// A POSIX second as it is written; throws `clock_unusable` for one that has no written form.
    package static func timestamp(at second: Int64) throws -> Timestamp {
        guard let time = Timestamp(instant: second, offsetMinutes: offsetMinutes) else {
            throw NodeError(.clockUnusable, ["second": "\(second)"])
        }
        return time
    }
}
