import Testing

@testable import Casework

/// What a withdrawal does to the periods of the other side.
@Suite struct WithdrawnRequestTests {
    private static let packs = [RulePack.cooperationBytes, RulePack.cooperation2027Bytes]
    private static let ends: [(days: Int64, phase: ClockStanding.Phase)] = [
        (1, .dropped), (60, .late),
    ]

    private static let request = Scene.Words(
        to: ["350000"],
        facts: ["assist_type": .string("investigation")]
    )

    @Test(
        "a request or clue that its sender takes back is not answered in time: the other side's period falls away, and one that was over is late",
        arguments: packs
    )
    func cancelled(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        for (machine, id) in [("assistance", "A2"), ("clue", "A1")] {
            for (days, phase) in Self.ends {
                var scene = try Scene(pack, machine)
                var send = Scene.Words(to: ["350000"])
                if machine == "assistance" { send = Self.request }
                _ = try scene.open("send", send)
                try scene.step("350000/system", "receive")
                if machine == "assistance" { try scene.step("350000/scjg", "accept") }
                scene.pass(days: days)
                let cancel = try scene.step(Scene.opener, "cancel")
                #expect(try scene.refusals() == [], "\(machine)")
                let clock = try scene.clock(id)
                #expect(clock.end?.reason == .dropped, "\(machine)")
                #expect(clock.standing(asOf: cancel.at).phase == phase, "\(machine) \(days)")
            }
        }
    }
}
