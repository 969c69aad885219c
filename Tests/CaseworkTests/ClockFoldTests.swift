import Cryptography
import TestSupport
import Testing

@testable import Casework

/// A clue pack that names calendars, has the facts of pauses open, and whatever else a test changes.
func clockPack(_ changes: [(old: String, new: String)] = []) throws -> [UInt8] {
    let calendars = try CalendarSet.builtIn().references
        .map { "{\"id\": \"\($0.id)\", \"digest\": \"\($0.digest.hex)\"}" }
        .joined(separator: ", ")
    var text = String(decoding: RulePack.clueBytes, as: UTF8.self)
    let open = ["pause_from", "pause_to"].map { id in
        let title =
            id == "pause_from"
            ? "{\"zh\": \"起\", \"en\": \"from\"}" : "{\"zh\": \"止\", \"en\": \"to\"}"
        let old = "{\"id\": \"\(id)\", \"title\": \(title), \"type\": \"date\""
        return (old: old, new: old + ", \"open\": true")
    }
    let reason = "\"type\": \"enum\",\n              \"enum\": \"pause_reason\""
    let more = [
        (old: "  \"clocks\": [", new: "  \"calendars\": [\(calendars)],\n  \"clocks\": ["),
        (old: reason, new: reason + ",\n              \"open\": true"),
    ]
    for change in open + more + changes {
        guard let place = text.firstRange(of: change.old) else {
            throw TestFailure(description: "not in the pack: \(change.old)")
        }
        text.replaceSubrange(place, with: change.new)
    }
    return Array(text.utf8)
}

extension Federation {
    /// A clue from 江西 that 福建 has received on Friday 2026-11-20 and is verifying.
    mutating func verify() throws -> CaseEvent {
        let clue = try open()
        for event: StaticString in ["receive", "accept", "start_verification"] {
            try step(Self.fujian, event, of: clue)
        }
        return clue
    }

    /// Adds a step of 福建 at a time.
    @discardableResult
    mutating func act(
        _ event: StaticString,
        of clue: CaseEvent,
        at time: String,
        facts: [(StaticString, String)] = []
    ) throws -> CaseEvent {
        try step(Self.fujian, event, of: clue) {
            $0.at = try chinaTime(time)
            $0.facts = facts.map { Fact(field: FieldID(unchecked: $0.0), value: .string($0.1)) }
        }
    }

    /// The clocks of a record.
    func clocks(
        of clue: CaseEvent,
        calendars: CalendarSet? = nil,
        adopted: [PackReference] = [],
        fallback: [CalendarReference] = [],
        proven: @escaping (Digest) -> ProvenInterval? = { _ in nil }
    ) throws -> [RecordClock] {
        var fold = ClockFold(
            packs: packs,
            calendars: try calendars ?? CalendarSet.builtIn(),
            adopted: adopted,
            fallback: fallback,
            proven: proven
        )
        return fold.clocks(of: state(of: clue))
    }
}

extension RecordClock {
    func dueDay(_ time: String = "2026-11-20") throws -> String? {
        try due(asOf: chinaTime(time))?.lastDay.text
    }

    func phase(_ time: String) throws -> ClockStanding.Phase {
        try standing(asOf: chinaTime(time)).phase
    }

    var codes: [ClockFinding.Code] { findings.map(\.code) }
}

@Suite struct ClockFoldTests {
    private func federation(_ changes: [(old: String, new: String)] = []) throws -> Federation {
        try Federation(pack: clockPack(changes))
    }

    private func only(_ federation: Federation, _ clue: CaseEvent) throws -> RecordClock {
        let clocks = try federation.clocks(of: clue)
        #expect(clocks.count == 1)
        return try #require(clocks.first)
    }

    // MARK: Start and end

