import Cryptography
import Testing

@testable import Casework

@Suite struct AutomaticStepTests {
    private func due(
        _ state: RecordState,
        _ node: NodeName,
        _ federation: Federation
    )
        -> [AutomaticStep]
    {
        state.automaticSteps(for: node, parties: federation.charter)
    }

    @Test("the addressee's node owes one acknowledgement, and no other node does")
    func once() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let state = federation.state(of: clue)
        let steps = due(state, Federation.fujian, federation)
        #expect(
            steps == [
                AutomaticStep(
                    record: clue.digest,
                    machine: MachineID(unchecked: "clue"),
                    event: EventID(unchecked: "receive"),
                    pack: federation.pack.reference,
                    from: try address("350000").region,
                    trigger: clue.digest,
                    opener: try address("360000/scjg")
                )
            ]
        )
        #expect(due(state, Federation.jiangxi, federation).isEmpty)
        #expect(due(state, Federation.guizhou, federation).isEmpty)
        let step = try #require(steps.first)
        let receive = try federation.add(Federation.fujian, "receive") {
            $0.office = .system
            $0.from = step.from
            $0.record = step.record
            $0.parents = [step.trigger]
            $0.to = [step.opener]
        }
        let after = federation.state(of: clue)
        #expect(after.verdict(receive) == .applied)
        #expect(due(after, Federation.fujian, federation).isEmpty)
    }

    @Test("an officer who acknowledges first leaves nothing to sign")
    func byOfficer() throws {
        var federation = try Federation()
        let clue = try federation.open()
        try federation.step(Federation.fujian, "receive", of: clue)
        #expect(due(federation.state(of: clue), Federation.fujian, federation).isEmpty)
    }

    @Test("an own acknowledgement that has no effect is not signed again")
    func refused() throws {
        for isPending in [false, true] {
            var federation = try Federation()
            let clue = try federation.open()
            try federation.step(Federation.fujian, "receive", of: clue) {
                $0.office = .system
                if isPending {
                    $0.parents.append(digest("missing"))
                } else {
                    $0.to = [try address("110000")]
                }
            }
            let state = federation.state(of: clue)
            #expect(state.state?.text == "sent")
            #expect(due(state, Federation.fujian, federation).isEmpty)
        }
    }

    @Test("an acknowledgement that became invalid is signed anew")
    func revoked() throws {
        var federation = try Federation()
        let clue = try federation.open()
        try federation.step(Federation.fujian, "receive", of: clue) {
            $0.office = .system
            $0.standing = .invalid
        }
        #expect(due(federation.state(of: clue), Federation.fujian, federation).count == 1)
    }

    @Test("a redirected clue is acknowledged by its new addressee")
    func redirected() throws {
        var federation = try Federation()
        let clue = try federation.open()
        try federation.step(Federation.fujian, "receive", of: clue) { $0.office = .system }
        try federation.step(Federation.fujian, "return_misdirected", of: clue)
        let redirect = try federation.step(Federation.jiangxi, "redirect", of: clue) {
            $0.to = [try address("520100")]
        }
        let state = federation.state(of: clue)
        #expect(due(state, Federation.fujian, federation).isEmpty)
        let steps = due(state, Federation.guizhou, federation)
        #expect(steps.map(\.trigger) == [redirect.digest])
        #expect(steps.map(\.from.text) == ["520100"])
    }

    @Test("steps that a node may sign but need not are not owed")
    func confirm() throws {
        var federation = try Federation()
        let clue = try federation.open()
        for event: StaticString in [
            "receive", "accept", "start_verification", "file", "send_feedback",
        ] {
            try federation.step(Federation.fujian, event, of: clue)
        }
        #expect(due(federation.state(of: clue), Federation.jiangxi, federation).isEmpty)
    }

    @Test("nothing is owed on a clue that was cancelled or never opened")
    func nothing() throws {
        var federation = try Federation()
        let clue = try federation.open()
        try federation.step(Federation.jiangxi, "cancel", of: clue)
        #expect(due(federation.state(of: clue), Federation.fujian, federation).isEmpty)
        let bad = try federation.open(to: ["110000"])
        #expect(due(federation.state(of: bad), Federation.fujian, federation).isEmpty)
    }
}
