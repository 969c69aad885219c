import Testing

@testable import Casework

@Suite struct TimestampTests {
    @Test(
        "reads a time, knows its instant and writes the same text",
        arguments: [
            ("1970-01-01T00:00:00+00:00", 0),
            ("2026-11-20T09:00:00+08:00", 1_795_136_400),
            ("2026-11-20T01:00:00+00:00", 1_795_136_400),
            ("2000-02-29T23:59:59-14:00", 951_919_199),
            ("1969-12-31T23:59:59+00:00", -1),
            ("9999-12-31T23:59:59+14:00", 253_402_250_399),
            ("0000-01-01T00:00:00+00:00", -62_167_219_200),
        ] as [(String, Int64)]
    )
    func reads(_ text: String, _ instant: Int64) throws {
        let time = try #require(Timestamp(text))
        #expect(time.instant == instant)
        #expect(time.text == text)
        let made = Timestamp(instant: instant, offsetMinutes: time.offsetMinutes)
        #expect(made == time)
    }

    @Test(
        "refuses every other form",
        arguments: [
            "2026-11-20T09:00:00Z", "2026-11-20T09:00:00.0+08:00", "2026-11-20T09:00:60+08:00",
            "2026-02-30T09:00:00+08:00", "2026-11-20T09:00:00-00:00",
            "2026-11-20T09:00:00+14:01", "2026-11-20T09:00:00+15:00",
            "2026-11-20T24:00:00+08:00", "2026-13-20T09:00:00+08:00",
            "2026-00-20T09:00:00+08:00", "2026-11-00T09:00:00+08:00",
            "2026-11-20t09:00:00+08:00", "2026-11-20 09:00:00+08:00",
            "2026-11-20T09:00:00 08:00", "2026-11-20T09:00:00+8:00", "+026-11-20T09:00:00+08:00",
            "2026-11-20T09:60:00+08:00", "2026-11-20T09:00:00+08:60", "1900-02-29T00:00:00+00:00",
            "", "2026-11-20T09:00:00+08:00\n",
        ]
    )
    func refuses(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("an offset of 14 hours is the last, on both sides")
    func offsets() {
        #expect(Timestamp("2026-11-20T09:00:00+14:00") != nil)
        #expect(Timestamp("2026-11-20T09:00:00-14:00") != nil)
        #expect(Timestamp(instant: 0, offsetMinutes: 840) != nil)
        #expect(Timestamp(instant: 0, offsetMinutes: 841) == nil)
        #expect(Timestamp(instant: 0, offsetMinutes: -841) == nil)
    }

    @Test("a year beyond 9999 or before 0 has no written form and so is not made")
    func years() {
        #expect(Timestamp(instant: 253_402_300_799, offsetMinutes: 0) != nil)
        #expect(Timestamp(instant: 253_402_300_800, offsetMinutes: 0) == nil)
        #expect(Timestamp(instant: -62_167_219_200, offsetMinutes: 0) != nil)
        #expect(Timestamp(instant: -62_167_219_201, offsetMinutes: 0) == nil)
        #expect(Timestamp(instant: .max, offsetMinutes: 480) == nil)
        #expect(Timestamp(instant: .min, offsetMinutes: -480) == nil)
    }

    @Test("every day of eight centuries follows the day before it")
    func days() throws {
        var previous: LocalDate?
        var instant: Int64 = -11_676_096_000
        for _ in 0..<292_194 {
            let time = try #require(Timestamp(instant: instant, offsetMinutes: 0))
            let day = LocalDate(of: time)
            if let previous {
                guard previous < day else {
                    Issue.record("\(previous) is not before \(day)")
                    return
                }
            }
            previous = day
            instant += 86_400
        }
        #expect(previous?.text == "2399-12-31")
    }

    @Test("a random time is read back from its text (seed in the message)")
    func roundTrip() throws {
        let seed: UInt64 = 20_261_120
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let instant = Int64.random(in: -62_167_000_000...253_402_000_000, using: &random)
            let offset = Int.random(in: -840...840, using: &random)
            guard let time = Timestamp(instant: instant, offsetMinutes: offset) else { continue }
            #expect(Timestamp(time.text) == time, "seed \(seed): \(time.text)")
        }
    }

    @Test("a day that does not exist is no date", arguments: ["2026-02-29", "2026-2-01", "x"])
    func dates(_ text: String) {
        #expect(LocalDate(text) == nil)
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