    @Test("the acknowledgement starts the clock, and the value says by which rule it is due")
    func start() throws {
        var federation = try federation()
        let clue = try federation.open()
        #expect(try federation.clocks(of: clue).isEmpty)
        let receive = try federation.step(Federation.fujian, "receive", of: clue)
        let clock = try only(federation, clue)
        #expect(clock.clock.id.text == "A1")
        #expect(clock.started.entry == receive.digest)
        #expect(clock.started.at == receive.at)
        #expect(clock.started.signer.text == "350000/scjg")
        #expect(clock.pack == federation.pack.reference)
        #expect(clock.version == 1)
        #expect(clock.law.map(\.law.title.zh) == ["市场监督管理行政处罚程序规定"])
        #expect(clock.law.map(\.article) == ["18"])
        #expect(clock.law.map(\.law.textVersion?.text) == ["2022-09-29"])
        let due = try #require(try clock.due(asOf: receive.at))
        #expect(due.last.text == "2026-12-11T23:59:59+08:00")
        #expect(due.calendars.map(\.id.text) == ["cn-2026"])
        #expect(!due.isProvisional)
        #expect(clock.findings.isEmpty && !clock.isProposal && !clock.isPaused)
        #expect(try clock.phase("2026-12-11") == .running)
        let over = try clock.standing(asOf: chinaTime("2026-12-12T00:00:00+08:00"))
        #expect(over.isOverdue)
        #expect(clock.isOverdue(asOf: try chinaTime("2026-12-12")))
        #expect(!clock.isOverdue(asOf: try chinaTime("2026-12-11")))
        #expect(over.code == "clock_limit_passed")
    }

    @Test("a stated arrival counts where it is not after the entry, and otherwise is told")
    func arrival() throws {
        for (stated, due, codes) in [
            ("2026-11-19T23:59:00+08:00", "2026-12-10", [ClockFinding.Code.startFactEarlier]),
            ("2026-11-23T09:00:00+08:00", "2026-12-11", [.startFactLater]),
            ("soon", "2026-12-11", []),
        ] {
            var federation = try federation()
            let clue = try federation.open()
            try federation.act(
                "receive",
                of: clue,
                at: "2026-11-20",
                facts: [("received_at", stated)]
            )
            let clock = try only(federation, clue)
            #expect(try clock.dueDay() == due)
            #expect(clock.codes == codes)
        }
    }

    @Test(
        "a decision by the last second meets the clock, a second later misses it",
        arguments: [
            ("2026-12-11T23:59:59+08:00", ClockStanding.Phase.kept),
            ("2026-12-12T00:00:00+08:00", .late),
        ]
    )
    func decided(_ time: String, _ phase: ClockStanding.Phase) throws {
        var federation = try federation()
        let clue = try federation.verify()
        let file = try federation.act("file", of: clue, at: time)
        let clocks = try federation.clocks(of: clue)
        #expect(clocks.map(\.clock.id.text) == ["A1", "A6", "A16"])
        let first = try #require(clocks.first)
        #expect(first.end?.mark.entry == file.digest)
        #expect(first.end?.reason == .stopped)
        #expect(try first.phase("2027-06-01") == phase)
        #expect(clocks[1].started.entry == file.digest)
        #expect(clocks[1].condition == nil)
        #expect(clocks[2].condition?.en == "has_reporter and the report is in a real name")
    }

    @Test("a clue that is returned and sent on gives the new addressee a clock of its own")
    func again() throws {
        var federation = try federation()
        let clue = try federation.open()
        try federation.step(Federation.fujian, "receive", of: clue)
        let back = try federation.act("return_misdirected", of: clue, at: "2026-11-24")
        try federation.step(Federation.jiangxi, "redirect", of: clue) {
            $0.to = [try address("520000")]
            $0.at = try chinaTime("2026-11-25")
        }
        try federation.step(Federation.guizhou, "receive", of: clue) {
            $0.at = try chinaTime("2026-11-26")
        }
        let clocks = try federation.clocks(of: clue)
        #expect(clocks.map(\.clock.id.text) == ["A1", "A1"])
        #expect(clocks.map(\.end?.mark.entry) == [back.digest, nil])
        #expect(try clocks.map { try $0.dueDay() } == ["2026-12-11", "2026-12-17"])
        #expect(clocks[1].started.signer.text == "520000/scjg")
    }

    @Test("a stop that stands before the start is told, and nobody says whether it was in time")
    func backwards() throws {
        var federation = try federation()
        let clue = try federation.verify()
        try federation.act("file", of: clue, at: "2026-11-01")
        let clock = try #require(try federation.clocks(of: clue).first)
        #expect(clock.codes == [.stopBeforeStart])
        #expect(try clock.phase("2026-11-30") == .undecided)
    }

