import Testing

@testable import Casework

/// What a record's clocks ask of somebody, apart from the time at which somebody looks.
@Suite struct DutyTimeTests {
    private func only(_ federation: Federation, _ clue: CaseEvent) throws -> RecordClock {
        let clocks = try federation.clocks(of: clue)
        #expect(clocks.count == 1)
        return try #require(clocks.first)
    }

    @Test(
        "a clock that binds and runs asks somebody to act until its end; paused it is nobody's delay, and stopped it asks nobody"
    )
    func life() throws {
        var federation = try Federation(pack: clockPack())
        let clue = try federation.verify()
        let running = try only(federation, clue)
        let due = try #require(try running.due(asOf: running.started.at)).last.instant
        let time = try #require(DutyTime(of: running))
        #expect(time == DutyTime(kind: .limit, last: due, isPaused: false, usesCalendars: true))
        #expect(!time.isOverdue(at: due) && time.isOverdue(at: due + 1))
        #expect(time.isOpen(at: due + 1), "what was due remains due")
        let state = federation.state(of: clue)
        #expect(state.filling(boundBy: running).text == "350000")
        #expect(state.waitingFilling.text == "350000")
        // Whoever could take a step: sender and receiver; the superior is the charter's.
        #expect(state.actingFilling.text == "350000 360000/scjg @superior")
        try federation.act(
            "pause",
            of: clue,
            at: "2026-11-25",
            facts: [("pause_from", "2026-11-25")]
        )
        let paused = try #require(DutyTime(of: try only(federation, clue)))
        #expect(paused == DutyTime(kind: .limit, last: due, isPaused: true, usesCalendars: true))
        #expect(!paused.isOverdue(at: .max) && paused.isOpen(at: .max))
        #expect(DutyTime.earliest(of: [paused], at: 0) == nil)
        #expect(DutyTime.earliest(of: [paused, time], at: due + 9) == time)
        try federation.act(
            "resume",
            of: clue,
            at: "2026-11-30",
            facts: [("pause_to", "2026-11-30")]
        )
        let resumed = try #require(DutyTime(of: try only(federation, clue)))
        #expect(!resumed.isPaused && resumed.last > due)
        try federation.act("file", of: clue, at: "2026-12-02")
        let clocks = try federation.clocks(of: clue)
        #expect(clocks.first.map { DutyTime(of: $0) == nil } == true)
        // The office that files handles the case: the rule names no role of the machine.
        let filed = federation.state(of: clue)
        let handling = try #require(clocks.first { $0.clock.id.text == "A6" })
        #expect(handling.clock.bearer.text == "handling_office")
        #expect(filed.filling(boundBy: handling).text == "350000/scjg")
    }

    @Test(
        "a proposal asks nobody, and of a right, a measure or a limitation only what is to come matters"
    )
    func kinds() throws {
        let off = [(old: "\"enabled\": true", new: "\"enabled\": false")]
        var federation = try Federation(pack: clockPack(off))
        let clue = try federation.verify()
        let proposal = try only(federation, clue)
        #expect(proposal.isProposal && DutyTime(of: proposal) == nil)
        for kind in DutyTime.kinds {
            let time = DutyTime(kind: kind, last: 10, isPaused: false)
            #expect(time.isOpen(at: 10) && time.isOpen(at: 11) == (kind == .limit))
            #expect(time.isOverdue(at: 11) == (kind == .limit))
        }
        #expect(
            Set(DutyTime.kinds) == Set(Clock.Kind.allCases).subtracting([.effect, .windowOpens])
        )
    }
}
