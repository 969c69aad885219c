import TestSupport
import Testing

@testable import Casework

/// Clocks whose end the record names, and the steps that clocks bring about.
@Suite struct StatedEndTests {
    private static let until = "2026-12-31T18:00:00+08:00"

    private static func alert() throws -> Scene {
        var scene = try Scene(CooperationPackTests.pack.get(), "alert")
        _ = try scene.open(
            "issue",
            .init(to: ["350000"], facts: ["valid_until": .string(until)])
        )
        return scene
    }

    private static func clocks(_ scene: Scene) throws -> [RecordClock] {
        try scene.clocks(by: CalendarSet())
    }

    private static func steps(_ scene: Scene, _ region: String) throws -> [ExpiryStep] {
        try scene.state().expirySteps(
            for: Scene.node(of: region),
            parties: scene.charter,
            clocks: clocks(scene)
        )
    }

    @Test(
        "what the record has said ends by itself also where a charter has left the pack out since, and nobody decides anything by it"
    )
    func packLeftOut() throws {
        var scene = try Self.alert()
        var charter = scene.charter
        charter.packs = []
        scene.charter = charter
        try scene.step(Scene.opener, "cancel")
        #expect(try scene.refusals() == [.packNotNamed])
        // An office's own word for the end is a decision as well.
        try scene.step(Scene.opener, "expire")
        #expect(try scene.refusals().contains(.packNotNamed))
        try scene.step("360000/system", "expire")
        #expect(try scene.refusals() == [])
        #expect(try scene.state().state?.text == "expired")
    }

