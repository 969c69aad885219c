import Cryptography
import Testing

@testable import Casework

/// Every number of the statistics of a small world, against the same numbers counted by hand.
///
/// All records are opened by 360000 and looked at on 2027-01-15. Periods: a reply to a request within 15 working days (A2), a decision
/// on a clue within 15 (A1), a decision of the police within 3 days (B6); with receipt on Friday 2026-11-20, 15 working days end on
/// 2026-12-11. Answers are counted from the opening, both at 09:00.
///
///     no  kind       to      opened  what became of it                                  counts as
///      1  assistance 350000  11-20   reply on 12-11                                     on time, 21 days
///      2  assistance 350000  11-20   reply on 12-14                                     late, 24 days
///      3  assistance 520000  11-20   work goes on                                       overdue
///      4  assistance 520000  11-20   withdrawn by the opener on 12-14                   ended late, unanswered
///      5  assistance 350000  11-23   withdrawn by the opener on 11-25                   opened, nothing else
///      6  assistance 440000  11-20   extended on 12-10 to 12-25, reply on 12-25         on time, 35 days
///      7  clue       350000  12-01   paused 12-03 to 12-10, not filed on 12-25          on time, 24 days
///                                    (15 working days end on 12-22 without the pause)
///      8  clue       520000  01-04   by the pack of 2027: returned on 01-05             on time, 1 day
///      9  handover   350000  12-01   the police file on 12-03, items follow on 12-04    on time, 2 days; filed
///     10  handover   350000  12-01   the police do not file, on 12-07                   late, 6 days; not filed
///     11  handover   520000  12-01   received only, in a mechanism that left the        pending; overdue for others,
///                                    reader out                                         not here
///     12  assistance 440000  12-01   declined on 12-02, sent on to 450000 on 12-03,     on time, 1 day, and overdue;
///                                    which works on it                                  by pair one row for each
///     13  clue       440000  12-01   an exercise, received only                         not among these at all
@Suite struct StatisticsTableTests {
    private static let packs = Result {
        try [RulePack.cooperationBytes, RulePack.cooperation2027Bytes].map { try RulePack.load($0) }
    }
    private static let now = "2027-01-15T12:00:00+08:00"

    /// A record, step by step.
    private struct Life {
        private var scene: Scene

        init(_ machine: String, pack: Int = 0) throws {
            scene = try Scene(StatisticsTableTests.packs.get()[pack], machine)
        }

        mutating func wait(_ day: String) throws {
            let time = try #require(Timestamp("\(day)T09:00:00+08:00"))
            scene.wait(until: time.instant)
        }

        mutating func open(
            _ event: String,
            to: String,
            on day: String,
            _ facts: [String: FactValue] = [:]
        ) throws {
            try wait(day)
            _ = try scene.open(event, .init(to: [to], facts: facts))
        }

        mutating func step(
            _ signer: String,
            _ event: String,
            on day: String? = nil,
            to: [String] = [],
            _ facts: [String: FactValue] = [:],
            rank: String? = nil
        ) throws {
            if let day { try wait(day) }
            try scene.step(signer, event, .init(to: to, facts: facts, rank: rank))
            #expect(try scene.refusals() == [], "\(event)")
        }

        func count() throws -> RecordCount {
            let calendars = try CalendarSet.builtIn()
            var fold = ClockFold(packs: PackSet([scene.pack]), calendars: calendars)
            let state = try scene.state()
            let now = try #require(Timestamp(StatisticsTableTests.now))
            let clocks = fold.clocks(of: state)
            return try #require(RecordCount(of: state, clocks: clocks, asOf: now))
        }
    }

    // MARK: The records

    /// A request that somebody works on from the day on which it comes.
    private func request(_ region: String, on day: String) throws -> Life {
        var life = try Life("assistance")
        try life.open("send", to: region, on: day, ["assist_type": .string("investigation")])
        for (office, event) in [("system", "receive"), ("scjg", "accept"), ("scjg", "start")] {
            try life.step("\(region)/\(office)", event)
        }
        return life
    }

    private func requests() throws -> [RecordCount] {
        var one = try request("350000", on: "2026-11-20")
        try one.step("350000/scjg", "reply", on: "2026-12-11")
        var two = try request("350000", on: "2026-11-20")
        try two.step("350000/scjg", "reply", on: "2026-12-14")
        let three = try request("520000", on: "2026-11-20")
        var four = try request("520000", on: "2026-11-20")
        try four.step(Scene.opener, "cancel", on: "2026-12-14")
        var five = try request("350000", on: "2026-11-23")
        try five.step(Scene.opener, "cancel", on: "2026-11-25")
        var six = try request("440000", on: "2026-11-20")
        let end = ["new_due": FactValue.string("2026-12-25")]
        try six.step("440000/scjg", "notify_extension", on: "2026-12-10", end)
        try six.step("440000/scjg", "reply", on: "2026-12-25")
        return try [one, two, three, four, five, six].map { try $0.count() }
    }

