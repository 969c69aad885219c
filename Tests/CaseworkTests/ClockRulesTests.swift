import Cryptography
import TestSupport
import Testing

@testable import Casework

/// What clocks depend on besides the steps: rules, calendars, proofs, the part at home, and nothing else.
@Suite struct ClockRulesTests {
    private func federation(_ changes: [(old: String, new: String)] = []) throws -> Federation {
        try Federation(pack: clockPack(changes))
    }

    @Test("a rule that is not switched on is a proposal")
    func proposal() throws {
        var federation = try federation([
            (
                "\"status\": \"verified\",\n      \"enabled\": true",
                "\"status\": \"memory\",\n      \"enabled\": false"
            )
        ])
        let clue = try federation.verify()
        let clock = try #require(try federation.clocks(of: clue).first)
        #expect(clock.isProposal)
        #expect(clock.clock.status == .memory)
        #expect(try clock.dueDay() == "2026-12-11")
        let now = try chinaTime("2026-11-20")
        #expect(RecordClock.strictest(of: [clock], asOf: now) == nil)
        let after = try chinaTime("2026-12-12")
        #expect(clock.standing(asOf: after).phase == .passed)
        #expect(!clock.isOverdue(asOf: after))
    }

    @Test("of several rules the one that ends first binds")
    func strictest() throws {
        var federation = try federation()
        let clue = try federation.verify()
        try federation.act("file", of: clue, at: "2026-12-01")
        let clocks = try federation.clocks(of: clue)
        let now = try chinaTime("2026-12-02")
        #expect(RecordClock.strictest(of: clocks, asOf: now)?.clock.id.text == "A16")
        #expect(RecordClock.strictest(of: [], asOf: now) == nil)
    }

