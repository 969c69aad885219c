import Cryptography
import Testing

@testable import Casework

/// Records that turn to one side after another: whom their clocks bind, and for whom they count.
@Suite struct RecordTurnTests {
    private static let far = "2027-06-01"

    /// A clue that 福建 sent back on a day and 江西 sent on to 贵州, whose node has signed its receipt.
    private func redirected(on day: String) throws -> (Federation, CaseEvent) {
        var federation = try Federation(pack: clockPack())
        let clue = try federation.open()
        try federation.step(Federation.fujian, "receive", of: clue)
        try federation.act("return_misdirected", of: clue, at: day)
        try federation.step(Federation.jiangxi, "redirect", of: clue) {
            $0.at = try chinaTime(day)
            $0.to = [try address("520000")]
        }
        try federation.step(Federation.guizhou, "receive", of: clue) { $0.at = try chinaTime(day) }
        return (federation, clue)
    }

    private func count(
        _ federation: Federation,
        _ clue: CaseEvent,
        on day: String = far
    ) throws -> RecordCount {
        try #require(
            RecordCount(
                of: federation.state(of: clue),
                clocks: federation.clocks(of: clue),
                asOf: chinaTime(day)
            )
        )
    }

    // MARK: Whom a clock binds

    @Test(
        "a clock that has ended binds whoever had the matter while it ran, and the next one the next"
    )
    func bound() throws {
        let (federation, clue) = try redirected(on: "2027-01-20")
        let state = federation.state(of: clue)
        let clocks = try federation.clocks(of: clue)
        #expect(clocks.map(\.clock.id.text) == ["A1", "A1"])
        #expect(clocks.map { $0.end == nil } == [false, true])
        let bound = clocks.map { state.filling(boundBy: $0).addresses.map(\.text) }
        #expect(bound == [["350000"], ["520000"]])
    }

    @Test(
        "a request that was declined and sent elsewhere, and one that the police rerouted, charge each with its own clocks"
    )
    func others() throws {
        let pack = try CooperationPackTests.pack.get()
        var request = try Scene(pack, "assistance")
        let kind = ["assist_type": FactValue.string("investigation")]
        _ = try request.open("send", .init(to: ["350000"], facts: kind))
        try request.step("350000/system", "receive")
        try request.step("350000/scjg", "decline")
        try request.step(Scene.opener, "resend", .init(to: ["520000"]))
        try request.step("520000/system", "receive")
        try request.step("520000/scjg", "decline")
        try request.step(Scene.opener, "resend", .init(to: ["350000"]))
        try request.step("350000/system", "receive")
        #expect(try request.refusals() == [])
        #expect(try Self.bound(request) == ["A2 350000", "A2 520000", "A2 350000"])
        var handover = try Scene(pack, "handover-criminal")
        _ = try handover.open("send", .init(to: ["350000/ga"]))
        try handover.step("350000/ga", "acknowledge")
        let rank = "county_police_head"
        try handover.step("350000/ga", "reroute", .init(to: ["520000/ga"], rank: rank))
        try handover.step("520000/ga", "acknowledge_rerouted")
        #expect(try handover.refusals() == [])
        let bound = try Self.bound(handover).filter { $0.hasPrefix("B6 ") }
        #expect(bound == ["B6 350000/ga", "B6 520000/ga"])
    }

    @Test("a clock that goes on while the matter turns to others binds those who have it now")
    func goesOn() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "handover-administrative")
        _ = try scene.open("send", .init(to: ["350000"]))
        try scene.step("350000/system", "receipt")
        try scene.step("350000/scjg", "object")
        try scene.step(Scene.superior, "superior_receive")
        try scene.step(Scene.superior, "designate", .init(to: ["520000"]))
        #expect(try scene.refusals() == [])
        let bound = try Self.bound(scene).filter { $0.hasPrefix("A1 ") }
        #expect(bound == ["A1 520000"])
    }

    private static func bound(_ scene: Scene) throws -> [String] {
        let state = try scene.state()
        return try scene.clocks().map { clock in
            "\(clock.clock.id.text) " + state.filling(boundBy: clock).text
        }
    }

    // MARK: What it counts for

    @Test(
        "between regions a record counts for each side that it turned to: a late return for the first, what is overdue for the next"
    )
    func turns() throws {
        let (federation, clue) = try redirected(on: "2027-01-20")
        let count = try count(federation, clue)
        #expect(count.turns.map { $0.to.map(\.text) } == [["350000"], ["520000"]])
        #expect(count.turns.map(\.answer?.promptness) == [.late, nil])
        #expect(count.turns.map(\.isOverdue) == [false, true])
        #expect(count.turns.map(\.month) == ["2026-11", "2027-01"])
        #expect(count.answer?.promptness == .late && count.isOverdue)
        var statistics = Statistics()
        let shares = count.turns.map { turn in
            (turn, Statistics.Group.known(turn.to.map(\.text).joined()))
        }
        try statistics.add(count, to: shares)
        #expect(statistics.rows.map(\.row.late) == [1, 0])
        #expect(statistics.rows.map(\.row.overdue) == [0, 1])
        #expect(statistics.total.opened == 1 && statistics.rows.map(\.row.opened) == [1, 1])
        let (early, second) = try redirected(on: "2026-11-23")
        #expect(try self.count(early, second).turns.map(\.answer?.promptness) == [.onTime, nil])
    }

    @Test("a record that turned to nobody else is one turn, and to the same region again as well")
    func oneTurn() throws {
        var federation = try Federation(pack: clockPack())
        let clue = try federation.verify()
        let whole = try count(federation, clue)
        #expect(whole.turns == [whole])
        var request = try Scene(CooperationPackTests.pack.get(), "assistance")
        let kind = ["assist_type": FactValue.string("investigation")]
        _ = try request.open("send", .init(to: ["350000"], facts: kind))
        try request.step("350000/system", "receive")
        try request.step("350000/scjg", "decline")
        try request.step(Scene.opener, "resend", .init(to: ["350000/scjg"]))
        let counted = try #require(
            RecordCount(
                of: request.state(),
                clocks: request.clocks(),
                asOf: chinaTime(Self.far)
            )
        )
        #expect(counted.turns.count == 1)
    }

    @Test(
        "what is taken back after the other side's period was over counts as ended late and unanswered, before that as nothing",
        arguments: [("2027-01-20", true), ("2026-11-24", false)]
    )
    func takenBack(_ day: String, _ isLate: Bool) throws {
        var federation = try Federation(pack: clockPack())
        let clue = try federation.open()
        try federation.step(Federation.fujian, "receive", of: clue)
        try federation.step(Federation.jiangxi, "cancel", of: clue) { $0.at = try chinaTime(day) }
        #expect(federation.state(of: clue).isTerminal)
        let count = try count(federation, clue)
        #expect(count.answer == nil && !count.isOverdue)
        #expect(count.isUnansweredLate == isLate)
        var statistics = Statistics()
        try statistics.add(count, to: .known("all"))
        #expect(statistics.total.unansweredLate == (isLate ? 1 : 0))
        #expect(statistics.total.late == 0 && statistics.total.answered == 0)
    }

    // MARK: Handing on

    @Test("a step hands the matter on to somebody to whom it did not go before, and to nobody else")
    func handsOn() throws {
        let pack = try CooperationPackTests.pack.get()
        var scene = try Scene(pack, "assistance")
        let kind = ["assist_type": FactValue.string("investigation")]
        _ = try scene.open("send", .init(to: ["350000"], facts: kind))
        let state = try scene.state()
        let machine = try #require(pack.machine(scene.machine))
        func step(_ id: String) throws -> Transition {
            try #require(EventID(id).flatMap(machine.transition))
        }
        #expect(try state.handsOn(step("resend"), to: [address("520000")]))
        #expect(try !state.handsOn(step("resend"), to: [address("350000")]))
        #expect(try !state.handsOn(step("reply"), to: [address("520000")]))
        #expect(try machine.mayHandOn(step("resend")) && !machine.mayHandOn(step("reply")))
        let supervision = try #require(
            pack.kinds.flatMap(\.machines).first { $0.id.text == "supervision" }
        )
        let assign = try #require(EventID("assign").flatMap(supervision.transition))
        #expect(!supervision.mayHandOn(assign))
        let found = pack.kinds.flatMap(\.machines).flatMap { machine in
            machine.transitions.filter(machine.bringsIn).map { "\(machine.id) \($0.id)" }
        }
        #expect(found == ["supervision assign"])
    }
}
