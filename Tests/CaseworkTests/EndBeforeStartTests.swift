import Testing

@testable import Casework

/// A period that ends before it begins: nobody can say whether what was due was in time.
@Suite struct EndBeforeStartTests {
    private static let hour: Int64 = 3_600

    /// Where a clock of A1 stands that began at a time and was stopped some seconds before, by whoever began it or by another office.
    private static func standing(
        startedAt start: String = "2026-11-23T10:49:00+08:00",
        stopped early: Int64,
        bySame: Bool
    ) throws -> String {
        var federation = try Federation(pack: clockPack())
        let clue = try federation.verify()
        var clock = try #require(try federation.clocks(of: clue).first)
        let began = try #require(Timestamp(start))
        func mark(_ at: Timestamp, _ signer: Address) -> ClockMark {
            ClockMark(
                entry: clock.started.entry,
                event: clock.started.event,
                signer: signer,
                at: at,
                proven: nil
            )
        }
        let other = try address(bySame ? clock.started.signer.text : "360000/zscq")
        clock.started = mark(began, clock.started.signer)
        let end = try Federation.time(began.instant - early)
        clock.end = ClockEnd(mark: mark(end, other), reason: .stopped)
        return clock.standing(asOf: began).code
    }

    @Test("what an office did before it set the clock off itself is not said to be in time")
    func own() throws {
        #expect(try Self.standing(stopped: 1, bySame: true) == "clock_undecided")
        #expect(try Self.standing(stopped: 88, bySame: true) == "clock_undecided")
        #expect(try Self.standing(stopped: 0, bySame: true) == "clock_limit_kept")
    }

    @Test("the clocks of two offices may differ by an hour, and by no more")
    func others() throws {
        #expect(try Self.standing(stopped: Self.hour, bySame: false) == "clock_limit_kept")
        #expect(try Self.standing(stopped: Self.hour + 1, bySame: false) == "clock_undecided")
    }

    @Test(
        "what is told by its day alone is in time on the day of the beginning, and not the day before"
    )
    func days() throws {
        let start = "2026-11-23T10:00:00+08:00"
        func standing(_ hours: Int64) throws -> String {
            try Self.standing(startedAt: start, stopped: hours * Self.hour, bySame: true)
        }
        #expect(try standing(10) == "clock_limit_kept")
        #expect(try standing(34) == "clock_undecided")
    }

    @Test("an answer that stands before its period is counted as neither in time nor late")
    func counted() throws {
        var federation = try Federation(pack: clockPack())
        let clue = try federation.verify()
        try federation.act("decide_not_to_file", of: clue, at: "2026-11-01")
        let count = try #require(
            RecordCount(
                of: federation.state(of: clue),
                clocks: federation.clocks(of: clue),
                asOf: chinaTime("2026-12-12")
            )
        )
        #expect(count.answer?.promptness == .untimed)
    }
}
