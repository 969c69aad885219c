import Cryptography
import Testing

@testable import Casework

@Suite struct RecordFoldTests {
    static let receivedAt = FieldID(unchecked: "received_at")

    private func receive(
        _ federation: inout Federation,
        _ clue: CaseEvent
    ) throws -> CaseEvent {
        try federation.step(Federation.fujian, "receive", of: clue) {
            $0.office = .system
            $0.facts = [Fact(field: Self.receivedAt, value: .string($0.at.text))]
            $0.to = [try address("360000/scjg")]
        }
    }

    @Test("a clue lives from its opening to its end")
    func life() throws {
        var federation = try Federation()
        let clue = try federation.open()
        var state = federation.state(of: clue)
        #expect(state.state?.text == "sent")
        #expect(state.opener?.text == "360000/scjg")
        #expect(state.addressees.map(\.text) == ["350000"])
        _ = try receive(&federation, clue)
        for event: StaticString in [
            "accept", "start_verification", "extend", "pause", "resume", "file", "tell_reporter",
            "record_disposal", "send_feedback",
        ] {
            try federation.step(Federation.fujian, event, of: clue)
        }
        state = federation.state(of: clue)
        #expect(state.state?.text == "feedback_sent")
        #expect(state.addressees.map(\.text) == ["350000"])
        try federation.step(Federation.jiangxi, "confirm", of: clue)
        state = federation.state(of: clue)
        #expect(state.state?.text == "closed")
        #expect(state.isTerminal && state.isResting)
        #expect(state.steps.count == 12)
        #expect(state.steps.allSatisfy { $0.verdict == .applied && $0.findings.isEmpty })
        #expect(!state.isTailConcurrent)
        #expect(state.steps.last?.state?.text == "closed")
        #expect(state.pack == federation.pack.reference)
        #expect(state.machine?.text == "clue")
        #expect(state.openerNode == Federation.jiangxi)
        #expect(state.waitsFor(parties: federation.charter) == nil)
    }

