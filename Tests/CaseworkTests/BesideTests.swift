import Testing

@testable import Casework

/// Steps beside the mechanism's: customs go on with the goods after the case went out.
@Suite struct BesideTests {
    private static let police = "350000/gaj"
    private static let states = ["transferred", "receipted", "accepted", "result_reported"]

    /// A matter that customs transferred, and that the police took so far.
    private static func transferred(_ count: Int = 0) throws -> Scene {
        var scene = try Scene(CooperationPackTests.pack.get(), "handover-customs")
        var words = Scene.facts(["target_type": "police"])
        words.to = ["350000"]
        _ = try scene.open("transfer", words)
        for event in ["receipt", "accept", "report_result"].prefix(count) {
            try scene.step(police, event)
        }
        #expect(try scene.refusals() == [])
        #expect(try scene.state().state?.text == states[count])
        return scene
    }

    @Test(
        "in each state of the receiver's customs determine, confiscate or release, and the state stays",
        arguments: [0, 1, 2, 3]
    )
    func goesOn(_ count: Int) throws {
        for events in [
            ["holder_applies", "detain", "cannot_determine", "court_notice", "release"],
            ["detain", "determine", "confiscate"], ["cannot_determine", "determine"],
            ["release"], ["lapse"], ["confiscate"],
        ] {
            var scene = try Self.transferred(count)
            for event in events {
                try scene.step(Scene.opener, event)
                #expect(try scene.refusals() == [], "\(event)")
                #expect(try scene.state().state?.text == Self.states[count])
                #expect(try scene.state().steps.last?.way?.kind == .beside)
            }
        }
    }

    @Test("the holder's application is recorded once, at home as beside the case")
    func appliesOnce() throws {
        var home = try Scene(CooperationPackTests.pack.get(), "handover-customs")
        _ = try home.beginAtHome("notify_holder")
        for var scene in [home, try Self.transferred(1)] {
            try scene.step(Scene.opener, "holder_applies")
            #expect(try scene.refusals() == [])
            try scene.step(Scene.opener, "holder_applies")
            #expect(try scene.refusals() == [.onceOnly])
        }
    }

    @Test(
        "the record says how far customs are with what they kept, and nothing before they took a step"
    )
    func told() throws {
        var scene = try Self.transferred(2)
        #expect(try scene.state().findings.isEmpty)
        for event in ["detain", "determine"] {
            let step = try scene.step(Scene.opener, event)
            let expected = ["at": step.at.text, "event": event, "signer": Scene.opener]
            let findings = try scene.state().findings
            #expect(findings.map(\.code) == [.besideTaken])
            #expect(findings.map(\.arguments) == [expected])
        }
        // What is done is no more going on.
        try scene.step(Scene.opener, "confiscate")
        #expect(try scene.refusals() == [])
        #expect(try scene.state().findings.isEmpty)
    }

    @Test("the clocks of a detention beside run and end, at everybody who has the headers")
    func clocks() throws {
        var scene = try Self.transferred(2)
        try scene.step(Scene.opener, "detain")
        #expect(try scene.clock("D3").end == nil && scene.clock("D4b").end == nil)
        try scene.step(Scene.opener, "determine")
        #expect(try scene.clock("D3").end?.reason == .stopped)
        #expect(try scene.clock("D4b").end?.reason == .stopped)
    }

    @Test("what was released is not determined, and the receiver takes no step of customs")
    func outOfLine() throws {
        var scene = try Self.transferred(1)
        try scene.step(Self.police, "release")
        #expect(try scene.refusals() == [.roleNotAllowed])
        try scene.step(Scene.opener, "release")
        for event in ["determine", "release", "confiscate", "detain", "lapse"] {
            try scene.step(Scene.opener, event)
            #expect(try scene.refusals() == [.stateNotAllowed], "\(event)")
        }
        let offered = try scene.state().openSteps(parties: scene.charter).map(\.id.text)
        #expect(offered == ["accept"])
    }

    @Test("the node of customs knows where the goods stood at home, and is offered no other step")
    func home() throws {
        var home = try Scene(CooperationPackTests.pack.get(), "handover-customs")
        _ = try home.beginAtHome("notify_holder")
        try home.step(Scene.opener, "detain")
        let part = try home.state()
        var scene = try Self.transferred(3)
        let machine = try #require(scene.pack.machine(scene.machine))
        func offered() throws -> [String] {
            let state = try scene.state()
            return state.openSteps(parties: scene.charter)
                .filter { state.isInLine($0, home: part) }.map(\.id.text)
        }
        #expect(
            try offered() == ["determine", "cannot_determine", "court_notice", "release", "close"]
        )
        let close = try #require(machine.transitions.first { $0.id.text == "close" })
        #expect(try scene.state().leftOpen(by: close, home: part).map(\.id.text) == ["detained"])
        try scene.step(Scene.opener, "determine")
        #expect(try offered() == ["confiscate", "close"])
        try scene.step(Scene.opener, "confiscate")
        #expect(try offered() == ["close"])
        #expect(try scene.state().leftOpen(by: close, home: part).isEmpty)
    }

    @Test("a clock that began at home ends by a step beside, and not by the transfer")
    func clockOfHome() throws {
        var home = try Scene(CooperationPackTests.pack.get(), "handover-customs")
        _ = try home.beginAtHome("notify_holder")
        try home.step(Scene.opener, "detain")
        let part = try home.state()
        var scene = try Self.transferred(1)
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: try CalendarSet.builtIn())
        func running() throws -> Set<String> {
            Set(
                fold.clocks(of: try scene.state(), home: part)
                    .filter { $0.end == nil && !$0.isProposal }.map(\.clock.id.text)
            )
        }
        #expect(try running() == ["D3", "D4b"])
        try scene.step(Scene.opener, "release")
        #expect(try running() == [])
    }

    @Test("in the rules people read that the state stays")
    func shown() throws {
        let pack = try CooperationPackTests.pack.get()
        let step = try #require(
            pack.items.first {
                $0.place.machine?.text == "handover-customs" && $0.place.id == "release"
            }
        )
        guard case .phrase(.beside, let parts)? = step.values(.from).last,
            case .list(let states)? = parts["states"]
        else { throw TestFailure(description: "\(step.values(.from))") }
        #expect(states.count == Self.states.count)
    }
}
