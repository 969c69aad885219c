import Cryptography
import Testing

@testable import Casework

/// What is said of stated times: of each that counts what is to be checked, and of each that does not count that it does not.
@Suite struct StatedTimeTests {
    private static let helper = "350000/scjg"
    private static let police = "350000/gaj"
    private static let hour: Int64 = 3_600

    private static func time(_ seconds: Int64) throws -> String {
        try Federation.time(Federation.start + seconds).text
    }

    /// A criminal case that arrived at a time, by what the police say.
    private static func arrived(_ seconds: Int64) throws -> Scene {
        var scene = try Scene(CooperationPackTests.pack.get(), "handover-criminal")
        _ = try scene.open("send", .init(to: [police]))
        try scene.step(police, "acknowledge", Scene.facts(["received_at": time(seconds)]))
        #expect(try scene.refusals() == [])
        return scene
    }

    @Test(
        "a corrected beginning is checked as the first one was: against what arrived, and for a period that was over when it was written"
    )
    func checkedAgain() throws {
        // Typed as the arrival of just now, and put right to weeks before it was sent.
        var scene = try Self.arrived(90)
        #expect(try scene.clock("B6").findings.isEmpty)
        let early = try Self.time(-40 * 24 * Self.hour)
        try scene.step(Self.police, "request_supplement", Scene.facts(["received_at": early]))
        let moved = try scene.clock("B6")
        #expect(moved.started.at.text == early)
        #expect(moved.findings.map(\.code) == [.startCorrected, .startFactEarlier, .startOver])
        let last = try #require(scene.entries.last?.digest.hex)
        #expect(moved.findings.allSatisfy { $0.arguments["entry"] == last })
        // And back again: what was said of the other time holds no longer.
        let right = try Self.time(90)
        var file = Scene.facts(["received_at": right])
        file.rank = "county_police_head"
        try scene.step(Self.police, "decide_file", file)
        #expect(try scene.refusals() == [])
        let back = try scene.clock("B6")
        #expect(back.findings.map(\.code) == [.startCorrected, .startCorrected])
    }

    @Test("another beginning that does not count is told, whoever states it")
    func kept() throws {
        var scene = try Self.arrived(90)
        let right = try Self.time(60)
        // Nobody's but that of whoever stated it.
        try scene.step(Self.police, "request_supplement")
        try scene.step(Scene.opener, "supply", Scene.facts(["received_at": right]))
        let told = try scene.clock("B6")
        #expect(try told.started.at.text == Self.time(90))
        #expect(told.findings.map(\.code) == [.startKept])
        let last = try #require(scene.entries.last?.digest.hex)
        #expect(
            try told.findings.first?.arguments == [
                "at": Self.time(90), "entry": last, "stated": right,
            ]
        )
        // Not even its own once another has gone on from it.
        try scene.step(Self.police, "request_supplement", Scene.facts(["received_at": right]))
        #expect(try scene.clock("B6").findings.map(\.code) == [.startKept, .startKept])
        // The same time again is no other one.
        try scene.step(Scene.opener, "supply", Scene.facts(["received_at": Self.time(90)]))
        #expect(try scene.clock("B6").findings.count == 2)
    }

    @Test(
        "a step that says a day again by the rules counts from any office of the node that said it first"
    )
    func sameNode() throws {
        var scene = try Scene.pushedPenalty("standard")
        try scene.step(Self.helper, "publish", Scene.facts(["published_on": Scene.day(-3)]))
        try scene.step(Scene.opener, "order_correction")
        let day = try Scene.day(-2)
        try scene.step(
            "350000/zscq",
            "confirm_correction",
            Scene.facts(["published_on": day])
        )
        #expect(try scene.refusals() == [])
        let clock = try scene.clock("C4b")
        #expect(LocalDate(inChinaAt: clock.started.at)?.text == day)
        #expect(clock.findings.contains { $0.code == .startCorrected })
        #expect(!clock.findings.contains { $0.code == .startKept })
    }

    @Test(
        "a publication ends its working days on the day that it states, and says where it was typed late"
    )
    func published() throws {
        var scene = try Scene.pushedPenalty("standard")
        scene.pass(days: 40)
        let day = try Scene.day(1)
        try scene.step(Self.helper, "publish", Scene.facts(["published_on": day]))
        #expect(try scene.refusals() == [])
        let clock = try scene.clock("C2b")
        #expect(clock.end?.mark.at.text == "\(day)T23:59:59+08:00")
        #expect(clock.standing(asOf: try #require(scene.entries.last).at).phase == .kept)
        #expect(clock.findings.map(\.code) == [.stopStated])
    }

    @Test("an end that is stated as after its entry is the entry's own, and that is told")
    func aheadOfItself() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "clue")
        _ = try scene.open("send", .init(to: ["350000"]))
        try scene.step("350000/system", "receive")
        for event in ["accept", "start_verification"] { try scene.step(Self.helper, event) }
        let day = try Scene.day(9)
        let file = try scene.step(Self.helper, "file", Scene.facts(["filed_on": day]))
        #expect(try scene.refusals() == [])
        let ended = try scene.clock("A1")
        #expect(ended.end?.mark.at == file.at)
        #expect(ended.findings.map(\.code) == [.stopFactLater])
        #expect(ended.findings.first?.arguments["at"] == file.at.text)
        #expect(ended.findings.first?.arguments["stated"]?.hasPrefix(day) == true)
        #expect(try scene.clock("A6").findings.map(\.code) == [.startFactLater])
    }

    @Test(
        "the one extension that a rule allows may be corrected by whoever made it, and is no second one"
    )
    func onlyExtension() throws {
        let changes = [
            (
                old: "\"from\": [\"verifying\"],\n              \"to\": \"extended\"",
                new:
                    "\"from\": [\"verifying\", \"extended\"],\n              \"to\": \"extended\""
            ),
            (old: "\"guards\": [{\"guard\": \"once\", \"scope\": \"record\"}],\n", new: ""),
            (
                old:
                    "        \"length\": 15,\n        \"rank\": \"responsible\",\n        \"times\": 1,\n",
                new: "        \"times\": 1,\n"
            ),
            (
                old: "{\"id\": \"filed_on\"",
                new:
                    "{\"id\": \"new_due\", \"title\": {\"zh\": \"期\", \"en\": \"due\"}, \"type\": \"date\", \"open\": true},\n            {\"id\": \"filed_on\""
            ),
        ]
        var federation = try Federation(pack: clockPack(changes))
        let clue = try federation.verify()
        func told(_ time: String, _ day: String) throws -> [String] {
            let step = try federation.act("extend", of: clue, at: time, facts: [("new_due", day)])
            let clock = try #require(try federation.clocks(of: clue).first)
            #expect(clock.extensions.count == 1)
            let own = clock.findings.filter { $0.arguments["entry"] == step.digest.hex }
            return [try clock.dueDay() ?? ""] + own.map(\.code.rawValue)
        }
        #expect(try told("2026-12-01T09:00:00+08:00", "2027-12-20") == ["2027-12-20"])
        let back = try told("2026-12-01T10:00:00+08:00", "2026-12-20")
        #expect(back == ["2026-12-20", "clock_extension_corrected"])
        let later = try told("2026-12-01T11:00:00+08:00", "2026-12-25")
        #expect(later == ["2026-12-25", "clock_extension_corrected"])
        // Another day: that is a second one.
        let second = try told("2026-12-02T09:00:00+08:00", "2027-01-20")
        #expect(second == ["2026-12-25", "clock_extension_too_often"])
    }
}