    private func clues() throws -> [RecordCount] {
        var seven = try Life("clue")
        try seven.open("send", to: "350000", on: "2026-12-01")
        try seven.step("350000/system", "receive")
        try seven.step("350000/scjg", "accept")
        try seven.step("350000/scjg", "start_verification")
        try seven.step("350000/scjg", "pause", on: "2026-12-03")
        try seven.step("350000/scjg", "resume", on: "2026-12-10")
        try seven.step("350000/scjg", "decide_not_to_file", on: "2026-12-25")
        var eight = try Life("clue", pack: 1)
        try eight.open("send", to: "520000", on: "2027-01-04")
        try eight.step("520000/system", "receive")
        try eight.step("520000/scjg", "return_misdirected", on: "2027-01-05")
        return try [seven.count(), eight.count()]
    }

    private func handovers() throws -> [RecordCount] {
        func handover(_ region: String) throws -> Life {
            var life = try Life("handover-criminal")
            try life.open("send", to: "\(region)/gaj", on: "2026-12-01")
            try life.step("\(region)/gaj", "acknowledge")
            return life
        }
        let head = "county_police_head"
        var nine = try handover("350000")
        try nine.step("350000/gaj", "decide_file", on: "2026-12-03", rank: head)
        try nine.step(Scene.opener, "hand_over_items", on: "2026-12-04")
        var ten = try handover("350000")
        try ten.step("350000/gaj", "decide_not_to_file", on: "2026-12-07", rank: head)
        let eleven = try handover("520000").count()
        #expect(eleven.isOverdue)
        return try [nine.count(), ten.count(), eleven.cutOff]
    }

    private func sentOn() throws -> RecordCount {
        var life = try Life("assistance")
        let kind = ["assist_type": FactValue.string("investigation")]
        try life.open("send", to: "440000", on: "2026-12-01", kind)
        try life.step("440000/system", "receive")
        try life.step("440000/scjg", "decline", on: "2026-12-02")
        try life.step(Scene.opener, "resend", on: "2026-12-03", to: ["450000"])
        try life.step("450000/system", "receive")
        try life.step("450000/scjg", "accept")
        return try life.count()
    }

    private func world() throws -> [RecordCount] {
        let counted = try requests() + clues() + handovers() + [sentOn()]
        #expect(counted.allSatisfy { !$0.isExercise })
        return counted
    }

    // MARK: The numbers

    /// One row as a line: opened, answered, on time, late, no period, overdue, ended late unanswered, and the median in tenths of days.
    private func line(_ row: Statistics.Row) -> [Int64?] {
        [
            row.opened, row.answered, row.onTime, row.late, row.untimed, row.overdue,
            row.unansweredLate,
        ].map { Int64($0) } + [row.medianSeconds.map { $0 / 8_640 }]
    }

    private func lines(
        _ records: [RecordCount],
        by group: (Int, RecordCount) -> Statistics.Group,
        isByTurn: Bool = false
    ) throws -> (rows: [String: [Int64?]], total: [Int64?], statistics: Statistics) {
        var statistics = Statistics()
        for (number, record) in records.enumerated() {
            let turns = isByTurn ? record.turns : [record]
            try statistics.add(record, to: turns.map { ($0, group(number + 1, $0)) })
        }
        let rows = statistics.rows.map { row in
            let name: String
            switch row.group {
            case .known(let id): name = id
            case .notStated: name = "not stated"
            case .notKnownHere: name = "not known here"
            }
            return (name, line(row.row))
        }
        let byName = Dictionary(rows) { first, _ in first }
        return (byName, line(statistics.total), statistics)
    }

    /// 12 were opened; 1, 2, 6–10 and 12 are answered, after 1, 1, 2, 6, 21, 24, 24 and 35 days: the middle of 6 and 21 is 13.5.
    private static let total: [Int64?] = [12, 8, 6, 2, 0, 2, 1, 135]