    @Test("a step that the rules do not allow starts, stops and moves nothing")
    func irregular() throws {
        var federation = try federation()
        let clue = try federation.verify()
        let plain = try federation.clocks(of: clue)
        try federation.step(Federation.guizhou, "file", of: clue)
        try federation.step(Federation.jiangxi, "extend", of: clue)
        try federation.step(Federation.fujian, "receive", of: clue)
        #expect(try federation.clocks(of: clue) == plain)
    }

    @Test("the end of the record ends its clocks, but not those that outlive it")
    func recordEnd() throws {
        var federation = try federation()
        let clue = try federation.verify()
        try federation.act("file", of: clue, at: "2026-12-01")
        try federation.act("send_feedback", of: clue, at: "2026-12-02")
        try federation.step(Federation.jiangxi, "confirm", of: clue) {
            $0.at = try chinaTime("2026-12-03")
        }
        let clocks = try federation.clocks(of: clue)
        #expect(clocks.map(\.outlivesRecord) == [false, true, true])
        #expect(clocks.map { $0.end == nil } == [false, true, true])

        var short = try self.federation([
            ("\"outliving_clocks\": [\"A6\", \"A16\"]", "\"outliving_clocks\": [\"A16\"]")
        ])
        let other = try short.verify()
        try short.act("file", of: other, at: "2026-12-01")
        try short.act("send_feedback", of: other, at: "2026-12-02")
        let confirm = try short.step(Federation.jiangxi, "confirm", of: other) {
            $0.at = try chinaTime("2026-12-03")
        }
        let ended = try short.clocks(of: other)
        #expect(ended[1].end?.reason == .recordEnded)
        #expect(ended[1].end?.mark.entry == confirm.digest)
        #expect(try ended[1].phase("2028-01-01") == .ceased)
        #expect(ended[2].outlivesRecord)
    }

    // MARK: Extensions

    @Test(
        "an extension in time adds to the same count; beyond the calendars the end is provisional"
    )
    func extended() throws {
        var federation = try federation()
        let clue = try federation.verify()
        let extend = try federation.act("extend", of: clue, at: "2026-12-11T23:59:59+08:00")
        let clock = try only(federation, clue)
        #expect(clock.extensions.map(\.mark.entry) == [extend.digest])
        #expect(clock.extensions.map(\.length) == [ClockLength(15, .workingDay)])
        let due = try #require(try clock.due(asOf: extend.at))
        // The first of January is a holiday by law, before any notice of 2027 says so.
        #expect(due.lastDay.text == "2027-01-04")
        #expect(due.provisionalYears == [2027])
        #expect(try clock.phase("2027-01-04") == .running)
    }

    @Test("an extension after the end does not count and is told")
    func extendedLate() throws {
        var federation = try federation()
        let clue = try federation.verify()
        try federation.act("extend", of: clue, at: "2026-12-12T00:00:00+08:00")
        let clock = try only(federation, clue)
        #expect(clock.extensions.isEmpty)
        #expect(clock.codes == [.extensionLate])
        #expect(clock.findings.first?.arguments["due"] == "2026-12-11T23:59:59+08:00")
        #expect(try clock.phase("2026-12-12") == .passed)
    }

    private static let extendOften = [
        (
            old: "\"from\": [\"verifying\"],\n              \"to\": \"extended\"",
            new: "\"from\": [\"verifying\", \"extended\"],\n              \"to\": \"extended\""
        ),
        (old: "\"guards\": [{\"guard\": \"once\", \"scope\": \"record\"}],\n", new: ""),
    ]

    @Test("as many extensions count as the rule allows")
    func extendedOften() throws {
        var federation = try federation(Self.extendOften)
        let clue = try federation.verify()
        try federation.act("extend", of: clue, at: "2026-12-01")
        try federation.act("extend", of: clue, at: "2026-12-02")
        let clock = try only(federation, clue)
        #expect(clock.extensions.count == 1)
        #expect(clock.codes == [.extensionTooOften])
        #expect(try clock.dueDay() == "2027-01-04")
    }