    @Test("a pack that names no calendar says so, and the caller's calendars count")
    func unnamed() throws {
        var federation = try Federation()
        let clue = try federation.verify()
        let bare = try #require(try federation.clocks(of: clue).first)
        #expect(bare.codes == [.calendarNotNamed])
        #expect(try bare.due(asOf: chinaTime("2026-11-20"))?.provisionalYears == [2026])
        let built = try CalendarSet.builtIn()
        let helped = try #require(
            try federation.clocks(of: clue, fallback: built.references).first
        )
        #expect(helped.codes == [.calendarNotNamed])
        #expect(try helped.due(asOf: chinaTime("2026-11-20"))?.provisionalYears == [])
    }

    @Test("a calendar that only the charter's packs name counts for older records as well")
    func adopted() throws {
        var federation = try Federation()
        let newer = try RulePack.load(clockPack())
        federation.packs.insert(newer)
        let clue = try federation.verify()
        let clock = try #require(
            try federation.clocks(of: clue, adopted: [newer.reference]).first
        )
        #expect(clock.findings.isEmpty)
        #expect(try clock.due(asOf: chinaTime("2026-11-20"))?.isProvisional == false)
    }

    @Test("a calendar that is not here is told, and its years follow the weekdays")
    func missing() throws {
        var federation = try federation()
        let clue = try federation.verify()
        let some = CalendarSet(
            try DayCalendar.builtInBytes.map { try DayCalendar.load($0) }
                .filter { $0.reference.id.text != "cn-2026" }
        )
        let clock = try #require(try federation.clocks(of: clue, calendars: some).first)
        #expect(clock.codes == [.calendarMissing])
        #expect(clock.findings.first?.arguments["calendar"]?.hasPrefix("cn-2026@") == true)
        #expect(try clock.due(asOf: chinaTime("2026-11-20"))?.provisionalYears == [2026])
    }

    @Test("a clock that starts outside the dates of its rule says so")
    func force() throws {
        let later = ("\"effective_from\": \"2019-04-01\"", "\"effective_from\": \"2027-01-01\"")
        var federation = try federation([later])
        let clue = try federation.verify()
        #expect(try federation.clocks(of: clue).first?.codes == [.notInForce])
        // Whoever would set it off is told before he signs.
        var before = try Federation(pack: clockPack([later]))
        let sent = try before.open()
        var planned = before
        let receipt = try planned.step(Federation.fujian, "receive", of: sent)
        var fold = ClockFold(packs: before.packs, calendars: try .builtIn())
        let told = fold.findings(about: receipt, after: before.state(of: sent))
        #expect(told.map(\.code) == [.notInForce])
    }

    @Test("a length beyond the limit is told, and the clock has no end")
    func uncountable() throws {
        var federation = try federation([
            (
                "\"length\": 15,\n      \"unit\": \"working_day\"",
                "\"length\": 100000,\n      \"unit\": \"working_day\""
            )
        ])
        let clue = try federation.verify()
        try federation.act("extend", of: clue, at: "2026-12-01")
        let clock = try #require(try federation.clocks(of: clue).first)
        #expect(clock.codes == [.uncountable])
        #expect(clock.findings.first?.arguments == ["code": "clock_length"])
        #expect(try clock.phase("2026-12-01") == .uncountable)
        let error = #expect(throws: CaseworkError.self) {
            try clock.due(asOf: chinaTime("2026-12-01"))
        }
        #expect(error?.code == .clockLength)
    }

    @Test(
        "the standing is said in the words of the clock's kind",
        arguments: Clock.Kind.allCases
    )
    func kinds(_ kind: Clock.Kind) throws {
        var federation = try federation([("\"kind\": \"limit\"", "\"kind\": \"\(kind.rawValue)\"")])
        let clue = try federation.verify()
        let clock = try #require(try federation.clocks(of: clue).first)
        let before = try clock.standing(asOf: chinaTime("2026-12-11"))
        let after = try clock.standing(asOf: chinaTime("2026-12-12"))
        #expect(before.code == "clock_\(kind.rawValue)_running")
        #expect(after.code == "clock_\(kind.rawValue)_passed")
        #expect(after.isOverdue == (kind == .limit))
        #expect(ClockStanding.allCodes.contains(after.code))
        #expect(ClockStanding.allCodes.count == 30)
    }

    @Test("cosignatures bear out or rule out that a step was in time, and change no value")
    func proofs() throws {
        var federation = try federation()
        let clue = try federation.verify()
        let file = try federation.act("file", of: clue, at: "2026-12-11")
        let plain = try #require(try federation.clocks(of: clue).first)
        let due = try #require(try plain.due(asOf: file.at))
        #expect(plain.end?.mark.proof(by: due) == .open)
        for (earliest, latest, proof) in [
            (nil, "2026-12-11", ClockProof.proven), ("2026-12-12", nil, .contradicted),
            ("2026-12-10", "2026-12-12", .open), ("2026-12-10", "2026-12-11", .proven),
        ] as [(String?, String?, ClockProof)] {
            let interval = ProvenInterval(
                earliest: try earliest.map(chinaTime),
                latest: try latest.map(chinaTime)
            )
            let clocks = try federation.clocks(of: clue) { $0 == file.digest ? interval : nil }
            let clock = try #require(clocks.first)
            #expect(clock.end?.mark.proven == interval)
            #expect(clock.end?.mark.proof(by: due) == proof)
            #expect(try clock.phase("2027-01-01") == .kept)
        }
        let late = ClockMark(
            file,
            at: try chinaTime("2026-12-13"),
            proven: ProvenInterval(earliest: nil, latest: try chinaTime("2026-12-11"))
        )
        #expect(late.proof(by: due) == .contradicted)
    }

    @Test(
        "a clock that begins at home ends with the step in the mechanism, and others do not see it"
    )
    func home() throws {
        var federation = try federation([
            (
                "\"to\": \"approved\",\n",
                "\"to\": \"approved\",\n              \"timers\": [{\"op\": \"start\", \"clock\": \"A16\"}],\n"
            ),
            (
                "\"opens\": true,\n",
                "\"opens\": true,\n              \"timers\": [{\"op\": \"stop\", \"clock\": \"A16\"}],\n"
            ),
        ])
        let draft = try federation.add(Federation.jiangxi, "create", home: true)
        let approve = try federation.step(Federation.jiangxi, "approve", of: draft)
        let send = try federation.open()
        var fold = ClockFold(packs: federation.packs, calendars: try .builtIn())
        let atHome = fold.clocks(of: federation.state(of: draft))
        #expect(atHome.map(\.started.entry) == [approve.digest])
        #expect(atHome.first?.end == nil)
        let opened = federation.state(of: send)
        let both = fold.clocks(of: opened, home: federation.state(of: draft))
        #expect(both.map(\.end?.mark.entry) == [send.digest])
        let elsewhere = fold.clocks(of: opened)
        #expect(elsewhere.isEmpty)
        // At its own node both are shown, and what is the record's is what others count.
        let matter = MatterClocks(of: opened, home: federation.state(of: draft), by: &fold)
        #expect(matter.home == both && matter.shared == elsewhere)
    }

    @Test("a stop on a condition in words is kept as a possible end, and the clock goes on")
    func possibleEnd() throws {
        var federation = try federation([
            (
                "\"timers\": [{\"op\": \"stop\", \"clock\": \"A16\"}]",
                "\"timers\": [{\"op\": \"stop\", \"clock\": \"A16\", \"condition\": {\"zh\": \"如\", \"en\": \"if told\"}}]"
            )
        ])
        let clue = try federation.verify()
        try federation.act("file", of: clue, at: "2026-12-01")
        let told = try federation.act("tell_reporter", of: clue, at: "2026-12-02")
        let clock = try #require(try federation.clocks(of: clue).last)
        #expect(clock.clock.id.text == "A16")
        #expect(clock.end == nil)
        #expect(clock.possibleEnds.map(\.mark.entry) == [told.digest])
        #expect(clock.possibleEnds.map(\.condition.en) == ["if told"])
    }

    @Test("where each addressee takes a step, each node has its own clock")
    func perMember() throws {
        var federation = try federation(
            [
                ("\"min\": 1, \"max\": 1", "\"min\": 1, \"max\": 2"),
                (
                    "\"from\": [\"sent\"],\n              \"to\": \"received\",\n              \"by\": [\"receiver\", \"system\"],\n              \"automatic\": \"receipt\",",
                    "\"from\": [\"sent\", \"received\"],\n              \"to\": \"received\",\n              \"by\": [\"receiver\"],\n              \"per\": \"receiver\","
                ),
                (
                    "\"title\": {\"zh\": \"受理\", \"en\": \"accept\"},\n              \"from\": [\"received\"],\n              \"to\": \"accepted\",\n              \"by\": [\"receiver\"],",
                    "\"title\": {\"zh\": \"受理\", \"en\": \"accept\"},\n              \"from\": [\"received\"],\n              \"to\": \"=\",\n              \"by\": [\"receiver\"],\n              \"per\": \"receiver\",\n              \"timers\": [{\"op\": \"stop\", \"clock\": \"A1\"}],"
                ),
                ("\"from\": [\"accepted\"],", "\"from\": [\"received\", \"accepted\"],"),
                (
                    "{\"id\": \"accepted\", \"title\": {\"zh\": \"已受理\", \"en\": \"accepted\"}, \"waits_for\": \"receiver\"},\n",
                    ""
                ),
                ("\"from\": [\"received\", \"accepted\"],", "\"from\": [\"received\"],"),
            ].map { (old: $0.0, new: $0.1) } + Self.withoutAccepted
        )
        let clue = try federation.open(to: ["350000", "520000"])
        try federation.step(Federation.fujian, "receive", of: clue)
        try federation.step(Federation.guizhou, "receive", of: clue) {
            $0.at = try chinaTime("2026-11-23")
        }
        try federation.step(Federation.guizhou, "accept", of: clue) {
            $0.at = try chinaTime("2026-11-24")
        }
        let clocks = try federation.clocks(of: clue)
        #expect(clocks.map(\.started.signer.text) == ["350000/scjg", "520000/scjg"])
        #expect(clocks.map { $0.end == nil } == [true, false])
        try federation.step(Federation.fujian, "receive", of: clue)
        let again = try federation.clocks(of: clue)
        #expect(again.count == 2)
        #expect(again.first?.codes == [.startRepeated])
    }

    /// What still names the state that no step leads to any longer.
    private static let withoutAccepted = [
        (
            old: "\"from\": [\"sent\", \"received\", \"accepted\", ",
            new: "\"from\": [\"sent\", \"received\", "
        ),
        (old: "\"from\": [\"received\", \"accepted\", ", new: "\"from\": [\"received\", "),
        (old: "\"from\": [\"received\", \"accepted\", ", new: "\"from\": [\"received\", "),
    ]

    @Test("the clocks do not depend on the order in which the logs arrive")
    func order() throws {
        let seed: UInt64 = 20_260_305
        var random = SplitMix(seed: seed)
        var federation = try federation()
        let clue = try federation.verify()
        try federation.act("pause", of: clue, at: "2026-11-24")
        try federation.act("resume", of: clue, at: "2026-11-27")
        try federation.act("extend", of: clue, at: "2026-12-01")
        try federation.step(Federation.jiangxi, "supplement", of: clue)
        try federation.act("file", of: clue, at: "2026-12-20")
        let expected = try federation.clocks(of: clue)
        #expect(expected.count == 3)
        var fold = ClockFold(packs: federation.packs, calendars: try .builtIn())
        let record = RecordFold(record: clue.digest, packs: federation.packs) { _ in .missing }
        for round in 0..<100 {
            var entries = federation.entries.shuffled(using: &random)
            entries.append(entries[0])
            let state = record.state(of: entries)
            let clocks = fold.clocks(of: state)
            #expect(clocks == expected, "seed \(seed), round \(round)")
        }
    }
}
