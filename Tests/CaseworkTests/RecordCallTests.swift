import Cryptography
import Testing

@testable import Casework

/// Who was called on because a period is over, and how long that stands.
@Suite struct RecordCallTests {
    private static let packs = [RulePack.cooperationBytes, RulePack.cooperation2027Bytes]
    private static let late = "350000/scjg"

    /// A clue whose receiver is verifying it, so many days after it came.
    private static func verifying(_ bytes: [UInt8], days: Int64) throws -> Scene {
        var scene = try Scene(RulePack.load(bytes), "clue")
        _ = try scene.open("send", .init(to: ["350000"]))
        try scene.step("350000/system", "receive")
        try scene.step(late, "accept")
        try scene.step(late, "start_verification")
        scene.pass(days: days)
        return scene
    }

    private static func call(_ scene: Scene) throws -> RecordCall? {
        #expect(try scene.refusals() == [])
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: try CalendarSet.builtIn())
        let state = try scene.state()
        return state.call(among: MatterClocks(of: state, home: nil, by: &fold))
    }

    @Test(
        "a call names the superior and no side of the matter, and a step of the superior answers it",
        arguments: packs
    )
    func answered(_ bytes: [UInt8]) throws {
        var scene = try Self.verifying(bytes, days: 60)
        #expect(try Self.call(scene) == nil)
        for answer in ["urge", "answer_escalation"] {
            let entry = try scene.step(Scene.opener, "escalate")
            let call = try #require(try Self.call(scene))
            #expect(call.entry == entry.digest && call.event.text == "escalate")
            #expect(call.signer.text == Scene.opener && call.at == entry.at)
            #expect(call.called.text == "@superior")
            #expect(call.barred.includes(try address(Self.late), by: scene.charter))
            #expect(call.barred.includes(try address(Scene.opener), by: scene.charter))
            #expect(!call.barred.includes(try address(Scene.superior), by: scene.charter))
            #expect(
                call.rules.opens.map { "\($0.machine.text) \($0.event.text)" } == [
                    "supervision list"
                ]
            )
            // What the sender says besides answers nothing.
            try scene.step(Scene.opener, "supplement")
            #expect(try Self.call(scene)?.entry == entry.digest)
            try scene.step(Scene.superior, answer)
            #expect(try Self.call(scene) == nil, "\(answer)")
        }
        try scene.step(Scene.superior, "answer_escalation")
        #expect(try scene.refusals() == [.latestNotAllowed])
    }

    @Test("a call says whether anything was over, and how many before it nobody has answered")
    func early() throws {
        var scene = try Self.verifying(RulePack.cooperationBytes, days: 1)
        try scene.step(Scene.opener, "escalate")
        var call = try #require(try Self.call(scene))
        #expect(call.wasOverdue == false && call.earlierCount == 0)
        scene.pass(days: 60)
        try scene.step(Scene.opener, "escalate")
        call = try #require(try Self.call(scene))
        #expect(call.wasOverdue == true && call.earlierCount == 1)
        try scene.step(Scene.superior, "urge")
        try scene.step(Scene.opener, "escalate")
        call = try #require(try Self.call(scene))
        #expect(call.wasOverdue == true && call.earlierCount == 0, "those before were answered")
    }

    @Test(
        "a call ends with the period that was over, and stands while another runs",
        arguments: packs
    )
    func periods(_ bytes: [UInt8]) throws {
        var scene = try Self.verifying(bytes, days: 60)
        try scene.step(Scene.opener, "escalate")
        #expect(try Self.call(scene) != nil)
        try scene.step(Self.late, "file")
        #expect(try scene.state().state?.text == "filed")
        #expect(try Self.call(scene) == nil)
        // Of a call before anything is over each period that ran then counts.
        try scene.step(Self.late, "escalate")
        #expect(try Self.call(scene)?.signer.text == Self.late)
        try scene.step(Self.late, "record_disposal")
        #expect(try Self.call(scene) == nil)
    }

    @Test(
        "a call falls where the record has gone on to where nobody could make it",
        arguments: packs
    )
    func gone(_ bytes: [UInt8]) throws {
        var scene = try Scene(RulePack.load(bytes), "assistance")
        var send = Scene.facts(["assist_type": "investigation"])
        send.to = ["350000"]
        _ = try scene.open("send", send)
        try scene.step("350000/system", "receive")
        scene.pass(days: 60)
        try scene.step("350000/system", "escalate")
        #expect(try Self.call(scene)?.signer.text == "350000/system")
        try scene.step(Self.late, "decline")
        #expect(try Self.call(scene) == nil)
    }

    @Test(
        "no side of a matter urges itself, nor answers the call, where the charter has it as the superior"
    )
    func sides() throws {
        for side in ["350000", "360000"] {
            for event in ["urge", "answer_escalation"] {
                var scene = try Self.verifying(RulePack.cooperationBytes, days: 60)
                scene.charter.roles[RoleID(unchecked: "superior")] = [try address(side)]
                try scene.step(Scene.opener, "escalate")
                try scene.step("\(side)/scjg", event)
                #expect(try scene.refusals() == [.signerIsParty], "\(side) \(event)")
            }
        }
    }

    @Test(
        "what was answered in part may be taken back, and what was sent back may be released early",
        arguments: packs
    )
    func ends(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        var request = try Scene(pack, "assistance")
        var send = Scene.facts(["assist_type": "investigation"])
        send.to = ["350000"]
        _ = try request.open("send", send)
        try request.step("350000/system", "receive")
        for event in ["accept", "start", "reply_partly"] { try request.step(Self.late, event) }
        try request.step(Scene.opener, "cancel")
        #expect(try request.refusals() == [])
        #expect(try request.state().state?.text == "cancelled")
        #expect(try request.clock("A2").end?.reason == .dropped)
        var listed = try Scene(pack, "supervision")
        _ = try listed.open(by: Scene.superior, "list", .init(to: ["520000"]))
        var assign = Scene.facts(["due_on": "2026-12-31"])
        assign.to = ["350000"]
        try listed.step(Scene.superior, "assign", assign)
        for event in ["submit_plan", "report_completion"] { try listed.step(Self.late, event) }
        try listed.step(Scene.superior, "return", Scene.facts(["due_on": "2027-02-26"]))
        try listed.step(Scene.superior, "release_early")
        #expect(try listed.refusals() == [])
        #expect(try listed.state().state?.text == "released")
    }
}
