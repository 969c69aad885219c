import Casework
import Cryptography
import Testing

@testable import Ledger

/// Where a record stands in an inbox of which an end is withheld.
@Suite struct WithheldPlaceTests {
    private static let now: Int64 = 1_000_000

    private static func stored(_ ends: [DutyTime]) throws -> RecordDuty.Stored {
        let office = try #require(RoleFilling(text: "360000/scjg"))
        let duty = RecordDuty(
            basis: 1,
            openedAt: 5,
            waiting: office,
            acting: office,
            parties: office,
            ends: ends.map { DutyEnd(time: $0, bound: office) }
        )
        return try #require(duty.encoded().withUnsafeBytes { RecordDuty.Stored(decoding: $0) })
    }

    private static func time(
        _ kind: Clock.Kind,
        _ last: Int64,
        usesCalendars: Bool = true,
        lacksCalendar: Bool = false
    ) -> DutyTime {
        DutyTime(
            kind: kind,
            last: now + last,
            isPaused: false,
            isProvisional: false,
            usesCalendars: usesCalendars,
            lacksCalendar: lacksCalendar
        )
    }

    @Test("what an end rests on is kept with it")
    func kept() throws {
        for usesCalendars in [false, true] {
            for lacksCalendar in [false, true] {
                for kind in DutyTime.kinds {
                    let time = Self.time(
                        kind,
                        1,
                        usesCalendars: usesCalendars,
                        lacksCalendar: lacksCalendar
                    )
                    #expect(try Self.stored([time]).ends.map(\.time) == [time])
                }
            }
        }
    }

    @Test("a withheld end keeps the record in its order and calls nobody late")
    func order() throws {
        func place(_ ends: [DutyTime]) throws -> InboxPlace {
            let stored = try Self.stored(ends)
            let share = InboxPlace.Share(fillings: stored.fillings) { _ in true }
            let place = InboxPlace(
                of: stored,
                record: SHA256.digest(of: [1]),
                scope: "exercise",
                share: share,
                now: Self.now,
                withholding: { $0.lacksCalendar }
            )
            return try #require(place)
        }
        let late = try place([Self.time(.limit, -10)])
        let withheld = try place([Self.time(.limit, -5, lacksCalendar: true)])
        let gone = try place([Self.time(.window, -4, lacksCalendar: true)])
        let running = try place([Self.time(.limit, 5)])
        let undated = try place([])
        let sorted = [undated, running, withheld, gone, late].sorted()
        #expect(sorted.map(\.value) == [-10, -5, -4, 5].map { Self.now + $0 } + [5])
        #expect(sorted.map(\.isOverdue) == [true, false, false, false, false])
        #expect(sorted.allSatisfy { $0.part == .ours })
        // What can be told beside it is told as ever.
        let both = try place([Self.time(.limit, -5, lacksCalendar: true), Self.time(.limit, -3)])
        #expect(both.value == Self.now - 5 && both.isOverdue)
    }
}
