import Testing

@testable import Casework

/// What the law rules out, and what a careless program would offer all the same.
@Suite struct CooperationTrapTests {
    private static let other = "350000/scjg"
    private static let third = "520000/scjg"
    private static let police = "350000/psb"

    private func scene(_ machine: String) throws -> Scene {
        try Scene(CooperationPackTests.pack.get(), machine)
    }

    private func next(_ scene: Scene, _ signer: String) throws -> [String] {
        try scene.state().nextSteps(
            for: try address(signer),
            node: Scene.node(of: signer),
            parties: scene.charter
        ).map(\.id.text)
    }

    // MARK: A transferred case does not bounce

    @Test(
        "a case that was handed over goes neither back nor on, and only a superior that is no party designates"
    )
    func noBounce() throws {
        var scene = try scene("handover-administrative")
        _ = try scene.open("send", .init(to: ["350000"]))
        try scene.step("350000/system", "receipt")
        #expect(try next(scene, Self.other) == ["accept", "open_consultation", "object"])
        for event in ["return", "return_misdirected", "forward", "redirect", "decline"] {
            try scene.step(Self.other, event)
            #expect(try scene.refusals() == [.eventUnknown], "\(event)")
        }
        try scene.step(Self.other, "object")
        #expect(try next(scene, Self.other) == [])
        try scene.step(Self.other, "designate", .init(to: ["360000"]))
        #expect(try scene.refusals() == [.roleNotAllowed, .signerIsParty])
        try scene.step(Scene.opener, "designate", .init(to: ["350000"]))
        #expect(try scene.refusals() == [.roleNotAllowed, .signerIsParty])
        try scene.step(Scene.superior, "designate")
        #expect(try scene.refusals() == [.addresseeCount])
        try scene.step(Scene.superior, "superior_receive")
        try scene.step(Scene.superior, "designate", .init(to: ["520000"]))
        try scene.step(Self.other, "accept_designation")
        #expect(try scene.refusals() == [.roleNotAllowed])
        try scene.step(Self.third, "accept_designation")
        #expect(try scene.state().state?.text == "accepted")
    }

    @Test("a superior that is itself a party of the case does not designate")
    func ownCause() throws {
        var scene = try scene("handover-administrative")
        scene.charter.roles[RoleID(unchecked: "superior")] = try ["350000", "000000"].map(address)
        _ = try scene.open("send", .init(to: ["350000"]))
        try scene.step(Self.other, "receipt")
        try scene.step(Self.other, "object")
        #expect(try next(scene, Self.other) == [])
        try scene.step(Self.other, "designate", .init(to: ["520000"]))
        #expect(try scene.refusals() == [.signerIsParty])
        #expect(try next(scene, Scene.superior) == ["superior_receive", "designate"])
        try scene.step(Scene.superior, "designate", .init(to: ["360000"]))
        #expect(try scene.refusals() == [])
    }

    @Test("a clue that was sent to the wrong office may be returned, unlike a case")
    func clueReturns() throws {
        var scene = try scene("clue")
        _ = try scene.open("send", .init(to: ["350000"]))
        try scene.step(Self.other, "receive")
        try scene.step(Self.other, "return_misdirected")
        #expect(try scene.state().state?.text == "misdirected")
    }

    // MARK: The police do not refuse

    private func sentToPolice(_ to: String = police) throws -> Scene {
        var scene = try scene("handover-criminal")
        _ = try scene.open("send", .init(to: [to]))
        return scene
    }

    @Test(
        "the police cannot refuse a transferred case; missing material is asked for and blocks no decision"
    )
    func noRefusal() throws {
        var scene = try sentToPolice()
        for event in ["reject", "refuse", "decline", "return_to_sender"] {
            try scene.step(Self.police, event)
            #expect(try scene.refusals() == [.eventUnknown], "\(event)")
        }
        #expect(try next(scene, Self.police) == ["acknowledge"])
        try scene.step(Self.police, "acknowledge")
        let decisions = [
            "reroute", "outside_competence", "extend_review", "decide_file", "decide_not_to_file",
        ]
        #expect(try next(scene, Self.police) == ["request_supplement"] + decisions)
        try scene.step(Self.police, "request_supplement")
        #expect(try next(scene, Self.police) == decisions)
        try scene.step(Self.police, "decide_file", .init(rank: "county_police_head"))
        #expect(try scene.state().state?.text == "filed")
    }

