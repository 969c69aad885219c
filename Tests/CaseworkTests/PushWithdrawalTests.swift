import Testing

@testable import Casework

/// A decision that is revoked after its push and before its publication: the deciding organ takes the push back.
@Suite struct PushWithdrawalTests {
    private static let helper = "350000/scjg"

    private static func clocks(_ scene: Scene) throws -> [RecordClock] {
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: try CalendarSet.builtIn())
        return fold.clocks(of: try scene.state())
    }

    private static func pushed(_ steps: [(String, String)]) throws -> Scene {
        var scene = try Scene(CooperationPackTests.pack.get(), "credit-penalty")
        let short = ["penalty_class": FactValue.string("short")]
        _ = try scene.open("push", .init(to: ["350000"], facts: short))
        for (who, event) in steps { try scene.step(who, event) }
        #expect(try scene.refusals() == [])
        return scene
    }

    @Test(
        "until it is published the deciding organ withdraws what it pushed, and the place of registration confirms and owes nothing more",
        arguments: [0, 1, 2]
    )
    func withdrawn(_ count: Int) throws {
        let steps = [("350000/system", "receive"), (Self.helper, "report_defect")]
        var scene = try Self.pushed(Array(steps.prefix(count)))
        try scene.step(Self.helper, "withdraw_push")
        #expect(try scene.refusals() == [.roleNotAllowed])
        try scene.step(Scene.opener, "withdraw_push")
        #expect(try scene.refusals() == [])
        let running = try Self.clocks(scene).filter { $0.end == nil && !$0.isProposal }
        #expect(running.isEmpty)
        #expect(try scene.state().waitingFilling.text == "350000")
        try scene.step(Self.helper, "publish")
        #expect(try scene.refusals() == [.stateNotAllowed])
        try scene.step(Self.helper, "confirm_withdrawal")
        #expect(try scene.refusals() == [])
        #expect(try scene.state().state?.text == "withdrawn")
    }

    @Test(
        "what is published already is withdrawn by the order that the law knows, with its three days"
    )
    func published() throws {
        var scene = try Self.pushed([
            ("350000/system", "receive"), (Self.helper, "publish"),
        ])
        try scene.step(Scene.opener, "withdraw_push")
        #expect(try scene.refusals() == [.stateNotAllowed])
        try scene.step(Scene.opener, "order_withdrawal")
        #expect(try scene.refusals() == [])
        let running = try Self.clocks(scene).filter { $0.end == nil }.map(\.clock.id.text)
        #expect(running.contains("C3"))
    }

    @Test("a publication in the own province says on which day it began")
    func local() throws {
        let pack = try CooperationPackTests.pack.get()
        let machine = try #require(MachineID("credit-penalty").flatMap { pack.machine($0) })
        let step = try #require(machine.transitions.first { $0.id.text == "publish_locally" })
        #expect(step.requiredFields.map(\.text).contains("published_on"))
    }
}
