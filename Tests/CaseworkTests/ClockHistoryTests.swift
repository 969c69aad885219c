import TestSupport
import Testing

@testable import Casework

/// Drawn histories of a clue that is paused, resumed and extended, against a second account of the same rules.
@Suite struct ClockHistoryTests {
    private typealias Date = NaiveCount.Date

    /// What a clerk would note of the clock, day by day.
    private struct Account {
        let naive: NaiveCount
        let start: Date
        var length = 15
        var closed: [ClosedRange<Date>] = []
        var open: [Date] = []
        var isLastPause = false
        var hasExtended = false
        var refused = 0

        func due(asOf today: Date) -> Date {
            let going = open.filter { $0 <= today }.map { $0...today }
            return naive.due(
                from: start,
                length,
                .workingDay,
                roll: .notApplicable,
                pauses: closed + going
            ).due
        }

        mutating func take(_ event: String, on today: Date) {
            switch event {
            case "pause":
                open.append(today)
                isLastPause = true
            case "resume" where isLastPause:
                closed += open.map { $0...today }
                open = []
                isLastPause = false
            case "extend" where !hasExtended:
                hasExtended = true
                if today <= due(asOf: today) { length = 30 } else { refused += 1 }
            default: break
            }
        }

        func phase(on today: Date) -> ClockStanding.Phase {
            if today > due(asOf: today) { return .passed }
            return open.isEmpty ? .running : .paused
        }
    }

    private static let events: [StaticString] = ["pause", "resume", "extend", "pause", "resume"]

    @Test(
        "two hundred drawn histories come to the same end and the same standing, and a pause never makes the end earlier"
    )
    func histories() throws {
        let empty = try Federation(pack: clockPack())
        let calendars = try CalendarSet.builtIn()
        let naive = NaiveCount(try DayCalendar.builtInBytes.map { try DayCalendar.load($0) })
        var phases: [ClockStanding.Phase: Int] = [:]
        var refused = 0
        for seed in UInt64(1)...200 {
            var random = SplitMix(seed: seed)
            var federation = empty
            let clue = try federation.verify()
            var account = Account(naive: naive, start: Date(year: 2026, month: 11, day: 20))
            var today = account.start
            var last = account.due(asOf: today)
            for _ in 0..<Int.random(in: 1...7, using: &random) {
                for _ in 0..<Int.random(in: 0...9, using: &random) { today = today.next }
                let place = Int.random(in: 0..<Self.events.count, using: &random)
                let event = Self.events[place]
                let hour = Int.random(in: 10...23, using: &random)
                try federation.act(event, of: clue, at: "\(today.text)T\(hour):30:00+08:00")
                account.take(event.description, on: today)
                let due = account.due(asOf: today)
                #expect(due >= last, "seed \(seed)")
                last = due
            }
            for _ in 0..<Int.random(in: 0...20, using: &random) { today = today.next }
            let clock = try #require(
                try federation.clocks(of: clue, calendars: calendars).first,
                "seed \(seed)"
            )
            let now = try chinaTime(today.text)
            let phase = clock.standing(asOf: now).phase
            let due = try clock.due(asOf: now)
            #expect(due?.lastDay.text == account.due(asOf: today).text, "seed \(seed)")
            #expect(phase == account.phase(on: today), "seed \(seed)")
            #expect(clock.extensions.isEmpty == (account.length == 15), "seed \(seed)")
            let late = clock.codes.filter { $0 == .extensionLate }.count
            #expect(late == account.refused, "seed \(seed)")
            phases[phase, default: 0] += 1
            refused += late
        }
        // Each standing is met, and so is an extension that comes too late.
        #expect(phases.count == 3 && refused > 0)
    }
}