    @Test("a rule without an extension takes none")
    func extendedNever() throws {
        let text = String(decoding: RulePack.clueBytes, as: UTF8.self)
        let start = try #require(text.firstRange(of: "      \"extension\": {"))
        let end = try #require(text[start.lowerBound...].firstRange(of: "      },\n"))
        let rule = String(text[start.lowerBound..<end.upperBound])
        var federation = try federation([(rule, "")])
        let clue = try federation.verify()
        try federation.act("extend", of: clue, at: "2026-12-01")
        let clock = try only(federation, clue)
        #expect(clock.codes == [.extensionNone])
        #expect(try clock.dueDay() == "2026-12-11")
    }

    @Test("an extension without a length takes the day that it names, or leaves the end open")
    func extendedTo() throws {
        let changes =
            Self.extendOften + [
                (
                    old:
                        "        \"length\": 15,\n        \"rank\": \"responsible\",\n        \"times\": 1,\n",
                    new: ""
                ),
                (
                    old: "{\"id\": \"filed_on\"",
                    new:
                        "{\"id\": \"new_due\", \"title\": {\"zh\": \"期\", \"en\": \"due\"}, \"type\": \"date\", \"open\": true},\n            {\"id\": \"filed_on\""
                ),
            ]
        var federation = try federation(changes)
        let clue = try federation.verify()
        try federation.act("extend", of: clue, at: "2026-12-01", facts: [("new_due", "2026-12-10")])
        #expect(try only(federation, clue).codes == [.extensionShortens])
        try federation.act("extend", of: clue, at: "2026-12-02", facts: [("new_due", "2026-12-20")])
        let named = try only(federation, clue)
        #expect(try named.dueDay() == "2026-12-20")
        #expect(try named.phase("2026-12-21") == .passed)
        try federation.act("extend", of: clue, at: "2026-12-03")
        let open = try only(federation, clue)
        #expect(open.isUnending)
        #expect(try open.dueDay() == nil)
        #expect(try open.phase("2030-01-01") == .unending)
        try federation.act("extend", of: clue, at: "2026-12-30", facts: [("new_due", "2027-02-01")])
        #expect(try only(federation, clue).dueDay() == "2027-02-01")
    }

    // MARK: Pauses

    @Test("a pause counts from its first to its last day, and nothing is due while it goes on")
    func paused() throws {
        var federation = try federation()
        let clue = try federation.verify()
        let pause = try federation.act("pause", of: clue, at: "2026-11-26")
        let going = try only(federation, clue)
        #expect(going.isPaused)
        #expect(going.pauses.map(\.began.entry) == [pause.digest])
        #expect(try going.phase("2026-11-25") == .running)
        #expect(try going.phase("2026-11-26") == .paused)
        #expect(try going.phase("2027-03-01") == .paused)
        #expect(try going.dueDay("2026-11-27") == "2026-12-15")
        let resume = try federation.act("resume", of: clue, at: "2026-12-02")
        let clock = try only(federation, clue)
        #expect(!clock.isPaused)
        #expect(clock.pauses.map(\.ended?.entry) == [resume.digest])
        #expect(clock.pauses.map(\.to?.text) == ["2026-12-02"])
        let due = try #require(try clock.due(asOf: resume.at))
        #expect(due.lastDay.text == "2026-12-18")
        #expect(due.pausedDayCount == 7)
    }

    @Test(
        "the days and the reason of a pause are those of its facts, where the rules have them open"
    )
    func pausedByFacts() throws {
        var federation = try federation()
        let clue = try federation.verify()
        try federation.act(
            "pause",
            of: clue,
            at: "2026-11-26",
            facts: [("pause_from", "2026-11-24"), ("pause_reason", "testing")]
        )
        try federation.act(
            "resume",
            of: clue,
            at: "2026-12-02",
            facts: [("pause_to", "2026-11-30")]
        )
        let clock = try only(federation, clue)
        #expect(clock.pauses.map(\.from.text) == ["2026-11-24"])
        #expect(clock.pauses.map(\.to?.text) == ["2026-11-30"])
        #expect(clock.pauses.map(\.reason) == ["testing"])
        #expect(try clock.dueDay() == "2026-12-18")
        #expect(clock.findings.isEmpty)
    }