    @Test("an alert runs until the time that it names, for both sides, and a later one moves it")
    func stated() throws {
        var scene = try Self.alert()
        let first = try #require(try Self.clocks(scene).first)
        let now = try #require(Timestamp(Self.until))
        #expect(first.clock.id.text == "H1" && first.findings.isEmpty)
        #expect(try first.due(asOf: now)?.last.text == Self.until)
        #expect(try first.due(asOf: now)?.isNamed == true)
        #expect(first.standing(asOf: now).phase == .running)
        let bound = try scene.state().filling(boundBy: first).addresses.map(\.text)
        #expect(bound.sorted() == ["350000", Scene.opener])
        for (day, kept, codes) in [
            ("2027-01-31", "2027-01-31", []),
            ("2027-01-30", "2027-01-30", [ClockFinding.Code.extensionCorrected]),
            ("2026-12-30", "2027-01-30", [.extensionCorrected, .extensionShortens]),
        ] {
            let fact = FactValue.string("\(day)T18:00:00+08:00")
            try scene.step(Scene.opener, "extend_validity", .init(facts: ["valid_until": fact]))
            #expect(try scene.refusals() == [])
            let clock = try #require(try Self.clocks(scene).first)
            #expect(clock.findings.map(\.code) == codes)
            #expect(try clock.due(asOf: now)?.last.text == "\(kept)T18:00:00+08:00")
        }
        // Once a recipient has reported a hit, the end that he saw stands.
        try scene.step("350000/scjg", "report_hit")
        let fact = FactValue.string("2027-01-15T18:00:00+08:00")
        try scene.step(Scene.opener, "extend_validity", .init(facts: ["valid_until": fact]))
        #expect(
            try Self.clocks(scene).first?.due(asOf: now)?.last.text == "2027-01-30T18:00:00+08:00"
        )
        // What the issuer ends before is ended.
        try scene.step(Scene.opener, "cancel")
        #expect(try Self.clocks(scene).first?.end?.reason == .stopped)
        #expect(try Self.steps(scene, "360000") == [])
    }

    @Test(
        "its issuer's node signs the end once the last second has passed, once for each end, and no recipient's node does"
    )
    func expiry() throws {
        var scene = try Self.alert()
        let issued = try #require(scene.first)
        let step = try #require(try Self.steps(scene, "360000").first)
        #expect(step.step.event.text == "expire" && step.step.trigger == issued.digest)
        #expect(step.step.from.text == "360000" && step.to.isEmpty)
        #expect(!step.isDue(at: step.last.instant) && step.isDue(at: step.last.instant + 1))
        #expect(try Self.steps(scene, "350000") == [] && Self.steps(scene, "520000") == [])
        let fact = FactValue.string("2027-01-31T18:00:00+08:00")
        let longer = try scene.step(
            Scene.opener,
            "extend_validity",
            .init(facts: ["valid_until": fact])
        )
        #expect(try Self.steps(scene, "360000").map(\.step.trigger) == [longer.digest])
        #expect(try Self.steps(scene, "360000").map(\.last.text) == ["2027-01-31T18:00:00+08:00"])
        try scene.step("360000/system", "expire")
        #expect(try scene.state().state?.text == "expired")
        #expect(try Self.steps(scene, "360000") == [])
        #expect(try Self.clocks(scene).first?.end?.reason == .stopped)
    }

    @Test(
        "a publication is stopped by the node that publishes, after the clock that runs; what rests on memory ends nothing by itself"
    )
    func others() throws {
        let pack = try CooperationPackTests.pack.get()
        var penalty = try Scene(pack, "credit-penalty")
        let short = ["penalty_class": FactValue.string("short")]
        _ = try penalty.open("push", .init(to: ["350000"], facts: short))
        try penalty.step("350000/system", "receive")
        try penalty.step("350000/scjg", "publish")
        #expect(try Self.steps(penalty, "360000") == [])
        let stop = try #require(try Self.steps(penalty, "350000").first)
        #expect(stop.step.event.text == "stop_publication")
        #expect(stop.to.map(\.text) == [Scene.opener])
        let running = try Self.clocks(penalty).filter { $0.end == nil }
        #expect(running.map(\.clock.id.text) == ["C4a"])
        #expect(try running.first?.due(asOf: stop.last)?.last == stop.last)
        var list = try Scene(pack, "credit-list")
        _ = try list.open("list", .init(to: ["350000"]))
        #expect(try Self.clocks(list).contains { $0.isProposal && $0.end == nil })
        #expect(try Self.steps(list, "360000") == [])
    }

    @Test("a named day ends with its last second")
    func day() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "supervision")
        _ = try scene.open(by: Scene.superior, "list", .init(to: ["350000"]))
        let fact = FactValue.string("2026-12-31")
        try scene.step(Scene.superior, "assign", .init(to: ["350000"], facts: ["due_on": fact]))
        let clock = try #require(try Self.clocks(scene).first)
        #expect(try clock.due(asOf: clock.started.at)?.last.text == "2026-12-31T23:59:59+08:00")
    }

    @Test(
        "an end that is named cannot be counted as well, stands in an open day or time of the machine, and needs engine 2"
    )
    func packs() throws {
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let until = "\"until\": \"valid_until\""
        for (replacement, path) in [
            ("\(until), \"length\": 3", "clocks[65].length"),
            ("\"until\": \"content\"", "clock"), ("\"until\": \"found_at\"", "clock"),
        ] {
            let bytes = Array(text.replacing(until, with: replacement).utf8)
            let error = #expect(throws: CaseworkError.self) { try RulePack.load(bytes) }
            #expect(error?.arguments["path"]?.hasSuffix(path) == true, "\(replacement)")
        }
        let after = "\"after\": \"reported_at\""
        for other in ["cause", "nobody"] {
            let bytes = Array(text.replacing(after, with: "\"after\": \"\(other)\"").utf8)
            #expect(throws: CaseworkError.self) { try RulePack.load(bytes) }
        }
        let tense = "\"type\": \"string\", \"tense\": \"past\""
        let wrong = text.replacing("\"type\": \"date\", \"tense\": \"past\"", with: tense)
        #expect(throws: CaseworkError.self) { try RulePack.load(Array(wrong.utf8)) }
        let clue = String(decoding: RulePack.clueBytes, as: UTF8.self)
        let old = clue.replacing("\"length\": 15,", with: "\"length\": 15, \(until),")
        #expect(throws: CaseworkError.self) { try RulePack.load(Array(old.utf8)) }
    }

    @Test(
        "nobody is told to inform a reporter unless there is one, and it can be done until the matter is closed"
    )
    func reporter() throws {
        for (facts, expected) in [
            ([:], []), (["has_reporter": FactValue.integer(0)], []),
            (["has_reporter": FactValue.integer(1)], ["A16"]),
        ] {
            var scene = try Scene(CooperationPackTests.pack.get(), "clue")
            _ = try scene.open("send", .init(to: ["350000"], facts: facts))
            try scene.step("350000/system", "receive")
            for event in ["accept", "start_verification", "decide_not_to_file", "send_feedback"] {
                try scene.step("350000/scjg", event)
                #expect(try scene.refusals() == [])
            }
            let running = try Self.clocks(scene).filter { $0.end == nil }
            #expect(running.map(\.clock.id.text) == expected)
            try scene.step("350000/scjg", "tell_reporter")
            #expect(try scene.refusals() == [])
            #expect(try Self.clocks(scene).allSatisfy { $0.end != nil })
        }
    }

    @Test(
        "a clock that outlives its record asks nobody there, for no step of it could stop the clock"
    )
    func outliving() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "clue")
        _ = try scene.open("send", .init(to: ["350000"], facts: [:]))
        try scene.step("350000/system", "receive")
        for event in ["accept", "start_verification", "file", "send_feedback"] {
            try scene.step("350000/scjg", event)
        }
        func filing() throws -> RecordClock {
            try #require(try Self.clocks(scene).first { $0.clock.id.text == "A6" })
        }
        let late = try #require(Timestamp("2099-01-01T00:00:00+08:00"))
        #expect(try filing().isOverdue(asOf: late) && DutyTime(of: filing()) != nil)
        try scene.step(Scene.opener, "confirm")
        #expect(try filing().outlivesRecord && !filing().isOverdue(asOf: late))
        #expect(try DutyTime(of: filing()) == nil)
    }

    @Test(
        "a supplement can be put off, answered in part, declined or withdrawn as the request could"
    )
    func supplement() throws {
        for (who, event) in [
            ("350000/scjg", "notify_extension"), ("350000/scjg", "reply_partly"),
            ("350000/scjg", "decline"), ("350000/scjg", "report_new_clue"),
            (Scene.opener, "cancel"),
        ] {
            var scene = try Scene(CooperationPackTests.pack.get(), "assistance")
            let type = ["assist_type": FactValue.string("investigation")]
            _ = try scene.open("send", .init(to: ["350000"], facts: type))
            try scene.step("350000/system", "receive")
            for event in ["accept", "start", "reply"] { try scene.step("350000/scjg", event) }
            try scene.step(Scene.opener, "request_supplement")
            try scene.step(who, event, .init(facts: ["new_due": .string("2027-03-01")]))
            #expect(try scene.refusals() == [], "\(event)")
            let running = try Self.clocks(scene).filter { $0.end == nil }.map(\.clock.id.text)
            #expect(running == (["decline", "cancel"].contains(event) ? [] : ["A2"]), "\(event)")
        }
    }
}