    @Test(
        "a case that the police re-route goes to police who had it never before, and not to the sender"
    )
    func reroute() throws {
        var scene = try sentToPolice()
        try scene.step(Self.police, "acknowledge")
        let rank = "county_police_head"
        for (to, code) in [
            ("360000", IrregularReason.Code.addresseeIsParty), ("360000/scjg", .addresseeIsParty),
            (Self.police, .addresseeRepeated),
        ] {
            try scene.step(Self.police, "reroute", .init(to: [to], rank: rank))
            #expect(try scene.refusals() == [code], "\(to)")
        }
        try scene.step(Self.police, "reroute", .init(to: ["360000/psb"], rank: rank))
        #expect(try scene.refusals() == [])
        try scene.step(Self.police, "acknowledge_rerouted")
        #expect(try scene.refusals() == [.roleNotAllowed])
        try scene.step("360000/psb", "acknowledge_rerouted")
        #expect(try scene.state().state?.text == "receipted")
    }

    @Test("a transfer to the police of the own province names the police, not the whole region")
    func ownProvince() throws {
        var scene = try sentToPolice("360000")
        #expect(try scene.refusals() == [.addresseeIsParty])
        scene = try sentToPolice("360000/psb")
        try scene.step(Scene.opener, "acknowledge")
        #expect(try scene.refusals() == [.roleNotAllowed])
        try scene.step("360000/psb", "acknowledge")
        #expect(try scene.state().state?.text == "receipted")
    }