    @Test("a reason that the rule does not exclude pauses nothing")
    func pausedWithoutReason() throws {
        var federation = try federation([
            (
                "\"excluded\": [\"testing\", \"rightholder_identification\", \"transit\"]",
                "\"excluded\": [\"rightholder_identification\"]"
            )
        ])
        let clue = try federation.verify()
        try federation.act(
            "pause",
            of: clue,
            at: "2026-11-26",
            facts: [("pause_reason", "testing")]
        )
        let clock = try only(federation, clue)
        #expect(clock.codes == [.pauseReason])
        #expect(clock.pauses.isEmpty)

        var none = try self.federation([
            ("\"excluded\": [\"testing\", \"rightholder_identification\", \"transit\"],", "")
        ])
        let other = try none.verify()
        try none.act("pause", of: other, at: "2026-11-26")
        #expect(try only(none, other).codes == [.pauseNone])
    }

    @Test("two pauses that overlap count once; a pause that ends before it begins does not count")
    func pausedTwice() throws {
        var federation = try federation()
        let clue = try federation.verify()
        try federation.act("pause", of: clue, at: "2026-11-24")
        try federation.act("pause", of: clue, at: "2026-11-26")
        try federation.act("resume", of: clue, at: "2026-11-30")
        let both = try only(federation, clue)
        #expect(both.codes == [.pauseRepeated])
        #expect(try both.due(asOf: chinaTime("2026-12-01"))?.pausedDayCount == 7)
        #expect(try both.dueDay() == "2026-12-18")
        try federation.act("pause", of: clue, at: "2026-12-03")
        try federation.act(
            "resume",
            of: clue,
            at: "2026-12-04",
            facts: [("pause_to", "2026-12-02")]
        )
        let wrong = try only(federation, clue)
        #expect(wrong.codes == [.pauseRepeated, .pauseEndsEarly])
        #expect(try wrong.dueDay() == "2026-12-18")
    }

    @Test("one of two pauses ends where the resumption states its reason")
    func resumedByReason() throws {
        var federation = try federation()
        let clue = try federation.verify()
        try federation.act(
            "pause",
            of: clue,
            at: "2026-11-24",
            facts: [("pause_reason", "testing")]
        )
        try federation.act(
            "pause",
            of: clue,
            at: "2026-11-26",
            facts: [("pause_reason", "rightholder_identification")]
        )
        try federation.act(
            "resume",
            of: clue,
            at: "2026-11-30",
            facts: [("pause_reason", "testing")]
        )
        let clock = try only(federation, clue)
        #expect(clock.isPaused)
        #expect(clock.pauses.map(\.to?.text) == ["2026-11-30", nil])
    }

    @Test("a pause after the end has no effect; one that began before it counts and is told")
    func pausedLate() throws {
        var federation = try federation()
        let clue = try federation.verify()
        try federation.act("pause", of: clue, at: "2026-12-14")
        let beyond = try only(federation, clue)
        #expect(beyond.codes == [.pauseBeyondEnd])
        #expect(try beyond.phase("2026-12-14") == .passed)

        var backdated = try self.federation()
        let other = try backdated.verify()
        try backdated.act(
            "pause",
            of: other,
            at: "2026-12-14",
            facts: [("pause_from", "2026-12-11")]
        )
        let clock = try only(backdated, other)
        #expect(clock.codes == [.pauseRecordedLate])
        #expect(try clock.phase("2026-12-14") == .paused)
    }

    @Test("a paused clock can still be extended, and a decision ends its pause")
    func pausedAndExtended() throws {
        var federation = try federation()
        let clue = try federation.verify()
        try federation.act("pause", of: clue, at: "2026-12-11")
        try federation.act("extend", of: clue, at: "2027-01-20")
        try federation.act("file", of: clue, at: "2027-01-21")
        let clock = try #require(try federation.clocks(of: clue).first)
        #expect(clock.extensions.count == 1)
        #expect(clock.pauses.map(\.to?.text) == ["2027-01-21"])
        #expect(!clock.isPaused)
        #expect(try clock.phase("2027-12-31") == .kept)
    }
}