    @Test("by kind: 7 requests, 2 clues, 3 handovers, and what the police made of these")
    func kinds() throws {
        let (rows, total, statistics) = try lines(world(), by: { .known($1.kind.text) })
        #expect(total == Self.total)
        // 1, 21, 24 and 35 days; 1 and 24; 2 and 6.
        #expect(rows["assistance"] == [7, 4, 3, 1, 0, 2, 1, 225])
        #expect(rows["clue"] == [2, 2, 2, 0, 0, 0, 0, 125])
        #expect(rows["handover"] == [3, 2, 1, 1, 0, 0, 0, 40])
        #expect(rows.count == 3)
        let tallies = statistics.total.tallies.values.map { $0 }
        let tally = try #require(tallies.first)
        #expect(tallies.count == 1 && tally.tally.id.text == "police-transfer")
        #expect(tally.count == 3 && tally.pendingCount == 1)
        let outcomes = tally.outcomes.map { "\($0.key) \($0.value)" }.sorted()
        #expect(outcomes == ["filed 1", "not_filed 1"])
    }

    @Test("by month of the opening: 6 in November, 5 in December, 1 in January")
    func months() throws {
        let (rows, total, _) = try lines(world(), by: { .known($1.month) })
        #expect(total == Self.total)
        // 21, 24 and 35 days; 1, 2, 6 and 24; 1.
        #expect(rows["2026-11"] == [6, 3, 2, 1, 0, 1, 1, 240])
        #expect(rows["2026-12"] == [5, 4, 3, 1, 0, 1, 0, 40])
        #expect(rows["2027-01"] == [1, 1, 1, 0, 0, 0, 0, 10])
        #expect(rows.count == 3)
    }

    @Test(
        "between regions each side answers for itself; in the sum a record that was sent on is one"
    )
    func pairs() throws {
        let (rows, total, statistics) = try lines(
            world(),
            by: {
                .known("\($1.from.text)>" + $1.to.map(\.text).joined(separator: "+"))
            },
            isByTurn: true
        )
        #expect(total == Self.total)
        // 2, 6, 21, 24 and 24 days; 1; 1 and 35; none.
        #expect(rows["360000>350000"] == [6, 5, 3, 2, 0, 0, 0, 210])
        #expect(rows["360000>520000"] == [4, 1, 1, 0, 0, 1, 1, 10])
        #expect(rows["360000>440000"] == [2, 2, 2, 0, 0, 0, 0, 180])
        #expect(rows["360000>450000"] == [1, 0, 0, 0, 0, 1, 0, nil])
        #expect(rows.count == 4)
        let police = statistics.rows.map { row in row.row.tallies.values.map(\.count) }
        #expect(police.flatMap(\.self).sorted() == [1, 2])
    }

    @Test("by right and by mechanism: what is known, what is not said, and what is not known here")
    func rights() throws {
        // Requests 1 and 2 are about trademarks, clue 8 says nothing, and the bodies of the others are not here.
        let (rows, total, _) = try lines(
            world(),
            by: { number, _ in
                number <= 2 ? .known("trademark") : number == 8 ? .notStated : .notKnownHere
            }
        )
        #expect(total == Self.total)
        // 21 and 24 days; 1; 1, 2, 6, 24 and 35.
        #expect(rows["trademark"] == [2, 2, 1, 1, 0, 0, 0, 225])
        #expect(rows["not stated"] == [1, 1, 1, 0, 0, 0, 0, 10])
        #expect(rows["not known here"] == [9, 5, 4, 1, 0, 2, 1, 60])
        let apart = try lines(world(), by: { number, _ in .known(number == 8 ? "delta" : "pearl") })
        // Without clue 8: 1, 2, 6, 21, 24, 24 and 35 days.
        #expect(apart.rows["pearl"] == [11, 7, 5, 2, 0, 2, 1, 210])
        #expect(apart.rows["delta"] == [1, 1, 1, 0, 0, 0, 0, 10])
    }

    @Test(
        "the opening alone says that a matter is an exercise: nobody takes one out of the sums later"
    )
    func exercise() throws {
        let mark = ["exercise": FactValue.integer(1)]
        var thirteen = try Life("clue")
        try thirteen.open("send", to: "440000", on: "2026-12-01", mark)
        try thirteen.step("440000/system", "receive")
        let drill = try thirteen.count()
        #expect(drill.isExercise && drill.isOverdue && drill.turns.allSatisfy { $0.isExercise })
        var real = try Life("clue")
        try real.open("send", to: "440000", on: "2026-12-01", ["exercise": .integer(0)])
        try real.step("440000/system", "receive")
        try real.step("440000/scjg", "accept", mark)
        #expect(try !real.count().isExercise)
    }
}
