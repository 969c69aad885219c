import Cryptography
import Testing

@testable import Casework

@Suite struct StatisticsTests {
    /// What one record counts for at the noon of a day.
    private func count(
        _ federation: Federation,
        _ clue: CaseEvent,
        on day: String
    ) throws -> RecordCount {
        try #require(
            RecordCount(
                of: federation.state(of: clue),
                clocks: federation.clocks(of: clue),
                asOf: chinaTime(day)
            )
        )
    }

    private func verifying() throws -> (Federation, CaseEvent) {
        var federation = try Federation(pack: clockPack())
        let clue = try federation.verify()
        return (federation, clue)
    }

    // MARK: Answers

    @Test(
        "a record is answered by the step of the other side that ends its period, and by none before"
    )
    func answer() throws {
        var (federation, clue) = try verifying()
        let open = try count(federation, clue, on: "2026-12-11")
        #expect(open.answer == nil && !open.isOverdue)
        #expect(open.kind.text == "clue" && open.kindTitle.zh == "线索通报")
        #expect(open.from.text == "360000" && open.to.map(\.text) == ["350000"])
        #expect(open.month == "2026-11")
        #expect(try count(federation, clue, on: "2026-12-12").isOverdue)
        let step = try federation.act("decide_not_to_file", of: clue, at: "2026-12-11")
        let answered = try count(federation, clue, on: "2026-12-12")
        #expect(answered.answer == .init(at: step.at, promptness: .onTime))
        #expect(answered.answerSeconds == step.at.instant - clue.at.instant)
        #expect(!answered.isOverdue)
    }

    @Test("an answer after the end is late, however long ago it was")
    func late() throws {
        var (federation, clue) = try verifying()
        try federation.act("decide_not_to_file", of: clue, at: "2026-12-12")
        #expect(try count(federation, clue, on: "2027-06-01").answer?.promptness == .late)
    }

    @Test("what the opener ends by itself is no answer")
    func cancelled() throws {
        var federation = try Federation(pack: clockPack())
        let clue = try federation.open()
        try federation.step(Federation.fujian, "receive", of: clue)
        try federation.step(Federation.jiangxi, "cancel", of: clue)
        #expect(federation.state(of: clue).isTerminal)
        #expect(try count(federation, clue, on: "2026-11-21").answer == nil)
    }

    @Test("a return to the sender is an answer")
    func returned() throws {
        var federation = try Federation(pack: clockPack())
        let clue = try federation.open()
        try federation.step(Federation.fujian, "receive", of: clue)
        let step = try federation.step(Federation.fujian, "return_misdirected", of: clue)
        #expect(
            try count(federation, clue, on: "2026-11-21").answer
                == .init(at: step.at, promptness: .onTime)
        )
    }

    @Test("a record whose opening does not count is in no row")
    func notOpened() throws {
        var federation = try Federation(pack: clockPack())
        let clue = try federation.add(Federation.jiangxi, "accept")
        let state = federation.state(of: clue)
        #expect(RecordCount(of: state, clocks: [], asOf: try chinaTime("2026-11-21")) == nil)
    }

    @Test("where no period binds, the addressee's first act that is more than a receipt answers")
    func untimed() throws {
        let pack = try CooperationPackTests.pack.get()
        var scene = try Scene(pack, "joint-operation")
        _ = try scene.open("propose", .init(to: ["350000"]))
        let now = try chinaTime("2026-12-01")
        let first = try #require(RecordCount(of: scene.state(), clocks: [], asOf: now))
        #expect(first.answer == nil && first.kind.text == "joint-operation")
        #expect(first.tallied == nil)
    }

    // MARK: Transfers

    private static let police = "350000/gaj"

    private func transfer(_ events: [(String, String?)]) throws -> RecordCount {
        var scene = try Scene(CooperationPackTests.pack.get(), "handover-criminal")
        _ = try scene.open("send", .init(to: [Self.police]))
        for (event, rank) in events {
            try scene.step(Self.police, event, .init(rank: rank))
            #expect(try scene.refusals() == [])
        }
        let state = try scene.state()
        var fold = ClockFold(
            packs: PackSet([scene.pack]),
            calendars: try CalendarSet.builtIn(),
            fallback: try CalendarSet.builtIn().references
        )
        let clocks = fold.clocks(of: state)
        return try #require(
            RecordCount(of: state, clocks: clocks, asOf: chinaTime("2026-11-20"))
        )
    }

    @Test(
        "a transfer to the police is counted with the outcome that its latest decision tells, by the pack's own words"
    )
    func transfers() throws {
        let head = "county_police_head"
        let open = try transfer([("acknowledge", nil), ("request_supplement", nil)])
        #expect(open.tallied?.tally.id.text == "police-transfer")
        #expect(open.tallied?.outcome == nil)
        // Material that is asked for ends one period while another goes on: nothing is answered yet.
        #expect(open.answer == nil)
        let filed = try transfer([("acknowledge", nil), ("decide_file", head)])
        #expect(filed.tallied?.outcome?.text == "filed")
        #expect(filed.answer?.promptness == .onTime)
        let refused = try transfer([("acknowledge", nil), ("decide_not_to_file", head)])
        #expect(refused.tallied?.outcome?.text == "not_filed")
        var statistics = Statistics()
        for record in [open, filed, refused] {
            try statistics.add(record, to: .known(record.kind.text))
        }
        let row = try #require(statistics.rows.first?.row)
        let count = try #require(row.tallies.values.first)
        #expect(count.count == 3 && count.pendingCount == 1)
        #expect(row.opened == 3 && row.answered == 2 && row.onTime == 2)
    }

    @Test(
        "a tally of steps or facts that the machine does not have is refused by path and line",
        arguments: [
            ("\"decide_file\", \"reconsider_file\"", "\"no_such_step\", \"reconsider_file\""),
            ("\"id\": \"police-transfer\",", "\"id\": \"police-transfer\", \"extra\": 1,"),
            (
                "\"id\": \"police-transfer\",",
                "\"id\": \"police-transfer\", \"when\": [{\"field\": \"cause\", \"is\": true}],"
            ),
        ]
    )
    func badTally(_ old: String, _ new: String) throws {
        var text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let place = try #require(text.firstRange(of: old))
        text.replaceSubrange(place, with: new)
        let bytes = Array(text.utf8)
        let error = #expect(throws: CaseworkError.self) { try RulePack.load(bytes) }
        #expect(error?.arguments["path"]?.contains("tally") == true)
        #expect(error?.arguments["line"].flatMap { Int($0) } ?? 0 > 4_000)
    }

    // MARK: Groups

    private func answered(on days: [String]) throws -> [RecordCount] {
        try days.map { day in
            var (federation, clue) = try verifying()
            try federation.act("decide_not_to_file", of: clue, at: day)
            return try count(federation, clue, on: "2027-01-01")
        }
    }

    @Test(
        "the median is the middle one, of an even number the mean of the middle two, and of none there is none"
    )
    func median() throws {
        let records = try answered(on: ["2026-12-01", "2026-11-23", "2026-12-11", "2026-11-25"])
        let seconds = records.compactMap(\.answerSeconds).sorted()
        var statistics = Statistics()
        #expect(statistics.total.medianSeconds == nil)
        for record in records.prefix(3) { try statistics.add(record, to: .notStated) }
        #expect(statistics.total.medianSeconds == records[0].answerSeconds)
        try statistics.add(records[3], to: .notKnownHere)
        #expect(statistics.total.medianSeconds == (seconds[1] + seconds[2]) / 2)
        #expect(statistics.rows.map(\.group) == [.notStated, .notKnownHere])
        #expect(statistics.rows.map(\.row.opened) == [3, 1])
    }

    @Test("there are as many groups as the limit says, and one more is refused by name")
    func groups() throws {
        let record = try #require(try answered(on: ["2026-12-01"]).first)
        var statistics = Statistics()
        for number in 0..<Limits.statisticsGroupCountMax {
            try statistics.add(record, to: .known("\(number)"))
        }
        try statistics.add(record, to: .known("0"))
        let error = #expect(throws: CaseworkError.self) {
            try statistics.add(record, to: .known("one more"))
        }
        #expect(error?.code == .statisticsGroups)
        #expect(error?.arguments == ["limit": "\(Limits.statisticsGroupCountMax)"])
        #expect(statistics.total.opened == Limits.statisticsGroupCountMax + 1)
    }
}
