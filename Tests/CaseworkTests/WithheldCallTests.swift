import Testing

@testable import Casework

/// Calls on somebody whose periods go by rules that are not here.
@Suite struct WithheldCallTests {
    private static let late = "350000/scjg"

    /// The clocks of those ids are withheld.
    private static func call(_ scene: Scene, withholding ids: Set<String>) throws -> RecordCall? {
        #expect(try scene.refusals() == [])
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: try CalendarSet.builtIn())
        let state = try scene.state()
        return state.call(among: MatterClocks(of: state, home: nil, by: &fold)) {
            ids.contains($0.clock.id.text)
        }
    }

    @Test(
        "a call does not fall by what was over, where it may have been made for a period whose end nobody can tell"
    )
    func withheld() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "clue")
        _ = try scene.open("send", .init(to: ["350000"]))
        try scene.step("350000/system", "receive")
        for event in ["accept", "start_verification"] { try scene.step(Self.late, event) }
        try scene.step(Self.late, "file", .init(facts: ["has_reporter": .integer(1)]))
        scene.pass(days: 30)
        try scene.step(Scene.opener, "escalate")
        // A16 is over and A6 runs: the call is for A16.
        for ids in [[], ["A6"], ["A16"], ["A6", "A16"]] as [Set<String>] {
            #expect(try Self.call(scene, withholding: ids) != nil, "\(ids)")
        }
        try scene.step(Self.late, "tell_reporter")
        #expect(try Self.call(scene, withholding: []) == nil)
        // It may have been for A6, or for all that ran.
        for ids in [["A6"], ["A16"], ["A6", "A16"]] as [Set<String>] {
            #expect(try Self.call(scene, withholding: ids) != nil, "\(ids)")
        }
        try scene.step(Self.late, "record_disposal")
        for ids in [[], ["A6"], ["A16"], ["A6", "A16"]] as [Set<String>] {
            #expect(try Self.call(scene, withholding: ids) == nil, "\(ids)")
        }
    }
}
