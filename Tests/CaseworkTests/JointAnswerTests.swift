import Testing

@testable import Casework

/// What those who are invited to a joint operation have answered decides what comes next: by the packs' guards alone.
@Suite struct JointAnswerTests {
    private static let other = "350000/scjg"
    private static let third = "520000/scjg"
    private static let both = ["350000", "520000"]

    /// A joint operation to which two provinces are invited.
    private func invited(_ addressees: [String] = both) throws -> Scene {
        var scene = try Scene(CooperationPackTests.pack.get(), "joint-operation")
        _ = try scene.open("propose", .init(to: addressees))
        try scene.step(Scene.opener, "invite", .init(to: addressees))
        return scene
    }

    private func next(_ scene: Scene, _ signer: String) throws -> [String] {
        try scene.state().nextSteps(
            for: try address(signer),
            node: Scene.node(of: signer),
            parties: scene.charter
        ).map(\.id.text)
    }

    private func waiting(_ scene: Scene) throws -> [String] {
        try scene.state().waitsFor(parties: scene.charter)?.addresses.map(\.text) ?? []
    }

    @Test(
        "a plan is final once everybody invited has answered and somebody joined, and goes to nobody who declined"
    )
    func plan() throws {
        var scene = try invited()
        try scene.step(Scene.opener, "freeze_plan")
        #expect(try scene.refusals() == [.answersLacking, .answersNone])
        try scene.step(Self.other, "join")
        try scene.step(Scene.opener, "freeze_plan")
        #expect(try scene.refusals() == [.answersLacking])
        let last = try #require(scene.entries.last)
        let step = try #require(try scene.state().steps.first { $0.event.digest == last.digest })
        guard case .irregular(let reasons) = step.verdict else {
            Issue.record("\(step.verdict)")
            return
        }
        #expect(reasons.first?.arguments["addresses"] == "520000")
        #expect(try !next(scene, Scene.opener).contains("freeze_plan"))
        try scene.step(Self.third, "decline")
        #expect(try next(scene, Scene.opener).contains("freeze_plan"))
        try scene.step(Scene.opener, "freeze_plan", .init(to: Self.both))
        #expect(try scene.refusals() == [.addresseeLeft])
        let state = try scene.state()
        let rule = try #require(
            state.progress.machine?.transition(EventID(unchecked: "freeze_plan"))
        )
        #expect(state.barred(try Self.both.map(address), from: rule).map(\.text) == ["520000"])
        try scene.step(Scene.opener, "freeze_plan", .init(to: ["350000"]))
        #expect(try scene.refusals() == [])
        #expect(try scene.state().state?.text == "plan_frozen")
    }

    @Test(
        "whoever has answered is waited for no longer; once all have it is the lead's turn, and of an alert that all have nobody's"
    )
    func turn() throws {
        var scene = try invited()
        #expect(try waiting(scene) == Self.both)
        try scene.step(Self.other, "join")
        #expect(try waiting(scene) == ["520000"])
        #expect(try scene.state().waitingFilling.text == "520000")
        // What it has answered is offered to it no more, and to the other still.
        let open = try scene.state()
        let join = try #require(
            open.openSteps(parties: scene.charter).first { $0.id.text == "join" }
        )
        let may = try Self.both.map {
            open.mayTake(join, at: try address($0), parties: scene.charter)
        }
        #expect(may == [false, true])
        try scene.step(Self.third, "join")
        #expect(try waiting(scene) == ["000000", Scene.opener], "the lead, by opening or charter")
        #expect(try scene.state().waitingFilling.text == "360000/scjg @lead")
        try scene.step(Scene.opener, "freeze_plan")
        #expect(try waiting(scene) == Self.both)
        for signer in [Self.other, Self.third] { try scene.step(signer, "cosign_plan") }
        #expect(try waiting(scene) == ["000000", Scene.opener])
        // A plan that is reopened asks nobody to join again, and its final form everybody to sign again.
        try scene.step(Scene.opener, "reopen_plan")
        #expect(try waiting(scene) == ["000000", Scene.opener])
        try scene.step(Scene.opener, "freeze_plan")
        #expect(try waiting(scene) == Self.both)
        for signer in [Self.other, Self.third] { try scene.step(signer, "cosign_plan") }
        try scene.step(Scene.opener, "embargo")
        try scene.step(Scene.opener, "launch")
        #expect(try waiting(scene) == Self.both)
        try scene.step(Self.other, "report_regional_result")
        #expect(try waiting(scene) == ["520000"])
        try scene.step(Self.third, "report_regional_result")
        #expect(try waiting(scene) == ["000000", Scene.opener])
        var alert = try Scene(CooperationPackTests.pack.get(), "alert")
        let until = ["valid_until": FactValue.string("2027-01-01T00:00:00+08:00")]
        _ = try alert.open("issue", .init(to: Self.both, facts: until))
        try alert.step(Self.other, "acknowledge")
        #expect(try waiting(alert) == ["520000"])
        try alert.step(Self.third, "acknowledge")
        #expect(try alert.state().waitsFor(parties: alert.charter) == nil)
        #expect(try alert.state().waitingFilling == .nobody)
        try alert.step(Scene.opener, "update")
        #expect(try waiting(alert) == Self.both)
    }

    @Test(
        "the hit of an alert waits for its issuer, who takes note of it or updates the alert; the alert is in force all the while"
    )
    func hit() throws {
        var alert = try Scene(CooperationPackTests.pack.get(), "alert")
        let until = ["valid_until": FactValue.string("2027-01-01T00:00:00+08:00")]
        _ = try alert.open("issue", .init(to: Self.both, facts: until))
        try alert.step(Self.other, "acknowledge")
        try alert.step(Self.other, "report_hit")
        #expect(try alert.state().state?.text == "hit")
        #expect(try waiting(alert) == [Scene.opener])
        #expect(try alert.clock("H1").end == nil)
        // Others acknowledge meanwhile, and report hits of their own.
        try alert.step(Self.third, "acknowledge")
        try alert.step(Self.third, "report_hit")
        #expect(try next(alert, Scene.opener).contains("note_hit"))
        try alert.step(Scene.opener, "note_hit")
        #expect(try alert.refusals() == [])
        #expect(try alert.state().state?.text == "issued")
        #expect(try waiting(alert) == [], "all have acknowledged")
        try alert.step(Scene.opener, "note_hit")
        #expect(try alert.refusals() == [.stateNotAllowed])
        try alert.step(Self.third, "report_hit")
        try alert.step(Scene.opener, "update")
        #expect(try waiting(alert) == Self.both, "an update is acknowledged anew")
        try alert.step(Self.other, "report_hit")
        try alert.step(Scene.opener, "cancel")
        #expect(try alert.refusals() == [])
        #expect(try alert.state().isTerminal)
    }

    @Test("nobody joined: the plan is not final, whoever has answered")
    func nobody() throws {
        var scene = try invited()
        try scene.step(Self.other, "decline")
        try scene.step(Self.third, "decline")
        try scene.step(Scene.opener, "freeze_plan")
        #expect(try scene.refusals() == [.answersNone])
    }

    @Test(
        "whoever declined or withdrew co-signs nothing, reports nothing and is waited for by nobody"
    )
    func declined() throws {
        var scene = try invited()
        try scene.step(Self.other, "join")
        try scene.step(Self.third, "decline")
        try scene.step(Scene.opener, "freeze_plan", .init(to: ["350000"]))
        #expect(try waiting(scene) == ["350000"])
        #expect(try scene.state().waitingFilling.addresses.map(\.text) == ["350000"])
        #expect(try scene.state().partyFilling.addresses.map(\.text) == ["350000", Scene.opener])
        #expect(try next(scene, Self.third) == [])
        try scene.step(Self.third, "cosign_plan")
        #expect(try scene.refusals() == [.ownLatestNotAllowed])
        try scene.step(Self.third, "withdraw_participation")
        #expect(try scene.refusals() == [.ownLatestNotAllowed])
        try scene.step(Self.other, "cosign_plan")
        try scene.step(Scene.opener, "embargo")
        try scene.step(Scene.opener, "launch", .init(to: Self.both))
        #expect(try scene.refusals() == [.addresseeLeft])
        try scene.step(Scene.opener, "launch", .init(to: ["350000"]))
        for event in ["report_regional_result", "report_new_clue"] {
            try scene.step(Self.third, event)
            #expect(try scene.refusals() == [.ownLatestNotAllowed], "\(event)")
            for signer in [Self.other, Scene.opener, Self.other] {
                try scene.step(signer, event)
                #expect(try scene.refusals() == [], "\(signer) \(event)")
            }
        }
    }

    @Test(
        "no step after the launch goes to whoever declined: neither results nor what follows them"
    )
    func results() throws {
        var scene = try invited()
        try scene.step(Self.other, "join")
        try scene.step(Self.third, "decline")
        try scene.step(Scene.opener, "freeze_plan", .init(to: ["350000"]))
        try scene.step(Self.other, "cosign_plan")
        for event in ["embargo", "launch"] {
            try scene.step(Scene.opener, event, .init(to: ["350000"]))
        }
        // A superior's step goes to both sides by itself, and tells what it orders.
        let order = try #require(EventID("instruct"))
        let instruct = try #require(try scene.state().progress.machine?.transition(order))
        let left = try scene.state().barred(try Self.both.map(address), from: instruct)
        #expect(left.map(\.text) == ["520000"])
        let events = [
            "report_regional_result", "report_new_clue", "consolidate", "reopen_consolidation",
            "consolidate", "close",
        ]
        for event in events {
            let state = try scene.state()
            let id = try #require(EventID(event))
            let rule = try #require(state.progress.machine?.transition(id))
            #expect(state.barred(try Self.both.map(address), from: rule).map(\.text) == ["520000"])
            try scene.step(Scene.opener, event, .init(to: Self.both))
            #expect(try scene.refusals() == [.addresseeLeft], "\(event)")
            try scene.step(Scene.opener, event, .init(to: ["350000"]))
            #expect(try scene.refusals() == [], "\(event)")
        }
        #expect(try scene.state().state?.text == "closed")
    }

    @Test(
        "the order to stand by waits for the co-signature of everybody who takes part, and a plan that was reopened for new ones"
    )
    func standby() throws {
        var scene = try invited()
        for signer in [Self.other, Self.third] { try scene.step(signer, "join") }
        try scene.step(Scene.opener, "freeze_plan")
        try scene.step(Self.other, "cosign_plan")
        try scene.step(Scene.opener, "embargo")
        #expect(try scene.refusals() == [.answersLacking])
        try scene.step(Self.other, "cosign_plan")
        #expect(try scene.refusals() == [.onceOnly])
        // Who withdraws is waited for no longer.
        try scene.step(Self.third, "withdraw_participation")
        try scene.step(Scene.opener, "embargo")
        #expect(try scene.refusals() == [])
        try scene.step(Scene.opener, "reopen_plan")
        try scene.step(Self.third, "join")
        try scene.step(Scene.opener, "freeze_plan")
        #expect(try scene.refusals() == [])
        for signer in [Self.other, Self.third] {
            try scene.step(Scene.opener, "embargo")
            #expect(try scene.refusals() == [.answersLacking])
            try scene.step(signer, "cosign_plan")
            #expect(try scene.refusals() == [])
        }
        try scene.step(Scene.opener, "embargo")
        #expect(try scene.state().state?.text == "embargoed")
    }

    @Test("an answer counts once, and may be changed while the invitation stands")
    func once() throws {
        var scene = try invited()
        try scene.step(Self.other, "join")
        try scene.step(Self.other, "join")
        #expect(try scene.refusals() == [.ownLatestNotAllowed])
        try scene.step(Self.other, "decline")
        try scene.step(Self.other, "decline")
        #expect(try scene.refusals() == [.ownLatestNotAllowed])
        try scene.step(Self.other, "join")
        #expect(try scene.refusals() == [])
        var alert = try Scene(CooperationPackTests.pack.get(), "alert")
        let until = ["valid_until": FactValue.string("2027-01-01T00:00:00+08:00")]
        _ = try alert.open("issue", .init(to: Self.both, facts: until))
        try alert.step(Self.other, "acknowledge")
        try alert.step(Self.third, "acknowledge")
        #expect(try alert.refusals() == [])
        try alert.step(Self.other, "acknowledge")
        #expect(try alert.refusals() == [.onceOnly])
        try alert.step(Scene.opener, "update")
        try alert.step(Self.other, "acknowledge")
        #expect(try alert.refusals() == [])
    }

    @Test(
        "a member of its own inside a region that was invited as well answers for itself alone",
        arguments: [
            ("350000", "350000/gaj", "350000/gaj"), ("350000", "350100", "350100/scjg"),
        ]
    )
    func members(_ region: String, _ inner: String, _ signer: String) throws {
        let invited = [region, inner]
        func scene() throws -> Scene {
            var scene = try Scene(CooperationPackTests.pack.get(), "joint-operation")
            let node = try #require(NodeName("inner.ipr.example"))
            scene.charter.members.append((try address(inner), node))
            _ = try scene.open("propose", .init(to: invited))
            try scene.step(Scene.opener, "invite", .init(to: invited))
            return scene
        }
        var joined = try scene()
        try joined.step(signer, "join")
        #expect(try joined.refusals() == [])
        #expect(try waiting(joined) == [region])
        #expect(try joined.state().waitingFilling.text == region)
        try joined.step(Scene.opener, "freeze_plan")
        #expect(try joined.refusals() == [.answersLacking])
        try joined.step(Self.other, "join")
        try joined.step(Scene.opener, "freeze_plan", .init(to: invited))
        #expect(try joined.refusals() == [])
        try joined.step(signer, "cosign_plan")
        #expect(try waiting(joined) == [region])
        try joined.step(Scene.opener, "embargo")
        #expect(try joined.refusals() == [.answersLacking])
        try joined.step(Self.other, "cosign_plan")
        try joined.step(Scene.opener, "embargo")
        #expect(try joined.refusals() == [])
        // Who declines for itself bars nobody else, and nobody else answers for it.
        var declined = try scene()
        try declined.step(signer, "decline")
        try declined.step(Self.other, "join")
        try declined.step(Scene.opener, "freeze_plan", .init(to: [inner]))
        #expect(try declined.refusals() == [.addresseeLeft])
        try declined.step(Scene.opener, "freeze_plan", .init(to: [region]))
        #expect(try declined.refusals() == [])
        var early = try scene()
        try early.step(signer, "decline")
        let state = try early.state()
        let rule = try #require(
            state.progress.machine?.transition(EventID(unchecked: "freeze_plan"))
        )
        #expect(state.barred(try invited.map(address), from: rule).map(\.text) == [inner])
    }

    @Test(
        "of a region that was invited as a whole each office answers for itself, and who left the mechanism is asked nothing"
    )
    func offices() throws {
        var scene = try invited()
        for signer in [Self.other, "350000/gaj", Self.third] { try scene.step(signer, "join") }
        try scene.step(Scene.opener, "freeze_plan")
        for signer in [Self.other, Self.third] { try scene.step(signer, "cosign_plan") }
        try scene.step(Scene.opener, "embargo")
        #expect(try scene.refusals() == [.answersLacking])
        try scene.step("350000/gaj", "cosign_plan")
        try scene.step(Scene.opener, "embargo")
        #expect(try scene.refusals() == [])
        var left = try invited()
        try left.step(Self.other, "join")
        left.charter.members.removeAll { $0.address.region.text == "520000" }
        try left.step(Scene.opener, "freeze_plan")
        #expect(try left.refusals() == [])
    }
}