    @Test("the state says who is to act and what an office may do next")
    func next() throws {
        var federation = try Federation()
        let clue = try federation.open()
        _ = try receive(&federation, clue)
        let state = federation.state(of: clue)
        let waiting = try #require(state.waitsFor(parties: federation.charter))
        #expect(waiting.role.text == "receiver")
        #expect(waiting.addresses.map(\.text) == ["350000"])
        func steps(_ text: String, _ node: NodeName) throws -> [String] {
            state.nextSteps(for: try address(text), node: node, parties: federation.charter)
                .map(\.id.text)
        }
        #expect(
            try steps("350000/scjg", Federation.fujian)
                == ["return_misdirected", "accept", "escalate"]
        )
        #expect(
            try steps("360000/scjg", Federation.jiangxi) == ["supplement", "escalate", "cancel"]
        )
        #expect(try steps("520000/scjg", Federation.guizhou) == ["urge"])
        #expect(try steps("360000/psb", Federation.jiangxi) == [])
        let open = state.openSteps(parties: federation.charter)
        #expect(
            open.map(\.id.text)
                == ["return_misdirected", "accept", "supplement", "escalate", "urge", "cancel"]
        )
        let signers = open.map { step in
            state.signers(of: step, parties: federation.charter).flatMap(\.addresses).map(\.text)
        }
        #expect(
            signers
                == [
                    ["350000"], ["350000"], ["360000/scjg"], ["360000/scjg", "350000"], ["520000"],
                    ["360000/scjg"],
                ]
        )
    }

    @Test(
        "the steps that may be taken next are those that some office of the mechanism may sign, at every point of a record's life"
    )
    func open() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let offices = try [
            ("360000/scjg", Federation.jiangxi), ("350000/scjg", Federation.fujian),
            ("520000/scjg", Federation.guizhou), ("350000/system", Federation.fujian),
        ]
        .map { (try address($0.0), $0.1) }
        func compare() {
            let state = federation.state(of: clue)
            let some = Set(
                offices.flatMap { office, node in
                    state.nextSteps(for: office, node: node, parties: federation.charter)
                        .map(\.id.text)
                }
            )
            let open = state.openSteps(parties: federation.charter).map(\.id.text)
            #expect(Set(open) == some, "in \(String(describing: state.state))")
            #expect(Set(open).count == open.count)
        }
        compare()
        _ = try receive(&federation, clue)
        compare()
        let events: [StaticString] = [
            "accept", "start_verification", "extend", "pause", "resume", "file", "record_disposal",
            "send_feedback",
        ]
        for event in events {
            try federation.step(Federation.fujian, event, of: clue)
            compare()
        }
        #expect(federation.state(of: clue).state?.text == "feedback_sent")
        try federation.step(Federation.jiangxi, "confirm", of: clue)
        compare()
        #expect(federation.state(of: clue).openSteps(parties: federation.charter).isEmpty)
    }

    @Test("a clue that was returned goes to another office, whose node then acts")
    func redirect() throws {
        var federation = try Federation()
        let clue = try federation.open()
        _ = try receive(&federation, clue)
        try federation.step(Federation.fujian, "return_misdirected", of: clue)
        let back = try federation.step(Federation.jiangxi, "redirect", of: clue) {
            $0.to = [try address("350000")]
        }
        #expect(federation.state(of: clue).reasons(back) == [.addresseeRepeated])
        try federation.step(Federation.jiangxi, "redirect", of: clue) {
            $0.to = [try address("520000/scjg")]
        }
        let stranger = try federation.step(Federation.fujian, "receive", of: clue)
        try federation.step(Federation.guizhou, "receive", of: clue)
        let accepted = try federation.step(Federation.guizhou, "accept", of: clue)
        let state = federation.state(of: clue)
        #expect(state.reasons(stranger) == [.roleNotAllowed])
        #expect(state.verdict(accepted) == .applied)
        #expect(state.state?.text == "accepted")
        #expect(state.addressees.map(\.text) == ["520000/scjg"])
    }

    @Test(
        "an addressee's office is the one named, or any of a whole region, of the same member",
        arguments: [
            ("350000", "350000/scjg", true), ("350000", "350000/psb", false),
            ("350000", "350100/scjg", true), ("350000/scjg", "350000/scjg", true),
            ("350000/scjg", "350000/fgj", false), ("350100", "350000/scjg", false),
            ("350100", "350100/fgj", true), ("350000/psb", "350000/psb", true),
            ("350000", "350700/scjg", false),
        ]
    )
    func addressees(_ to: String, _ signer: String, _ mayAct: Bool) throws {
        var federation = try Federation()
        federation.charter.members.append((try address("350000/psb"), Federation.fujian))
        federation.charter.members.append((try address("350700"), Federation.guizhou))
        let clue = try federation.open(to: [to])
        let who = try address(signer)
        let step = try federation.step(Federation.fujian, "receive", of: clue) {
            $0.from = who.region
            $0.office = try #require(who.office)
        }
        #expect(federation.state(of: clue).verdict(step) == .applied || !mayAct)
        #expect(federation.state(of: clue).reasons(step).isEmpty == mayAct)
    }

    @Test("an addressee is the member that it was when the step was written")
    func memberAtItsTime() throws {
        var federation = try Federation()
        let clue = try federation.open(to: ["350700"])
        // 南平 joins with a node of its own after the clue was sent to 福建's.
        federation.charter.members.append((try address("350700"), Federation.guizhou))
        let step = try federation.step(Federation.guizhou, "receive", of: clue) {
            $0.from = try address("350700").region
        }
        #expect(federation.state(of: clue).reasons(step) == [.roleNotAllowed])
    }

    @Test("the automatic signer acts only for a node that fills another role of the step")
    func system() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let stranger = try federation.step(Federation.guizhou, "receive", of: clue) {
            $0.office = .system
        }
        let sender = try federation.step(Federation.jiangxi, "receive", of: clue) {
            $0.office = .system
        }
        let own = try receive(&federation, clue)
        let accept = try federation.step(Federation.fujian, "accept", of: clue) {
            $0.office = .system
        }
        for event: StaticString in ["accept", "start_verification", "file", "send_feedback"] {
            try federation.step(Federation.fujian, event, of: clue)
        }
        let foreignClose = try federation.step(Federation.guizhou, "confirm", of: clue) {
            $0.office = .system
        }
        let close = try federation.step(Federation.jiangxi, "confirm", of: clue) {
            $0.office = .system
        }
        let state = federation.state(of: clue)
        #expect(state.reasons(stranger) == [.roleNotAllowed])
        #expect(state.reasons(sender) == [.roleNotAllowed])
        #expect(state.verdict(own) == .applied)
        #expect(state.reasons(accept) == [.roleNotAllowed])
        #expect(state.reasons(foreignClose) == [.roleNotAllowed])
        #expect(state.verdict(close) == .applied)
        #expect(state.state?.text == "closed")
    }

    @Test("the automatic signer opens nothing that its rules do not give it")
    func systemOpening() throws {
        var federation = try Federation()
        let clue = try federation.open { $0.office = .system }
        #expect(federation.state(of: clue).reasons(clue) == [.roleNotAllowed])
        #expect(federation.state(of: clue).state == nil)
    }

    @Test("a time before an earlier entry of the same log is a finding and blocks nothing")
    func clock() throws {
        var federation = try Federation()
        let clue = try federation.open()
        _ = try receive(&federation, clue)
        let accept = try federation.step(Federation.fujian, "accept", of: clue) {
            $0.at = try Federation.time(Federation.start)
        }
        let state = federation.state(of: clue)
        #expect(state.verdict(accept) == .applied)
        let step = try #require(state.steps.first { $0.event.digest == accept.digest })
        #expect(step.findings.map(\.code) == [.clockWentBack])
        #expect(step.findings.first?.arguments["at"] == accept.at.text)
    }

    @Test("equal instants with different offsets are no finding")
    func offsets() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let receive = try receive(&federation, clue)
        let accept = try federation.step(Federation.fujian, "accept", of: clue) {
            $0.at = try #require(
                Timestamp(instant: receive.at.instant, offsetMinutes: -60)
            )
        }
        let step = federation.state(of: clue).steps.first { $0.event.digest == accept.digest }
        #expect(step?.findings.isEmpty == true)
    }

    @Test("facts that are not open or have the wrong form are findings")
    func facts() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let step = try federation.step(Federation.fujian, "receive", of: clue) {
            $0.facts = [
                Fact(field: FieldID(unchecked: "goods"), value: .string("shoes")),
                Fact(field: Self.receivedAt, value: .string("yesterday")),
            ]
        }
        let found = federation.state(of: clue).steps.first { $0.event.digest == step.digest }
        #expect(found?.verdict == .applied)
        #expect(found?.findings.map(\.code) == [.factNotOpen, .factMalformed])
    }

    @Test("an opening outside the pack's dates is a finding")
    func dates() throws {
        var federation = try Federation()
        let clue = try federation.open {
            $0.at = try #require(Timestamp("2022-09-28T23:59:59+08:00"))
        }
        let last = try Federation(
            pack: cluePack(
                replacing: "\"title\": {",
                with: "\"effective_to\": \"2026-11-19\", \"title\": {"
            )
        )
        var ended = last
        let late = try ended.open()
        #expect(federation.state(of: clue).steps.first?.findings.map(\.code) == [.packNotInForce])
        #expect(ended.state(of: late).steps.first?.findings.map(\.code) == [.packNotInForce])
        #expect(ended.state(of: late).state?.text == "sent")
    }

    @Test("an entry whose key was revoked later keeps its effect and is disputed")
    func revokedAfterwards() throws {
        var federation = try Federation()
        let clue = try federation.open { $0.standing = .revokedAfterwards }
        let state = federation.state(of: clue)
        #expect(state.state?.text == "sent")
        #expect(state.steps.first?.findings.map(\.code) == [.revokedAfterwards])
    }

    @Test("the office that signed an entry corrects it, which moves no state")
    func correction() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let receive = try receive(&federation, clue)
        func correct(_ node: NodeName, _ target: Digest) throws -> CaseEvent {
            try federation.step(node, "correct", of: clue) {
                $0.machine = .record
                $0.rules = nil
                $0.target = target
            }
        }
        let own = try correct(Federation.jiangxi, clue.digest)
        let other = try correct(Federation.fujian, clue.digest)
        let officer = try correct(Federation.fujian, receive.digest)
        let unknown = try correct(Federation.jiangxi, digest("unknown"))
        let foreign = try correct(Federation.jiangxi, digest("foreign"))
        let accept = try federation.step(Federation.fujian, "accept", of: clue)
        let state = federation.state(of: clue) { $0 == digest("foreign") ? .valid : .missing }
        #expect(state.verdict(own) == .applied)
        #expect(state.reasons(other) == [.correctByOther])
        #expect(state.reasons(officer) == [.correctByOther])
        #expect(state.verdict(unknown) == .pending([.entry(digest("unknown"))]))
        #expect(state.reasons(foreign) == [.targetNotInRecord])
        #expect(state.verdict(accept) == .applied)
        #expect(state.state?.text == "accepted")
    }

    @Test("an erasure that names the record is kept and moves no state")
    func erasure() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let erase = try federation.step(Federation.jiangxi, "erase", of: clue) {
            $0.machine = .object
            $0.rules = nil
            $0.target = clue.digest
        }
        let state = federation.state(of: clue)
        #expect(state.verdict(erase) == .applied)
        #expect(state.state?.text == "sent")
    }

    @Test("an entry of another record does not touch this one")
    func others() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let other = try federation.open()
        try federation.step(Federation.fujian, "receive", of: other)
        #expect(federation.state(of: clue).steps.count == 1)
        #expect(federation.state(of: other).state?.text == "received")
    }
}
