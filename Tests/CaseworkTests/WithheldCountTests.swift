import Testing

@testable import Casework

/// What the statistics say of an answer whose period goes by rules that are not here.
@Suite struct WithheldCountTests {
    @Test(
        "an answer whose period is withheld is counted as not judged, and not as without a period"
    )
    func withheld() throws {
        var federation = try Federation(pack: clockPack())
        let clue = try federation.verify()
        try federation.act("decide_not_to_file", of: clue, at: "2026-12-11")
        let state = federation.state(of: clue)
        let now = try chinaTime("2026-12-12")
        let whole = try #require(
            RecordCount(of: state, clocks: try federation.clocks(of: clue), asOf: now)
        )
        let without = try #require(RecordCount(of: state, clocks: [], asOf: now))
        let told = whole.telling(only: without)
        #expect(whole.answer?.promptness == .onTime)
        #expect(told.answer?.promptness == .withheld && told.answer?.at == whole.answer?.at)
        #expect(!told.isOverdue && !told.isUnansweredLate)
        // Where nothing is left out, and where no period binds at all, it stays what it was.
        #expect(whole.telling(only: whole) == whole)
        #expect(
            without.telling(only: without).answer?.promptness == without.answer?.promptness
        )
        var statistics = Statistics()
        for count in [whole, told] { try statistics.add(count, to: .known("clue")) }
        #expect(statistics.total.answered == 2 && statistics.total.onTime == 1)
        #expect(statistics.total.withheld == 1 && statistics.total.untimed == 0)
    }
}