    @Test(
        "no penalty stands in for a transfer: the case is handled administratively only after the police or the procuratorate decided"
    )
    func noPenaltyInstead() throws {
        let machine = try #require(
            CooperationPackTests.pack.get().machine(MachineID(unchecked: "handover-criminal"))
        )
        let step = try #require(machine.transition(EventID(unchecked: "handle_administratively")))
        #expect(
            step.from.map(\.text) == ["not_filed", "reconsideration_upheld", "reasons_accepted"]
        )
        #expect(machine.forbidden.map(\.id.text) == ["reject", "penalty_instead"])
    }

    // MARK: Who approves

    @Test(
        "an approval counts by its rank: who is below, or signs for another line, does not approve",
        arguments: [
            (String?.none, [IrregularReason.Code.approverMissing]),
            ("responsible", [.approverRank]), ("chief", [.approverRank]),
            ("county_police_head", []), ("superior_police_head", []),
        ]
    )
    func ranks(_ rank: String?, _ refusals: [IrregularReason.Code]) throws {
        var scene = try sentToPolice()
        try scene.step(Self.police, "acknowledge")
        try scene.step(Self.police, "decide_not_to_file", .init(rank: rank))
        #expect(try scene.refusals() == refusals)
    }

    @Test("the chief approves a transfer at home, and nobody below")
    func chief() throws {
        var scene = try scene("handover-criminal")
        _ = try scene.beginAtHome("report")
        try scene.step(Scene.opener, "approve", .init(rank: "responsible"))
        #expect(try scene.refusals() == [.approverRank])
        try scene.step(Scene.opener, "approve", .init(rank: "chief"))
        #expect(try scene.state().state?.text == "chief_approved")
    }

    @Test(
        "a second extension of the review needs the head of the superior police, comes after the first, and comes once"
    )
    func superiorApproves() throws {
        var scene = try sentToPolice()
        try scene.step(Self.police, "acknowledge")
        let superior = Scene.Words(rank: "superior_police_head")
        try scene.step(Self.police, "extend_review_again", superior)
        #expect(try scene.refusals() == [.latestNotAllowed])
        try scene.step(Self.police, "extend_review", .init(rank: "county_police_head"))
        try scene.step(Self.police, "extend_review_again", .init(rank: "county_police_head"))
        #expect(try scene.refusals() == [.approverRank])
        try scene.step(Self.police, "extend_review_again", superior)
        #expect(try scene.refusals() == [])
        try scene.step(Self.police, "extend_review_again", superior)
        #expect(try scene.refusals() == [.onceOnly])
    }

    @Test(
        "who carries a supervised case neither lists, extends nor releases it, even where it supervises"
    )
    func undertaker() throws {
        var scene = try scene("supervision")
        let due = Scene.Words(to: ["350000"], facts: ["due_on": .string("2026-12-31")])
        _ = try scene.open("request", .init(to: ["350000"]))
        try scene.step(Scene.opener, "list_requested")
        #expect(try scene.refusals() == [.roleNotAllowed, .signerIsParty])
        try scene.step(Self.other, "list_requested")
        try scene.step(Self.other, "assign", due)
        #expect(try scene.refusals() == [])
        for event in ["extend", "release_early"] {
            try scene.step(Self.other, event, .init(facts: due.facts))
            #expect(try scene.refusals() == [.signerIsParty], "\(event)")
        }
    }

    // MARK: Who filed first

    @Test(
        "who filed first takes a contested case by agreement; equal or later moments are for the superior",
        arguments: [
            (String?.none, String?.none, true), (nil, "2026-11-02T09:00:00+08:00", true),
            ("2026-11-02T09:00:00+08:00", "2026-11-02T08:59:59+08:00", true),
            ("2026-11-02T09:00:00+08:00", "2026-11-02T09:00:00+08:00", false),
            ("2026-11-02T09:00:00+08:00", "2026-11-02T01:00:00+00:00", false),
            ("2026-11-02T09:00:00+08:00", "2026-11-02T09:00:01+08:00", false),
            ("2026-11-02T09:00:00+08:00", nil, false), ("soon", "later", true),
        ]
    )
    func firstFiled(_ sender: String?, _ receiver: String?, _ isAgreed: Bool) throws {
        func words(_ moment: String?, to: [String] = []) -> Scene.Words {
            .init(to: to, facts: moment.map { ["first_filed_at": .string($0)] } ?? [:])
        }
        var scene = try scene("handover-administrative")
        _ = try scene.open("send", words(sender, to: ["350000"]))
        try scene.step(Self.other, "receipt")
        try scene.step(Self.other, "open_consultation", words(receiver))
        try scene.step(Self.other, "consultation_agreed")
        #expect(try scene.refusals() == (isAgreed ? [] : [.notFirst]))
        guard !isAgreed else { return }
        try scene.step(Self.other, "consultation_failed")
        try scene.step(Scene.superior, "designate", .init(to: ["350000"]))
        try scene.step(Self.other, "accept_designation")
        #expect(try scene.state().state?.text == "accepted")
    }

    @Test("the moment that counts is the one that an office stated last")
    func firstFiledCorrected() throws {
        var scene = try scene("handover-administrative")
        let early = Scene.Words(facts: ["first_filed_at": .string("2026-11-01T09:00:00+08:00")])
        let late = FactValue.string("2026-11-03T09:00:00+08:00")
        _ = try scene.open("send", .init(to: ["350000"], facts: ["first_filed_at": late]))
        try scene.step(Self.other, "receipt")
        try scene.step(Self.other, "open_consultation", .init(facts: ["first_filed_at": late]))
        try scene.step(Self.other, "consultation_agreed")
        #expect(try scene.refusals() == [.notFirst])
        try scene.step(Self.other, "consultation_agreed", early)
        #expect(try scene.refusals() == [])
    }

    // MARK: Extensions, expiry, publication at home

    @Test("a verification is extended once, and a pause that is not open does not end")
    func extensions() throws {
        for machine in ["handover-administrative", "handover-reverse"] {
            var scene = try scene(machine)
            _ = try scene.open("send", .init(to: ["350000"]))
            try scene.step(Self.other, "receipt")
            try scene.step(Self.other, "accept")
            try scene.step(Self.other, "resume")
            #expect(try scene.refusals() == [.latestNotAllowed])
            try scene.step(Self.other, "extend", .init(rank: "responsible"))
            try scene.step(Self.other, "extend", .init(rank: "responsible"))
            #expect(try scene.refusals() == [.onceOnly])
        }
    }

    @Test("a notice of extension states the new date where every node can read it")
    func extensionNotice() throws {
        var scene = try scene("assistance")
        let type = FactValue.string("investigation")
        _ = try scene.open("send", .init(to: ["350000"]))
        #expect(try scene.refusals() == [.factMissing])
        _ = try scene.open("send", .init(to: ["350000"], facts: ["assist_type": type]))
        try scene.step("350000/system", "receive")
        try scene.step(Self.other, "accept")
        try scene.step(Self.other, "notify_extension")
        #expect(try scene.refusals() == [.factMissing])
        let date = FactValue.string("2026-12-31")
        try scene.step(Self.other, "notify_extension", .init(facts: ["new_due": date]))
        #expect(try scene.refusals() == [])
    }

    @Test("an alert is ended by the issuer's own node, and by no recipient's")
    func expiry() throws {
        var scene = try scene("alert")
        let until = FactValue.string("2026-12-31T00:00:00+08:00")
        _ = try scene.open("issue", .init(to: ["350000"], facts: ["valid_until": until]))
        try scene.step("350000/system", "expire")
        #expect(try scene.refusals() == [.roleNotAllowed])
        try scene.step(Scene.opener, "expire")
        #expect(try scene.refusals() == [.roleNotAllowed])
        try scene.step("360000/system", "expire")
        #expect(try scene.state().isTerminal)
    }

    @Test(
        "a penalty that is published in the own province is corrected, withdrawn and ended at home"
    )
    func localPublication() throws {
        var scene = try scene("credit-penalty")
        _ = try scene.beginAtHome("prepare")
        for event in ["publish_locally", "order_correction", "confirm_correction"] {
            try scene.step(Scene.opener, event)
            #expect(try scene.refusals() == [], "\(event)")
        }
        try scene.step("360000/system", "stop_publication")
        #expect(try scene.state().isTerminal)
        _ = try scene.open(
            "push",
            .init(to: ["350000"], facts: ["penalty_class": .string("short")])
        )
        try scene.step("350000/system", "receive")
        try scene.step(Scene.opener, "publish")
        #expect(try scene.refusals() == [.roleNotAllowed])
    }
}
